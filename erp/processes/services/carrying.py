"""Cases inside one command: loaded once under lock, moved in memory, written in one statement.

A unit of work keeps the cases it has loaded, so that an action, the decision before it and the news
it tells all move the same tokens. They are written at the flush: tokens, log and case in one
data-modifying statement, then what follows from it (tasks, incidents, events).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from erp.core.actor import Actor
from erp.core.commands import current
from erp.core.events import emit
from erp.core.refs import DocumentRef
from erp.core.statements import fetch
from erp.processes.calc.journey import Journey
from erp.processes.calc.places import DONE, Place
from erp.processes.events import CaseDue, CaseEnded, CaseMoved
from erp.processes.selectors.definitions import Drawing, drawing_of
from erp.processes.services.live_rows import live_rows
from erp.processes.services.questions import Questions

# LIMIT says how many rows there are: the planner would guess a hundred and read the whole table for them.
_MOVED = """
moved AS (
    UPDATE processes_token k SET node = m.node, visit = m.visit, state = m.state, entered_at = m.entered_at,
        wait_for = m.wait_for, due_at = m.due_at, edge = m.edge, note = m.note
    FROM (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS r(id bigint, node text, visit int, state text,
        entered_at timestamptz, wait_for text, due_at timestamptz, edge text, note text) LIMIT {limit}) m
    WHERE k.id = m.id
)"""
_BORN = """
born AS (
    INSERT INTO processes_token (id, case_id, node, visit, state, entered_at, wait_for, due_at, edge, note)
    SELECT id, case_id, node, visit, state, entered_at, wait_for, due_at, edge, note
    FROM jsonb_to_recordset(%s::jsonb) AS b(id bigint, case_id bigint, node text, visit int, state text,
        entered_at timestamptz, wait_for text, due_at timestamptz, edge text, note text)
)"""
_LOGGED = """
logged AS (
    INSERT INTO processes_steplog (case_id, token_id, node, visit, entered_at, left_at, outcome, by, edge)
    SELECT case_id, token_id, node, visit, entered_at, left_at, outcome, by, edge
    FROM jsonb_to_recordset(%s::jsonb) AS l(seq int, case_id bigint, token_id bigint, node text,
        visit int, entered_at timestamptz, left_at timestamptz, outcome text, by text, edge text)
    ORDER BY seq
)"""
_CHANGED = """
changed AS (
    UPDATE processes_case c SET visits = n.visits, live = n.live, state = n.state, ended_at = n.ended_at,
        is_paused = n.is_paused
    FROM (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS r(id bigint, visits jsonb, live int, state text,
        ended_at timestamptz, is_paused boolean) LIMIT {limit}) n
    WHERE c.id = n.id
)"""
_NEW_IDS = "SELECT nextval('processes_token_id_seq') FROM generate_series(1, %s)"
_SCRATCH = "processes.carried"


@dataclass
class Carried:
    """A running case in the hands of one command."""

    case_id: int
    drawing: Drawing
    subject: DocumentRef
    customer_id: int | None
    parent_token_id: int | None
    is_paused: bool
    journey: Journey
    questions: Questions
    actor: Actor
    has_ended_as: str = ""
    task_of_token: dict[int, int] = field(default_factory=dict)
    decided: set[int] = field(default_factory=set)

    @property
    def ref(self) -> DocumentRef:
        """The case itself."""
        return DocumentRef("case", self.case_id, self.subject.number)


def carried_cases(
    kind: str, subject_ids: Sequence[int], *, actor: Actor, at: datetime, may_read: bool
) -> list[Carried]:
    """The running cases of documents, locked; those that this command has loaded before as it left them.

    Whoever moves a case holds its document, so the lock of the document is that of its cases. Only of kinds
    that nobody locks, and of documents that this command holds no row of, the rows are locked themselves.

    Locks: the cases and their tokens by key, where it does not hold their documents.
    """
    load_cases(kind, subject_ids, actor=actor, at=at)
    kept = _kept()
    found = [case for pk in subject_ids for case in kept.get((kind, pk), ()) if not case.has_ended_as]
    for case in found:
        case.journey.at, case.journey.by, case.actor = at, actor.label, actor
        case.questions.may_read, case.questions.at = may_read, at
    return found


def load_cases(kind: str, subject_ids: Sequence[int], *, actor: Actor, at: datetime) -> None:
    """Read the running cases of documents that this command has not read yet, in one statement.

    Locks: the cases and their tokens by key, where it does not hold their documents.
    """
    loaded: set[tuple[str, int]] = current().scratch.setdefault("processes.loaded", set())
    wanted = [pk for pk in subject_ids if (kind, pk) not in loaded]
    if not wanted:
        return
    kept = _kept()
    loaded.update((kind, pk) for pk in wanted)
    begun = {case.case_id for pk in wanted for case in kept.get((kind, pk), ())}
    for case in _load(kind, sorted(set(wanted)), actor, at):
        if case.case_id not in begun:
            kept.setdefault((kind, case.subject.id), []).append(case)


def _kept() -> dict[tuple[str, int], list[Carried]]:
    """The cases that this command has loaded or begun, by their document."""
    found: dict[tuple[str, int], list[Carried]] = current().scratch.setdefault(_SCRATCH, {})
    return found


def _load(kind: str, subject_ids: Sequence[int], actor: Actor, at: datetime) -> list[Carried]:
    cases: dict[int, Carried] = {}
    for row in live_rows(kind, subject_ids):
        if row[0] not in cases:
            cases[row[0]] = _carried(row, actor, at)
        cases[row[0]].journey.places.append(Place(*row[10:]))
    return list(cases.values())


def _carried(row: Sequence[Any], actor: Actor, at: datetime) -> Carried:
    case_id, version_id, visits, is_paused, _live, customer_id, parent, *subject = row[:10]
    ref = DocumentRef(*subject)
    drawing = drawing_of(version_id)
    visits = json.loads(visits) if isinstance(visits, str) else visits
    return carry(
        case_id, drawing, ref, visits, customer_id, actor=actor, at=at, parent=parent, is_paused=is_paused
    )


def carry(
    case_id: int,
    drawing: Drawing,
    subject: DocumentRef,
    visits: dict[str, int],
    customer_id: int | None,
    *,
    actor: Actor,
    at: datetime,
    parent: int | None = None,
    is_paused: bool = False,
) -> Carried:
    """A case in memory, its tokens still to be added."""
    questions = Questions(subject, may_read=False, at=at)
    journey = Journey(
        graph=drawing.graph,
        places=[],
        visits=dict(visits),
        at=at,
        by=actor.label,
        ask=questions.ask,
        decide=questions.decide,
        instant=questions.instant,
        new_id=_new_id,
    )
    return Carried(
        case_id=case_id,
        drawing=drawing,
        subject=subject,
        customer_id=customer_id,
        parent_token_id=parent,
        is_paused=is_paused,
        journey=journey,
        questions=questions,
        actor=actor,
    )


def adopt(case: Carried) -> None:
    """Let the running command know a case that it has begun itself."""
    _kept().setdefault(case.subject.key(), []).append(case)


def _new_id() -> int:
    return int(fetch(_NEW_IDS, [1])[0][0])


def write_at_flush() -> None:
    """Have everything that moved written before the commit."""
    current().at_flush("processes.write", write_cases)


def write_cases() -> None:
    """Write what has moved since the last time, then open tasks and incidents and tell the news."""
    from erp.processes.services.consequences import follow_up

    if is_noted():
        write_at_flush()  # news that is still to be followed moves the same tokens: once is enough
        return
    moved = [case for cases in _kept().values() for case in cases if case.journey.has_news]
    for case in moved:
        if not case.journey.live and not case.has_ended_as:
            case.has_ended_as = "completed"
    if not moved:
        return
    moved.sort(key=lambda case: case.case_id)
    changed = [case for case in moved if case.journey.has_changed]
    if changed:
        current().write_with_news("processes.moves", *_writing(changed))
    for case in moved:
        follow_up(case)
        tell(case)
        _settle_down(case)


def _writing(moved: list[Carried]) -> tuple[str, list[Any]]:
    """The common table expressions that write what has changed, with their parameters."""
    changed: list[dict[str, Any]] = []
    born: list[dict[str, Any]] = []
    logged: list[dict[str, Any]] = []
    cases: list[dict[str, Any]] = []
    for case in moved:
        for place in case.journey.places:
            if place.is_new:
                born.append({"case_id": case.case_id, **_columns(place)})
            elif place.is_changed:
                changed.append(_columns(place))
        logged += [
            {
                "seq": seq,
                "case_id": case.case_id,
                "token_id": step.token,
                "node": step.node,
                "visit": step.visit,
                "entered_at": step.entered_at.isoformat(),
                "left_at": max(step.left_at, step.entered_at).isoformat(),
                "outcome": step.outcome,
                "by": step.by[:150],
                "edge": step.edge,
            }
            for seq, step in enumerate(case.journey.steps)
        ]
        cases.append(
            {
                "id": case.case_id,
                "visits": case.journey.visits,
                "live": len(case.journey.live),
                "state": case.has_ended_as or "running",
                "ended_at": case.journey.at.isoformat() if case.has_ended_as else None,
                "is_paused": case.is_paused and not case.has_ended_as,
            }
        )
    parts: list[str] = []
    parameters: list[Any] = []
    for text, rows in ((_MOVED, changed), (_BORN, born), (_LOGGED, logged), (_CHANGED, cases)):
        if rows:
            parts.append(text.format(limit=len(rows) if len(rows) == 1 else "%s"))
            parameters.append(json.dumps(rows))
            if "{limit}" in text and len(rows) > 1:
                parameters.append(len(rows))
    return ",".join(parts), parameters


def _columns(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "node": place.node,
        "visit": place.visit,
        "state": place.state,
        "entered_at": place.entered_at.isoformat(),
        "wait_for": place.wait_for,
        "due_at": place.due_at.isoformat() if place.due_at else None,
        "edge": place.edge,
        "note": place.note,
    }


def tell(case: Carried) -> None:
    """Tell how a case has moved, that it has ended, or that the system has to go on with it."""
    journey, drawing = case.journey, case.drawing
    left = [
        {"token": step.token, "node": step.node, "visit": step.visit, "outcome": step.outcome}
        for step in (*journey.logged, *journey.steps)
    ]
    gone = {(step.token, step.node, step.visit) for step in (*journey.logged, *journey.steps)}
    entered = [
        {"token": token, "node": node, "visit": visit}
        | (
            {"task": case.task_of_token[token]}
            if (token, node, visit) not in gone and token in case.task_of_token
            else {}
        )
        for token, node, visit in journey.visits_begun
    ]
    if left or entered:
        emit(
            CaseMoved(
                document=case.ref,
                about=case.subject,
                process=drawing.code,
                version=drawing.version_id,
                number=drawing.number,
                left=left,
                entered=entered,
                customer_id=case.customer_id,
            ),
            actor=case.actor,
            at=journey.at,
        )
    if case.has_ended_as:
        emit(
            CaseEnded(
                document=case.ref,
                about=case.subject,
                process=drawing.code,
                version=drawing.version_id,
                state=case.has_ended_as,
            ),
            actor=case.actor,
            at=journey.at,
            changes={"state": ["running", case.has_ended_as]},
        )
    elif journey.active and not case.is_paused and case.case_id not in running():
        emit(CaseDue(document=case.ref, about=case.subject), actor=case.actor, at=journey.at)


def is_noted() -> bool:
    """Whether news was told in this command that its cases have still to follow."""
    return bool(current().scratch.get("processes.noted"))


def running() -> set[int]:
    """The cases that this very command runs; nobody else need be told that they have steps to run."""
    found: set[int] = current().scratch.setdefault("processes.running", set())
    return found


def _settle_down(case: Carried) -> None:
    """What is written is no news any more."""
    journey = case.journey
    for place in journey.places:
        place.is_new = place.is_changed = False
    journey.places[:] = [place for place in journey.places if place.state != DONE]
    journey.steps.clear()
    journey.logged.clear()
    journey.visits_begun.clear()
    journey.to_open.clear()
    journey.to_close.clear()
    journey.failures.clear()
    journey.moves = 0
