"""Recurring work of orders. Every task may run twice or not at all without harm."""

from celery import shared_task

from orders.services.watch import watch_everything


@shared_task(name="orders.watch_promises")
def watch_all_promises() -> int:
    """Look for promises that no longer hold, also those that only time has broken."""
    return watch_everything()
