"""Goods kept back for an offer until its day: soft holds, for each line as much as is free.

A kit's components are held for as many complete kits as there are; a service has nothing to hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import DomainError, Shortage
from erp.core.events import emit
from erp.core.rows import insert_rows
from erp.masterdata.selectors.company import business_day
from inventory.models import Hold, Item
from inventory.services.holds import HoldInput, extend_hold, hold_stock, release_hold
from orders import locks
from orders.events import QuotationStockHeld
from orders.models import Order, Quotation, QuotationHold, QuotationLine
from orders.services.quotation_validity import ends_at
from production.selectors.kits import KitPart, kit_contents

ZERO, ONE = Decimal(0), Decimal(1)
AFTER_WON = timedelta(days=14)


def hold_for_quotation(*, quotation_id: int, actor: Actor, at: datetime) -> int:
    """Keep back what is free for every line of an approved offer that wants it; gives how many got some.

    One transaction a line, so that one product's shortage takes nothing from the others. Safe to repeat:
    a line that has its holds is left alone.
    """
    lines = QuotationLine.objects.filter(
        quotation_id=quotation_id,
        quotation__state=Quotation.State.APPROVED,
        quotation__holds_stock=True,
        holds__isnull=True,
    ).exclude(item__kind=Item.Kind.SERVICE)
    rows = list(lines.select_related("item").order_by("line_no"))
    kits = [line.item_id for line in rows if line.item.kind == Item.Kind.KIT]
    contents = kit_contents(kits, business_day(at)) if kits else {}
    return sum(
        _hold_what_is_free(line, contents.get(line.item_id) or _itself(line), actor=actor, at=at)
        for line in rows
        if line.item.kind == Item.Kind.STOCKED or line.item_id in contents
    )


def _itself(line: QuotationLine) -> list[KitPart]:
    """A stocked product as the only part of itself."""
    return [KitPart(line.item, ONE, ONE)]


def _hold_what_is_free(line: QuotationLine, parts: Sequence[KitPart], *, actor: Actor, at: datetime) -> bool:
    """Hold a line, or as much less as its scarcest part allows; every refusal leaves less to ask for."""
    is_kit, wanted = line.item.kind == Item.Kind.KIT, line.base_quantity
    for _attempt in range(len(parts) + 1):
        try:
            return hold_line(line=line, parts=parts, quantity=wanted, actor=actor, at=at)
        except Shortage as short:
            free = Decimal(short.facts.get("available") or 0)
            part = next(one for one in parts if one.item.sku == short.facts["product"])
            less = part.kits_from(free) if is_kit else free
            if not ZERO < less < wanted:
                return False
            wanted = less
        except DomainError:
            return False  # the page shows which lines have nothing; the offer itself stands
    return False  # somebody else was quicker every time


@command()
def hold_line(
    *, line: QuotationLine, parts: Sequence[KitPart], quantity: Decimal, actor: Actor, at: datetime
) -> bool:
    """Keep back what so much of one line takes of each part; false when the offer no longer wants it.

    Units: `quantity` in the base unit of the line's product.
    Locks:  the quotation, free balances of the parts, by item.
    Emits:  HoldMade per part; QuotationStockHeld.
    Raises: Shortage with what can be held of one of the parts.
    """
    row = locks.quotation_for_update(line.quotation_id)
    if row.state != Quotation.State.APPROVED or not row.holds_stock or ends_at(row) <= at:
        return False
    if not row.lines.filter(pk=line.pk, holds__isnull=True).exists():
        return False  # held already, or rewritten meanwhile
    holds = [
        hold_stock(
            hold=HoldInput(
                item=part.item,
                warehouse=row.warehouse,
                quantity=part.needed(quantity),
                expires_at=ends_at(row),
                customer=row.customer,
                reference=row.number,
            ),
            actor=actor,
            at=at,
        )
        for part in sorted(parts, key=lambda one: one.item.pk)
    ]
    insert_rows(QuotationHold(line=line, hold=hold, serves=quantity) for hold in holds)
    event = QuotationStockHeld(
        document=row.ref,
        line=line.line_no,
        product=line.item.sku,
        quantity=quantity,
        wanted=line.base_quantity,
        hold=", ".join(hold.number for hold in holds),
    )
    emit(event, actor=actor, at=at)
    return True


def open_holds(row: Quotation, at: datetime) -> list[Hold]:
    """The soft holds of a quotation that still keep goods back, by key."""
    rows = Hold.objects.filter(quotation_hold__line__quotation=row, state=Hold.State.OPEN, expires_at__gt=at)
    return list(rows.order_by("pk"))


def release_holds_of(row: Quotation, *, actor: Actor, at: datetime, forget: bool = False) -> None:
    """Give up what is held for a locked quotation; with `forget` its lines may be held for anew.

    Locks:  the holds, by key, with their demands, reservations and balances.
    Emits:  HoldReleased per hold.
    """
    held = Hold.objects.filter(quotation_hold__line__quotation=row, state=Hold.State.OPEN).order_by("pk")
    for pk in list(held.values_list("pk", flat=True)):
        release_hold(hold_id=pk, actor=actor, reason=row.number, at=at)
    if forget:
        QuotationHold.objects.filter(line__quotation=row).delete()


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


def holds_to_take(order: Order, at: datetime) -> list[int]:
    """The holds that an order takes over when it is confirmed: those given to it by hand, and of its offer's
    those that have not ended meanwhile; goods whose time is over are promised anew like any others."""
    ended = Hold.objects.filter(pk__in=order.hold_ids, quotation_hold__isnull=False).exclude(
        state=Hold.State.OPEN, expires_at__gt=at
    )
    gone = set(ended.values_list("pk", flat=True))
    return [pk for pk in order.hold_ids if pk not in gone]


def free_holds_of_order(order: Order, *, actor: Actor, at: datetime) -> None:
    """Give up what is still held for the offer that a locked order came from.

    Locks:  the holds, by key, with their demands, reservations and balances.
    Emits:  HoldReleased per hold.
    """
    held = Hold.objects.filter(quotation_hold__line__quotation__order=order, state=Hold.State.OPEN)
    for pk in list(held.order_by("pk").values_list("pk", flat=True)):
        release_hold(hold_id=pk, actor=actor, reason=order.number, at=at)
