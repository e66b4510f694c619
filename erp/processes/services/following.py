"""Cases follow the news of their documents, inside the command that tells it.

The listener only notes what was told; the work is done once, at the flush: cases begin, tokens that
wait go on, steps that were overtaken are left, cases end with their documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from erp.core.actor import Actor
from erp.core.commands import current
from erp.core.events import Event, emit
from erp.core.refs import DocumentRef
from erp.processes.events import CasePaused
from erp.processes.selectors.definitions import is_heard, news, starting_on
from erp.processes.services.carrying import Carried, carried_cases, load_cases, write_at_flush
from erp.processes.services.starting import begin_cases

_SCRATCH = "processes.noted"


@dataclass(frozen=True, eq=False)
class Noted:
    """One piece of news about a document that has, or may get, a case."""

    subject: DocumentRef
    name: str
    facts: Mapping[str, Any]
    actor: Actor
    at: datetime


def note_news(event: Event, actor: Actor, at: datetime) -> None:
    """Note an event that some drawing listens to; costs nothing where none is drawn for its documents."""
    known, name, document, about = news(), event.name, event.document, event.about
    if (document.kind, name) in known:
        _note(document, event, actor, at)
    if about is not None and (about.kind, name) in known and about.key() != document.key():
        _note(about, event, actor, at)


def _note(ref: DocumentRef, event: Event, actor: Actor, at: datetime) -> None:
    unit = current()
    noted: list[Noted] = unit.scratch.setdefault(_SCRATCH, [])
    noted.append(Noted(ref, event.name, event.facts(), actor, at))
    unit.at_flush("processes.follow", follow_news)


def follow_news() -> None:
    """Move what the noted news move; asked for at the flush of the command that told them.

    Locks: the cases and tokens of the documents, by key; the documents are locked before.
    Emits: CaseStarted, CaseMoved, CaseEnded, CaseDue and what follows from them.
    """
    noted: list[Noted] = current().scratch.pop(_SCRATCH, [])
    documents: dict[str, set[int]] = {}
    for told in noted:
        if is_heard(told.subject.kind, told.name):
            documents.setdefault(told.subject.kind, set()).add(told.subject.id)
    for kind, keys in sorted(documents.items()):
        load_cases(kind, sorted(keys), actor=noted[-1].actor, at=noted[-1].at)
    for told in noted:
        kind, key = told.subject.key()
        if key in documents.get(kind, ()) and is_heard(kind, told.name):
            for case in carried_cases(kind, [key], actor=told.actor, at=told.at, may_read=False):
                _hear(case, told)
        if starting_on(kind, told.name):
            begin_cases(told.subject, told.name, actor=told.actor, at=told.at, facts=told.facts)
    write_at_flush()


def _hear(case: Carried, told: Noted) -> None:
    drawing, journey = case.drawing, case.journey
    if case.has_ended_as or not journey.live:
        return
    if told.name in drawing.cancel_on:
        journey.cancel("cancelled")
        case.has_ended_as = "cancelled"
        return
    if told.name in drawing.pause_on or told.name in drawing.resume_on:
        pause(case, told.name in drawing.pause_on)
    journey.hear(told.name, told.facts)


def pause(case: Carried, is_paused: bool) -> None:
    """Let a case stand still or go on.

    Emits: CasePaused when that changes something.
    """
    if case.is_paused == is_paused:
        return
    case.is_paused = is_paused
    for place in case.journey.places:
        place.is_changed = True
    event = CasePaused(
        document=case.ref, about=case.subject, is_paused=is_paused, version=case.drawing.version_id
    )
    emit(event, actor=case.actor, at=case.journey.at)
