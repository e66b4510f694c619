"""Prices below a floor: found on every line, allowed by somebody who may, never let through silently."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition
from erp.core.events import emit
from erp.core.rows import save_row
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day
from inventory.models import Item
from orders import locks
from orders.calc.floors import price_flag
from orders.events import OrderPriceApproved
from orders.models import Order, OrderLine, PriceException, Quotation
from orders.selectors.prices import margin_floor_of, quote_prices

APPROVE = "orders.approve_price_exception"


class PricedLine(Protocol):
    """A line that has just been priced."""

    line_no: int
    item: Item
    net: Decimal
    base_quantity: Decimal
    unit_cost: Decimal
    floor_price: Decimal | None
    price_flag: str


def flag_lines(lines: Sequence[PricedLine], *, rate: Decimal, currency: str) -> list[int]:
    """Mark every line whose price lies below a floor, in memory; gives their line numbers."""
    for line in lines:
        margin_floor = margin_floor_of(line.item)
        if line.floor_price is None and margin_floor is None:
            line.price_flag = ""
            continue
        line.price_flag = price_flag(
            net=line.net,
            base_quantity=line.base_quantity,
            floor_price=line.floor_price,
            margin_floor_percent=margin_floor,
            cost=line.base_quantity * line.unit_cost,
            rate=rate,
            currency=currency,
        )
    return [line.line_no for line in lines if line.price_flag]


def judge_order(order: Order, lines: Sequence[OrderLine], *, is_allowed: bool = False) -> None:
    """Mark an order's freshly priced lines, and the order when one needs approval; in memory."""
    below = flag_lines(lines, rate=order.rate, currency=order.currency_id)
    order.price_exception = ""
    if below:
        order.price_exception = PriceException.APPROVED if is_allowed else PriceException.OPEN


def may_allow(actor: Actor) -> bool:
    """Whether somebody's own word allows a price below its floor: a person with the right, no machine."""
    return not actor.is_system and actor.has(APPROVE)


def allow_if_may(order: Order, *, actor: Actor, at: datetime) -> bool:
    """Allow a locked order's open exception by the word of the person who acts; true when that was done.

    Emits: OrderPriceApproved.
    """
    if order.price_exception != PriceException.OPEN or not may_allow(actor):
        return False
    _allow(order, actor=actor, at=at)
    return True


def refuse_below_floor(order: Order) -> None:
    """Refuse to go on with an order whose prices below a floor nobody has allowed.

    Raises: Conflict `price_below_floor` with the lines.
    """
    if order.price_exception == PriceException.OPEN:
        raise Conflict("price_below_floor", document=order.number, lines=flagged_lines(order))


def flagged_lines(document: Order | Quotation) -> list[int]:
    """The numbers of a document's lines that lie below a floor."""
    lines: Any = document.lines.exclude(price_flag="").order_by("line_no")
    return list(lines.values_list("line_no", flat=True)[:100])


def judge_amended(
    order: Order,
    lines: Sequence[OrderLine],
    touched: Collection[int],
    new: Sequence[OrderLine],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Judge the lines that an amendment changed or added; the others keep what was found when they came.

    `touched` are the lines whose quantity, price or discount changed. A draft only notes it. Once it is
    submitted the change needs somebody who may allow it.

    Emits:  OrderPriceApproved.
    Raises: Conflict `price_below_floor`.
    """
    old = [line for line in lines if line.pk in touched]
    if not old and not new:
        return
    _price_anew(order, old, at)
    judged = [*old, *new]
    before = {line.pk: line.price_flag for line in judged}
    below = flag_lines(judged, rate=order.rate, currency=order.currency_id)
    moved = [line for line in judged if before[line.pk] != line.price_flag]
    update_rows(
        OrderLine, [{"id": line.pk, "price_flag": line.price_flag} for line in moved], put=["price_flag"]
    )
    if not any(line.price_flag for line in lines):
        order.price_exception = ""
    elif below and order.state == Order.State.DRAFT:
        order.price_exception = PriceException.OPEN
    elif below:
        if not may_allow(actor):
            raise Conflict("price_below_floor", document=order.number, lines=below[:100])
        order.price_exception = PriceException.APPROVED
        emit(OrderPriceApproved(document=order.ref, lines=below[:100]), actor=actor, at=at)


def _price_anew(order: Order, lines: Sequence[OrderLine], at: datetime) -> None:
    """Look up the floors of lines that stand already, for their new quantities."""
    terms = getattr(order.customer, "terms", None)
    if not lines or terms is None or terms.price_list_id is None:
        return
    wants = [(line.item, line.base_quantity) for line in lines]
    for line, price in zip(lines, quote_prices(terms=terms, wants=wants, on=business_day(at)), strict=True):
        line.floor_price = price.floor_price


def _allow(order: Order, *, actor: Actor, at: datetime) -> None:
    order.price_exception = PriceException.APPROVED
    emit(OrderPriceApproved(document=order.ref, lines=flagged_lines(order)), actor=actor, at=at)


@command(APPROVE, "Approve prices below their floor")
def approve_price_exception(
    *, order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Order:
    """Allow the prices of an order that lie below a floor.

    Locks:  the order.
    Emits:  OrderPriceApproved.
    Raises: IllegalTransition once it is confirmed or over; Conflict `no_price_exception`.
    """
    at = at or timezone.now()
    order = locks.order_for_update(order_id, expected_version)
    if order.state not in {Order.State.DRAFT, Order.State.SUBMITTED}:
        raise IllegalTransition(
            kind=order.ref.kind, action="approve_price_exception", state=order.state, document=order.number
        )
    if order.price_exception != PriceException.OPEN:
        raise Conflict("no_price_exception", document=order.number)
    _allow(order, actor=actor, at=at)
    order.version += 1
    save_row(order, ["price_exception", "version"])
    return order
