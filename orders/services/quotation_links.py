"""The customer's web link: shows one offer to whoever has it, for a time, without an account."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core import signing
from django.urls import reverse

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, NotFound
from orders import locks
from orders.models import Quotation
from orders.selectors.quotations import quotations_in_full

SALT = "kept.quotation-link"
LASTS = timedelta(days=120)
SHOWN = (Quotation.State.APPROVED, Quotation.State.WON, Quotation.State.EXPIRED, Quotation.State.LOST)


@command("orders.send_quotation", "Send quotations to customers")
def make_quotation_link(*, quotation_id: int, is_new: bool = False, actor: Actor) -> str:
    """The address to give to the customer; `is_new` ends all older ones.

    Locks:  the quotation.
    Raises: NotFound; Conflict `quotation_not_approved`.
    """
    row = locks.quotation_for_update(quotation_id)
    if row.state != Quotation.State.APPROVED:
        raise Conflict("quotation_not_approved", document=row.number)
    if is_new or not row.link_key:
        row.link_key = secrets.token_urlsafe(24)
        row.save(update_fields=["link_key"])
    return reverse("quotation-page", args=[signing.dumps([row.pk, row.link_key], salt=SALT)])


def customer_actor(row: Quotation, name: str) -> Actor:
    """The customer as the one who acts through the link: no rights but what the link's own page does."""
    return Actor(kind="customer", label=f"{name} ({row.customer.name})"[:150], via="quotation link")


def quotation_of_link(token: str) -> Quotation:
    """The offer that a link shows; one that is being revised is not shown.

    Raises: NotFound for any link that is not good (any more): nobody learns why.
    """
    try:
        pk, key = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound(kind="quotation") from None
    row = quotations_in_full(Quotation.objects.filter(pk=pk, state__in=SHOWN)).exclude(link_key="").first()
    if row is None or not secrets.compare_digest(row.link_key, str(key)):
        raise NotFound(kind="quotation")
    return row
