"""The money side of history: invoices, payments, their postings, and the credit they use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.core.copy import copy_rows
from erp.core.errors import Invalid
from erp.core.money import round_money
from erp.core.refs import DocumentRef
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day
from finance.models import (
    Allocation,
    CreditAccount,
    CreditHold,
    Invoice,
    InvoiceLine,
    JournalEntry,
    JournalLine,
    Payment,
)
from orders.services.history.facts import ZERO, Clerk, HistoricPayment
from orders.services.history.reference import KnownCustomer, KnownItem, Reference, key_pool, number_pool

INVOICE = (
    "id", "number", "customer_id", "document_kind", "document_id", "document_number", "shipment_id",
    "shipment_number", "state", "currency_id", "rate", "subtotal", "tax", "total", "open_amount",
    "base_total", "base_open", "issued_on", "due_on", "buyer", "created_at", "paid_at",
)  # fmt: skip
INVOICE_LINE = (
    "invoice_id", "line_no", "source_kind", "source_id", "item_id", "description", "quantity", "unit_code",
    "unit_price", "discount_rate", "net", "tax_rate", "tax",
)  # fmt: skip
PAYMENT = (
    "id", "number", "customer_id", "currency_id", "rate", "amount", "unapplied", "method", "reference",
    "received_on", "state", "created_at",
)  # fmt: skip
ENTRY = (
    "id",
    "posted_on",
    "at",
    "kind",
    "source_kind",
    "source_id",
    "source_number",
    "order_number",
    "actor_label",
)
ENTRY_LINE = ("entry_id", "account_id", "amount", "currency_id", "currency_amount", "customer_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledLine:
    """What an invoice bills of one order line."""

    source_id: int
    item: KnownItem
    description: str
    quantity: Decimal
    unit_price: Decimal
    discount_rate: Decimal
    tax_rate: Decimal
    net: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """An invoice about to be written."""

    number: str
    customer: KnownCustomer
    order: DocumentRef
    shipment: DocumentRef
    currency: str
    rate: Decimal
    at: datetime
    due_on: date | None
    lines: Sequence[BilledLine]
    payments: Sequence[HistoricPayment]


@dataclass(frozen=True, slots=True)
class Billed:
    """What became of a bill: its totals and the payments received, with the open rest after each."""

    ref: DocumentRef
    total: Decimal
    paid: Decimal
    due_on: date
    payments: tuple[tuple[datetime, DocumentRef, Decimal, Decimal], ...]


class Books:
    """Rows of finance for one chunk of history."""

    def __init__(self, reference: Reference) -> None:
        """Start with empty books."""
        self.reference = reference
        self._invoice_keys, self._payment_keys = key_pool(Invoice), key_pool(Payment)
        self._entry_keys = key_pool(JournalEntry)
        self._payment_numbers = number_pool("payment")
        self._rows: dict[type[Any], list[tuple[Any, ...]]] = {}
        self._credit: dict[int, list[Decimal]] = {}
        self._start()

    def _start(self) -> None:
        kinds = (Invoice, InvoiceLine, Payment, Allocation, JournalEntry, JournalLine, CreditHold)
        self._rows = {kind: [] for kind in kinds}
        self._credit = {}

    def _use_credit(self, account_id: int, orders: Decimal, receivables: Decimal) -> None:
        delta = self._credit.setdefault(account_id, [ZERO, ZERO])
        delta[0] += orders
        delta[1] += receivables

    def hold(self, customer: KnownCustomer, order: DocumentRef, amount: Decimal) -> None:
        """Take credit for the part of an order that is not billed yet."""
        self._rows[CreditHold].append((customer.account_id, order.kind, order.id, order.number, amount))
        self._use_credit(customer.account_id, amount, ZERO)

    def post(
        self,
        kind: str,
        at: datetime,
        lines: Sequence[tuple[str, Decimal, str, Decimal, int | None]],
        *,
        source: DocumentRef,
        order_number: str = "",
        by: Clerk,
    ) -> None:
        """Post a balanced entry: lines of role, base amount, currency, amount in it, customer."""
        told = [line for line in lines if line[1] or line[3]]
        if not told:
            return
        key = self._entry_keys.next()
        self._rows[JournalEntry].append(
            (
                key,
                business_day(at),
                at,
                kind,
                source.kind,
                source.id or None,
                source.number,
                order_number,
                by.label,
            )
        )
        accounts, write = self.reference.accounts, self._rows[JournalLine].append
        for role, amount, currency, currency_amount, customer_id in told:
            write((key, accounts[role], amount, currency, currency_amount, customer_id))

    def post_stock(
        self,
        kind: str,
        at: datetime,
        value: Decimal,
        against: str,
        *,
        source: DocumentRef,
        order: str,
        by: Clerk,
    ) -> None:
        """Post a change of stock value against an account."""
        base = self.reference.currency
        lines = [("inventory", value, base, value, None), (against, -value, base, -value, None)]
        self.post(kind, at, lines, source=source, order_number=order, by=by)

    def bill(self, bill: Bill, *, by: Clerk) -> Billed:
        """Write an invoice with its posting and what was paid on it."""
        base = self.reference.currency
        net = sum((line.net for line in bill.lines), ZERO)
        tax = sum((line.tax for line in bill.lines), ZERO)
        total = net + tax
        ref = DocumentRef("invoice", self._invoice_keys.next(), bill.number)
        base_total = in_base(total, bill.rate, base)
        base_tax = in_base(tax, bill.rate, base)
        customer_id = bill.customer.pk
        self.post(
            "invoice",
            bill.at,
            [
                ("receivables", base_total, bill.currency, total, customer_id),
                ("sales", base_tax - base_total, bill.currency, -net, customer_id),
                ("tax", -base_tax, bill.currency, -tax, customer_id),
            ],
            source=ref,
            order_number=bill.order.number,
            by=by,
        )
        self._bill_lines(ref.id, bill.lines)
        payments, open_amount, base_open, paid_at = self._pay(bill, ref, total, base_total, by=by)
        state = "issued"
        if open_amount == 0:
            state = "paid"
        elif open_amount < total:
            state = "partially_paid"
        due_on = bill.due_on or business_day(bill.at) + timedelta(days=bill.customer.payment_days)
        buyer = bill.customer.buyer
        self._rows[Invoice].append(
            (ref.id, bill.number, customer_id, bill.order.kind, bill.order.id, bill.order.number,
             bill.shipment.id, bill.shipment.number, state, bill.currency, bill.rate, net, tax, total,
             open_amount, base_total, base_open, business_day(bill.at), due_on, buyer, bill.at,
             paid_at if state == "paid" else None)
        )  # fmt: skip
        if base_open:
            self._use_credit(bill.customer.account_id, ZERO, base_open)
        return Billed(ref, total, total - open_amount, due_on, tuple(payments))

    def _bill_lines(self, invoice_id: int, lines: Sequence[BilledLine]) -> None:
        write = self._rows[InvoiceLine].append
        for number, line in enumerate(lines, start=1):
            write(
                (invoice_id, number, "order_line", line.source_id, line.item.pk, line.description,
                 line.quantity, line.item.unit_code, line.unit_price, line.discount_rate, line.net,
                 line.tax_rate, line.tax)
            )  # fmt: skip

    def _pay(
        self, bill: Bill, ref: DocumentRef, total: Decimal, base_total: Decimal, *, by: Clerk
    ) -> tuple[list[tuple[datetime, DocumentRef, Decimal, Decimal]], Decimal, Decimal, datetime]:
        base, open_amount, base_open, paid_at = self.reference.currency, total, base_total, bill.at
        told = []
        for payment in bill.payments:
            amount = open_amount if payment.amount is None else payment.amount
            if not ZERO < amount <= open_amount:
                raise Invalid.field(
                    "amount", _("A payment of the past pays what its invoice still asks."), "too_much"
                )
            base_amount = base_open if amount == open_amount else in_base(amount, bill.rate, base)
            open_amount, base_open = open_amount - amount, base_open - base_amount
            paid_at = payment.received_at
            paid = DocumentRef("payment", self._payment_keys.next(), self._payment_numbers.next())
            self._rows[Payment].append(
                (paid.id, paid.number, bill.customer.pk, bill.currency, bill.rate, amount, ZERO,
                 payment.method, payment.reference, business_day(paid_at), "matched", paid_at)
            )  # fmt: skip
            self._rows[Allocation].append((paid.id, ref.id, amount, paid_at))
            self.post(
                "payment",
                paid_at,
                [
                    ("bank", base_amount, bill.currency, amount, None),
                    ("receivables", -base_amount, bill.currency, -amount, bill.customer.pk),
                ],
                source=paid,
                by=by,
            )
            told.append((paid_at, paid, amount, open_amount))
        return told, open_amount, base_open, paid_at

    def write(self) -> dict[str, int]:
        """Write the chunk's rows and the credit they use."""
        rows = self._rows
        written = {
            "invoices": copy_rows(Invoice, INVOICE, rows[Invoice]),
            "invoice lines": copy_rows(InvoiceLine, INVOICE_LINE, rows[InvoiceLine]),
            "payments": copy_rows(Payment, PAYMENT, rows[Payment]),
            "journal entries": copy_rows(JournalEntry, ENTRY, rows[JournalEntry]),
            "journal lines": copy_rows(JournalLine, ENTRY_LINE, rows[JournalLine]),
        }
        copy_rows(Allocation, ("payment_id", "invoice_id", "amount", "at"), rows[Allocation])
        columns = ("account_id", "document_kind", "document_id", "document_number", "amount")
        copy_rows(CreditHold, columns, rows[CreditHold])
        update_rows(
            CreditAccount,
            [
                {"id": pk, "open_orders": d[0], "open_receivables": d[1]}
                for pk, d in sorted(self._credit.items())
            ],
            add=["open_orders", "open_receivables"],
        )
        self._start()
        return written


def in_base(amount: Decimal, rate: Decimal, base: str) -> Decimal:
    """An amount in the base currency; at a rate of one it stays as it is."""
    return amount if rate == 1 else round_money(amount * rate, base)
