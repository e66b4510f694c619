"""Tasks in other hands: given on, one more signer, a question that stops the clock, a decision taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid, NotPermitted
from erp.core.events import emit
from erp.core.records import need_reason
from erp.identity.models import User
from erp.processes.calc.places import ACTIVE
from erp.processes.events import InfoGiven, InfoRequested, SignerAdded, TaskTransferred, TaskWithdrawn
from erp.processes.models import StepLog, Task
from erp.processes.selectors.tasks import OPEN, may_decide
from erp.processes.services.carrying import carried_cases, write_at_flush
from erp.processes.services.tasks import locked_task


def give_to(
    task: Task,
    user: User | None,
    *,
    why: str,
    actor: Actor,
    at: datetime,
    role: str = "",
    candidates: Sequence[int] = (),
    reason: str = "",
    is_flagged: bool = False,
) -> None:
    """Give a locked open task to a person or a role.

    Emits: TaskTransferred.
    """
    if task.mode and user is not None and user.pk not in task.candidates:
        task.candidates = [*task.candidates, user.pk]
    elif candidates and not task.mode:
        task.candidates = list(candidates)
    if task.state == Task.State.CLAIMED:
        task.release()
    if not task.mode:
        task.assignee = user
    if role:
        task.role = role
    task.is_flagged = task.is_flagged or is_flagged
    task.version += 1
    task.save(update_fields=["assignee", "candidates", "role", "state", "is_flagged", "version"])
    event = TaskTransferred(
        document=task.ref,
        about=task.subject,
        node=task.node,
        to=user.pk if user else None,
        to_label=str(user) if user else role,
        why=why,
        reason=reason,
    )
    emit(event, actor=actor, at=at)


def _open(task_id: int, actor: Actor, expected_version: int | None, at: datetime, action: str) -> Task:
    task = locked_task(task_id, expected_version)
    if task.state not in OPEN:
        raise IllegalTransition(action=action, state=task.state, document=str(task))
    if not may_decide(actor, task, at):
        raise NotPermitted("not_your_task", task=str(task), role=task.role)
    return task


def _colleague(user_id: int, path: str) -> User:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise Invalid.field(path, _("There is no such active person."), "unknown_user")
    return user


@command("processes.decide_task")
def transfer_task(
    *,
    task_id: int,
    to_user_id: int,
    actor: Actor,
    reason: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Task:
    """Give a task to a colleague, who decides instead.

    Locks:  the document (upward), the task.
    Emits:  TaskTransferred.
    Raises: Invalid on `to`; NotPermitted; IllegalTransition once it is decided.
    """
    at = at or timezone.now()
    task = _open(task_id, actor, expected_version, at, "transfer")
    user = _colleague(to_user_id, "to")
    if task.mode and actor.user_id in task.candidates:
        if task.signatures.filter(user_id=actor.user_id).exists():
            raise Conflict("signed_already", task=str(task))
        task.candidates = [pk for pk in task.candidates if pk != actor.user_id]
    give_to(task, user, why="transfer", reason=reason, actor=actor, at=at)
    return task


@command("processes.decide_task")
def add_signer(
    *,
    task_id: int,
    user_id: int,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Task:
    """Ask one more person to sign; all who are asked by name have to sign then, unless a number was drawn.

    A task of one person becomes one of two: theirs and the new signer's.

    Locks:  the document (upward), the task.
    Emits:  SignerAdded.
    Raises: Invalid on `user`; NotPermitted; IllegalTransition once it is decided.
    """
    at = at or timezone.now()
    task = _open(task_id, actor, expected_version, at, "add_signer")
    user = _colleague(user_id, "user")
    if user.pk in task.candidates or user.pk == actor.user_id:
        raise Invalid.field("user", _("This person is asked already."), "asked_already")
    if not task.mode:
        own = task.assignee_id or actor.user_id
        task.mode = "all"
        task.candidates = [pk for pk in [*task.candidates, own] if pk is not None]
        task.assignee = None
        if task.state == Task.State.CLAIMED:
            task.release()
    task.candidates = [*dict.fromkeys([*task.candidates, user.pk])]
    if task.mode == "all":
        task.needed = len(task.candidates)
    task.version += 1
    task.save(update_fields=["mode", "candidates", "assignee", "state", "needed", "version"])
    event = SignerAdded(
        document=task.ref, about=task.subject, node=task.node, signer=user.pk, signer_label=str(user)
    )
    emit(event, actor=actor, at=at)
    return task


@command("processes.decide_task")
def request_info(
    *,
    task_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Task:
    """Ask for what is missing before deciding; the step's clock stands until the answer is there.

    Locks:  the document (upward), the task.
    Emits:  InfoRequested.
    Raises: Invalid without a question; Conflict `waits_for_information`; NotPermitted; IllegalTransition.
    """
    at = at or timezone.now()
    need_reason(reason)
    task = _open(task_id, actor, expected_version, at, "request_info")
    if task.is_paused:
        raise Conflict("waits_for_information", task=str(task), question=task.question)
    task.is_paused, task.question = True, reason[:500]
    task.version += 1
    task.save(update_fields=["is_paused", "question", "version"])
    emit(
        InfoRequested(document=task.ref, about=task.subject, node=task.node, reason=reason),
        actor=actor,
        at=at,
    )
    return task


@command("processes.view_task")
def give_info(
    *,
    task_id: int,
    answer: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Task:
    """Answer what was asked; the decision goes on and its clock with it.

    Locks:  the document (upward), the task.
    Emits:  InfoGiven.
    Raises: Invalid without an answer; IllegalTransition when nothing is asked.
    """
    at = at or timezone.now()
    need_reason(answer)
    task = locked_task(task_id, expected_version)
    if task.state not in OPEN or not task.is_paused:
        raise IllegalTransition(action="give_info", state=task.state, document=str(task))
    task.is_paused = False
    task.version += 1
    task.save(update_fields=["is_paused", "version"])
    emit(InfoGiven(document=task.ref, about=task.subject, node=task.node, reason=answer), actor=actor, at=at)
    return task


@command("processes.decide_task")
def withdraw_decision(*, task_id: int, reason: str, actor: Actor, at: datetime | None = None) -> Task:
    """Take one's own approval or rejection back while nothing has followed from it: the step is open again.

    Works while the case stands at a step where nobody has acted: a task that nobody has decided or
    signed, or an automatic step that has not run. An automatic decision of a clock is undone the same
    way by whoever may decide the step.

    Locks:  the document (upward), the case, its tasks.
    Emits:  TaskWithdrawn, CaseMoved; TaskOpened for the step.
    Raises: Invalid without a reason; NotPermitted when it was somebody else's; Conflict `followed_up`.
    """
    at = at or timezone.now()
    need_reason(reason)
    task = locked_task(task_id)
    if task.state != Task.State.DONE or task.case_id is None:
        raise IllegalTransition(action="withdraw", state=task.state, document=str(task))
    _refuse_others(task, actor, at)
    cases = carried_cases(task.subject_kind, [task.subject_id], actor=actor, at=at, may_read=True)
    case = next((one for one in cases if one.case_id == task.case_id), None)
    place = case.journey.place(task.token_id or 0) if case is not None else None
    if case is None or place is None or not _nothing_followed(task, place.node, place.visit, place.state):
        raise Conflict("followed_up", task=str(task))
    emit(
        TaskWithdrawn(document=task.ref, about=task.subject, node=task.node, reason=reason),
        actor=actor,
        at=at,
    )
    case.journey.send_to(place, task.node, "withdrawn", note=f"withdrawn: {reason}"[:80])
    write_at_flush()
    return task


def _refuse_others(task: Task, actor: Actor, at: datetime) -> None:
    """Only who decided may take it back; what a clock or the system decided, whoever may decide the step."""
    if actor.is_system or actor.has("*") or (actor.user_id is not None and task.decider_id == actor.user_id):
        return
    if task.decider_id is None and may_decide(actor, task, at):
        return
    raise NotPermitted("not_your_task", task=str(task), role=task.role)


def _nothing_followed(task: Task, node: str, visit: int, state: str) -> bool:
    """Whether since the decision only gateways and skipped steps were passed, and the next is untouched."""
    since = StepLog.objects.filter(case_id=task.case_id or 0, left_at__gte=task.decided_at).exclude(
        node=task.node, visit=task.visit
    )
    if since.exclude(outcome__in=["routed", "skipped"]).exists():
        return False
    following = Task.objects.filter(
        case_id=task.case_id or 0, token_id=task.token_id or 0, node=node, visit=visit
    )
    touched = following.exclude(state="waiting") | following.filter(signatures__isnull=False)
    return state == ACTIVE or (following.exists() and not touched.exists())
