"""Decision tables as spreadsheets: two heading rows (names; keys with types), then a row per line."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from erp.core.errors import Invalid
from erp.rules.calc.cells import BadCell, cell_text, read_cell, read_value, value_text
from erp.rules.calc.table import MOST_COLUMNS, MOST_ROWS, Column, parse

_HEAD = re.compile(r"(?P<side>when|then):\s*(?P<field>[a-z0-9_.]+)\s*\|\s*(?P<type>[a-z]+)", re.IGNORECASE)
MOST_BYTES = 5_000_000


def table_to_sheet(content: Mapping[str, Any], name: str, language: str) -> bytes:
    """A workbook that `table_from_sheet` reads back."""
    import xlsxwriter

    table = parse(content)
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31] or "Table")
        bold, small = book.add_format({"bold": True}), book.add_format({"font_color": "#777777"})
        columns = [("when", c) for c in table.inputs] + [("then", c) for c in table.outputs]
        for index, (side, column) in enumerate(columns):
            sheet.write_string(0, index, column.labels.get(language) or column.label, bold)
            sheet.write_string(1, index, f"{side}: {column.field} | {column.type}", small)
            sheet.set_column(index, index, 22)
        sheet.write_string(0, len(columns), _("Note"), bold)
        for line, row in enumerate(table.rows, start=2):
            for index, (side, column) in enumerate(columns):
                text = (
                    cell_text(row.when.get(column.id))
                    if side == "when"
                    else _result_text(row.then.get(column.id))
                )
                sheet.write_string(line, index, text)
            sheet.write_string(line, len(columns), row.note)
        sheet.freeze_panes(2, 0)
    return target.getvalue()


def _result_text(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, list) else value_text(value)


def table_from_sheet(file: BinaryIO, before: Mapping[str, Any]) -> dict[str, Any]:
    """The content that a workbook says, with names, choices and test cases of the content before.

    Raises: Invalid, naming the cells that can't be understood.
    """
    import openpyxl

    if len(file.read(MOST_BYTES + 1)) > MOST_BYTES:
        raise Invalid.field("file", _("The file is too large."), "file_too_large")
    file.seek(0)
    try:
        sheet = openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets[0]
        lines = [
            ["" if cell is None else str(cell) for cell in line]
            for line in sheet.iter_rows(max_row=MOST_ROWS + 3, max_col=MOST_COLUMNS + 2, values_only=True)
        ]
    except Exception as error:  # openpyxl raises whatever the archive or its XML makes it raise
        raise Invalid.field("file", _("This is not an Excel workbook."), "file_type") from error
    if len(lines) < 2:
        raise Invalid.field("file", _("The two heading rows are missing."))
    known = parse(before)
    columns = _columns(lines, [*known.inputs, *known.outputs])
    rows, errors = _rows(lines[2:], columns, len(columns))
    if errors:
        raise Invalid(errors=errors)
    return {
        "hit_policy": known.hit_policy,
        "inputs": [column.as_json() for side, column in columns if side == "when"],
        "outputs": [column.as_json() for side, column in columns if side == "then"],
        "rows": rows,
        "tests": [dict(test) for test in known.tests],
    }


def _columns(lines: list[list[str]], before: list[Column]) -> list[tuple[str, Column]]:
    columns = []
    for index, text in enumerate(lines[1]):
        if not text.strip():
            break
        found = _HEAD.fullmatch(text.strip())
        if found is None:
            message = _("The second row says what a column is, such as “when: order.total | number”.")
            raise Invalid.field(f"file.{_letter(index)}2", message)
        same = next((c for c in before if c.field == found["field"]), None)
        key = same.id if same else found["field"].replace(".", "_")[:40]
        label = same.label if same else lines[0][index] or found["field"]
        choices = same.choices if same and same.type == found["type"].lower() else ()
        labels = same.labels if same else {}
        column = Column(key, found["field"], label[:80], found["type"].lower(), labels, choices)
        columns.append((found["side"].lower(), column))
    return columns


def _rows(
    lines: list[list[str]], columns: list[tuple[str, Column]], note: int
) -> tuple[list[Any], dict[str, list[str]]]:
    rows: list[dict[str, Any]] = []
    errors: dict[str, list[str]] = {}
    for number, line in enumerate(lines, start=3):
        if not any(text.strip() for text in line):
            continue
        row: dict[str, Any] = {"id": f"r{len(rows) + 1}", "when": {}, "then": {}, "note": ""}
        for index, (side, column) in enumerate(columns):
            text = line[index] if index < len(line) else ""
            try:
                value = read_cell(text, column.type) if side == "when" else _read_result(text, column)
            except (BadCell, KeyError) as error:
                errors.setdefault(f"file.{_letter(index)}{number}", []).append(str(error.args[0]))
                continue
            if value is not None:
                row[side][column.id] = value
        row["note"] = line[note][:300] if note < len(line) else ""
        rows.append(row)
    return rows, dict(list(errors.items())[:100])


def _read_result(text: str, column: Column) -> Any:
    if not text.strip():
        return None
    if column.type == "list":
        return [part.strip() for part in re.split(r"[,，;；、]", text) if part.strip()]
    return read_value(text, column.type)


def _letter(index: int) -> str:
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)
