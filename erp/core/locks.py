"""Locks of upper documents, taken before one's own when inline news will climb the chain.

Every app registers one locker per kind of document. `lock_upward` runs them in chain order and
primary-key order; a row that this transaction has locked already is not asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model

from erp.core.commands import current
from erp.core.errors import NotFound, StaleVersion
from erp.core.prepared import PreparedQuery
from erp.core.refs import DocumentRef

_RANKS = {"sla": 0, "orders": 1, "finance": 2, "production": 3, "inventory": 4, "erp": 5}
_lockers: dict[str, tuple[int, Callable[[Sequence[int]], None]]] = {}


def register_locker(kind: str, app: str, locker: Callable[[Sequence[int]], None]) -> None:
    """Say how documents of a kind are locked; `locker` takes ascending keys and remembers the rows."""
    _lockers[kind] = (_RANKS[app], locker)


def lock_upward(refs: Iterable[DocumentRef]) -> None:
    """Lock the documents that news of this command will change, from the top of the chain down.

    Locks: per registered kind in chain order, ascending primary keys. Kinds without a locker
    have nothing above that could change.
    """
    unit = current()
    wanted: dict[str, set[int]] = {}
    for ref in refs:
        if ref.kind in _lockers and unit.recall(ref.kind, ref.id) is None:
            wanted.setdefault(ref.kind, set()).add(ref.id)
    for kind in sorted(wanted, key=lambda name: (_lockers[name][0], name)):
        _lockers[kind][1](sorted(wanted[kind]))


RowT = TypeVar("RowT", bound=Model)


@dataclass(frozen=True)
class _Companion:
    """What the lock of a document shows beside it: SQL over `held`, for which kinds, and who takes it."""

    column: str
    is_wanted: Callable[[str], bool]
    take: Callable[[str, int, Any], None]


_companions: list[_Companion] = []


def accompany_locks(
    column: str, *, is_wanted: Callable[[str], bool], take: Callable[[str, int, Any], None]
) -> None:
    """Have the lock of one document show one thing more; at most one part of the house may ask for it.

    `column` is SQL over `held`, the locked row, with the place `{kind}`; `take` gets kind, key and value.
    Raises: ValueError when another part does already.
    """
    companion = _Companion(column, is_wanted, take)
    if any(one.column != column for one in _companions):
        raise ValueError("The locks of documents are accompanied already.")
    _companions[:] = [companion]


def locked_row(kind: str, query: PreparedQuery[RowT], pk: int) -> RowT | None:
    """Lock one document by a query of its key, remember it, and take what its lock shows beside it.

    Locks: what the query locks.
    """
    unit = current()
    companion = next((one for one in _companions if one.is_wanted(kind)), None)
    if companion is None:
        found = query(pk)
    else:
        shown = query.beside(companion.column.format(kind=kind), pk)
        for _row, value in shown:
            companion.take(kind, pk, value)
        found = [row for row, _value in shown]
    if not found:
        return None
    unit.remember(kind, pk, found[0])
    return found[0]


def row_for_update(model: type[RowT], pk: Any, kind: str, expected_version: int | None = None) -> RowT:
    """Lock one master record and read it under the lock.

    Raises: NotFound; StaleVersion when the caller saw another version.
    """
    row = model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound(kind=kind, id=pk)
    if expected_version is not None and getattr(row, "version", expected_version) != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)  # type: ignore[attr-defined]  # every row with a version comes here with one
    return row
