"""Money that goes to suppliers: their invoices are paid, in part or in full."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition, Invalid
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.money import round_money
from erp.masterdata.selectors.company import base_currency, business_day
from erp.masterdata.selectors.money import rate_on
from finance import locks
from finance.events import PayablePaid
from finance.models import Payable
from finance.services.journal import Side, post

ZERO = Decimal(0)


@command("finance.pay_payable", "Record payments to suppliers")
def pay_payable(
    *,
    payable_id: int,
    actor: Actor,
    amount: Decimal | None = None,
    paid_on: date | None = None,
    reference: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Payable:
    """Record that an invoice was paid, in part or (without an amount) in full.

    Another rate than the invoice's leaves an exchange gain or loss.

    Locks:  the payable.
    Emits:  PayablePaid.
    Raises: IllegalTransition unless it is owed; Invalid on `amount`, `paid_date`.
    """
    at = at or timezone.now()
    payable = locks.payable_for_update(payable_id, expected_version)
    part = payable.open_amount if amount is None else amount
    day = paid_on or business_day(at)
    if day > business_day(at):
        raise Invalid.field("paid_date", _("Lies in the future."), "in_future")
    base_part = settle_part(payable, part, reference=reference, actor=actor, at=at)
    bank = round_money(part * rate_on(payable.currency_id, day))
    base, currency = base_currency(), payable.currency_id
    post(
        "supplier_payment",
        [
            Side("payables", base_part, currency, part),
            Side("bank", -bank, currency, -part),
            Side("exchange", bank - base_part, base, ZERO if currency == base else bank - base_part),
        ],
        source=payable.ref,
        actor=actor,
        at=at,
    )
    return payable


def settle_part(payable: Payable, part: Decimal, *, reference: str, actor: Actor, at: datetime) -> Decimal:
    """Count a part of a locked invoice as paid, by money or credit; gives what it was worth when booked.

    Units: the invoice's currency in, the base currency out.

    Emits:  PayablePaid.
    Raises: IllegalTransition unless it is owed; Invalid on `amount`.
    """
    if payable.open_amount == 0:
        raise IllegalTransition(
            kind=payable.ref.kind, action="pay", state=payable.state, document=payable.number
        )
    check_part(part, payable.open_amount, payable.currency_id)
    is_all = part == payable.open_amount
    base_part = payable.base_open if is_all else round_money(part * payable.rate)
    changes = move_on(payable, "pay", at=at) if is_all else move_on(payable, "pay_in_part")
    payable.open_amount -= part
    payable.base_open -= base_part
    payable.save(update_fields=["state", "open_amount", "base_open", "paid_at", "version"])
    event = PayablePaid(
        document=payable.ref, amount=part, open_amount=payable.open_amount, reference=reference.strip()[:120]
    )
    emit(event, actor=actor, at=at, changes=changes if changes["state"][0] != changes["state"][1] else {})
    return base_part


def check_part(part: Decimal, most: Decimal, currency: str) -> None:
    """Refuse what is no part of an open amount of money.

    Raises: Invalid on `amount`.
    """
    if not 0 < part <= most:
        raise Invalid.field("amount", _("Must lie between zero and what is open."), "out_of_range")
    if part < most and part != round_money(part, currency):
        raise Invalid.field("amount", _("Must be a positive amount of money."), "out_of_range")
