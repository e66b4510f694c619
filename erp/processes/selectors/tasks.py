"""Tasks as their readers see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.prepared import prepared
from erp.core.refs import DocumentRef
from erp.processes.models import Task
from erp.processes.selectors.people import StandIn, stands_in_for

OPEN = ("waiting", "claimed")


VIEW_TASK = declare_permission("processes.view_task", "See tasks")
_FACTS_BY_RIGHT = {
    "order.margin_percent": "inventory.view_cost",
    "order.cost": "inventory.view_cost",
    "quotation.margin_percent": "inventory.view_cost",
    "customer.credit_available": "finance.view_credit",
}


@document("task", prefix="tsk", permission=VIEW_TASK)
def visible_tasks(actor: Actor) -> QuerySet[Task]:
    """Tasks of the actor's roles, for the actor by name, and of those the actor stands in for today.

    The administrator sees all.
    """
    if not actor.has(VIEW_TASK):
        return Task.objects.none()
    rows = Task.objects.select_related("assignee")
    if actor.has("*"):
        return rows
    return rows.filter(asked_q(actor, stands_in_for(actor, timezone.now())))


def asked_q(actor: Actor, stand_in: StandIn) -> Q:
    """Tasks that somebody is asked about: by post, by name, or in the place of somebody away."""
    who = [pk for pk in (actor.user_id, *stand_in.user_ids) if pk is not None]
    roles = [*actor.roles, *stand_in.roles]
    by_name = Q(candidates__overlap=who) & ~Q(candidates=[])  # as the index on names has it
    return Q(role__in=roles) | Q(assignee_id__in=who) | by_name


def open_tasks(actor: Actor) -> QuerySet[Task]:
    """What waits for the actor, the most urgent first."""
    return visible_tasks(actor).filter(state__in=OPEN).order_by("due_at", "pk")


def overdue(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Open tasks past their due time."""
    return rows.filter(state__in=OPEN, due_at__lt=timezone.now())


def may_decide(actor: Actor, task: Task, at: datetime | None = None) -> bool:
    """Whether the actor may decide a task; the administrator may decide any.

    By name when it is assigned or asked by name, else by role; and on the days somebody is away
    their stand-in may, as they would.
    """
    if actor.is_system or actor.has("*"):
        return True
    if not actor.has("processes.decide_task"):
        return False
    if is_asked(task, actor.user_id, actor.roles):
        return True
    stand_in = stands_in_for(actor, at or timezone.now())
    return any(is_asked(task, pk, ()) for pk in stand_in.user_ids) or is_asked(task, None, stand_in.roles)


def is_asked(task: Task, user_id: int | None, roles: tuple[str, ...]) -> bool:
    """Whether somebody with this key and these roles is asked by a task."""
    if task.mode and user_id is not None and user_id in task.candidates:
        return True
    if task.assignee_id is not None:
        return task.assignee_id == user_id
    if task.candidates:
        return user_id in task.candidates
    return task.role in roles


def in_place_of(actor: Actor, task: Task, at: datetime) -> int | None:
    """For whom the actor decides a task, when it is not for themselves."""
    if actor.user_id is None or is_asked(task, actor.user_id, actor.roles):
        return task.delegated_from
    stand_in = stands_in_for(actor, at)
    return next((pk for pk in stand_in.user_ids if is_asked(task, pk, ())), None)


_OPEN_ABOUT = prepared(
    lambda kind, pk: Task.objects.filter(subject_kind=kind, subject_id=pk, state__in=OPEN).order_by("pk")[:20]
)


def open_task_about(subject: DocumentRef, actor: Actor) -> Task | None:
    """The open task about a document that the actor may decide."""
    rows = _OPEN_ABOUT(subject.kind, subject.id)
    return next((task for task in rows if may_decide(actor, task)), None)


def has_open_task(subject: DocumentRef) -> bool:
    """Whether somebody has a task about a document."""
    return bool(_OPEN_ABOUT(subject.kind, subject.id))


def last_decider_of(subject: DocumentRef) -> int | None:
    """Whose approval of a document counted last, by a task; None where nobody's did."""
    done = Task.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, state="done", decision="approved"
    )
    return done.order_by("-pk").values_list("decider_id", flat=True).first()


def is_overdue(task: Task, at: datetime) -> bool:
    """Whether a task is open past its due time."""
    return task.state in OPEN and task.due_at is not None and task.due_at < at


def shown_facts(task: Task, actor: Actor) -> dict[str, Any]:
    """The facts of a task without those that the actor has no right to see."""
    return {
        name: value
        for name, value in task.facts.items()
        if name not in _FACTS_BY_RIGHT or actor.has(_FACTS_BY_RIGHT[name])
    }
