"""Files that an import gives back: empty templates to fill in, and the rows that are wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from orders.services.imports.fields import Column

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file that Excel opens in the right encoding."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def template_file(columns: Sequence[Column], kind: str) -> tuple[bytes, str]:
    """An empty file with the columns' heads in the reader's language and one example row; with its type."""
    is_chinese = (get_language() or "en").startswith("zh")
    starred = [f"{column.shown} *" if column.is_required else column.shown for column in columns]
    example = [(column.example_zh if is_chinese else "") or column.example for column in columns]
    if kind == "csv":
        return csv_file(starred, [example]), CSV
    return _workbook(starred, example), XLSX


def _workbook(heads: Sequence[str], example: Sequence[str]) -> bytes:
    import xlsxwriter  # loaded when somebody asks for a workbook

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        bold, text = (
            book.add_format({"bold": True, "bg_color": "#E8EDF3"}),
            book.add_format({"num_format": "@"}),
        )
        for index, (head, shown) in enumerate(zip(heads, example, strict=True)):
            sheet.set_column(index, index, max(12, len(head) * 2, len(shown)), text)
            sheet.write_string(0, index, head, bold)
            if shown:
                sheet.write_string(1, index, shown, text)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def errors_file(errors: Sequence[Mapping[str, Any]]) -> bytes:
    """The row errors of an import as CSV."""
    heads = [_("Row"), _("Column"), _("Rule"), _("What is wrong"), _("Value")]
    return csv_file(
        heads,
        [[one["row"], one["label"], one["rule"], one["message"], one["value"]] for one in errors],
    )
