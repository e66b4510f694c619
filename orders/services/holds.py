"""Orders that take over soft holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.events import emit
from erp.core.rows import save_row
from inventory.models import Hold
from inventory.selectors.holds import visible_holds
from inventory.services.holds import refuse_ended
from inventory.services.reservations import reserve_demands
from orders import locks
from orders.events import OrderTakesHolds
from orders.models import Order
from orders.services.orders import take_over

MOST_HOLDS = 50


@command("orders.amend_order")
def use_holds(
    *,
    order_id: int,
    hold_ids: Sequence[int],
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Order:
    """Let an order take over what is held: at once when it is confirmed, else when it will be.

    Locks:  the order; when confirmed also the credit account, the holds, demands, balances.
    Emits:  OrderTakesHolds; when confirmed HoldConverted and DemandsReserved.
    Raises: Invalid on `holds`; IllegalTransition once the order or a hold has ended; Conflict
            `hold_of_another_customer`.
    """
    at = at or timezone.now()
    order = locks.order_for_update(order_id, expected_version)
    if order.state not in {Order.State.DRAFT, Order.State.SUBMITTED, Order.State.CONFIRMED}:
        raise IllegalTransition(
            kind=order.ref.kind, action="use_holds", state=order.state, document=order.number
        )
    holds = _checked(order, hold_ids, actor, at)
    before = list(order.hold_ids)
    order.hold_ids = sorted({*order.hold_ids, *(hold.pk for hold in holds)})
    order.version += 1
    save_row(order, ["hold_ids", "version"])
    numbers = [hold.number for hold in holds]
    changes = {"hold_ids": [before, order.hold_ids]}
    emit(OrderTakesHolds(document=order.ref, holds=numbers), actor=actor, at=at, changes=changes)
    if order.state == Order.State.CONFIRMED:
        take_over(order, [hold.pk for hold in holds], actor=actor, at=at)
        reserve_demands(document=order.ref, actor=actor, at=at)
    return order


def _checked(order: Order, hold_ids: Sequence[int], actor: Actor, at: datetime) -> list[Hold]:
    """The holds, if the order may take them: open, visible, for its customer and of its products."""
    wanted = sorted(set(hold_ids) - set(order.hold_ids))
    if len(wanted) > MOST_HOLDS:
        raise Invalid.field("holds", _("An order takes over at most 50 holds at once."), "too_many")
    holds = list(visible_holds(actor).filter(pk__in=wanted).order_by("pk"))
    if len(holds) < len(wanted) or not hold_ids:
        raise Invalid.field("holds", _("There is no such hold."), "unknown")
    ordered = set(order.lines.values_list("item_id", flat=True))
    for hold in holds:
        refuse_ended(hold, "convert", at)
        if hold.customer_id not in {None, order.customer_id}:
            raise Conflict("hold_of_another_customer", hold=hold.number)
        if hold.item_id not in ordered or hold.warehouse_id != order.warehouse_id:
            raise Invalid.field("holds", _("The order does not need what is held there."), "not_needed")
    return holds
