"""Goods kept back for an offer until its day: soft holds, one per line, as much as is free."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import DomainError, Shortage
from erp.core.events import emit
from erp.masterdata.selectors.company import company
from inventory.models import Hold, Item
from inventory.services.holds import HoldInput, extend_hold, hold_stock, release_hold
from orders import locks
from orders.events import QuotationStockHeld
from orders.models import Order, Quotation, QuotationLine

ZERO = Decimal(0)
AFTER_WON = timedelta(days=14)


def ends_at(row: Quotation) -> datetime:
    """The moment a quotation's day is over, in the company's time zone."""
    zone = ZoneInfo(company().time_zone)
    return datetime.combine(row.valid_until + timedelta(days=1), time(), zone)


def hold_for_quotation(*, quotation_id: int, actor: Actor, at: datetime) -> int:
    """Keep back what is free for every line of an approved offer that wants it; gives how many got some.

    One transaction a line, so that one product's shortage takes nothing from the others. Safe to repeat:
    a line that has its hold is left alone. Kits and services have no stock of their own to hold.
    """
    lines = QuotationLine.objects.filter(
        quotation_id=quotation_id,
        quotation__state=Quotation.State.APPROVED,
        quotation__holds_stock=True,
        hold__isnull=True,
        item__kind=Item.Kind.STOCKED,
    )
    found = 0
    for pk, wanted in lines.order_by("line_no").values_list("pk", "base_quantity"):
        try:
            found += hold_line(quotation_id=quotation_id, line_id=pk, quantity=wanted, actor=actor, at=at)
        except Shortage as short:
            free = Decimal(short.facts.get("available") or 0)
            if free > ZERO:
                found += _hold_rest(quotation_id, pk, free, actor, at)
        except DomainError:
            continue  # the page shows which lines have nothing; the offer itself stands
    return found


def _hold_rest(quotation_id: int, line_id: int, free: Decimal, actor: Actor, at: datetime) -> bool:
    try:
        return hold_line(quotation_id=quotation_id, line_id=line_id, quantity=free, actor=actor, at=at)
    except DomainError:
        return False  # somebody else was quicker


@command()
def hold_line(*, quotation_id: int, line_id: int, quantity: Decimal, actor: Actor, at: datetime) -> bool:
    """Keep goods back for one line; false when the offer no longer wants it.

    Locks:  the quotation, free balances of the item.
    Emits:  HoldMade; QuotationStockHeld.
    Raises: Shortage with what can be held.
    """
    row = locks.quotation_for_update(quotation_id)
    line = row.lines.select_related("item").filter(pk=line_id, hold__isnull=True).first()
    if row.state != Quotation.State.APPROVED or not row.holds_stock or line is None or ends_at(row) <= at:
        return False
    hold = hold_stock(
        hold=HoldInput(
            item=line.item,
            warehouse=row.warehouse,
            quantity=quantity,
            expires_at=ends_at(row),
            customer=row.customer,
            reference=row.number,
        ),
        actor=actor,
        at=at,
    )
    QuotationLine.objects.filter(pk=line.pk).update(hold=hold)
    event = QuotationStockHeld(
        document=row.ref,
        line=line.line_no,
        product=line.item.sku,
        quantity=quantity,
        wanted=line.base_quantity,
        hold=hold.number,
    )
    emit(event, actor=actor, at=at)
    return True


def open_holds(row: Quotation, at: datetime) -> list[Hold]:
    """The soft holds of a quotation that still keep goods back, by key."""
    rows = Hold.objects.filter(quotation_line__quotation=row, state=Hold.State.OPEN, expires_at__gt=at)
    return list(rows.order_by("pk"))


def release_holds_of(row: Quotation, *, actor: Actor, at: datetime, forget: bool = False) -> None:
    """Give up what is held for a locked quotation; with `forget` its lines may be held for anew.

    Locks:  the holds, by key, with their demands, reservations and balances.
    Emits:  HoldReleased per hold.
    """
    held = Hold.objects.filter(quotation_line__quotation=row, state=Hold.State.OPEN).order_by("pk")
    for pk in list(held.values_list("pk", flat=True)):
        release_hold(hold_id=pk, actor=actor, reason=row.number, at=at)
    if forget:
        QuotationLine.objects.filter(quotation=row, hold__isnull=False).update(hold=None)


def keep_for_order(row: Quotation, *, actor: Actor, at: datetime) -> list[int]:
    """The holds that the order of a won quotation takes over; they last until it had time to be confirmed.

    Locks:  the holds, by key.
    Emits:  HoldExtended where the quotation's day is near.
    """
    kept = []
    for hold in open_holds(row, at):
        if hold.expires_at < at + AFTER_WON:
            extend_hold(hold_id=hold.pk, expires_at=at + AFTER_WON, actor=actor, at=at)
        kept.append(hold.pk)
    return kept


def free_holds_of_order(order: Order, *, actor: Actor, at: datetime) -> None:
    """Give up what is still held for the offer that a locked order came from.

    Locks:  the holds, by key, with their demands, reservations and balances.
    Emits:  HoldReleased per hold.
    """
    held = Hold.objects.filter(quotation_line__quotation__order=order, state=Hold.State.OPEN)
    for pk in list(held.order_by("pk").values_list("pk", flat=True)):
        release_hold(hold_id=pk, actor=actor, reason=order.number, at=at)
