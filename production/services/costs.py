"""The cost roll-up: what made items cost at standard, what changed since the last time, taking it over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.events import emit
from erp.core.money import MONEY_MAX
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day
from inventory.models import Item
from inventory.services.items import edit_item
from production import locks
from production.calc.costing import Cost, changes_between, roll_up
from production.calc.structure import Circle
from production.events import CostsAdopted, CostsRolledUp
from production.models import CostRollup, ItemCost
from production.selectors.costs import COST_RIGHT, cost_basis, last_costs

RIGHT = ("production.roll_up_costs", "Roll up the costs of made items")
ADOPT = ("production.adopt_costs", "Take rolled-up costs over as standard costs")
_CENTS = Decimal("0.0001")


def rollup_ref(rollup: CostRollup) -> DocumentRef:
    """The roll-up as the audit trail names it."""
    return DocumentRef("cost_rollup", rollup.pk, f"{rollup.on} #{rollup.pk}")


@command(*RIGHT)
def roll_up_costs(*, on: date | None = None, actor: Actor) -> CostRollup:
    """Reckon what every made item costs by the structure in force on a day (today), and why it changed.

    Nobody's standard cost changes: `adopt_costs` does that.
    Locks:  product structure.
    Emits:  CostsRolledUp.
    Raises: NotPermitted for who may not see costs; Conflict (`bom_not_explodable`) for a circle, with its
            path; Conflict (`cost_too_large`).
    """
    actor.require(COST_RIGHT)
    locks.lock_structure()
    day = on or business_day(timezone.now())
    basis = cost_basis(day)
    try:
        costs = roll_up(basis.bills, basis.works, basis.bought)
    except Circle as circle:
        names = dict(Item.objects.filter(pk__in=circle.path).values_list("pk", "sku"))
        way = " → ".join(names[pk] for pk in circle.path)
        raise Conflict("bom_not_explodable", reason=way) from circle
    previous = last_costs(list(costs))
    rollup = CostRollup.objects.create(on=day, created_by_id=actor.user_id, items=len(costs))
    rows = [_row(rollup, item_id, cost, previous.get(item_id)) for item_id, cost in costs.items()]
    _name_reasons(rows)
    ItemCost.objects.bulk_create(rows, batch_size=2000)
    rollup.changed = sum(row.before is None or row.before != row.total for row in rows)
    rollup.save(update_fields=["changed"])
    event = CostsRolledUp(document=rollup_ref(rollup), items=rollup.items, changed=rollup.changed)
    emit(event, actor=actor)
    return rollup


def _row(rollup: CostRollup, item_id: int, cost: Cost, previous: ItemCost | None) -> ItemCost:
    if cost.total > MONEY_MAX:
        raise Conflict("cost_too_large", sku=Item.objects.get(pk=item_id).sku)
    basis = _stored(cost.basis)
    return ItemCost(
        rollup=rollup,
        item_id=item_id,
        level=cost.level,
        lot_quantity=cost.lot_quantity,
        material=cost.material,
        setup=cost.setup,
        run=cost.run,
        outside=cost.outside,
        total=cost.total,
        before=previous.total if previous else None,
        basis=basis,
        reasons=changes_between(previous.basis, basis) if previous else [],
    )


def _stored(basis: Mapping[str, Any]) -> dict[str, Any]:
    """The basis as JSON keeps it: keys are text."""
    return {
        name: {str(key): part for key, part in value.items()} if isinstance(value, dict) else value
        for name, value in basis.items()
    }


def _name_reasons(rows: list[ItemCost]) -> None:
    """Every reason that is about a component says its SKU."""
    named = {reason["item"] for row in rows for reason in row.reasons if "item" in reason}
    skus = dict(Item.objects.filter(pk__in=named).values_list("pk", "sku")) if named else {}
    for row in rows:
        for reason in row.reasons:
            if "item" in reason:
                reason["product"] = skus.get(reason.pop("item"), "")


@command(*ADOPT)
def adopt_costs(*, rollup_id: int, actor: Actor) -> int:
    """Make the costs of the last roll-up the standard costs, which revalues stock; gives how many changed.

    Locks:  the roll-up, then each item and its balances, by primary key.
    Emits:  ItemChanged for each, CostsAdopted.
    Raises: NotFound; NotPermitted for who may not see costs; Conflict (`rollup_outdated`) when a later one
            was made, (`rollup_adopted`) when it was taken over already.
    """
    actor.require(COST_RIGHT)
    rollup = locks.rollup_for_update(rollup_id)
    if rollup.adopted_at is not None:
        raise Conflict("rollup_adopted", on=rollup.on.isoformat())
    if CostRollup.objects.filter(pk__gt=rollup.pk).exists():
        raise Conflict("rollup_outdated", on=rollup.on.isoformat())
    count = 0
    for row in rollup.costs.select_related("item").order_by("item_id"):
        cost = row.total.quantize(_CENTS, rounding=ROUND_HALF_UP)
        if cost != row.item.standard_cost:
            edit_item(item_id=row.item_id, values={"standard_cost": cost}, actor=actor)
            count += 1
    rollup.adopted_at = timezone.now()
    rollup.save(update_fields=["adopted_at"])
    emit(CostsAdopted(document=rollup_ref(rollup), items=count), actor=actor)
    return count
