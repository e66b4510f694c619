"""Recurring work of production. Every task may run twice or not at all without harm."""

from celery import shared_task
from django.utils import timezone

from erp.core.actor import system_actor
from production.selectors.machines import needs_another_look
from production.services.forecasts import forecast_by_the_clock
from production.services.keeping_up import keep_up
from production.services.planning_runs import plan_by_the_clock
from production.services.scheduling import schedule_by_the_clock


@shared_task(name="production.forecast")
def forecast_demand() -> bool:
    """Forecast every item anew when the company's night has come; says whether it did."""
    return forecast_by_the_clock(actor=system_actor("forecast")) is not None


@shared_task(name="production.plan")
def plan_material() -> bool:
    """Ask for the material plan of the night when its hour has come; says whether it did."""
    return plan_by_the_clock(actor=system_actor("planning by the clock")) is not None


@shared_task(name="production.schedule")
def schedule_work() -> bool:
    """Schedule all open operations anew before the company's day begins; says whether it did."""
    return schedule_by_the_clock(actor=system_actor("schedule")) is not None


@shared_task(name="production.machines")
def watch_machines() -> bool:
    """Machines that should be up by now and are not keep their work waiting: the schedule says so."""
    now = timezone.now()
    return needs_another_look(now) and keep_up(since=now, actor=system_actor("machine states")) is not None
