"""Substitutes as readers see them."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from inventory.models import ItemSubstitute
from inventory.selectors.items import ITEM_RIGHT


@document("item_substitute", prefix="sbs", permission=ITEM_RIGHT)
def substitute_rows(actor: Actor) -> QuerySet[ItemSubstitute]:
    """Which items may be given instead of others."""
    return ItemSubstitute.objects.all()


def substitutes_of(item_id: int) -> list[ItemSubstitute]:
    """What may be given instead of an item, the preferred first; one query."""
    rows = ItemSubstitute.objects.filter(item_id=item_id).select_related("substitute__unit", "item__unit")
    return list(rows.order_by("preference", "pk")[:50])
