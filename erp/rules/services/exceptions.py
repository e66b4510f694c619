"""Marks on documents that need somebody's eye."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.events import emit
from erp.core.refs import DocumentRef
from erp.core.statements import fetch
from erp.rules import locks
from erp.rules.events import ExceptionCleared, ExceptionMarked

MARK = ("rules.mark_exception", "Mark documents as exceptions and take the marks off")


_MARK = """
INSERT INTO rules_exceptionmark (subject_kind, subject_id, subject_number, code, text, raised_at, raised_by,
    cleared_by)
VALUES (%s, %s, %s, %s, %s, %s, %s, '')
ON CONFLICT (subject_kind, subject_id, code) WHERE cleared_at IS NULL DO NOTHING RETURNING id
"""


@command(*MARK)
def mark_exception(*, subject: DocumentRef, code: str, text: str, actor: Actor, at: datetime) -> bool:
    """Mark a document, once while the mark stands; false when it stands already.

    Emits:  ExceptionMarked.
    """
    values = [
        subject.kind, subject.id, subject.number[:60], code[:60], text[:200], at, actor.label[:150],
    ]  # fmt: skip
    if not fetch(_MARK, values):
        return False
    emit(ExceptionMarked(document=subject, code=code[:60], text=text[:200]), actor=actor, at=at)
    return True


@command(*MARK)
def clear_exceptions(*, code: str, subjects: Sequence[DocumentRef], actor: Actor, at: datetime) -> int:
    """Take marks off whose cause is gone; gives how many.

    Locks:  the marks.

    Emits:  ExceptionCleared per mark.
    """
    rows = locks.marks_for_update(code, subjects)
    for row in rows:
        row.cleared_at, row.cleared_by = at, actor.label[:150]
        row.save(update_fields=["cleared_at", "cleared_by"])
        ref = DocumentRef(row.subject_kind, row.subject_id, row.subject_number)
        emit(ExceptionCleared(document=ref, code=code), actor=actor, at=at)
    return len(rows)
