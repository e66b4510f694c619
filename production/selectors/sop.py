"""The S&OP room: demand, supply, stock and order gap by product family and month, against what was agreed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Max, Prefetch, QuerySet
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.errors import NotPermitted
from erp.masterdata.models import Unit
from erp.masterdata.selectors.company import business_day, company
from inventory.models import ItemCategory
from inventory.selectors.families import (
    AheadMonth,
    BookedMonth,
    LedgerMonth,
    Line,
    ahead_by_family,
    booked_by_family,
    ledger_by_family,
)
from production.calc.sop import Agreed, Tracked, in_force, month_after, month_of, months_around
from production.models import PlannedPeg, SopDecision, SopPlan, SopPlanMonth
from production.selectors.capacity import capacity_load
from production.selectors.forecasts import expected_demand
from production.selectors.planning import plan_in_force

ZERO = Decimal(0)
VIEW = declare_permission("production.view_sop", "See the S&OP room")
COST = "inventory.view_cost"


@dataclass(frozen=True)
class MonthFigures:
    """One month of a family.

    Past: `demand` is what customers wanted by a day of the month, `supply` what was taken in, `stock` what
    lay there at its end, `gap` what of the demand has not left yet. From this month on: `supply` is what came
    so far and what is expected, `stock` and `gap` are projected to the month's end, item by item.
    """

    month: date
    is_past: bool
    is_now: bool
    booked: BookedMonth
    ledger: LedgerMonth
    ahead: AheadMonth
    stock: Decimal
    agreed: Agreed | None = None

    @property
    def demand(self) -> Decimal:
        """What customers want by a day of the month, and what is forecast beyond that."""
        return self.booked.ordered + self.ahead.unbooked

    @property
    def expected(self) -> Decimal:
        """Supply that is still to come."""
        one = self.ahead
        return one.bought + one.made + one.requested + one.moving + one.planned

    @property
    def supply(self) -> Decimal:
        """What came, and what is still to come."""
        return self.ledger.received + self.expected

    @property
    def used(self) -> Decimal:
        """What production and other uses took, and what work orders are still to take."""
        return self.ledger.used + self.ahead.parts

    @property
    def gap(self) -> Decimal:
        """Demand of a past month that has not left; demand that nothing covers at the end of a coming one."""
        return self.booked.undelivered if self.is_past else self.ahead.gap

    @property
    def net(self) -> Decimal:
        """Stock less what is missing, as plans agree it."""
        return self.stock if self.is_past else self.stock - self.gap

    def tracked(self, what: str) -> Tracked | None:
        """Demand, supply or stock (net) of a month that is over, against what was agreed."""
        if self.agreed is None or not self.is_past:
            return None
        came = {"demand": self.demand, "supply": self.supply, "stock": self.net}[what]
        return Tracked(getattr(self.agreed, what), came)


@dataclass
class FamilyFigures:
    """A family in one unit (None: value at standard cost) over the months."""

    line: Line
    name: str
    code: str
    unit: str
    months: list[MonthFigures]
    version: int = 0

    @property
    def key(self) -> str:
        """The line in addresses: family and unit, 0 for none."""
        return f"{self.line[0] or 0}-{self.line[1] or 0}"

    @property
    def worst(self) -> MonthFigures:
        """The coming month with the largest gap."""
        return max(self.coming, key=lambda one: one.gap)

    @property
    def coming(self) -> list[MonthFigures]:
        """This month and those after it."""
        return [one for one in self.months if not one.is_past]


@dataclass
class CenterMonths:
    """A work center: by month the machine hours that are asked of it, and those that it has."""

    code: str
    name: str
    months: dict[date, tuple[float, float]] = field(default_factory=dict)


@dataclass
class Room:
    """The page's figures."""

    today: date
    by_value: bool
    months: list[date]
    families: list[FamilyFigures] = field(default_factory=list)
    has_forecast: bool = False


def require_all(actor: Actor) -> None:
    """Refuse whoever sees a part of the company only: these are figures of the whole.

    Raises: NotPermitted.
    """
    actor.require(VIEW)
    if actor.scope.kind != "all":
        raise NotPermitted(VIEW)


def sop_room(actor: Actor, *, at: datetime, by_value: bool = False, line: Line | None = None) -> Room:
    """Every family that had or will have any demand, supply or stock. Twelve statements, whatever there is.

    Raises: NotPermitted, also for values without the right to see costs.
    """
    require_all(actor)
    if by_value:
        actor.require(COST)
    today = business_day(at)
    months = months_around(today)
    this, last, until = month_of(today), months[-1], month_after(months[-1])
    ledger = ledger_by_family(since=months[0], zone=company().time_zone, by_value=by_value)
    booked = booked_by_family(since=months[0], until=until, by_value=by_value)
    forecast, planned = _forecast(this, until), _planned()
    ahead = ahead_by_family(
        this=this, last=last, until=until, by_value=by_value, forecast=forecast, planned=planned
    )
    found = {one for one, _month in (*ledger, *booked, *ahead)}
    wanted = {line} & found if line else found
    room = Room(today, by_value, months, has_forecast=bool(forecast))
    versions = last_versions()
    plans = {} if by_value else _plans(months, wanted)
    names = {row.pk: row for row in ItemCategory.objects.filter(parent__isnull=True)}
    units = {row.pk: row.code for row in Unit.objects.all()}
    for one in wanted:
        agreed = plans.get(one, [])
        row = names.get(one[0]) if one[0] else None
        room.families.append(
            FamilyFigures(
                one,
                row.name if row else _("Without a category"),
                row.code if row else "",
                units.get(one[1], "") if one[1] else "",
                _months(one, months, this, (ledger, booked, ahead), in_force(agreed)),
                versions.get(one, 0),
            )
        )
    room.families.sort(key=lambda one: (one.line[0] is None, one.name, one.unit))
    return room


def _forecast(this: date, until: date) -> dict[tuple[int, date], Decimal]:
    """What is expected by item and month; a week belongs to the month that it begins in. Two statements."""
    found: dict[tuple[int, date], Decimal] = {}
    for one in expected_demand(this, until - timedelta(days=1)):
        slot = (one.item_id, month_of(one.starts_on))
        found[slot] = found.get(slot, ZERO) + one.quantity
    return found


_PLANNED = """
SELECT item_id, month, sum(comes), sum(taken) FROM (
    SELECT item_id, date_trunc('month', due_on)::date AS month, quantity AS comes, 0 AS taken
    FROM production_plannedorder WHERE run_id = %(run)s AND status = 'proposed'
    UNION ALL
    SELECT p.item_id, date_trunc('month', o.release_on)::date, 0, p.quantity
    FROM production_plannedpeg p
    JOIN production_plannedorder o ON o.id = p.need_id AND o.run_id = p.run_id AND o.status = 'proposed'
    WHERE p.run_id = %(run)s AND p.need_kind = %(by_planned)s) f
GROUP BY 1, 2
"""


def _planned() -> dict[tuple[int, date], tuple[Decimal, Decimal]]:
    """What the material plan in force proposes, and what its orders take as parts; two statements."""
    run = plan_in_force()
    if run is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_PLANNED, {"run": run.rows_of, "by_planned": PlannedPeg.Need.PLANNED})
        return {(item_id, month): (comes, taken) for item_id, month, comes, taken in cursor.fetchall()}


def _months(
    line: Line,
    months: Sequence[date],
    this: date,
    found: tuple[
        dict[tuple[Line, date], LedgerMonth],
        dict[tuple[Line, date], BookedMonth],
        dict[tuple[Line, date], AheadMonth],
    ],
    agreed: dict[date, Agreed],
) -> list[MonthFigures]:
    ledger, booked, ahead = found
    level = ahead.get((line, this), AheadMonth()).on_hand
    past: dict[date, Decimal] = {}
    for month in sorted((one for one in months if one <= this), reverse=True):
        past[month] = level
        level -= ledger.get((line, month), LedgerMonth()).net
    rows = []
    for month in months:
        slot = (line, month)
        coming = ahead.get(slot, AheadMonth())
        rows.append(
            MonthFigures(
                month,
                month < this,
                month == this,
                booked.get(slot, BookedMonth()),
                ledger.get(slot, LedgerMonth()),
                coming,
                past[month] if month < this else coming.stock,
                agreed.get(month),
            )
        )
    return rows


def _plans(months: Sequence[date], lines: Iterable[Line]) -> dict[Line, list[Agreed]]:
    """All that was ever agreed for these months, by line; one statement."""
    rows = SopPlanMonth.objects.filter(month__gte=months[0], month__lte=months[-1]).select_related("plan")
    wanted = set(lines)
    found: dict[Line, list[Agreed]] = {}
    for row in rows:
        line = (row.plan.family_id, row.plan.unit_id)
        if line in wanted:
            found.setdefault(line, []).append(
                Agreed(
                    row.month,
                    row.plan.number,
                    business_day(row.plan.agreed_at),
                    row.demand,
                    row.supply,
                    row.stock,
                )
            )
    return found


def last_versions() -> dict[Line, int]:
    """The last version of every family's plan; one statement."""
    rows = SopPlan.objects.order_by().values("family_id", "unit_id").annotate(last=Max("number"))
    return {(row["family_id"], row["unit_id"]): row["last"] for row in rows}


@document("sop_plan", prefix="sop", permission=VIEW)
def visible_plans(actor: Actor) -> QuerySet[SopPlan]:
    """Agreed plans, for those who see the whole company."""
    is_whole = actor.has(VIEW) and actor.scope.kind == "all"
    return SopPlan.objects.all() if is_whole else SopPlan.objects.none()


def plans_in_full(rows: QuerySet[SopPlan]) -> QuerySet[SopPlan]:
    """With family, unit, who agreed and the months; two statements."""
    months = SopPlanMonth.objects.order_by("month")
    return rows.select_related("family", "unit", "agreed_by").prefetch_related(Prefetch("months", months))


@document("sop_decision", prefix="sod", permission=VIEW)
def visible_decisions(actor: Actor) -> QuerySet[SopDecision]:
    """Decisions of the S&OP room; whoever sees a part of the company only sees his own ones."""
    rows = SopDecision.objects.select_related("family", "owner")
    if not actor.has(VIEW):
        return rows.none()
    return rows if actor.scope.kind == "all" else rows.filter(owner_id=actor.user_id)


def load_by_month(actor: Actor, *, today: date) -> tuple[list[date], list[CenterMonths]]:
    """Load of every work center from today to the end of the sixth month after this one; three readings.

    Raises: NotPermitted without the right to see the schedule.
    """
    months = [one for one in months_around(today) if one >= month_of(today)]
    found: dict[int, CenterMonths] = {}
    for place in range(0, len(months), 3):
        part = months[place : place + 3]
        until = month_after(part[-1]) - timedelta(days=1)
        for center in capacity_load(actor, since=max(part[0], today), until=until):
            row = found.setdefault(center.center.pk, CenterMonths(center.center.code, center.center.name))
            for day in center.days:
                load, hours = row.months.get(month_of(day.day), (0.0, 0.0))
                row.months[month_of(day.day)] = (load + day.load, hours + day.capacity)
    return months, sorted(found.values(), key=lambda one: one.code)
