"""What an order's lines lack is made for it, and the order follows the work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition
from inventory.locks import demands_of_document_for_update
from inventory.models import Demand, Item
from orders import locks
from orders.models import Order
from orders.services.progress import follow_goods
from production.models import WorkOrder
from production.services.making import cover_demands


def make_for_order(demands: Sequence[Demand], *, actor: Actor, at: datetime) -> list[WorkOrder]:
    """Work orders and requisitions for what an order's demands planned to order lack; the caller holds them.

    Nothing is read where no line is planned to order.
    """
    wanted = [demand for demand in demands if demand.item.planning == Item.Planning.TO_ORDER]
    return cover_demands(wanted, actor=actor, at=at) if wanted else []


@command("orders.raise_work_orders", "Have made what an order lacks")
def raise_work_orders(*, order_id: int, actor: Actor, at: datetime | None = None) -> Order:
    """Have everything made that a confirmed order lacks and nobody makes for it yet; again changes nothing.

    Bought items of it that are planned to order get their requisition.

    Locks:  the order, its demands.
    Emits:  WorkOrderCreated per work order; RequisitionChanged; OrderFulfillmentMoved.
    Raises: IllegalTransition unless confirmed.
    """
    at = at or timezone.now()
    order = locks.order_for_update(order_id)
    if order.state != Order.State.CONFIRMED:
        raise IllegalTransition(
            kind=order.ref.kind, action="raise_work_orders", state=order.state, document=order.number
        )
    demands = [
        demand
        for demand in demands_of_document_for_update(order.ref.kind, order.pk)
        if demand.item.kind == Item.Kind.STOCKED
    ]
    cover_demands(demands, actor=actor, at=at, every=True)
    follow_goods(order, actor=actor, at=at)
    return order


@command()
def follow_work(*, order_id: int, actor: Actor, at: datetime | None = None) -> None:
    """An order's fulfillment follows the work orders that make its goods.

    Locks:  the order.
    Emits:  OrderFulfillmentMoved when it moved.
    """
    order = locks.order_for_update(order_id)
    if order.state in {Order.State.CONFIRMED, Order.State.ON_HOLD}:
        follow_goods(order, actor=actor, at=at or timezone.now())
