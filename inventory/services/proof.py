"""Proving the books: at night, on demand, and what follows when they disagree (ADR 10)."""

from __future__ import annotations

import time
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command, declare_permission
from erp.core.errors import Conflict
from erp.core.events import emit, to_json
from erp.core.integrity import Finding, checks, run_checks
from erp.core.records import need_reason
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import company
from erp.masterdata.services.company import stop_release
from erp.notifications.selectors.alerts import open_subjects
from erp.notifications.services.alerts import NewAlert, raise_alerts, settle_alerts
from inventory import locks
from inventory.events import BooksDisagreed, ReleaseOverridden
from inventory.models import Proof
from inventory.selectors.proof import last_proof

CODE = "integrity_broken"
FRESH = timedelta(seconds=60)
KEPT = timedelta(days=400)
KEPT_LIVE = timedelta(days=2)
NIGHTLY = "nightly proof"
MOST_ROWS = 20
REPAIR = declare_permission(
    "core.repair_books", "Repair stock counters and release in spite of a broken proof"
)


def prove_books(*, actor: Actor, at: datetime | None = None) -> Proof:
    """Prove every invariant now and keep the outcome; red stops the release to picking, green resumes it.

    Every check is one statement in one snapshot, so that work in progress never looks like a
    violation; no lock is taken.
    Emits:  BooksDisagreed when an invariant is broken.
    """
    started = time.perf_counter()
    findings = run_checks()
    return _keep_books(
        findings=findings,
        seconds=Decimal(str(round(time.perf_counter() - started, 3))),
        actor=actor,
        at=at or timezone.now(),
    )


def proof_of_now(*, actor: Actor, at: datetime | None = None) -> Proof:
    """The last proof of the books, made anew, by one caller at a time, when older than a minute."""
    at = at or timezone.now()
    last = last_proof(Proof.Kind.BOOKS)
    if last is not None and at - last.at < FRESH:
        return last
    if not _alone():
        return last or prove_books(actor=actor, at=at)
    try:
        return prove_books(actor=actor, at=at)
    finally:
        _give_turn_back()


_TURN = zlib.crc32(b"inventory.proof_of_now")


def _alone() -> bool:
    """Whether nobody else proves just now; the turn is given back by `_give_turn_back`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_TURN])
        return bool(cursor.fetchone()[0])


def _give_turn_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_TURN])


@command()
def _keep_books(*, findings: Sequence[Finding], seconds: Decimal, actor: Actor, at: datetime) -> Proof:
    """Keep a proof; tell administrators what is broken, settle what holds again, stop or resume release."""
    broken = [finding for finding in findings if finding.rows]
    before = locks.last_proof_for_update(Proof.Kind.BOOKS)
    proof = Proof(
        kind=Proof.Kind.BOOKS,
        at=at,
        seconds=seconds,
        is_green=not broken,
        facts={"checks": [_told(finding) for finding in findings]},
        actor_label=actor.label[:150],
    )
    stopping = [finding.check.code for finding in broken if finding.check.stops_release]
    if stopping and before and before.overridden_at and set(stopping) <= set(_stopping(before)):
        _carry_override(before, proof)
        stopping = []
    proof.save()
    _alert(broken, actor=actor, at=at)
    if broken:
        emit(
            BooksDisagreed(document=_ref(proof), checks=[finding.check.code for finding in broken]),
            actor=actor,
            at=at,
        )
    stop_release(is_stopped=bool(stopping), reason=", ".join(stopping), actor=actor, at=at)
    old = Proof.objects.filter(kind=Proof.Kind.BOOKS)
    old.filter(at__lt=at - KEPT).delete()
    old.filter(at__lt=at - KEPT_LIVE, is_green=True).exclude(actor_label=NIGHTLY).delete()
    return proof


def _stopping(proof: Proof) -> list[str]:
    """The broken invariants of a proof that stop the release."""
    named = {check.code for check in checks() if check.stops_release}
    return [one["code"] for one in proof.facts["checks"] if one["broken"] and one["code"] in named]


def _carry_override(before: Proof, proof: Proof) -> None:
    proof.overridden_at, proof.overridden_by = before.overridden_at, before.overridden_by
    proof.override_reason = before.override_reason


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.check.code,
        "broken": len(finding.rows),
        "rows": to_json(finding.rows[:MOST_ROWS]),
    }


def _ref(proof: Proof) -> DocumentRef:
    return DocumentRef("proof", proof.pk, f"PROOF-{proof.pk}")


def _subject(code: str) -> DocumentRef:
    """An invariant as alerts name it, by a number that stays the same."""
    return DocumentRef("invariant", zlib.crc32(code.encode()), code)


def _alert(broken: Sequence[Finding], *, actor: Actor, at: datetime) -> None:
    raise_alerts(
        alerts=[
            NewAlert(
                code=CODE,
                level="critical",
                role="administrator",
                subject=_subject(finding.check.code),
                facts={
                    "count": len(finding.rows),
                    "invariant": finding.check.title,
                    "rows": to_json(finding.rows[:3]),
                },
            )
            for finding in broken
        ],
        actor=actor,
        at=at,
    )
    still = {_subject(finding.check.code).key() for finding in broken}
    gone = [ref for ref in open_subjects(CODE) if ref.key() not in still]
    if gone:
        settle_alerts(code=CODE, subjects=gone, actor=actor, at=at)


@command()
def keep_concurrency_proof(
    *, facts: Mapping[str, Any], is_green: bool, seconds: Decimal, actor: Actor, at: datetime | None = None
) -> Proof:
    """Keep the outcome of a run of many at once, for the page that shows it."""
    return Proof.objects.create(
        kind=Proof.Kind.CONCURRENCY,
        at=at or timezone.now(),
        seconds=seconds,
        is_green=is_green,
        facts=to_json(dict(facts)),
        actor_label=actor.label[:150],
    )


def refuse_while_stopped() -> None:
    """Refuse to hand goods to the pickers while the stock's books disagree.

    Reads the company's kept row: no statement of its own; at most ten seconds late.
    Raises: Conflict `release_stopped`.
    """
    if company().release_stopped_at is not None:
        last = last_proof(Proof.Kind.BOOKS)
        raise Conflict("release_stopped", checks=", ".join(_stopping(last) if last else []))


@command(REPAIR)
def override_release_stop(*, reason: str, actor: Actor, at: datetime | None = None) -> Proof:
    """Let the release to picking go on although the last proof is red, with the reason.

    Holds until the books agree again, or another invariant breaks.
    Locks:  the last proof, the company.
    Emits:  ReleaseOverridden.
    Raises: Invalid without a reason; Conflict `release_not_stopped`.
    """
    at = at or timezone.now()
    need_reason(reason)
    proof = locks.last_proof_for_update(Proof.Kind.BOOKS)
    if proof is None or not stop_release(is_stopped=False, reason=reason, actor=actor, at=at):
        raise Conflict("release_not_stopped")
    proof.overridden_at, proof.overridden_by, proof.override_reason = at, actor.label[:150], reason
    proof.save(update_fields=["overridden_at", "overridden_by", "override_reason"])
    emit(ReleaseOverridden(document=_ref(proof), reason=reason), actor=actor, at=at)
    return proof
