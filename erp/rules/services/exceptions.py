"""Marks on documents that need somebody's eye."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.events import emit
from erp.core.refs import DocumentRef
from erp.rules import locks
from erp.rules.events import ExceptionCleared, ExceptionMarked
from erp.rules.models import ExceptionMark

MARK = ("rules.mark_exception", "Mark documents as exceptions and take the marks off")


@command(*MARK)
def mark_exception(*, subject: DocumentRef, code: str, text: str, actor: Actor, at: datetime) -> bool:
    """Mark a document, once while the mark stands; false when it stands already.

    Emits:  ExceptionMarked.
    """
    row = ExceptionMark(
        subject_kind=subject.kind, subject_id=subject.id, subject_number=subject.number[:60], code=code[:60],
        text=text[:200], raised_at=at, raised_by=actor.label[:150],
    )  # fmt: skip
    stands = ExceptionMark.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, code=code[:60], cleared_at__isnull=True
    )
    if stands.exists():
        return False
    ExceptionMark.objects.bulk_create([row], ignore_conflicts=True)
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
