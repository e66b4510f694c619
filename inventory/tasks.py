"""Recurring work of the stock. Every task may run twice or not at all without harm."""

from celery import shared_task

from inventory.services.alerts import raise_stock_alerts


@shared_task(name="inventory.raise_stock_alerts")
def raise_alerts_of_stock() -> tuple[int, int]:
    """Look at safety stocks."""
    return raise_stock_alerts()
