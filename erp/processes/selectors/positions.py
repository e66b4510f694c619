"""Where a case stands on its drawing: time per node, who has it, what is late, which links it took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from erp.core.actor import Actor
from erp.core.documents import document_kind
from erp.core.errors import NotFound, NotPermitted
from erp.core.stored_words import actor_text
from erp.identity.selectors.roles import role_names
from erp.processes.models import Case, StepLog, Task, Token
from erp.processes.models.case import OPEN_TOKEN
from erp.processes.selectors.cases import visible_cases
from erp.processes.selectors.tasks import OPEN

MOST_STEPS = 2_000
Clocks = Callable[[Case], dict[int, datetime]]
Progress = Callable[[int], list[tuple[str, str]]]
_clocks: list[Clocks] = []
_progress: dict[str, Progress] = {}


def lend_clocks(function: Clocks) -> Clocks:
    """Lend the moments at which the running clocks of a case's steps are due, by token; once, from above."""
    _clocks[:] = [function]
    return function


def lend_progress(kind: str) -> Callable[[Progress], Progress]:
    """Lend how far documents of a kind have come, by key: label and text, as their case's page shows them."""

    def register(function: Progress) -> Progress:
        _progress[kind] = function
        return function

    return register


def progress_of(case: Case) -> list[tuple[str, str]]:
    """How far the document of a case has come, as its own app tells it."""
    told = _progress.get(case.subject_kind)
    return told(case.subject_id) if told is not None else []


def cases_of(definition_id: int, actor: Actor, limit: int = 20) -> list[Case]:
    """The latest running cases of a process whose documents the actor may see."""
    rows = visible_cases(actor).filter(definition_id=definition_id, state=Case.State.RUNNING)
    found = list(rows.order_by("-pk")[: limit * 3])
    return [case for case in found if sees(actor, case)][:limit]


def case_for(case_id: int, actor: Actor) -> Case:
    """One case, for whoever may see its document.

    Raises: NotFound.
    """
    case = visible_cases(actor).filter(pk=case_id).first()
    if case is None or not sees(actor, case):
        raise NotFound(kind="case", id=case_id)
    return case


def sees(actor: Actor, case: Case) -> bool:
    """Whether the actor may see the document that the case is about."""
    found = document_kind(case.subject_kind)
    if found is None:
        return actor.has("*")
    try:
        return found.rows(actor).filter(pk=case.subject_id).exists()
    except NotPermitted:
        return False


@dataclass
class NodeState:
    """A node as one case has passed it. Units: seconds; `due_in` is negative once the moment is past."""

    id: str
    seconds: float = 0.0
    visits: int = 0
    is_here: bool = False
    is_late: bool = False
    who: str = ""
    due_in: int | None = None

    def pass_time(self, since: datetime, until: datetime) -> None:
        """Count one more visit, with how long it took."""
        self.seconds += max(0.0, (until - since).total_seconds())
        self.visits += 1


def position(case: Case, *, at: datetime) -> dict[str, Any]:
    """The state of a case for the canvas; four queries, bounded.

    A node is late when its clock says so; one without a clock, or whose clock stands, never is.
    """
    nodes: dict[str, NodeState] = {}
    taken = _passed(case, nodes) | _standing(case, nodes, at)
    return {
        "is_running": case.state == Case.State.RUNNING,
        "taken": sorted(taken - {""}),
        "nodes": [{**vars(node), "seconds": round(node.seconds)} for node in nodes.values()],
    }


def _passed(case: Case, nodes: dict[str, NodeState]) -> set[str]:
    """Count the visits that are over; gives the links they left by."""
    steps = StepLog.objects.filter(case_id=case.pk).order_by("-pk")
    columns = steps.values_list("node", "entered_at", "left_at", "by", "edge")[:MOST_STEPS]
    taken = set()
    for node_id, entered_at, left_at, by, edge in columns:
        node = nodes.setdefault(node_id, NodeState(node_id))
        node.pass_time(entered_at, left_at)
        node.who = node.who or actor_text(by)
        taken.add(edge)
    return taken


def _standing(case: Case, nodes: dict[str, NodeState], at: datetime) -> set[str]:
    """Count the visits that go on, who has them and until when; gives the links they came by."""
    tasks = Task.objects.filter(case_id=case.pk, state__in=OPEN).select_related("assignee")
    roles = role_names()
    asked = {task.token_id: str(task.assignee or roles.get(task.role, task.role)) for task in tasks}
    dues = _clocks[0](case) if _clocks else {}
    taken = set()
    for token in Token.objects.filter(OPEN_TOKEN, case_id=case.pk):
        node = nodes.setdefault(token.node, NodeState(token.node))
        node.pass_time(token.entered_at, at)
        node.is_here = True
        node.who = asked.get(token.pk, node.who)
        until = dues.get(token.pk, token.due_at)
        if until is not None:
            node.due_in = round((until - at).total_seconds())
        node.is_late |= token.pk in dues and dues[token.pk] < at
        taken.add(token.edge)
    return taken
