"""Recurring work of processes. Every task may run twice or not at all without harm."""

from celery import shared_task

from erp.processes.services.timers import catch_up, run_forgotten, take_up_missed, wake_due


@shared_task(name="processes.wake_due")
def wake_due_timers() -> int:
    """Wake timers that are due."""
    return wake_due()


@shared_task(name="processes.run_forgotten")
def run_forgotten_cases() -> int:
    """Run what was asked for and never run, tell tokens what they missed, begin cases that nobody began."""
    return run_forgotten() + catch_up() + take_up_missed()
