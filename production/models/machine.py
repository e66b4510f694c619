from django.db import models
from django.utils.translation import gettext_lazy as _

from production.models.work_center import WorkCenter


class MachineStatus(models.TextChoices):
    """What a machine can be: working or ready, out of order, or being set up."""

    UP = "up", _("Up")
    DOWN = "down", _("Down")
    SETUP = "setup", _("Set-up")


class MachineState(models.Model):
    """How one machine of a work center stands by the latest of its news; machines count from 1.

    A machine without a row is up. `expected_end` is when it should be up again; a machine that is down
    without one has no known end.
    """

    work_center = models.ForeignKey(
        WorkCenter, on_delete=models.CASCADE, related_name="machine_states", verbose_name=_("work center")
    )
    machine = models.PositiveSmallIntegerField(_("machine"))
    state = models.CharField(_("state"), max_length=10, choices=MachineStatus.choices)
    since = models.DateTimeField(_("since"))
    said_at = models.DateTimeField(_("last heard of"))
    expected_end = models.DateTimeField(_("expected end"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("changed"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("state of a machine")
        verbose_name_plural = _("states of machines")
        ordering = ["work_center", "machine"]
        constraints = [
            models.UniqueConstraint(fields=["work_center", "machine"], name="production_machine_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["up", "down", "setup"]), name="production_machine_state"
            ),
            models.CheckConstraint(
                condition=models.Q(expected_end__isnull=True) | models.Q(expected_end__gt=models.F("since")),
                name="production_machine_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_center_id}/{self.machine}: {self.state}"


class MachineEvent(models.Model):
    """One piece of news of a machine, as it was sent: taken once, however often and in whatever order.

    `is_applied` when it was the latest of its machine as it came; older news is kept and changes nothing.
    """

    work_center = models.ForeignKey(
        WorkCenter, on_delete=models.CASCADE, related_name="machine_events", verbose_name=_("work center")
    )
    machine = models.PositiveSmallIntegerField(_("machine"))
    key = models.CharField(_("sender's key"), max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=MachineStatus.choices)
    at = models.DateTimeField(_("at"))
    expected_end = models.DateTimeField(_("expected end"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    told_by = models.CharField(_("by"), max_length=150, blank=True)
    received_at = models.DateTimeField(_("received"))
    is_applied = models.BooleanField(_("counts"))

    class Meta:
        verbose_name = _("news of a machine")
        verbose_name_plural = _("news of machines")
        ordering = ["-id"]
        indexes = [models.Index(fields=["work_center", "machine", "-at"], name="production_machine_news")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["up", "down", "setup"]), name="production_machine_news_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.work_center_id}/{self.machine}: {self.state}"
