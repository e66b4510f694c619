"""Reads the CSV files of a go-live: typed rows, and every bad row reported with file, line and reason."""

from __future__ import annotations

import csv
import gzip
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from erp.core.errors import Invalid

LARGEST = Decimal("1e15")
Reader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that could not be taken, and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


def text(value: str) -> str:
    """A text; empty stays empty."""
    return value.strip()


def needed(value: str) -> str:
    """A text that has to be there."""
    value = value.strip()
    if not value:
        raise ValueError(_("is missing"))
    return value


def number(value: str) -> Decimal:
    """A decimal number, never infinite or absurdly large."""
    try:
        read = Decimal(value)
    except InvalidOperation:
        raise ValueError(_("“%(value)s” is not a number") % {"value": value}) from None
    if not read.is_finite() or abs(read) > LARGEST:
        raise ValueError(_("“%(value)s” is not a number that fits") % {"value": value})
    return read


def amount(value: str) -> Decimal:
    """A number that is not negative."""
    read = number(value)
    if read < 0:
        raise ValueError(_("“%(value)s” is negative") % {"value": value})
    return read


def integer(value: str) -> int:
    """A whole number."""
    try:
        return int(value)
    except ValueError:
        raise ValueError(_("“%(value)s” is not a whole number") % {"value": value}) from None


def flag(value: str) -> bool:
    """0 or 1."""
    if value not in {"0", "1"}:
        raise ValueError(_("“%(value)s” is neither 0 nor 1") % {"value": value})
    return value == "1"


def day(value: str) -> date:
    """A date such as 2014-06-30."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(_("“%(value)s” is not a date such as 2014-06-30") % {"value": value}) from None


def maybe(reader: Reader) -> Reader:
    """The same, or nothing where the field is empty."""
    return lambda value: reader(value) if value else None


class Source:
    """A directory of `name.csv` or `name.csv.gz` files, and the problems found while reading them."""

    def __init__(self, path: Path) -> None:
        """Look at a directory.

        Raises: Invalid when it is none.
        """
        if not path.is_dir():
            raise Invalid.field("path", _("There is no directory %(path)s.") % {"path": path}, "not_found")
        self.path = path
        self.problems: list[Problem] = []
        self._files: dict[str, str] = {}

    def has(self, name: str) -> bool:
        """Whether the file is there, plain or gzipped."""
        return any((self.path / f"{name}{ending}").exists() for ending in (".csv", ".csv.gz"))

    def report(self, name: str, line: int, reason: str) -> None:
        """Note a row that is left out."""
        self.problems.append(Problem(self._files.get(name, f"{name}.csv"), line, reason))

    def _open(self, name: str) -> IO[str] | None:
        plain, zipped = self.path / f"{name}.csv", self.path / f"{name}.csv.gz"
        options: dict[str, Any] = {"encoding": "utf-8-sig", "errors": "surrogateescape", "newline": ""}
        if plain.exists():
            self._files[name] = plain.name
            return plain.open("r", **options)
        if zipped.exists():
            self._files[name] = zipped.name
            return gzip.open(zipped, "rt", **options)
        return None

    def rows(self, name: str, columns: Mapping[str, Reader]) -> Iterator[Any]:
        """The good rows of a file as tuples with `line` and the columns asked for; bad ones are noted."""
        stream = self._open(name)
        if stream is None:
            self.report(name, 0, _("the file is missing"))
            return
        with stream:
            try:
                yield from self._parse(name, csv.reader(stream), columns)
            except (csv.Error, OSError, EOFError) as error:
                self.report(name, 0, _("the file can't be read: %(error)s") % {"error": error})

    def _parse(self, name: str, reader: Any, columns: Mapping[str, Reader]) -> Iterator[Any]:
        header: list[str] = next(reader, [])
        missing = [column for column in columns if column not in header]
        if missing:
            self.report(name, 1, _("column %(columns)s is missing") % {"columns": ", ".join(missing)})
            return
        make: Any = namedtuple("Row", ["line", *columns])._make  # type: ignore[attr-defined]  # made at run time from the file's header
        picks = [(header.index(column), column, read) for column, read in columns.items()]
        width = len(header)
        for cells in reader:
            if not cells:
                continue
            line = reader.line_num
            if len(cells) != width:
                told = {"found": len(cells), "wanted": width}
                self.report(name, line, _("has %(found)d fields, not %(wanted)d") % told)
                continue
            try:
                row = make([line, *[read(cells[place]) for place, _name, read in picks]])
            except ValueError:
                self._explain(name, line, cells, picks)
                continue
            reason = _unreadable(cells)
            if reason:
                self.report(name, line, reason)
                continue
            yield row

    def _explain(self, name: str, line: int, cells: list[str], picks: list[tuple[int, str, Reader]]) -> None:
        for place, column, read in picks:
            try:
                read(cells[place])
            except ValueError as error:
                self.report(name, line, f"{column}: {error}")


def _unreadable(cells: list[str]) -> str:
    joined = "".join(cells)
    if joined.isascii():
        return _("holds a null character") if "\x00" in joined else ""
    if any("\udc80" <= character <= "\udcff" for character in joined):
        return _("is not UTF-8")
    return _("holds a null character") if "\x00" in joined else ""
