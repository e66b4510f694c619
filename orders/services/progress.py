"""How an order follows its goods and its money: the computed states move by transitions, never by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from erp.core.actor import Actor
from erp.core.events import emit
from erp.core.rows import save_row
from erp.core.sets import update_rows
from orders.calc.states import billing_state, fulfillment_state
from orders.events import OrderBillingMoved, OrderFulfillmentMoved
from orders.models import Order, OrderLine
from orders.selectors.fulfillment import facts_of_orders, fulfillment_facts

ZERO = Decimal(0)


def follow_goods(order: Order, *, actor: Actor, at: datetime, save: bool = True) -> str:
    """Move a locked order's fulfillment state to what its lines and shipments say.

    Emits: OrderFulfillmentMoved when it moved. With `save=False` the caller saves the order.
    """
    state = fulfillment_state(fulfillment_facts(order.pk))
    move_fulfillment(order, state, actor=actor, at=at, save=save)
    return state


def follow_goods_together(orders: Sequence[Order], *, actor: Actor, at: datetime) -> dict[int, str]:
    """Move many locked orders to what their lines and shipments say, in two statements; gives the states.

    Emits: OrderFulfillmentMoved per order that moved.
    """
    facts = facts_of_orders([order.pk for order in orders])
    states = {order.pk: fulfillment_state(facts[order.pk]) for order in orders}
    moved = [order for order in orders if order.fulfillment_state != states[order.pk]]
    for order in moved:
        move_fulfillment(order, states[order.pk], actor=actor, at=at, save=False)
    names = ["fulfillment_state", "version", "shipped_at", "delivered_at"]
    rows = [{"id": order.pk, **{name: getattr(order, name) for name in names}} for order in moved]
    update_rows(Order, rows, put=names)
    return states


def move_fulfillment(order: Order, state: str, *, actor: Actor, at: datetime, save: bool = True) -> None:
    """Move a locked order to a fulfillment state that was computed already."""
    if state == order.fulfillment_state:
        return
    before = order.fulfillment_state
    order.move_fulfillment(state)
    fields = ["fulfillment_state", "version"]
    if state == Order.Fulfillment.SHIPPED and order.shipped_at is None:
        order.shipped_at = at
        fields.append("shipped_at")
    if state == Order.Fulfillment.DELIVERED:
        order.delivered_at = at
        fields.append("delivered_at")
    order.version += 1
    if save:
        save_row(order, fields)
    emit(
        OrderFulfillmentMoved(document=order.ref, state=state),
        actor=actor,
        at=at,
        changes={"fulfillment_state": [before, state]},
    )


def follow_money(order: Order, *, actor: Actor, at: datetime, is_all_billed: bool, save: bool = True) -> None:
    """Move a locked order's billing state to what was billed and paid.

    Emits: OrderBillingMoved when it moved. With `save=False` the caller saves the order.
    """
    state = billing_state(
        total=order.total, billed=order.billed, paid=order.paid, is_all_billed=is_all_billed
    )
    fields = ["billed", "paid", "version"]
    order.version += 1
    if state != order.billing_state:
        before = order.billing_state
        order.move_billing(state)
        fields.append("billing_state")
        emit(
            OrderBillingMoved(document=order.ref, state=state),
            actor=actor,
            at=at,
            changes={"billing_state": [before, state]},
        )
    if save:
        save_row(order, fields)


def is_all_billed(lines: list[OrderLine]) -> bool:
    """Whether every quantity that was ordered and not cancelled has been billed."""
    for line in lines:
        cancelled = line.demand.cancelled if line.demand is not None else ZERO
        if line.billed_quantity < line.base_quantity - cancelled:
            return False
    return True
