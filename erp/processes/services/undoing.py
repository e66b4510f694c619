"""Automatic steps taken back while nothing downstream has begun."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.events import emit
from erp.core.palette import action_of, run_action
from erp.core.records import need_reason
from erp.processes.calc.places import ACTIVE, Place
from erp.processes.events import StepUndone
from erp.processes.models import Case, StepLog, Task
from erp.processes.services.carrying import Carried, write_at_flush
from erp.processes.services.cases import locked_case

PASSED = ("routed", "skipped")


@command("processes.manage_case")
def undo_step(*, case_id: int, reason: str, actor: Actor, at: datetime | None = None) -> Case:
    """Take the last automatic step of a case back by the action that undoes it, if nothing followed.

    The case stands at the step again, as an incident: a person lets it be done once more, or skips it.

    Locks:  the document (upward), the case, what the undoing action locks.
    Emits:  StepUndone, IncidentOpened, and what the action tells.
    Raises: Invalid without a reason; NotFound; IllegalTransition when the case has ended; Conflict
            `nothing_to_undo`, `followed_up`; whatever the undoing action refuses with.
    """
    at = at or timezone.now()
    need_reason(reason)
    row, case = locked_case(case_id, actor, at, "undo")
    place, step, undo = _last_automatic(case)
    run_action(undo, case.subject, actor=actor, at=at, reason=reason)
    event = StepUndone(document=case.ref, about=case.subject, node=step.node, reason=reason)
    emit(event, actor=actor, at=at)
    case.journey.take_back(place, step.node, {"reason": reason, "by": actor.label})
    write_at_flush()
    return row


def _last_automatic(case: Carried) -> tuple[Place, StepLog, str]:
    """The token whose last real step was an automatic one that can be undone, and how."""
    for place in case.journey.live:
        steps = StepLog.objects.filter(case_id=case.case_id, token_id=place.id).order_by("-id")
        step = steps.exclude(outcome__in=PASSED).first()
        node = case.journey.graph.by_id.get(step.node) if step is not None else None
        action = action_of(node.action) if node is not None and node.type == "action" else None
        if step is None or action is None or not action.undo or step.outcome != "done":
            continue
        if not _is_untouched(case, place):
            raise Conflict("followed_up", case=case.subject.number, node=place.node)
        return place, step, action.undo
    raise Conflict("nothing_to_undo", case=case.subject.number)


def _is_untouched(case: Carried, place: Place) -> bool:
    """Whether nobody has begun at the step where a token stands now."""
    if place.state == ACTIVE:
        return True
    tasks = Task.objects.filter(case_id=case.case_id, token_id=place.id, visit=place.visit, node=place.node)
    return not (tasks.exclude(state="waiting") | tasks.filter(signatures__isnull=False)).exists()
