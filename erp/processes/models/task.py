from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from erp.core.refs import DocumentRef
from erp.identity.models import User


class Task(models.Model):
    """One decision about a document that waits for a person of a role."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CLAIMED = "claimed", _("Claimed")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        SKIPPED = "skipped", _("Skipped")

    node = models.CharField(_("node"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(_("document"), max_length=60)
    customer_id = models.BigIntegerField(null=True)
    facts = models.JSONField(_("facts"), default=dict)
    on_approve = models.CharField(max_length=80, blank=True)
    on_reject = models.CharField(max_length=80, blank=True)
    role = models.CharField(_("for the role"), max_length=40)
    assignee = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("assigned to"),
    )
    state = FSMField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, protected=True)
    decision = models.CharField(_("decision"), max_length=20, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(
                fields=["role", "due_at"],
                name="processes_task_open",
                condition=models.Q(state__in=["waiting", "claimed"]),
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="processes_task_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "node"],
                condition=models.Q(state__in=["waiting", "claimed"]),
                name="processes_one_open_task_per_node",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "claimed", "done", "cancelled", "skipped"]),
                name="processes_task_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.subject_number}"

    @property
    def ref(self) -> DocumentRef:
        """The task itself."""
        return DocumentRef("task", self.pk, self.subject_number)

    @property
    def subject(self) -> DocumentRef:
        """The document to decide about."""
        return DocumentRef(self.subject_kind, self.subject_id, self.subject_number)

    @transition(field=state, source=[State.WAITING, State.CLAIMED], target=State.CLAIMED)
    def claim(self, *, by: User) -> None:
        """Someone takes it on."""
        self.assignee = by

    @transition(field=state, source=[State.WAITING, State.CLAIMED], target=State.DONE)
    def decide(self, *, decision: str, reason: str, by: str, at: datetime) -> None:
        """It was decided."""
        self.decision, self.reason, self.decided_by, self.decided_at = decision, reason, by, at

    @transition(field=state, source=[State.WAITING, State.CLAIMED], target=State.CANCELLED)
    def cancel(self, *, at: datetime) -> None:
        """There is nothing to decide any more."""
        self.decided_at = at
