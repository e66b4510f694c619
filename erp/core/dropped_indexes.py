"""A step of a migration that drops the indexes of foreign keys without touching the keys themselves.

Django's own `AlterField` would take the foreign key away and prove it anew over the whole table.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations import RunSQL, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation


def drop_indexes(
    gone: Sequence[tuple[str, str, str]], fields: Sequence[Operation]
) -> SeparateDatabaseAndState:
    """Drop indexes given as (name, table, columns); `fields` say the same of the models. Reversible."""
    drop = "; ".join(f"DROP INDEX IF EXISTS {name}" for name, _table, _columns in gone)
    make = "; ".join(f"CREATE INDEX {name} ON {table} ({columns})" for name, table, columns in gone)
    return SeparateDatabaseAndState([RunSQL(drop, make)], list(fields))
