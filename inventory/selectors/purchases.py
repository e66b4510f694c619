"""Purchase orders as readers see them."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from inventory.models import ExpectedSupply, PurchaseOrder, PurchaseOrderLine, Receipt

VIEW_PURCHASE_ORDER = declare_permission("inventory.view_purchase_order", "See purchase orders")


@document("purchase_order", prefix="pur", key="number", permission=VIEW_PURCHASE_ORDER)
def visible_purchase_orders(actor: Actor) -> QuerySet[PurchaseOrder]:
    """All purchase orders, for those who may see them."""
    if not actor.has(VIEW_PURCHASE_ORDER):
        return PurchaseOrder.objects.none()
    return PurchaseOrder.objects.all()


def purchase_orders_in_full(rows: QuerySet[PurchaseOrder]) -> QuerySet[PurchaseOrder]:
    """Purchase orders with their lines and receipts, in four queries."""
    lines = PurchaseOrderLine.objects.select_related("item__unit", "unit").prefetch_related("requisitions")
    return rows.select_related("supplier", "warehouse").prefetch_related(
        Prefetch("lines", lines), Prefetch("receipts", Receipt.objects.order_by("pk"))
    )


def endangering(today: date) -> Q:
    """Purchase orders that customer orders lean on and that come too late for their promise."""
    late = ExpectedSupply.objects.filter(
        Q(usable_on__gt=F("pegs__demand__needed_on")) | Q(due_on__lt=today, pegs__isnull=False),
        document_kind="purchase_order",
        is_open=True,
    )
    return Q(pk__in=late.values("document_id"))
