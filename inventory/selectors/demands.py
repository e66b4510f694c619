"""What waits for stock, and what is coming."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Max, Min

from erp.core.refs import DocumentRef
from inventory.models import Balance, Demand


def documents_waiting_for(*, warehouse_id: int, item_ids: Sequence[int], limit: int) -> list[DocumentRef]:
    """Documents with back-ordered demands for items at a warehouse, the most urgent first.

    Order: priority, then promise date (none last), then age. Empty when no stock is free.
    """
    has_stock = Balance.objects.filter(
        warehouse_id=warehouse_id,
        item_id__in=item_ids,
        location__is_usable=True,
        on_hand__gt=F("reserved"),
    ).values("item_id")
    rows = (
        Demand.objects.filter(
            warehouse_id=warehouse_id,
            item_id__in=has_stock,
            is_held=False,
            quantity__gt=F("reserved") + F("shipped") + F("cancelled"),
        )
        .values("document_kind", "document_id", "document_number")
        .annotate(urgency=Max("priority"), due=Min("promised_on"), first=Min("pk"))
        .order_by("-urgency", F("due").asc(nulls_last=True), "first")[:limit]
    )
    return [DocumentRef(r["document_kind"], r["document_id"], r["document_number"]) for r in rows]
