"""News of clocks: each step of a time-out ladder that acted is one event on the document's timeline."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class _Step(Event):
    """A rung acted: by which rule, after how much business time, whom it told, how late it came.

    `nobody_above` says that the reporting line ended, so that the administrators were told.
    """

    node: str
    action: str
    rung: int
    rule: str
    after_seconds: int
    due_at: str
    is_late: bool = False
    late_seconds: int = 0
    to: list[str] = field(default_factory=list)
    nobody_above: bool = False
    outcome: str = "done"
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class StepReminded(_Step):
    """Whoever has it was reminded, or warned before the target."""

    name: ClassVar[str] = "sla.reminded"


@dataclass(frozen=True, kw_only=True)
class StepEscalated(_Step):
    """The superior was told, with a note of the delay."""

    name: ClassVar[str] = "sla.escalated"


@dataclass(frozen=True, kw_only=True)
class StepReassigned(_Step):
    """Somebody else has it now."""

    name: ClassVar[str] = "sla.reassigned"


@dataclass(frozen=True, kw_only=True)
class StepAutoApproved(_Step):
    """Nobody answered in time: the step approved itself."""

    name: ClassVar[str] = "sla.auto_approved"


@dataclass(frozen=True, kw_only=True)
class StepAutoRejected(_Step):
    """Nobody answered in time: the step went back to the one before."""

    name: ClassVar[str] = "sla.auto_rejected"


@dataclass(frozen=True, kw_only=True)
class StepMarked(_Step):
    """The document was marked as an exception that somebody has to look at."""

    name: ClassVar[str] = "sla.exception_marked"


@dataclass(frozen=True, kw_only=True)
class StepRefused(_Step):
    """A rung could not act: why is told, and the administrators know."""

    name: ClassVar[str] = "sla.refused"


@dataclass(frozen=True, kw_only=True)
class TimersReckonedAnew(Event):
    """Running clocks follow a changed target, calendar or ladder."""

    name: ClassVar[str] = "sla.reckoned_anew"
    timers: int
    facts_of_change: dict[str, Any] = field(default_factory=dict)


STEPS: dict[str, type[_Step]] = {
    "warn": StepReminded,
    "remind": StepReminded,
    "escalate": StepEscalated,
    "reassign": StepReassigned,
    "approve": StepAutoApproved,
    "reject": StepAutoRejected,
    "mark_exception": StepMarked,
}


@dataclass(frozen=True, kw_only=True)
class MetricTargetSet(Event):
    """A measure has to reach something else from a day on, or no longer."""

    name: ClassVar[str] = "measure.target_set"
    metric: str
    from_on: str
    target: str
    is_gone: bool = False


@dataclass(frozen=True, kw_only=True)
class BaselineFrozen(Event):
    """A period's figures are kept for ever."""

    name: ClassVar[str] = "measure.baseline_frozen"
    title: str


@dataclass(frozen=True, kw_only=True)
class AssumptionsChanged(Event):
    """What the company assumes about money has changed."""

    name: ClassVar[str] = "measure.assumptions_changed"


@dataclass(frozen=True, kw_only=True)
class ReviewOpened(Event):
    """A review of a period was prepared."""

    name: ClassVar[str] = "review.opened"
    missed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ReviewHeld(Event):
    """A review took place."""

    name: ClassVar[str] = "review.held"


@dataclass(frozen=True, kw_only=True)
class ReviewChanged(Event):
    """The conclusion of a review was written."""

    name: ClassVar[str] = "review.changed"


@dataclass(frozen=True, kw_only=True)
class ReviewActionChanged(Event):
    """An action of a review was agreed, changed, done, dropped or taken up again."""

    name: ClassVar[str] = "review.action_changed"
    verb: str
    title: str
    owner: str
    due_on: str
