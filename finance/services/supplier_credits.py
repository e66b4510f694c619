"""Suppliers' credit notes: entered against goods that went back, used for their invoices, paid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid, NotFound
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.money import MONEY_MAX, round_money
from erp.core.numbering import next_number
from erp.core.records import Problems, need_reason
from erp.core.rows import insert_rows
from erp.masterdata.models import Supplier
from erp.masterdata.selectors.company import base_currency, business_day
from erp.masterdata.selectors.money import rate_on
from finance import locks
from finance.events import SupplierCreditRecorded, SupplierCreditUsed, SupplierCreditVoided
from finance.models import SupplierCredit, SupplierCreditLine, SupplierCreditUse
from finance.selectors.supplier_credits import currency_of_return
from finance.services.billed_lines import MAX_LINES, MOST_NUMBER, check_tax
from finance.services.journal import Side, post
from finance.services.supplier_payments import check_part, settle_part
from inventory.models import SupplierReturn
from inventory.services.supplier_returns import returns_to_credit, settle_credited, take_back_credit

ZERO = Decimal(0)


@dataclass(frozen=True)
class CreditedGoods:
    """What a supplier credits of goods that went back.

    Units: quantity in the item's base unit, net in the currency that they were bought in.
    """

    supplier_return_id: int
    quantity: Decimal
    net: Decimal


@command("finance.record_payable")
def record_supplier_credit(
    *,
    supplier_id: int,
    supplier_number: str,
    credited_on: date,
    lines: Sequence[CreditedGoods],
    actor: Actor,
    tax: Decimal = ZERO,
    at: datetime | None = None,
) -> SupplierCredit:
    """Enter a supplier's credit note: what it credits of goods that went back is settled, and it owes us.

    What we were billed for the goods is cleared; what it credits more or less is a purchase difference.

    Locks:  the returns, the receipts' lines that keep their value.
    Emits:  SupplierCreditRecorded, SupplierReturnSettled.
    Raises: NotFound; Invalid naming the field; Conflict `supplier_number_used`, `supplier_return_settled`.
    """
    at = at or timezone.now()
    supplier = Supplier.objects.filter(pk=supplier_id).first()
    if supplier is None:
        raise NotFound(kind="supplier", id=supplier_id)
    number = supplier_number.strip()
    _check(number, credited_on, business_day(at), tax, lines)
    returns = returns_to_credit([line.supplier_return_id for line in lines])
    currency = _currency(supplier, returns, lines)
    rate = rate_on(currency, credited_on)
    subtotal = sum((round_money(line.net, currency) for line in lines), ZERO)
    if not 0 < subtotal + tax <= MONEY_MAX:
        raise Invalid.field("lines", _("The credit note must be about an amount of money."), "out_of_range")
    base_total = round_money(subtotal * rate) + round_money(tax * rate)
    credit = SupplierCredit(
        number=next_number("supplier_credit"),
        supplier=supplier,
        supplier_number=number,
        currency_id=currency,
        rate=rate,
        subtotal=subtotal,
        tax=tax,
        total=subtotal + tax,
        open_amount=subtotal + tax,
        base_total=base_total,
        base_open=base_total,
        credited_on=credited_on,
    )
    _keep(credit, returns, lines, actor=actor, at=at)
    event = SupplierCreditRecorded(
        document=credit.ref,
        supplier=supplier.code,
        supplier_number=number,
        total=credit.total,
        currency=currency,
    )
    emit(event, actor=actor, at=at, changes={"state": ["", credit.state]})
    return credit


def _check(number: str, credited_on: date, today: date, tax: Decimal, lines: Sequence[CreditedGoods]) -> None:
    problems = Problems()
    if not number:
        problems.add("supplier_number", _("Give the supplier's credit note number."))
    elif len(number) > MOST_NUMBER or "\x00" in number:
        problems.add("supplier_number", _("Has more than 60 characters."))
    if credited_on > today:
        problems.add("credit_date", _("Lies in the future."))
    check_tax(tax, problems)
    if not lines:
        problems.add("lines", _("Name at least one line."))
    if len(lines) > MAX_LINES:
        problems.add("lines", _("There may be at most %(count)s.") % {"count": MAX_LINES})
    if len({line.supplier_return_id for line in lines}) < len(lines):
        problems.add("lines", _("A line is there twice."))
    for position, line in enumerate(lines[:MAX_LINES]):
        if not 0 <= line.net <= MONEY_MAX:
            problems.add(f"lines[{position}].net", _("This can't be negative."))
    problems.refuse()


def _currency(supplier: Supplier, returns: dict[int, SupplierReturn], lines: Sequence[CreditedGoods]) -> str:
    """The one currency that all lines were bought in.

    Raises: Invalid on a line of another supplier, on `lines` of several currencies.
    """
    problems = Problems()
    for position, line in enumerate(lines):
        if returns[line.supplier_return_id].supplier_id != supplier.pk:
            problems.add(f"lines[{position}].supplier_return", _("This went back to another supplier."))
    problems.refuse()
    currencies = {currency_of_return(row) for row in returns.values()}
    if len(currencies) > 1:
        raise Invalid.field("lines", _("All lines must be in one currency."))
    return currencies.pop()


def _keep(
    credit: SupplierCredit,
    returns: dict[int, SupplierReturn],
    lines: Sequence[CreditedGoods],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Store the note, settle what it credits and post it."""
    try:
        with transaction.atomic():
            credit.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            "supplier_number_used",
            supplier=credit.supplier.code,
            number=credit.supplier_number,
            payable="…",
        ) from None
    rows = []
    for line_no, line in enumerate(lines, start=1):
        row = returns[line.supplier_return_id]
        try:
            done = settle_credited(row, line.quantity, actor=actor, at=at)
        except Invalid as refusal:
            problems = Problems()
            problems.merge(refusal.errors, f"lines[{line_no - 1}].")
            problems.refuse()
            raise
        rows.append(
            SupplierCreditLine(
                credit=credit,
                line_no=line_no,
                supplier_return=row,
                item=row.item,
                quantity=line.quantity,
                net=round_money(line.net, credit.currency_id),
                unbilled=done.unbilled,
                cleared=done.cleared,
            )
        )
    insert_rows(rows)
    _post(credit, sum((row.cleared for row in rows), ZERO), sign=1, actor=actor, at=at)


def _post(credit: SupplierCredit, cleared: Decimal, *, sign: int, actor: Actor, at: datetime) -> None:
    """Debit the supplier; credit what was sent back, tax, and what differs. `sign` −1 takes it back."""
    base, currency = base_currency(), credit.currency_id
    base_tax = round_money(credit.tax * credit.rate)
    differs = credit.base_total - base_tax - cleared
    own_differs = credit.subtotal - cleared if currency == base else differs
    post(
        "supplier_credit" if sign > 0 else "supplier_credit_void",
        [
            Side("payables", sign * credit.base_total, currency, sign * credit.total),
            Side("goods_received", -sign * cleared, base, -sign * cleared),
            Side("input_tax", -sign * base_tax, currency, -sign * credit.tax),
            Side("price_difference", -sign * differs, base, -sign * own_differs),
        ],
        source=credit.ref,
        actor=actor,
        at=at,
    )


@command("finance.record_payable")
def use_supplier_credit(
    *,
    credit_id: int,
    payable_id: int,
    actor: Actor,
    amount: Decimal | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> SupplierCredit:
    """Pay an invoice of the supplier with its credit note; without an amount as much as both leave open.

    Another rate than the invoice's leaves an exchange gain or loss.

    Locks:  the invoice, then the credit note.
    Emits:  PayablePaid, SupplierCreditUsed.
    Raises: NotFound; StaleVersion; IllegalTransition; Invalid on `payable`, `amount`.
    """
    at = at or timezone.now()
    payable = locks.payable_for_update(payable_id)
    credit = locks.supplier_credit_for_update(credit_id, expected_version)
    if payable.supplier_id != credit.supplier_id:
        raise Invalid.field("payable", _("Is another supplier's invoice."), "other_supplier")
    if payable.currency_id != credit.currency_id:
        raise Invalid.field("payable", _("Is in another currency."), "other_currency")
    part = min(payable.open_amount, credit.open_amount) if amount is None else amount
    owed = settle_part(payable, part, reference=credit.number, actor=actor, at=at)
    worth = _use(credit, part, at=at)
    base, currency = base_currency(), credit.currency_id
    if owed != worth:
        gained = owed - worth
        sides = [
            Side("payables", owed, currency, part),
            Side("payables", -worth, currency, -part),
            Side("exchange", -gained, base, ZERO if currency == base else -gained),
        ]
        post("exchange_difference", sides, source=credit.ref, actor=actor, at=at)
    _tell_used(credit, part, payable_id=payable.pk, told=payable.number, reference="", actor=actor, at=at)
    return credit


def _use(credit: SupplierCredit, part: Decimal, *, at: datetime) -> Decimal:
    """Take a part off a locked credit note; gives what it was worth when booked, in the base currency."""
    if credit.open_amount == 0:
        raise IllegalTransition(
            kind=credit.ref.kind, action="use", state=credit.state, document=credit.number
        )
    check_part(part, credit.open_amount, credit.currency_id)
    is_all = part == credit.open_amount
    worth = credit.base_open if is_all else round_money(part * credit.rate)
    credit.open_amount -= part
    credit.base_open -= worth
    if is_all:
        move_on(credit, "use_up", at=at)
    else:
        credit.version += 1
    credit.save(update_fields=["state", "open_amount", "base_open", "used_at", "version"])
    return worth


def _tell_used(
    credit: SupplierCredit,
    part: Decimal,
    *,
    payable_id: int | None,
    told: str,
    reference: str,
    actor: Actor,
    at: datetime,
) -> None:
    SupplierCreditUse.objects.create(
        credit=credit,
        payable_id=payable_id,
        amount=part,
        used_on=business_day(at),
        reference=reference.strip()[:120],
        actor_label=actor.label[:150],
    )
    event = SupplierCreditUsed(
        document=credit.ref,
        amount=part,
        open_amount=credit.open_amount,
        payable=told,
        reference=reference.strip()[:120],
    )
    changes = {"state": ["open", credit.state]} if credit.state == SupplierCredit.State.USED else {}
    emit(event, actor=actor, at=at, changes=changes)


@command("finance.pay_payable")
def refund_supplier_credit(
    *,
    credit_id: int,
    actor: Actor,
    amount: Decimal | None = None,
    received_on: date | None = None,
    reference: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> SupplierCredit:
    """Record that the supplier paid its credit note out, in part or (without an amount) in full.

    Another rate than the note's leaves an exchange gain or loss.

    Locks:  the credit note.
    Emits:  SupplierCreditUsed.
    Raises: NotFound; StaleVersion; IllegalTransition; Invalid on `amount`, `received_date`.
    """
    at = at or timezone.now()
    credit = locks.supplier_credit_for_update(credit_id, expected_version)
    part = credit.open_amount if amount is None else amount
    day = received_on or business_day(at)
    if day > business_day(at):
        raise Invalid.field("received_date", _("Lies in the future."), "in_future")
    worth = _use(credit, part, at=at)
    base, currency = base_currency(), credit.currency_id
    bank = round_money(part * rate_on(currency, day))
    sides = [
        Side("bank", bank, currency, part),
        Side("payables", -worth, currency, -part),
        Side("exchange", worth - bank, base, ZERO if currency == base else worth - bank),
    ]
    post("supplier_refund", sides, source=credit.ref, actor=actor, at=at)
    _tell_used(credit, part, payable_id=None, told="", reference=reference, actor=actor, at=at)
    return credit


@command("finance.record_payable")
def void_supplier_credit(
    *,
    credit_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> SupplierCredit:
    """Take back a credit note of which nothing is used: what it credited is owed anew.

    Locks:  the credit note, the returns, the receipts' lines that keep their value.
    Emits:  SupplierCreditVoided, SupplierReturnSettled.
    Raises: NotFound; StaleVersion; IllegalTransition; Conflict `supplier_credit_used`; Invalid on `reason`.
    """
    at = at or timezone.now()
    need_reason(reason)
    credit = locks.supplier_credit_for_update(credit_id, expected_version)
    if credit.open_amount not in {ZERO, credit.total}:
        raise Conflict("supplier_credit_used", document=credit.number)
    changes = move_on(credit, "void")
    credit.reason = reason.strip()
    credit.open_amount = credit.base_open = ZERO
    credit.save(update_fields=["state", "reason", "open_amount", "base_open", "version"])
    lines = list(credit.lines.all())
    returns = returns_to_credit([line.supplier_return_id for line in lines])
    back = ZERO
    for line in lines:
        row = returns[line.supplier_return_id]
        back += take_back_credit(row, line.quantity, line.unbilled, actor=actor, at=at)
    _post(credit, back, sign=-1, actor=actor, at=at)
    emit(SupplierCreditVoided(document=credit.ref, reason=credit.reason), actor=actor, at=at, changes=changes)
    return credit
