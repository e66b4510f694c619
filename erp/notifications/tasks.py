"""Recurring looks at what people should be told."""

from __future__ import annotations

from celery import shared_task

from erp.core.actor import system_actor
from erp.core.integrity import run_checks
from erp.core.outbox import dead_letters
from erp.core.refs import DocumentRef
from erp.notifications.services.alerts import NewAlert, raise_alerts

MAX_TOLD = 100


@shared_task(name="notifications.tell_dead_letters")
def tell_dead_letters() -> int:
    """Tell the administrators about follow-ups that were given up."""
    alerts = [
        NewAlert(
            code="outbox_dead",
            level="critical",
            role="administrator",
            subject=DocumentRef("outbox", letter.id, letter.number),
            facts={"subscriber": letter.subscriber, "attempts": letter.attempts, "error": letter.error[:300]},
        )
        for letter in dead_letters(MAX_TOLD)
    ]
    return len(raise_alerts(alerts=alerts, actor=system_actor("outbox")))


@shared_task(name="notifications.check_integrity")
def check_integrity() -> int:
    """Prove the invariants, and tell the administrators about each that does not hold."""
    alerts = [
        NewAlert(
            code="integrity_broken",
            level="critical",
            role="administrator",
            subject=DocumentRef("invariant", number, finding.check.code),
            facts={"count": len(finding.rows), "invariant": finding.check.title, "rows": finding.rows[:3]},
        )
        for number, finding in enumerate(run_checks(), start=1)
        if finding.rows
    ]
    return len(raise_alerts(alerts=alerts, actor=system_actor("integrity")))
