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
from erp.core.locks import lock_upward
from erp.core.rows import insert_rows
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day
from erp.notifications.services.alerts import raise_alerts
from erp.notifications.services.notify import notify_many
from sla import locks
from sla.calc.ladder import ACTIONS, LIGHT, Rung, rungs_of
from sla.models import SlaTimer
from sla.selectors.recipients import directory, having, named
from sla.services.acting import act_on_timer
from sla.services.pauses import point_at_next, rung_moment
from sla.services.telling import Acted, claim_of, message_of, refusal_of, tell_step

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
    while timezone.now() < until and (due := _actions_due(now)):
        before = total.acted
        if due & set(LIGHT):
            total = total + _remind(now)
        if due & set(HEAVY):
            total = total + _act_due(now, until)
        if total.acted == before:
            break
    return total


def _actions_due(at: datetime) -> set[str]:
    """What the next rungs to act do; nothing due costs this one statement."""
    rows = SlaTimer.objects.filter(state="running", next_due_at__lte=at)
    return set(rows.order_by("next_due_at", "id").values_list("next_action", flat=True)[:BATCH])


def _remind(at: datetime) -> Swept:
    """One batch of rungs that only tell; where it fails, one by one, and what fails alone waits."""
    actor = system_actor("service levels")
    try:
        return remind_due(actor=actor, at=at)
    except Exception as error:
        log.exception("sla_batch_failed", error=str(error)[:300])
    total = Swept()
    rows = SlaTimer.objects.filter(state="running", next_due_at__lte=at, next_action__in=LIGHT)
    for pk in list(rows.order_by("next_due_at", "id").values_list("pk", flat=True)[:BATCH]):
        try:
            total = total + remind_due(actor=actor, at=at, timer_id=pk)
        except Exception as error:
            log.exception("sla_rung_failed", timer=pk, error=str(error)[:300])
            postpone(timer_id=pk, actor=actor, at=at)
            total = total + Swept(failed=1)
    return total


@command()
def remind_due(*, actor: Actor, at: datetime, limit: int = BATCH, timer_id: int | None = None) -> Swept:
    """Have one batch of rungs that only tell somebody act: claims, news, messages and next steps in sets.

    Locks:  the timers; those locked by another sweep are left.
    Emits:  StepReminded per rung.
    """
    rows = locks.due_timers(at, LIGHT, limit, timer_id)
    if not rows:
        return Swept()
    known, day = directory(rows), business_day(at)
    steps = []
    for row in rows:
        rung = rung_of(row)
        told = named(rung.to, known) or having(row, known, day)
        step = Acted(rung=rung, due_at=rung_moment(row, rung), at=at, told=told)
        steps.append(step)
        tell_step(row, step)
        point_at_next(row, done=rung.number)
    insert_rows(claim_of(row, step) for row, step in zip(rows, steps, strict=True))
    save_next(rows)
    _tell_people(rows, steps, actor, at)
    return Swept(len(rows), sum(step.is_late for step in steps))


def _tell_people(rows: Sequence[SlaTimer], steps: Sequence[Acted], actor: Actor, at: datetime) -> None:
    pairs = list(zip(rows, steps, strict=True))
    messages = [message_of(row, step) for row, step in pairs]
    notify_many(messages=[one for one in messages if one is not None], actor=actor, at=at)
    refusals = [refusal_of(row, step) for row, step in pairs]
    raise_alerts(alerts=[one for one in refusals if one is not None], actor=actor, at=at)


def _act_due(at: datetime, until: datetime) -> Swept:
    """Have due rungs that move documents or tasks act, each in a transaction of its own."""
    rows = SlaTimer.objects.filter(state="running", next_due_at__lte=at, next_action__in=HEAVY)
    total = Swept()
    for pk in list(rows.order_by("next_due_at", "id").values_list("pk", flat=True)[:BATCH]):
        if timezone.now() >= until:
            break
        try:
            acted = act_once(timer_id=pk, actor=system_actor("service levels"), at=at)
        except Exception as error:
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
    step = Acted(rung=rung, due_at=due_at, at=at, told=effect.told, outcome=effect.outcome, why=effect.why)
    insert_rows([claim_of(row, step)])
    if row.state == SlaTimer.State.RUNNING:
        point_at_next(row, done=rung.number)
        save_next([row])
    tell_step(row, step)
    _tell_people([row], [step], actor, at)
    return Swept(1, int(step.is_late))


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
