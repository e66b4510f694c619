"""The only row locks of processes."""

from __future__ import annotations

from erp.core.errors import NotFound, StaleVersion
from erp.processes.models import Task


def task_for_update(task_id: int, expected_version: int | None = None) -> Task:
    """Lock a task; the document it is about is locked before.

    Raises: NotFound; StaleVersion.
    """
    row = Task.objects.select_for_update(of=("self",)).filter(pk=task_id).first()
    if row is None:
        raise NotFound(kind="task", id=task_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def open_tasks_for_update(kind: str, subject_id: int) -> list[Task]:
    """Lock the open tasks about a document, lowest key first."""
    return list(
        Task.objects.select_for_update(of=("self",))
        .filter(subject_kind=kind, subject_id=subject_id, state__in=["waiting", "claimed"])
        .order_by("pk")
    )
