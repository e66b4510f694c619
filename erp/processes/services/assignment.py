"""Who is asked: a role's queue, the least loaded, the next in turn, a person, a field, a superior, a table.

Nobody is asked who is away: the stand-in of the day is, and where there is none the superior, flagged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.masterdata.selectors.company import business_day
from erp.processes.calc.graph import Assignee, Node
from erp.processes.models import StepLog, Task
from erp.processes.selectors import people
from erp.processes.selectors.definitions import Drawing


@dataclass(frozen=True)
class Assigned:
    """Of whom a decision is asked."""

    role: str = ""
    assignee_id: int | None = None
    candidates: list[int] = field(default_factory=list)
    is_flagged: bool = False
    delegated_from: int | None = None


def assigned(
    source: Assignee | None,
    *,
    node: Node,
    drawing: Drawing,
    case_id: int,
    subject: DocumentRef,
    facts: Mapping[str, Any],
    at: datetime,
) -> Assigned:
    """Who is asked at a node.

    Raises: whatever a decision table refuses with.
    """
    day = business_day(at)
    if source is None:
        return Assigned(role="administrator", is_flagged=True)
    if source.table:
        return _by_table(source.table, node, drawing, day=day, facts=facts, at=at)
    if source.role:
        return _by_role(source, node, drawing, day)
    if source.users:
        return _several(source.users, day)
    if source.user or source.field:
        return _one(people.person(source.user or facts.get(source.field)), day)
    return _manager_of(source.manager_of, case_id, facts, day)


def _by_role(source: Assignee, node: Node, drawing: Drawing, day: date) -> Assigned:
    holders = list(people.holders_of(source.role).select_related("stand_in", "manager"))
    if node.countersign is not None and node.countersign.mode != "any":
        return _group(source.role, holders, day)
    there = [user for user in holders if people.available(user, day)[0] is not None]
    present = [user for user in holders if not people.is_absent(user, day)]
    if not holders:
        return Assigned(role=source.role, is_flagged=True)
    if not present:
        return _one(there[0] if there else None, day, role=source.role)
    if source.least_loaded:
        return Assigned(role=source.role, assignee_id=people.least_loaded(present).pk)
    if source.round_robin:
        return Assigned(
            role=source.role, assignee_id=people.next_in_turn(present, drawing.definition_id, node.id).pk
        )
    return Assigned(role=source.role)


def _group(role: str, holders: list[User], day: date) -> Assigned:
    found = _replaced(holders, day)
    return Assigned(role=role, candidates=found.candidates, is_flagged=found.is_flagged or not holders)


def _one(user: User | None, day: date, role: str = "") -> Assigned:
    chosen, is_flagged = people.available(user, day)
    if chosen is None:
        return Assigned(role=role or "administrator", is_flagged=True)
    away = user.pk if user is not None and chosen.pk != user.pk else None
    return Assigned(role=role, assignee_id=chosen.pk, is_flagged=is_flagged, delegated_from=away)


def _several(names: Iterable[str], day: date) -> Assigned:
    rows = [user for user in (people.person(name) for name in names) if user is not None]
    found = _replaced(rows, day)
    if not found.candidates:
        return Assigned(role="administrator", is_flagged=True)
    return found


def _replaced(users: Iterable[User], day: date) -> Assigned:
    """People by key, those who are away by whoever does their work."""
    keys: list[int] = []
    is_flagged = False
    for user in users:
        chosen, flagged = people.available(user, day)
        is_flagged |= flagged
        if chosen is not None and chosen.pk not in keys:
            keys.append(chosen.pk)
    return Assigned(candidates=keys, is_flagged=is_flagged)


def _manager_of(what: str, case_id: int, facts: Mapping[str, Any], day: date) -> Assigned:
    user = people.person(facts.get(what)) if what in facts else _who_did(what, case_id)
    manager = user.manager if user is not None else None
    return _one(manager, day)


def _who_did(node: str, case_id: int) -> User | None:
    """Who decided a node of this case the last time."""
    task = Task.objects.filter(case_id=case_id, node=node, state="done").order_by("-pk").first()
    if task is None or not StepLog.objects.filter(case_id=case_id, node=node).exists():
        return None
    signature = task.signatures.order_by("-pk").select_related("user__manager").first()
    if signature is not None:
        return signature.user
    return task.assignee


def _by_table(
    code: str, node: Node, drawing: Drawing, *, day: date, facts: Mapping[str, Any], at: datetime
) -> Assigned:
    from erp.rules.services.tables import decide

    outputs = dict(decide(code, dict(facts), at=at).outputs)
    if outputs.get("user"):
        return _one(people.person(str(outputs["user"])), day)
    role = str(outputs.get("role") or "administrator")
    return _by_role(Assignee(role=role, pick=str(outputs.get("pick") or "queue")), node, drawing, day)
