"""Rows of running cases: shown by the lock of their document, read by themselves where that was not asked.

Whoever moves a case holds its document, so what the lock of the document shows of its cases is true until
the transaction ends. The lock shows them in its own statement (`processes_live_cases`, which PostgreSQL
calls once the lock is held, with a snapshot of its own), so that following the news costs no statement.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from erp.core.commands import current
from erp.core.locks import accompany_locks
from erp.core.statements import fetch
from erp.processes.selectors.definitions import is_known

_LOAD = """
SELECT c.id, c.version_id, c.visits, c.is_paused, c.live, c.customer_id, c.parent_token_id,
       c.subject_kind, c.subject_id, c.subject_number,
       t.id, t.node, t.visit, t.state, t.entered_at, t.wait_for, t.due_at, t.edge, t.note
FROM processes_case c JOIN processes_token t ON t.case_id = c.id AND t.state <> 'done'
WHERE c.state = 'running' AND c.subject_kind = %s AND c.subject_id = ANY(%s)
ORDER BY c.id, t.id
"""
_LOCK = f"{_LOAD} FOR UPDATE OF c, t"
_ENTERED, _DUE = 14, 16  # the columns that are moments
_SHOWN = "processes.shown"

Row = Sequence[Any]


def live_rows(kind: str, subject_ids: Sequence[int]) -> list[Row]:
    """A row per token of the documents' running cases; columns as `_LOAD` names them.

    Locks: the cases and their tokens by key, where this command does not hold their documents.
    """
    unit = current()
    shown: dict[tuple[str, int], str | None] = unit.scratch.get(_SHOWN, {})
    if all((kind, pk) in shown for pk in subject_ids):
        return [row for pk in subject_ids for row in _told(shown[kind, pk])]
    are_held = all(unit.recall(kind, pk) is not None for pk in subject_ids)
    rows = fetch(_LOAD if are_held else _LOCK, [kind, list(subject_ids)])
    if _misses_some(rows):
        rows = fetch(_LOCK, [kind, list(subject_ids)])  # all are locked now, so this is the truth
    return list(rows)


def _told(text: str | None) -> list[Row]:
    rows: list[list[Any]] = json.loads(text) if text else []
    for row in rows:
        row[_ENTERED] = datetime.fromisoformat(row[_ENTERED])
        row[_DUE] = datetime.fromisoformat(row[_DUE]) if row[_DUE] else None
    return list(rows)


def _misses_some(rows: list[tuple[Any, ...]]) -> bool:
    """Whether a case has tokens that were born while this command waited for its lock."""
    counts: dict[int, list[int]] = {}
    for row in rows:
        counts.setdefault(row[0], [row[4], 0])[1] += 1
    return any(live != seen for live, seen in counts.values())


def _show(kind: str, pk: int, cases: str | None) -> None:
    """Keep what the lock of a document has shown of its cases."""
    shown: dict[tuple[str, int], str | None] = current().scratch.setdefault(_SHOWN, {})
    shown[kind, pk] = cases


def register() -> None:
    """Have the locks of documents that have processes show their cases."""
    accompany_locks("processes_live_cases('{kind}', held.id)", is_wanted=is_known, take=_show)
