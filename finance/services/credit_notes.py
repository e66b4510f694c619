"""Credit notes: a part of an invoice is not owed after all; what pays nothing is the customer's credit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid, NotFound
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.money import round_money
from erp.core.numbering import next_number
from erp.core.refs import DocumentRef
from erp.core.rows import insert_row, insert_rows
from erp.masterdata.selectors.company import business_day
from finance import locks
from finance.events import CreditNoteIssued
from finance.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine, Payment
from finance.services.journal import Side, post
from finance.services.payments import keep_credit

ZERO = Decimal(0)
CREDITABLE = {Invoice.State.ISSUED, Invoice.State.PARTIALLY_PAID, Invoice.State.PAID}


@dataclass(frozen=True)
class Credit:
    """How much of an invoice line is not owed. Units: the invoice line's own."""

    invoice_line_id: int
    quantity: Decimal
    source: DocumentRef | None = None


@command("finance.issue_credit_note", "Issue credit notes")
def issue_credit_note(
    *,
    invoice_id: int,
    credits: Sequence[Credit],
    reason: str,
    actor: Actor,
    source: DocumentRef | None = None,
    at: datetime | None = None,
) -> CreditNote:
    """Credit parts of an invoice with their tax: first what is open on it, the rest stays as credit.

    Cumulative: the credits of a line add up to the line's amounts exactly, whatever their number.

    Locks:  the billed document and the credit account (upward), the invoice, the number series last.
    Emits:  CreditNoteIssued; InvoicePaid or InvoicePaidInPart where something was open.
    Raises: NotFound; IllegalTransition for a draft or void invoice; Invalid on `lines[n].quantity`;
            Conflict `nothing_to_credit`.
    """
    at = at or timezone.now()
    seen = Invoice.objects.filter(pk=invoice_id).first()
    if seen is None:
        raise NotFound(kind="invoice", id=invoice_id)
    above = [seen.document] if seen.document else []
    lock_upward([*above, DocumentRef("customer", seen.customer_id)])
    locks.credit_for_update(seen.customer_id)
    invoice = locks.invoice_for_update(invoice_id)
    if invoice.state not in CREDITABLE:
        raise IllegalTransition(
            kind=invoice.ref.kind, action="credit", state=invoice.state, document=str(invoice)
        )
    lines = _lines(invoice, credits)
    subtotal = sum((line.net for line in lines), ZERO)
    tax = sum((line.tax for line in lines), ZERO)
    if subtotal + tax <= 0:
        raise Conflict("nothing_to_credit")
    note = CreditNote(
        customer_id=invoice.customer_id,
        invoice=invoice,
        document_kind=invoice.document_kind,
        document_id=invoice.document_id,
        document_number=invoice.document_number,
        source_kind=source.kind if source else "",
        source_id=source.id if source else None,
        source_number=source.number if source else "",
        reason=reason[:200],
        currency_id=invoice.currency_id,
        rate=invoice.rate,
        subtotal=subtotal,
        tax=tax,
        total=subtotal + tax,
        base_total=round_money((subtotal + tax) * invoice.rate),
        issued_on=business_day(at),
        buyer=invoice.buyer,
    )
    _keep(note, invoice, lines, actor=actor, at=at)
    return note


def _keep(
    note: CreditNote, invoice: Invoice, lines: Sequence[CreditNoteLine], *, actor: Actor, at: datetime
) -> None:
    """Number the note, post it and let it pay what is open; the customer keeps the rest."""
    note.number = next_number("credit_note", gapless=True)
    payment = Payment(
        number=note.number,
        kind=Payment.Kind.CREDIT_NOTE,
        customer_id=note.customer_id,
        currency_id=note.currency_id,
        rate=note.rate,
        amount=note.total,
        unapplied=note.total,
        reference=invoice.number or "",
        received_on=note.issued_on,
    )
    part = min(invoice.open_amount, note.total)
    keep_credit(payment=payment, invoice=invoice, part=part, actor=actor, at=at)
    note.payment = payment
    insert_row(note)
    for line in lines:
        line.credit_note = note
    insert_rows(lines)
    _post(note, actor=actor, at=at)
    emit(
        CreditNoteIssued(
            document=note.ref,
            about=note.document,
            total=note.total,
            currency=note.currency_id,
            invoice=invoice.number or "",
            applied=part,
            reason=note.reason,
        ),
        actor=actor,
        at=at,
    )


def _lines(invoice: Invoice, credits: Sequence[Credit]) -> list[CreditNoteLine]:
    billed = {line.pk: line for line in invoice.lines.all()}
    before: dict[int, dict[str, Any]] = {
        row["invoice_line_id"]: dict(row)
        for row in CreditNoteLine.objects.filter(invoice_line__invoice=invoice)
        .values("invoice_line_id")
        .annotate(of_quantity=Sum("quantity"), of_net=Sum("net"), of_tax=Sum("tax"))
        .order_by()
    }
    if len({one.invoice_line_id for one in credits}) < len(credits):
        raise Invalid.field("lines", _("A line is there twice."), "twice")
    found = []
    for number, credit in enumerate(credits, start=1):
        line = billed.get(credit.invoice_line_id)
        if line is None:
            raise Invalid.field(f"lines[{number - 1}].line", _("The invoice has no such line."), "unknown")
        known = before.get(line.pk, {"of_quantity": ZERO, "of_net": ZERO, "of_tax": ZERO})
        left = line.quantity - known["of_quantity"]
        if credit.quantity <= 0 or credit.quantity > left:
            raise Invalid.field(
                f"lines[{number - 1}].quantity",
                _("Must be greater than zero and at most what is billed and not credited."),
                "more_than_billed",
                left=left,
            )
        found.append(_line(invoice, line, credit, number, known))
    return found


def _line(
    invoice: Invoice, line: InvoiceLine, credit: Credit, number: int, before: dict[str, Any]
) -> CreditNoteLine:
    after = before["of_quantity"] + credit.quantity
    parts = {}
    for name in ("net", "tax"):
        amount: Decimal = getattr(line, name)
        reached = amount if after >= line.quantity else amount * after / line.quantity
        parts[name] = round_money(reached, invoice.currency_id) - before[f"of_{name}"]
    return CreditNoteLine(
        line_no=number,
        invoice_line=line,
        source_kind=credit.source.kind if credit.source else "",
        source_id=credit.source.id if credit.source else None,
        item_id=line.item_id,
        description=line.description,
        quantity=credit.quantity,
        unit_code=line.unit_code,
        unit_price=line.unit_price,
        discount_rate=line.discount_rate,
        tax_rate=line.tax_rate,
        **parts,
    )


def _post(note: CreditNote, *, actor: Actor, at: datetime) -> None:
    """Debit sales and tax; credit receivables."""
    currency, base_tax = note.currency_id, round_money(note.tax * note.rate)
    post(
        "credit_note",
        [
            Side("sales", note.base_total - base_tax, currency, note.subtotal),
            Side("tax", base_tax, currency, note.tax),
            Side("receivables", -note.base_total, currency, -note.total, note.customer_id),
        ],
        source=note.ref,
        actor=actor,
        at=at,
        order_number=note.document_number,
    )
