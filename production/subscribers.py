"""What production does with its own news after the commit."""

from erp.core.actor import system_actor
from erp.core.events import deferred
from erp.core.outbox import StoredEvent
from production.services.machine_news import retry_waiting
from production.services.planning_runs import run_planning


@deferred(
    "work_order.reported", "work_order.changed", "work_order.issued", subscriber="production.retry_news"
)
def retry_machine_news(*, event: StoredEvent) -> None:
    """Machines' news that waited for other reports, or for the release, is tried again."""
    retry_waiting(work_order_id=event.document.id, actor=system_actor("shop floor"))


@deferred("planning.asked", subscriber="production.run_planning", prompt=False)
def plan_what_was_asked(*, event: StoredEvent) -> None:
    """A planning run that was asked for is reckoned by the worker."""
    run_planning(event.document.id)
