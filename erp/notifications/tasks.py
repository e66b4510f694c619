"""Recurring looks at what people should be told."""

from __future__ import annotations

from celery import shared_task
from django.core.cache import cache

from erp.core.actor import system_actor
from erp.core.dead_letters import dead_letters
from erp.core.refs import DocumentRef
from erp.notifications.services.alerts import NewAlert, raise_alerts
from erp.notifications.services.sending import send_due

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


@shared_task(name="notifications.send_due")
def send_notifications() -> int:
    """Send what waits; one worker at a time, so that a channel that hangs takes one of them at most."""
    if not cache.add("notifications.sending", 1, timeout=60):
        return 0
    try:
        return send_due().sent
    finally:
        cache.delete("notifications.sending")
