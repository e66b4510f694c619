"""What people type and paste: numbers in any usual form, dates, and the entries of an order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from erp.core.money import MONEY_MAX
from erp.core.quantity import QUANTITY_MAX
from erp.core.records import Problems

_CURRENCY_SIGNS = "¥￥$€£"
_MAX_TEXT = 40
# Commas stand between groups of three: 1,5 is no fifteen, and who means 1.5 is told.
_NUMBER = re.compile(
    r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)?(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?"  # a spreadsheet writes 1e-05
)

Row = TypeVar("Row", bound=Model)


def number(text: Any) -> Decimal:
    """A number as people type it: 1,200.5, １２００, ¥ 12.

    Raises: ValueError with the sentence for the reader.
    """
    plain = unicodedata.normalize("NFKC", str(text)).strip().strip(_CURRENCY_SIGNS).replace(" ", "")
    if len(plain) > _MAX_TEXT or not _NUMBER.fullmatch(plain):
        raise ValueError(_("This is not a number."))
    try:
        return Decimal(plain.replace(",", ""))
    except InvalidOperation:
        raise ValueError(_("This is not a number.")) from None


def quantity(text: Any) -> Decimal:
    """A quantity to order.

    Raises: ValueError.
    """
    found = number(text)
    if found <= 0:
        raise ValueError(_("Must be greater than zero."))
    return _within(found, QUANTITY_MAX)


def amount(text: Any) -> Decimal:
    """A price.

    Raises: ValueError.
    """
    found = number(text)
    if found < 0:
        raise ValueError(_("Must not be negative."))
    return _within(found, MONEY_MAX)


def percent(text: Any) -> Decimal:
    """A discount typed in percent, as a fraction.

    Raises: ValueError.
    """
    found = number(str(text).strip().rstrip("%％"))
    if not 0 <= found <= 100:
        raise ValueError(_("Must be between 0 and 100 %."))
    return found / 100


def _within(found: Decimal, most: Decimal) -> Decimal:
    if found > most:
        raise ValueError(_("Is too large."))
    exponent = found.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -6:
        raise ValueError(_("Has more than six decimals."))
    return found


def day(text: Any) -> date:
    """A date from a date field.

    Raises: ValueError.
    """
    try:
        return date.fromisoformat(str(text).strip())
    except ValueError:
        raise ValueError(_("This must be a date such as 2026-01-31.")) from None


def taken(values: Mapping[str, Any], name: str, read: Any, problems: Problems, path: str = "") -> Any:
    """A typed value read by `read`, None when empty; what is wrong is noted beside its field."""
    text = values.get(name)
    if text is None or not str(text).strip():
        return None
    try:
        return read(text)
    except ValueError as error:
        problems.add(path or name, error)
        return None


def key(value: Any) -> int | None:
    """A primary key from a field, or None."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def chosen(rows: QuerySet[Row], value: Any) -> Row | None:
    """The row whose primary key a field names, or None."""
    pk = key(value)
    return rows.filter(pk=pk).first() if pk is not None else None
