"""What confirming and amending promise: the dates of an order's lines, their reasons, the demands behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from erp.core.events import to_json
from erp.core.refs import DocumentRef
from erp.core.sets import update_rows
from erp.masterdata.models import Company
from erp.masterdata.selectors.company import company
from inventory.calc.atp import Quote, Source
from inventory.models import Demand, Item
from inventory.models.demand import ONLY_BY_HAND
from inventory.services.reservations import DemandSpec
from orders.calc.states import FulfillmentFacts
from orders.models import Order, OrderLine
from orders.selectors.routes import route_of
from orders.services.kits import (
    Components,
    frozen_contents,
    gone_of_components,
    with_components,
)
from orders.services.rush import rush_promises
from production.selectors.kit_promise import Promise, promise_asks
from production.selectors.promise import Ask
from production.selectors.why import sources_facts

ZERO = Decimal(0)
PRIORITIES = {"low": 10, "normal": 20, "high": 30, "rush": 40}


def counting_on_others(demands: Sequence[Demand], quotes: Sequence[Quote]) -> list[Demand]:
    """Demands promised from stock that turned out to be reserved for others."""
    return [
        demand
        for demand, quote in zip(demands, quotes, strict=True)
        if demand.backordered > 0
        and sum((s.quantity for s in quote.sources if s.kind == "on_hand"), ZERO) > demand.reserved
    ]


def promise_lines(
    order: Order, lines: Sequence[OrderLine], components: Components, *, today: date, at: datetime
) -> list[Quote]:
    """Quote what is still to leave of every line, its own demand left out, and set the dates in memory.

    What has left stays as it was promised: it is asked of nobody again.

    Shape: one quote per demand, a kit's followed by those of its components, as `specs_of` has them.
    """
    route = route_of(order)
    asks = [
        Ask(
            line.item,
            warehouse_of(order, line),
            to_leave(line),
            line.requested_on or order.requested_on,
            route,
            order.shelf_life_days,
        )
        for line in lines
    ]
    found = promise_asks(
        asks,
        today=today,
        at=at,
        without=("order", order.pk),
        contents=frozen_contents(lines, components) if components else None,
        gone=gone_of_components(lines, components) if components else None,
    )
    if order.rush_accepted_at is not None and order.priority == Order.Priority.RUSH:
        found = rush_promises(order, asks, found, today=today)
    found = [_as_it_was(line, one) for line, one in zip(lines, found, strict=True)]
    for line, promise in zip(lines, found, strict=True):
        if has_left(line):
            continue
        line.promised_on = promise.quote.promised_on
        line.promise_reason = to_json(sources_facts(promise.quote.sources))
    return quotes_per_demand(found)


def to_leave(line: OrderLine) -> Decimal:
    """What of a line has not left yet; of a kit all, since its components are counted one by one."""
    if line.demand is None or line.item.kind == Item.Kind.KIT:
        return line.base_quantity
    return max(line.base_quantity - line.demand.shipped, ZERO)


def has_left(line: OrderLine) -> bool:
    """Whether all of a line has left."""
    demand = line.demand
    return demand is not None and demand.shipped > 0 and demand.shipped >= line.base_quantity


def _as_it_was(line: OrderLine, promise: Promise) -> Promise:
    """The promise of a line that has left: the one it left with."""
    demand = line.demand
    if demand is None or not has_left(line) or line.promised_on is None:
        return promise
    leaves = line.promised_on - timedelta(days=demand.delivery_days)
    kept = Quote(promise.quote.available_now, line.promised_on, (), leaves)
    return replace(promise, quote=kept, parts=tuple(kept for _part in promise.parts))


def days_of_delivery(
    lines: Sequence[OrderLine], quotes: Sequence[Quote], components: Components
) -> dict[int, int]:
    """By line how many days before its promise its goods leave, from the quotes per demand."""
    found, position = {}, 0
    for line in lines:
        found[line.pk] = quotes[position].delivery_days
        position += 1 + len(components.get(line.pk, ()))
    return found


def quotes_per_demand(promises: Sequence[Promise]) -> list[Quote]:
    """One quote per demand; a kit's own demand is pegged to nothing, its components are."""
    return [
        quote
        for found in promises
        for quote in ((replace(found.quote, sources=()), *found.parts) if found.parts else (found.quote,))
    ]


def warehouse_of(order: Order, line: OrderLine) -> int:
    """The warehouse that serves a line: the order's, unless its demand was moved to another."""
    return line.demand.warehouse_id if line.demand is not None else order.warehouse_id


def order_promise(lines: Sequence[OrderLine]) -> date | None:
    """The order's promise is its latest line's; a line without one leaves the order without one."""
    dates = [line.promised_on for line in lines]
    if not dates or any(day is None for day in dates):
        return None
    return max(day for day in dates if day is not None)


def specs_of(
    order: Order,
    lines: Sequence[OrderLine],
    components: Components,
    today: date,
    delivery_days: Mapping[int, int],
) -> list[DemandSpec]:
    """What an order's lines need of the stock; a kit's need is followed by those of its components.

    `delivery_days` tells by line how long before the promise its goods leave.
    """
    specs = [
        DemandSpec(
            source=DocumentRef("order_line", line.pk),
            document=order.ref,
            line_no=line.line_no,
            item=line.item,
            warehouse_id=order.warehouse_id,
            quantity=line.base_quantity,
            due_on=line.requested_on or order.requested_on or line.promised_on or today,
            promised_on=line.promised_on,
            priority=PRIORITIES[order.priority],
            customer_id=order.customer_id,
            is_ship_complete=order.is_ship_complete,
            shelf_life_days=order.shelf_life_days,
            reserve_on=reserve_on(
                order, line.promised_on or line.requested_on or order.requested_on or today
            ),
            delivery_days=delivery_days.get(line.pk, 0),
        )
        for line in lines
    ]
    return with_components(lines, specs, components)


def reserve_on(order: Order, ships_on: date) -> date | None:
    """From when on goods for an order are reserved by themselves, as its policy or the company's says.

    None: at once, when it is confirmed.
    """
    policy = order.reservation_policy or company().reservation_policy
    if policy == Company.ReservationPolicy.MANUAL:
        return ONLY_BY_HAND
    if policy == Company.ReservationPolicy.BEFORE_SHIPPING:
        return ships_on - timedelta(days=company().reserve_days_before)
    return None


def save_promises(lines: Sequence[OrderLine], demands: Sequence[Demand]) -> None:
    """Write lines' demands, dates and reasons in one statement."""
    import json

    for line, demand in zip(lines, demands, strict=True):
        line.demand = demand
        line.first_promised_on = line.first_promised_on or line.promised_on
    update_rows(
        OrderLine,
        [
            {
                "id": line.pk,
                "demand": line.demand_id,
                "first_promised_on": line.first_promised_on,
                "promised_on": line.promised_on,
                "promise_reason": json.dumps(line.promise_reason),
            }
            for line in lines
        ],
        put=["demand", "first_promised_on", "promised_on", "promise_reason"],
    )


def sources_of(quotes: Sequence[Quote], demands: Sequence[Demand]) -> dict[int, Sequence[Source]]:
    """The sources of each demand's promise."""
    return {demand.pk: quote.sources for demand, quote in zip(demands, quotes, strict=True)}


def facts_of(demands: Sequence[Demand], *, has_pegged_supply: bool) -> FulfillmentFacts:
    """The facts of an order without shipments, from demands just written; of kits the components count."""
    demands = [demand for demand in demands if demand.item.kind != "kit"]
    return FulfillmentFacts(
        has_pegged_supply=has_pegged_supply,
        wanted=sum((d.quantity - d.cancelled for d in demands), ZERO),
        reserved=sum(
            (
                d.quantity - d.cancelled - d.shipped if d.item.kind == "service" else d.reserved
                for d in demands
            ),
            ZERO,
        ),
        shipped=sum((d.shipped for d in demands), ZERO),
    )
