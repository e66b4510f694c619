"""Credit notes as readers see them: those of the customers in their scope."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Prefetch, QuerySet, Sum

from erp.core.actor import Actor
from erp.core.documents import document
from erp.identity.selectors.scopes import customer_scope_q
from finance.models import CreditNote, CreditNoteLine, InvoiceLine
from finance.selectors.invoices import VIEW_INVOICE

ZERO = Decimal(0)


@document("credit_note", prefix="crn", key="number", permission=VIEW_INVOICE)
def visible_credit_notes(actor: Actor) -> QuerySet[CreditNote]:
    """The credit notes of the customers that the actor may see."""
    if not actor.has(VIEW_INVOICE):
        return CreditNote.objects.none()
    rows = CreditNote.objects.filter(customer_scope_q(actor))
    return rows.select_related("customer", "invoice", "payment")


def credit_notes_in_full(rows: QuerySet[CreditNote]) -> QuerySet[CreditNote]:
    """Credit notes with their lines, in two queries."""
    return rows.prefetch_related(
        Prefetch("lines", CreditNoteLine.objects.select_related("item", "invoice_line"))
    )


def credit_notes_of(source_kind: str, source_id: int) -> list[CreditNote]:
    """The credit notes that a document led to, oldest first."""
    rows = CreditNote.objects.filter(source_kind=source_kind, source_id=source_id)
    return list(rows.select_related("invoice", "payment").order_by("pk"))


def creditable_lines(source_kind: str, source_ids: list[int]) -> list[tuple[InvoiceLine, Decimal]]:
    """What live invoices bill of source lines and is not credited, oldest invoice first.

    Units: the invoice lines' own.
    """
    lines = list(
        InvoiceLine.objects.filter(
            source_kind=source_kind,
            source_id__in=source_ids,
            invoice__state__in=["issued", "partially_paid", "paid"],
        )
        .select_related("invoice")
        .order_by("invoice_id", "line_no")
    )
    return _with_left(lines)


def uncredited(invoice_id: int) -> list[tuple[InvoiceLine, Decimal]]:
    """The lines of an invoice with what of each is not credited."""
    return _with_left(list(InvoiceLine.objects.filter(invoice_id=invoice_id).order_by("line_no")))


def _with_left(lines: list[InvoiceLine]) -> list[tuple[InvoiceLine, Decimal]]:
    credited = dict(
        CreditNoteLine.objects.filter(invoice_line__in=lines)
        .order_by()
        .values_list("invoice_line_id")
        .annotate(Sum("quantity"))
    )
    return [(line, line.quantity - credited.get(line.pk, ZERO)) for line in lines]
