"""The cells of a decision table: an operator and its typed value, as JSON, as text and as zen wants it.

A condition is `{"op": "ge", "value": 10000}`; None stands for "any". The text form is what people type into a
cell or a spreadsheet: `>= 10000`, `10000..20000` (both ends), `10000..<20000` (the end is left out), `A, B`,
`not A, B`, `X*`, `*X*`, `(empty)`, `(filled)`, `yes`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from erp.core.errors import Text

TYPES = ("number", "text", "boolean", "date", "list")
OPERATORS: dict[str, tuple[str, ...]] = {
    "number": ("eq", "ne", "lt", "le", "gt", "ge", "between", "from_below", "one_of", "not_one_of"),
    "date": ("eq", "lt", "le", "gt", "ge", "between", "from_below"),
    "text": ("eq", "ne", "one_of", "not_one_of", "starts_with", "contains", "empty", "filled"),
    "boolean": ("eq",),
    "list": ("has_any", "has_none", "empty", "filled"),
}
RANGES = ("between", "from_below")
SEVERAL = ("one_of", "not_one_of", "has_any", "has_none")
WITHOUT = ("empty", "filled")
_WITHIN = {"starts_with": "startsWith", "contains": "contains"}
MOST_TEXT = 200
MOST_VALUES = 200

Cell = Mapping[str, Any]


class BadCell(ValueError):
    """A cell says something that its column can't mean."""


def typed_value(value: Any, kind: str) -> Any:
    """A value as its column's type has it.

    Raises: BadCell.
    """
    if kind == "number":
        return _number(value)
    if kind == "boolean":
        if isinstance(value, bool):
            return value
        raise BadCell(Text("Say yes or no."))
    if not isinstance(value, str):
        raise BadCell(Text("This must be text."))
    if kind == "date":
        try:
            return date.fromisoformat(value.strip()).isoformat()
        except ValueError:
            raise BadCell(Text("This must be a date such as 2026-01-31.")) from None
    text = value.strip()
    if not text:
        raise BadCell(Text("A value is missing."))
    if len(text) > MOST_TEXT:
        raise BadCell(Text("This text is too long."))
    if any(sign in text for sign in '"\\`') or not text.isprintable():
        raise BadCell(Text("Quotation marks, backslashes and line breaks are not allowed here."))
    return text


def _number(value: Any) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadCell(Text("This must be a number."))
    if isinstance(value, float) and not math.isfinite(value):
        raise BadCell(Text("This must be a number."))
    if abs(value) > 1e15:
        raise BadCell(Text("This number is too large."))
    return int(value) if float(value).is_integer() else value


def clean_cell(cell: Any, kind: str) -> dict[str, Any] | None:
    """A condition as it is stored, None for "any".

    Raises: BadCell when the operator or its value does not suit the column.
    """
    if cell is None or cell == {"op": "any"}:
        return None
    if not isinstance(cell, Mapping) or not isinstance(cell.get("op"), str):
        raise BadCell(Text("This is not a condition."))
    op, value = cell["op"], cell.get("value")
    if op not in OPERATORS[kind]:
        raise BadCell(Text("This comparison does not suit the type of the column."))
    if op in WITHOUT:
        return {"op": op}
    if op in RANGES:
        return {"op": op, "value": _ends(op, value, kind)}
    inner = "text" if kind == "list" else kind
    if op not in SEVERAL:
        return {"op": op, "value": typed_value(value, inner)}
    if not isinstance(value, list) or not value:
        raise BadCell(Text("Give at least one value."))
    if len(value) > MOST_VALUES:
        raise BadCell(Text("These are too many values."))
    return {"op": op, "value": list(dict.fromkeys(typed_value(one, inner) for one in value))}


def _ends(op: str, value: Any, kind: str) -> list[Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise BadCell(Text("Give two values, from and to."))
    low, high = typed_value(value[0], kind), typed_value(value[1], kind)
    if low > high or (op == "from_below" and low == high):
        raise BadCell(Text("The first value must be below the second."))
    return [low, high]


# --- text ------------------------------------------------------------------------------------------
_SIGNS = {"eq": "=", "ne": "≠", "lt": "<", "le": "≤", "gt": ">", "ge": "≥"}
_READ = (
    ("<=", "le"), (">=", "ge"), ("!=", "ne"), ("<>", "ne"), ("≤", "le"), ("≥", "ge"), ("≠", "ne"),
    ("<", "lt"), (">", "gt"), ("=", "eq"),
)  # fmt: skip
_RANGE = re.compile(r"^(?P<low>.+?)\s*(?:\.\.|~|–|～)\s*(?P<open><?)\s*(?P<high>.+)$")
_NOT = re.compile(r"^(?:not|非|不是)\s+(?P<rest>.+)$", re.IGNORECASE)
_YES = {"yes", "true", "是", "y", "1"}
_NO = {"no", "false", "否", "n", "0"}
_EMPTY = {"(empty)", "（空）", "(空)"}
_FILLED = {"(filled)", "（非空）", "(非空)"}


def cell_text(cell: Cell | None) -> str:
    """A condition as people type it; "any" is an empty cell."""
    if cell is None:
        return ""
    op, value = str(cell["op"]), cell.get("value")
    if op in WITHOUT:
        return f"({op})"
    if op in RANGES:
        return f"{value_text(value[0])}..{'<' if op == 'from_below' else ''}{value_text(value[1])}"  # type: ignore[index]  # ranges hold two values
    if op in SEVERAL:
        several = ", ".join(value_text(one) for one in value or [])
        return f"not {several}" if op in {"not_one_of", "has_none"} else several
    if op in _WITHIN:
        return f"{value}*" if op == "starts_with" else f"*{value}*"
    return f"{_SIGNS[op]} {value_text(value)}".removeprefix("= ")


def value_text(value: Any) -> str:
    """A plain value as people type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def read_value(text: str, kind: str) -> Any:
    """A plain value that somebody typed.

    Raises: BadCell.
    """
    text = text.strip()
    if kind == "number":
        bare = text.replace(",", "").replace("，", "").replace("%", "")
        try:
            found = float(bare)
        except ValueError:
            raise BadCell(Text("This must be a number.")) from None
        return typed_value(found, kind)
    if kind == "boolean":
        if text.lower() in _YES | _NO:
            return text.lower() in _YES
        raise BadCell(Text("Say yes or no."))
    return typed_value(text, "text" if kind == "list" else kind)


def read_cell(text: str, kind: str) -> dict[str, Any] | None:
    """A condition that somebody typed.

    Raises: BadCell.
    """
    text = text.strip()
    if not text or text in {"-", "*", "any", "任意"}:
        return None
    if text.lower() in _EMPTY | _FILLED:
        return clean_cell({"op": "empty" if text.lower() in _EMPTY else "filled"}, kind)
    if kind == "boolean":
        return clean_cell({"op": "eq", "value": read_value(text.lstrip("= "), kind)}, kind)
    found = _NOT.match(text)
    if found:
        op = "has_none" if kind == "list" else "not_one_of"
        return clean_cell({"op": op, "value": _several(found["rest"], kind)}, kind)
    if kind == "list":
        return clean_cell({"op": "has_any", "value": _several(text, kind)}, kind)
    return _compared(text, kind)


def _several(text: str, kind: str) -> list[Any]:
    pattern = r"[;；、]|,\s" if kind == "number" else r"[,，;；、]"
    return [read_value(part, kind) for part in re.split(pattern, text) if part.strip()]


def _compared(text: str, kind: str) -> dict[str, Any] | None:
    for sign, op in _READ:
        if text.startswith(sign):
            return clean_cell({"op": op, "value": read_value(text[len(sign) :], kind)}, kind)
    found = _RANGE.match(text) if kind in {"number", "date"} else None
    if found:
        ends = [read_value(found["low"], kind), read_value(found["high"], kind)]
        return clean_cell({"op": "from_below" if found["open"] else "between", "value": ends}, kind)
    if kind == "text" and text.endswith("*"):
        op = "contains" if text.startswith("*") else "starts_with"
        return clean_cell({"op": op, "value": text.strip("*")}, kind)
    several = _several(text, kind) if kind != "date" else []
    one = (
        {"op": "one_of", "value": several}
        if len(several) > 1
        else {"op": "eq", "value": read_value(text, kind)}
    )
    return clean_cell(one, kind)


# --- zen --------------------------------------------------------------------------------------------
_PLAIN = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def literal(value: Any) -> str:
    """A value as zen reads it."""
    return json.dumps(value, ensure_ascii=False)


def zen_test(cell: Cell | None, kind: str, fact: str = "$") -> str:
    """A condition as zen tests it on a fact (`$` is the fact of the column); "" matches anything.

    A fact that is not known fails every comparison but "is empty".
    """
    if cell is None:
        return ""
    op, value = str(cell["op"]), cell.get("value")
    if op in WITHOUT:
        return (
            f"{fact} == null or len({fact}) == 0" if op == "empty" else f"{fact} != null and len({fact}) > 0"
        )
    if op in SEVERAL:
        listed = literal(value)
        return {
            "one_of": f"{fact} in {listed}",
            "not_one_of": f"{fact} != null and not ({fact} in {listed})",
            "has_any": f"{fact} != null and some({fact}, # in {listed})",
            "has_none": f"{fact} != null and none({fact}, # in {listed})",
        }[op]
    if op in _WITHIN:
        return f"{fact} != null and {_WITHIN[op]}({fact}, {literal(value)})"
    shown, wrap = (f"date({fact})", "date({})") if kind == "date" else (fact, "{}")
    if op in RANGES:
        low, high = (wrap.format(literal(one)) for one in value or [])
        above = "<" if op == "from_below" else "<="
        return f"{fact} != null and {shown} >= {low} and {shown} {above} {high}"
    return f"{fact} != null and {shown} {_PLAIN[op]} {wrap.format(literal(value))}"
