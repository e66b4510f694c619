"""The only row locks of processes."""

from __future__ import annotations

from erp.core.errors import NotFound, StaleVersion
from erp.core.locks import row_for_update
from erp.core.prepared import prepared
from erp.processes.models import Incident, ProcessDefinition, Task

_OPEN = prepared(
    lambda kind, pk: (
        Task.objects.select_for_update(of=("self",))
        .filter(subject_kind=kind, subject_id=pk, state__in=["waiting", "claimed"])
        .order_by("pk")
    )
)


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
    return _OPEN(kind, subject_id)


_OF_TOKENS = prepared(
    lambda ids: (
        Task.objects.select_for_update(of=("self",))
        .filter(token_id__any_of=ids, state__in=["waiting", "claimed"])
        .order_by("pk")
    )
)


def open_tasks_of_tokens(token_ids: list[int]) -> list[Task]:
    """Lock the open tasks of tokens, lowest key first."""
    return _OF_TOKENS(token_ids)


def tasks_for_update(task_ids: list[int]) -> None:
    """Lock tasks, lowest key first; nothing of them is read."""
    rows = Task.objects.select_for_update(of=("self",)).filter(pk__in=task_ids)
    list(rows.order_by("pk").values_list("pk"))


def incident_for_update(incident_id: int) -> Incident:
    """Lock an incident; the document and its case are locked before.

    Raises: NotFound.
    """
    return row_for_update(Incident, incident_id, "incident")


def definition_for_update(definition_id: int, expected_version: int | None = None) -> ProcessDefinition:
    """Lock a process and with it all of its versions.

    Raises: NotFound; StaleVersion.
    """
    return row_for_update(ProcessDefinition, definition_id, "process", expected_version)
