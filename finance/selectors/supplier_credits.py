"""Suppliers' credit notes as readers see them; what of goods sent back they may still credit."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from erp.core.money import round_money
from erp.masterdata.selectors.company import business_day
from erp.masterdata.selectors.money import rate_on
from finance.models import Payable, SupplierCredit, SupplierCreditLine, SupplierCreditUse
from finance.selectors.payables import OPEN, VIEW_PAYABLE
from inventory.models import SupplierReturn
from inventory.selectors.supplier_returns import OPEN as OPEN_RETURN
from inventory.selectors.supplier_returns import supplier_returns_in_full


@document("supplier_credit", prefix="scr", key="number", permission=VIEW_PAYABLE)
def visible_supplier_credits(actor: Actor) -> QuerySet[SupplierCredit]:
    """All suppliers' credit notes, for those who may see payables."""
    if not actor.has(VIEW_PAYABLE):
        return SupplierCredit.objects.none()
    return SupplierCredit.objects.select_related("supplier")


def supplier_credits_in_full(rows: QuerySet[SupplierCredit]) -> QuerySet[SupplierCredit]:
    """Credit notes with their lines and uses, in three queries."""
    lines = SupplierCreditLine.objects.select_related("item__unit", "supplier_return")
    uses = SupplierCreditUse.objects.select_related("payable")
    return rows.prefetch_related(Prefetch("lines", lines), Prefetch("uses", uses))


def currency_of_return(row: SupplierReturn) -> str:
    """What goods that went back were bought in: their order's currency, or the supplier's."""
    if row.receipt_line is not None:
        return row.receipt_line.order_line.purchase_order.currency_id
    return row.supplier.currency_id


def creditable_returns(actor: Actor, *, supplier_id: int | None = None) -> QuerySet[SupplierReturn]:
    """What a supplier, or any, may still credit, the oldest first.

    Raises: NotPermitted.
    """
    actor.require(VIEW_PAYABLE)
    rows = supplier_returns_in_full(SupplierReturn.objects.filter(OPEN_RETURN))
    if supplier_id is not None:
        rows = rows.filter(supplier_id=supplier_id)
    return rows.select_related(
        "receipt_line__order_line__purchase_order", "receipt_line__order_line__unit"
    ).order_by("pk")


def claim_for(row: SupplierReturn, quantity: Decimal) -> Decimal:
    """What the supplier is expected to credit for a quantity: by the order's price, or by its value here.

    Units: the currency that the goods were bought in.
    """
    currency = currency_of_return(row)
    if row.receipt_line is not None:
        return round_money(row.receipt_line.order_line.price_of(quantity), currency)
    value = row.value * quantity / row.quantity
    return round_money(value / rate_on(currency, business_day(row.created_at)), currency)


def payables_for_credit(credit: SupplierCredit) -> QuerySet[Payable]:
    """The supplier's invoices that a credit note may pay, the first due first."""
    rows = Payable.objects.filter(
        supplier_id=credit.supplier_id, currency_id=credit.currency_id, state__in=OPEN
    )
    return rows.order_by("due_on", "pk")


def credits_for_payable(payable: Payable) -> QuerySet[SupplierCredit]:
    """What the supplier still owes us in an invoice's currency, the oldest first."""
    rows = SupplierCredit.objects.filter(
        supplier_id=payable.supplier_id, currency_id=payable.currency_id, state=SupplierCredit.State.OPEN
    )
    return rows.order_by("pk")
