from django.db import models
from django.utils.translation import gettext_lazy as _


class IntakeError(models.Model):
    """An order or row that could not be taken, kept with its reason until it is replayed or dropped."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        REPLAYED = "replayed", _("Replayed")
        DISCARDED = "discarded", _("Discarded")

    channel = models.CharField(_("channel"), max_length=40)
    external_id = models.CharField(_("external id"), max_length=120, blank=True)
    payload = models.JSONField(_("payload"))
    code = models.CharField(_("code"), max_length=60)
    reason = models.JSONField(_("reason"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    attempts = models.PositiveIntegerField(_("attempts"), default=1)
    order_number = models.CharField(_("order"), max_length=60, blank=True)
    owner_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("intake error")
        verbose_name_plural = _("intake errors")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "replayed", "discarded"]), name="orders_intake_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.external_id}"
