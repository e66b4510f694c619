"""The sweep: finds rungs that are due and has each act exactly once.

Celery beat only wakes it; what is due stands in `next_due_at`. A rung acts in the transaction that
writes its claim, which is unique per timer and rung: whoever dies, repeats or overlaps, it acts once.
Sweeps run beside one another: what one has locked, another leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection
from django.utils import timezone

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.rows import insert_rows
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day
from erp.notifications.services.alerts import NewAlert, raise_alerts
from sla import locks
from sla.calc.ladder import ACTIONS, LATE_AFTER, LIGHT, Rung, rungs_of
from sla.events import STEPS
from sla.models import RungClaim, SlaTimer
from sla.selectors.recipients import Recipients, directory, having, named
from sla.services.acting import act_on_timer
from sla.services.pauses import point_at_next, rung_moment

log = structlog.get_logger(__name__)

BATCH = 500
HEAVY = tuple(action for action in ACTIONS if action not in LIGHT)
_LONGEST_RETRY = 3600
_CLOCKS = 7421  # the space of this part's advisory locks


@dataclass(frozen=True)
class Swept:
    """What a sweep did: rungs that acted, how many of them late, how many failed and will be tried again."""

    acted: int = 0
    late: int = 0
    failed: int = 0

    def __add__(self, other: Swept) -> Swept:
        """Both together."""
        return Swept(self.acted + other.acted, self.late + other.late, self.failed + other.failed)


def sweep(*, at: datetime | None = None, seconds: float = 50.0) -> Swept:
    """Have everything that is due act, the longest due first, for a bounded time.

    `at` is when it happens, now unless told. Safe to run any number of times at once.
    """
    now = at or timezone.now()
    until = timezone.now() + timedelta(seconds=seconds)
    total = Swept()
    while timezone.now() < until:
        light = _remind(now)
        heavy = _act_due(now, until)
        total = total + light + heavy
        if not light.acted and not heavy.acted:
            break
    return total


def _remind(at: datetime) -> Swept:
    """One batch of rungs that only tell; where it fails, one by one, and what fails alone waits."""
    actor = system_actor("service levels")
    try:
        return remind_due(actor=actor, at=at)
    except Exception as error:  # noqa: BLE001 -- one clock that fails must not stop the others
        log.exception("sla_batch_failed", error=str(error)[:300])
    total = Swept()
    rows = SlaTimer.objects.filter(state="running", next_due_at__lte=at, next_action__in=LIGHT)
    for pk in list(rows.order_by("next_due_at", "id").values_list("pk", flat=True)[:BATCH]):
        try:
            total = total + remind_due(actor=actor, at=at, timer_id=pk)
        except Exception as error:  # noqa: BLE001 -- the same
            log.exception("sla_rung_failed", timer=pk, error=str(error)[:300])
            postpone(timer_id=pk, actor=actor, at=at)
            total = total + Swept(failed=1)
    return total


@command()
def remind_due(*, actor: Actor, at: datetime, limit: int = BATCH, timer_id: int | None = None) -> Swept:
    """Have one batch of rungs that only tell somebody act: claims, news, alerts and next steps in sets.

    Locks:  the timers; those locked by another sweep are left.
    Emits:  StepReminded per rung.
    """
    rows = locks.due_timers(at, LIGHT, limit, timer_id)
    if not rows:
        return Swept()
    known, day = directory(rows), business_day(at)
    claims, alerts, late = [], [], 0
    for row in rows:
        rung = rung_of(row)
        due_at = rung_moment(row, rung)
        told = named(rung.to, known) or having(row, known, day)
        is_late = at - due_at > LATE_AFTER
        late += is_late
        claims.append(claim_of(row, rung, due_at, at, told=told))
        alerts += alerts_about(row, rung, told, at)
        tell_step(row, rung, due_at, at, told=told)
        point_at_next(row, done=rung.number)
    insert_rows(claims)
    save_next(rows)
    raise_alerts(alerts=alerts, actor=actor, at=at)
    return Swept(len(rows), late)


def _act_due(at: datetime, until: datetime) -> Swept:
    """Have due rungs that move documents or tasks act, each in a transaction of its own."""
    rows = SlaTimer.objects.filter(state="running", next_due_at__lte=at, next_action__in=HEAVY)
    total = Swept()
    for pk in list(rows.order_by("next_due_at", "id").values_list("pk", flat=True)[:BATCH]):
        if timezone.now() >= until:
            break
        try:
            acted = act_once(timer_id=pk, actor=system_actor("service levels"), at=at)
        except Exception as error:  # noqa: BLE001 -- one clock that fails must not stop the others
            log.exception("sla_rung_failed", timer=pk, error=str(error)[:300])
            postpone(timer_id=pk, actor=system_actor("service levels"), at=at)
            total = total + Swept(failed=1)
        else:
            total = total + acted
    return total


@command()
def act_once(*, timer_id: int, actor: Actor, at: datetime) -> Swept:
    """Have one timer's due rung act, unless another sweep is at it or has done it.

    Locks:  an advisory lock of the timer (tried, never waited for), its document and task, the timer.
    Emits:  the rung's event, and what the effect tells.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_CLOCKS, timer_id % 2**31])
        if not cursor.fetchone()[0]:
            return Swept()
    row = SlaTimer.objects.filter(pk=timer_id).first()
    if row is None:
        return Swept()
    lock_upward([row.about, row.subject])  # what moves the document moves its clocks: now nobody else does
    row = SlaTimer.objects.filter(pk=timer_id, state="running", next_due_at__lte=at).first()
    if row is None or row.next_action not in HEAVY:
        return Swept()
    rung = rung_of(row)
    due_at = rung_moment(row, rung)
    effect = act_on_timer(row, rung, at=at)
    row = locks.timer_for_update(timer_id)
    claim = claim_of(row, rung, due_at, at, told=effect.told, outcome=effect.outcome, why=effect.why)
    insert_rows([claim])
    if row.state == SlaTimer.State.RUNNING:
        point_at_next(row, done=rung.number)
        save_next([row])
    tell_step(row, rung, due_at, at, told=effect.told, outcome=effect.outcome, why=effect.why)
    raise_alerts(alerts=alerts_about(row, rung, effect.told, at), actor=actor, at=at)
    return Swept(1, int(at - due_at > LATE_AFTER))


@command()
def postpone(*, timer_id: int, actor: Actor, at: datetime) -> None:
    """Try a rung that failed again later, each time waiting longer.

    Locks: the timer.
    """
    row = locks.timer_for_update(timer_id)
    if row.state == SlaTimer.State.RUNNING and row.next_due_at is not None and row.next_due_at <= at:
        row.attempts = min(row.attempts + 1, 1000)
        wait = min(5 * 2 ** min(row.attempts, 12), _LONGEST_RETRY)
        SlaTimer.objects.filter(pk=row.pk).update(
            attempts=row.attempts, next_due_at=at + timedelta(seconds=wait)
        )


def rung_of(row: SlaTimer) -> Rung:
    """The rung that a timer waits for."""
    return next(rung for rung in rungs_of(row.ladder) if rung.number == row.next_rung)


def claim_of(
    row: SlaTimer,
    rung: Rung,
    due_at: datetime,
    at: datetime,
    *,
    told: Recipients,
    outcome: str = "done",
    why: str = "",
) -> RungClaim:
    """The row that makes a rung act once."""
    facts = {
        "to": list(told.labels),
        "users": list(told.user_ids),
        "nobody_above": told.nobody_above,
        "why": why,
    }
    late = at - due_at > LATE_AFTER
    return RungClaim(
        timer_id=row.pk,
        rung=rung.number,
        action=rung.action,
        due_at=due_at,
        at=at,
        is_late=late,
        outcome=outcome,
        facts=facts,
    )


def tell_step(
    row: SlaTimer,
    rung: Rung,
    due_at: datetime,
    at: datetime,
    *,
    told: Recipients,
    outcome: str = "done",
    why: str = "",
) -> None:
    """Tell on the document's timeline that a rung acted, by the rule and after how long."""
    late = at - due_at
    event = STEPS[rung.action](
        document=row.ref,
        about=row.about,
        node=row.node,
        action=rung.action,
        rung=rung.number,
        rule=row.source,
        after_seconds=rung.after_seconds,
        due_at=due_at.isoformat(),
        is_late=late > LATE_AFTER,
        late_seconds=int(late.total_seconds()) if late > LATE_AFTER else 0,
        to=list(told.labels),
        nobody_above=told.nobody_above,
        outcome=outcome,
        why=why,
    )
    emit(event, actor=system_actor(row.source), at=at)


def alerts_about(row: SlaTimer, rung: Rung, told: Recipients, at: datetime) -> list[NewAlert]:
    """The alerts of a rung: one per person, or one for the role."""
    over = (at - row.due_at).total_seconds()
    facts = {
        "node": row.node,
        "document": row.about_number or row.subject_number,
        "rule": row.source,
        "minutes": abs(int(over // 60)) if over >= 0 else int(-over // 60),
        "nobody_above": told.nobody_above,
    }
    code = "sla_" + ("warning" if over < 0 else "escalation" if rung.action not in LIGHT else "reminder")
    level = "warning" if rung.action in LIGHT else "critical"
    targets: Sequence[tuple[str, int | None]] = [(told.role, None)] if told.role else []
    targets = targets or [(f"user:{key}"[:40], key) for key in told.user_ids]
    return [
        NewAlert(
            code=code,
            subject=row.ref,
            role=role,
            user_id=user_id,
            level=level,
            customer_id=row.customer_id,
            facts=facts,
        )
        for role, user_id in targets
    ]


def save_next(rows: Sequence[SlaTimer]) -> None:
    """Write what timers wait for next, in one statement."""
    values = [
        {
            "id": row.pk,
            "next_rung": row.next_rung,
            "next_action": row.next_action,
            "next_due_at": row.next_due_at,
            "attempts": 0,
        }
        for row in rows
    ]
    update_rows(SlaTimer, values, put=["next_rung", "next_action", "next_due_at", "attempts"])
