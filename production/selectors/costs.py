"""What made items cost by the last roll-up, and what a roll-up works with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from inventory.models import Item
from production.calc.costing import Step, Work
from production.calc.explosion import Bill
from production.models import CostRollup, ItemCost, Routing
from production.selectors.bills import all_bills
from production.selectors.routings import routings_in_force

__all__ = ["COST_RIGHT", "Basis", "cost_basis", "last_costs", "latest_rollup", "rollup_costs", "rollup_rows"]

COST_RIGHT = "inventory.view_cost"


@dataclass(frozen=True)
class Basis:
    """What a roll-up works with: structure, work and the standard costs of what is bought."""

    bills: dict[int, Bill]
    works: dict[int, Work]
    bought: dict[int, Decimal]


@document("cost_rollup", prefix="cru", permission=COST_RIGHT)
def rollup_rows(actor: Actor) -> QuerySet[CostRollup]:
    """All cost roll-ups."""
    return CostRollup.objects.all()


def rollup_costs(rollup_id: int) -> QuerySet[ItemCost]:
    """The costs of a roll-up with their items, by SKU."""
    rows = ItemCost.objects.filter(rollup_id=rollup_id).select_related("item__unit")
    return rows.order_by("item__sku")


def latest_rollup() -> CostRollup | None:
    """The last roll-up, if there was one."""
    return CostRollup.objects.order_by("-pk").first()


def last_costs(item_ids: Collection[int], *, before: int | None = None) -> dict[int, ItemCost]:
    """Per item the cost that was reckoned last, in one query."""
    rows = ItemCost.objects.filter(item_id__in=item_ids)
    if before is not None:
        rows = rows.filter(rollup_id__lt=before)
    return {row.item_id: row for row in rows.order_by("item_id", "-rollup_id").distinct("item_id")}


def cost_basis(on: date) -> Basis:
    """Bills and routings in force on a day of what is made, and the standard costs of all the rest.

    What is bought costs what it is bought for, even where it has a bill; a phantom is always made.
    """
    bills = all_bills(on, in_full=True)
    routings = routings_in_force(None, on)
    parts = {part.item_id for bill in bills.values() for part in bill.components}
    known = {
        pk: (supply, cost, lot)
        for pk, supply, cost, lot in Item.objects.filter(pk__in={*bills, *routings, *parts}).values_list(
            "pk", "supply", "standard_cost", "reorder_quantity"
        )
    }
    made = {
        pk
        for pk in {*bills, *routings}
        if known[pk][0] == Item.Supply.MAKE or (pk in bills and bills[pk].is_phantom)
    }
    return Basis(
        bills={pk: bill for pk, bill in bills.items() if pk in made},
        works={pk: _work(routings.get(pk), known[pk][2]) for pk in made},
        bought={pk: row[1] for pk, row in known.items()},
    )


def _work(routing: Routing | None, reorder_quantity: Any) -> Work:
    """The operations as they cost; without a routing the lot is what is ordered at once."""
    if routing is None:
        return Work(lot_quantity=reorder_quantity or Decimal(1))
    steps = tuple(
        Step(
            number=row.number,
            setup_minutes=row.setup_minutes,
            run_minutes=row.run_minutes,
            cost_per_hour=row.work_center.cost_per_hour,
            setup_cost_per_hour=row.work_center.setup_cost_per_hour,
            efficiency=row.work_center.efficiency,
            outside_price=row.outside_price,
            is_outside=row.work_center.is_outside,
        )
        for row in routing.operations.all()
    )
    return Work(steps, routing.lot_quantity)
