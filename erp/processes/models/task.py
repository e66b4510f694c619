from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.processes.models.case import Case, Token


class Task(models.Model):
    """One decision about a document that waits for people: of a role, named ones, or one person.

    `candidates` are the keys of the people who are asked by name; of a countersign they are the signers,
    of whom `needed` have to sign. `is_flagged` says that it came to a superior because nobody was
    there; `is_paused` that information was asked for and the clock stands.
    """

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
    role = models.CharField(_("for the role"), max_length=40)
    assignee = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("assigned to"),
    )
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    decision = models.CharField(_("decision"), max_length=20, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)
    version = models.PositiveIntegerField(default=1)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    token = models.ForeignKey(Token, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    visit = models.PositiveIntegerField(default=1, db_default=1)
    candidates = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)
    mode = models.CharField(_("signatures"), max_length=10, blank=True, default="", db_default="")
    needed = models.PositiveSmallIntegerField(_("signatures needed"), default=1, db_default=1)
    has_veto = models.BooleanField(_("veto"), default=False, db_default=False)
    is_flagged = models.BooleanField(_("nobody was there"), default=False, db_default=False)
    is_paused = models.BooleanField(_("waits for information"), default=False, db_default=False)
    question = models.CharField(_("question"), max_length=500, blank=True, default="", db_default="")
    checked = models.JSONField(_("checklist"), default=list, db_default=[], blank=True)
    missing = models.JSONField(_("missing material"), default=list, db_default=[], blank=True)
    decider_id = models.BigIntegerField(null=True, blank=True)
    delegated_from = models.BigIntegerField(null=True, blank=True)

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
            models.Index(
                fields=["role", "due_at", "id"],
                name="processes_task_queue",
                condition=models.Q(state="waiting", assignee__isnull=True, candidates=[]),
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="processes_task_subject"),
            models.Index(
                fields=["assignee", "due_at"],
                name="processes_task_person",
                condition=models.Q(state__in=["waiting", "claimed"]),
            ),
            models.Index(
                fields=["decider_id", "-decided_at"],
                name="processes_task_decider",
                condition=models.Q(state="done"),
            ),
            GinIndex(
                fields=["candidates"],
                name="processes_task_candidates",
                condition=models.Q(state__in=["waiting", "claimed"]) & ~models.Q(candidates=[]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "node", "case", "visit"],
                condition=models.Q(state__in=["waiting", "claimed"]),
                name="processes_one_open_task_per_node",
                nulls_distinct=False,
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

    @transition(field=state, source=State.CLAIMED, target=State.WAITING)
    def release(self) -> None:
        """Whoever had taken it on gives it back."""
        self.assignee = None


class TaskSignature(models.Model):
    """One person's answer to a task that several people sign."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="signatures")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("signed by"))
    label = models.CharField(_("signed as"), max_length=150)
    in_place_of = models.BigIntegerField(null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=20)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "user"], name="processes_one_signature_each"),
            models.CheckConstraint(
                condition=models.Q(decision__in=["approved", "rejected"]), name="processes_signature_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.decision}"
