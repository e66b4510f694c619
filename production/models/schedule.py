from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduleRun(models.Model):
    """One schedule of all open operations: how it was made and how good it is. The latest is in force."""

    class Direction(models.TextChoices):
        FORWARD = "forward", _("forward: as early as it goes")
        BACKWARD = "backward", _("backward: as late as the due days allow")

    made_at = models.DateTimeField(_("made"))
    direction = models.CharField(
        _("direction"),
        max_length=8,
        choices=Direction.choices,
        default=Direction.FORWARD,
        db_default="forward",
    )
    made_by = models.CharField(_("by"), max_length=150, blank=True, default="")
    operations = models.PositiveIntegerField(_("operations"), default=0)
    moved = models.PositiveIntegerField(_("moved since the last run"), default=0)
    orders = models.PositiveIntegerField(_("work orders"), default=0)
    late = models.PositiveIntegerField(_("late"), default=0)
    late_before = models.PositiveIntegerField(_("late before"), default=0)
    lateness_seconds = models.BigIntegerField(_("lateness in seconds"), default=0)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    seconds = models.FloatField(_("seconds"), default=0)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk}"


class ScheduledOperation(models.Model):
    """When and on which machine an operation is to be done, why not earlier, and where it stood before.

    One that `overlaps` begins with the first pieces of the operation before it, while that one still runs.
    A locked one stays where it is when the others are scheduled anew. Machines count from 1; an operation
    at a work center without a limit (outside, or none) has machine 0.
    """

    class Wait(models.TextChoices):
        NONE = "", _("nothing")
        FIXED = "fixed", _("stays where it is")
        RELEASE = "release", _("the start of its work order")
        MATERIAL = "material", _("material")
        PREDECESSOR = "predecessor", _("the operation before it")
        MOVE = "move", _("its pieces to come from the operation before it")
        QUEUE = "queue", _("its pieces to have lain before the work center")
        CAPACITY = "capacity", _("a free machine")
        CALENDAR = "calendar", _("working hours")
        DUE = "due", _("its due day")

    operation = models.OneToOneField(
        "production.Operation", on_delete=models.CASCADE, related_name="place", verbose_name=_("operation")
    )
    run = models.ForeignKey(ScheduleRun, on_delete=models.SET_NULL, null=True, related_name="places")
    work_center = models.ForeignKey(
        "production.WorkCenter",
        on_delete=models.PROTECT,
        null=True,
        related_name="places",
        verbose_name=_("work center"),
    )
    machine = models.PositiveSmallIntegerField(_("machine"), default=0)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    setup_seconds = models.PositiveIntegerField(_("set-up in seconds"), default=0)
    is_locked = models.BooleanField(_("locked"), default=False)
    overlaps = models.BooleanField(
        _("begins while the one before it still runs"), default=False, db_default=False
    )
    waits_for = models.CharField(_("waits for"), max_length=12, choices=Wait.choices, blank=True, default="")
    waits_since = models.DateTimeField(_("waits since"), null=True)
    behind = models.ForeignKey(
        "production.Operation",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("behind"),
    )
    was_starts_at = models.DateTimeField(_("started before"), null=True)
    was_ends_at = models.DateTimeField(_("ended before"), null=True)

    class Meta:
        verbose_name = _("scheduled operation")
        verbose_name_plural = _("scheduled operations")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")), name="production_place_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    waits_for__in=[
                        "", "fixed", "release", "material", "predecessor", "move", "queue", "capacity",
                        "calendar", "due",
                    ]
                ),
                name="production_place_wait",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["work_center", "starts_at"], name="production_place_center")]

    def __str__(self) -> str:
        return f"{self.operation_id}: {self.starts_at}"


class ScheduleSettings(models.Model):
    """What lateness and extra hours cost, and how far ahead the plan is left alone. One row."""

    lateness_percent_per_day = models.DecimalField(
        _("cost of a day of lateness (% of the goods' value)"), max_digits=6, decimal_places=3, default=1
    )
    overtime_percent = models.DecimalField(
        _("surcharge for overtime and extra shifts (%)"), max_digits=6, decimal_places=2, default=50
    )
    overtime_hours = models.PositiveSmallIntegerField(_("hours of overtime a day"), default=2)
    freeze_hours = models.PositiveSmallIntegerField(
        _("hours ahead in which nothing is moved"), default=0, help_text=_("0 moves everything not begun.")
    )

    class Meta:
        verbose_name = _("settings of the schedule")
        verbose_name_plural = _("settings of the schedule")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lateness_percent_per_day__gte=0, overtime_percent__gte=0)
                & models.Q(overtime_hours__gte=1, overtime_hours__lte=12, freeze_hours__lte=720),
                name="production_schedule_settings_sane",
            )
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
