"""What a rung that acted tells: an event on the document's timeline, and a message to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.events import emit
from erp.notifications.services.alerts import NewAlert, settle_alerts
from erp.notifications.services.notify import Message
from erp.notifications.services.notify import Recipients as Meant
from erp.notifications.services.reading import settle_told
from sla.calc.ladder import LATE_AFTER, LIGHT, Rung
from sla.events import STEPS, StepRefused
from sla.models import RungClaim, SlaTimer
from sla.selectors.recipients import ADMINISTRATORS, Recipients

TOPICS: Mapping[str, str] = {
    "warn": "sla_warning",
    "remind": "sla_reminder",
    "escalate": "sla_escalation",
    "reassign": "sla_reassigned",
    "approve": "sla_auto_approved",
    "reject": "sla_auto_rejected",
    "mark_exception": "sla_exception",
}
REFUSED = "sla_refused"
SETTLED_FOR = timedelta(days=1)
_DECIDED = ("approve", "reject")
_PRIORITIES = {"warn": "normal", "escalate": "critical", "mark_exception": "critical"}


@dataclass(frozen=True, kw_only=True)
class Acted:
    """A rung that acted: when it was due, when it came, whom it concerns and what became of it."""

    rung: Rung
    due_at: datetime
    at: datetime
    told: Recipients
    outcome: str = "done"
    why: str = ""

    @property
    def is_late(self) -> bool:
        """Whether it came so much after its moment that this has to be said."""
        return self.at - self.due_at > LATE_AFTER


def claim_of(row: SlaTimer, step: Acted) -> RungClaim:
    """The row that makes a rung act once."""
    return RungClaim(
        timer_id=row.pk,
        rung=step.rung.number,
        action=step.rung.action,
        due_at=step.due_at,
        at=step.at,
        is_late=step.is_late,
        outcome=step.outcome,
        facts={
            "to": list(step.told.labels),
            "users": list(step.told.user_ids),
            "nobody_above": step.told.nobody_above,
            "why": step.why,
        },
    )


def tell_step(row: SlaTimer, step: Acted) -> None:
    """Tell on the document's timeline that a rung acted, by the rule and after how long."""
    is_refused = step.outcome == RungClaim.Outcome.REFUSED
    event = (StepRefused if is_refused else STEPS[step.rung.action])(
        document=row.ref,
        about=row.about,
        node=row.node,
        action=step.rung.action,
        rung=step.rung.number,
        rule=row.source,
        after_seconds=step.rung.after_seconds,
        due_at=step.due_at.isoformat(),
        is_late=step.is_late,
        late_seconds=int((step.at - step.due_at).total_seconds()) if step.is_late else 0,
        to=list(step.told.labels),
        nobody_above=step.told.nobody_above,
        outcome=step.outcome,
        why=step.why,
    )
    emit(event, actor=system_actor(row.source), at=step.at)


def message_of(row: SlaTimer, step: Acted) -> Message | None:
    """What a rung tells people: once per clock, rung and person; nothing where it was no longer needed.

    A role's people are told as far as they may see the customer. A refusal is an alert (`refusal_of`).
    """
    if step.outcome != RungClaim.Outcome.DONE:
        return None
    told = step.told
    return Message(
        to=Meant(user_ids=told.user_ids, roles=[told.role] if told.role else []),
        topic=_topic(row, step),
        subject=row.subject,
        facts=_facts(row, step),
        priority=_PRIORITIES.get(step.rung.action, "high"),
        dedupe=_dedupe(row.pk, step.rung.number),
        customer_id=row.customer_id,
        task_id=None if step.rung.action in _DECIDED else row.task_id,
    )


def _topic(row: SlaTimer, step: Acted) -> str:
    """The topic of what a rung does; what only tells warns before the target and reminds after it."""
    if step.rung.action in LIGHT:
        return TOPICS["warn" if step.at < row.due_at else "remind"]
    return TOPICS[step.rung.action]


def _dedupe(timer_id: int, rung: int) -> str:
    return f"clock {timer_id} rung {rung}"


def refusal_of(row: SlaTimer, step: Acted) -> NewAlert | None:
    """A rung that may not act is set up wrongly: an alert for administrators until one has seen to it."""
    if step.outcome != RungClaim.Outcome.REFUSED:
        return None
    return NewAlert(
        code=REFUSED,
        subject=row.ref,
        role=ADMINISTRATORS,
        level="critical",
        customer_id=row.customer_id,
        facts=_facts(row, step),
    )


@command()
def settle_ended(*, actor: Actor, at: datetime | None = None) -> int:
    """What was told of clocks that have stopped is done: messages count as read, alerts as acknowledged.

    May run at any time and twice; looks at the clocks that stopped within a day.
    """
    now = at or timezone.now()
    claims = RungClaim.objects.filter(timer__stopped_at__gte=now - SETTLED_FOR).exclude(action__in=_DECIDED)
    found = list(claims.select_related("timer").order_by("pk"))
    told = [(one.timer.subject, _dedupe(one.timer_id, one.rung)) for one in found]
    settled = settle_told(topics=list(TOPICS.values()), told=told, at=now)
    refused = [one.timer.ref for one in found if one.outcome == RungClaim.Outcome.REFUSED]
    return settled + settle_alerts(code=REFUSED, subjects=refused, actor=actor, at=now)


def _facts(row: SlaTimer, step: Acted) -> dict[str, Any]:
    over = (step.at - row.due_at).total_seconds()
    return {
        "node": row.node,
        "document": row.about_number or row.subject_number,
        "rule": row.source,
        "minutes": int(abs(over) // 60),
        "nobody_above": step.told.nobody_above,
        "why": step.why,
    }
