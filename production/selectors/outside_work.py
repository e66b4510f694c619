"""What is bought for operations that a supplier does: the requisition and the purchase order of each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from inventory.models import PurchaseRequisition, RequisitionNeed

OPERATION = "operation"


@dataclass(frozen=True)
class OutsideWork:
    """How far the purchase of an operation's outside work is."""

    requisition: PurchaseRequisition
    purchase_order: str
    expected_on: date | None


def bought_for(operation_ids: Collection[int]) -> dict[int, OutsideWork]:
    """What is bought for operations, the latest for each; one query."""
    rows = RequisitionNeed.objects.filter(document_kind=OPERATION, document_id__in=list(operation_ids))
    rows = rows.exclude(requisition__state="rejected").order_by("pk")
    found = {}
    for need in rows.select_related("requisition__purchase_line__purchase_order"):
        line = need.requisition.purchase_line
        found[need.document_id] = OutsideWork(
            need.requisition,
            line.purchase_order.number if line else "",
            line.expected_on if line else None,
        )
    return found
