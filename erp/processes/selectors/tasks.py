"""Tasks as their readers see them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.prepared import prepared
from erp.core.refs import DocumentRef
from erp.processes.models import Task

OPEN = ("waiting", "claimed")


VIEW_TASK = declare_permission("processes.view_task", "See tasks")
_FACTS_BY_RIGHT = {
    "order.margin_percent": "inventory.view_cost",
    "customer.credit_available": "finance.view_credit",
}


@document("task", prefix="tsk", permission=VIEW_TASK)
def visible_tasks(actor: Actor) -> QuerySet[Task]:
    """Tasks for the actor's roles or assigned to the actor; the administrator sees all."""
    if not actor.has(VIEW_TASK):
        return Task.objects.none()
    rows = Task.objects.select_related("assignee")
    if actor.has("*"):
        return rows
    return rows.filter(Q(role__in=actor.roles) | Q(assignee_id=actor.user_id))


def open_tasks(actor: Actor) -> QuerySet[Task]:
    """What waits for the actor, the most urgent first."""
    return visible_tasks(actor).filter(state__in=OPEN).order_by("due_at", "pk")


def overdue(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Open tasks past their due time."""
    return rows.filter(state__in=OPEN, due_at__lt=timezone.now())


def may_decide(actor: Actor, task: Task) -> bool:
    """Whether the actor may decide a task: by role or assignment; the administrator may decide any."""
    if actor.is_system or actor.has("*"):
        return True
    if not actor.has("processes.decide_task"):
        return False
    if task.assignee_id is not None and task.assignee_id == actor.user_id:
        return True
    return task.role in actor.roles and task.assignee_id is None


_OPEN_ABOUT = prepared(
    lambda kind, pk: Task.objects.filter(subject_kind=kind, subject_id=pk, state__in=OPEN).order_by("pk")[:20]
)


def open_task_about(subject: DocumentRef, actor: Actor) -> Task | None:
    """The open task about a document that the actor may decide."""
    rows = _OPEN_ABOUT(subject.kind, subject.id)
    return next((task for task in rows if may_decide(actor, task)), None)


def is_overdue(task: Task) -> bool:
    """Whether a task is open past its due time."""
    return task.state in OPEN and task.due_at is not None and task.due_at < timezone.now()


def shown_facts(task: Task, actor: Actor) -> dict[str, Any]:
    """The facts of a task without those that the actor has no right to see."""
    return {
        name: value
        for name, value in task.facts.items()
        if name not in _FACTS_BY_RIGHT or actor.has(_FACTS_BY_RIGHT[name])
    }
