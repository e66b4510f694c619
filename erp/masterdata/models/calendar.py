from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkingCalendar(models.Model):
    """Working intervals per weekday in a zone of its own: {"monday": [["09:00", "12:00"], …]}."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    weekly = models.JSONField(_("week"), default=dict)

    class Meta:
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CalendarException(models.Model):
    """A day that differs from its week: a holiday (no intervals) or a make-up working day."""

    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.CASCADE, related_name="exceptions")
    date = models.DateField(_("date"))
    intervals = models.JSONField(_("intervals"), default=list, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("calendar exception")
        verbose_name_plural = _("calendar exceptions")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="masterdata_exception_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.date}"
