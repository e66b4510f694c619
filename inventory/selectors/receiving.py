"""How goods are received: tolerance, inspection and exemption; receipts as readers see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.masterdata.models import Supplier
from inventory.models import InspectionExemption, Receipt, ReceiptLine, ReceivingSettings, ReceivingTerms

VIEW_RECEIPT = declare_permission("inventory.view_receipt", "See receipts")
VIEW_SCORE = declare_permission("inventory.view_supplier_score", "See the scores of suppliers")
LOTS_LOOKED_BACK = 100


@document("receipt", prefix="rcp", key="number", permission=VIEW_RECEIPT)
def visible_receipts(actor: Actor) -> QuerySet[Receipt]:
    """All receipts, for those who may see them."""
    if not actor.has(VIEW_RECEIPT):
        return Receipt.objects.none()
    return Receipt.objects.all()


def receipts_in_full(rows: QuerySet[Receipt]) -> QuerySet[Receipt]:
    """Receipts with their lines, in two queries."""
    lines = ReceiptLine.objects.select_related("item__unit", "lot", "order_line__unit")
    return rows.select_related("purchase_order", "supplier", "warehouse").prefetch_related(
        Prefetch("lines", lines.order_by("line_no"))
    )


@document("exemption", prefix="exm", permission=VIEW_SCORE)
def visible_exemptions(actor: Actor) -> QuerySet[InspectionExemption]:
    """All inspection exemptions, for those who may see suppliers' scores."""
    if not actor.has(VIEW_SCORE):
        return InspectionExemption.objects.none()
    return InspectionExemption.objects.select_related("supplier", "item")


def receiving_settings() -> ReceivingSettings:
    """The company's settings of receiving; the shipped ones where none are stored."""
    return ReceivingSettings.objects.filter(pk=1).first() or ReceivingSettings(pk=1)


@dataclass(frozen=True)
class Terms:
    """What holds for one item of a supplier."""

    over_receipt_percent: Decimal
    inspection_mode: str
    aql: str


def terms_for(supplier_id: int, item_ids: Collection[int], settings: ReceivingSettings) -> dict[int, Terms]:
    """Tolerance and inspection per item of a supplier, the most specific first; one query."""
    rows = ReceivingTerms.objects.filter(
        Q(item__isnull=True) | Q(item_id__in=item_ids), supplier_id=supplier_id
    )
    by_item = {row.item_id: row for row in rows}
    found = {}
    for item_id in item_ids:
        levels = [row for row in (by_item.get(item_id), by_item.get(None)) if row is not None]
        percent = next(
            (row.over_receipt_percent for row in levels if row.over_receipt_percent is not None),
            settings.over_receipt_percent,
        )
        mode = next((row.inspection_mode for row in levels if row.inspection_mode), settings.inspection_mode)
        aql = next((row.aql for row in levels if row.aql), settings.aql)
        found[item_id] = Terms(percent, mode, aql)
    return found


def exempt_items(supplier: Supplier, item_ids: Collection[int]) -> set[int]:
    """The items whose goods from this supplier go past inspection; one query at most.

    The supplier's own mark stands for all of its items; a freeze takes the mark away.
    """
    if supplier.is_inspection_exempt:
        return set(item_ids)
    granted = InspectionExemption.objects.filter(
        supplier_id=supplier.pk, item_id__in=item_ids, state=InspectionExemption.State.GRANTED
    )
    return {item_id for item_id in granted.values_list("item_id", flat=True) if item_id is not None}


def lot_verdicts(supplier_id: int, item_id: int) -> list[bool | None]:
    """The lots of an item from a supplier, the latest first: good, bad, or None where it was skipped."""
    rows = ReceiptLine.objects.filter(receipt__supplier_id=supplier_id, item_id=item_id).exclude(
        inspection=ReceiptLine.Inspection.EXEMPT
    )
    judged = rows.filter(Q(judged_at__isnull=False) | Q(inspection=ReceiptLine.Inspection.SKIPPED))
    return [
        None if inspection == ReceiptLine.Inspection.SKIPPED and not rejected else accepted > 0
        for inspection, accepted, rejected in judged.order_by("-pk").values_list(
            "inspection", "accepted", "rejected"
        )[:LOTS_LOOKED_BACK]
    ]
