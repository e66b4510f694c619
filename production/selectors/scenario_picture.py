"""The live picture that scenarios are laid over: plan and shop read once, with names, prices and costs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest

import numpy as np
from django.db.models import F

from erp.masterdata.calc.working_time import Calendar
from erp.masterdata.models import Customer
from erp.masterdata.selectors.calendars import calendars_by_id
from erp.masterdata.selectors.company import business_day
from inventory.models import Demand, ExpectedSupply, Item
from production.calc.scenarios.picture import DAY, Claim, Picture, RecipeStep, Station, Terms
from production.calc.scheduling.problem import NO_LIMIT
from production.models import Operation, RoutingOperation
from production.selectors.open_shop import (
    BACK_DAYS,
    OPEN_ORDERS,
    OPEN_STEPS,
    OpenShop,
    read_shop,
)
from production.selectors.planning_model import EXPECTED, PlanningInput, planning_input
from production.selectors.routings import routings_in_force
from production.selectors.schedule_settings import schedule_settings

HORIZON_DAYS = 180
_AT_ONCE = 20_000
Prices = Callable[[Collection[int]], dict[int, Decimal]]
_prices: list[Prices] = []


def lend_prices(function: Prices) -> Prices:
    """Lend what customers pay per base unit, in base currency, by demand; once, from above."""
    _prices[:] = [function]
    return function


@dataclass
class World:
    """The picture of today and what changes have to look up to be laid over it.

    `calendars` are those of work centers as the changes laid so far leave them; `supply_at` is the place of
    an expected supply among the plan's receipts; `late` the days that changes so far have added to supplies.
    """

    now: datetime
    today: date
    picture: Picture
    shop: OpenShop
    given: PlanningInput
    home: int
    supply_at: dict[int, int]
    calendars: dict[int, Calendar] = field(default_factory=dict)
    late: dict[int, int] = field(default_factory=dict)

    def calendar_of(self, center_id: int) -> Calendar:
        """The hours of a work center as the changes so far leave them."""
        if center_id not in self.calendars:
            calendar_id = self.shop.centers[center_id].calendar_id or 0
            self.calendars[center_id] = calendars_by_id({calendar_id})[calendar_id]
        return self.calendars[center_id]

    def forget_changes(self) -> None:
        """Begin with the next scenario."""
        self.calendars.clear()
        self.late.clear()


def size_of_world() -> int:
    """How much there is to reckon: open demands and open operations; two counts."""
    operations = Operation.objects.filter(state__in=OPEN_STEPS, work_order__state__in=OPEN_ORDERS).count()
    return operations + Demand.objects.filter(quantity__gt=F("shipped") + F("cancelled")).count()


def read_world(
    now: datetime,
    *,
    extra: Collection[int] = (),
    horizon_days: int = HORIZON_DAYS,
    with_to_order: bool = True,
) -> World:
    """Read plan and shop as they are; some thirty statements, whatever the size. `extra` items are planned
    though nobody needs them yet; a material plan leaves the items out that their orders make and buy.

    Raises: PlanningError; Misconfigured.
    """
    today = business_day(now)
    given = planning_input(today=today, horizon_days=horizon_days, with_to_order=with_to_order, extra=extra)
    shop = read_shop(now)
    items = tuple(item for item, _warehouse in given.places)
    facts = _facts(items)
    supply_at = {pk: at for at, (kind, pk) in enumerate(given.receipt_ids) if kind == EXPECTED}
    settings = schedule_settings()
    picture = Picture(
        today=today,
        day_zero=BACK_DAYS * DAY,
        model=given.model,
        problem=shop.problem,
        node_of={place: at for at, place in enumerate(given.places)},
        items=items,
        skus=tuple(facts[item][0] for item in items),
        is_made=tuple(given.is_made),
        claims=_claims(given, facts),
        job_of=_jobs(supply_at),
        recipes=_recipes(
            {item for item, made in zip(items, given.is_made, strict=True) if made}, shop, today
        ),
        stations={
            pk: Station(row.code, float(row.cost_per_hour), float(row.setup_cost_per_hour))
            for pk, row in shop.centers.items()
        },
        cost=np.array([facts[item][1] for item in items], dtype=np.float64),
        price=np.array([facts[item][2] for item in items], dtype=np.float64),
        terms=Terms(float(settings.overtime_percent) / 100, float(settings.lateness_percent_per_day) / 100),
    )
    home = given.places[0][1] if given.places else 0
    return World(now, today, picture, shop, given, home, supply_at)


def _facts(items: Collection[int]) -> dict[int, tuple[str, float, float]]:
    """SKU, standard cost and list price of items."""
    rows = Item.objects.filter(pk__in=set(items)).values_list("pk", "sku", "standard_cost", "list_price")
    return {pk: (sku, float(cost), float(price)) for pk, sku, cost, price in rows}


def _claims(given: PlanningInput, facts: dict[int, tuple[str, float, float]]) -> tuple[Claim, ...]:
    """Whose each demand is; what no document stands behind is forecast."""
    keys = given.demand_ids
    rows: dict[int, tuple[str, str, int | None]] = {}
    for start in range(0, len(keys), _AT_ONCE):
        found = Demand.objects.filter(pk__in=keys[start : start + _AT_ONCE])
        for pk, kind, number, customer in found.values_list(
            "pk", "document_kind", "document_number", "customer_id"
        ):
            rows[pk] = (kind, number, customer)
    names = dict(
        Customer.objects.filter(pk__in={row[2] for row in rows.values() if row[2]}).values_list("pk", "name")
    )
    asked = [pk for pk, row in rows.items() if row[0] == "order"]
    prices = _prices[0](asked) if _prices and asked else {}
    claims = []
    for key, node in zip_longest(keys, given.model.demands.node.tolist()):
        price = facts[given.places[node][0]][2]
        if key not in rows:  # what the forecast expects beyond orders stands behind the demands
            claims.append(Claim("forecast", "", "", price))
            continue
        kind, number, buyer = rows[key]
        name = names.get(buyer, "") if buyer else ""
        claims.append(Claim("order" if kind == "order" else "part", number, name, float(prices.get(key, 0))))
    return tuple(claims)


def _jobs(supply_at: dict[int, int]) -> dict[int, int]:
    """The work order behind each receipt that one brings."""
    rows = ExpectedSupply.objects.filter(is_open=True, document_kind="work_order")
    return {supply_at[pk]: order for pk, order in rows.values_list("pk", "document_id") if pk in supply_at}


def _recipes(items: set[int], shop: OpenShop, today: date) -> dict[int, tuple[RecipeStep, ...]]:
    """How made items are made, by the routing in force."""
    routings = routings_in_force(items, today) if items else {}
    return {
        item: tuple(_step(row, shop) for row in routing.operations.all())
        for item, routing in routings.items()
    }


def _step(row: RoutingOperation, shop: OpenShop) -> RecipeStep:
    center = shop.problem.centers[row.work_center_id]
    factor = 60 / float(row.work_center.efficiency)
    is_outside = center.machines == NO_LIMIT
    return RecipeStep(
        row.work_center_id,
        round(float(row.setup_minutes) * factor),
        float(row.run_minutes) * factor,
        row.setup_group,
        round(float(row.move_minutes) * 60),
        (row.lead_days or 1) * DAY if is_outside else 0,
        round(float(row.queue_minutes) * 60),
        float(row.overlap_quantity or 0),
    )
