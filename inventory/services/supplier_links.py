"""The supplier's web link: shows one order to whoever has it, for a time, without an account."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core import signing
from django.urls import reverse

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, NotFound
from inventory import locks
from inventory.models import PurchaseOrder

SALT = "kept.supplier-link"
LASTS = timedelta(days=30)


@command("inventory.send_purchase_order")
def make_supplier_link(*, purchase_order_id: int, is_new: bool = False, actor: Actor) -> str:
    """The address to send to the supplier, good for thirty days from now; `is_new` ends all older ones.

    Locks:  the purchase order.
    Raises: NotFound; Conflict `purchase_order_not_open` for a draft or a cancelled one.
    """
    order = locks.purchase_order_for_update(purchase_order_id)
    if order.state in {PurchaseOrder.State.DRAFT, PurchaseOrder.State.CANCELLED}:
        raise Conflict("purchase_order_not_open", document=order.number)
    if is_new or not order.link_key:
        order.link_key = secrets.token_urlsafe(24)
        order.save(update_fields=["link_key"])
    return reverse("supplier-answer", args=[signing.dumps([order.pk, order.link_key], salt=SALT)])


def order_of_link(token: str) -> PurchaseOrder:
    """The order that a link shows.

    Raises: NotFound for any link that is not good (any more): nobody learns why.
    """
    try:
        pk, key = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound(kind="purchase_order") from None
    rows = PurchaseOrder.objects.select_related("supplier", "warehouse")
    order = rows.filter(pk=pk).exclude(link_key="").first()
    if order is None or not secrets.compare_digest(order.link_key, str(key)):
        raise NotFound(kind="purchase_order")
    return order


def supplier_actor(order: PurchaseOrder) -> Actor:
    """The supplier as the one who acts through the link: no rights but what the link's own page does."""
    return Actor(kind="supplier", label=order.supplier.name[:150], via="supplier link")
