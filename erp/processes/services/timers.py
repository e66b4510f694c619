"""Timers of drawings, and the net under the engine: due tokens wake, forgotten ones are looked for.

Beat only wakes these; what is due stands in the database. Several may run at once: each token is
taken by whoever gets its document's lock, and one that has moved meanwhile is left alone.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import connection
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.commands import command
from erp.core.errors import DomainError
from erp.core.locks import lock_upward
from erp.core.refs import DocumentRef
from erp.core.statements import fetch
from erp.processes.models import Case, ProcessVersion
from erp.processes.selectors.definitions import Drawing, drawing_of
from erp.processes.services.carrying import carried_cases, write_at_flush
from erp.processes.services.running import run_case
from erp.processes.services.starting import take_up

log = structlog.get_logger(__name__)

BATCH = 200
FORGOTTEN_AFTER = timedelta(minutes=2)
RECENTLY = timedelta(hours=1)
KNOWN_BY_THEN = timedelta(minutes=1)  # by when every worker knows a version, and what it began before is done

_DUE = """
SELECT t.id, c.subject_kind, c.subject_id, c.subject_number, c.id
FROM processes_token t JOIN processes_case c ON c.id = t.case_id
WHERE t.state = 'waiting' AND t.due_at <= %s AND c.state = 'running' AND NOT c.is_paused
ORDER BY t.due_at, t.id LIMIT %s
"""
_MISSED = """
SELECT DISTINCT t.id, e.name, e.facts::text, c.subject_kind, c.subject_id, c.subject_number
FROM processes_token t
JOIN processes_case c ON c.id = t.case_id AND c.state = 'running'
JOIN processes_processversion v ON v.id = c.version_id
     AND (v.published_at > %s OR (v.state = 'retired' AND c.started_at > %s))
JOIN core_event e ON e.about_kind = c.subject_kind AND e.about_id = c.subject_id AND e.at >= t.entered_at
WHERE t.state = 'waiting' AND t.wait_for <> '' AND t.wait_for NOT LIKE '!%%'
  AND e.name = ANY(regexp_split_to_array(t.wait_for, '[\\s,]+'))
LIMIT %s
"""


# Where events stand by key they stand by time: only the latest are looked at.
_MISSED_STARTS = """
SELECT DISTINCT ON (e.about_id) e.about_kind, e.about_id, e.about_number, e.name, e.facts::text
FROM core_event e
WHERE e.id > (SELECT max(id) - 500000 FROM core_event) AND e.at >= %(since)s AND e.at < %(until)s
  AND e.about_kind = %(kind)s AND e.name = ANY(%(names)s)
  AND NOT EXISTS (SELECT 1 FROM processes_case c WHERE c.definition_id = %(process)s
                  AND c.subject_kind = e.about_kind AND c.subject_id = e.about_id)
  AND NOT EXISTS (SELECT 1 FROM core_event o WHERE o.about_kind = e.about_kind AND o.about_id = e.about_id
                  AND o.id > e.id AND o.name = ANY(%(ends)s))
ORDER BY e.about_id, e.id DESC LIMIT %(most)s
"""


def wake_due(*, at: datetime | None = None) -> int:
    """Wake the tokens whose timer is due, and run what follows; gives how many were woken."""
    at = at or timezone.now()
    woken = 0
    for token_id, kind, subject_id, number, case_id in fetch(_DUE, [at, BATCH]):
        subject = DocumentRef(kind, subject_id, number)
        try:
            woken += _wake(token_id=token_id, subject=subject, at=at)
            run_case(case_id, subject=subject, at=at)
        except DomainError as refusal:
            log.warning("process_timer_refused", token=token_id, code=refusal.code)
    return woken


@command()
def _wake(*, token_id: int, subject: DocumentRef, at: datetime) -> bool:
    """Let one timer's token go on, if it is still due.

    Locks: the document (upward), its cases.
    """
    lock_upward([subject])
    for case in carried_cases(subject.kind, [subject.id], actor=system_actor(), at=at, may_read=True):
        place = case.journey.place(token_id)
        if place is None or place.due_at is None or place.due_at > at:
            continue
        case.actor = system_actor(case.drawing.by)
        case.journey.by = case.actor.label
        case.journey.wake(place)
        write_at_flush()
        return True
    return False


def run_forgotten(*, at: datetime | None = None) -> int:
    """Run cases whose steps should have been run by now: what asked for it was lost; gives how many."""
    at = at or timezone.now()
    rows = Case.objects.filter(
        state="running",
        is_paused=False,
        tokens__state="active",
        tokens__entered_at__lt=at - FORGOTTEN_AFTER,
    )
    found = list(rows.distinct().order_by("pk").values_list("pk", flat=True)[:BATCH])
    for case_id in found:
        try:
            run_case(case_id, at=at)
        except DomainError as refusal:
            log.warning("process_case_refused", case=case_id, code=refusal.code)
    return len(found)


def catch_up(*, at: datetime | None = None) -> int:
    """Move tokens that missed news told where their version was not known; gives how many.

    That is where a version was published a moment ago, or taken back just before a worker that had not
    heard of it began a case by it.
    """
    at = at or timezone.now()
    with connection.cursor() as cursor:
        recently = at - RECENTLY
        cursor.execute(_MISSED, [recently, recently, BATCH])
        rows = cursor.fetchall()
    moved = 0
    for token_id, name, facts, *subject in rows:
        ref = DocumentRef(*subject)
        moved += _tell_again(token_id=token_id, name=name, facts=facts, subject=ref, at=at)
    return moved


def take_up_missed(*, at: datetime | None = None) -> int:
    """Begin the cases of documents whose news were told where a version just published was not known yet;
    gives how many.

    Every web worker knows a published version within seconds. What it is told until then about a process
    that had no version before begins no case; here it does.
    """
    at = at or timezone.now()
    recent = ProcessVersion.objects.filter(
        state=ProcessVersion.State.PUBLISHED, published_at__gt=at - RECENTLY
    )
    begun = 0
    for version in recent.only("pk", "published_at"):
        drawing, since = drawing_of(version.pk), version.published_at or at
        actor, process = system_actor(drawing.by), drawing.definition_id
        for *subject, name, facts in _missed_starts(drawing, since):
            ref, told = DocumentRef(*subject), json.loads(facts)
            try:
                begun += take_up(subject=ref, name=name, facts=told, only=process, actor=actor, at=at)
            except DomainError as refusal:
                log.warning("process_start_refused", document=ref.number, code=refusal.code)
    return begun


def _missed_starts(drawing: Drawing, since: datetime) -> list[tuple[Any, ...]]:
    asked: dict[str, Any] = {
        "since": since, "until": since + KNOWN_BY_THEN, "kind": drawing.kind, "most": BATCH,
        "process": drawing.definition_id, "names": list(drawing.starts_on), "ends": list(drawing.cancel_on),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_MISSED_STARTS, asked)
        return cursor.fetchall()


@command()
def _tell_again(*, token_id: int, name: str, facts: str, subject: DocumentRef, at: datetime) -> bool:
    """Tell one token what it has missed.

    Locks: the document (upward), its cases.
    """
    lock_upward([subject])
    for case in carried_cases(subject.kind, [subject.id], actor=system_actor(), at=at, may_read=True):
        if case.journey.place(token_id) is not None:
            case.actor = system_actor(case.drawing.by)
            case.journey.by = case.actor.label
            if case.journey.hear(name, json.loads(facts)):
                write_at_flush()
                return True
    return False
