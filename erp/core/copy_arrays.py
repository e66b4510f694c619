"""Bulk writing of columns that are arrays already: millions of rows by PostgreSQL's binary COPY.

The rows are laid out by array arithmetic, without a Python object for any of them, and the server parses no
text. Checks, foreign keys and triggers stay in force as with `copy_rows`.
Source: PostgreSQL 18 manual, COPY, "Binary Format"; the wire forms are those of the types' receive functions.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from django.db import models
from django.utils import timezone
from numpy.typing import NDArray

from erp.core.copy import copy_stream, take_keys

Column = NDArray[np.int64] | str | int | date | None
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_DAY_ZERO = date(2000, 1, 1).toordinal()
_BASE, _BASE_DIGITS = 10_000, 4
_NEGATIVE = 0x4000
_NULL = -1
_WHOLE = (
    (models.SmallIntegerField, ">i2"),
    (models.BigIntegerField, ">i8"),
    (models.IntegerField, ">i4"),
)


def copy_arrays(model: type[models.Model], columns: Mapping[str, Column]) -> int:
    """Insert rows whose columns are arrays of one length, by attribute name; gives how many.

    Whole numbers and keys come as they are, dates as `toordinal`, decimals as whole numbers of their last
    place; what is no array stands in every row, what is left out gets the field's default. Rows are not
    validated beyond what the database checks. Raises: TypeError for fields of other kinds.
    """
    count = max((len(value) for value in columns.values() if isinstance(value, np.ndarray)), default=0)
    if not count:
        return 0
    parts: list[tuple[str, NDArray[Any]]] = []
    for field in model._meta.concrete_fields:
        if field.attname in columns:
            parts.append((str(field.column), _wire(field, columns[field.attname])))
        elif not (field.primary_key and isinstance(field, models.AutoField)):
            parts.append((str(field.column), _wire(field, _default(field))))
    shape = [("fields", ">i2"), *((name, value.dtype, value.shape[1:]) for name, value in parts)]
    rows = np.empty(count, dtype=shape)
    rows["fields"] = len(parts)
    for name, value in parts:
        rows[name] = value
    stream = io.BytesIO(b"".join((_HEADER, rows.tobytes(), _END)))
    copy_stream(model, [name for name, _value in parts], stream, options="(FORMAT binary)")
    return count


def take_key_array(model: type[models.Model], count: int) -> NDArray[np.int64]:
    """Primary keys for rows that are about to be copied, ascending."""
    return np.array(take_keys(model, count), dtype=np.int64)


def _default(field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.DateTimeField) and (field.auto_now or field.auto_now_add):
        return timezone.now()
    return field.get_default()


def _wire(field: models.Field[Any, Any], value: Any) -> NDArray[Any]:
    """A column as the bytes of its values, each with its length before it; one row where all are equal."""
    if value is None:
        return np.array([_NULL], dtype=">i4")
    if isinstance(value, str):
        return _text(value)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.DecimalField):
        return _numeric(np.atleast_1d(np.asarray(value, dtype=np.int64)), target.decimal_places or 0)
    if isinstance(target, models.DateField) and not isinstance(target, models.DateTimeField):
        days = np.asarray(value.toordinal() if isinstance(value, date) else value, dtype=np.int64)
        return _fixed(days - _DAY_ZERO, ">i4")
    if isinstance(target, models.BooleanField):
        return _fixed(np.asarray(value), "i1")
    for kind, form in _WHOLE:
        if isinstance(target, kind):
            return _fixed(np.asarray(value, dtype=np.int64), form)
    raise TypeError(f"{field.attname}: no binary form of {type(target).__name__}")


def _text(value: str) -> NDArray[Any]:
    raw = value.encode()
    found = np.zeros(1, dtype=[("length", ">i4"), ("text", "u1", (len(raw),))])
    found["length"], found["text"] = len(raw), np.frombuffer(raw, dtype="u1")
    return found


def _fixed(values: NDArray[Any], form: str) -> NDArray[Any]:
    """Numbers of one size; one that does not fit is refused as the database would refuse it.

    Raises: OverflowError.
    """
    values = np.atleast_1d(values)
    found = np.empty(len(values), dtype=[("length", ">i4"), ("value", form)])
    found["length"], found["value"] = np.dtype(form).itemsize, values
    if (found["value"] != values).any():
        raise OverflowError(f"a number of more than {np.dtype(form).itemsize} bytes")
    return found


def _numeric(values: NDArray[np.int64], places: int) -> NDArray[Any]:
    """Decimals in groups of four digits; zeros at either end are the server's to take away."""
    after = -(-places // _BASE_DIGITS)
    whole, rest = np.divmod(np.abs(values), 10**places)
    rest = rest * 10 ** (after * _BASE_DIGITS - places)
    groups: list[NDArray[np.int64]] = []
    while not groups or whole.any():
        whole, group = np.divmod(whole, _BASE)
        groups.insert(0, group)
    before = len(groups)
    if rest.any():
        groups += [rest // _BASE**place % _BASE for place in range(after - 1, -1, -1)]
    head = (len(groups), before - 1, np.where(values < 0, _NEGATIVE, 0), places)
    found = np.empty(len(values), dtype=[("length", ">i4"), ("words", ">i2", (4 + len(groups),))])
    found["length"] = 2 * (4 + len(groups))
    for place, word in enumerate((*head, *groups)):
        found["words"][:, place] = word
    return found
