from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.machines import StateField


class Commitment(models.Model):
    """Something that somebody does by a day: open until it is done or dropped, with what came of it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due"))
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    result = models.CharField(_("result"), max_length=500, blank=True)
    closed_at = models.DateTimeField(_("settled"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @transition(field=state, source=State.OPEN, target=State.DONE)
    def finish(self, *, at: datetime, result: str) -> None:
        """It is done, with this result."""
        self.closed_at, self.result = at, result

    @transition(field=state, source=State.OPEN, target=State.DROPPED)
    def drop(self, *, at: datetime, result: str) -> None:
        """It will not be done, for this reason."""
        self.closed_at, self.result = at, result

    @transition(field=state, source=[State.DONE, State.DROPPED], target=State.OPEN)
    def reopen(self) -> None:
        """It has to be done after all."""
        self.closed_at, self.result = None, ""


def closed_when_settled(name: str) -> models.CheckConstraint:
    """The constraint of a commitment's table: what is open has no end, what is done or dropped has one."""
    return models.CheckConstraint(
        condition=models.Q(state="open", closed_at__isnull=True)
        | models.Q(state__in=["done", "dropped"], closed_at__isnull=False),
        name=name,
    )
