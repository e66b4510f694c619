"""A purchase order on its way: when its lines are expected, and what is agreed with the supplier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.events import to_json
from erp.core.records import Problems, need_reason
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.models import ExpectedSupply, PurchaseOrder, PurchaseOrderLine
from inventory.selectors.purchases import COMING
from inventory.services.pegs import trim_pegs
from inventory.services.purchase import FURTHEST, order_total, tell_purchase
from inventory.services.requisition_supply import LINE, tell_supply_changed

CONFIRM = "inventory.confirm_purchase_order"


def coming_order(purchase_order_id: int, expected_version: int | None) -> PurchaseOrder:
    """Lock an order whose goods are on the way.

    Raises: Conflict when it is not sent, or has come.
    """
    order = locks.purchase_order_for_update(purchase_order_id, expected_version)
    if order.state not in COMING:
        raise Conflict("purchase_order_not_open", document=order.number)
    return order


@command(CONFIRM, "Confirm and reschedule purchase orders")
def reschedule_purchase_order(
    *,
    purchase_order_id: int,
    dates: Mapping[int, date],
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Expect lines (by number) on other days; promises that lean on them are looked at again.

    Locks:  the purchase order, its supplies.
    Emits:  SupplyChanged, PurchaseOrderChanged.
    Raises: NotFound; StaleVersion; Conflict; Invalid.
    """
    at = at or timezone.now()
    need_reason(reason)
    order = coming_order(purchase_order_id, expected_version)
    rows = {row.line_no: row for row in order.lines.all()}
    problems = Problems()
    for number, day in dates.items():
        check_day(problems, f"lines[{number}].expected_date", day, business_day(at))
        if number not in rows:
            problems.add(f"lines[{number}].line", _("This order has no such line."))
    if not dates:
        problems.add("lines", _("Name at least one line."))
    problems.refuse()
    wanted = {number: (rows[number].quantity, day) for number, day in dates.items()}
    agree_on(order, rows, wanted, cause="rescheduled", actor=actor, at=at)
    tell_purchase(order, "rescheduled", {"expected": _days(order)}, actor=actor, at=at, reason=reason)
    return order


def _days(order: PurchaseOrder) -> list[str]:
    return ["", to_json(order.expected_on)]


def check_day(problems: Problems, path: str, day: date, today: date) -> None:
    """Note a day that has passed, or is too far away, as a problem."""
    if day < today:
        problems.add(path, _("This day has passed."))
    elif day > today + FURTHEST:
        problems.add(path, _("This day is too far away."))


def agree_on(
    order: PurchaseOrder,
    rows: Mapping[int, PurchaseOrderLine],
    wanted: Mapping[int, tuple[Decimal, date]],
    *,
    cause: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Make lines (by number) what was agreed, and what is expected of them likewise."""
    changed = [
        row for number, row in rows.items()
        if number in wanted and wanted[number] != (row.quantity, row.expected_on)
    ]  # fmt: skip
    known = ExpectedSupply.objects.filter(
        source_kind=LINE, source_id__in=[row.pk for row in changed]
    ).values_list("pk", flat=True)
    supplies = {supply.source_id: supply for supply in locks.supplies_for_update(known)}
    told = [_change(row, supplies[row.pk], *wanted[row.line_no]) for row in changed]
    update_rows(
        PurchaseOrderLine,
        [
            {
                "id": row.pk,
                "quantity": row.quantity,
                "unit_quantity": row.unit_quantity,
                "expected_on": row.expected_on,
            }
            for row in changed
        ],
        put=["quantity", "unit_quantity", "expected_on"],
    )
    order.expected_on = max(row.expected_on for row in rows.values())
    order.total = order_total(list(rows.values()), order.currency_id)
    order.version += 1
    order.save(update_fields=["expected_on", "total", "version"])
    tell_supply_changed(order, told, cause=cause, actor=actor, at=at)


def _change(row: PurchaseOrderLine, supply: ExpectedSupply, quantity: Decimal, day: date) -> dict[str, Any]:
    """Give a line and its locked supply another quantity and day; gives what changed, as it is told."""
    told = {
        "supply_id": supply.pk,
        "item_id": supply.item_id,
        "due_on": [to_json(supply.due_on), to_json(day)],
        "quantity": [to_json(supply.quantity), to_json(quantity)],
    }
    if row.unit_id is not None and quantity != row.quantity:
        row.unit_quantity = row.in_unit(quantity)
    row.quantity, row.expected_on = quantity, day
    supply.quantity, supply.due_on = quantity, day
    supply.is_open = supply.is_open and quantity > supply.received
    supply.save(update_fields=["quantity", "due_on", "is_open"])
    trim_pegs(supply)
    return told
