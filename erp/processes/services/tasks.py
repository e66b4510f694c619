"""Tasks: opened by a process, claimed, approved or rejected by people, cancelled with their document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_fsm import can_proceed

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition, NotPermitted
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.palette import run_action
from erp.core.records import need_reason
from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.processes import locks
from erp.processes.events import TaskCancelled, TaskClaimed, TaskDecided, TaskOpened
from erp.processes.models import Task
from erp.processes.selectors.tasks import may_decide


@dataclass(frozen=True)
class TaskSpec:
    """A decision to ask for: of which role, until when, and what follows from it."""

    node: str
    title: str
    role: str
    subject: DocumentRef
    on_approve: str = ""
    on_reject: str = ""
    due_in: timedelta | None = None
    customer_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@command()
def open_task(*, spec: TaskSpec, actor: Actor, at: datetime | None = None) -> Task | None:
    """Ask a role for a decision; None when that decision is being waited for already.

    Emits: TaskOpened.
    """
    at = at or timezone.now()
    task = Task(
        node=spec.node,
        title=spec.title,
        role=spec.role,
        subject_kind=spec.subject.kind,
        subject_id=spec.subject.id,
        subject_number=spec.subject.number,
        customer_id=spec.customer_id,
        facts=spec.facts,
        on_approve=spec.on_approve,
        on_reject=spec.on_reject,
        opened_at=at,
        due_at=at + spec.due_in if spec.due_in else None,
    )
    if locks.open_tasks_for_update(spec.subject.kind, spec.subject.id):
        return None
    task.save(force_insert=True)
    event = TaskOpened(document=task.ref, about=spec.subject, node=spec.node, role=spec.role)
    emit(event, actor=actor, at=at, changes={"state": ["", "waiting"]})
    return task


def _locked(task_id: int, actor: Actor, expected_version: int | None) -> Task:
    """Lock the task's document, then the task, and check that the actor may decide it."""
    row = Task.objects.filter(pk=task_id).values_list("subject_kind", "subject_id", "subject_number").first()
    if row is not None:
        lock_upward([DocumentRef(*row)])
    task = locks.task_for_update(task_id, expected_version)
    if not may_decide(actor, task):
        raise NotPermitted("not_your_task", task=str(task), role=task.role)
    return task


@command("processes.decide_task")
def claim_task(
    *, task_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Task:
    """Take a task on, so that no colleague works on it too.

    Locks:  the document (upward), the task.
    Emits:  TaskClaimed.
    Raises: NotPermitted; IllegalTransition.
    """
    at = at or timezone.now()
    task = _locked(task_id, actor, expected_version)
    if not can_proceed(task.claim):
        raise IllegalTransition(action="claim", state=task.state, document=str(task))
    before = task.state
    if actor.user_id is None:
        raise NotPermitted(permission="processes.decide_task")
    task.claim(by=User.objects.get(pk=actor.user_id))
    task.version += 1
    task.save(update_fields=["state", "assignee", "version"])
    changes = {"state": [before, task.state]} if before != task.state else {}
    emit(
        TaskClaimed(document=task.ref, about=task.subject, by=actor.label),
        actor=actor,
        at=at,
        changes=changes,
    )
    return task


@command("processes.decide_task")
def approve_task(
    *,
    task_id: int,
    actor: Actor,
    reason: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Task:
    """Approve: what the process orders next is done in the same transaction, or nothing is.

    Locks:  the document (upward), the task.
    Emits:  TaskDecided, and what the action tells.
    Raises: NotPermitted; IllegalTransition; whatever the action refuses with.
    """
    at = at or timezone.now()
    task = _locked(task_id, actor, expected_version)
    _decide(task, "approved", reason, actor=actor, at=at)
    if task.on_approve:
        run_action(task.on_approve, task.subject, actor=actor, at=at)
    return task


@command("processes.decide_task")
def reject_task(
    *,
    task_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Task:
    """Reject, with the reason.

    Locks:  the document (upward), the task.
    Emits:  TaskDecided, and what the action tells.
    Raises: Invalid without a reason; NotPermitted; IllegalTransition.
    """
    at = at or timezone.now()
    need_reason(reason)
    task = _locked(task_id, actor, expected_version)
    _decide(task, "rejected", reason, actor=actor, at=at)
    if task.on_reject:
        run_action(task.on_reject, task.subject, actor=actor, at=at, reason=reason)
    return task


def _decide(task: Task, decision: str, reason: str, *, actor: Actor, at: datetime) -> None:
    if not can_proceed(task.decide):
        raise IllegalTransition(action=decision, state=task.state, document=str(task))
    before = task.state
    task.decide(decision=decision, reason=reason[:500], by=actor.label, at=at)
    task.version += 1
    task.save(update_fields=["state", "decision", "reason", "decided_by", "decided_at", "version"])
    event = TaskDecided(
        document=task.ref, about=task.subject, node=task.node, decision=decision, reason=reason
    )
    emit(event, actor=actor, at=at, changes={"state": [before, "done"]})


def cancel_tasks_about(subject: DocumentRef, *, actor: Actor, at: datetime) -> int:
    """Cancel a document's open tasks; called inside the command that makes them pointless.

    Emits: TaskCancelled per task.
    """
    tasks = locks.open_tasks_for_update(subject.kind, subject.id)
    for task in tasks:
        before = task.state
        task.cancel(at=at)
        task.version += 1
        task.save(update_fields=["state", "decided_at", "version"])
        event = TaskCancelled(document=task.ref, about=subject, node=task.node)
        emit(event, actor=actor, at=at, changes={"state": [before, "cancelled"]})
    return len(tasks)
