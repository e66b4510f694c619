from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.machines import StateField
from erp.core.models import Commitment, closed_when_settled
from erp.core.refs import DocumentRef


class ReviewPack(models.Model):
    """A review of a period: targets missed, why, what is done about it, what became of the last actions.

    `figures` and `causes` are what the books said when the pack was made; they do not change afterwards.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        HELD = "held", _("Held")

    number = models.CharField(_("number"), max_length=60, unique=True)
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    as_of = models.DateField(_("as of"))
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("follows")
    )
    figures = models.JSONField(_("figures"), default=list)
    causes = models.JSONField(_("causes"), default=dict)
    conclusion = models.TextField(_("conclusion"), blank=True)
    created_at = models.DateTimeField(_("created"))
    created_by = models.CharField(_("by"), max_length=150, blank=True)
    held_at = models.DateTimeField(_("held"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("review pack")
        verbose_name_plural = _("review packs")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["starts_on", "ends_on"], name="sla_review_once"),
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")), name="sla_review_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", held_at__isnull=True)
                | models.Q(state="held", held_at__isnull=False),
                name="sla_review_state",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The pack itself."""
        return DocumentRef("review", self.pk, self.number)

    @transition(field=state, source=State.DRAFT, target=State.HELD)
    def hold_meeting(self, *, at: datetime) -> None:
        """The review took place: its conclusion stands."""
        self.held_at = at


class ReviewAction(Commitment):
    """Something that somebody does by a day because a target was missed."""

    pack = models.ForeignKey(ReviewPack, on_delete=models.PROTECT, related_name="actions")
    metric = models.CharField(_("measure"), max_length=40, blank=True)
    title = models.CharField(_("action"), max_length=200)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("action of a review")
        verbose_name_plural = _("actions of reviews")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["due_on"], name="sla_action_open", condition=models.Q(state="open")),
        ]
        constraints = [
            closed_when_settled("sla_action_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """The action as messages name it."""
        return self.title

    @property
    def ref(self) -> DocumentRef:
        """The action itself."""
        return DocumentRef("review_action", self.pk, self.title[:60])
