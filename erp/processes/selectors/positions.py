"""Where a case stands on its drawing: time per node, who has it, what is late, which links it took."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from erp.core.actor import Actor
from erp.core.documents import document_kind
from erp.core.errors import NotFound, NotPermitted
from erp.processes.models import Case, StepLog, Task, Token
from erp.processes.selectors.cases import visible_cases

OPEN_TASK = ("waiting", "claimed")
MOST_STEPS = 2_000


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


def position(case: Case, *, at: datetime) -> dict[str, Any]:
    """The state of a case for the canvas; three queries, bounded.

    A node is late when its open task is past its due time, or when it has been here longer than its
    target where no task tells (an event that does not come).
    """
    targets = _targets(case)
    seconds: dict[str, float] = defaultdict(float)
    visits: dict[str, int] = defaultdict(int)
    who: dict[str, str] = {}
    taken: set[str] = set()
    steps = StepLog.objects.filter(case_id=case.pk).order_by("-pk")
    for node, entered, left, by, edge in steps.values_list("node", "entered_at", "left_at", "by", "edge")[
        :MOST_STEPS
    ]:
        seconds[node] += max(0.0, (left - entered).total_seconds())
        visits[node] += 1
        who.setdefault(node, by)
        taken.add(edge)
    tasks = {task.node: task for task in Task.objects.filter(case_id=case.pk, state__in=OPEN_TASK)}
    here, late, due = set(), set(), {}
    for token in Token.objects.filter(case_id=case.pk, state__in=("active", "waiting")):
        waited = max(0.0, (at - token.entered_at).total_seconds())
        seconds[token.node] += waited
        visits[token.node] += 1
        here.add(token.node)
        taken.add(token.edge)
        task = tasks.get(token.node)
        until = task.due_at if task is not None else token.due_at
        if task is not None:
            who[token.node] = str(task.assignee or task.role)
        if until is not None:
            due[token.node] = round((until - at).total_seconds())
        target = targets.get(token.node)
        if (until is not None and until < at) or (until is None and target is not None and waited > target):
            late.add(token.node)
    return {
        "is_running": case.state == Case.State.RUNNING,
        "taken": sorted(taken - {""}),
        "nodes": [
            {
                "id": node,
                "seconds": round(seconds[node]),
                "visits": visits[node],
                "is_here": node in here,
                "is_late": node in late,
                "who": who.get(node, ""),
                "due_in": due.get(node),
            }
            for node in seconds
        ],
    }


def _targets(case: Case) -> dict[str, int]:
    nodes = case.version.graph.get("nodes", [])
    return {node["id"]: node["target_seconds"] for node in nodes if node.get("target_seconds") is not None}
