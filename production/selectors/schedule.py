"""The schedule as people look at it: machines with their operations, late orders, what changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import ROUND_UP, Decimal
from zoneinfo import ZoneInfo

from django.db.models import Max, QuerySet
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.documents import document
from erp.masterdata.selectors.company import company
from production.models import (
    MachineState,
    MachineStatus,
    ScheduledOperation,
    ScheduleRun,
    WorkCenter,
    WorkOrder,
)
from production.selectors.capacity import VIEW
from production.selectors.machines import down_until
from production.selectors.open_shop import OPEN_ORDERS, OPEN_STEPS, has_moved
from production.selectors.schedule_settings import schedule_settings

MOST_BARS = 1500
MOST_LATE = 200


@document("schedule", prefix="sch", permission=VIEW)
def schedule_runs(actor: Actor) -> QuerySet[ScheduleRun]:
    """The schedules made so far."""
    return ScheduleRun.objects.all()


@document("scheduled_operation", prefix="sco", permission=VIEW)
def scheduled_operations(actor: Actor) -> QuerySet[ScheduledOperation]:
    """The places of all operations that are still to be done."""
    return ScheduledOperation.objects.filter(
        operation__state__in=OPEN_STEPS, operation__work_order__state__in=OPEN_ORDERS
    )


def with_names(rows: QuerySet[ScheduledOperation]) -> QuerySet[ScheduledOperation]:
    """With what a place is called by."""
    return rows.select_related("operation__work_order__item", "work_center", "behind__work_order", "run")


@dataclass(frozen=True)
class Bar:
    """An operation on its machine; left and width in percent of the span shown."""

    place: ScheduledOperation
    left: float
    width: float
    is_late: bool
    has_moved: bool

    @property
    def tone(self) -> str:
        """Late, under way, in order."""
        if self.is_late:
            return "bad"
        return "active" if self.place.operation.state == "running" else "info"


@dataclass
class MachineRow:
    """One machine and what is on it; machine 0 stands for a center that takes any number at a time."""

    center: WorkCenter | None
    machine: int
    bars: list[Bar] = field(default_factory=list)
    state: str = ""
    down: tuple[float, float] | None = None


def machine_rows(
    actor: Actor, *, since: datetime, until: datetime, work_center_id: int | None = None
) -> list[MachineRow]:
    """Every machine with its operations in a span; at most 1,500 operations, five queries.

    Raises: NotPermitted.
    """
    actor.require(VIEW)
    places = with_names(scheduled_operations(actor)).filter(starts_at__lt=until, ends_at__gt=since)
    centers = WorkCenter.objects.filter(is_active=True).order_by("is_outside", "code")
    if work_center_id is not None:
        places, centers = places.filter(work_center_id=work_center_id), centers.filter(pk=work_center_id)
    found: dict[tuple[int, int], MachineRow] = {}
    for center in centers:
        for machine in [0] if center.is_outside else range(1, center.machines + 1):
            found[center.pk, machine] = MachineRow(center, machine)
    _add_states(found, since, until)
    late = _late_ids(actor)
    span = (until - since).total_seconds()
    for place in places.order_by("starts_at", "pk")[:MOST_BARS]:
        key = (place.work_center_id or 0, place.machine)
        row = found.setdefault(key, MachineRow(place.work_center, place.machine))
        left = max(0.0, (place.starts_at - since).total_seconds() / span * 100)
        right = min(100.0, (place.ends_at - since).total_seconds() / span * 100)
        is_late = place.operation.work_order_id in late
        row.bars.append(
            Bar(place, round(left, 3), round(max(right - left, 0.25), 3), is_late, has_moved(place))
        )
    return [row for row in found.values() if row.bars or (row.center and not row.center.is_outside)]


def _add_states(found: dict[tuple[int, int], MachineRow], since: datetime, until: datetime) -> None:
    """How the machines stand, and what part of the span they can't be used; one query."""
    now, span = timezone.now(), (until - since).total_seconds()
    for state in MachineState.objects.exclude(state=MachineStatus.UP):
        row = found.get((state.work_center_id, state.machine))
        if row is None:
            continue
        row.state = state.state
        ends = down_until(state, now)
        low, high = max(state.since, since), min(ends or now, until)
        if high > low:
            left = (low - since).total_seconds() / span * 100
            row.down = (round(left, 3), round((high - low).total_seconds() / span * 100, 3))


def _late_ids(actor: Actor) -> set[int]:
    return {one.order.pk for one in late_orders(actor, most=10**6)}


@dataclass(frozen=True)
class LateOrder:
    """A work order that the schedule finishes after its due day, and what that costs."""

    order: WorkOrder
    ends_at: datetime
    days: int
    cost: Decimal


def late_orders(actor: Actor, *, most: int = MOST_LATE) -> list[LateOrder]:
    """Late work orders, the costliest first; two queries and the settings.

    Cost of lateness = days late × a percentage of the value of what is still to come, at standard cost.
    """
    actor.require(VIEW)
    zone = ZoneInfo(company().time_zone)
    percent = schedule_settings().lateness_percent_per_day
    ends = dict(
        scheduled_operations(actor)
        .values_list("operation__work_order_id")
        .annotate(end=Max("ends_at"))
        .order_by()
    )
    found = []
    for order in WorkOrder.objects.filter(pk__in=ends).select_related("item__unit"):
        due = datetime.combine(order.due_on + timedelta(days=1), time(), zone)
        over = ends[order.pk] - due
        if over > timedelta(0):
            days = int((Decimal(over.total_seconds()) / 86400).to_integral_value(rounding=ROUND_UP))
            value = order.open_quantity * order.item.standard_cost
            found.append(
                LateOrder(
                    order, ends[order.pk], days, (value * percent * days / 100).quantize(Decimal("0.01"))
                )
            )
    return sorted(found, key=lambda one: (-one.cost, -one.days, one.order.number))[:most]


def latest_run() -> ScheduleRun | None:
    """The schedule in force."""
    return ScheduleRun.objects.first()


def moved_places(actor: Actor, *, most: int = MOST_LATE) -> list[ScheduledOperation]:
    """What the latest schedule put elsewhere, by beginning."""
    run = latest_run()
    if run is None:
        return []
    rows = with_names(scheduled_operations(actor)).filter(run=run, was_starts_at__isnull=False)
    return [place for place in rows.order_by("starts_at", "pk")[:5000] if has_moved(place)][:most]
