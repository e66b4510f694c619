"""How offers end: won as an order, lost with a reason, or over because their day is."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.records import need_reason
from erp.core.rows import save_row
from erp.masterdata.selectors.company import business_day
from orders import locks
from orders.events import QuotationConverted, QuotationExpired, QuotationLost
from orders.models import Quotation
from orders.services.entry import create_order
from orders.services.orders import submit_order
from orders.services.quotation_holds import keep_for_order, release_holds_of
from orders.services.quotation_validity import refuse_expired
from orders.services.quotations import order_input_of

MOST_AT_ONCE = 1000
OPEN = (Quotation.State.SUBMITTED, Quotation.State.APPROVED)


@command("orders.convert_quotation", "Turn quotations into orders")
def convert_quotation(
    *,
    quotation_id: int,
    actor: Actor,
    customer_po: str = "",
    requested_on: date | None = None,
    submit: bool = True,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Quotation:
    """Turn an approved offer into its order: same lines, same prices; what is held becomes its stock.

    Once and no more: whoever comes second finds it won. The order is submitted unless told otherwise,
    and takes over the soft holds when it is confirmed.

    Locks:  the quotation, its holds.
    Emits:  OrderCreated; OrderSubmitted; QuotationConverted.
    Raises: IllegalTransition unless approved; Conflict `quotation_expired`, `quotation_currency`;
            Invalid when a product is no longer sold.
    """
    at = at or timezone.now()
    row = locks.quotation_for_update(quotation_id, expected_version)
    if row.state != Quotation.State.APPROVED:
        raise IllegalTransition(kind=row.ref.kind, action="convert", state=row.state, document=row.number)
    refuse_expired(row, at)
    more = {"customer_po": customer_po} if customer_po else {}
    order_input = order_input_of(
        row, requested_on=requested_on or row.requested_on, prices_are_allowed=True, **more
    )
    order = create_order(order=order_input, actor=actor, at=at)
    if order.currency_id != row.currency_id:
        raise Conflict("quotation_currency", document=row.number, currency=row.currency_id)
    order.salesperson_id = row.salesperson_id
    order.hold_ids = keep_for_order(row, actor=actor, at=at)
    save_row(order, ["salesperson", "hold_ids"])
    changes = move_on(row, "convert", at=at, order=order)
    save_row(row, ["state", "ended_at", "order", "version"])
    event = QuotationConverted(document=row.ref, about=order.ref, order=order.number)
    emit(event, actor=actor, at=at, changes=changes)
    if submit:
        submit_order(order_id=order.pk, actor=actor, at=at)
    return row


@command("orders.lose_quotation", "Close quotations as lost")
def lose_quotation(
    *,
    quotation_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Quotation:
    """Note that the customer does not take an offer, and why; what was held for it is free again.

    Locks:  the quotation, its holds with their stock.
    Emits:  QuotationLost; HoldReleased per hold.
    Raises: IllegalTransition; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    row = locks.quotation_for_update(quotation_id, expected_version)
    changes = move_on(row, "lose", at=at, reason=reason)
    save_row(row, ["state", "ended_at", "lost_reason", "version"])
    release_holds_of(row, actor=actor, at=at)
    emit(QuotationLost(document=row.ref, reason=reason), actor=actor, at=at, changes=changes)
    return row


@command("orders.expire_quotation", "Take quotations back before their day is over")
def expire_quotation(
    *, quotation_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Quotation:
    """End an offer now: its day is over, or the company takes it back before; what was held is free again.

    Locks:  the quotation, its holds with their stock.
    Emits:  QuotationExpired; HoldReleased per hold.
    Raises: IllegalTransition.
    """
    at = at or timezone.now()
    row = locks.quotation_for_update(quotation_id, expected_version)
    _expire(row, actor=actor, at=at)
    return row


def _expire(row: Quotation, *, actor: Actor, at: datetime) -> None:
    changes = move_on(row, "expire", at=at)
    save_row(row, ["state", "ended_at", "version"])
    release_holds_of(row, actor=actor, at=at)
    was_due = row.valid_until < business_day(at)
    emit(QuotationExpired(document=row.ref, was_due=was_due), actor=actor, at=at, changes=changes)


def expire_due_quotations(*, at: datetime | None = None) -> int:
    """End the offers whose day is over, one transaction each; gives how many ended now.

    Exactly once: whoever comes second finds it ended, and one that was revised meanwhile is left alone.
    """
    at = at or timezone.now()
    actor = system_actor("quotations")
    rows = Quotation.objects.filter(state__in=OPEN, valid_until__lt=business_day(at))
    keys = list(rows.order_by("valid_until", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(_expire_due(quotation_id=pk, actor=actor, at=at) for pk in keys)


@command()
def _expire_due(*, quotation_id: int, actor: Actor, at: datetime) -> bool:
    row = locks.quotation_for_update(quotation_id)
    if row.state not in OPEN or row.valid_until >= business_day(at):
        return False
    _expire(row, actor=actor, at=at)
    return True
