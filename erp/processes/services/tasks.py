"""Tasks: claimed, decided by one or several people, cancelled with their document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid, NotPermitted
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.records import need_reason
from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.processes import locks
from erp.processes.events import TaskClaimed, TaskDecided, TaskSigned
from erp.processes.models import Task, TaskSignature
from erp.processes.selectors.tasks import in_place_of, may_decide
from erp.processes.services.consequences import cancel_tasks
from erp.processes.services.deciding import go_on, refuse_incomplete

MOST_MISSING = 50


def locked_task(task_id: int, expected_version: int | None = None) -> Task:
    """Lock a task's document, then the task.

    Raises: NotFound; StaleVersion.
    """
    row = Task.objects.filter(pk=task_id).values_list("subject_kind", "subject_id", "subject_number").first()
    if row is not None:
        lock_upward([DocumentRef(*row)])
    return locks.task_for_update(task_id, expected_version)


def _mine(task_id: int, actor: Actor, expected_version: int | None, at: datetime) -> Task:
    """Lock a task that the actor may decide.

    Raises: NotFound; StaleVersion; NotPermitted.
    """
    task = locked_task(task_id, expected_version)
    if not may_decide(actor, task, at):
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
    task = _mine(task_id, actor, expected_version, at)
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
    checked: Sequence[str] | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Task:
    """Approve, or sign where several have to: what the process orders next is done with it, or nothing is.

    `checked` are the points of the step's checklist that were gone through.

    Locks:  the document (upward), the task, the case and its tokens, what the next action locks.
    Emits:  TaskSigned or TaskDecided, and what the action tells.
    Raises: NotPermitted; IllegalTransition; Conflict `waits_for_information`, `incomplete_checklist`,
            `missing_attachment`, `exit_condition`, `signed_already`; whatever the next action refuses with.
    """
    at = at or timezone.now()
    task = _mine(task_id, actor, expected_version, at)
    _refuse_closed(task, "approved")
    task.checked = sorted({*task.checked, *(checked or [])})
    refuse_incomplete(task, at=at)
    if not _signs_last(task, "approved", reason, actor=actor, at=at):
        return task
    close(task, "approved", reason, actor=actor, at=at)
    go_on(task, actor=actor, at=at)
    return task


@command("processes.decide_task")
def reject_task(
    *,
    task_id: int,
    reason: str,
    actor: Actor,
    to_node: str = "",
    missing: Sequence[str] = (),
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Task:
    """Reject, with the reason; the case goes the way drawn for it, or back to an earlier step.

    `missing` lists the material that has to be brought; it is shown where the case is sent back to.

    Locks:  the document (upward), the task, the case and its tokens, what the next action locks.
    Emits:  TaskSigned or TaskDecided, and what the action tells.
    Raises: Invalid without a reason or for a step that is no earlier one; NotPermitted; IllegalTransition.
    """
    at = at or timezone.now()
    need_reason(reason)
    lacking = [text.strip()[:200] for text in missing if text.strip()]
    if len(lacking) > MOST_MISSING:
        raise Invalid.field("missing", _("At most 50 things can be named."), "too_many")
    task = _mine(task_id, actor, expected_version, at)
    _refuse_closed(task, "rejected")
    if not _signs_last(task, "rejected", reason, actor=actor, at=at):
        return task
    close(task, "rejected", reason, actor=actor, at=at, missing=lacking)
    go_on(task, actor=actor, at=at, to_node=to_node)
    return task


def _refuse_closed(task: Task, decision: str) -> None:
    if not can_proceed(task.decide):
        raise IllegalTransition(action=decision, state=task.state, document=str(task))
    if task.is_paused and decision == "approved":
        raise Conflict("waits_for_information", task=str(task), question=task.question)


def close(
    task: Task, decision: str, reason: str, *, actor: Actor, at: datetime, missing: Sequence[str] = ()
) -> None:
    """Decide a locked task.

    Emits:  TaskDecided.
    Raises: IllegalTransition.
    """
    if not can_proceed(task.decide):
        raise IllegalTransition(action=decision, state=task.state, document=str(task))
    before = task.state
    task.decide(decision=decision, reason=reason[:500], by=actor.label[:150], at=at)
    task.decider_id, task.missing, task.is_paused = actor.user_id, list(missing), False
    task.version += 1
    columns = ["state", "decision", "reason", "decided_by", "decided_at", "decider_id", "missing"]
    task.save(update_fields=[*columns, "is_paused", "checked", "version"])
    event = TaskDecided(
        document=task.ref,
        about=task.subject,
        node=task.node,
        decision=decision,
        reason=reason,
        missing=list(missing),
    )
    emit(event, actor=actor, at=at, changes={"state": [before, "done"]})


def _signs_last(task: Task, decision: str, reason: str, *, actor: Actor, at: datetime) -> bool:
    """Note a signature where several are asked; whether the task is decided by it.

    A rejection decides at once where there is a veto, else when those who are left can't make it up.
    The system and an administrator who is not a signer decide alone, and it is logged so.
    """
    if not task.mode or actor.user_id is None:
        return True
    stands_for = in_place_of(actor, task, at)
    if actor.user_id not in task.candidates and stands_for is None and task.candidates:
        return True
    signed = list(task.signatures.values_list("user_id", "in_place_of", "decision"))
    if any(
        actor.user_id == user or (stands_for and stands_for in {user, other}) for user, other, _d in signed
    ):
        raise Conflict("signed_already", task=str(task))
    TaskSignature.objects.create(
        task=task,
        user_id=actor.user_id,
        label=actor.label[:150],
        in_place_of=stands_for,
        decision=decision,
        reason=reason[:500],
        at=at,
    )
    event = TaskSigned(
        document=task.ref, about=task.subject, node=task.node, decision=decision, reason=reason
    )
    decisions = [*(given for _user, _other, given in signed), decision]
    if settles(task, decisions):
        return True
    emit(event, actor=actor, at=at)
    task.version += 1
    task.save(update_fields=["checked", "version"])
    return False


def settles(task: Task, decisions: Sequence[str]) -> bool:
    """Whether the signatures given decide the task, the last one in its own sense."""
    approved, rejected = decisions.count("approved"), decisions.count("rejected")
    if decisions[-1] == "approved":
        return approved >= task.needed
    signers = max(len(task.candidates), task.needed)
    return task.has_veto or signers - rejected < task.needed


def cancel_tasks_about(subject: DocumentRef, *, actor: Actor, at: datetime) -> int:
    """Cancel a document's open tasks; called inside the command that makes them pointless.

    Emits: TaskCancelled per task.
    """
    tasks = locks.open_tasks_for_update(subject.kind, subject.id)
    cancel_tasks(tasks, actor, at)
    return len(tasks)
