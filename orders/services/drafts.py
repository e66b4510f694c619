"""Drafts: what order entry keeps while somebody types, replaced as a whole with every change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition
from erp.core.events import emit
from orders import locks
from orders.events import OrderAmended
from orders.models import Order, OrderLine
from orders.services import entry
from orders.services.entry import OrderInput
from orders.services.kits import save_contents
from orders.services.order_lines import build_lines, set_totals
from orders.services.price_floors import judge_order

_COMPARED = ("item_id", "unit_id", "quantity", "unit_price", "discount_rate", "requested_on", "description")


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
        raise IllegalTransition(action="edit", state=row.state, document=row.number)
    entry._check_header(order)
    setting = entry._setting(order.customer_id, at)
    before = list(row.lines.all())
    lines = build_lines(setting, order.lines, actor=actor, start=1)
    changes = _take_header(row, order, setting)
    told = _told(before, lines)
    if not told and not changes:
        return row
    if told:
        judge_order(row, lines)
        row.lines.all().delete()
        for line in lines:
            line.order = row
        OrderLine.objects.bulk_create(lines)
        save_contents(lines)
        set_totals(row, lines)
    row.version += 1
    row.save()
    emit(OrderAmended(document=row.ref, total=row.total, lines=told), actor=actor, at=at, changes=changes)
    return row


def _take_header(row: Order, order: OrderInput, setting: entry.Setting) -> dict[str, list[Any]]:
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
    if order.carrier_id:
        wanted["carrier_id"] = order.carrier_id
    if order.warehouse_id:
        wanted["warehouse_id"] = order.warehouse_id
    if order.ship_to is not None:
        wanted["ship_to"] = order.ship_to
    changes: dict[str, list[Any]] = {}
    if row.customer_id != setting.customer.pk:
        changes["customer"] = [row.customer.code, setting.customer.code]
        row.customer = setting.customer
        row.salesperson_id = setting.customer.salesperson_id or row.salesperson_id
        if order.ship_to is None:
            wanted["ship_to"] = {"recipient": setting.customer.name}
    if row.currency_id != setting.currency:
        row.currency_id = setting.currency
        row.rate = entry._rate(setting.currency, setting.on)
    for name, value in wanted.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = [before, value]
            setattr(row, name, value)
    return changes


def _told(before: Sequence[OrderLine], after: Sequence[OrderLine]) -> list[dict[str, Any]]:
    """Which lines differ, by position; a line that is gone or new has no other side."""
    told = []
    for position in range(max(len(before), len(after))):
        old = before[position] if position < len(before) else None
        new = after[position] if position < len(after) else None
        if _values(old) != _values(new):
            told.append(
                {
                    "line": position + 1,
                    "quantity": [old.quantity if old else None, new.quantity if new else None],
                }
            )
    return told


def _values(line: OrderLine | None) -> tuple[Any, ...] | None:
    if line is None:
        return None
    values = [getattr(line, name) for name in _COMPARED]
    return (*[v.normalize() if isinstance(v, Decimal) else v for v in values], tuple(line.custom.items()))
