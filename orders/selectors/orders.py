"""Orders as their readers see them."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.identity.selectors.scopes import customer_scope_q
from orders.models import Order

__all__ = ["EXPORT_RIGHT", "VIEW_RIGHT", "visible_orders"]

VIEW_RIGHT = declare_permission("orders.view_order", "See orders")
EXPORT_RIGHT = declare_permission("orders.export_order", "Export orders")


@document("order", prefix="ord", key="number", permission=VIEW_RIGHT)
def visible_orders(actor: Actor) -> QuerySet[Order]:
    """The orders of the customers in an actor's scope; none without the right."""
    if not actor.has(VIEW_RIGHT):
        return Order.objects.none()
    return Order.objects.filter(customer_scope_q(actor)).select_related("customer")
