"""How items are replenished at warehouses: policies, written and changed."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.locks import row_for_update
from erp.core.records import Problems
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from inventory.models import ReplenishmentPolicy
from inventory.services.replenishment import RUN
from inventory.services.stock import check_stocked

TABLE = "replenishment_policy"


class PolicyValues(TypedDict, total=False):
    """A policy's fields, by attribute name."""

    item_id: int
    warehouse_id: int
    method: str
    is_calculated: bool
    service_level: Decimal | None
    safety_stock: Decimal | None
    reorder_point: Decimal | None
    maximum: Decimal | None
    order_quantity: Decimal | None
    period_days: int | None


def _check(row: ReplenishmentPolicy, problems: Problems) -> None:
    problems.not_negative(row, "safety_stock", "reorder_point", "maximum", "order_quantity")
    if row.method == ReplenishmentPolicy.Method.MIN_MAX and row.maximum is None:
        problems.add("maximum", _("This method needs a maximum."))
    if row.maximum is not None and row.reorder_point is not None and row.maximum < row.reorder_point:
        problems.add("maximum", _("Must not be below the minimum."))
    if not row.is_calculated and row.reorder_point is None and row.item.reorder_point is None:
        problems.add("reorder_point", _("Give a reorder point, or have it calculated."))
    check_stocked(row.item)
    others = ReplenishmentPolicy.objects.filter(item_id=row.item_id, warehouse_id=row.warehouse_id)
    if others.exclude(pk=row.pk).exists():
        problems.add("product", _("This item has a policy at this warehouse already."))


@command(RUN)
def create_policy(*, values: PolicyValues, actor: Actor) -> ReplenishmentPolicy:
    """Say how an item is replenished at a warehouse.

    Raises: Invalid.
    """
    problems = Problems()
    for name, path in (("item_id", "product"), ("warehouse_id", "warehouse")):
        if not values.get(name):
            problems.add(path, _("This field is required."))
    problems.refuse()
    return create_setup(
        ReplenishmentPolicy(), values=values, table=TABLE, key="item", actor=actor, check=_check
    )


@command(RUN)
def edit_policy(*, policy_id: int, values: PolicyValues, actor: Actor) -> ReplenishmentPolicy:
    """Change how an item is replenished.

    Locks:  the policy.
    Raises: NotFound; Invalid.
    """
    row = row_for_update(ReplenishmentPolicy, policy_id, TABLE)
    return edit_setup(row, values=values, table=TABLE, key="item", actor=actor, check=_check)


@command(RUN)
def delete_policy(*, policy_id: int, actor: Actor) -> None:
    """Let the item's own fields count again.

    Raises: NotFound.
    """
    delete_setup(ReplenishmentPolicy, policy_id, table=TABLE, actor=actor)
