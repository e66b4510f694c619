"""Clocks as their readers see them: lists, one with its story, the wall of what is late or soon will be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.models import LoggedEvent
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.selectors.calendars import business_seconds, kept_calendar
from sla.calc.ladder import SECOND, rungs_of
from sla.models import RungClaim, SlaTimer

VIEW_TIMER = declare_permission("sla.view_timer", "See clocks and the wall board")
SOON = timedelta(days=1)
SHOWN = 60


@document("sla_timer", prefix="slt", permission=VIEW_TIMER)
def visible_timers(actor: Actor) -> QuerySet[SlaTimer]:
    """Clocks of customers in scope; those that serve no customer, of the actor's own roles."""
    if not actor.has(VIEW_TIMER):
        return SlaTimer.objects.none()
    rows = SlaTimer.objects.select_related("customer")
    if actor.scope.kind == "all":
        return rows
    return rows.filter(customer_scope_q(actor) | Q(customer__isnull=True, role__in=actor.roles))


def overdue_q(at: datetime) -> Q:
    """Running past the target: computed, never stored."""
    return Q(state="running", due_at__lt=at)


def elapsed_seconds(row: SlaTimer, at: datetime) -> float:
    """The business time that counts: the intervals before, and the one since it runs."""
    calendar = kept_calendar(row.calendar_id)
    if row.state == SlaTimer.State.RUNNING:
        return row.spent_microseconds / SECOND + max(business_seconds(calendar, row.running_since, at), 0.0)
    return sum(business_seconds(calendar, began, ended or at) for began, ended in intervals_of(row))


def intervals_of(row: SlaTimer) -> list[tuple[datetime, datetime | None]]:
    """When a clock ran: every stretch before a pause, and the one since it runs, which may be open."""
    found: list[tuple[datetime, datetime | None]] = [
        (one.began_at, one.ended_at) for one in row.intervals.all()
    ]
    if row.paused_at is None:
        found.append((row.running_since, row.stopped_at))
    return found


@dataclass(frozen=True)
class LadderStep:
    """A rung of a clock: what it does, after how long, when it acted and with which outcome."""

    number: int
    action: str
    after_seconds: int
    claim: RungClaim | None


def ladder_of(row: SlaTimer) -> list[LadderStep]:
    """The rungs of a clock with what became of them."""
    claims = {claim.rung: claim for claim in row.claims.all()}
    return [
        LadderStep(rung.number, rung.action, rung.after_seconds, claims.get(rung.number))
        for rung in rungs_of(row.ladder)
    ]


@dataclass(frozen=True)
class Wall:
    """What the wall board shows: late work, the longest first, then what is soon due."""

    late: list[SlaTimer]
    soon: list[SlaTimer]
    late_count: int
    soon_count: int
    running: int
    paused: int
    met_today: int
    breached_today: int


MOST_COUNTED = 1000


def wall(actor: Actor, *, at: datetime, since: datetime, within: timedelta = SOON) -> Wall:
    """The wall board within the actor's scope; counts stop at a thousand."""
    rows = visible_timers(actor)
    late = rows.filter(overdue_q(at)).order_by("due_at", "id")
    soon = rows.filter(state="running", due_at__gte=at, due_at__lt=at + within).order_by("due_at", "id")
    ended = rows.filter(stopped_at__gte=since)
    return Wall(
        late=list(late[:SHOWN]),
        soon=list(soon[:SHOWN]),
        late_count=_count(late),
        soon_count=_count(soon),
        running=_count(rows.filter(state="running")),
        paused=_count(rows.filter(state="paused")),
        met_today=_count(ended.filter(state="met")),
        breached_today=_count(ended.filter(state="breached")),
    )


def _count(rows: QuerySet[Any]) -> int:
    return rows.order_by()[:MOST_COUNTED].count()


def clocks_of_order(actor: Actor, number: str) -> list[SlaTimer]:
    """The open clocks of an order and its documents, the next one due first."""
    rows = visible_timers(actor).filter(
        about_number=number, about_kind="order", state__in=["running", "paused"]
    )
    return list(rows.order_by("due_at", "id")[:20])


def steps_told(row: SlaTimer) -> list[LoggedEvent]:
    """What the time-out ladder of a clock has told, oldest first."""
    return list(
        LoggedEvent.objects.filter(document_kind="sla_timer", document_id=row.pk).order_by("pk")[:100]
    )
