"""A step that is a process of its own, on the same document; the parent waits for its end."""

from __future__ import annotations

from erp.processes.calc.graph import Node
from erp.processes.calc.places import WAITING, Place
from erp.processes.models import Token
from erp.processes.selectors.definitions import drawings_for
from erp.processes.services.carrying import Carried, carried_cases, write_at_flush

CHILD = "!subprocess"
MOST_DEPTH = 5


def begin_subprocess(case: Carried, place: Place, node: Node) -> None:
    """Begin the process that a node names, on the same document; its end moves the parent's token on.

    Raises: Misconfigured when no version takes cases, or when processes are nested too deeply.
    """
    from erp.processes.services.starting import begin, in_scope

    journey = case.journey
    drawings = [d for d in drawings_for(case.subject.kind) if d.code == node.process and d.takes_cases]
    drawing = next((d for d in drawings if not d.is_pilot or in_scope(d, case.subject)), None)
    if drawing is None or _depth(case) >= MOST_DEPTH:
        journey.refuse(place, "no_subprocess", {"process": node.process, "node": node.id})
        return
    child = begin(drawing, case.subject, actor=case.actor, at=journey.at, parent=place.id)
    if child is None:
        journey.refuse(place, "case_is_running", {"process": node.process, "node": node.id})
        return
    place.state, place.wait_for, place.is_changed = WAITING, CHILD, True
    write_at_flush()


def _depth(case: Carried) -> int:
    depth, parent = 0, case.parent_token_id
    while parent is not None and depth <= MOST_DEPTH:
        depth += 1
        parent = Token.objects.filter(pk=parent).values_list("case__parent_token_id", flat=True).first()
    return depth


def parent_goes_on(child: Carried) -> None:
    """A sub-process ended: its parent's token leaves the node, with the way it ended as outcome."""
    parent_id = child.parent_token_id
    for case in carried_cases(
        child.subject.kind, [child.subject.id], actor=child.actor, at=child.journey.at, may_read=False
    ):
        place = case.journey.place(parent_id or 0)
        if place is not None and place.wait_for == CHILD:
            case.journey.leave_or_wait(place, child.has_ended_as)
            write_at_flush()


def end_parts(case: Carried) -> None:
    """End the processes that were begun by steps which the case has left before those were done."""
    drawn = case.journey.graph.by_id  # of the new version where the case was moved to another
    left = {
        step.token
        for step in case.journey.steps
        if step.node not in drawn or drawn[step.node].type == "subprocess" or step.outcome == "migrated"
    }
    if not left:
        return
    left -= {place.id for place in case.journey.live if place.wait_for == CHILD}
    about, at = case.subject, case.journey.at
    for part in carried_cases(about.kind, [about.id], actor=case.actor, at=at, may_read=False):
        if part.parent_token_id in left:
            part.journey.cancel("withdrawn")
            part.has_ended_as = "cancelled"
            write_at_flush()
