"""The schedule in force as promises see it: the gaps of its machines, kept per process while nothing changed.

A promise puts the operations of what it would have made into the gaps and moves nothing: its day is what a
full plan gives to a new demand of the lowest priority.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from erp.core.errors import Misconfigured
from erp.core.fresh import kept_while
from erp.masterdata.selectors.company import company
from inventory.calc.atp import Held
from production.calc.scheduling.gaps import Longest, laid, longest_wait
from production.calc.scheduling.insertion import Board
from production.calc.scheduling.problem import Job, Problem, Slot, Step
from production.models import WorkCenter
from production.selectors.machines import down_times
from production.selectors.open_shop import (
    DAY,
    NOWHERE,
    centers_of,
    origin_of,
    read_shop,
)
from production.selectors.shop_places import scheduled

AHEAD = 2 * 365 * DAY
FIRST = 0

# the states stand in the statements: only so are the partial indexes over what is open used
_VERSION = """
SELECT (SELECT max(id) FROM production_schedulerun), o.*, w.*, c.*, m.*, k.*, e.*
FROM (SELECT count(*), max(id), sum(version) FROM production_operation
      WHERE state IN ('pending', 'running', 'paused')) o,
     (SELECT count(*), max(id), sum(version) FROM production_workorder
      WHERE state IN ('planned', 'released', 'in_progress')) w,
     (SELECT count(*), max(id), sum(version) FROM production_workcenter) c,
     (SELECT count(*), max(id), sum(version) FROM production_machinestate) m,
     (SELECT sum(hashtext(weekly::text || time_zone)::bigint) FROM masterdata_workingcalendar) k,
     (SELECT sum(hashtext(calendar_id || date::text || intervals::text)::bigint)
      FROM masterdata_calendarexception) e
"""
_RECIPES = """
SELECT r.item_id, o.number, o.work_center_id, o.setup_minutes, o.run_minutes, o.move_minutes, o.setup_group,
    o.lead_days, o.queue_minutes, o.overlap_quantity
FROM (SELECT DISTINCT ON (item_id) id, item_id FROM production_routing
      WHERE item_id = ANY(%(items)s) AND is_active AND valid_from <= %(on)s
        AND coalesce(valid_to, %(on)s) >= %(on)s ORDER BY item_id, valid_from DESC) r
JOIN production_routingoperation o ON o.routing_id = r.id ORDER BY r.item_id, o.number
"""


class Recipe(NamedTuple):
    """An operation of the routing by which an item would be made."""

    number: int
    center: int
    setup: Decimal
    run: Decimal
    move: Decimal
    group: str
    lead_days: int | None
    queue: Decimal
    overlap: Decimal | None

    def lot(self, run: int, quantity: Decimal) -> int:
        """The run time until the first pieces are handed on; 0 where all go on together."""
        if self.overlap is None or self.overlap >= quantity:
            return 0
        return max(1, int((run * self.overlap / quantity).to_integral_value()))


@dataclass(frozen=True)
class Made:
    """When a quantity would be done, where it is worked on last, and its longest wait."""

    on: date
    work_center: str
    wait: Held | None
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Machines:
    """The lines of all machines at one version of the shop; read only, so that all requests may share it."""

    origin: datetime
    zone: ZoneInfo
    board: Board
    centers: Mapping[int, WorkCenter]


@dataclass
class ShopBoard:
    """What one book of promises puts into the gaps; the lines are copied when the first job comes."""

    today: date
    at: datetime
    recipes: dict[int, list[Recipe]] = field(default_factory=dict)
    _known: set[int] = field(default_factory=set)
    _machines: Machines | None = None
    _board: Board | None = None

    def has(self, item_id: int) -> bool:
        """Whether an item has a routing; the items that are made have been learnt."""
        return item_id in self.recipes

    def learn(self, item_ids: Iterable[int]) -> None:
        """Read the routings in force of items; one statement, or none where they are known."""
        wanted = sorted(set(item_ids) - self._known)
        if not wanted:
            return
        self._known.update(wanted)
        with connection.cursor() as cursor:
            cursor.execute(_RECIPES, {"items": wanted, "on": self.today})
            for item_id, *rest in cursor.fetchall():
                self.recipes.setdefault(item_id, []).append(Recipe(*rest))

    def copy(self) -> ShopBoard:
        """The same gaps, to try promises on."""
        board = self._board.copy() if self._board is not None else None
        return ShopBoard(self.today, self.at, self.recipes, self._known, self._machines, board)

    def put_on(self, board: Board) -> None:
        """Go on with other lines of the same machines."""
        self._board = board

    @property
    def board(self) -> Board | None:
        """The lines with what was put in so far; None while nothing was."""
        return self._board

    def make(self, item_id: int, quantity: Decimal, starts: Mapping[int, date]) -> Made | None:
        """Put an item's operations into the gaps, each from the day on which its material is there.

        `starts` names days by operation number, 0 for the first one. None for items without a routing, or
        where a work center is never open.
        """
        recipe = self.recipes.get(item_id)
        if not recipe:
            return None
        try:
            machines = self._open()
        except Misconfigured:
            return None
        assert self._board is not None  # noqa: S101 - opened above
        if any(one.center not in machines.board.problem.centers for one in recipe):
            return None
        job = self._job(machines, recipe, quantity, starts)
        row = self._board.forward(job, 0)
        return self._told(machines, job, row)

    def undo(self, made: Made) -> None:
        """Take what was put in out again."""
        if self._board is not None:
            self._board.remove(made.slots)

    def _open(self) -> Machines:
        if self._machines is None:
            self._machines = machines_now()
        if self._board is None:
            self._board = self._machines.board.copy()
        return self._machines

    def _job(
        self, machines: Machines, recipe: Sequence[Recipe], quantity: Decimal, starts: Mapping[int, date]
    ) -> Job:
        now = int((self.at - machines.origin).total_seconds())
        days = dict(starts)
        first, numbers = recipe[0].number, {one.number for one in recipe}
        for number in [number for number in days if number not in numbers]:
            days[first] = max(days.pop(number), days.get(first, date.min))
        steps = []
        for place, one in enumerate(recipe):
            run, setup = _times(machines.centers[one.center], one, quantity)
            day = days.get(one.number)
            at = self._begins(machines, day) if day is not None and day > self.today else 0
            after, queue, lot = int(one.move * 60), int(one.queue * 60), one.lot(run, quantity)
            steps.append(Step(-1 - place, one.center, run, setup, one.group, at, after, queue=queue, lot=lot))
        return Job(0, tuple(steps), due=0, release=now)

    @staticmethod
    def _begins(machines: Machines, day: date) -> int:
        at = datetime.combine(day, time(), machines.zone)
        return int((at - machines.origin).total_seconds())

    def _told(self, machines: Machines, job: Job, row: list[Slot]) -> Made:
        wait: Longest = longest_wait(machines.board.problem, job, row)
        done = max(slot.end + slot.step.after for slot in row)
        return Made(
            on=max(_day(machines, done), self.today),
            work_center=machines.centers[row[-1].center].code,
            wait=_held(machines, wait),
            slots=tuple(row),
        )


def _times(center: WorkCenter, one: Recipe, quantity: Decimal) -> tuple[int, int]:
    """Run and set-up of an operation in seconds of one machine, as work orders of it will have them."""
    if center.is_outside:
        return (one.lead_days or 1) * DAY, 0
    run = int((one.run * quantity * 60 / center.efficiency).to_integral_value())
    return max(1, run), int((one.setup * 60 / center.efficiency).to_integral_value())


def _held(machines: Machines, wait: Longest) -> Held | None:
    if wait.until <= wait.since:
        return None
    since, until = _day(machines, wait.since), _day(machines, wait.until)
    return Held(wait.kind.value, machines.centers[wait.center].code, since, until)


def _day(machines: Machines, seconds: int) -> date:
    """The company's day of an instant; what is done at midnight was done the day before."""
    return (machines.origin + timedelta(seconds=max(seconds - 1, 0))).astimezone(machines.zone).date()


def _version() -> tuple[Any, ...]:
    """What the lines are made from, as one row, and the minute: work that runs takes its machine longer."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        return (int(timezone.now().timestamp()) // 60, *(cursor.fetchone() or ()))


@kept_while(version=_version)
def machines_now() -> Machines:
    """The machines with all open operations; one statement while nothing has changed, else some ten.

    Kept in the process within a minute at most, and only while schedule, operations, work orders, work
    centers and calendars are the same: one copy, some hundred bytes an operation.

    Raises: Misconfigured where a work center's calendar is never open.
    """
    at = timezone.now()
    origin = origin_of(at)
    centers = {row.pk: row for row in WorkCenter.objects.all()}
    down = down_times(origin, at)
    problem = Problem(centers_of(centers.values(), origin, down), (), int((at - origin).total_seconds()))
    found = scheduled(problem, centers, int(origin.timestamp()))
    board = laid(problem, found.places)
    if found.unplaced:
        _add_unplaced(board, found.unplaced, at)
    for center in problem.centers.values():
        center.working.passed(problem.now + AHEAD)  # grown once: requests that share it only read
    return Machines(origin, ZoneInfo(company().time_zone), board, centers)


def _add_unplaced(board: Board, order_ids: Sequence[int], at: datetime) -> None:
    """Work orders that no schedule has seen take their places first, the most urgent first."""
    shop = read_shop(at, only=order_ids)
    for job in shop.problem.jobs:
        for step in job.steps:
            if step.fixed is not None and step.center != NOWHERE:
                line = board.lines.get((step.center, step.fixed.machine))
                if line is not None:
                    line.take(step.fixed.start, step.fixed.end, step.group)
    for job in sorted(shop.problem.jobs, key=lambda job: (job.due, job.key)):
        board.forward(job, -1)
