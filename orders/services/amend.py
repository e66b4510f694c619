"""Amendments: the new quantities are final, and everything downstream is computed anew from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid, OnHold
from erp.core.events import emit
from erp.core.money import MONEY_MAX, round_money
from erp.core.quantity import QUANTITY_MAX, to_base
from erp.core.rows import insert_rows
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day
from finance.services.credit import hold_credit
from inventory.locks import demands_of_document_for_update
from inventory.models import Demand, Item
from inventory.services.demands import DemandChange, change_demands
from inventory.services.pegs import peg_demands
from inventory.services.reservations import open_demands, reserve_demands
from orders import locks
from orders.calc.amounts import line_amounts
from orders.events import OrderAmended, RushConfirmed
from orders.models import Order, OrderLine
from orders.services.entry import check_policy, setting_of
from orders.services.kits import (
    changes_of_components,
    components_of,
    line_demands,
    save_component_demands,
    save_contents,
)
from orders.services.making import make_for_order
from orders.services.order_lines import LineInput, build_lines, is_whole, set_totals
from orders.services.orders import lines_of
from orders.services.price_floors import judge_amended
from orders.services.progress import follow_goods, follow_money, is_all_billed
from orders.services.promise_history import PromiseCause, keep_changes
from orders.services.promising import (
    PRIORITIES,
    days_of_delivery,
    order_promise,
    promise_lines,
    reserve_on,
    save_promises,
    sources_of,
    specs_of,
)
from orders.services.rush import change_rush

ZERO = Decimal(0)
_CHANGED = (
    "quantity",
    "base_quantity",
    "unit_price",
    "discount_rate",
    "net",
    "tax",
    "requested_on",
    "description",
)


class Keep(Enum):
    """What stays as it is, where None would take it away."""

    KEEP = "keep"


KEEP = Keep.KEEP


@dataclass(frozen=True)
class LineChange:
    """New values of a line by its id; what is None stays, but a requested date of None takes it away.

    Quantity zero takes the line off.
    """

    line_id: int
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    discount_rate: Decimal | None = None
    requested_on: date | Keep | None = KEEP
    description: str | None = None
    custom: dict[str, Any] | None = None


@dataclass(frozen=True)
class HeaderChange:
    """New values of the order itself; what is None stays, but a requested date of None takes it away."""

    requested_on: date | Keep | None = KEEP
    priority: str | None = None
    ship_complete: bool | None = None
    reservation_policy: str | None = None
    carrier_id: int | None = None
    customer_po: str | None = None
    note: str | None = None
    ship_to: dict[str, Any] | None = None
    custom: dict[str, Any] | None = None


@command("orders.amend_order")
def amend_order(
    *,
    order_id: int,
    actor: Actor,
    changes: Sequence[LineChange] = (),
    added: Sequence[LineInput] = (),
    header: HeaderChange | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Order:
    """Change an order's lines and terms; a confirmed one is promised, reserved and credit-checked anew.

    Lines not named stay. A line can't go below what was shipped, nor below what is being picked.

    Locks:  the order, the credit account, demands, reservations and balances.
    Emits:  OrderAmended with each line's old and new values; RushAccepted, RushConfirmed when a rush begins
            or grows.
    Raises: IllegalTransition once it is closed, cancelled or rejected; OnHold; Invalid on
            `lines[n]` of the changes and `added[n]`; Conflict `already_shipped`, `being_picked`;
            CreditExceeded; `price_below_floor` when a submitted order would go below a floor by the hand
            of somebody who may not allow it.
    """
    at = at or timezone.now()
    order = locks.order_for_update(order_id, expected_version)
    _check_state(order)
    header_changes = _change_header(order, header or HeaderChange())
    lines = lines_of(order)
    told = _change_lines(order, lines, changes)
    new = _add_lines(order, lines, added, actor=actor, at=at)
    told += [{"line": line.line_no, "quantity": [None, line.quantity]} for line in new]
    lines += new
    if order.state in {Order.State.DRAFT, Order.State.SUBMITTED}:
        lines = _drop_empty(order, lines)
    is_rush_anew = order.state != Order.State.DRAFT and (
        "priority" in header_changes
        or (order.rush_accepted_at is not None and _asks_for_more(told, header_changes))
    )
    if is_rush_anew:
        change_rush(order, lines, actor=actor, at=at)
    set_totals(order, lines)
    touched = {c.line_id for c in changes if (c.quantity, c.unit_price, c.discount_rate) != (None,) * 3}
    judge_amended(order, lines, touched, new, actor=actor, at=at)
    order.version += 1
    if order.state == Order.State.CONFIRMED:
        _commit_anew(order, lines, actor=actor, at=at)
    order.save()
    emit(
        OrderAmended(document=order.ref, total=order.total, lines=told),
        actor=actor,
        at=at,
        changes=header_changes,
    )
    if order.state == Order.State.CONFIRMED:
        if is_rush_anew and order.rush_accepted_at is not None:
            emit(RushConfirmed(document=order.ref), actor=actor, at=at)
        reserve_demands(document=order.ref, actor=actor, at=at, is_automatic=True)
        if any(line.item.planning == Item.Planning.TO_ORDER for line in lines):
            demands = demands_of_document_for_update(order.ref.kind, order.pk)
            make_for_order(demands, actor=actor, at=at)
        follow_goods(order, actor=actor, at=at)
        fresh = lines_of(order)
        follow_money(order, actor=actor, at=at, is_all_billed=order.billed > 0 and is_all_billed(fresh))
    return order


def field_in_the_way(refusal: Conflict) -> str:
    """Which field of a line a refused amendment is about: its quantity, or its price once it is billed."""
    return "unit_price" if refusal.code == "already_billed" else "quantity"


def _check_state(order: Order) -> None:
    if order.state == Order.State.ON_HOLD:
        raise OnHold(document=order.number)
    if order.state not in {Order.State.DRAFT, Order.State.SUBMITTED, Order.State.CONFIRMED}:
        raise IllegalTransition(kind=order.ref.kind, action="amend", state=order.state, document=order.number)


def _change_header(order: Order, header: HeaderChange) -> dict[str, list[Any]]:
    if header.priority is not None and header.priority not in Order.Priority.values:
        raise Invalid.field("priority", _("Must be low, normal, high or rush."), "unknown_choice")
    check_policy(header.reservation_policy or "")
    wanted = {
        "requested_on": header.requested_on,
        "priority": header.priority,
        "is_ship_complete": header.ship_complete,
        "reservation_policy": header.reservation_policy,
        "carrier_id": header.carrier_id,
        "customer_po": header.customer_po,
        "note": header.note,
        "ship_to": header.ship_to,
        "custom": header.custom,
    }
    changes: dict[str, list[Any]] = {}
    for name, value in wanted.items():
        before = getattr(order, name)
        if _is_said(name, value) and value != before:
            changes[name] = [before, value]
            setattr(order, name, value)
    return changes


def _is_said(name: str, value: Any) -> bool:
    return value is not KEEP and (value is not None or name == "requested_on")


def _change_lines(
    order: Order, lines: Sequence[OrderLine], changes: Sequence[LineChange]
) -> list[dict[str, Any]]:
    """Apply line changes in memory and write them in one statement; tells old and new."""
    by_id = {line.pk: line for line in lines}
    told: list[dict[str, Any]] = []
    for position, change in enumerate(changes):
        line = by_id.get(change.line_id)
        path = f"lines[{position}]"
        if line is None:
            raise Invalid.field(f"{path}.id", _("This order has no such line."), "unknown")
        told.append(_change_line(order, line, change, path))
    changed = {change.line_id for change in changes}
    update_rows(
        OrderLine,
        [
            {"id": pk, **{n: getattr(by_id[pk], n) for n in _CHANGED}, "custom": json.dumps(by_id[pk].custom)}
            for pk in sorted(changed)
        ],
        put=[*_CHANGED, "custom"],
    )
    return told


def _change_line(order: Order, line: OrderLine, change: LineChange, path: str) -> dict[str, Any]:
    told: dict[str, Any] = {"line": line.line_no}
    if change.quantity is not None and change.quantity != line.quantity:
        told["quantity"] = [line.quantity, change.quantity]
        _change_quantity(line, change.quantity, path)
    _check_price(change, path)
    for name in ("unit_price", "discount_rate"):
        value = getattr(change, name)
        if value is not None and value != getattr(line, name):
            if line.billed_quantity > 0:
                raise Conflict("already_billed", line=line.line_no)
            told[name] = [getattr(line, name), value]
            setattr(line, name, value)
    for name in ("requested_on", "description", "custom"):
        value = getattr(change, name)
        if _is_said(name, value) and value != getattr(line, name):
            told[name] = [getattr(line, name), value]
            setattr(line, name, value)
    line.net, line.tax = line_amounts(
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_rate=line.discount_rate,
        tax_rate=line.tax_rate,
        currency=order.currency_id,
    )
    if line.net > MONEY_MAX or line.tax > MONEY_MAX:
        raise Invalid.field(f"{path}.quantity", _("The amount of the line is too large."), "too_large")
    return told


def _change_quantity(line: OrderLine, quantity: Decimal, path: str) -> None:
    if not 0 <= quantity <= QUANTITY_MAX:
        raise Invalid.field(f"{path}.quantity", _("Must not be negative or too large."), "out_of_range")
    line.quantity = quantity
    line.base_quantity = to_base(quantity, line.unit_numerator, line.unit_denominator)
    if line.item.kind == "kit" and not is_whole(line.base_quantity):
        raise Invalid.field(f"{path}.quantity", _("Kits are sold whole."), "kits_are_whole")
    if line.base_quantity < line.billed_quantity:
        raise Conflict("already_shipped", shipped=line.billed_quantity, line=line.line_no)


def _check_price(change: LineChange, path: str) -> None:
    if change.unit_price is not None and not 0 <= change.unit_price <= MONEY_MAX:
        raise Invalid.field(f"{path}.unit_price", _("Must not be negative or too large."), "out_of_range")
    if change.discount_rate is not None and not 0 <= change.discount_rate <= 1:
        raise Invalid.field(f"{path}.discount_rate", _("Must be between 0 and 1."), "out_of_range")


def _add_lines(
    order: Order, lines: Sequence[OrderLine], added: Sequence[LineInput], *, actor: Actor, at: datetime
) -> list[OrderLine]:
    if not added:
        return []
    start = max((line.line_no for line in lines), default=0) + 1
    try:
        new = build_lines(setting_of(order.customer, business_day(at)), added, actor=actor, start=start)
    except Invalid as refusal:
        paths = {path.replace("lines[", "added[", 1): texts for path, texts in refusal.errors.items()}
        raise Invalid(refusal.code, errors=paths, **refusal.facts) from None
    for line in new:
        line.order = order
    insert_rows(new)
    save_contents(new)
    return new


def _asks_for_more(told: Sequence[dict[str, Any]], header: dict[str, list[Any]]) -> bool:
    """Whether line or header changes want more or earlier than before, so that others may slip by it."""
    pairs = [one["quantity"] for one in told if "quantity" in one]
    days = [one["requested_on"] for one in (*told, header) if "requested_on" in one]
    return any(before is None or after > before for before, after in pairs) or any(
        before is not None and after < before for before, after in days
    )


def _drop_empty(order: Order, lines: Sequence[OrderLine]) -> list[OrderLine]:
    """Before confirmation a line of quantity zero simply goes; one line has to stay."""
    kept = [line for line in lines if line.quantity > 0]
    if not kept:
        raise Invalid.field("lines", _("An order needs at least one line."), "empty")
    if len(kept) < len(lines):
        OrderLine.objects.filter(pk__in=[line.pk for line in lines if line.quantity == 0]).delete()
    return kept


def _commit_anew(order: Order, lines: Sequence[OrderLine], *, actor: Actor, at: datetime) -> None:
    """Credit, promise and demands of a confirmed order, from its final quantities."""
    if order.total == 0 and all(line.quantity == 0 for line in lines):
        raise Invalid.field("lines", _("Cancel the order instead of taking every line off."), "empty")
    hold_credit(
        customer_id=order.customer_id,
        document=order.ref,
        amount=max(round_money((order.total - order.billed) * order.rate), ZERO),
        may_exceed=False,
    )
    before = {line.pk: line.promised_on for line in lines if line.demand_id is not None}
    components = components_of(lines)
    quotes = promise_lines(order, lines, components, today=business_day(at), at=at)
    delivery_days = days_of_delivery(lines, quotes, components)
    changes = [
        DemandChange(
            line.demand_id,
            line.base_quantity,
            line.requested_on or order.requested_on or line.promised_on or business_day(at),
            line.promised_on,
            delivery_days.get(line.pk, 0),
        )
        for line in lines
        if line.demand_id is not None
    ]
    changes += changes_of_components(lines, changes, components)
    by_demand = change_demands(document=order.ref, changes=changes, actor=actor, at=at)
    demands: dict[int, Demand] = {demand.pk: demand for demand in by_demand}
    missing = [line for line in lines if line.demand_id is None]
    specs = specs_of(order, missing, components, business_day(at), delivery_days)
    made = open_demands(specs=specs, actor=actor, at=at, reserve=False)
    save_component_demands(components, made)
    for line, demand in zip(missing, line_demands(made), strict=True):
        line.demand = demand
    demands |= {demand.pk: demand for demand in made}
    save_promises(lines, [demands[line.demand_id or 0] for line in lines])
    keep_changes(order, lines, before, cause=PromiseCause.AMENDED, actor=actor, at=at)
    in_order = [
        demands[pk or 0]
        for line in lines
        for pk in (line.demand_id, *(row.demand_id for row in components.get(line.pk, ())))
    ]
    peg_demands(in_order, sources_of(quotes, in_order))
    _change_terms(order, list(demands.values()))
    order.promised_on = order_promise([line for line in lines if line.quantity > 0])


def _change_terms(order: Order, demands: Sequence[Demand]) -> None:
    """Priority, ship-complete and the day to reserve follow the order's."""
    priority = PRIORITIES[order.priority]
    rows = [
        {
            "id": d.pk,
            "priority": priority,
            "is_ship_complete": order.is_ship_complete,
            "reserve_on": reserve_on(order, d.promised_on or d.due_on),
        }
        for d in demands
    ]
    rows = [
        row
        for row, d in zip(rows, demands, strict=True)
        if any(getattr(d, name) != value for name, value in row.items())
    ]
    update_rows(Demand, rows, put=["priority", "is_ship_complete", "reserve_on"])
