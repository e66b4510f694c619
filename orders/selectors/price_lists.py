"""Price lists as readers see them."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from orders.models import PriceList

__all__ = ["price_list_rows"]


@document("price_list", prefix="prl", key="code", permission="masterdata.view")
def price_list_rows(actor: Actor) -> QuerySet[PriceList]:
    """All price lists."""
    return PriceList.objects.all()
