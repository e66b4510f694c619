"""Writing in sets: one statement changes many rows, each by its own values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

from erp.core.fields import column_field, column_of
from erp.core.statements import run

_ARRAY_TYPES = {
    "BigAutoField": "bigint",
    "BigIntegerField": "bigint",
    "ForeignKey": "bigint",
    "OneToOneField": "bigint",
    "DecimalField": "numeric",
    "IntegerField": "int",
    "PositiveIntegerField": "int",
    "PositiveSmallIntegerField": "int",
    "DateField": "date",
    "DateTimeField": "timestamptz",
    "BooleanField": "boolean",
    "CharField": "text",
    "TextField": "text",
    "JSONField": "jsonb",
}


def _array_type(field: models.Field[Any, Any]) -> str:
    for kind in type(field).__mro__:
        if kind.__name__ in _ARRAY_TYPES:
            return _ARRAY_TYPES[kind.__name__]
    raise TypeError(f"{field} has no array type here.")


@lru_cache(maxsize=300)
def _update_statement(model: type[models.Model], add: tuple[str, ...], put: tuple[str, ...]) -> str:
    columns = [*add, *put]
    fields = {name: column_field(model, name) for name in columns}
    quote = connection.ops.quote_name
    targets = {name: quote(column_of(field)) for name, field in fields.items()}
    sets = [f"{targets[n]} = t.{targets[n]} + v.{quote(n)}" for n in add]
    sets += [f"{targets[n]} = v.{quote(n)}" for n in put]
    arrays = ", ".join(["%s::bigint[]"] + [f"%s::{_array_type(fields[n])}[]" for n in columns])
    names = ", ".join(["id"] + [quote(n) for n in columns])
    return (
        f"UPDATE {quote(model._meta.db_table)} t SET {', '.join(sets)} "  # noqa: S608 -- names come from the model
        f"FROM unnest({arrays}) AS v({names}) WHERE t.id = v.id"
    )


def update_rows(
    model: type[models.Model],
    rows: Sequence[Mapping[str, Any]],
    *,
    add: Sequence[str] = (),
    put: Sequence[str] = (),
) -> int:
    """Change many rows in one statement; `add` columns grow by the value, `put` columns take it.

    Each mapping has `id` and the columns named. Gives the number of rows changed. JSON values
    come as text. The caller holds the rows' locks.
    """
    if not rows:
        return 0
    statement = _update_statement(model, tuple(add), tuple(put))
    columns = [*add, *put]
    parameters = [[row["id"] for row in rows], *([row[name] for row in rows] for name in columns)]
    return run(statement, parameters)


def delete_rows(model: type[models.Model], ids: Sequence[int]) -> int:
    """Delete rows that nothing points to, in one statement; gives how many. The caller holds their locks."""
    if not ids:
        return 0
    table = connection.ops.quote_name(model._meta.db_table)
    return run(f"DELETE FROM {table} WHERE id = ANY(%s)", [list(ids)])  # noqa: S608 -- name of the model
