"""Which lines of a document differ from those it had, as its timeline tells it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from orders.models import OrderLine, QuotationLine

Line = OrderLine | QuotationLine
_COMPARED = ("item_id", "unit_id", "quantity", "unit_price", "discount_rate", "requested_on", "description")


def line_differences(before: Sequence[Line], after: Sequence[Line]) -> list[dict[str, Any]]:
    """Which lines differ, by position; a line that is gone or new has no other side."""
    told = []
    for position in range(max(len(before), len(after))):
        old = before[position] if position < len(before) else None
        new = after[position] if position < len(after) else None
        if _values(old) != _values(new):
            quantities = [old.quantity if old else None, new.quantity if new else None]
            told.append({"line": position + 1, "quantity": quantities})
    return told


def _values(line: Line | None) -> tuple[Any, ...] | None:
    if line is None:
        return None
    values = [getattr(line, name) for name in _COMPARED]
    own = sorted(line.custom.items()) if isinstance(line, OrderLine) else []
    return (*[v.normalize() if isinstance(v, Decimal) else v for v in values], *own)
