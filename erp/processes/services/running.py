"""Automatic steps: run after the commit, one a transaction with the routing before it, until a case waits.

Whatever dies between two steps loses nothing: the outbox message that asked for the run is delivered
again, and the tokens say where the case stands. Two workers on one case queue for its document.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from django.utils import timezone

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.errors import Conflict, DomainError
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.palette import run_action
from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.identity.selectors.actors import actor_for
from erp.processes.calc.graph import Node
from erp.processes.calc.places import ACTIVE, LEAVE, Place
from erp.processes.events import CaseDue
from erp.processes.models import Case, Task
from erp.processes.selectors.definitions import is_known
from erp.processes.services.carrying import Carried, carried_cases, running, write_at_flush
from erp.processes.services.subprocesses import begin_subprocess

log = structlog.get_logger(__name__)

MOST_STEPS = 200
OWN_INPUT = ("table", "on_behalf_of", "cancel_on", "pause_on", "resume_on")


class _Refused(Exception):
    """An action was refused; carries which visit it was, out of the transaction that is rolled back."""

    def __init__(self, token: int, node: str, visit: int, code: str, facts: dict[str, Any]) -> None:
        super().__init__(code)
        self.token, self.node, self.visit, self.code, self.facts = token, node, visit, code, facts


def run_case(case_id: int, *, subject: DocumentRef | None = None, at: datetime | None = None) -> int:
    """Run what a case has to run now; gives how many steps were run.

    Idempotent: what another worker has run meanwhile is not run again.

    Raises: Conflict `busy` when the database keeps asking for another try; the outbox tries again later.
    """
    if subject is None:
        row = Case.objects.filter(pk=case_id).values_list("subject_kind", "subject_id", "subject_number")
        found = row.first()
        if found is None:
            return 0
        subject = DocumentRef(*found)
    for steps in range(MOST_STEPS):
        try:
            case = _run_step(case_id=case_id, subject=subject, at=at or timezone.now())
        except _Refused as refusal:
            case = _note_refusal(case_id=case_id, subject=subject, refusal=refusal, at=at or timezone.now())
        if case is None or case.is_paused or not case.journey.active:  # as its flush has left it
            return steps + (case is not None)
    _ask_again(case_id=case_id, subject=subject, at=at or timezone.now())
    return MOST_STEPS


def run_cases_of(subject: DocumentRef, *, at: datetime | None = None) -> None:
    """Run what the cases of a document have to run now, as its outbox would."""
    if not is_known(subject.kind):
        return
    rows = Case.objects.filter(subject_kind=subject.kind, subject_id=subject.id, state="running")
    for case_id in rows.order_by("pk").values_list("pk", flat=True):
        run_case(case_id, subject=subject, at=at)


@command()
def _run_step(*, case_id: int, subject: DocumentRef, at: datetime) -> Carried | None:
    """Settle what can be settled, then run one action; None when there was nothing to do.

    Locks: the document (upward), its cases and tokens, then what the action locks.
    """
    case = _settled(case_id, subject, at)
    work = [place for place in case.journey.active if _is_work(case, place)] if case is not None else []
    if case is not None and work:
        run_place(case, work[0], actor=case.actor)
    return case


def _settled(case_id: int, subject: DocumentRef, at: datetime) -> Carried | None:
    """A case whose active tokens have come to an action or a sub-process; None when it has none to run."""
    case = _case(case_id, subject, at)
    if case is None or case.is_paused or not case.journey.active:
        return None
    running().add(case_id)
    for place in case.journey.active:
        if place.state == ACTIVE and not _is_work(case, place):
            case.journey.resume(place)
    write_at_flush()
    return case


def _is_work(case: Carried, place: Place) -> bool:
    """Whether a token's node does something, and that has not been done yet."""
    kind = case.journey.graph.node(place.node).type
    return kind in {"action", "subprocess"} and not place.wait_for.startswith(LEAVE)


def _case(case_id: int, subject: DocumentRef, at: datetime) -> Carried | None:
    lock_upward([subject])
    found = carried_cases(subject.kind, [subject.id], actor=system_actor(), at=at, may_read=True)
    case = next((one for one in found if one.case_id == case_id), None)
    if case is not None:
        case.actor = system_actor(case.drawing.by)
        case.journey.by = case.actor.label
    return case


def run_place(case: Carried, place: Place, *, actor: Actor, values: dict[str, Any] | None = None) -> None:
    """Run an active token's action, or begin its sub-process, and move the token on.

    Raises: whatever the action refuses with, for a person; `_Refused` when the process runs it.
    """
    node, journey = case.journey.graph.node(place.node), case.journey
    visit = (place.id, place.node, place.visit)
    journey.settle(place)  # it may have been done before, or be none of this case's steps
    write_at_flush()
    if (place.id, place.node, place.visit) != visit or place.state != ACTIVE:
        return
    if node.type == "subprocess":
        begin_subprocess(case, place, node)
        return
    actor = _on_behalf(node, case, actor) if actor.is_system else actor
    given = {key: value for key, value in node.input.items() if key not in OWN_INPUT} | (values or {})
    try:
        run_action(node.action, case.subject, actor=actor, at=journey.at, **given)
    except (DomainError, ArithmeticError, LookupError, TypeError, ValueError) as refusal:
        if not case.actor.is_system or (isinstance(refusal, Conflict) and refusal.code == "busy"):
            raise
        raise _Refused(*visit, *_reason(refusal, node)) from refusal
    case.questions.forget()
    if place.node == node.id and place.state == ACTIVE:
        journey.leave(place, "done")


def _reason(refusal: Exception, node: Node) -> tuple[str, dict[str, Any]]:
    """A refusal as an incident tells it; a fault of ours is logged and told by its kind only."""
    if isinstance(refusal, DomainError):
        told = {f"errors.{path}": [str(text) for text in texts] for path, texts in refusal.errors.items()}
        return refusal.code, {**refusal.facts, **told}
    log.exception("process_action_failed", action=node.action)
    return "action_failed", {"action": node.action, "kind": type(refusal).__name__}


def _on_behalf(node: Node, case: Carried, system: Actor) -> Actor:
    """Who answers for an automatic step: the person who decided the node it names, if there is one."""
    source = str(node.input.get("on_behalf_of", ""))
    if not source or not case.journey.visits.get(source):
        return system
    task = Task.objects.filter(case_id=case.case_id, node=source, state="done", decision="approved").last()
    if task is None or task.decider_id is None:
        return system
    user = User.objects.filter(pk=task.decider_id, is_active=True).first()
    return actor_for(user) if user is not None else system


@command()
def _note_refusal(*, case_id: int, subject: DocumentRef, refusal: _Refused, at: datetime) -> Carried | None:
    """Go on by the link drawn for a refusal, or open an incident; nothing if the case went on meanwhile.

    What was settled before the action went back with it, and is settled once more.
    """
    case = _settled(case_id, subject, at)
    place = case.journey.place(refusal.token) if case is not None else None
    was_at = (refusal.node, refusal.visit, ACTIVE)
    if case is not None and place is not None and (place.node, place.visit, place.state) == was_at:
        case.journey.refuse(place, refusal.code, refusal.facts)
    return case


@command()
def _ask_again(*, case_id: int, subject: DocumentRef, at: datetime) -> None:
    """Let the outbox go on with a case that has run many steps in one go."""
    case = _case(case_id, subject, at)
    if case is not None and case.journey.active:
        emit(CaseDue(document=case.ref, about=subject), actor=case.actor, at=at)
