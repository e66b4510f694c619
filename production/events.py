"""News of the shop floor and its master data."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class BomCreated(Event):
    """A bill of materials is in force from a day on."""

    name: ClassVar[str] = "bom.created"
    product: str
    components: int


@dataclass(frozen=True, kw_only=True)
class BomChanged(Event):
    """A bill of materials changed."""

    name: ClassVar[str] = "bom.changed"
    product: str


@dataclass(frozen=True, kw_only=True)
class BomDeleted(Event):
    """A bill of materials is gone."""

    name: ClassVar[str] = "bom.deleted"
    product: str


@dataclass(frozen=True, kw_only=True)
class RoutingCreated(Event):
    """A routing is in force from a day on."""

    name: ClassVar[str] = "routing.created"
    product: str
    operations: int


@dataclass(frozen=True, kw_only=True)
class RoutingChanged(Event):
    """A routing changed."""

    name: ClassVar[str] = "routing.changed"
    product: str


@dataclass(frozen=True, kw_only=True)
class RoutingDeleted(Event):
    """A routing is gone."""

    name: ClassVar[str] = "routing.deleted"
    product: str


@dataclass(frozen=True, kw_only=True)
class WorkCenterCreated(Event):
    """A work center is there."""

    name: ClassVar[str] = "work_center.created"
    code: str


@dataclass(frozen=True, kw_only=True)
class WorkCenterChanged(Event):
    """A work center changed: its machines, calendar, efficiency or costs."""

    name: ClassVar[str] = "work_center.changed"
    code: str


@dataclass(frozen=True, kw_only=True)
class WorkCenterDeleted(Event):
    """A work center is gone."""

    name: ClassVar[str] = "work_center.deleted"
    code: str


@dataclass(frozen=True, kw_only=True)
class CostsRolledUp(Event):
    """What made items cost was reckoned anew."""

    name: ClassVar[str] = "costs.rolled_up"
    items: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class CostsAdopted(Event):
    """The costs of a roll-up became the standard costs."""

    name: ClassVar[str] = "costs.adopted"
    items: int


@dataclass(frozen=True, kw_only=True)
class WorkOrderCreated(Event):
    """Something is to be made."""

    name: ClassVar[str] = "work_order.created"
    product: str
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class WorkOrderChanged(Event):
    """A work order went on, was stopped or changed: `verb` says how."""

    name: ClassVar[str] = "work_order.changed"
    verb: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkOrderStarted(Event):
    """Somebody has begun to make it."""

    name: ClassVar[str] = "work_order.started"


@dataclass(frozen=True, kw_only=True)
class WorkReported(Event):
    """An operation has finished or spoiled pieces."""

    name: ClassVar[str] = "work_order.reported"
    operation: int
    good: Decimal
    scrap: Decimal
    rejected: Decimal = Decimal(0)
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkInspected(Event):
    """Pieces of an operation were inspected."""

    name: ClassVar[str] = "work_order.inspected"
    operation: int
    accepted: Decimal
    rejected: Decimal
    sample: Decimal


@dataclass(frozen=True, kw_only=True)
class NonConformanceFound(Event):
    """Pieces are not as they should be and stand aside until somebody decides."""

    name: ClassVar[str] = "non_conformance.found"
    operation: int
    quantity: Decimal
    reason: str


@dataclass(frozen=True, kw_only=True)
class NonConformanceDecided(Event):
    """It was decided what becomes of pieces: used as is, reworked or scrapped."""

    name: ClassVar[str] = "non_conformance.decided"
    decision: str
    quantity: Decimal
    note: str = ""
    rework_order: str = ""


@dataclass(frozen=True, kw_only=True)
class NonConformanceMoved(Event):
    """All is decided and waits for rework, or is over."""

    name: ClassVar[str] = "non_conformance.moved"
    state: str


@dataclass(frozen=True, kw_only=True)
class WorkOrderCompleted(Event):
    """Nothing more comes of a work order; `short` is what it lacks of what was asked."""

    name: ClassVar[str] = "work_order.completed"
    good: Decimal
    scrapped: Decimal
    short: Decimal


@dataclass(frozen=True, kw_only=True)
class WorkOrderClosed(Event):
    """A work order's costs are settled: `difference` is what was issued less what was received."""

    name: ClassVar[str] = "work_order.closed"
    difference: Decimal


@dataclass(frozen=True, kw_only=True)
class WorkOrderCancelled(Event):
    """A work order is not made."""

    name: ClassVar[str] = "work_order.cancelled"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ComponentsIssued(Event):
    """Components went to the shop floor for a work order, or came back from it."""

    name: ClassVar[str] = "work_order.issued"
    lines: list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class OperationMoved(Event):
    """An operation was begun, paused or finished."""

    name: ClassVar[str] = "operation.moved"
    operation: int
    verb: str


@dataclass(frozen=True, kw_only=True)
class ForecastOverridden(Event):
    """A person says something else than the forecast of one bucket."""

    name: ClassVar[str] = "forecast.overridden"
    starts_on: str
    quantity: str
    said: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ForecastOverrideWithdrawn(Event):
    """The model's figure of one bucket counts again."""

    name: ClassVar[str] = "forecast.override_withdrawn"
    starts_on: str


@dataclass(frozen=True, kw_only=True)
class PlanningAsked(Event):
    """Somebody wants the material plan reckoned anew."""

    name: ClassVar[str] = "planning.asked"


@dataclass(frozen=True, kw_only=True)
class PlanningFinished(Event):
    """A run of the material plan came to its end."""

    name: ClassVar[str] = "planning.finished"
    orders: int
    late: int


@dataclass(frozen=True, kw_only=True)
class PlannedOrderFirmed(Event):
    """A planned order became a document."""

    name: ClassVar[str] = "planned_order.firmed"
    into: str


@dataclass(frozen=True, kw_only=True)
class MasterScheduleSet(Event):
    """A planner has said what is to come of an item in a week, and why."""

    name: ClassVar[str] = "master_schedule.set"
    week: str
    quantity: Decimal
    before: Decimal
    reason: str


@dataclass(frozen=True, kw_only=True)
class ScheduleMade(Event):
    """All open operations have their place anew."""

    name: ClassVar[str] = "schedule.made"
    operations: int
    late: int
    moved: int


@dataclass(frozen=True, kw_only=True)
class OperationPlaced(Event):
    """A planner has put an operation somewhere else; it stays there."""

    name: ClassVar[str] = "operation.placed"
    starts_at: str


@dataclass(frozen=True, kw_only=True)
class OperationLocked(Event):
    """An operation stays where it is when the others are scheduled anew."""

    name: ClassVar[str] = "operation.locked"


@dataclass(frozen=True, kw_only=True)
class OperationUnlocked(Event):
    """An operation may be moved by the next schedule again."""

    name: ClassVar[str] = "operation.unlocked"


@dataclass(frozen=True, kw_only=True)
class MachineStateChanged(Event):
    """A machine of a work center went down, is being set up, or is up again."""

    name: ClassVar[str] = "machine.state_changed"
    machine: int
    state: str
    expected_end: str | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class SopPlanAgreed(Event):
    """The plan of a product family was agreed: a new version of it is in force from its first month on."""

    name: ClassVar[str] = "sop.agreed"
    family: str
    unit: str
    version: int
    first_month: str
    months: int


@dataclass(frozen=True, kw_only=True)
class SopDecisionChanged(Event):
    """A decision of the S&OP meeting was made, done, dropped or taken up again."""

    name: ClassVar[str] = "sop.decision_changed"
    verb: str
    title: str
    owner: str
    due_on: str


@dataclass(frozen=True, kw_only=True)
class ScenarioCreated(Event):
    """Somebody asks what would be if."""

    name: ClassVar[str] = "scenario.created"
    title: str
    changes: int


@dataclass(frozen=True, kw_only=True)
class ScenarioChanged(Event):
    """A scenario went on; `verb` says how: edited, reckoned, outdated, asked for, refused, discarded."""

    name: ClassVar[str] = "scenario.changed"
    verb: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ScenarioReckoningAsked(Event):
    """A scenario is to be reckoned by the worker."""

    name: ClassVar[str] = "scenario.reckoning_asked"


@dataclass(frozen=True, kw_only=True)
class ScenarioAdopted(Event):
    """A scenario became real: `asked_by` asked for it, the actor approved; what was changed by it."""

    name: ClassVar[str] = "scenario.adopted"
    asked_by: str
    results: list[dict[str, Any]]
