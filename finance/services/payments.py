"""Payments: received, allocated to invoices in part or whole, taken back, refunded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid, NotFound
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.money import MONEY_MAX, round_money
from erp.core.new_rows import new_row
from erp.core.numbering import next_number
from erp.core.refs import DocumentRef
from erp.core.rows import insert_row, insert_rows, save_row
from erp.core.statements import fetch
from erp.masterdata.selectors.company import business_day
from finance import locks
from finance.events import (
    InvoicePaid,
    InvoicePaidInPart,
    PaymentAllocated,
    PaymentReceived,
    PaymentRefunded,
)
from finance.models import Allocation, Invoice, Payment
from finance.services.journal import Side, post

ZERO = Decimal(0)


@command("finance.record_payment")
def record_payment(
    *,
    customer_id: int,
    amount: Decimal,
    currency: str,
    actor: Actor,
    rate: Decimal = Decimal(1),
    reference: str = "",
    method: str = "",
    received_on: date | None = None,
    allocations: Sequence[tuple[int, Decimal]] = (),
    at: datetime | None = None,
) -> Payment:
    """Take in a customer's money and allocate it; what is left over stays as the customer's credit.

    `allocations` are (invoice id, amount). Units: amounts in `currency`; `rate` base units for one.

    Locks:  the billed documents and the credit account (upward), the invoices.
    Emits:  PaymentReceived; per invoice InvoicePaid or InvoicePaidInPart.
    Raises: Invalid on `amount`, `received_date`, `allocations[n]`; Conflict for an invoice that is not open.
    """
    at = at or timezone.now()
    _check(amount, currency, received_on, today=business_day(at))
    _lock_above([invoice_id for invoice_id, _part in allocations], customer_id)
    payment = new_row(
        Payment,
        number=next_number("payment"),
        customer_id=customer_id,
        currency_id=currency,
        rate=rate,
        amount=amount,
        unapplied=amount,
        reference=reference,
        method=method,
        received_on=received_on or business_day(at),
    )
    invoices = _invoices(payment, allocations)
    payment.unapplied -= sum((part for _pk, part in allocations), ZERO)
    if payment.unapplied < 0:
        raise Invalid.field("allocations", _("More is allocated than was paid."), "over_allocated")
    if payment.unapplied == 0:
        payment.match()
    insert_row(payment)
    base = round_money(amount * rate)
    post(
        "payment",
        [
            Side("bank", base, currency, amount),
            Side("receivables", -base, currency, -amount, customer_id),
        ],
        source=payment.ref,
        actor=actor,
        at=at,
    )
    _apply(payment, invoices, allocations, before=amount, actor=actor, at=at)
    event = PaymentReceived(
        document=payment.ref, amount=amount, currency=currency, unapplied=payment.unapplied
    )
    emit(event, actor=actor, at=at, changes={"state": ["", payment.state]})
    return payment


_BILLED = """
SELECT document_kind, document_id, document_number FROM finance_invoice
WHERE id = ANY(%s) AND document_id IS NOT NULL
"""


def _lock_above(invoice_ids: Sequence[int], customer_id: int) -> None:
    """Lock the documents that the invoices bill and the customer's credit, before any invoice."""
    refs = [DocumentRef("customer", customer_id)]
    refs += [DocumentRef(*row) for row in fetch(_BILLED, [list(invoice_ids)])]
    lock_upward(refs)


def _customer_of(payment_id: int) -> int:
    customer_id = Payment.objects.filter(pk=payment_id).values_list("customer_id", flat=True).first()
    if customer_id is None:
        raise NotFound(kind="payment", id=payment_id)
    return customer_id


def _check(amount: Decimal, currency: str, received_on: date | None, *, today: date) -> None:
    """Refuse what no payment can be, whatever it pays.

    Raises: Invalid on `amount`, `received_date`.
    """
    if amount <= 0 or amount > MONEY_MAX:
        raise Invalid.field("amount", _("Must be greater than zero and not too large."), "out_of_range")
    if amount != round_money(amount, currency):
        raise Invalid.field("amount", _("Has more decimals than the currency."), "too_many_decimals")
    if received_on is not None and received_on > today:
        raise Invalid.field("received_date", _("Lies in the future."), "in_future")


def _invoices(payment: Payment, allocations: Sequence[tuple[int, Decimal]]) -> dict[int, Invoice]:
    """Lock the invoices to pay and check each part against them."""
    invoices = locks.invoices_for_update(pk for pk, _part in allocations) if allocations else {}
    left = {pk: invoice.open_amount for pk, invoice in invoices.items()}
    for position, (pk, part) in enumerate(allocations):
        invoice = invoices[pk]
        path = f"allocations[{position}]"
        if invoice.customer_id != payment.customer_id:
            raise Invalid.field(f"{path}.invoice", _("Is another customer's invoice."), "other_customer")
        if invoice.currency_id != payment.currency_id:
            raise Invalid.field(f"{path}.invoice", _("Is in another currency."), "other_currency")
        if invoice.state not in {Invoice.State.ISSUED, Invoice.State.PARTIALLY_PAID}:
            raise Conflict("invoice_not_open", invoice=str(invoice), state=invoice.state)
        if part <= 0 or part != round_money(part, payment.currency_id):
            raise Invalid.field(f"{path}.amount", _("Must be a positive amount of money."), "out_of_range")
        if part > left[pk]:
            raise Invalid.field(
                f"{path}.amount",
                _("Is more than the invoice's open amount."),
                "more_than_open",
                open=left[pk],
            )
        left[pk] -= part
    return invoices


def _apply(
    payment: Payment,
    invoices: dict[int, Invoice],
    allocations: Sequence[tuple[int, Decimal]],
    *,
    before: Decimal,
    actor: Actor,
    at: datetime,
) -> None:
    """Allocate: invoices, credit account and the exchange difference follow.

    `before` is what was unapplied before; the payment's own `unapplied` is the new value.
    """
    if not allocations:
        return
    insert_rows(
        new_row(Allocation, payment=payment, invoice_id=pk, amount=part, at=at) for pk, part in allocations
    )
    account = locks.credit_for_update(payment.customer_id)
    base_paid = ZERO
    for pk, part in allocations:
        base_paid += _pay_invoice(invoices[pk], part, payment, actor=actor, at=at)
    account.open_receivables -= base_paid
    save_row(account, ["open_receivables"])
    rate = payment.rate
    base_applied = round_money(before * rate) - round_money(payment.unapplied * rate)
    difference = base_applied - base_paid
    currency = payment.currency_id
    post(
        "exchange_difference",
        [
            Side("receivables", difference, currency, ZERO, payment.customer_id),
            Side("exchange", -difference, currency, ZERO),
        ],
        source=payment.ref,
        actor=actor,
        at=at,
    )


def _pay_invoice(invoice: Invoice, part: Decimal, payment: Payment, *, actor: Actor, at: datetime) -> Decimal:
    """Lower an invoice's open amount by a part (raise it by a negative one); gives the base amount."""
    state = invoice.state
    invoice.open_amount -= part
    new_base = round_money(invoice.open_amount * invoice.rate) if invoice.open_amount else ZERO
    if invoice.open_amount == invoice.total:
        new_base = invoice.base_total
    base_paid, invoice.base_open = invoice.base_open - new_base, new_base
    if part > 0 and invoice.open_amount == 0:
        invoice.pay(at=at)
    elif part > 0:
        invoice.pay_in_part()
    elif invoice.open_amount == invoice.total:
        invoice.reopen()
    else:
        invoice.reopen_in_part()
    invoice.version += 1
    save_row(invoice, ["state", "open_amount", "base_open", "paid_at", "version"])
    changes = {"state": [state, invoice.state]} if state != invoice.state else {}
    if invoice.state == Invoice.State.PAID:
        paid = InvoicePaid(document=invoice.ref, about=invoice.document, amount=part, payment=payment.number)
        emit(paid, actor=actor, at=at, changes=changes)
    else:
        told = InvoicePaidInPart(
            document=invoice.ref,
            about=invoice.document,
            amount=part,
            open_amount=invoice.open_amount,
            payment=payment.number,
        )
        emit(told, actor=actor, at=at, changes=changes)
    return base_paid


@command("finance.allocate_payment")
def allocate_payment(
    *,
    payment_id: int,
    allocations: Sequence[tuple[int, Decimal]],
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Payment:
    """Match what is left of a payment with invoices.

    Locks:  the billed documents and the credit account (upward), the invoices, the payment.
    Emits:  PaymentAllocated; per invoice InvoicePaid or InvoicePaidInPart.
    Raises: NotFound; Invalid; Conflict.
    """
    at = at or timezone.now()
    _lock_above([pk for pk, _part in allocations], _customer_of(payment_id))
    payment = locks.payment_for_update(payment_id, expected_version)
    if payment.state != Payment.State.RECEIVED:
        raise IllegalTransition(action="allocate", state=payment.state, document=payment.number)
    invoices = _invoices(payment, allocations)
    applied = sum((part for _pk, part in allocations), ZERO)
    if not allocations or applied > payment.unapplied:
        raise Invalid.field(
            "allocations", _("More is allocated than is left."), "over_allocated", left=payment.unapplied
        )
    before = payment.unapplied
    payment.unapplied -= applied
    changes = {}
    if payment.unapplied == 0:
        payment.match()
        changes = {"state": ["received", "matched"]}
    payment.version += 1
    save_row(payment, ["unapplied", "state", "version"])
    _apply(payment, invoices, allocations, before=before, actor=actor, at=at)
    event = PaymentAllocated(document=payment.ref, amount=applied, unapplied=payment.unapplied)
    emit(event, actor=actor, at=at, changes=changes)
    return payment


@command("finance.allocate_payment")
def deallocate_payment(
    *,
    payment_id: int,
    invoice_id: int,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Payment:
    """Take a payment back from an invoice: the invoice is owed again, the money is the customer's credit.

    Locks:  the billed document and the credit account (upward), the invoice, the payment.
    Emits:  PaymentAllocated with a negative amount; InvoicePaidInPart with a negative amount.
    Raises: NotFound; Conflict when nothing of it is allocated there.
    """
    at = at or timezone.now()
    _lock_above([invoice_id], _customer_of(payment_id))
    invoices = locks.invoices_for_update([invoice_id])
    payment = locks.payment_for_update(payment_id, expected_version)
    part = sum(
        Allocation.objects.filter(payment=payment, invoice_id=invoice_id).values_list("amount", flat=True),
        ZERO,
    )
    if part <= 0:
        raise Conflict("not_allocated", invoice=str(invoices[invoice_id]))
    before = payment.unapplied
    payment.unapplied += part
    changes, state = {}, payment.state
    if state != Payment.State.RECEIVED:
        payment.unmatch()
        changes = {"state": [state, payment.state]}
    payment.version += 1
    save_row(payment, ["unapplied", "state", "version"])
    _apply(payment, invoices, [(invoice_id, -part)], before=before, actor=actor, at=at)
    event = PaymentAllocated(document=payment.ref, amount=-part, unapplied=payment.unapplied)
    emit(event, actor=actor, at=at, changes=changes)
    return payment


@command("finance.refund_payment")
def refund_payment(
    *,
    payment_id: int,
    actor: Actor,
    amount: Decimal | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Payment:
    """Give back what a payment did not pay for.

    Locks:  the payment.
    Emits:  PaymentRefunded.
    Raises: Invalid when more than what is left; IllegalTransition.
    """
    at = at or timezone.now()
    payment = locks.payment_for_update(payment_id, expected_version)
    part = payment.unapplied if amount is None else amount
    if part <= 0 or part > payment.unapplied:
        raise Invalid.field(
            "amount", _("Is more than what is left of the payment."), "more_than_left", left=payment.unapplied
        )
    if part < payment.unapplied and part != round_money(part, payment.currency_id):
        raise Invalid.field("amount", _("Has more decimals than the currency."), "too_many_decimals")
    base = round_money(payment.unapplied * payment.rate) - round_money(
        (payment.unapplied - part) * payment.rate
    )
    payment.unapplied -= part
    payment.refunded += part
    changes = {}
    if payment.unapplied == 0:
        before = payment.state
        payment.refund()
        changes = {"state": [before, payment.state]}
    payment.version += 1
    save_row(payment, ["unapplied", "refunded", "state", "version"])
    currency = payment.currency_id
    post(
        "refund",
        [
            Side("receivables", base, currency, part, payment.customer_id),
            Side("bank", -base, currency, -part),
        ],
        source=payment.ref,
        actor=actor,
        at=at,
    )
    emit(PaymentRefunded(document=payment.ref, amount=part), actor=actor, at=at, changes=changes)
    return payment


def keep_credit(*, payment: Payment, invoice: Invoice, part: Decimal, actor: Actor, at: datetime) -> None:
    """Keep a credit note's amount as the customer's credit and pay a part of a locked invoice with it.

    The caller has posted the note itself; `part` may be zero.
    Locks:  the credit account, which the caller has locked before the invoice.
    Emits:  InvoicePaid or InvoicePaidInPart.
    """
    payment.unapplied = payment.amount - part
    if payment.unapplied == 0:
        payment.match()
    insert_row(payment)
    allocations = [(invoice.pk, part)] if part > 0 else []
    _apply(payment, {invoice.pk: invoice}, allocations, before=payment.amount, actor=actor, at=at)
