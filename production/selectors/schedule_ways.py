"""Ways to be done earlier with a late work order: overtime, another shift, another center, outside, in
halves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.errors import NotFound
from erp.masterdata.selectors.calendars import calendars_by_id, working_intervals
from production.calc.scheduling.improve import Effort, improved
from production.calc.scheduling.problem import NO_LIMIT, Problem, Schedule, Step, measure
from production.calc.scheduling.ways import end_of, used, with_halves, with_step, with_working
from production.calc.scheduling.working import Interval, WorkingTime
from production.models import ScheduleSettings, WorkOrder
from production.selectors.capacity import VIEW
from production.selectors.open_shop import (
    AHEAD_DAYS,
    BACK_DAYS,
    DAY,
    PATTERN_DAYS,
    OpenShop,
    read_shop,
)
from production.selectors.schedule_settings import schedule_settings

EXTRA_DAYS = 14
SHIFT_HOURS = 8
EFFORT = Effort(tries=2000, seconds=1.5)


@dataclass(frozen=True)
class Way:
    """What could be done, when the order would be done then, what it costs more, and who else gains or
    loses.
    """

    kind: str
    title: str
    detail: str
    ends_at: datetime
    days_gained: float
    cost: Decimal
    late: int
    is_on_time: bool


@dataclass(frozen=True)
class Ways:
    """An order as it stands in a schedule made now, and the ways, the earliest first."""

    order: WorkOrder
    due_at: datetime
    ends_at: datetime
    late: int
    ways: list[Way]


def ways_for(actor: Actor, work_order_id: int) -> Ways:
    """Each way reckoned by scheduling the whole shop with it; nothing is changed. Costs are in base
    currency.

    Overtime and an extra shift are asked of the centers that the order still has to pass,
    over the next two weeks, and cost the surcharge on the hours that are used.

    Raises: NotFound; NotPermitted.
    """
    actor.require(VIEW)
    shop = read_shop(timezone.now())
    place = next((n for n, order in enumerate(shop.orders) if order.pk == work_order_id), None)
    if place is None:
        raise NotFound(kind="work_order", id=work_order_id)
    return _Weighing(shop, place).all()


class _Weighing:
    """One order's ways, against the same schedule."""

    def __init__(self, shop: OpenShop, place: int) -> None:
        self.shop, self.order, self.job = shop, shop.orders[place], shop.problem.jobs[place]
        self.settings: ScheduleSettings = schedule_settings()
        self.base = improved(shop.problem, EFFORT).schedule
        places = [shop.places[step.key] for step in self.job.steps if step.key in shop.places]
        planned = max((shop.seconds(place.ends_at) for place in places), default=1 << 62)
        # the schedule in force had more time to search: no way is praised for what it has already
        self.end = min(end_of(self.base, self.job.key), max(planned, shop.problem.now))

    def all(self) -> Ways:
        found = [*self._hours(), *self._elsewhere(), *self._halves()]
        found = sorted((way for way in found if way.days_gained > 0), key=lambda way: (way.ends_at, way.cost))
        return Ways(
            self.order,
            self.shop.instant(self.job.due),
            self.shop.instant(self.end),
            measure(self.base).late,
            found,
        )

    def _way(self, kind: str, words: tuple[str, str], schedule: Schedule, cost: Decimal) -> Way:
        end = end_of(schedule, self.job.key)
        return Way(
            kind,
            *words,
            self.shop.instant(end),
            round((self.end - end) / DAY, 2),
            max(cost, Decimal(0)).quantize(Decimal("0.01")),
            measure(schedule).late,
            end <= self.job.due,
        )

    def _hours(self) -> list[Way]:
        """Longer days, and another shift, at the centers that it still has to pass."""
        asked = {step.center for step in self.job.steps if step.fixed is None}
        centers = sorted(key for key in asked if key in self.shop.centers and self._limited(key))
        found = []
        for kind, hours in (("overtime", self.settings.overtime_hours), ("extra_shift", SHIFT_HOURS)):
            extra = {key: self._extra(key, hours) for key in centers}
            times = {key: self._longer(key, row) for key, row in extra.items() if row}
            if not times:
                continue
            schedule = self._replanned(with_working(self.shop.problem, times))
            cost = Decimal(0)
            for key in times:
                rate = self.shop.centers[key].cost_per_hour * self.settings.overtime_percent / 100
                cost += Decimal(used(schedule, key, extra[key])) / 3600 * rate
            names = ", ".join(self.shop.centers[key].code for key in times)
            title = _("Overtime") if kind == "overtime" else _("Extra shift")
            detail = _("%(hours)s hours more a day for two weeks at %(centers)s") % {
                "hours": hours, "centers": names,
            }  # fmt: skip
            found.append(self._way(kind, (title, detail), schedule, cost))
        return found

    def _limited(self, key: int) -> bool:
        return self.shop.problem.centers[key].machines != NO_LIMIT

    def _extra(self, key: int, hours: int) -> list[Interval]:
        """The hours after the end of each working day of the next two weeks."""
        calendar_id = self.shop.centers[key].calendar_id
        calendar = calendars_by_id({calendar_id or 0}).get(calendar_id or 0)
        found: list[Interval] = []
        for n in range(EXTRA_DAYS):
            day = (self.shop.now + timedelta(days=n)).date()
            intervals = working_intervals(calendar, day) if calendar else []
            if intervals:
                end = max(self.shop.seconds(end) for _start, end in intervals)
                found.append(
                    (max(end, self.shop.problem.now), max(end + hours * 3600, self.shop.problem.now))
                )
        return found

    def _longer(self, key: int, extra: list[Interval]) -> WorkingTime:
        calendar_id = self.shop.centers[key].calendar_id or 0
        calendar = calendars_by_id({calendar_id})[calendar_id]
        first = self.shop.origin.date()
        usual = [
            (max(0, self.shop.seconds(start)), self.shop.seconds(end))
            for n in range(-1, BACK_DAYS + AHEAD_DAYS + 1)
            for start, end in working_intervals(calendar, first + timedelta(days=n))
        ]
        until = (BACK_DAYS + AHEAD_DAYS) * DAY
        return WorkingTime([*usual, *extra], period=PATTERN_DAYS * DAY, until=until)

    def _replanned(self, problem: Problem) -> Schedule:
        return improved(problem, EFFORT).schedule

    def _elsewhere(self) -> list[Way]:
        """Each operation at each of its other centers, in the house or outside."""
        found = []
        for step in self.job.steps:
            recipe = self.shop.recipes.get(step.key)
            operation = self.shop.operations[step.key]
            if recipe is None or step.fixed is not None or operation.state != "pending":
                continue
            for other in recipe.alternatives.all():
                center, own = other.work_center, self.shop.centers.get(step.center)
                if center.pk == step.center or center.pk not in self.shop.problem.centers:
                    continue
                run, setup = self._times(step, center.pk)
                lot = step.lot * run // step.run
                new = replace(step, center=center.pk, run=run, setup=setup, lot=lot)
                schedule = self._replanned(with_step(self.shop.problem, step, new))
                saved = _hours_cost(step.run + step.setup, own.cost_per_hour if own else Decimal(0))
                cost = _hours_cost(run + setup, center.cost_per_hour) - saved
                if center.is_outside:
                    cost = (recipe.outside_price or Decimal(0)) * self.order.open_quantity - saved
                kind = "outside" if center.is_outside else "other_center"
                title = _("Outsource") if center.is_outside else _("Other work center")
                detail = _("%(number)s %(name)s at %(center)s") % {
                    "number": operation.number, "name": operation.name, "center": center,
                }  # fmt: skip
                found.append(self._way(kind, (title, detail), schedule, cost))
        return found

    def _times(self, step: Step, center_id: int) -> tuple[int, int]:
        return self.shop.times(self.order, self.shop.operations[step.key], center_id)

    def _halves(self) -> list[Way]:
        """Two half orders that may run side by side."""
        fixed = {step.key for step in self.job.steps if step.fixed}
        if self.order.quantity < 2 or len(fixed) == len(self.job.steps):
            return []
        schedule = self._replanned(with_halves(self.shop.problem, self.job.key))
        cost = Decimal(0)
        for step in self.job.steps:
            center = self.shop.centers.get(step.center)
            if step.key not in fixed and center is not None:
                cost += _hours_cost(step.setup, center.setup_cost_per_hour)
        words = (_("Split in two"), _("Two halves side by side; every set-up is made twice"))
        return [self._way("split", words, schedule, cost)]


def _hours_cost(seconds: int, per_hour: Decimal) -> Decimal:
    return Decimal(seconds) / 3600 * per_hour
