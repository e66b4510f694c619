"""News of cases and tasks."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ProcessChanged(Event):
    """A process was drawn, published, rolled back or switched; `verb` says which."""

    name: ClassVar[str] = "process.changed"
    verb: str
    number: int = 0
    scope: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CaseStarted(Event):
    """A document began its way through a version of a process."""

    name: ClassVar[str] = "case.started"
    process: str
    version: int
    number: int
    is_pilot: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseMoved(Event):
    """Tokens of a case moved in one command: visits left and entered, in order.

    Shape: left [{token, node, visit, outcome}], entered [{token, node, visit, task?}]. `version` is the
    key of the process version, `number` its number.
    """

    name: ClassVar[str] = "case.moved"
    is_ready: ClassVar[bool] = True
    process: str
    version: int
    number: int
    left: list[dict[str, Any]]
    entered: list[dict[str, Any]]
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseDue(Event):
    """A case has steps that the system has to run after the commit."""

    name: ClassVar[str] = "case.due"


@dataclass(frozen=True, kw_only=True)
class CaseEnded(Event):
    """A case is over: completed, cancelled with its document, or failed."""

    name: ClassVar[str] = "case.ended"
    process: str
    version: int
    state: str


@dataclass(frozen=True, kw_only=True)
class CasePaused(Event):
    """A case stands still, or goes on again."""

    name: ClassVar[str] = "case.paused"
    is_paused: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class CaseMigrated(Event):
    """A running case goes on by another version of its process."""

    name: ClassVar[str] = "case.migrated"
    from_version: int
    to_version: int


@dataclass(frozen=True, kw_only=True)
class IncidentOpened(Event):
    """A step could not be done and waits for a person."""

    name: ClassVar[str] = "incident.opened"
    node: str
    code: str
    facts_of_refusal: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class IncidentClosed(Event):
    """A person let a refused step be tried again, or skipped it."""

    name: ClassVar[str] = "incident.closed"
    node: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskOpened(Event):
    """A decision waits for a person."""

    name: ClassVar[str] = "task.opened"
    node: str
    role: str
    assignee: int | None = None
    is_flagged: bool = False


@dataclass(frozen=True, kw_only=True)
class TaskClaimed(Event):
    """Somebody took a task on."""

    name: ClassVar[str] = "task.claimed"
    by: str


@dataclass(frozen=True, kw_only=True)
class TaskSigned(Event):
    """One of several signers answered."""

    name: ClassVar[str] = "task.signed"
    node: str
    decision: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskDecided(Event):
    """A task was decided."""

    name: ClassVar[str] = "task.decided"
    node: str
    decision: str
    reason: str = ""
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class TaskCancelled(Event):
    """There is nothing to decide any more."""

    name: ClassVar[str] = "task.cancelled"
    node: str


@dataclass(frozen=True, kw_only=True)
class TaskTransferred(Event):
    """A task was given to somebody else; `why` is transfer, reassign or escalate."""

    name: ClassVar[str] = "task.transferred"
    node: str
    to: int | None
    to_label: str
    why: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SignerAdded(Event):
    """One more person is asked to sign."""

    name: ClassVar[str] = "task.signer_added"
    node: str
    signer: int
    signer_label: str


@dataclass(frozen=True, kw_only=True)
class InfoRequested(Event):
    """A decision waits for information; its clock stands."""

    name: ClassVar[str] = "task.info_requested"
    node: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class InfoGiven(Event):
    """The information is there; the clock runs on."""

    name: ClassVar[str] = "task.info_given"
    node: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TaskWithdrawn(Event):
    """A decision was taken back before anything had followed from it."""

    name: ClassVar[str] = "task.withdrawn"
    node: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TaskReminded(Event):
    """Whoever is asked was reminded."""

    name: ClassVar[str] = "task.reminded"
    node: str


@dataclass(frozen=True, kw_only=True)
class StepUndone(Event):
    """An automatic step was taken back before anything had followed from it."""

    name: ClassVar[str] = "case.undone"
    node: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StepMarked(Event):
    """A step that takes too long was marked as an exception."""

    name: ClassVar[str] = "case.marked"
    node: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ReplayAsked(Event):
    """Somebody wants a drawing tried on the past."""

    name: ClassVar[str] = "replay.asked"


@dataclass(frozen=True, kw_only=True)
class ReplayFinished(Event):
    """A drawing was tried on the past."""

    name: ClassVar[str] = "replay.finished"
    documents: int
