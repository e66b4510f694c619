"""News of tasks for those whom they concern."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.commands import command
from erp.core.outbox import StoredEvent
from erp.notifications.models import Notification
from erp.notifications.selectors.recipients import Recipients
from erp.notifications.services.notify import notify
from erp.processes.models import Task
from erp.processes.selectors.definitions import graph_of

_OPEN = ("waiting", "claimed")
_SOON = timedelta(hours=1)
_TOLD_BY_CLOCKS = ("escalate", "reassign")


@command()
def tell_about_task(*, event: StoredEvent) -> list[int]:
    """Tell those who are asked, or who may answer a question, about a task that is still open.

    What a clock did to a task, the clock tells itself. Idempotent: once per event, task and person.
    """
    if event.facts.get("why") in _TOLD_BY_CLOCKS:
        return []
    task = Task.objects.filter(pk=event.document.id, state__in=_OPEN).select_related("case").first()
    if task is None:
        return []
    facts = {
        "task": task.title,
        "names": _names(task),
        "reason": event.facts.get("reason", ""),
        "is_flagged": task.is_flagged,
    }
    return notify(
        to=_concerned(task, event),
        topic=event.name,
        subject=task.subject,
        facts=facts,
        priority=_priority(task, event),
        dedupe=f"task {task.pk} event {event.id}" if event.name != "task.opened" else f"task {task.pk}",
        customer_id=task.customer_id,
        task_id=task.pk,
        actor=system_actor("tasks"),
        at=timezone.now(),
    )


@command()
def settle_task(*, event: StoredEvent) -> int:
    """Notifications about a decided task are read: nobody has to look at it any more."""
    rows = Notification.objects.filter(task_id=event.document.id, read_at__isnull=True)
    return rows.update(read_at=timezone.now())


def _concerned(task: Task, event: StoredEvent) -> Recipients:
    if event.name == "task.signer_added":
        return Recipients(user_ids=[int(event.facts["signer"])])
    if event.name == "task.info_requested":
        return Recipients(field=f"{task.subject_kind}.salesperson", user_ids=_asker(task))
    if task.candidates:
        return Recipients(user_ids=task.candidates)
    if task.assignee_id is not None:
        return Recipients(user_ids=[task.assignee_id])
    return Recipients(roles=[task.role])


def _asker(task: Task) -> list[int]:
    """Whoever brought the document on its way, as far as it is known."""
    from erp.core.models import LoggedEvent

    rows = LoggedEvent.objects.filter(
        about_kind=task.subject_kind, about_id=task.subject_id, actor_id__isnull=False
    )
    first = rows.order_by("id").values_list("actor_id", flat=True).first()
    return [first] if first else []


def _priority(task: Task, event: StoredEvent) -> str:
    if task.is_flagged:
        return "high"
    if event.name == "task.opened":
        is_soon = task.due_at is not None and task.due_at - task.opened_at <= _SOON
        return "high" if is_soon and task.assignee_id is not None else "normal"
    return "high"


def _names(task: Task) -> dict[str, Any]:
    if task.case is None:
        return {}
    try:
        return dict(graph_of(task.case.version_id).node(task.node).names)
    except KeyError:
        return {}
