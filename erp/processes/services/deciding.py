"""How a case goes on after a person has decided, and what has to be there before they may."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.models import Attachment
from erp.processes.calc.graph import Edge, Node
from erp.processes.calc.places import Place
from erp.processes.models import Task
from erp.processes.selectors.definitions import graph_of
from erp.processes.services.carrying import Carried, carried_cases, write_at_flush
from erp.processes.services.questions import Questions
from erp.processes.services.running import run_place


def node_of(task: Task) -> Node | None:
    """The drawn step behind a task, or None when it belongs to no process."""
    if task.case is None:
        return None
    return graph_of(task.case.version_id).node(task.node)


def refuse_incomplete(task: Task, *, at: datetime) -> None:
    """A step is approved with its checklist gone through, its papers there and its exit condition met.

    Raises: Conflict `incomplete_checklist`, `missing_attachment`, `exit_condition`.
    """
    node = node_of(task)
    if node is None:
        return
    left = [point for point in node.checklist if point not in task.checked]
    if left:
        raise Conflict("incomplete_checklist", task=str(task), points=left)
    if node.attachments:
        names = [
            name.lower()
            for name in Attachment.objects.filter(
                document_kind=task.subject_kind, document_id=task.subject_id
            ).values_list("name", flat=True)
        ]
        lacking = [wanted for wanted in node.attachments if not any(wanted.lower() in name for name in names)]
        if lacking:
            raise Conflict("missing_attachment", task=str(task), attachments=lacking)
    if node.exit and not Questions(task.subject, may_read=True, at=at).ask(
        node.exit, {"step.outcome": "approved"}
    ):
        raise Conflict("exit_condition", task=str(task), condition=node.exit)


def go_on(task: Task, *, actor: Actor, at: datetime, to_node: str = "") -> None:
    """Move a decided task's case on: by the drawn way, to an earlier step, or to its end.

    Nothing follows from a task that belongs to no case.

    The first automatic step that follows runs in the same transaction, on behalf of who decided: if
    it is refused, nothing was decided.

    Raises: IllegalTransition when the case has left the step; Invalid for a step that is no earlier one;
            whatever the action refuses with.
    """
    if task.case_id is None:
        return
    case, place = place_of(task, actor=actor, at=at)
    case.questions.may_read = True
    case.decided.add(place.id)
    if task.decision == "approved":
        case.journey.leave(place, "approved")
    else:
        _reject(case, place, task, to_node)
    write_at_flush()
    _run_next(case, place, task, actor)
    case.questions.may_read = False


def place_of(task: Task, *, actor: Actor, at: datetime) -> tuple[Carried, Place]:
    """The case and the token of an open task, locked.

    Raises: IllegalTransition when the case has gone on without it.
    """
    cases = carried_cases(task.subject_kind, [task.subject_id], actor=actor, at=at, may_read=True)
    for case in cases:
        place = case.journey.place(task.token_id or 0) if case.case_id == task.case_id else None
        if place is not None and (place.node, place.visit) == (task.node, task.visit):
            return case, place
    raise IllegalTransition(action="decide", state="left", document=str(task))


def _reject(case: Carried, place: Place, task: Task, to_node: str) -> None:
    journey, node = case.journey, case.journey.graph.node(place.node)
    earlier = {one.id for one in journey.graph.earlier_than(node.id)}
    if to_node:
        if to_node not in earlier or not journey.visits.get(to_node):
            raise Invalid.field(
                "to_node", _("A case can only be sent back to an earlier step."), "no_earlier_step"
            )
        journey.send_to(place, to_node, "rejected", note=_note(task))
        return
    drawn = _rejected_link(case, place)
    if drawn is not None:
        journey.leave(place, "rejected", edge=drawn)
    elif node.reject_to and journey.visits.get(node.reject_to):
        journey.send_to(place, node.reject_to, "rejected", note=_note(task))
    else:
        journey.cancel("rejected")
        case.has_ended_as = "cancelled"


def _note(task: Task) -> str:
    return f"rejected: {task.reason}"[:80]


def _rejected_link(case: Carried, place: Place) -> Edge | None:
    for edge in case.journey.graph.out(place.node):
        if "step.outcome" in edge.condition and case.questions.ask(
            edge.condition, {"step.outcome": "rejected", "step.visit": place.visit, "step.note": place.note}
        ):
            return edge
    return None


def _run_next(case: Carried, place: Place, task: Task, actor: Actor) -> None:
    """Run the automatic step that the token has come to, in the name of who decided."""
    if actor.is_system or place.state != "active" or case.has_ended_as:
        return
    if case.journey.graph.node(place.node).type != "action":
        return
    values: dict[str, Any] = {"reason": task.reason} if task.decision == "rejected" else {}
    run_place(case, place, actor=actor, values=values)
