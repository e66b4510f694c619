"""Goods sent back to suppliers as readers see them; who delivered an item last."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from erp.core.actor import Actor
from erp.core.documents import document
from erp.masterdata.models import Supplier
from inventory.models import PurchaseOrderLine, ReceiptLine, SupplierItem, SupplierReturn
from inventory.selectors.purchases import COMING
from inventory.selectors.receiving import VIEW_RECEIPT

_QUANTITY: DecimalField[Decimal, Decimal] = DecimalField(max_digits=18, decimal_places=6)
OPEN = Q(quantity__gt=F("credited") + F("replaced") + F("written_off"))


@document("supplier_return", prefix="srt", key="number", permission=VIEW_RECEIPT)
def visible_supplier_returns(actor: Actor) -> QuerySet[SupplierReturn]:
    """All goods sent back to suppliers, for those who may see receipts."""
    if not actor.has(VIEW_RECEIPT):
        return SupplierReturn.objects.none()
    return SupplierReturn.objects.all()


def _replacing() -> QuerySet[PurchaseOrderLine]:
    return PurchaseOrderLine.objects.filter(is_closed_short=False, purchase_order__state__in=COMING)


def supplier_returns_in_full(rows: QuerySet[SupplierReturn]) -> QuerySet[SupplierReturn]:
    """Returns with what they show, and as `coming` what is on its way to replace them; one query."""
    rest = Greatest(F("quantity") - F("received"), Value(Decimal(0)), output_field=_QUANTITY)
    coming = (
        _replacing()
        .filter(replaces=OuterRef("pk"))
        .order_by()
        .values("replaces")
        .annotate(rest=Sum(rest, output_field=_QUANTITY))
        .values("rest")
    )
    return rows.select_related("supplier", "warehouse", "item__unit", "lot").annotate(
        coming=Coalesce(Subquery(coming), Value(Decimal(0)), output_field=_QUANTITY)
    )


def on_its_way(row: SupplierReturn) -> Decimal:
    """How much is on its way to replace a return."""
    lines = _replacing().filter(replaces=row)
    return sum((max(line.quantity - line.received, Decimal(0)) for line in lines), Decimal(0))


def replacement_lines(row: SupplierReturn) -> list[PurchaseOrderLine]:
    """The lines of purchase orders that replace a return, the first first."""
    return list(row.replacements.select_related("purchase_order").order_by("pk"))


def last_supplier_of(item_id: int, lot_id: int | None) -> Supplier | None:
    """Who delivered a lot, or else an item, last; without any delivery the one that offers it cheapest."""
    came = ReceiptLine.objects.filter(item_id=item_id).select_related("receipt__supplier").order_by("-pk")
    line = (came.filter(lot_id=lot_id).first() if lot_id is not None else None) or came.first()
    if line is not None:
        return line.receipt.supplier
    offer = SupplierItem.objects.filter(item_id=item_id).select_related("supplier").order_by("price", "pk")
    found = offer.first()
    return found.supplier if found is not None else None
