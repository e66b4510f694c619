"""Running clocks follow a changed calendar by themselves, a changed target or ladder by command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.events import emit
from erp.core.refs import DocumentRef
from erp.core.sets import update_rows
from erp.masterdata.calc.working_time import business_microseconds
from erp.masterdata.selectors.calendars import forget_calendars, kept_calendar
from erp.processes.services.dues import hold_tasks
from sla import locks
from sla.calc.ladder import SECOND, laid, spent_until, target_of_days
from sla.events import TimersReckonedAnew
from sla.models import RungClaim, SlaPolicy, SlaTimer, TimerInterval
from sla.models.timer import OPEN
from sla.selectors.policies import Level, level_of, levels
from sla.selectors.subjects import tiers_of
from sla.services.pauses import due_of, point_at_next, save_timers
from sla.services.policies import EDIT

CHUNK = 1000


def reckon_anew(*, policy_id: int | None = None, calendar_id: int | None = None, actor: Actor) -> int:
    """Have the open clocks of a service level, or of a calendar, follow what these say now; gives how many.

    The time already spent counts by the calendar as it is now. A ladder of which a rung has acted stays as
    it was; rungs that are overdue by the new reckoning act with the next sweep. Each thousand is a
    transaction of its own; to do it again, or again after it died in between, changes nothing.
    Emits:  TimersReckonedAnew.
    """
    actor.require(EDIT[0])
    forget_calendars()
    count = 0
    last: int | None = 0
    while last is not None:
        last, done = reckon_slice(policy_id=policy_id, calendar_id=calendar_id, after=last, actor=actor)
        count += done
    if count:
        _tell_reckoned(policy_id=policy_id, calendar_id=calendar_id, count=count, actor=actor)
    return count


@command(*EDIT)
def reckon_slice(
    *, policy_id: int | None, calendar_id: int | None, after: int, actor: Actor
) -> tuple[int | None, int]:
    """Reckon the next thousand open clocks after a key anew; gives the last key (None: the end) and how many.

    Locks:  the tasks of the open timers, then these.
    """
    rows = SlaTimer.objects.filter(pk__gt=after, state__in=OPEN).order_by("pk")
    rows = rows.filter(policy_id=policy_id) if policy_id else rows.filter(calendar_id=calendar_id)
    keys = list(rows.values_list("pk", "task_id")[:CHUNK])
    if not keys:
        return None, 0
    hold_tasks([task for _timer, task in keys if task is not None])
    found = locks.open_timers(SlaTimer.objects.filter(pk__in=[timer for timer, _task in keys]))
    _anew(found)
    return keys[-1][0], len(found)


@command(*EDIT)
def _tell_reckoned(*, policy_id: int | None, calendar_id: int | None, count: int, actor: Actor) -> None:
    ref = DocumentRef("sla_policy" if policy_id else "calendar", policy_id or calendar_id or 0)
    emit(TimersReckonedAnew(document=ref, timers=count), actor=actor, at=timezone.now())


def _anew(rows: list[SlaTimer]) -> None:
    known = _levels_of(rows)
    tiers = tiers_of(row.customer_id for row in rows if row.customer_id)
    priorities = _priorities_of(rows, known)
    spent = _intervals(rows)
    begun = set(RungClaim.objects.filter(timer__in=rows).values_list("timer_id", flat=True))
    for row in rows:
        level = known.get(row.policy_id or 0)
        if level is not None:
            row.calendar_id, row.source = level.calendar_id, level.source
        calendar = kept_calendar(row.calendar_id)
        row.spent_microseconds = spent_until(calendar, spent.get(row.pk, []))
        if row.is_fixed:
            row.target_seconds = max(business_microseconds(calendar, row.started_at, row.due_at) // SECOND, 0)
        elif level is not None:
            row.target_seconds = _target(row, level, tiers, priorities)
        if level is not None and row.pk not in begun:
            row.ladder = [rung.to_json() for rung in laid(level.ladder, row.target_seconds)]
            row.next_rung = 1 if row.ladder else None
        if row.state == SlaTimer.State.RUNNING:
            if not row.is_fixed:
                row.due_at = due_of(row)
            point_at_next(row)
    save_timers(rows)
    values = [{"id": row.pk, "calendar": row.calendar_id, "source": row.source} for row in rows]
    update_rows(SlaTimer, values, put=["calendar", "source"])


def _priorities_of(rows: Iterable[SlaTimer], known: Mapping[int, Level]) -> dict[int, str]:
    """The priorities of orders now, in one query: of those whose service level asks for them."""
    from orders.models import Order

    asking = {key for key, level in known.items() if level.by_priority}
    keys = {row.about_id for row in rows if row.about_kind == "order" and row.policy_id in asking}
    return dict(Order.objects.filter(pk__in=keys).values_list("pk", "priority")) if keys else {}


def _target(row: SlaTimer, level: Level, tiers: Mapping[int, str], priorities: Mapping[int, str]) -> int:
    """What the level asks now; the priority is that of the document now."""
    priority = priorities.get(row.about_id or 0, "") if row.about_kind == "order" else ""
    target = level.target_for(
        customer_id=row.customer_id, tier=tiers.get(row.customer_id or 0, ""), priority=priority
    )
    if target.days is not None:
        return target_of_days(kept_calendar(row.calendar_id), row.started_at, target.days)
    return target.seconds if target.seconds is not None else row.target_seconds


def _levels_of(rows: Iterable[SlaTimer]) -> dict[int, Level]:
    keys = {row.policy_id for row in rows if row.policy_id}
    default = levels().default_calendar_id
    found: QuerySet[SlaPolicy] = SlaPolicy.objects.filter(pk__in=keys).prefetch_related("targets")
    return {row.pk: level_of(row, default) for row in found}


def _intervals(rows: Iterable[SlaTimer]) -> dict[int, list[tuple[datetime, datetime]]]:
    """The closed running intervals of timers."""
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    closed = TimerInterval.objects.filter(timer__in=[row.pk for row in rows], ended_at__isnull=False)
    for timer_id, began, ended in closed.order_by("pk").values_list("timer_id", "began_at", "ended_at"):
        found.setdefault(timer_id, []).append((began, ended or began))
    return found
