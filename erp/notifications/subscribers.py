"""What people are told about tasks; by the worker, after the commit."""

from __future__ import annotations

from erp.core.events import deferred
from erp.core.outbox import StoredEvent
from erp.notifications.services.task_news import settle_task, tell_about_task


@deferred(
    "task.opened",
    "task.transferred",
    "task.signer_added",
    "task.info_requested",
    "task.info_given",
    subscriber="notifications.tell_about_task",
    prompt=False,
)
def tell(*, event: StoredEvent) -> None:
    """Tell those whom it concerns."""
    tell_about_task(event=event)


@deferred("task.decided", "task.cancelled", subscriber="notifications.settle_task", prompt=False)
def settle(*, event: StoredEvent) -> None:
    """Nobody has to look at it any more."""
    settle_task(event=event)
