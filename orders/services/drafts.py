"""Drafts: what order entry keeps while somebody types, replaced as a whole with every change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition
from erp.core.events import emit
from erp.core.rows import insert_rows
from orders import locks
from orders.events import OrderAmended
from orders.models import Order, OrderLine
from orders.services.entry import OrderInput, check_header, default_ship_to, rate_on, setting_for
from orders.services.kits import save_contents
from orders.services.line_differences import line_differences
from orders.services.order_lines import Setting, build_lines, set_totals
from orders.services.price_floors import judge_order


@command("orders.edit_order")
def rewrite_draft(
    *,
    order_id: int,
    order: OrderInput,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Order:
    """Replace a draft's header and lines by what was entered; nothing changes when nothing is different.

    Locks:  the order.
    Emits:  OrderAmended with each line's old and new quantity.
    Raises: IllegalTransition once it is submitted; StaleVersion; Invalid naming the field.
    """
    at = at or timezone.now()
    row = locks.order_for_update(order_id, expected_version)
    if row.state != Order.State.DRAFT:
        raise IllegalTransition(kind=row.ref.kind, action="edit", state=row.state, document=row.number)
    check_header(order)
    setting = setting_for(order.customer_id, at)
    before = list(row.lines.all())
    lines = build_lines(setting, order.lines, actor=actor, start=1)
    was = (row.customer_id, row.currency_id)
    changes = _take_header(row, order, setting)
    told = line_differences(before, lines)
    if not told and not changes:
        return row
    if told or was != (row.customer_id, row.currency_id):  # another customer has other taxes and floors
        _replace_lines(row, lines)
    row.version += 1
    row.save()
    emit(OrderAmended(document=row.ref, total=row.total, lines=told), actor=actor, at=at, changes=changes)
    return row


def _replace_lines(row: Order, lines: Sequence[OrderLine]) -> None:
    set_totals(row, lines)
    judge_order(row, lines)
    row.lines.all().delete()
    for line in lines:
        line.order = row
    insert_rows(lines)
    save_contents(lines)


def _take_header(row: Order, order: OrderInput, setting: Setting) -> dict[str, list[Any]]:
    """Put the header into the row, in memory; gives what changed from what to what."""
    wanted: dict[str, Any] = {
        "priority": order.priority,
        "customer_po": order.customer_po,
        "requested_on": order.requested_on,
        "is_ship_complete": bool(order.ship_complete),
        "note": order.note,
        "custom": order.custom,
    }
    if order.reservation_policy is not None:
        wanted["reservation_policy"] = order.reservation_policy
    terms = setting.terms
    wanted["carrier_id"] = order.carrier_id or (terms.carrier_id if terms else None)
    if order.warehouse_id:
        wanted["warehouse_id"] = order.warehouse_id
    if order.ship_to is not None:
        wanted["ship_to"] = order.ship_to
    changes: dict[str, list[Any]] = {}
    if row.customer_id != setting.customer.pk:
        changes["customer"] = [row.customer.code, setting.customer.code]
        row.customer = setting.customer
        row.salesperson_id = setting.customer.salesperson_id or row.salesperson_id
        row.shelf_life_days = terms.shelf_life_days if terms else 0
        if order.ship_to is None:
            wanted["ship_to"] = default_ship_to(setting)
    if row.currency_id != setting.currency:
        row.currency_id = setting.currency
        row.rate = rate_on(setting.currency, setting.on)
    for name, value in wanted.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = [before, value]
            setattr(row, name, value)
    return changes
