"""Export of what the list shows: streamed, bounded, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.custom_fields import custom_field_definitions
from erp.core.states import state_label
from erp.core.views.page import page
from orders.models import Order
from orders.selectors.orders import EXPORT_RIGHT
from orders.views.listing import order_chips, wanted_orders

MOST_ROWS = 100_000
CHUNK = 2_000
_RISKY = ("=", "+", "-", "@", "\t", "\r")


@page(EXPORT_RIGHT)
def export(request: Any, kind: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """The filtered list as CSV or Excel, newest first, at most 100,000 rows."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    rows = wanted_orders(request, order_chips(request))
    name = f"orders-{timezone.localdate().isoformat()}.{kind}"
    table = _table(rows)
    if kind == "csv":
        answer: Any = StreamingHttpResponse(_csv(table), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    return FileResponse(_xlsx(table), as_attachment=True, filename=name)


def _table(rows: QuerySet[Order]) -> Iterator[list[Any]]:
    """Head and rows, read in pages by key, so that memory stays small and the table is never counted."""
    fields = [(row.key, row.label) for row in custom_field_definitions("order")]
    yield [
        _("Number"), _("Customer code"), _("Customer"), _("State"), _("Fulfillment"), _("Billing"),
        _("Priority"), _("Created"), _("Requested"), _("Promised"), _("Currency"), _("Subtotal"),
        _("Tax"), _("Total"),
        _("Salesperson"), _("Customer's order number"), _("Warehouse"), *(label for _key, label in fields),
    ]  # fmt: skip
    last, left = None, MOST_ROWS
    while left > 0:
        chunk = rows.order_by("-pk")
        if last is not None:
            chunk = chunk.filter(pk__lt=last)
        found = list(chunk[: min(CHUNK, left)])
        for order in found:
            yield [*_cells(order), *(order.custom.get(key, "") for key, _label in fields)]
        left -= len(found)
        if len(found) < CHUNK:
            return
        last = found[-1].pk


def _cells(order: Order) -> list[Any]:
    return [
        order.number,
        order.customer.code,
        order.customer.name,
        state_label("order", order.state),
        state_label("fulfillment", order.fulfillment_state),
        state_label("billing", order.billing_state),
        state_label("priority", order.priority),
        timezone.localtime(order.created_at).replace(tzinfo=None),
        order.requested_on,
        order.promised_on,
        order.currency_id,
        order.subtotal,
        order.tax,
        order.total,
        str(order.salesperson or ""),
        order.customer_po,
        order.warehouse.name,
    ]


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(_RISKY):
        return f"'{value}"
    return value


def _csv(table: Iterator[list[Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"  # so that Excel reads Chinese as it is
    for row in table:
        writer.writerow([_text(value) for value in row])
        if buffer.tell() > 32_768:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(harmless(value))


def _xlsx(table: Iterator[list[Any]]) -> io.BytesIO:
    """The table as a workbook, row by row in constant memory."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("Orders")
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        amount = book.add_format({"num_format": "#,##0.00"})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 16, 16)
        for place, row in enumerate(table):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(place, column, value, moment)
                elif isinstance(value, date):
                    sheet.write_datetime(place, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 -- a cell has no zone
                elif isinstance(value, Decimal):
                    sheet.write_number(place, column, float(value), amount)
                elif value is not None:
                    sheet.write_string(place, column, str(harmless(value)), bold if place == 0 else None)
    target.seek(0)
    return target
