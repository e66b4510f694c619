"""Export of what a list shows: streamed, bounded, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone

MOST_ROWS = 100_000
CHUNK = 2_000
_RISKY = ("=", "+", "-", "@", "\t", "\r")

Row = Sequence[Any]


def table_answer(name: str, kind: str, table: Iterator[Row]) -> StreamingHttpResponse | FileResponse:
    """A table with its head as a file to keep: CSV or Excel.

    Raises: Http404 for any other kind.
    """
    if kind not in {"csv", "xlsx"}:
        raise Http404
    file_name = f"{name}-{timezone.localdate().isoformat()}.{kind}"
    if kind == "xlsx":
        return FileResponse(_xlsx(name, table), as_attachment=True, filename=file_name)
    answer = StreamingHttpResponse(_csv(table), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


def table_of(rows: QuerySet[Any], head: Row, cells: Callable[[Any], Row]) -> Iterator[Row]:
    """Head and rows, read newest first in pages by key, so that nothing is counted or held."""
    yield head
    last, left = None, MOST_ROWS
    while left > 0:
        chunk = rows.order_by("-pk")
        if last is not None:
            chunk = chunk.filter(pk__lt=last)
        found = list(chunk[: min(CHUNK, left)])
        for row in found:
            yield cells(row)
        left -= len(found)
        if len(found) < CHUNK:
            return
        last = found[-1].pk


def export_links(request: HttpRequest, urls: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """The addresses of exports with the filters that are set now."""
    query = request.GET.copy()
    query.pop("cursor", None)
    tail = f"?{query.urlencode()}" if query else ""
    return [{"label": label, "url": url + tail} for label, url in urls]


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(_RISKY):
        return f"'{value}"
    return value


def _csv(table: Iterable[Row]) -> Iterator[str]:
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
        return timezone.localtime(value).replace(tzinfo=None).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(harmless(value))


def _xlsx(name: str, table: Iterable[Row]) -> io.BytesIO:
    """The table as a workbook, row by row in constant memory."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(name[:31])
        bold = book.add_format({"bold": True})
        forms = {
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            Decimal: book.add_format({"num_format": "#,##0.00####"}),
        }
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 30, 16)
        for place, row in enumerate(table):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    moment = timezone.localtime(value).replace(tzinfo=None)
                    sheet.write_datetime(place, column, moment, forms[datetime])
                elif isinstance(value, date):
                    sheet.write_datetime(place, column, value, forms[date])
                elif isinstance(value, Decimal):
                    sheet.write_number(place, column, float(value), forms[Decimal])
                elif value is not None:
                    sheet.write_string(place, column, str(harmless(value)), bold if place == 0 else None)
    target.seek(0)
    return target
