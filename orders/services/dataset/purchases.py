"""Purchase orders of the files: what was bought, what is still to come."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.core.commands import command
from erp.core.copy import copy_rows, take_keys
from erp.masterdata.models import Company
from inventory.models import ExpectedSupply, PurchaseOrder, PurchaseOrderLine, Warehouse
from orders.services.dataset.calendar import LoadCalendar
from orders.services.dataset.source import Source, amount, day, integer

PENDING, APPROVED, REJECTED, COMPLETE = 1, 2, 3, 4
HEADER = {
    "po_id": integer,
    "status": integer,
    "vendor_id": integer,
    "order_date": day,
    "total_due": amount,
}
LINE = {
    "po_id": integer,
    "due_date": day,
    "order_qty": amount,
    "product_id": integer,
    "unit_price": amount,
    "received_qty": amount,
}


def read_purchases(
    source: Source, *, suppliers: dict[int, int], items: dict[int, int]
) -> tuple[list[Any], dict[int, list[Any]]]:
    """Purchase orders and their lines; one that points to the unknown is left out, and told."""
    headers = {}
    for row in source.rows("purchase_orders", HEADER):
        if row.vendor_id not in suppliers:
            source.report("purchase_orders", row.line, _("vendor %s is unknown") % row.vendor_id)
        elif row.status not in {PENDING, APPROVED, REJECTED, COMPLETE}:
            source.report("purchase_orders", row.line, _("status %s is unknown") % row.status)
        else:
            headers[row.po_id] = row
    lines: dict[int, list[Any]] = defaultdict(list)
    for row in source.rows("purchase_order_lines", LINE):
        if row.po_id not in headers:
            source.report("purchase_order_lines", row.line, _("purchase order %s is unknown") % row.po_id)
        elif row.product_id not in items or row.order_qty == 0:
            reason = _("product %s is unknown or the quantity zero") % row.product_id
            source.report("purchase_order_lines", row.line, reason)
        else:
            lines[row.po_id].append(row)
    return list(headers.values()), dict(lines)


def state_of(row: Any, lines: list[Any], calendar: LoadCalendar) -> str:
    """How far a purchase order has come: complete ones stay sent until their last line is due."""
    if row.status == REJECTED:
        return PurchaseOrder.State.CANCELLED
    if row.status == PENDING:
        return PurchaseOrder.State.DRAFT
    if row.status == APPROVED or not calendar.has_come(max(line.due_date for line in lines)):
        return PurchaseOrder.State.SENT
    return PurchaseOrder.State.CLOSED


@command()
def load_purchases(
    source: Source, calendar: LoadCalendar, *, suppliers: dict[int, int], items: dict[int, int]
) -> tuple[list[Any], dict[int, list[Any]]]:
    """Write purchase orders placed by the day of the load; what is sent and open is expected supply.

    No stock moves are derived from them: the files tell what was received, but not what
    production took, so that receipts alone would pile up. Gives what was read, in force or new.
    """
    headers, lines = read_purchases(source, suppliers=suppliers, items=items)
    headers = [row for row in headers if calendar.has_come(row.order_date) and row.po_id in lines]
    numbers = {row.po_id: f"PO{row.po_id:05d}" for row in headers}
    known = set(PurchaseOrder.objects.filter(number__in=numbers.values()).values_list("number", flat=True))
    fresh = [row for row in headers if numbers[row.po_id] not in known]
    currency, warehouse = Company.objects.get().base_currency_id, Warehouse.objects.get(is_default=True)
    orders, order_lines, supplies = [], [], []
    keys = take_keys(PurchaseOrder, len(fresh))
    line_keys = iter(take_keys(PurchaseOrderLine, sum(len(lines[row.po_id]) for row in fresh)))
    for row, key in zip(fresh, keys, strict=True):
        number, state = numbers[row.po_id], state_of(row, lines[row.po_id], calendar)
        due_on = max(line.due_date for line in lines[row.po_id])
        is_done = state == PurchaseOrder.State.CLOSED
        orders.append(
            (key, number, suppliers[row.vendor_id], warehouse.pk, currency, str(state),
             calendar.day(row.order_date), calendar.day(due_on),
             calendar.at(due_on, 10) if is_done else None, row.total_due,
             calendar.at(row.order_date, 7))
        )  # fmt: skip
        for place, line in enumerate(lines[row.po_id], start=1):
            line_key, item, expected = next(line_keys), items[line.product_id], calendar.day(line.due_date)
            received = line.received_qty if is_done else Decimal(0)
            order_lines.append(
                (line_key, key, place, item, line.order_qty, received, line.unit_price, expected)
            )
            if state == PurchaseOrder.State.SENT:
                supplies.append(
                    ("purchase_order_line", line_key, "purchase_order", key, number, "purchase", item,
                     warehouse.pk, expected, line.order_qty)
                )  # fmt: skip
    _write(orders, order_lines, supplies)
    return headers, lines


PURCHASE = (
    "id", "number", "supplier_id", "warehouse_id", "currency_id", "state", "ordered_on", "expected_on",
    "received_at", "total", "created_at",
)  # fmt: skip
PURCHASE_LINE = (
    "id", "purchase_order_id", "line_no", "item_id", "quantity", "received", "unit_price", "expected_on",
)  # fmt: skip
SUPPLY = (
    "source_kind", "source_id", "document_kind", "document_id", "document_number", "kind", "item_id",
    "warehouse_id", "due_on", "quantity",
)  # fmt: skip


def _write(orders: list[Any], lines: list[Any], supplies: list[Any]) -> None:
    copy_rows(PurchaseOrder, PURCHASE, orders)
    copy_rows(PurchaseOrderLine, PURCHASE_LINE, lines)
    copy_rows(ExpectedSupply, SUPPLY, supplies)
