"""Recurring work of the platform. Every task may run twice or not at all without harm."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from erp.core import audit, outbox
from erp.core.models import IdempotencyKey

KEYS_KEPT = timedelta(days=7)


@shared_task(name="core.relay_outbox")
def relay_outbox() -> int:
    """Deliver what waits in the outbox."""
    return outbox.relay(seconds=30)


@shared_task(name="core.seal_audit")
def seal_audit() -> int:
    """Seal new events into the audit chain."""
    return audit.seal_audit(seconds=40)


@shared_task(name="core.forget_idempotency_keys")
def forget_idempotency_keys() -> int:
    """Remove keys that nobody will retry any more."""
    old = IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEYS_KEPT)
    count, _by_model = old.delete()
    return count
