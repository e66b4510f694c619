"""What rules do with news: all of it in batches, by the worker."""

from erp.core.events import batched, deferred
from erp.core.outbox import StoredEvent
from erp.rules.events import WebhookOrdered
from erp.rules.services.rules import SUBSCRIBER
from erp.rules.services.running import run_events
from erp.rules.services.webhooks import deliver_webhook


@batched(SUBSCRIBER)
def ask_rules(*, events: list[StoredEvent]) -> None:
    """Ask the rules that listen to these events."""
    run_events(events)


@deferred(WebhookOrdered.name, subscriber="rules.deliver_webhook", prompt=False)
def send_webhook(*, event: StoredEvent) -> None:
    """Send what a rule ordered."""
    deliver_webhook(webhook_id=event.facts["webhook_id"])
