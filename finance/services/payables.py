"""Suppliers' invoices: matched three ways, posted against what arrived, approved, paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.money import MONEY_MAX, round_money
from erp.core.numbering import next_number
from erp.core.records import need_reason
from erp.core.rows import insert_rows
from erp.core.sets import update_rows
from erp.masterdata.models import Supplier
from erp.masterdata.selectors.company import base_currency, business_day
from erp.masterdata.selectors.money import rate_on
from erp.notifications.services.alerts import NewAlert, raise_alert, settle_alerts
from finance import locks
from finance.calc.matching import MATCHED, Arrived, match_line
from finance.events import PayableApproved, PayableRecorded, PayableVoided
from finance.models import Payable, PayableLine, PayableSettings
from finance.selectors.payables import payable_settings
from finance.services.billed_lines import BilledLine, check_payable
from finance.services.journal import Side, post
from inventory.models import ReceiptLine
from inventory.services.billing import bill_receipt_lines, lock_billable_lines

__all__ = ["BilledLine", "approve_payable", "record_payable", "void_payable"]

ZERO = Decimal(0)
DIFFERS_ALERT = "payable_differs"


@command("finance.record_payable", "Enter suppliers' invoices")
def record_payable(
    *,
    supplier_id: int,
    supplier_number: str,
    invoiced_on: date,
    lines: Sequence[BilledLine],
    actor: Actor,
    due_on: date | None = None,
    tax: Decimal = ZERO,
    at: datetime | None = None,
) -> Payable:
    """Enter a supplier's invoice and match it with order and receipts; what agrees is posted and owed.

    What differs by more than the tolerances waits for somebody to approve it, and the buyers are told.

    Locks:  the receipts' lines billed.
    Emits:  PayableRecorded.
    Raises: NotFound; Invalid naming the field; Conflict `supplier_number_used`.
    """
    at = at or timezone.now()
    supplier = Supplier.objects.filter(pk=supplier_id).first()
    if supplier is None:
        raise NotFound(kind="supplier", id=supplier_id)
    number = supplier_number.strip()
    check_payable(
        supplier=supplier,
        number=number,
        invoiced_on=invoiced_on,
        due_on=due_on,
        today=business_day(at),
        lines=lines,
        tax=tax,
    )
    currency = lines[0].order_line.purchase_order.currency_id
    settings = payable_settings()
    arrived = lock_billable_lines([line.order_line.pk for line in lines])
    payable = Payable(
        number=next_number("payable"),
        supplier=supplier,
        supplier_number=number,
        currency_id=currency,
        rate=rate_on(currency, invoiced_on),
        tax=tax,
        invoiced_on=invoiced_on,
        due_on=due_on or invoiced_on + timedelta(days=settings.payment_days),
    )
    rows = _matched(payable, lines, arrived, settings)
    _total(payable, rows)
    agrees = all(row.outcome == MATCHED for row in rows)
    changes = move_on(payable, "match" if agrees else "differ")
    payable.version = 1
    _insert(payable, rows)
    if agrees:
        _owe(payable, rows, arrived, actor=actor, at=at)
    else:
        _tell_differs(payable, rows, actor=actor, at=at)
    event = PayableRecorded(
        document=payable.ref,
        supplier=supplier.code,
        supplier_number=number,
        total=payable.total,
        currency=currency,
        outcome=payable.state,
    )
    emit(event, actor=actor, at=at, changes=changes)
    return payable


def _total(payable: Payable, rows: Sequence[PayableLine]) -> None:
    """What its lines and tax come to.

    Raises: Invalid on `lines` when that is too large.
    """
    payable.subtotal = sum((row.net for row in rows), ZERO)
    payable.total = payable.subtotal + payable.tax
    if payable.total > MONEY_MAX:
        raise Invalid.field("lines", _("The invoice's total is too large."), "too_large")
    payable.base_total = round_money(payable.subtotal * payable.rate) + round_money(
        payable.tax * payable.rate
    )


def _matched(
    payable: Payable,
    lines: Sequence[BilledLine],
    arrived: dict[int, list[ReceiptLine]],
    settings: PayableSettings,
) -> list[PayableLine]:
    rows: list[PayableLine] = []
    for line in lines:
        there = arrived.get(line.order_line.pk, [])
        by_id = {row.pk: row for row in there}
        parts = match_line(
            quantity=line.order_line.in_base(line.quantity),
            price=line.unit_price,
            order_price=line.order_line.unit_price,
            arrived=[Arrived(row.pk, row.billable) for row in there],
            price_tolerance=settings.price_tolerance_percent,
            quantity_tolerance=settings.quantity_tolerance_percent,
        )
        for part in parts:
            rows.append(
                PayableLine(
                    payable=payable,
                    line_no=len(rows) + 1,
                    order_line=line.order_line,
                    receipt_line=by_id.get(part.receipt_line_id or 0),
                    item_id=line.order_line.item_id,
                    quantity=part.quantity,
                    unit_price=line.order_line.per_base(line.unit_price),
                    order_price=line.order_line.per_base(line.order_line.unit_price),
                    net=round_money(
                        line.order_line.in_unit(part.quantity) * line.unit_price, payable.currency_id
                    ),
                    outcome=part.outcome,
                )
            )
    return rows


def _insert(payable: Payable, rows: Sequence[PayableLine]) -> None:
    try:
        with transaction.atomic():
            payable.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            "supplier_number_used",
            supplier=payable.supplier.code,
            number=payable.supplier_number,
            payable="…",
        ) from None
    for row in rows:
        row.payable_id = payable.pk
    insert_rows(rows)


def _owe(
    payable: Payable,
    rows: Sequence[PayableLine],
    arrived: dict[int, list[ReceiptLine]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Take the invoice into the books: what arrived is no longer unbilled, the supplier is owed.

    The caller holds the receipts' lines.
    """
    known = {row.pk: row for found in arrived.values() for row in found}
    for row in rows:
        if row.receipt_line_id is not None:
            line = known[row.receipt_line_id]
            if line.billable < row.quantity:
                raise Conflict("billed_meanwhile", receipt=line.receipt.number, left=line.billable)
            row.cleared = bill_receipt_lines(line, row.quantity)
    update_rows(
        PayableLine, [{"id": row.pk, "cleared": row.cleared} for row in rows if row.cleared], put=["cleared"]
    )
    payable.open_amount, payable.base_open = payable.total, payable.base_total
    payable.posted_on = business_day(at)
    payable.save(update_fields=["open_amount", "base_open", "posted_on"])
    _post(payable, sum((row.cleared for row in rows), ZERO), sign=1, actor=actor, at=at)


def _post(payable: Payable, cleared: Decimal, *, sign: int, actor: Actor, at: datetime) -> None:
    """Debit what arrived unbilled, tax, and what differs; credit the supplier. `sign` −1 takes it back."""
    base, currency = base_currency(), payable.currency_id
    base_tax = round_money(payable.tax * payable.rate)
    differs = payable.base_total - base_tax - cleared
    own_differs = payable.subtotal - cleared if currency == base else differs
    post(
        "payable" if sign > 0 else "payable_void",
        [
            Side("goods_received", sign * cleared, base, sign * cleared),
            Side("input_tax", sign * base_tax, currency, sign * payable.tax),
            Side("price_difference", sign * differs, base, sign * own_differs),
            Side("payables", -sign * payable.base_total, currency, -sign * payable.total),
        ],
        source=payable.ref,
        actor=actor,
        at=at,
    )


def _tell_differs(payable: Payable, rows: Sequence[PayableLine], *, actor: Actor, at: datetime) -> None:
    kinds = sorted({row.outcome for row in rows if row.outcome != MATCHED})
    alert = NewAlert(
        code=DIFFERS_ALERT,
        subject=payable.ref,
        role="buyer",
        facts={"supplier": payable.supplier.name, "invoice": payable.supplier_number, "kinds": kinds},
    )
    raise_alert(alert=alert, actor=actor, at=at)


@command("finance.match_payable", "Approve differences of suppliers' invoices")
def approve_payable(
    *,
    payable_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Payable:
    """Accept that an invoice differs: it is posted and owed, the difference goes to its own account.

    Locks:  the payable, the receipts' lines billed.
    Emits:  PayableApproved.
    Raises: IllegalTransition; Invalid without a reason; Conflict `billed_meanwhile`.
    """
    at = at or timezone.now()
    need_reason(reason)
    payable = locks.payable_for_update(payable_id, expected_version)
    changes = move_on(payable, "approve")
    rows = list(payable.lines.all())
    arrived = lock_billable_lines([row.order_line_id for row in rows])
    payable.approved_by, payable.reason = actor.label[:150], reason.strip()
    payable.save(update_fields=["state", "approved_by", "reason", "version"])
    _owe(payable, rows, arrived, actor=actor, at=at)
    settle_alerts(code=DIFFERS_ALERT, subjects=[payable.ref], actor=actor, at=at)
    emit(PayableApproved(document=payable.ref, reason=reason.strip()), actor=actor, at=at, changes=changes)
    return payable


@command("finance.record_payable")
def void_payable(
    *,
    payable_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Payable:
    """Take back an unpaid invoice: a mistake, or it went back to the supplier; it can be billed anew.

    Locks:  the payable, the receipts' lines billed.
    Emits:  PayableVoided.
    Raises: IllegalTransition when something was paid; Invalid without a reason; Conflict
            `credited_meanwhile` when a credit note takes back goods that it bills.
    """
    at = at or timezone.now()
    need_reason(reason)
    payable = locks.payable_for_update(payable_id, expected_version)
    was_owed = payable.state != Payable.State.DIFFERS
    changes = move_on(payable, "void")
    payable.reason = reason.strip()
    payable.open_amount = payable.base_open = ZERO
    payable.save(update_fields=["state", "reason", "open_amount", "base_open", "version"])
    if was_owed:
        rows = list(payable.lines.all())
        known = {
            row.pk: row
            for found in lock_billable_lines([row.order_line_id for row in rows]).values()
            for row in found
        }
        cleared = ZERO
        for row in rows:
            if row.receipt_line_id is not None:
                line = known[row.receipt_line_id]
                if line.invoiced < row.quantity:
                    raise Conflict("credited_meanwhile", receipt=line.receipt.number)
                cleared -= bill_receipt_lines(line, -row.quantity)
        _post(payable, cleared, sign=-1, actor=actor, at=at)
    settle_alerts(code=DIFFERS_ALERT, subjects=[payable.ref], actor=actor, at=at)
    emit(PayableVoided(document=payable.ref, reason=reason.strip()), actor=actor, at=at, changes=changes)
    return payable
