"""What processes do when documents tell their news."""

from datetime import datetime

from erp.core.actor import Actor
from erp.core.events import Event, deferred, inline
from erp.core.outbox import StoredEvent
from erp.processes.services.review import review_order
from erp.processes.services.tasks import cancel_tasks_about


@deferred("order.submitted", subscriber="processes.review_order")
def start_review(*, event: StoredEvent) -> None:
    """A submitted order starts its review."""
    review_order(event.document)


@inline("order.confirmed", "order.rejected", "order.cancelled")
def cancel_pointless_tasks(event: Event, actor: Actor, at: datetime) -> None:
    """Once a document is decided otherwise, nobody is asked about it any more."""
    cancel_tasks_about(event.document, actor=actor, at=at)
