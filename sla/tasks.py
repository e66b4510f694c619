"""Recurring work of service levels. Every task may run twice or not at all without harm."""

from celery import shared_task

from sla.services.sweep import sweep


@shared_task(name="sla.sweep")
def sweep_clocks() -> list[int]:
    """Wake the sweep: what is due stands in the database."""
    swept = sweep()
    return [swept.acted, swept.late, swept.failed]
