"""What exemptions from inspection mean for goods on the way: they are usable earlier, or later again."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.events import to_json
from erp.masterdata.models import Supplier
from inventory import locks
from inventory.models import ExpectedSupply, PurchaseOrder
from inventory.selectors.purchases import COMING
from inventory.services.purchase import inspection_days
from inventory.services.requisition_supply import LINE, tell_supply_changed


@command()
def follow_exemptions(*, supplier_id: int, actor: Actor, at: datetime | None = None) -> int:
    """Open purchase orders of a supplier wait for the inspection that they will get; gives how many changed.

    Locks:  each purchase order with something to change, its supplies.
    Emits:  SupplyChanged per order.
    """
    at = at or timezone.now()
    supplier = Supplier.objects.get(pk=supplier_id)
    numbers = PurchaseOrder.objects.filter(supplier=supplier, state__in=COMING).order_by("pk")
    return sum(_follow(supplier, pk, actor=actor, at=at) for pk in numbers.values_list("pk", flat=True))


def _follow(supplier: Supplier, order_id: int, *, actor: Actor, at: datetime) -> bool:
    known = ExpectedSupply.objects.filter(
        source_kind=LINE, document_kind="purchase_order", document_id=order_id, is_open=True
    )
    days = inspection_days(supplier, list(known.values_list("item_id", flat=True)))
    if all(supply.inspection_days == days.get(supply.item_id, 0) for supply in known):
        return False
    order = locks.purchase_order_for_update(order_id)
    told = []
    for supply in locks.supplies_for_update(known.values_list("pk", flat=True)):
        wanted = days.get(supply.item_id, 0)
        if supply.inspection_days == wanted:
            continue
        supply.inspection_days = wanted
        supply.save(update_fields=["inspection_days"])
        same = {"due_on": to_json(supply.due_on), "quantity": to_json(supply.quantity)}
        told.append(
            {
                "supply_id": supply.pk,
                "item_id": supply.item_id,
                **{name: [value, value] for name, value in same.items()},
            }
        )
    if told:
        tell_supply_changed(order, told, cause="rescheduled", actor=actor, at=at)
    return bool(told)
