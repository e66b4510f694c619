"""Writing rows of hot tables: plain INSERT and UPDATE whose text is made once per model and columns.

The same as `bulk_create` and `save(update_fields=…)` for models without multi-table inheritance, but
without compiling a query for every call. Values pass through the fields as they do there; no
signals are sent. The caller is in a command and holds the lock of what it updates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models

from erp.core.fields import column_field, column_of
from erp.core.statements import fetch, run
from erp.core.values import Values

Row = TypeVar("Row", bound=models.Model)
_MOST_PARAMETERS = 30_000


@lru_cache(maxsize=200)
def _insert_plan(model: type[models.Model]) -> tuple[int, Values, str, str]:
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column_of(field)) for field in fields)
    head = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 -- names of the model
    return len(fields), Values(fields), head, f"({', '.join(['%s'] * len(fields))})"


def insert_rows(rows: Iterable[Row]) -> list[Row]:
    """Insert new rows of one model in as few statements as their size allows; they get their keys."""
    waiting = list(rows)
    if not waiting:
        return waiting
    count, columns, head, place = _insert_plan(type(waiting[0]))
    size = max(1, _MOST_PARAMETERS // count)
    for start in range(0, len(waiting), size):
        part = waiting[start : start + size]
        values = [value for row in part for value in columns.of(row, add=True)]
        keys = fetch(f"{head}{', '.join([place] * len(part))} RETURNING id", values)
        for row, (pk,) in zip(part, keys, strict=True):
            row.pk = pk
            row._state.adding = False
            row._state.db = DEFAULT_DB_ALIAS
    return waiting


def insert_row(row: Row) -> Row:
    """Insert one new row; it gets its key."""
    return insert_rows([row])[0]


@lru_cache(maxsize=500)
def _update_plan(model: type[models.Model], names: tuple[str, ...]) -> tuple[Values, str]:
    fields = [column_field(model, name) for name in names]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(column_of(field))} = %s" for field in fields)
    table = quote(model._meta.db_table)
    return Values(fields), f"UPDATE {table} SET {sets} WHERE id = %s"  # noqa: S608 -- only texts and names of our own are put together


def save_row(row: models.Model, names: Sequence[str]) -> None:
    """Write the named fields of a locked row."""
    columns, statement = _update_plan(type(row), tuple(names))
    run(statement, [*columns.of(row, add=False), row.pk])
