"""The event log and its outbox: written in one statement with the change, relayed after the commit."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils import timezone

from erp.core.events import (
    Told,
    batched_subscribers,
    deferred_function,
    deferred_subscribers,
    patient_subscribers,
    to_json,
)
from erp.core.refs import DocumentRef
from erp.core.statements import fetch, run

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 10
_FIRST_RETRY = timedelta(seconds=2)
_LONGEST_RETRY = timedelta(hours=1)

_WRITE = """
told AS (
    SELECT * FROM jsonb_to_recordset(%s::jsonb) AS t(
        seq int, uid uuid, at timestamptz, name text, document_kind text, document_id bigint,
        document_number text, about_kind text, about_id bigint, about_number text, actor_kind text,
        actor_id bigint, actor_label text, actor_via text, request_id text, facts jsonb, changes jsonb,
        subscribers jsonb)
), written AS (
    INSERT INTO core_event (uid, at, name, document_kind, document_id, document_number, about_kind,
        about_id, about_number, actor_kind, actor_id, actor_label, actor_via, request_id, facts, changes)
    SELECT uid, at, name, document_kind, document_id, document_number, about_kind, about_id, about_number,
        actor_kind, actor_id, actor_label, actor_via, request_id, facts, changes
    FROM told ORDER BY seq
    RETURNING id, uid, name, about_kind, about_id
)
INSERT INTO core_outboxmessage (event_id, subscriber, stream_kind, stream_id, attempts, next_attempt_at,
    is_dead, last_error)
SELECT written.id, subscriber.value, written.about_kind, written.about_id, 0, now(), false, ''
FROM written JOIN told USING (uid), jsonb_array_elements_text(told.subscribers) AS subscriber
UNION ALL
SELECT written.id, listener.subscriber, written.about_kind, written.about_id, 0, now(), false, ''
FROM written JOIN core_eventlistener listener ON listener.event_name = written.name
"""


def write_events(events: Sequence[Told], others: Sequence[tuple[str, list[Any]]] = ()) -> None:
    """Write a unit of work's events and their outbox rows in one statement.

    `others` are common table expressions, with their parameters, of writes that go out with them.
    """
    texts = [text for text, _parameters in others]
    parameters = [value for _text, values in others for value in values]
    if not events:
        run(f"WITH {', '.join(texts)} SELECT 1", parameters)
        return
    rows = _rows(events)
    run(f"WITH {', '.join([*texts, _WRITE])}", [*parameters, json.dumps(rows)])
    watched = _watched.get()
    if watched is not None:
        watched.update(DocumentRef(row["about_kind"], row["about_id"]) for row in rows if row["subscribers"])


def _rows(events: Sequence[Told]) -> list[dict[str, Any]]:
    request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    rows = []
    for seq, told in enumerate(events):
        document = told.event.document
        about = told.event.about or document
        rows.append(
            {
                "seq": seq,
                "uid": str(told.uid),
                "at": told.at.isoformat(),
                "name": told.event.name,
                "document_kind": document.kind,
                "document_id": document.id,
                "document_number": document.number,
                "about_kind": about.kind,
                "about_id": about.id,
                "about_number": about.number,
                "actor_kind": told.actor.kind,
                "actor_id": told.actor.user_id,
                "actor_label": told.actor.label,
                "actor_via": told.actor.via,
                "request_id": request_id,
                "facts": told.event.facts(),
                "changes": to_json(told.changes),
                "subscribers": deferred_subscribers(told.event),
            }
        )
    return rows


_watched: ContextVar[set[DocumentRef] | None] = ContextVar("outbox_streams_with_news", default=None)


@contextmanager
def watch() -> Iterator[set[DocumentRef]]:
    """Collect the documents about which something was put into the outbox meanwhile, for `drain`."""
    streams: set[DocumentRef] = set()
    token = _watched.set(streams)
    try:
        yield streams
    finally:
        _watched.reset(token)


@dataclass(frozen=True)
class StoredEvent:
    """An event as the outbox hands it to a deferred subscriber."""

    id: int
    uid: str
    name: str
    at: datetime
    document: DocumentRef
    about: DocumentRef
    facts: dict[str, Any]
    changes: dict[str, Any]
    via: str = ""


_LEASE = timedelta(seconds=60)

# The events are looked up one by one behind OFFSET 0: the planner knows nothing about which are claimed,
# and would else read its way through all events that were ever told.
_CLAIM = """
WITH delivered AS (
    DELETE FROM core_outboxmessage WHERE id = %(delivered)s
), claimed AS (
    UPDATE core_outboxmessage SET next_attempt_at = now() + %(lease)s WHERE id = (
        SELECT m.id FROM core_outboxmessage m
        WHERE NOT m.is_dead AND m.next_attempt_at <= now() AND m.subscriber <> ALL (%(others)s) {stream}
          AND NOT EXISTS (
            SELECT 1 FROM core_outboxmessage earlier
            WHERE earlier.subscriber = m.subscriber AND earlier.stream_kind = m.stream_kind
              AND earlier.stream_id = m.stream_id AND earlier.id < m.id AND NOT earlier.is_dead
              AND earlier.id <> %(delivered)s)
        ORDER BY m.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, event_id, subscriber, attempts
)
SELECT claimed.id, claimed.subscriber, claimed.attempts, e.id, e.uid, e.name, e.at, e.document_kind,
       e.document_id, e.document_number, e.about_kind, e.about_id, e.about_number, e.facts, e.changes
FROM claimed CROSS JOIN LATERAL (SELECT * FROM core_event WHERE id = claimed.event_id OFFSET 0) e
"""
_DELIVERED = "DELETE FROM core_outboxmessage WHERE id = %s"
_OF_STREAM = "AND m.stream_kind = %(kind)s AND m.stream_id = %(id)s"


def relay_one(stream: DocumentRef | None = None) -> bool:
    """Deliver the next due message, of one document's stream or of any; false when none is due."""
    return _relay(stream, until=None) > 0


def _relay(stream: DocumentRef | None, *, until: float | None) -> int:
    """Deliver due messages one after the other until a moment, only one without; gives how many were tried.

    A message is leased in a transaction of its own, delivered outside of any, then removed together
    with the lease of the next: the subscriber runs its own transactions, and one that dies leaves the
    message to be delivered again when the lease ends. Per subscriber and document the order is kept,
    because a leased message still stands before the later ones.
    """
    statement = _CLAIM.format(stream=_OF_STREAM if stream else "")
    parameters: dict[str, Any] = {"lease": _LEASE, "delivered": 0}
    if stream:
        parameters |= {"kind": stream.kind, "id": stream.id, "others": patient_subscribers()}
    else:
        parameters["others"] = sorted(batched_subscribers())
    tried = 0
    while claimed := fetch(statement, parameters):
        tried += 1
        pk, subscriber, attempts, *told = claimed[0]
        parameters["delivered"] = pk if _has_delivered(pk, subscriber, attempts, told) else 0
        if until is None or time.monotonic() >= until:
            if parameters["delivered"]:
                run(_DELIVERED, [pk])
            break
    return tried


def _has_delivered(pk: int, subscriber: str, attempts: int, told: Sequence[Any]) -> bool:
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            _deliver(subscriber, _stored(*told))
    except Exception as error:  # noqa: BLE001 -- whatever a subscriber raises is kept with its message
        _postpone(pk, subscriber, attempts + 1, event_id=told[0], error=error)
        return False
    return True


def _stored(  # noqa: PLR0917 -- the columns of an event
    pk: int,
    uid: Any,
    name: str,
    at: datetime,
    document_kind: str,
    document_id: int,
    document_number: str,
    about_kind: str,
    about_id: int,
    about_number: str,
    facts: Any,
    changes: Any,
) -> StoredEvent:
    return StoredEvent(
        id=pk,
        uid=str(uid),
        name=name,
        at=at,
        document=DocumentRef(document_kind, document_id, document_number),
        about=DocumentRef(about_kind, about_id, about_number),
        facts=_from_json(facts),
        changes=_from_json(changes),
    )


def _from_json(value: Any) -> dict[str, Any]:
    """A JSON column as the driver gives it: text, as Django has it, or read already."""
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found


def _deliver(subscriber: str, event: StoredEvent) -> None:
    function = deferred_function(subscriber)
    if function is None:
        raise LookupError(f"No subscriber is called {subscriber}.")
    function(event=event)


def _postpone(pk: int, subscriber: str, attempts: int, *, event_id: int, error: Exception) -> None:
    from erp.core.models import OutboxMessage

    wait = min(_FIRST_RETRY * 2 ** (attempts - 1), _LONGEST_RETRY)
    reason = f"{type(error).__name__}: {error}"[:2000]
    is_dead = attempts >= MAX_ATTEMPTS
    OutboxMessage.objects.filter(pk=pk).update(
        attempts=attempts, last_error=reason, is_dead=is_dead, next_attempt_at=timezone.now() + wait
    )
    log.warning(
        "outbox_delivery_failed",
        subscriber=subscriber,
        event_id=event_id,
        attempts=attempts,
        is_dead=is_dead,
        error=reason,
    )


def drain(*streams: DocumentRef, seconds: float = 2.0) -> int:
    """Run what follows from documents' news now, in the caller's request, for a bounded time.

    What is not done by then, or fails, or waits for other systems is left to the worker. Gives how
    many messages were tried.
    """
    until = time.monotonic() + seconds
    tried = 0
    for stream in streams:
        if time.monotonic() < until:
            tried += _relay(stream, until=until)
    return tried


def relay(*, seconds: float = 30.0) -> int:
    """Deliver due messages of all documents for a bounded time; gives how many were tried."""
    until = time.monotonic() + seconds
    tried = 0
    while time.monotonic() < until:
        batch = relay_batches()
        if not batch and not relay_one():
            break
        tried += batch or 1
    return tried


BATCH = 500
_CLAIM_MANY = """
WITH claimed AS (
    UPDATE core_outboxmessage SET next_attempt_at = now() + %s WHERE id IN (
        SELECT m.id FROM core_outboxmessage m
        WHERE m.subscriber = %s AND NOT m.is_dead AND m.next_attempt_at <= now()
        ORDER BY m.id LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING id, event_id, attempts
)
SELECT claimed.id, claimed.attempts, e.actor_via, e.id, e.uid, e.name, e.at, e.document_kind,
       e.document_id, e.document_number, e.about_kind, e.about_id, e.about_number, e.facts, e.changes
FROM claimed CROSS JOIN LATERAL (SELECT * FROM core_event WHERE id = claimed.event_id OFFSET 0) e
ORDER BY e.id
"""


def relay_batches() -> int:
    """Deliver due messages to the subscribers that take many at once; gives how many were tried.

    Order is kept inside a batch; workers beside each other take different messages. A batch that fails as
    a whole is tried again message by message, so that one can't hold up the others.
    """
    tried = 0
    for subscriber, function in batched_subscribers().items():
        claimed = fetch(_CLAIM_MANY, [_LEASE, subscriber, BATCH])
        if not claimed:
            continue
        tried += len(claimed)
        if _delivered(function, [_told(row) for row in claimed]):
            run("DELETE FROM core_outboxmessage WHERE id = ANY(%s)", [[row[0] for row in claimed]])
            continue
        for row in claimed:
            try:
                with transaction.atomic() if connection.in_atomic_block else nullcontext():
                    function(events=[_told(row)])
            except Exception as error:  # noqa: BLE001 -- whatever a subscriber raises is kept with its message
                _postpone(row[0], subscriber, row[1] + 1, event_id=row[3], error=error)
            else:
                run(_DELIVERED, [row[0]])
    return tried


def _told(row: tuple[Any, ...]) -> StoredEvent:
    return replace(_stored(*row[3:]), via=row[2])


def _delivered(function: Callable[..., None], events: list[StoredEvent]) -> bool:
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            function(events=events)
    except Exception as error:  # noqa: BLE001 -- the messages are tried one by one, which keeps what is raised
        log.warning("outbox_batch_failed", count=len(events), error=f"{type(error).__name__}: {error}"[:500])
        return False
    return True


_STORED = """
SELECT e.actor_via, e.id, e.uid, e.name, e.at, e.document_kind, e.document_id, e.document_number,
       e.about_kind, e.about_id, e.about_number, e.facts, e.changes
FROM core_event e WHERE e.name = ANY(%s) AND e.at >= %s AND e.at < %s ORDER BY e.id LIMIT %s
"""


def stored_events(
    names: Collection[str], *, since: datetime, until: datetime, limit: int
) -> list[StoredEvent]:
    """What was told in a period under some names, oldest first, as subscribers get it."""
    rows = fetch(_STORED, [sorted(names), since, until, limit])
    return [replace(_stored(*row[1:]), via=row[0]) for row in rows]


def listen(subscriber: str, names: Collection[str]) -> None:
    """Have a batched subscriber hear exactly these events from now on; part of the caller's transaction."""
    from erp.core.models import EventListener

    known = set(EventListener.objects.filter(subscriber=subscriber).values_list("event_name", flat=True))
    EventListener.objects.filter(subscriber=subscriber, event_name__in=known - set(names)).delete()
    rows = [EventListener(subscriber=subscriber, event_name=name) for name in sorted(set(names) - known)]
    EventListener.objects.bulk_create(rows, ignore_conflicts=True)


def is_waiting(subscriber: str, stream: DocumentRef) -> bool:
    """Whether news about a document has yet to reach a subscriber, given-up messages left out."""
    from erp.core.models import OutboxMessage

    rows = OutboxMessage.objects.filter(subscriber=subscriber, stream_kind=stream.kind, stream_id=stream.id)
    return rows.filter(is_dead=False).exists()
