"""What people answer to a promise that slips: they take the new day, and the customer is told a true one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command, declare_permission
from erp.core.errors import Conflict, IllegalTransition, NotFound
from erp.core.events import emit, to_json
from erp.core.rows import save_row
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day
from inventory.models import Demand
from inventory.services.demands import DemandChange, change_demands
from inventory.services.pegs import peg_demands, unpeg_demands
from orders import locks
from orders.events import OrderPromised
from orders.models import Order, OrderLine, PromiseSlip
from orders.selectors.routes import route_of
from orders.services.kits import (
    changes_of_components,
    components_of,
    frozen_contents,
    gone_of_components,
)
from orders.services.progress import follow_goods
from orders.services.promise_history import keep_changes
from orders.services.promising import order_promise, quotes_per_demand, to_leave, warehouse_of
from orders.services.watch import follow_slips
from production.selectors.kit_promise import promise_asks
from production.selectors.promise import Ask
from production.selectors.why import sources_facts

ACCEPT = declare_permission("orders.accept_slip", "Accept new promise dates")


def open_slip(slip_id: int) -> tuple[Order, PromiseSlip]:
    """Lock a slip's order and read the slip under it.

    Raises: NotFound; IllegalTransition when it is open no more.
    """
    known = PromiseSlip.objects.only("order_id").filter(pk=slip_id).first()
    if known is None:
        raise NotFound(kind="promise_slip", id=slip_id)
    order = locks.order_for_update(known.order_id)
    slip = PromiseSlip.objects.select_related("line__item", "line__demand", "line__unit").get(pk=slip_id)
    if slip.state != PromiseSlip.State.OPEN:
        raise IllegalTransition(kind="promise_slip", action="accept", state=slip.state, document=order.number)
    return order, slip


@command("orders.accept_slip")
def accept_slip(*, slip_id: int, actor: Actor, at: datetime | None = None) -> PromiseSlip:
    """Give the customer the new day: the line's current promise moves, its first promise never does.

    Locks:  the order, its demands, the supplies pegged anew.
    Emits:  OrderPromised with the cause.
    Raises: NotFound; IllegalTransition when it is open no more; Conflict `no_new_date`.
    """
    at = at or timezone.now()
    order, slip = open_slip(slip_id)
    if slip.new_promised_on is None:
        raise Conflict("no_new_date", document=order.number)
    slip.accept(at=at, by=actor.label)
    slip.save(update_fields=["state", "closed_at", "closed_by"])
    line = slip.line
    before = {line.pk: line.promised_on}
    line.promised_on = slip.new_promised_on
    repromise(order, [line], actor=actor, at=at)
    keep_changes(order, [line], before, cause=slip.cause, cause_number=slip.cause_number, actor=actor, at=at)
    tell_promise(order, cause=slip.cause, cause_number=slip.cause_number, actor=actor, at=at)
    return slip


def repromise(order: Order, lines: Sequence[OrderLine], *, actor: Actor, at: datetime) -> None:
    """Write the new days of a locked order's lines to lines and demands, and peg them anew."""
    route = route_of(order)
    components = components_of(lines)
    asks = [
        Ask(
            line.item,
            warehouse_of(order, line),
            to_leave(line),
            line.promised_on,
            route,
            order.shelf_life_days,
        )
        for line in lines
    ]
    promises = promise_asks(
        asks,
        today=business_day(at),
        without=("order", order.pk),
        contents=frozen_contents(lines, components) if components else None,
        gone=gone_of_components(lines, components) if components else None,
    )
    changes = [
        DemandChange(d.pk, d.quantity - d.cancelled, d.due_on, line.promised_on)
        for line in lines
        if (d := line.demand) is not None
    ]
    changes += changes_of_components(lines, changes, components)
    rows = change_demands(document=order.ref, changes=changes, actor=actor, at=at)
    demands: dict[int, Demand] = {demand.pk: demand for demand in rows}
    for line, promise in zip(lines, promises, strict=True):
        quote = promise.quote
        reason = sources_facts(quote.sources)
        if reason and quote.promised_on is not None:
            line.promise_reason = to_json(reason)
    keys = [
        pk
        for line in lines
        for pk in (line.demand_id, *(row.demand_id for row in components.get(line.pk, ())))
    ]
    quotes = dict(zip(keys, quotes_per_demand(promises), strict=True))
    own = [demands[pk] for pk in keys if pk in demands]
    unpeg_demands(own)
    peg_demands(own, {pk: quote.sources for pk, quote in quotes.items() if pk is not None})
    update_rows(
        OrderLine,
        [
            {
                "id": line.pk,
                "promised_on": line.promised_on,
                "promise_reason": json.dumps(line.promise_reason),
            }
            for line in lines
        ],
        put=["promised_on", "promise_reason"],
    )


def tell_promise(order: Order, *, cause: str, cause_number: str, actor: Actor, at: datetime) -> None:
    """Move a locked order's own promise to its latest line's, and tell it.

    Emits: OrderPromised.
    """
    rows = list(order.lines.filter(quantity__gt=0))
    before = order.promised_on
    order.promised_on = order_promise(rows)
    order.version += 1
    save_row(order, ["promised_on", "version"])
    emit(
        OrderPromised(
            document=order.ref,
            promised_on=order.promised_on.isoformat() if order.promised_on else None,
            cause=cause,
            cause_number=cause_number,
        ),
        actor=actor,
        at=at,
        changes={"promised_on": [str(before), str(order.promised_on)]},
    )
    follow_slips(order, actor=actor, at=at)
    follow_goods(order, actor=actor, at=at)
