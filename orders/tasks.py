"""Recurring work of orders. Every task may run twice or not at all without harm."""

from celery import shared_task

from orders.services.quotation_ends import expire_due_quotations
from orders.services.warehouse_release import release_due_orders
from orders.services.watch import watch_everything


@shared_task(name="orders.watch_promises")
def watch_all_promises() -> int:
    """Look for promises that no longer hold, also those that only time has broken."""
    return watch_everything()


@shared_task(name="orders.release_due_orders")
def release_what_is_due() -> tuple[int, int]:
    """Hand fully reserved orders to the warehouse, where the company lets that happen by itself."""
    return release_due_orders()


@shared_task(name="orders.expire_quotations")
def expire_quotations() -> int:
    """End quotations whose day is over."""
    return expire_due_quotations()
