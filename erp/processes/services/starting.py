"""How a document gets onto its way: the version that takes it, and the first token."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from erp.core.actor import Actor
from erp.core.commands import command, current
from erp.core.errors import Conflict, NotFound
from erp.core.events import emit
from erp.core.expressions import BadExpression
from erp.core.known_facts import known_facts
from erp.core.locks import lock_upward
from erp.core.palette import facts_about
from erp.core.refs import DocumentRef
from erp.core.statements import fetch
from erp.processes.calc.graph import Edge
from erp.processes.calc.places import ACTIVE, Place, Step
from erp.processes.events import CaseStarted
from erp.processes.selectors.definitions import Drawing, drawings_for, starting_on
from erp.processes.services.carrying import Carried, adopt, carry, write_at_flush
from erp.processes.services.questions import Questions

_BEGIN = """
WITH c AS (
    INSERT INTO processes_case (definition_id, version_id, subject_kind, subject_id, subject_number,
        customer_id, state, is_paused, is_pilot, live, visits, parent_token_id, started_at)
    VALUES (%s::bigint, %s::bigint, %s::text, %s::bigint, %s::text, %s::bigint, 'running', false,
        %s::boolean, 1, %s::jsonb, %s::bigint, %s::timestamptz)
    ON CONFLICT DO NOTHING RETURNING id
), t AS (
    INSERT INTO processes_token (case_id, node, visit, state, entered_at, wait_for, edge, note)
    SELECT c.id, %s::text, 1, 'active', %s::timestamptz, '', %s::text, '' FROM c RETURNING id, case_id
), l AS (
    INSERT INTO processes_steplog (case_id, token_id, node, visit, entered_at, left_at, outcome, by, edge)
    SELECT t.case_id, t.id, %s::text, 1, %s::timestamptz, %s::timestamptz, 'started', %s::text, %s::text
    FROM t WHERE %s::boolean
)
SELECT c.id, t.id FROM c, t
"""


def begin_cases(
    subject: DocumentRef,
    name: str,
    *,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    only: int | None = None,
) -> list[Carried]:
    """Begin the cases that an event begins: one per process, by its pilot where the document is in scope.

    A start with an entry condition begins none where that does not hold, or can't be said. `only` names one
    process; the others are left alone.
    """
    chosen: dict[int, Drawing] = {}
    told = {f"event.{key}": value for key, value in (facts or {}).items()} | {"event.name": name}
    for drawing in starting_on(subject.kind, name):
        if only not in {None, drawing.definition_id}:
            continue
        taken = drawing.definition_id in chosen or not _is_wanted(drawing, subject, told, at)
        if not taken and (not drawing.is_pilot or in_scope(drawing, subject)):
            chosen[drawing.definition_id] = drawing
    begun = [begin(drawing, subject, actor=actor, at=at) for drawing in chosen.values()]
    return [case for case in begun if case is not None]


def _is_wanted(drawing: Drawing, subject: DocumentRef, told: Mapping[str, Any], at: datetime) -> bool:
    """Whether the start's entry condition holds for what was told."""
    condition = drawing.graph.start.entry
    if not condition:
        return True
    try:
        return Questions(subject, may_read=True, at=at).ask(condition, told)
    except BadExpression:
        return False


def begin(
    drawing: Drawing, subject: DocumentRef, *, actor: Actor, at: datetime, parent: int | None = None
) -> Carried | None:
    """Begin one case; None when the document is on its way through this process already.

    Emits: CaseStarted, and CaseMoved with what follows from the first steps.
    """
    start = drawing.graph.start.id
    links = drawing.graph.out(start)
    first = (
        links[0] if len(links) == 1 and not links[0].condition else Edge(id="", source=start, target=start)
    )
    is_past_start = first.target != start
    visits = {start: 1, first.target: 1}
    customer_id = known_facts(subject, ["customer.id"]).get("customer.id")
    row = [drawing.definition_id, drawing.version_id, subject.kind, subject.id, subject.number, customer_id]
    token = [first.target, at, first.id, start, at, at, actor.label[:150], first.id, is_past_start]
    current().send()  # a case that has just ended may be in the way of this one
    found = fetch(_BEGIN, [*row, drawing.is_pilot, json.dumps(visits), parent, at, *token])
    if not found:
        return None
    case_id, token_id = found[0]
    case = carry(case_id, drawing, subject, visits, customer_id, actor=actor, at=at, parent=parent)
    place = Place(token_id, first.target, 1, ACTIVE, at, edge=first.id)
    case.journey.places.append(place)
    case.journey.visits_begun.append((token_id, start, 1))
    if is_past_start:
        case.journey.visits_begun.append((token_id, first.target, 1))
        case.journey.logged.append(Step(token_id, start, 1, at, at, "started", actor.label, first.id))
    adopt(case)
    emit(
        CaseStarted(
            document=case.ref,
            about=subject,
            process=drawing.code,
            version=drawing.version_id,
            number=drawing.number,
            is_pilot=drawing.is_pilot,
        ),
        actor=actor,
        at=at,
        changes={"state": ["", "running"]},
    )
    case.journey.settle(place)
    write_at_flush()
    return case


@command("processes.manage_case", "Manage cases: start, retry, skip, move to another version, withdraw")
def start_case(*, code: str, subject: DocumentRef, actor: Actor, at: datetime) -> int:
    """Put a document onto its way through a process by hand, or by a rule; gives the case.

    Locks:  the document (upward).
    Emits:  CaseStarted and what follows.
    Raises: NotFound when no version of the process takes new cases of this kind; Conflict
            `case_is_running` when the document is on its way through it already.
    """
    lock_upward([subject])
    drawings = [d for d in drawings_for(subject.kind) if d.code == code and d.takes_cases]
    drawing = next((d for d in drawings if not d.is_pilot or in_scope(d, subject)), None)
    if drawing is None:
        raise NotFound(kind="process", id=code)
    case = begin(drawing, subject, actor=actor, at=at)
    if case is None:
        raise Conflict("case_is_running", process=code, document=subject.number)
    return case.case_id


@command()
def take_up(
    *,
    subject: DocumentRef,
    name: str,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    only: int | None = None,
) -> int:
    """Begin the cases of a document that came into the house before anybody listened, as if `name` were told;
    gives how many. `only` names one process.

    Locks:  the document (upward).
    Emits:  CaseStarted and what follows.
    """
    lock_upward([subject])
    return len(begin_cases(subject, name, actor=actor, at=at, facts=facts, only=only))


def in_scope(drawing: Drawing, subject: DocumentRef) -> bool:
    """Whether a pilot takes a document: every dimension that its scope names has to fit.

    A percentage is drawn from the document's key, so that it is the same whenever it is asked.
    """
    scope = drawing.scope
    if not scope:
        return True
    share = scope.get("percent")
    if share is not None and bucket(drawing.definition_id, subject) >= float(share):
        return False
    dimensions = {name: wanted for name, wanted in scope.items() if name != "percent" and wanted}
    return not dimensions or fits(dimensions, facts_about(subject))


def fits(dimensions: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether facts fit a scope of customers, categories, regions, tags and warehouses."""
    lines = [line for line in facts.get("lines", []) if isinstance(line, Mapping)]
    has = {
        "customers": {facts.get("customer.code"), str(facts.get("customer.id"))},
        "regions": {facts.get("customer.region")},
        "tiers": {facts.get("customer.tier")},
        "channels": {facts.get("order.channel")},
        "warehouses": {facts.get("order.warehouse")},
        "units": {facts.get("order.warehouse"), facts.get("customer.team")},
        "categories": {line.get("category") for line in lines},
        "tags": {*facts.get("customer.tags", ()), *facts.get("order.tags", ())},
    }
    return all(has.get(name, set()) & set(_many(wanted)) for name, wanted in dimensions.items())


def _many(wanted: Any) -> list[str]:
    return [str(one) for one in wanted] if isinstance(wanted, list | tuple) else [str(wanted)]


def bucket(definition_id: int, subject: DocumentRef) -> float:
    """A number from 0 to below 100 that belongs to a document in a process for ever."""
    digest = hashlib.sha256(f"{definition_id}:{subject.kind}:{subject.id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 * 100
