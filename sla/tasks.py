"""Recurring work of service levels. Every task may run twice or not at all without harm."""

from celery import shared_task

from erp.core.actor import system_actor
from erp.masterdata.services.nights import once_a_night
from sla.services.keeping_facts import keep_facts
from sla.services.measures import take_snapshots
from sla.services.reviews import remind_of_actions
from sla.services.sweep import sweep
from sla.services.telling import settle_ended


@shared_task(name="sla.sweep")
def sweep_clocks() -> list[int]:
    """Wake the sweep: what is due stands in the database."""
    swept = sweep()
    return [swept.acted, swept.late, swept.failed]


@shared_task(name="sla.settle_ended")
def settle_what_was_told() -> int:
    """What was told of clocks that have stopped needs nobody's eyes any more."""
    return settle_ended(actor=system_actor("service levels"))


@shared_task(name="sla.keep_facts")
def keep_facts_of_orders() -> int:
    """Keep the facts of orders that are over, so that boards of measures read few books."""
    return keep_facts(actor=system_actor("measures"))


@shared_task(name="sla.take_snapshots")
def snapshots_of_measures() -> int:
    """Keep the figures of closed months in the company's night, so that nobody waits in the morning."""
    made = once_a_night(
        job="sla.take_snapshots", hour=1, work=lambda: take_snapshots(actor=system_actor("measures"))
    )
    return made or 0


@shared_task(name="sla.remind_of_actions")
def reminders_of_actions() -> int:
    """Tell owners which actions of reviews are overdue."""
    return remind_of_actions(actor=system_actor("reviews"))
