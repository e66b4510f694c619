"""The shop floor as the scheduling arithmetic takes it: open operations, machines, calendars, materials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from erp.core.errors import Misconfigured
from erp.masterdata.calc.working_time import Calendar, WallInterval
from erp.masterdata.selectors.calendars import calendars_by_id, working_intervals
from erp.masterdata.selectors.company import business_day, company
from production.calc.scheduling.problem import NO_LIMIT, Center, Fixed, Job, Problem, Step
from production.calc.scheduling.working import NeverWorks, WorkingTime
from production.models import Operation, RoutingOperation, ScheduledOperation, WorkCenter, WorkOrder
from production.selectors.machines import Down, down_times
from production.selectors.material_dates import material_dates

DAY = 86400
BACK_DAYS, AHEAD_DAYS, PATTERN_DAYS = 35, 182, 28
OPEN_ORDERS = ("planned", "released", "in_progress")
OPEN_STEPS = ("pending", "running", "paused")
NOWHERE = 0
"""The key of the center for operations without one: they wait for nobody."""
Hours = tuple[tuple[Any, tuple[WallInterval, ...]], ...]
A_MOVE = timedelta(minutes=5)
WEIGHTS = {10: 0.5, 20: 1.0, 30: 2.0, 40: 4.0}


@dataclass(frozen=True)
class OpenShop:
    """All that a schedule is made from; times in the problem are seconds from `origin`."""

    origin: datetime
    now: datetime
    problem: Problem
    orders: list[WorkOrder]
    operations: dict[int, Operation]
    centers: dict[int, WorkCenter]
    places: dict[int, ScheduledOperation]
    recipes: dict[int, RoutingOperation] = field(default_factory=dict)
    next_ones: frozenset[int] = frozenset()  # operations before which nothing is open

    def seconds(self, at: datetime) -> int:
        """An instant as the problem counts it."""
        return int((at - self.origin).total_seconds())

    def instant(self, seconds: int) -> datetime:
        """What the problem counts as an instant."""
        return self.origin + timedelta(seconds=seconds)

    def times(self, order: WorkOrder, operation: Operation, center_id: int) -> tuple[int, int]:
        """What is left of an operation at a center: run and set-up, in seconds of one machine."""
        recipe, center = self.recipes.get(operation.pk), self.centers.get(center_id)
        if center is not None and center.is_outside:
            days = operation.outside_days or (recipe.lead_days if recipe and recipe.lead_days else 1)
            return self._still_away(operation, days * DAY), 0
        left = max(order.quantity - operation.done, Decimal(0))
        factor = Decimal(1) / (center.efficiency if center else Decimal(1))
        if recipe is not None and center_id != (operation.work_center_id or NOWHERE):
            other = [row.factor for row in recipe.alternatives.all() if row.work_center_id == center_id]
            factor *= other[0] if other else Decimal(1)
        setup = _seconds(operation.setup_minutes * factor) if operation.state == "pending" else 0
        return max(1, _seconds(operation.run_minutes * left * factor)), setup

    def _still_away(self, operation: Operation, whole: int) -> int:
        """How long an operation is still at a supplier's: what has gone by since it went there has gone by.

        The purchase order says when it comes back, as soon as nothing has to be done before it. Once its day
        has passed it is expected any moment.
        """
        if operation.back_on is not None and operation.pk in self.next_ones:
            zone = ZoneInfo(company().time_zone)
            back = datetime.combine(operation.back_on + timedelta(days=1), time(), zone)
        elif operation.state != "pending" and operation.started_at is not None:
            back = operation.started_at + timedelta(seconds=whole)
        else:
            return whole
        return max(1, int((back - self.now).total_seconds()))

    def lot(self, order: WorkOrder, operation: Operation, run: int) -> int:
        """The run time until the first pieces are handed on, of what is left; 0 where all go on together.

        What was handed on already is not waited for again, but the next single piece is.
        """
        recipe, left = self.recipes.get(operation.pk), order.quantity - operation.done
        if recipe is None or recipe.overlap_quantity is None or left <= 0:
            return 0
        pieces = min(max(recipe.overlap_quantity - operation.good, Decimal(1)), left)
        return max(1, int((run * pieces / left).to_integral_value()))


def origin_of(now: datetime) -> datetime:
    """The beginning that times are counted from: midnight of the company some weeks ago."""
    zone = ZoneInfo(company().time_zone)
    return datetime.combine(business_day(now) - timedelta(days=BACK_DAYS), time(), zone)


def work_times(calendar_ids: Iterable[int], origin: datetime) -> dict[int, WorkingTime]:
    """The working time of calendars from an instant on; after half a year the last four weeks repeat.

    Raises: Misconfigured when a calendar is never open in them.
    """
    return {pk: work_time(calendar, origin) for pk, calendar in calendars_by_id(set(calendar_ids)).items()}


def work_time(calendar: Calendar, origin: datetime) -> WorkingTime:
    """The working time of one calendar, as `work_times` gives it.

    Raises: Misconfigured.
    """
    weekly, exceptions = (tuple(sorted(one.items())) for one in (calendar.weekly, calendar.exceptions))
    return _reckoned(calendar.time_zone, weekly, exceptions, origin).copy()


@lru_cache(maxsize=64)
def _reckoned(time_zone: str, weekly: Hours, exceptions: Hours, origin: datetime) -> WorkingTime:
    """The working time of a calendar that says this: the same until its day or its hours change."""
    calendar = Calendar(time_zone, dict(weekly), dict(exceptions))
    days = [origin.date() + timedelta(days=n) for n in range(-1, BACK_DAYS + AHEAD_DAYS + 1)]
    until = (BACK_DAYS + AHEAD_DAYS) * DAY
    intervals = [
        (max(0, int((start - origin).total_seconds())), int((end - origin).total_seconds()))
        for day in days
        for start, end in working_intervals(calendar, day)
    ]
    try:
        return WorkingTime(intervals, period=PATTERN_DAYS * DAY, until=until)
    except NeverWorks:
        raise Misconfigured("calendar_never_open") from None


def centers_of(
    rows: Iterable[WorkCenter], origin: datetime, down: Mapping[int, Sequence[Down]] | None = None
) -> dict[int, Center]:
    """Work centers as the arithmetic takes them; outside ones, and the one for nobody, have no limit.

    `down` are the times when machines can't be used, by work center, as `machines.down_times` tells them.
    """
    rows = list(rows)
    times = work_times({row.calendar_id for row in rows if row.calendar_id}, origin)
    always = WorkingTime.always()
    found = {NOWHERE: Center(NOWHERE, always, NO_LIMIT)}
    for row in rows:
        working = times.get(row.calendar_id or 0, always)
        machines = NO_LIMIT if row.is_outside else row.machines
        known = tuple(one for one in (down or {}).get(row.pk, ()) if one[0] < machines)
        found[row.pk] = Center(row.pk, working, machines, known)
    return found


def read_shop(now: datetime, *, freeze_hours: int = 0, only: Collection[int] | None = None) -> OpenShop:
    """Everything that is open, ready to be scheduled, or only some work orders; nine queries, whatever the
    size.

    Work orders on hold are left out: nobody may work on them. A running operation stays where it is, so
    does a locked one and, with `freeze_hours`, one that is to begin within them.
    """
    origin = origin_of(now)
    wanted = WorkOrder.objects.filter(state__in=OPEN_ORDERS)
    rows = Operation.objects.filter(work_order__state__in=OPEN_ORDERS, state__in=OPEN_STEPS)
    places = ScheduledOperation.objects.all()
    if only is not None:
        wanted, rows = wanted.filter(pk__in=only), rows.filter(work_order__in=only)
        places = places.filter(operation__work_order__in=only)
    orders = list(wanted.select_related("item").order_by("due_on", "id"))
    steps: dict[int, list[Operation]] = defaultdict(list)
    for operation in rows.order_by("work_order_id", "number"):
        steps[operation.work_order_id].append(operation)
    orders = [order for order in orders if order.pk in steps]
    rows_of_centers = {row.pk: row for row in WorkCenter.objects.all()}
    problem_centers = centers_of(rows_of_centers.values(), origin, down_times(origin, now))
    shop = OpenShop(
        origin,
        now,
        Problem(problem_centers, (), int((now - origin).total_seconds())),
        orders,
        {operation.pk: operation for row in steps.values() for operation in row},
        rows_of_centers,
        {row.operation_id: row for row in places},
        next_ones=frozenset(rows[0].pk for rows in steps.values()),
    )
    rows_of_routings = _routing_rows(orders)
    shop.recipes.update(_recipes(orders, steps, rows_of_routings))
    builder = _Builder(shop, freeze_hours, material_dates(orders, now), _arrivals(orders, rows_of_routings))
    jobs = tuple(builder.job(order, steps[order.pk]) for order in orders)
    return OpenShop(**{**vars(shop), "problem": Problem(problem_centers, jobs, shop.problem.now)})


def _routing_rows(orders: list[WorkOrder]) -> dict[tuple[int, int], RoutingOperation]:
    """The operations of the routings of work orders, by routing and number."""
    routings = {order.routing_id for order in orders if order.routing_id}
    rows = RoutingOperation.objects.filter(routing_id__in=routings).prefetch_related(
        "alternatives__work_center"
    )
    return {(row.routing_id, row.number): row for row in rows}


def _arrivals(
    orders: list[WorkOrder], by_place: dict[tuple[int, int], RoutingOperation]
) -> dict[int, datetime]:
    """When what work orders have finished so far is at the next work center, by work order; one query."""
    routings = {order.pk: order.routing_id or 0 for order in orders}
    rows = Operation.objects.filter(work_order__in=routings, state="finished")
    found: dict[int, datetime] = {}
    for pk, number, at in rows.order_by("number").values_list("work_order_id", "number", "finished_at"):
        if at is None:
            continue
        recipe = by_place.get((routings[pk], number))
        moved = at + timedelta(minutes=float(recipe.move_minutes)) if recipe else at
        found[pk] = max(moved, found.get(pk, moved))
    return found


def _recipes(
    orders: list[WorkOrder],
    steps: dict[int, list[Operation]],
    by_place: dict[tuple[int, int], RoutingOperation],
) -> dict[int, RoutingOperation]:
    """The routing's operation behind each work order's."""
    return {
        operation.pk: by_place[order.routing_id or 0, operation.number]
        for order in orders
        for operation in steps[order.pk]
        if (order.routing_id or 0, operation.number) in by_place
    }


class _Builder:
    """Turns work orders into jobs; running operations get their machines one by one."""

    def __init__(
        self,
        shop: OpenShop,
        freeze_hours: int,
        materials: dict[tuple[int, int], datetime],
        arrivals: dict[int, datetime],
    ) -> None:
        self.shop, self.materials, self.arrivals = shop, materials, arrivals
        self.frozen_until = shop.now + timedelta(hours=freeze_hours)
        self.running: dict[int, set[int]] = defaultdict(set)
        self.zone = ZoneInfo(company().time_zone)

    def job(self, order: WorkOrder, operations: list[Operation]) -> Job:
        due = datetime.combine(order.due_on + timedelta(days=1), time(), self.zone)
        begins = datetime.combine(order.release_on, time(), self.zone)
        # what somebody waits for may begin as soon as it can, as promised; what is for stock as planned;
        # its first pieces lie before their work center since it was written, the others since they came
        waits = order.state == "planned" and not order.document_kind
        since = begins if waits else min(order.created_at, self.shop.now)
        release = self.shop.seconds(self.arrivals.get(order.pk, since))
        steps = tuple(self._step(order, operation, not n) for n, operation in enumerate(operations))
        weight = WEIGHTS.get(order.priority, 1.0)
        return Job(order.pk, steps, self.shop.seconds(due), max(0, release), weight)

    def _step(self, order: WorkOrder, operation: Operation, is_first: bool) -> Step:
        recipe, place = self.shop.recipes.get(operation.pk), self.shop.places.get(operation.pk)
        key = operation.work_center_id or NOWHERE
        locked = place is not None and place.is_locked and operation.state == "pending"
        if locked and place is not None and place.work_center_id:
            key = place.work_center_id
        run, setup = self.shop.times(order, operation, key)
        known = [
            at
            for number in ((NOWHERE, operation.number) if is_first else (operation.number,))
            if (at := self.materials.get((order.pk, number))) is not None
        ]
        step = Step(
            operation.pk,
            key,
            run=run,
            setup=setup,
            group=recipe.setup_group if recipe else "",
            material_at=max((self.shop.seconds(at) for at in known), default=0),
            after=_seconds(recipe.move_minutes) if recipe else 0,
            queue=_seconds(recipe.queue_minutes) if recipe else 0,
            lot=self.shop.lot(order, operation, run),
        )
        fixed = self._fixed(operation, place, step)
        if fixed is None:
            return step
        return replace(step, fixed=fixed)

    def _fixed(self, operation: Operation, place: ScheduledOperation | None, step: Step) -> Fixed | None:
        center, shop = self.shop.problem.centers[step.center], self.shop
        now = shop.problem.now
        if operation.state == "running":
            start = min(now, shop.seconds(operation.started_at or shop.now))
            end = center.working.finish(now, step.run)
            return Fixed(self._machine(center, place), max(0, start), end)
        if place is None or operation.state != "pending" or place.starts_at < shop.now:
            return None
        if not place.is_locked and place.starts_at >= self.frozen_until:
            return None
        if center.machines != NO_LIMIT and not 1 <= place.machine <= center.machines:
            return None
        start = shop.seconds(place.starts_at)
        return Fixed(max(0, place.machine - 1), start, center.working.finish(start, step.setup + step.run))

    def _machine(self, center: Center, place: ScheduledOperation | None) -> int:
        """Where a running operation runs: where it was planned, else on the first machine nobody runs on."""
        taken = self.running[center.key]
        wished = place.machine - 1 if place is not None and place.work_center_id == center.key else 0
        free = [n for n in (wished, *range(center.machines)) if 0 <= n < center.machines and n not in taken]
        chosen = free[0] if free else 0
        taken.add(chosen)
        return chosen


def _seconds(minutes: Decimal) -> int:
    return int((minutes * 60).to_integral_value())


def has_moved(place: ScheduledOperation) -> bool:
    """Whether the last schedule put an operation elsewhere; minutes that merely went by are no move."""
    return place.was_starts_at is not None and abs(place.starts_at - place.was_starts_at) >= A_MOVE
