"""Load against capacity, per work center and day: what is scheduled, what waits for a place, what is
planned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.errors import Invalid
from erp.masterdata.selectors.company import business_day, company
from production.calc.scheduling.problem import Center
from production.calc.scheduling.working import WorkingTime
from production.models import Operation, PlannedOrder, Routing, ScheduledOperation, WorkCenter
from production.selectors.machines import down_times
from production.selectors.open_shop import DAY, OPEN_ORDERS, OPEN_STEPS, centers_of, origin_of
from production.selectors.planning import plan_in_force

VIEW = "production.view_schedule"
MOST_DAYS = 92
MOST_PLANNED = 20_000
FULL, TIGHT = 1.0, 0.85


@dataclass
class DayLoad:
    """One center on one day, in machine hours: what it has, and what is asked of it."""

    day: date
    capacity: float = 0.0
    scheduled: float = 0.0
    waiting: float = 0.0
    planned: float = 0.0

    @property
    def load(self) -> float:
        """All that is asked of it."""
        return self.scheduled + self.waiting + self.planned

    @property
    def share(self) -> float | None:
        """Load as a part of capacity; None on a day without any."""
        return self.load / self.capacity if self.capacity else None

    @property
    def bars(self) -> list[tuple[str, int]]:
        """The parts of a bar from the top, as a class and a height in percent; full is full."""
        most = max(self.capacity, self.load) or 1.0
        parts = (("is-open", self.planned + self.waiting), ("", self.scheduled))
        return [(name, round(hours / most * 100)) for name, hours in parts if hours > 0]

    @property
    def tone(self) -> str:
        """The color of a load: too much, tight, in order, nothing."""
        if self.load <= 0.005:
            return "off"
        share = self.share
        if share is None or share > FULL:
            return "bad"
        return "wait" if share > TIGHT else "good"


@dataclass
class CenterLoad:
    """One center over some days."""

    center: WorkCenter
    days: list[DayLoad] = field(default_factory=list)

    @property
    def total(self) -> DayLoad:
        """All days together."""
        found = DayLoad(self.days[0].day)
        for day in self.days:
            found.capacity += day.capacity
            found.scheduled += day.scheduled
            found.waiting += day.waiting
            found.planned += day.planned
        return found

    @property
    def over(self) -> int:
        """On how many days more is asked than there is."""
        return sum(1 for day in self.days if day.tone == "bad")


@dataclass(frozen=True)
class PlannedQuantity:
    """A quantity of an item that a plan wants made by a day."""

    item_id: int
    quantity: Decimal
    due_on: date


def visible_centers(actor: Actor) -> QuerySet[WorkCenter]:
    """The work centers whose load is shown: those of the house that are in use."""
    actor.require(VIEW)
    return WorkCenter.objects.filter(is_active=True, is_outside=False)


def capacity_load(
    actor: Actor,
    *,
    since: date,
    until: date,
    work_center_id: int | None = None,
    planned: Iterable[PlannedQuantity] | None = None,
) -> list[CenterLoad]:
    """Load of every work center per day; some ten queries, whatever the span.

    Capacity is the calendar's hours times the machines, less those in which machines are down. Operations
    count real machine hours (planned minutes divided by efficiency), on the days on which they are
    scheduled; those without a place yet on the day their work order is due, today at the earliest. Planned
    quantities are rough-cut: by the routing in force, on their day.

    Raises: Invalid when the span is turned round or longer than 92 days; NotPermitted.
    """
    if until < since or (until - since).days >= MOST_DAYS:
        raise Invalid.field("until", _("Between 1 and %(count)s days.") % {"count": MOST_DAYS})
    rows = visible_centers(actor).order_by("code")
    if work_center_id is not None:
        rows = rows.filter(pk=work_center_id)
    found = {row.pk: CenterLoad(row) for row in rows}
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    origin = origin_of(timezone.now())
    down = down_times(origin, timezone.now())
    centers = centers_of([load.center for load in found.values()], origin, down)
    zone = ZoneInfo(company().time_zone)
    edges = [
        int((datetime.combine(day, time(), zone) - origin).total_seconds())
        for day in [*days, until + timedelta(days=1)]
    ]
    for pk, load in found.items():
        center, spans = centers[pk], [(max(0, low), max(0, high)) for low, high in pairwise(edges)]
        load.days = [DayLoad(day, _hours(center, *span)) for day, span in zip(days, spans, strict=True)]
    times = {pk: centers[pk].working for pk in found}
    _add_scheduled(found, times, origin, edges)
    _add_waiting(found, days)
    for pk, day, hours in rough_cut(planned_quantities(since, until) if planned is None else planned):
        _add(found, days, (pk, day), "planned", hours)
    return list(found.values())


def _hours(center: Center, low: int, high: int) -> float:
    """The hours of a work center's machines in a span, without those in which they can't be used."""
    there = center.working.between(low, high) * center.machines
    lost = sum(center.working.between(max(low, start), min(high, end)) for _one, start, end in center.down)
    return max(0, there - lost) / 3600


def _add_scheduled(
    found: dict[int, CenterLoad], times: dict[int, WorkingTime], origin: datetime, edges: Sequence[int]
) -> None:
    low, high = origin + timedelta(seconds=edges[0]), origin + timedelta(seconds=edges[-1])
    rows = ScheduledOperation.objects.filter(
        work_center__in=found,
        starts_at__lt=high,
        ends_at__gt=low,
        operation__state__in=OPEN_STEPS,
        operation__work_order__state__in=OPEN_ORDERS,
    )
    for center_id, starts_at, ends_at in rows.values_list("work_center_id", "starts_at", "ends_at"):
        start, end = (max(0, int((at - origin).total_seconds())) for at in (starts_at, ends_at))
        first = max(0, (start - edges[0]) // DAY - 1)
        for n in range(first, len(edges) - 1):
            if edges[n] >= end:
                break
            worked = times[center_id].between(max(start, edges[n]), min(end, edges[n + 1]))
            found[center_id].days[n].scheduled += worked / 3600


def _add_waiting(found: dict[int, CenterLoad], days: Sequence[date]) -> None:
    today = business_day(timezone.now())
    rows = Operation.objects.filter(
        work_center__in=found, state__in=OPEN_STEPS, work_order__state__in=OPEN_ORDERS, place__isnull=True
    ).select_related("work_order", "work_center")
    for operation in rows:
        order, center = operation.work_order, operation.work_center
        left = max(order.quantity - operation.done, Decimal(0))
        minutes = operation.run_minutes * left
        if operation.state == "pending":
            minutes += operation.setup_minutes
        hours = float(minutes / 60 / (center.efficiency if center else 1))
        _add(found, days, (operation.work_center_id or 0, max(order.due_on, today)), "waiting", hours)


def _add(
    found: dict[int, CenterLoad], days: Sequence[date], place: tuple[int, date], name: str, hours: float
) -> None:
    center_id, day = place
    if center_id in found and days[0] <= day <= days[-1]:
        row = found[center_id].days[(day - days[0]).days]
        setattr(row, name, getattr(row, name) + hours)


def rough_cut(planned: Iterable[PlannedQuantity]) -> list[tuple[int, date, float]]:
    """What planned quantities ask of work centers: (work center, day, machine hours), by the routing in
    force.

    Rough-cut capacity planning by bill of capacity (APICS; Vollmann et al., *Manufacturing Planning and
    Control*): set-up once and run by quantity, all on the due day. Items without a routing ask nothing. Two
    queries.
    """
    wanted = list(planned)
    routings: dict[int, list[Routing]] = defaultdict(list)
    rows = Routing.objects.filter(is_active=True, item_id__in={one.item_id for one in wanted})
    for routing in rows.order_by("-valid_from").prefetch_related("operations__work_center"):
        routings[routing.item_id].append(routing)
    found = []
    for one in wanted:
        routing_of_day = next(
            (
                row
                for row in routings[one.item_id]
                if row.valid_from <= one.due_on and (row.valid_to is None or row.valid_to >= one.due_on)
            ),
            None,
        )
        for step in routing_of_day.operations.all() if routing_of_day else ():
            minutes = step.setup_minutes + step.run_minutes * one.quantity
            found.append((step.work_center_id, one.due_on, float(minutes / 60 / step.work_center.efficiency)))
    return found


def planned_quantities(since: date, until: date) -> list[PlannedQuantity]:
    """What the material plan in force proposes to make in a span; at most 20,000 orders, two queries."""
    run = plan_in_force()
    if run is None:
        return []
    rows = PlannedOrder.objects.filter(
        run_id=run.rows_of,
        kind=PlannedOrder.Kind.MAKE,
        status=PlannedOrder.Status.PROPOSED,
        due_on__range=(since, until),
    )
    found = rows.order_by("due_on", "pk").values_list("item_id", "quantity", "due_on")[:MOST_PLANNED]
    return [PlannedQuantity(*row) for row in found]


def open_elsewhere(center_ids: Iterable[int]) -> int:
    """How many open operations have no work center of those, or none at all: their load is shown nowhere."""
    rows = Operation.objects.filter(state__in=OPEN_STEPS, work_order__state__in=OPEN_ORDERS)
    return rows.filter(Q(work_center__isnull=True) | ~Q(work_center__in=list(center_ids))).count()
