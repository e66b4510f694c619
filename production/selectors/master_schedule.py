"""The master schedule: items that people plan week by week, what is asked of them, what is scheduled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import F, Q, QuerySet, Sum

from erp.core.actor import Actor
from erp.core.documents import document
from inventory.models import Balance, Demand, ExpectedSupply, PurchaseRequisition
from production.calc.forecast.buckets import bucket_of
from production.calc.planning.master import can_promise, can_promise_in_all, projected
from production.calc.planning.model import Ints, ints, micro
from production.models import PlannedOrder, PlannedPeg, PlanningRule, PlanningRun, RoutingOperation
from production.selectors.capacity import CenterLoad, capacity_load
from production.selectors.expected_needs import WEEK, expected_needs, planning_setting, windows_of
from production.selectors.planning import VIEW_PLAN, plan_in_force

WEEKS = 13
FIGURES = (
    "forecast",
    "taken",
    "expected",
    "orders",
    "other",
    "planned",
    "firm",
    "projected",
    "atp",
    "atp_all",
)


@dataclass(frozen=True)
class MasterWeek:
    """One week of an item, in its base unit.

    `forecast` is what is expected, `taken` what orders have used up of it, `expected` what is left and
    planned for; `orders` are open customers' orders by the day they must leave, `other` what production and
    transfers take; `planned` is proposed, `firm` is ordered or asked for. `projected` is the stock at the
    week's end, `atp` what can be promised of the week's receipt, `atp_all` all that could be by then.
    """

    starts_on: date
    forecast: Decimal
    taken: Decimal
    expected: Decimal
    orders: Decimal
    other: Decimal
    planned: Decimal
    firm: Decimal
    projected: Decimal
    atp: Decimal
    atp_all: Decimal
    is_in_demand_fence: bool
    is_in_planning_fence: bool


@dataclass(frozen=True)
class MasterRow:
    """An item of the master schedule with its weeks."""

    rule: PlanningRule
    on_hand: Decimal
    weeks: list[MasterWeek]

    @property
    def worst(self) -> Decimal:
        """The lowest projected balance."""
        return min(week.projected for week in self.weeks)


@document("master_schedule", prefix="mps", permission=VIEW_PLAN)
def visible_master_items(actor: Actor) -> QuerySet[PlanningRule]:
    """The items in the master schedule, by their planning rules, for those who may see plans."""
    if not actor.has(VIEW_PLAN):
        return PlanningRule.objects.none()
    return PlanningRule.objects.filter(is_master_scheduled=True).select_related("item__unit")


def weeks_from(today: date, count: int = WEEKS) -> list[date]:
    """The Mondays from this week's on."""
    return [bucket_of(today, "week") + n * WEEK for n in range(count)]


def master_rows(rules: Sequence[PlanningRule], *, today: date) -> list[MasterRow]:
    """Thirteen weeks of each item, all warehouses together; a dozen statements whatever the number of items.

    What is overdue counts in this week.
    """
    rows = {rule.item_id: row for row, rule in enumerate(rules)}
    if not rows:
        return []
    table = _Table(rows, weeks_from(today))
    setting = planning_setting()
    until = table.weeks[-1] + WEEK - timedelta(days=1)
    by_item = {rule.item_id: rule for rule in rules}
    expected = expected_needs(today=today, until=until, rules=by_item, setting=setting, item_ids=list(rows))
    figures = {name: table.empty() for name in ("forecast", "taken", "expected")}
    for item, at in expected.rows.items():
        if item in rows:
            for name, values in (
                ("forecast", expected.said),
                ("taken", expected.taken),
                ("expected", expected.left),
            ):
                figures[name][rows[item]] = values[at]
    on_hand = table.column(_stock(rows, today))
    figures["orders"] = table.of(_demands(rows, Q(source_kind="order_line")))
    figures["other"] = table.of([*_demands(rows, ~Q(source_kind="order_line")), *_parts(rows)])
    figures["firm"] = table.of(firm_supply(rows))
    figures["planned"] = table.of(_planned(rows))
    supply, needs = figures["firm"] + figures["planned"], figures["orders"] + figures["other"]
    figures["projected"] = projected(on_hand, supply, needs + figures["expected"])
    figures["atp"] = can_promise(on_hand, supply, needs)
    figures["atp_all"] = can_promise_in_all(figures["atp"])
    found = []
    for rule in rules:
        fences = (windows_of(setting, rule).fence, rule.fence_days)
        weeks = _weeks(table.weeks, rows[rule.item_id], figures, fences=fences, today=today)
        found.append(MasterRow(rule, _plain(on_hand[rows[rule.item_id]]), weeks))
    return found


def _weeks(
    days: list[date], row: int, figures: dict[str, Ints], *, fences: tuple[int, int], today: date
) -> list[MasterWeek]:
    orders_only, closed = (today + timedelta(days=ahead) if ahead else today for ahead in fences)
    return [
        MasterWeek(
            starts_on=day,
            is_in_demand_fence=bool(fences[0]) and day < orders_only,
            is_in_planning_fence=bool(fences[1]) and day < closed,
            **{name: _plain(figures[name][row, at]) for name in FIGURES},
        )
        for at, day in enumerate(days)
    ]


def _plain(value: Any) -> Decimal:
    return Decimal(int(value)).scaleb(-6)


Dated = Iterable[tuple[int, date, Decimal]]


@dataclass(frozen=True)
class _Table:
    """Items by weeks: (item, day, quantity) rows become an array of millionths."""

    rows: dict[int, int]
    weeks: list[date]

    def empty(self) -> Ints:
        return np.zeros((len(self.rows), len(self.weeks)), dtype=np.int64)

    def of(self, found: Dated) -> Ints:
        table = self.empty()
        for item, day, quantity in found:
            at = max((day - self.weeks[0]).days // 7, 0)
            if at < len(self.weeks):
                table[self.rows[item], at] += micro(quantity)
        return table

    def column(self, found: dict[int, Decimal]) -> Ints:
        return ints([micro(found.get(item, Decimal(0))) for item in self.rows])


def _stock(items: Iterable[int], today: date) -> dict[int, Decimal]:
    usable = Q(location__is_usable=True, on_hand__gt=0)
    fresh = Q(lot__isnull=True) | Q(lot__expires_on__isnull=True) | Q(lot__expires_on__gte=today)
    rows = Balance.objects.filter(usable, fresh, item_id__in=list(items))
    return dict(rows.values_list("item_id").annotate(total=Sum("on_hand")).order_by())


def _demands(items: Iterable[int], kind: Q) -> list[tuple[int, date, Decimal]]:
    left = F("quantity") - F("shipped") - F("cancelled")
    rows = Demand.objects.filter(kind, item_id__in=list(items), quantity__gt=F("shipped") + F("cancelled"))
    return list(rows.values_list("item_id", "needed_on").annotate(total=Sum(left)).order_by())


def firm_supply(
    items: Iterable[int], *, since: date = date.min, until: date = date.max
) -> list[tuple[int, date, Decimal]]:
    """What is ordered or asked for already, by item and the day it can be used."""
    items, span = list(items), (since, until)
    supplies = ExpectedSupply.objects.filter(
        item_id__in=items, is_open=True, quantity__gt=F("received"), usable_on__range=span
    )
    asked = PurchaseRequisition.objects.filter(
        item_id__in=items, state__in=["draft", "submitted"], needed_on__range=span
    )
    return [
        *supplies.values_list("item_id", "usable_on")
        .annotate(total=Sum(F("quantity") - F("received")))
        .order_by(),
        *asked.values_list("item_id", "needed_on").annotate(total=Sum("quantity")).order_by(),
    ]


def _proposed(run: PlanningRun) -> QuerySet[PlannedOrder]:
    return PlannedOrder.objects.filter(run_id=run.rows_of, status=PlannedOrder.Status.PROPOSED)


def _planned(items: Iterable[int]) -> list[tuple[int, date, Decimal]]:
    run = plan_in_force()
    if run is None:
        return []
    rows = _proposed(run).filter(item_id__in=list(items))
    return list(rows.values_list("item_id", "due_on").annotate(total=Sum("quantity")).order_by())


def _parts(items: Iterable[int]) -> list[tuple[int, date, Decimal]]:
    """What planned orders take of the items as parts, on the day they are to begin."""
    run = plan_in_force()
    if run is None:
        return []
    pegs = PlannedPeg.objects.filter(
        run_id=run.rows_of, item_id__in=list(items), need_kind=PlannedPeg.Need.PLANNED
    )
    rows = list(pegs.values_list("item_id", "need_id", "quantity"))
    begins = dict(_proposed(run).filter(pk__in={row[1] for row in rows}).values_list("pk", "release_on"))
    return [(item, begins[order], quantity) for item, order, quantity in rows if order in begins]


def master_capacity(actor: Actor, rows: Sequence[MasterRow]) -> list[tuple[CenterLoad, list[Any]]]:
    """Load by week of the work centers that make these items: a center and its weeks; for who sees loads.

    Rough-cut: what is scheduled and waits, and what the plan proposes by the routings in force.
    """
    if not rows or not actor.has("production.view_schedule"):
        return []
    days = [week.starts_on for week in rows[0].weeks]
    steps = RoutingOperation.objects.filter(
        routing__item_id__in=[row.rule.item_id for row in rows], routing__is_active=True
    )
    wanted = set(steps.values_list("work_center_id", flat=True))
    if not wanted:
        return []
    loads = capacity_load(actor, since=days[0], until=days[-1] + timedelta(days=6))
    found = []
    for load in loads:
        if load.center.pk in wanted:
            weeks = [
                CenterLoad(load.center, load.days[at : at + 7]).total for at in range(0, 7 * len(days), 7)
            ]
            found.append((load, weeks))
    return found
