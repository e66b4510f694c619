"""The life of an order: submit, confirm, reject, hold, release, cancel, allocate, close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid, OnHold
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.machines import move_on
from erp.core.money import round_money
from erp.core.prepared import prepared
from erp.core.records import need_reason
from erp.core.refs import DocumentRef
from erp.core.rows import save_row
from erp.masterdata.selectors.company import business_day
from finance.services.credit import hold_credit
from inventory.calc.atp import Quote
from inventory.models import Demand
from inventory.services.demands import cancel_demands, hold_demands
from inventory.services.holds import take_over_holds
from inventory.services.moving import move_when_confirmed
from inventory.services.pegs import peg_demands
from inventory.services.reservations import open_demands, reserve_demands
from inventory.services.shipments import cancel_open_shipments
from orders import locks
from orders.calc.amounts import share
from orders.calc.states import FulfillmentFacts, fulfillment_state
from orders.events import (
    OrderAllocated,
    OrderCancelled,
    OrderClosed,
    OrderConfirmed,
    OrderHeld,
    OrderRejected,
    OrderReleased,
    OrderSubmitted,
    RushConfirmed,
)
from orders.models import Order, OrderLine
from orders.services.kits import (
    Components,
    components_of,
    line_demands,
    save_component_demands,
)
from orders.services.making import make_for_order
from orders.services.order_lines import set_totals
from orders.services.price_floors import allow_if_may, refuse_below_floor
from orders.services.progress import follow_goods, follow_money, is_all_billed, move_fulfillment
from orders.services.promising import (
    counting_on_others,
    days_of_delivery,
    facts_of,
    order_promise,
    promise_lines,
    save_promises,
    sources_of,
    specs_of,
)
from orders.services.quotation_holds import holds_to_take
from orders.services.rush import accept_rush

ZERO = Decimal(0)


_LINES_AND_ITEMS = prepared(
    lambda pk: OrderLine.objects.select_related("item").filter(order_id=pk).order_by("line_no")
)


def lines_of(order: Order) -> list[OrderLine]:
    """The order's lines with their items and demands, in order."""
    return list(order.lines.select_related("item", "unit", "demand"))


@command("orders.submit_order")
def submit_order(
    *, order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Order:
    """Ask for an order to be taken; the order process goes on from here after the commit.

    Locks:  the order.
    Emits:  OrderSubmitted.
    Raises: IllegalTransition; Invalid when it has no lines; NotPermitted when it is a rush that makes
            others slip and the actor may not accept that.
    """
    at = at or timezone.now()
    order = locks.order_for_update(order_id, expected_version)
    changes = move_on(order, "submit", at=at)
    if order.total == 0 and not order.lines.exists():
        raise Invalid.field("lines", _("An order needs at least one line."), "empty")
    columns = ["state", "submitted_at", "version"]
    if order.priority == Order.Priority.RUSH:
        accept_rush(order, lines_of(order), actor=actor, at=at)
        columns.append("rush_accepted_at")
    if allow_if_may(order, actor=actor, at=at):
        columns.append("price_exception")
    save_row(order, columns)
    emit(OrderSubmitted(document=order.ref, total=order.total), actor=actor, at=at, changes=changes)
    return order


@command("orders.confirm_order")
def confirm_order(
    *,
    order_id: int,
    actor: Actor,
    may_exceed_credit: bool = False,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Order:
    """Turn a submitted order into a commitment: take its credit, promise dates, reserve what is on hand.

    Locks:  the order, the credit account, holds it takes over, free balances by key.
    Emits:  OrderConfirmed; OrderAllocated when stock was reserved.
    Raises: IllegalTransition, also when a hold it takes over has ended; CreditExceeded; Conflict
            `price_below_floor` while nobody who may has allowed its prices.
    """
    at = at or timezone.now()
    order = locks.order_for_update(order_id, expected_version)
    changes = move_on(order, "confirm", at=at)
    if allow_if_may(order, actor=actor, at=at):
        save_row(order, ["price_exception"])
    refuse_below_floor(order)
    lines = _LINES_AND_ITEMS(order.pk)
    components = components_of(lines)
    if order.hold_ids and (hold_ids := holds_to_take(order, at)):
        take_over(order, hold_ids, actor=actor, at=at)
    quotes = promise_lines(order, lines, components, today=business_day(at), at=at)
    # Credit after what only reads, before stock: its row is the one that a customer's orders queue for.
    hold_credit(
        customer_id=order.customer_id,
        document=order.ref,
        amount=round_money(order.total * order.rate),
        is_new=True,
        may_exceed=may_exceed_credit,
    )
    demands, has_pegs = _demand_goods(order, lines, components, quotes, actor=actor, at=at)
    order.promised_on = order.first_promised_on = order_promise(lines)
    facts = facts_of(demands, has_pegged_supply=has_pegs)
    _tell_confirmed(order, demands, facts, changes, actor=actor, at=at)
    move_fulfillment(order, fulfillment_state(facts), actor=actor, at=at, save=False)
    save_row(order, _CONFIRMED)
    return order


_CONFIRMED = ["state", "confirmed_at", "promised_on", "first_promised_on", "fulfillment_state", "version"]


def _demand_goods(
    order: Order,
    lines: Sequence[OrderLine],
    components: Components,
    quotes: Sequence[Quote],
    *,
    actor: Actor,
    at: datetime,
) -> tuple[list[Demand], bool]:
    """Open the demands behind the promises, reserve and peg for them; and whether supply is pegged."""
    days = days_of_delivery(lines, quotes, components)
    specs = specs_of(order, lines, components, business_day(at), days)
    demands = open_demands(specs=specs, actor=actor, at=at)
    save_promises(lines, line_demands(demands))
    save_component_demands(components, demands)
    if counting := counting_on_others(demands, quotes):
        move_when_confirmed(document=order.ref, demands=counting, actor=actor, at=at)
    pegs = peg_demands(demands, sources_of(quotes, demands))
    made = make_for_order(demands, actor=actor, at=at)
    return demands, bool(pegs or made)


def _tell_confirmed(
    order: Order,
    demands: Sequence[Demand],
    facts: FulfillmentFacts,
    changes: Any,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    confirmed = OrderConfirmed(
        document=order.ref,
        promised_on=order.promised_on.isoformat() if order.promised_on else None,
        total=order.total,
    )
    emit(confirmed, actor=actor, at=at, changes=changes)
    if order.rush_accepted_at is not None:
        emit(RushConfirmed(document=order.ref), actor=actor, at=at)
    reserved = sum((demand.reserved for demand in demands), ZERO)
    if reserved > 0:
        complete = facts.reserved >= facts.wanted
        event = OrderAllocated(document=order.ref, quantity=reserved, is_complete=complete)
        emit(event, actor=actor, at=at)


def take_over(order: Order, hold_ids: Sequence[int], *, actor: Actor, at: datetime) -> None:
    """Free what soft holds keep for a locked order that reserves it next; credit is locked before stock.

    Locks:  the credit account, the holds, their demands, reservations and balances.
    Raises: IllegalTransition when a hold has ended; Conflict `hold_of_another_customer`.
    """
    lock_upward([DocumentRef("customer", order.customer_id)])
    take_over_holds(hold_ids=hold_ids, document=order.ref, customer_id=order.customer_id, actor=actor, at=at)


@command("orders.reject_order")
def reject_order(
    *,
    order_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Order:
    """Refuse a submitted order, with the reason.

    Locks:  the order.
    Emits:  OrderRejected.
    Raises: IllegalTransition; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    order = locks.order_for_update(order_id, expected_version)
    changes = move_on(order, "reject", reason=reason)
    save_row(order, ["state", "reason", "version"])
    emit(OrderRejected(document=order.ref, reason=reason), actor=actor, at=at, changes=changes)
    return order


@command("orders.hold_order")
def hold_order(
    *,
    order_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Order:
    """Stop work on an order: nothing of it is reserved anew, picked or shipped until it is released.

    Locks:  the order, its demands.
    Emits:  OrderHeld.
    Raises: IllegalTransition; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    order = locks.order_for_update(order_id, expected_version)
    changes = move_on(order, "hold", reason=reason)
    save_row(order, ["state", "held_from", "reason", "version"])
    hold_demands(document=order.ref, is_held=True, actor=actor)
    emit(OrderHeld(document=order.ref, reason=reason), actor=actor, at=at, changes=changes)
    return order


@command("orders.release_order")
def release_order(
    *, order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Order:
    """Let work on a held order go on where it stopped.

    Locks:  the order, its demands.
    Emits:  OrderReleased.
    Raises: IllegalTransition.
    """
    at = at or timezone.now()
    order = locks.order_for_update(order_id, expected_version)
    changes = move_on(order, "release")
    save_row(order, ["state", "held_from", "reason", "version"])
    hold_demands(document=order.ref, is_held=False, actor=actor)
    emit(OrderReleased(document=order.ref), actor=actor, at=at, changes=changes)
    return order


@command("orders.cancel_order")
def cancel_order(
    *,
    order_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Order:
    """Cancel what was not shipped: shipments, reservations, pegs and credit are given back.

    Locks:  the order, the credit account, its shipments, demands, reservations and balances.
    Emits:  OrderCancelled.
    Raises: IllegalTransition, also when all of it has left; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    order = locks.order_for_update(order_id, expected_version)
    changes = move_on(order, "cancel", reason=reason)
    if order.fulfillment_state in {Order.Fulfillment.SHIPPED, Order.Fulfillment.DELIVERED}:
        raise IllegalTransition(
            kind="fulfillment", action="cancel", state=order.fulfillment_state, document=order.number
        )
    lock_upward([DocumentRef("customer", order.customer_id)])
    cancel_open_shipments(document=order.ref, reason=reason, actor=actor, at=at)
    demands = cancel_demands(document=order.ref, actor=actor, at=at)
    if any(demand.shipped > 0 for demand in demands):
        lines = lines_of(order)
        shrink_to_shipped(order, lines)
    held = round_money((order.total - order.billed) * order.rate) if any(d.shipped for d in demands) else ZERO
    hold_credit(customer_id=order.customer_id, document=order.ref, amount=max(held, ZERO))
    save_row(order, ["state", "reason", "held_from", "subtotal", "tax", "total", "cost", "version"])
    emit(OrderCancelled(document=order.ref, reason=reason), actor=actor, at=at, changes=changes)
    if demands:
        follow_goods(order, actor=actor, at=at)
        follow_money(
            order, actor=actor, at=at, is_all_billed=order.billed > 0 and order.billed >= order.total
        )
    return order


def shrink_to_shipped(order: Order, lines: Sequence[OrderLine]) -> None:
    """Re-compute a partly shipped order's amounts for what is not cancelled."""
    for line in lines:
        if line.demand is None or line.demand.cancelled == 0:
            continue
        left = line.base_quantity - line.demand.cancelled
        amounts = {
            name: share(
                amount=getattr(line, name),
                already=ZERO,
                quantity=left,
                quantity_before=ZERO,
                total_quantity=line.base_quantity,
                currency=order.currency_id,
            )
            for name in ("net", "tax")
        }
        line.net, line.tax = amounts["net"], amounts["tax"]
    set_totals(order, lines)


@command("orders.allocate_order")
def allocate_order(
    *, order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Order:
    """Reserve what has become free for an order's back-ordered lines.

    Locks:  the order, its demands, free balances by key.
    Emits:  OrderAllocated when stock was reserved.
    Raises: IllegalTransition unless confirmed; OnHold.
    """
    at = at or timezone.now()
    order = locks.order_for_update(order_id, expected_version)
    if order.state == Order.State.ON_HOLD:
        raise OnHold(document=order.number)
    if order.state != Order.State.CONFIRMED:
        raise IllegalTransition(
            kind=order.ref.kind, action="allocate", state=order.state, document=order.number
        )
    reserve_demands(document=order.ref, actor=actor, at=at)
    return order


@command("orders.close_order")
def close_order(
    *, order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Order:
    """Close an order of which everything was shipped or cancelled.

    Locks:  the order, the credit account.
    Emits:  OrderClosed.
    Raises: IllegalTransition; Conflict `not_fulfilled` while something is still to be shipped or billed.
    """
    at = at or timezone.now()
    order = locks.order_for_update(order_id, expected_version)
    changes = move_on(order, "close", at=at)
    lines = lines_of(order)
    waiting = [
        line.line_no
        for line in lines
        if line.demand is None or line.demand.shipped + line.demand.cancelled < line.demand.quantity
    ]
    if waiting:
        raise Conflict("not_fulfilled", lines=waiting)
    if not is_all_billed(lines):
        raise Conflict("not_billed")
    hold_credit(customer_id=order.customer_id, document=order.ref, amount=ZERO)
    save_row(order, ["state", "closed_at", "version"])
    emit(OrderClosed(document=order.ref), actor=actor, at=at, changes=changes)
    return order
