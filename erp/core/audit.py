"""The audit chain: events are sealed in batches, each batch over the digest of the one before.

A job seals; no command waits for it. Whoever changes, removes or slips in an event afterwards breaks
a digest, and `verify_audit` names the first event that does not fit.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils import timezone

from erp.core.models import AuditSeal, LoggedEvent

log = structlog.get_logger(__name__)

BATCH = 2000
GENESIS = "0" * 64
SHOWN = 16
_LATE = timedelta(minutes=15)  # longer than any transaction may live
_LOCK = 0x5EA1
_COLUMNS = (
    "id",
    "uid",
    "at",
    "name",
    "document_kind",
    "document_id",
    "document_number",
    "about_kind",
    "about_id",
    "about_number",
    "actor_kind",
    "actor_id",
    "actor_label",
    "actor_via",
    "request_id",
    "facts",
    "changes",
)


@dataclass(frozen=True)
class Verdict:
    """What came of reading the whole audit trail back."""

    is_whole: bool
    seals: int
    events: int
    unsealed: int
    broken_event: int | None = None
    broken_seal: int | None = None
    reason: str = ""
    head: str = field(default=GENESIS)


def seal_audit(*, seconds: float = 20.0) -> int:
    """Seal all events that are not sealed yet, in batches, for a bounded time; gives how many.

    Locks: one advisory lock, so that two jobs do not seal the same batch; never a lock of commands.
    """
    until = time.monotonic() + seconds
    sealed = 0
    while time.monotonic() < until:
        count = _seal_batch(look_for_late=sealed == 0)
        sealed += count
        if count < BATCH:
            break
    return sealed


def _seal_batch(*, look_for_late: bool) -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                return 0
        head = AuditSeal.objects.order_by("-position").first()
        rows = _unsealed(head, look_for_late)
        if not rows:
            return 0
        digests = [(row[0], event_digest(row)) for row in rows]
        previous = head.digest if head else GENESIS
        seal = AuditSeal.objects.create(
            position=(head.position if head else 0) + 1,
            last_event_id=max([row[0] for row in rows] + [head.last_event_id if head else 0]),
            event_ids=[[pk, digest[:SHOWN]] for pk, digest in digests],
            previous_digest=previous,
            digest=seal_digest(previous, (digest for _pk, digest in digests)),
        )
    log.info("audit_sealed", position=seal.position, events=len(rows), digest=seal.digest)
    return len(rows)


def _unsealed(head: AuditSeal | None, look_for_late: bool) -> list[tuple[Any, ...]]:
    """The next batch: first those that committed late under a lower number, then the new ones."""
    last = head.last_event_id if head else 0
    events = LoggedEvent.objects.order_by("id")
    late = _late_ids(last) if look_for_late else []
    rows = list(events.filter(pk__in=late).values_list(*_COLUMNS)) if late else []
    rows += events.filter(pk__gt=last).values_list(*_COLUMNS)[: BATCH - len(rows)]
    return rows


def _late_ids(last: int) -> list[int]:
    recent = AuditSeal.objects.filter(sealed_at__gte=timezone.now() - _LATE)
    known = {pk for ids in recent.values_list("event_ids", flat=True) for pk, _digest in ids}
    if not known:
        return []
    window = LoggedEvent.objects.filter(pk__gt=min(known), pk__lte=last).order_by("pk")
    candidates = [pk for pk in window.values_list("pk", flat=True) if pk not in known]
    if not candidates:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (pair->>0)::bigint FROM core_auditseal, jsonb_array_elements(event_ids) AS pair "
            "WHERE last_event_id >= %s AND (pair->>0)::bigint = ANY (%s)",
            [min(candidates), candidates],
        )
        sealed_before = {row[0] for row in cursor.fetchall()}
    return [pk for pk in candidates if pk not in sealed_before][:BATCH]


def event_digest(row: tuple[Any, ...]) -> str:
    """The digest of one event over all of its columns, in the order of `_COLUMNS`."""
    values = dict(zip(_COLUMNS, row, strict=True))
    values["uid"] = str(values["uid"])
    values["at"] = values["at"].astimezone(UTC).isoformat()
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal_digest(previous: str, digests: Iterable[str]) -> str:
    """The digest of a batch over the one before it."""
    return hashlib.sha256("\n".join([previous, *digests]).encode()).hexdigest()


def verify_audit() -> Verdict:
    """Read the whole trail back against its seals; names the first event or seal that does not fit."""
    previous, position, seen = GENESIS, 0, 0
    for seal in AuditSeal.objects.order_by("position").iterator(chunk_size=20):
        position += 1
        ids = [pk for pk, _shown in seal.event_ids]
        rows = {row[0]: row for row in LoggedEvent.objects.filter(pk__in=ids).values_list(*_COLUMNS)}
        digests = []
        for pk, shown in seal.event_ids:
            digest = event_digest(rows[pk]) if pk in rows else ""
            if digest[:SHOWN] != shown:
                reason = "changed" if digest else "missing"
                return _verdict(position, seen, broken_event=pk, broken_seal=seal.position, reason=reason)
            digests.append(digest)
        seen += len(ids)
        chained = seal.position == position and seal.previous_digest == previous
        if not chained or seal.digest != seal_digest(previous, digests):
            return _verdict(position, seen, broken_seal=seal.position, reason="the seal does not fit")
        previous = seal.digest
    return _slipped_in(position, seen, previous)


def _slipped_in(seals: int, seen: int, head: str) -> Verdict:
    last = AuditSeal.objects.order_by("-position").values_list("last_event_id", flat=True).first() or 0
    below = LoggedEvent.objects.filter(pk__lte=last)
    if below.count() != seen:
        settled = timezone.now() - _LATE
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT min(e.id) FROM core_event e WHERE e.id <= %s AND e.at < %s AND NOT EXISTS (SELECT 1 "
                "FROM core_auditseal s, jsonb_array_elements(s.event_ids) AS pair "
                "WHERE (pair->>0)::bigint = e.id)",
                [last, settled],
            )
            stranger = cursor.fetchone()[0]
        if stranger is not None:
            return _verdict(seals, seen, broken_event=stranger, reason="never sealed")
    return _verdict(seals, seen, head=head)


def _verdict(seals: int, events: int, **broken: Any) -> Verdict:
    unsealed = LoggedEvent.objects.count() - sum(
        len(ids) for ids in AuditSeal.objects.values_list("event_ids", flat=True).iterator(chunk_size=50)
    )
    is_whole = "reason" not in broken
    return Verdict(is_whole=is_whole, seals=seals, events=events, unsealed=max(unsealed, 0), **broken)
