"""What a time-out may do to an open step; called by the clocks, refused once the step was decided.

Every one of them names the token, the step and the visit it was set for, so that a clock that comes late,
twice or after a decision changes nothing: `IllegalTransition` says that the step is over.
"""

from __future__ import annotations

from datetime import datetime

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.masterdata.selectors.company import business_day
from erp.processes import locks
from erp.processes.calc.graph import Assignee
from erp.processes.calc.places import Place
from erp.processes.events import StepMarked, TaskReminded
from erp.processes.models import Task, Token
from erp.processes.selectors import people
from erp.processes.services.assignment import assigned
from erp.processes.services.carrying import Carried, carried_cases, write_at_flush
from erp.processes.services.handing_over import give_to
from erp.processes.services.tasks import close


@command()
def remind_task(*, token_id: int, visit: int, node: str, actor: Actor, at: datetime) -> Task | None:
    """Remind whoever is asked; gives the task, or None for a step without one (what is told is the clock's).

    Locks:  the document (upward), the case, the task.
    Emits:  TaskReminded.
    Raises: IllegalTransition when the step is over.
    """
    case, place, task = _open_step(token_id, visit, node, actor, at)
    event = TaskReminded(document=task.ref if task else case.ref, about=case.subject, node=place.node)
    emit(event, actor=actor, at=at)
    return task


@command()
def escalate_task(
    *, token_id: int, visit: int, node: str, actor: Actor, at: datetime, note: str = ""
) -> User | None:
    """Give a task to the superior of whoever has it, with a delay note; nobody above: to the administrators.

    Gives the superior, or None when it went to the administrators.

    Locks:  the document (upward), the case, the task.
    Emits:  TaskTransferred (`escalate`).
    Raises: IllegalTransition when the step is over or has no task.
    """
    case, place, task = _open_step(token_id, visit, node, actor, at)
    if task is None:
        raise IllegalTransition(action="escalate", state="no_task", document=case.subject.number)
    superior = superior_of(task, case, at)
    give_to(
        task,
        superior,
        role="" if superior else "administrator",
        why="escalate",
        reason=note,
        is_flagged=True,
        actor=actor,
        at=at,
    )
    return superior


def superior_of(task: Task, case: Carried, at: datetime) -> User | None:
    """Who is above whoever is asked: the assignee's superior, else that of the role's people."""
    day = business_day(at)
    first = task.assignee
    if first is None:
        keys = task.candidates or list(people.holders_of(task.role).values_list("pk", flat=True)[:50])
        bosses = User.objects.filter(reports__pk__in=keys, is_active=True).distinct().order_by("pk")
        return next((boss for boss in bosses if not people.is_absent(boss, day)), None)
    seen: set[int] = set()
    at_person = first.manager
    while at_person is not None and at_person.pk not in seen:
        seen.add(at_person.pk)
        if at_person.is_active and not people.is_absent(at_person, day):
            return at_person
        at_person = at_person.manager
    return None


@command()
def reassign_task(*, token_id: int, visit: int, node: str, to: Assignee, actor: Actor, at: datetime) -> Task:
    """Give a task to whom the ladder names.

    Locks:  the document (upward), the case, the task.
    Emits:  TaskTransferred (`reassign`).
    Raises: IllegalTransition when the step is over or has no task.
    """
    case, place, task = _open_step(token_id, visit, node, actor, at)
    if task is None:
        raise IllegalTransition(action="reassign", state="no_task", document=case.subject.number)
    case.questions.may_read = True
    who = assigned(
        to,
        node=case.journey.graph.node(place.node),
        drawing=case.drawing,
        case_id=case.case_id,
        subject=case.subject,
        facts=case.questions.facts(),
        at=at,
    )
    user = User.objects.filter(pk=who.assignee_id).first() if who.assignee_id else None
    give_to(
        task,
        user,
        role=who.role,
        why="reassign",
        candidates=who.candidates,
        is_flagged=who.is_flagged,
        actor=actor,
        at=at,
    )
    return task


@command()
def auto_approve(*, token_id: int, visit: int, node: str, actor: Actor, at: datetime) -> None:
    """Approve a step by its clock; what follows runs as for any automatic step.

    Locks:  the document (upward), the case, the task.
    Emits:  TaskDecided, CaseMoved.
    Raises: IllegalTransition when the step is over; Conflict `critical_step`.
    """
    case, place, task = _open_step(token_id, visit, node, actor, at)
    if case.journey.graph.node(place.node).critical:
        raise Conflict("critical_step", node=place.node, document=case.subject.number)
    if task is not None:
        close(task, "approved", "", actor=actor, at=at)
        case.decided.add(place.id)
    case.journey.leave_or_wait(place, "approved")
    write_at_flush()


@command()
def auto_reject_to_previous(
    *, token_id: int, visit: int, node: str, actor: Actor, at: datetime, reason: str = ""
) -> str:
    """Send a case back by its clock: to the step drawn for that, else to the human step before; gives it.

    Locks:  the document (upward), the case, the task.
    Emits:  TaskDecided, CaseMoved.
    Raises: IllegalTransition when the step is over, or when there is no earlier one.
    """
    case, place, task = _open_step(token_id, visit, node, actor, at)
    target = previous_step(case, place)
    if target is None:
        raise IllegalTransition(action="reject", state="first_step", document=case.subject.number)
    if task is not None:
        close(task, "rejected", reason, actor=actor, at=at)
        case.decided.add(place.id)
    case.journey.send_to(place, target, "rejected", note=f"rejected: {reason}"[:80])
    write_at_flush()
    return target


def previous_step(case: Carried, place: Place) -> str | None:
    """Where a case goes back to: the drawn step, else the last earlier task that it has been at."""
    graph, visits = case.journey.graph, case.journey.visits
    drawn = graph.node(place.node).reject_to
    if drawn and visits.get(drawn):
        return drawn
    earlier = [node.id for node in graph.earlier_than(place.node) if visits.get(node.id)]
    return earlier[-1] if earlier else None


@command()
def mark_exception(
    *, token_id: int, visit: int, node: str, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """Mark a step as an exception: an incident that a person has to look at; the step stays open.

    Locks:  the document (upward), the case, the task.
    Emits:  StepMarked.
    Raises: IllegalTransition when the step is over.
    """
    case, place, task = _open_step(token_id, visit, node, actor, at)
    if task is not None:
        task.is_flagged = True
        task.version += 1
        task.save(update_fields=["is_flagged", "version"])
    event = StepMarked(document=case.ref, about=case.subject, node=place.node, reason=reason)
    emit(event, actor=actor, at=at)


def _open_step(
    token_id: int, visit: int, node: str, actor: Actor, at: datetime
) -> tuple[Carried, Place, Task | None]:
    """The case, token and open task of a visit that is not over, locked from the document down.

    Raises: IllegalTransition when it is over.
    """
    row = Token.objects.filter(pk=token_id).values_list(
        "case__subject_kind", "case__subject_id", "case__subject_number"
    )
    found = row.first()
    subject = DocumentRef(*found) if found else DocumentRef("token", token_id)
    lock_upward([subject])
    for case in carried_cases(subject.kind, [subject.id], actor=actor, at=at, may_read=False):
        place = case.journey.place(token_id)
        if place is not None and (place.node, place.visit) == (node, visit):
            tasks = locks.open_tasks_of_tokens([token_id])
            return case, place, tasks[0] if tasks else None
    raise IllegalTransition(action="time_out", state="left", document=subject.number)
