from django.db import models
from django.utils.translation import gettext_lazy as _


class Alert(models.Model):
    """Something that a role or one person should know and has not acknowledged; raised once while open."""

    class Level(models.TextChoices):
        INFO = "info", _("Info")
        WARNING = "warning", _("Warning")
        CRITICAL = "critical", _("Critical")

    code = models.CharField(_("code"), max_length=60)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, default=Level.WARNING)
    role = models.CharField(_("for the role"), max_length=40)
    user_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(_("document"), max_length=60, blank=True)
    customer_id = models.BigIntegerField(null=True)
    facts = models.JSONField(_("facts"), default=dict)
    raised_at = models.DateTimeField(_("raised"))
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    acknowledged_by = models.CharField(_("acknowledged by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["role", "-id"],
                name="notifications_alert_open",
                condition=models.Q(acknowledged_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "role", "user_id", "subject_kind", "subject_id"],
                condition=models.Q(acknowledged_at__isnull=True),
                name="notifications_alert_once_while_open",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=["info", "warning", "critical"]),
                name="notifications_alert_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject_number}"
