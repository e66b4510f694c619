"""Bulk writing by PostgreSQL's COPY: the one module that speaks to the driver about it.

Constraints, foreign keys and triggers stay in force: COPY is only the shorter road to them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL = "\\N"
_AT_ONCE = 1 << 20  # bytes that the driver takes from a stream at a time
# the sequence is looked for once, not for every key
_KEYS = """
SELECT min(key), max(key), CASE WHEN max(key) - min(key) + 1 = count(*) THEN NULL ELSE array_agg(key) END
FROM (SELECT nextval((SELECT pg_get_serial_sequence(%s, %s)::regclass)) AS key
      FROM generate_series(1, %s)) AS drawn
"""
_WRITTEN_AS_JSON = (dict, list, type(None))


_dumps = json.JSONEncoder(ensure_ascii=False).encode


def _text(value: str) -> str:
    return value if value.isalnum() else value.translate(_ESCAPES)


def _json(value: Any) -> str:
    return _dumps(value).translate(_ESCAPES)


def _array(value: Sequence[Any] | None) -> str:
    if value is None:
        return _NULL
    quoted = (str(item).replace("\\", "\\\\").replace('"', '\\"') for item in value)
    return _text("{" + ",".join(f'"{item}"' for item in quoted) + "}")


class _Encoders(dict[type, Callable[[Any], str]]):
    """How a value of a type is written; others, such as a text choice or a lazy text, by their text."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        return lambda value: _text(str(value))


_ENCODERS = _Encoders(
    {
        str: _text,
        int: str,
        Decimal: str,
        bool: lambda value: "t" if value else "f",
        type(None): lambda value: _NULL,
        datetime: datetime.isoformat,
        date: date.isoformat,
        UUID: str,
        dict: _json,
        list: _json,
    }
)


def _encode(value: Any) -> str:
    return _ENCODERS[type(value)](value)


def _left_out(model: type[models.Model], columns: Sequence[str]) -> list[tuple[str, str]]:
    """Columns that the rows do not carry, with the default every row gets for them."""
    given = set(columns)
    filled = []
    for field in model._meta.concrete_fields:
        if field.attname in given or (field.primary_key and isinstance(field, models.AutoField)):
            continue
        if getattr(field, "generated", False):
            continue
        if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
            value: Any = timezone.now()
        else:
            value = field.get_default()
        filled.append((str(field.column), _array(value) if isinstance(field, ArrayField) else _encode(value)))
    return filled


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows by COPY; `columns` are attribute names, what is left out gets the field's default.

    Rows are not validated beyond what the database checks. Returns how many were written.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    constants = _left_out(model, columns)
    suffix = "".join("\t" + text for _, text in constants)
    arrays = [place for place, name in enumerate(columns) if isinstance(fields[name], ArrayField)]
    documents = [place for place, name in enumerate(columns) if isinstance(fields[name], models.JSONField)]
    encoders, lines = _ENCODERS, []
    for row in rows:
        values = [encoders[type(value)](value) for value in row]
        for place in arrays:
            values[place] = _array(row[place])
        for place in documents:
            if type(row[place]) not in _WRITTEN_AS_JSON:
                values[place] = _json(row[place])
        lines.append("\t".join(values) + suffix)
    if not lines:
        return 0
    names = [str(fields[name].column) for name in columns] + [name for name, _ in constants]
    copy_stream(model, names, io.StringIO("\n".join(lines) + "\n"))
    return len(lines)


def copy_stream(
    model: type[models.Model], names: Sequence[str], stream: IO[Any], *, options: str = ""
) -> None:
    """Hand over rows that are written out already, by the names of their columns."""
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, names))
    statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN {options}"
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.cursor.copy_expert(statement, stream, _AT_ONCE)


def take_keys(model: type[models.Model], count: int) -> list[int]:
    """Primary keys for rows that are about to be copied, ascending, in one query.

    Keys that follow each other are told by the first and the last; they do unless somebody else takes some
    at the same moment.
    """
    if not count:
        return []
    key: models.Field[Any, Any] = model._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [connection.ops.quote_name(model._meta.db_table), key.column, count])
        first, last, drawn = cursor.fetchone()
    return list(range(first, last + 1)) if drawn is None else drawn
