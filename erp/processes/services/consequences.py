"""What follows once tokens have moved: tasks are opened and closed, refusals become incidents."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from erp.core.actor import Actor
from erp.core.events import emit, to_json
from erp.core.palette import facts_about
from erp.core.rows import insert_row
from erp.processes import locks
from erp.processes.calc.graph import Node
from erp.processes.calc.places import Failure, Place
from erp.processes.events import IncidentOpened, TaskCancelled, TaskOpened
from erp.processes.models import Incident, Task
from erp.processes.services.assignment import assigned
from erp.processes.services.carrying import Carried
from erp.processes.services.subprocesses import end_parts, parent_goes_on

DECIDED = ("approved", "rejected")


def follow_up(case: Carried) -> None:
    """Open and close tasks, open incidents, end parts that were left, and tell a waiting parent of the end.

    Locks: open tasks of tokens that were left, by key.
    Emits: TaskOpened, TaskCancelled, IncidentOpened.
    """
    journey = case.journey
    left = [token for token in journey.to_close if token not in case.decided]
    if left:
        cancel_tasks(locks.open_tasks_of_tokens(left), case.actor, journey.at)
    for place in journey.to_open:
        if place.state == "waiting":
            _open_task(case, place)
    for failure in journey.failures:
        _open_incident(case, failure)
    case.decided.clear()
    end_parts(case)
    if case.has_ended_as and case.parent_token_id is not None:
        parent_goes_on(case)


def _open_task(case: Carried, place: Place) -> None:
    node, at = case.journey.graph.node(place.node), case.journey.at
    facts: dict[str, Any] = facts_about(case.subject, ())
    who = assigned(
        node.assignee,
        node=node,
        drawing=case.drawing,
        case_id=case.case_id,
        subject=case.subject,
        facts=facts,
        at=at,
    )
    sign = node.countersign
    task = Task(
        node=node.id,
        title=(node.name or node.title())[:200],
        role=who.role,
        assignee_id=who.assignee_id,
        candidates=who.candidates,
        mode=sign.mode if sign else "",
        needed=needed_signatures(node, len(who.candidates)),
        has_veto=bool(sign and sign.veto),
        is_flagged=who.is_flagged,
        delegated_from=who.delegated_from,
        subject_kind=case.subject.kind,
        subject_id=case.subject.id,
        subject_number=case.subject.number,
        customer_id=case.customer_id,
        facts=to_json_facts({**facts, "why": place.note} if place.note else facts),
        opened_at=at,
        case_id=case.case_id,
        token_id=place.id,
        visit=place.visit,
    )
    insert_row(task)
    case.task_of_token[place.id] = task.pk
    event = TaskOpened(
        document=task.ref,
        about=case.subject,
        node=node.id,
        role=who.role,
        assignee=who.assignee_id,
        is_flagged=who.is_flagged,
    )
    emit(event, actor=case.actor, at=at, changes={"state": ["", "waiting"]})


def needed_signatures(node: Node, signers: int) -> int:
    """How many have to sign: all, one, or the number drawn (never more than there are)."""
    sign = node.countersign
    if sign is None or sign.mode == "any":
        return 1
    if sign.mode == "all":
        return max(signers, 1)
    return max(min(sign.required or 1, signers or (sign.required or 1)), 1)


def to_json_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as they are kept with a task: plain numbers, texts and lists."""
    return {
        key: value if isinstance(value, int | float | str | bool | list | type(None)) else to_json(value)
        for key, value in facts.items()
    }


def cancel_tasks(tasks: list[Task], actor: Actor, at: datetime) -> None:
    """Cancel locked open tasks: nobody is asked any more.

    Emits: TaskCancelled per task.
    """
    for task in tasks:
        before = task.state
        task.cancel(at=at)
        task.version += 1
        task.save(update_fields=["state", "decided_at", "version"])
        event = TaskCancelled(document=task.ref, about=task.subject, node=task.node)
        emit(event, actor=actor, at=at, changes={"state": [before, "cancelled"]})


def _open_incident(case: Carried, failure: Failure) -> None:
    place, at = failure.place, case.journey.at
    facts = {str(key): to_json(value) for key, value in failure.facts.items()}
    earlier = Incident.objects.filter(token_id=place.id, node=place.node, visit=place.visit).count()
    incident = Incident(
        case_id=case.case_id,
        token_id=place.id,
        node=place.node,
        visit=place.visit,
        code=failure.code[:80],
        facts=facts,
        opened_at=at,
        attempts=earlier + 1,
    )
    insert_row(incident)
    from erp.core.refs import DocumentRef

    event = IncidentOpened(
        document=DocumentRef("incident", incident.pk, case.subject.number),
        about=case.subject,
        node=place.node,
        code=incident.code,
        facts_of_refusal=facts,
    )
    emit(event, actor=case.actor, at=at, changes={"state": ["", "open"]})
