"""The columns that an import takes: names in both languages, and how their cells are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from erp.core.models import CustomFieldDefinition
from orders.calc.cells import BadCell, Cell, boolean_of, date_of, header_of, integer_of, number_of, text_of
from orders.services.imports.reading import Formula

RULES: dict[str, str | Promise] = {
    "required": gettext_lazy("This field is required."),
    "characters": gettext_lazy("This text is too long or has characters that can't be stored."),
    "too_long": gettext_lazy("This text is too long."),
    "number": gettext_lazy("This must be a number."),
    "integer": gettext_lazy("This must be a whole number."),
    "too_large": gettext_lazy("This number is too large."),
    "decimals": gettext_lazy("This number has too many decimals."),
    "negative": gettext_lazy("This can't be negative."),
    "date": gettext_lazy("This must be a date such as 2026-01-31."),
    "boolean": gettext_lazy("This must be yes or no."),
    "email": gettext_lazy("This must be an e-mail address."),
    "unknown": gettext_lazy("There is no such thing, or you may not see it."),
    "taken": gettext_lazy("This is taken already."),
    "twice": gettext_lazy("This stands in an earlier row of the file already."),
    "formula": gettext_lazy("The formula has no stored result; paste values instead."),
    "merged": gettext_lazy("Cells are merged over several rows; unmerge them."),
    "not_permitted": gettext_lazy("You do not have the right to do this."),
}

Reader = Callable[[Cell], Any]


@dataclass(frozen=True)
class Column:
    """A column that an import takes."""

    name: str
    label: str
    label_zh: str
    read: Reader
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    example: str = ""
    example_zh: str = ""

    @property
    def shown(self) -> str:
        """The column's name in the reader's language."""
        return self.label_zh if self.label_zh and (get_language() or "en").startswith("zh") else self.label

    def heads(self) -> set[str]:
        """Every head that means this column, comparable."""
        return {header_of(text) for text in (self.name, self.label, self.label_zh, *self.aliases) if text}


@dataclass
class Row:
    """A row on its way: what it says, what it means, and what is wrong with it."""

    number: int
    said: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[tuple[str, str, str]] = field(default_factory=list)

    def refuse(self, column: str, rule: str, message: str | None = None) -> None:
        """Note that a column breaks a rule."""
        self.errors.append((column, rule, message or str(RULES.get(rule, rule))))


def text(limit: int) -> Reader:
    """Text of at most so many characters."""

    def read(cell: Cell) -> str:
        found = " ".join(text_of(cell).split())
        if len(found) > limit:
            raise BadCell("too_long")
        return found

    return read


def mail(cell: Cell) -> str:
    """An e-mail address."""
    found = text(254)(cell)
    try:
        validate_email(found)
    except ValidationError:
        raise BadCell("email") from None
    return found


def number(decimals: int, most: str = "1e12") -> Reader:
    """A number from zero up."""

    def read(cell: Cell) -> Decimal:
        found = number_of(cell, decimals)
        if found < 0:
            raise BadCell("negative")
        if found > Decimal(most):
            raise BadCell("too_large")
        return found

    return read


def whole(most: int) -> Reader:
    """A whole number from zero up."""

    def read(cell: Cell) -> int:
        found = integer_of(cell)
        if found < 0:
            raise BadCell("negative")
        if found > most:
            raise BadCell("too_large")
        return found

    return read


def choice(options: Mapping[str, Sequence[str]]) -> Reader:
    """One of some words; `options` maps each stored value to other words for it."""
    known = {header_of(word): value for value, words in options.items() for word in (value, *words)}

    def read(cell: Cell) -> str:
        found = known.get(header_of(text_of(cell)))
        if found is None:
            raise BadCell("choice")
        return found

    read.__doc__ = ", ".join(options)
    return read


def words(cell: Cell) -> list[str]:
    """Several words, separated by semicolons or commas."""
    found = text_of(cell).replace("；", ";").replace("，", ";").replace("、", ";").replace(",", ";")
    parts = list(dict.fromkeys(part.strip() for part in found.split(";") if part.strip()))
    if len(parts) > 50 or any(len(part) > 40 for part in parts):
        raise BadCell("too_long")
    return parts


def custom_columns(definitions: Sequence[CustomFieldDefinition]) -> list[Column]:
    """The company's own fields as columns; their values are checked with the row."""
    return [
        Column(
            f"custom.{definition.key}",
            definition.label,
            definition.label_zh,
            text(1000),
            aliases=(definition.key,),
            is_required=definition.is_required,
        )
        for definition in definitions
    ]


def read_row(row_number: int, cells: Mapping[str, Cell | Formula], columns: Sequence[Column]) -> Row:
    """A row with its cells read; empty cells say nothing."""
    row = Row(row_number)
    for column in columns:
        cell = cells.get(column.name)
        if isinstance(cell, Formula):
            row.refuse(column.name, "formula")
            continue
        try:
            said = text_of(cell)
            row.said[column.name] = said[:2000]
            if said:
                row.values[column.name] = column.read(cell)
        except BadCell as error:
            rule = str(error)
            message = None
            if rule == "choice":
                message = _("This must be one of: %(choices)s.") % {"choices": column.read.__doc__}
            row.said.setdefault(column.name, "")
            row.refuse(column.name, rule, message)
    return row


def require(row: Row, columns: Sequence[Column]) -> None:
    """Note required columns that are empty."""
    broken = {column for column, _rule, _message in row.errors}
    for column in columns:
        if column.is_required and column.name not in row.values and column.name not in broken:
            row.refuse(column.name, "required")


__all__ = [
    "RULES",
    "Column",
    "Row",
    "boolean_of",
    "choice",
    "custom_columns",
    "date_of",
    "mail",
    "number",
    "read_row",
    "require",
    "text",
    "whole",
    "words",
]
