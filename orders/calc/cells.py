"""What people type into spreadsheet cells, made exact: numbers, dates, yes and no.

A cell that can't be read raises `BadCell` with the rule that it breaks.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

_PLAIN = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d{1,18})?")
_CURRENCY = re.compile(r"^(CNY|RMB|USD|EUR|GBP|¥|\$|€|£)\s*|\s*(元|CNY|RMB|USD|EUR|GBP)$", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_YES = {"yes", "y", "true", "1", "是", "启用", "有效", "x", "√"}
_NO = {"no", "n", "false", "0", "否", "停用", "无效"}
_MOST = Decimal("1e18")

Cell = str | int | float | bool | Decimal | date | datetime | time | timedelta | None


class BadCell(ValueError):
    """A cell breaks a rule, named by its code."""


def text_of(cell: Cell) -> str:
    """A cell as text: whole numbers without point, dates as 2026-01-31, no control characters.

    Raises: BadCell (`characters`).
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        is_plain = isfinite(cell) and abs(cell) < 1e300
        return f"{Decimal(repr(cell)):f}".removesuffix(".0") if is_plain else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    text = str(cell).strip()
    if any(unicodedata.category(char) == "Cc" and char not in "\t\r\n" for char in text):
        raise BadCell("characters")
    return text


def number_of(cell: Cell, decimals: int) -> Decimal:
    """A number with at most so many decimals; thousands separators and a currency sign are taken.

    Raises: BadCell (`number`, `too_large`, `decimals`).
    """
    text = unicodedata.normalize("NFKC", text_of(cell)).replace(" ", "")
    text = _CURRENCY.sub("", text)
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _PLAIN.fullmatch(text):
        digits = text.lstrip("+-").replace(".", "", 1)
        raise BadCell("too_large" if digits.isdigit() and len(digits) > 18 else "number")
    number = Decimal(text)
    if abs(number) >= _MOST:
        raise BadCell("too_large")
    cut = round(number, decimals)
    if isinstance(cell, float):
        return cut  # a spreadsheet's own binary fraction, such as 0.1 + 0.2
    if cut != number:
        raise BadCell("decimals")
    return number


def integer_of(cell: Cell) -> int:
    """A whole number.

    Raises: BadCell (`integer`, `number`, `too_large`).
    """
    number = number_of(cell, 6)
    if number != int(number):
        raise BadCell("integer")
    return int(number)


def date_of(cell: Cell) -> date:
    """A date: a date cell, or text such as 2026-01-31, 2026/1/31, 2026年1月31日.

    Raises: BadCell (`date`).
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text_of(cell)))
    if found:
        year, month, day = (int(part) for part in found.groups())
        try:
            if 1900 <= year <= 2200:
                return date(year, month, day)
        except ValueError:
            pass
    raise BadCell("date")


def boolean_of(cell: Cell) -> bool:
    """Yes or no, in English or Chinese.

    Raises: BadCell (`boolean`).
    """
    text = text_of(cell).lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise BadCell("boolean")


def header_of(cell: Cell) -> str:
    """A column's head, made comparable: no case, spaces, stars, brackets or underscores."""
    try:
        text = unicodedata.normalize("NFKC", text_of(cell)).lower()
    except BadCell:
        return ""
    text = re.sub(r"\(.*?\)", "", text)
    return re.sub(r"[\s_*:：.\-/]+", "", text)
