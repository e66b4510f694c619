"""Receivable documents: raised with the shipment, issued with a gapless number, voided with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django_fsm import can_proceed

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.money import round_money
from erp.core.new_rows import new_row
from erp.core.numbering import next_number
from erp.core.records import need_reason
from erp.core.refs import DocumentRef
from erp.core.rows import insert_row, insert_rows, save_row
from erp.masterdata.selectors.company import base_currency, business_day
from finance import locks
from finance.events import InvoiceIssued, InvoiceVoided
from finance.models import CreditNote, Invoice, InvoiceLine
from finance.services.credit import shift_hold_to_receivable
from finance.services.journal import Side, post

ZERO = Decimal(0)


@dataclass(frozen=True)
class BillingLine:
    """What to bill of one source line; amounts are in the document's currency and rounded."""

    source: DocumentRef
    item_id: int | None
    description: str
    quantity: Decimal
    unit_code: str
    unit_price: Decimal
    discount_rate: Decimal
    net: Decimal
    tax_rate: Decimal
    tax: Decimal


@dataclass(frozen=True)
class Billing:
    """A receivable to raise, and how much of its document's credit hold is left after it."""

    customer_id: int
    document: DocumentRef | None
    currency: str
    rate: Decimal
    lines: Sequence[BillingLine]
    hold_left: Decimal = ZERO
    shipment: DocumentRef | None = None
    buyer: dict[str, Any] = field(default_factory=dict)


@command("finance.issue_invoice")
def raise_invoice(*, billing: Billing, actor: Actor, at: datetime | None = None) -> Invoice:
    """Raise and issue a receivable, move the credit from order to receivable and post it.

    Locks:  the document (upward), the credit account and hold, the number series last.
    Emits:  InvoiceIssued.
    """
    at = at or timezone.now()
    above = [billing.document] if billing.document else []
    lock_upward([*above, DocumentRef("customer", billing.customer_id)])
    account = locks.credit_for_update(billing.customer_id)
    subtotal = sum((line.net for line in billing.lines), ZERO)
    tax = sum((line.tax for line in billing.lines), ZERO)
    base_total = round_money((subtotal + tax) * billing.rate)
    shift_hold_to_receivable(
        customer_id=billing.customer_id,
        document=billing.document,
        hold_left=billing.hold_left,
        receivable=base_total,
    )
    invoice = new_row(
        Invoice,
        number=next_number("invoice", gapless=True),
        customer_id=billing.customer_id,
        document_kind=billing.document.kind if billing.document else "",
        document_id=billing.document.id if billing.document else None,
        document_number=billing.document.number if billing.document else "",
        shipment_id=billing.shipment.id if billing.shipment else None,
        shipment_number=billing.shipment.number if billing.shipment else "",
        currency_id=billing.currency,
        rate=billing.rate,
        subtotal=subtotal,
        tax=tax,
        total=subtotal + tax,
        open_amount=subtotal + tax,
        base_total=base_total,
        base_open=base_total,
        issued_on=business_day(at),
        due_on=business_day(at) + timedelta(days=account.payment_days),
        buyer=billing.buyer,
    )
    invoice.issue()
    if invoice.total == 0:  # a replacement free of charge: there is nothing to wait for
        invoice.pay(at=at)
    insert_row(invoice)
    insert_rows(_lines(invoice, billing.lines))
    _post_issue(invoice, actor=actor, at=at, sign=1)
    emit(
        InvoiceIssued(
            document=invoice.ref,
            about=billing.document,
            total=invoice.total,
            currency=billing.currency,
            due_on=invoice.due_on.isoformat() if invoice.due_on else "",
        ),
        actor=actor,
        at=at,
        changes={"state": ["draft", invoice.state]},
    )
    return invoice


def _lines(invoice: Invoice, lines: Sequence[BillingLine]) -> list[InvoiceLine]:
    return [
        new_row(
            InvoiceLine,
            invoice=invoice,
            line_no=number,
            source_kind=line.source.kind,
            source_id=line.source.id,
            item_id=line.item_id,
            description=line.description,
            quantity=line.quantity,
            unit_code=line.unit_code,
            unit_price=line.unit_price,
            discount_rate=line.discount_rate,
            net=line.net,
            tax_rate=line.tax_rate,
            tax=line.tax,
        )
        for number, line in enumerate(lines, start=1)
    ]


def _post_issue(invoice: Invoice, *, actor: Actor, at: datetime, sign: int) -> None:
    """Debit receivables; credit sales and tax. `sign` −1 takes it back."""
    currency, base_tax = invoice.currency_id, round_money(invoice.tax * invoice.rate)
    total, base_total = sign * invoice.total, sign * invoice.base_total
    tax, base_tax = sign * invoice.tax, sign * base_tax
    post(
        "invoice" if sign > 0 else "invoice_void",
        [
            Side("receivables", base_total, currency, total, invoice.customer_id),
            Side("sales", -(base_total - base_tax), currency, -(total - tax)),
            Side("tax", -base_tax, currency, -tax),
        ],
        source=invoice.ref,
        actor=actor,
        at=at,
        order_number=invoice.document_number,
    )


def post_stock_value(
    *,
    kind: str,
    value: Decimal,
    source: DocumentRef,
    actor: Actor,
    at: datetime,
    order_number: str = "",
) -> None:
    """Post what stock moves were worth: inventory against the account that the kind of move stands for."""
    counter = {
        "opening": "opening",
        "receipt": "goods_received",
        "issue": "issue",
        "adjustment": "adjustment",
        "transfer": "transit",
        "shipment": "cogs",
        "return": "cogs",
        "revaluation": "revaluation",
        "consumption": "work_in_process",
        "production": "work_in_process",
    }[kind]
    currency = base_currency()
    post(
        f"stock_{kind}",
        [Side("inventory", value, currency, value), Side(counter, -value, currency, -value)],
        source=source,
        actor=actor,
        at=at,
        order_number=order_number,
    )


@command("finance.void_invoice")
def void_invoice(
    *,
    invoice_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Invoice:
    """Take back an unpaid invoice; its number stays used, what it billed can be billed again.

    Locks:  the document and credit (upward), the invoice.
    Emits:  InvoiceVoided.
    Raises: IllegalTransition; Conflict when something was paid on it; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    seen = Invoice.objects.filter(pk=invoice_id).first()
    if seen is not None:
        above = [seen.document] if seen.document else []
        lock_upward([*above, DocumentRef("customer", seen.customer_id)])
    invoice = locks.invoice_for_update(invoice_id, expected_version)
    if CreditNote.objects.filter(invoice=invoice).exists():
        raise Conflict("invoice_credited", invoice=invoice.number)
    if invoice.open_amount != invoice.total:
        raise Conflict("invoice_has_payments", invoice=invoice.number)
    if not can_proceed(invoice.void):
        raise IllegalTransition(
            kind=invoice.ref.kind, action="void", state=invoice.state, document=str(invoice)
        )
    invoice.void()
    account = locks.credit_for_update(invoice.customer_id)
    account.open_receivables -= invoice.base_open
    save_row(account, ["open_receivables"])
    invoice.open_amount = invoice.base_open = ZERO
    invoice.version += 1
    save_row(invoice, ["state", "open_amount", "base_open", "version"])
    _post_issue(invoice, actor=actor, at=at, sign=-1)
    lines = [
        {"source": line.source_id, "quantity": line.quantity, "net": line.net, "tax": line.tax}
        for line in invoice.lines.all()
    ]
    event = InvoiceVoided(document=invoice.ref, about=invoice.document, reason=reason.strip(), lines=lines)
    emit(event, actor=actor, at=at, changes={"state": ["issued", "void"]})
    return invoice


@command("finance.issue_invoice")
def issue_invoice(
    *, invoice_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Invoice:
    """Issue an invoice that was drafted: it gets its number, the customer owes it, the books say so.

    Locks:  the document and credit (upward), the invoice, the number series last.
    Emits:  InvoiceIssued.
    Raises: IllegalTransition unless it is a draft.
    """
    at = at or timezone.now()
    seen = Invoice.objects.filter(pk=invoice_id).first()
    if seen is not None:
        above = [seen.document] if seen.document else []
        lock_upward([*above, DocumentRef("customer", seen.customer_id)])
    invoice = locks.invoice_for_update(invoice_id, expected_version)
    if not can_proceed(invoice.issue):
        raise IllegalTransition(
            kind=invoice.ref.kind, action="issue", state=invoice.state, document=str(invoice)
        )
    account = locks.credit_for_update(invoice.customer_id)
    account.open_receivables += invoice.base_total
    save_row(account, ["open_receivables"])
    invoice.issue()
    invoice.issued_on = business_day(at)
    invoice.due_on = business_day(at) + timedelta(days=account.payment_days)
    invoice.number = next_number("invoice", gapless=True)
    invoice.version += 1
    save_row(invoice, ["state", "issued_on", "due_on", "number", "version"])
    _post_issue(invoice, actor=actor, at=at, sign=1)
    event = InvoiceIssued(
        document=invoice.ref,
        about=invoice.document,
        total=invoice.total,
        currency=invoice.currency_id,
        due_on=invoice.due_on.isoformat(),
    )
    emit(event, actor=actor, at=at, changes={"state": ["draft", "issued"]})
    return invoice
