"""Soft holds as readers see them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.identity.selectors.scopes import customer_scope_q
from inventory.models import Hold
from inventory.selectors.reservations import VIEW_RESERVATION

HOLD_STOCK = "inventory.hold_stock"
MOST_AT_ONCE = 1000
declare_permission(HOLD_STOCK, "Hold stock without an order, extend and release holds")


@document("hold", prefix="hld", key="number")
def visible_holds(actor: Actor) -> QuerySet[Hold]:
    """Holds for customers whom the actor may see, and those for nobody in particular."""
    if not (actor.has(HOLD_STOCK) or actor.has(VIEW_RESERVATION)):
        return Hold.objects.none()
    if actor.scope.kind == "all":
        return Hold.objects.all()
    return Hold.objects.filter(customer_scope_q(actor) | Q(customer__isnull=True))


def holds_in_list(rows: QuerySet[Hold]) -> QuerySet[Hold]:
    """Holds with what a list shows of them, in one query."""
    return rows.select_related("item__unit", "warehouse", "customer", "demand")


def expired_holds(at: datetime) -> list[int]:
    """Open holds whose time is over, the longest over first."""
    rows = Hold.objects.filter(state=Hold.State.OPEN, expires_at__lte=at)
    return list(rows.order_by("expires_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
