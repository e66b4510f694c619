"""What lateness and extra hours cost, and how far ahead the plan is left alone."""

from production.models import ScheduleSettings


def schedule_settings() -> ScheduleSettings:
    """The company's settings of the schedule, or those it begins with."""
    return ScheduleSettings.objects.order_by("pk").first() or ScheduleSettings()
