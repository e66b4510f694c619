"""From an uploaded CSV or Excel file to a head and rows of cells, whatever the file tries."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from erp.core.errors import Invalid
from orders.calc.cells import Cell

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
_MERGED = re.compile(rb'<mergeCell ref="[A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_ENCODINGS = ("utf-8", "gb18030")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_INSIDE_WORD = re.compile(r"[A-Za-z][^\x00-\x7f][a-z]")


@dataclass(frozen=True)
class Formula:
    """A cell with a formula whose result the file does not hold."""


@dataclass(frozen=True)
class Line:
    """One row of a file: its number as the reader's spreadsheet shows it, and its cells."""

    number: int
    cells: tuple[Cell | Formula, ...]
    is_merged: bool = False


def _refuse(message: str, code: str) -> Invalid:
    return Invalid.field("file", message, code=code)


def read_lines(content: bytes) -> list[Line]:
    """The rows of a file that are not empty.

    Raises: Invalid (`file_…`) when the file is no table, too large, broken or in an unknown encoding.
    """
    if not content:
        raise _refuse(_("The file has no content."), "file_empty")
    if len(content) > MAX_BYTES:
        raise _refuse(
            _("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 2**20}, "file_too_large"
        )
    rows = _excel(content) if content[:4] == b"PK\x03\x04" else _csv(content)
    found = []
    for line in rows:
        if len(line.cells) > MAX_COLUMNS and any(cell not in (None, "") for cell in line.cells[MAX_COLUMNS:]):
            message = _("There are more than %(count)s columns.") % {"count": MAX_COLUMNS}
            raise _refuse(message, "file_too_wide")
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in line.cells):
            continue
        found.append(line)
        if len(found) > MAX_ROWS + 20:
            message = _("There are more than %(count)s rows; split the file.") % {"count": MAX_ROWS}
            raise _refuse(message, "file_too_long")
    if not found:
        raise _refuse(_("The file has no rows."), "file_empty")
    return found


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif content[:3] == b"\xef\xbb\xbf":
        encodings = ("utf-8-sig",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or (encoding == "gb18030" and _is_western(text)):
            break
        return text
    message = _("This is neither an Excel workbook (.xlsx) nor CSV text in UTF-8 or GBK.")
    raise _refuse(message, "file_encoding")


def _is_western(text: str) -> bool:
    """Whether text that reads as GBK is Western: its letters with marks then stand alone inside words.

    "Größe" of an older Windows program reads as "Gr鲞e"; Chinese has characters beside each other.
    """
    runs = _NOT_ASCII.findall(text)
    return bool(runs) and all(len(run) == 1 for run in runs) and bool(_INSIDE_WORD.search(text))


def _csv(content: bytes) -> Iterator[Line]:
    text = _decoded(content)
    head = text[:4096].splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield Line(reader.line_num, tuple(cells))
    except csv.Error as error:
        message = _("Line %(line)s can't be read as CSV.") % {"line": reader.line_num}
        raise _refuse(message, "file_broken") from error


def _excel(content: bytes) -> Iterator[Line]:
    import openpyxl  # loaded when a workbook comes

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise _refuse(_("The workbook unpacks to far more than it should."), "file_too_large")
            values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheet: Any = values.worksheets[0]
            xml = archive.read(sheet._worksheet_path.lstrip("/"))
        formulas: Any = None
        if b"<f>" in xml or b"<f " in xml:
            formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
        merged = _merged_rows(xml)
        del xml
        yield from _rows(sheet, formulas, merged)
    except Invalid:
        raise
    except Exception as error:  # whatever a broken workbook makes the reader raise
        raise _refuse(
            _("The workbook can't be read; save it again as .xlsx or CSV."), "file_broken"
        ) from error


def _merged_rows(xml: bytes) -> set[int]:
    rows: set[int] = set()
    for first, last in _MERGED.findall(xml):
        start, end = int(first), min(int(last), int(first) + MAX_ROWS)
        if end > start:
            rows.update(range(start, end + 1))
    return rows


def _rows(sheet: Any, formulas: Any, merged: set[int]) -> Iterator[Line]:
    sheet.reset_dimensions()
    values = sheet.iter_rows(values_only=True)
    if formulas is None:
        for number, cells in enumerate(values, start=1):
            yield Line(number, tuple(cells), number in merged)
        return
    formulas.reset_dimensions()
    for number, (cells, written) in enumerate(
        zip(values, formulas.iter_rows(values_only=True), strict=False), start=1
    ):
        yield Line(
            number,
            tuple(
                Formula() if value is None and isinstance(text, str) and text.startswith("=") else value
                for value, text in zip(cells, written, strict=False)
            ),
            number in merged,
        )
