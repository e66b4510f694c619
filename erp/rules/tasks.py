"""Recurring work of the rules. Every task may run twice or not at all without harm."""

from celery import shared_task

from erp.rules.services.watching import missed_firings
from erp.rules.services.watching import watch_rules as watch


@shared_task(name="rules.watch_rules")
def watch_rules() -> dict[str, int]:
    """Ask the rules that are due: thresholds, schedules, dwelling."""
    return watch()


@shared_task(name="rules.find_missed")
def find_missed() -> dict[str, int]:
    """Look for rules that should have fired and did not."""
    return missed_firings()
