"""Purchase orders as readers see them."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from inventory.models import PurchaseOrder, PurchaseOrderLine, Receipt

VIEW_PURCHASE_ORDER = declare_permission("inventory.view_purchase_order", "See purchase orders")


@document("purchase_order", prefix="pur", key="number", permission=VIEW_PURCHASE_ORDER)
def visible_purchase_orders(actor: Actor) -> QuerySet[PurchaseOrder]:
    """All purchase orders, for those who may see them."""
    if not actor.has(VIEW_PURCHASE_ORDER):
        return PurchaseOrder.objects.none()
    return PurchaseOrder.objects.all()


def purchase_orders_in_full(rows: QuerySet[PurchaseOrder]) -> QuerySet[PurchaseOrder]:
    """Purchase orders with their lines and receipts, in four queries."""
    lines = PurchaseOrderLine.objects.select_related("item__unit").prefetch_related("requisitions")
    return rows.select_related("supplier", "warehouse").prefetch_related(
        Prefetch("lines", lines), Prefetch("receipts", Receipt.objects.order_by("pk"))
    )
