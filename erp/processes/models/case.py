from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.refs import DocumentRef
from erp.processes.models.definition import ProcessDefinition, ProcessVersion

OPEN_TOKEN = models.Q(state__in=["active", "waiting"])


class Case(models.Model):
    """One document on its way through one version of a process.

    Its state moves only in memory, by `erp.processes.calc.journey`, and is written together with the
    tokens and the log of one command. `live` counts the tokens that are not done; `visits` how often
    each node was entered.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    definition = models.ForeignKey(
        ProcessDefinition, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    version = models.ForeignKey(
        ProcessVersion, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(_("document"), max_length=60)
    customer_id = models.BigIntegerField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RUNNING)
    is_paused = models.BooleanField(_("paused"), default=False)
    is_pilot = models.BooleanField(_("pilot"), default=False)
    live = models.PositiveIntegerField(default=1)
    visits = models.JSONField(default=dict)
    parent_token_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="processes_case_subject"),
            models.Index(
                fields=["version"], name="processes_case_running", condition=models.Q(state="running")
            ),
            models.Index(fields=["definition", "started_at"], name="processes_case_started"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "subject_kind", "subject_id"],
                condition=models.Q(state="running"),
                name="processes_one_running_case",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["running", "completed", "cancelled", "failed"]),
                name="processes_case_state",
            ),
            models.CheckConstraint(
                condition=models.Q(state="running", live__gt=0, ended_at__isnull=True)
                | (~models.Q(state="running") & models.Q(live=0, ended_at__isnull=False)),
                name="processes_case_live",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_number}"

    @property
    def ref(self) -> DocumentRef:
        """The case itself."""
        return DocumentRef("case", self.pk, self.subject_number)

    @property
    def subject(self) -> DocumentRef:
        """The document that is on its way."""
        return DocumentRef(self.subject_kind, self.subject_id, self.subject_number)


class Token(models.Model):
    """Where a case stands: one row per place, more than one between a split and its join.

    `active` is to be run, `waiting` waits for a person, an event, a time or the other branches. A
    token that waits because its step was refused has an open incident.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tokens")
    node = models.CharField(_("node"), max_length=60)
    visit = models.PositiveIntegerField(default=1)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    entered_at = models.DateTimeField(_("entered"))
    wait_for = models.CharField(_("waits for"), max_length=120, blank=True)
    due_at = models.DateTimeField(_("until"), null=True, blank=True)
    edge = models.CharField(_("came by"), max_length=150, blank=True)
    note = models.CharField(_("why it is here"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="processes_token_due",
                condition=models.Q(state="waiting", due_at__isnull=False),
            ),
            # By key, not by moment: a token that only goes on to wait elsewhere touches no index.
            models.Index(fields=["id"], name="processes_token_run", condition=models.Q(state="active")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["active", "waiting", "done"]), name="processes_token_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.node} {self.visit}"


class StepLog(models.Model):
    """One visit of a node that is over: when, how and by whom it ended. Rows are only added."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    token_id = models.BigIntegerField()
    node = models.CharField(_("node"), max_length=60)
    visit = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField(_("entered"))
    left_at = models.DateTimeField(_("left"))
    outcome = models.CharField(_("outcome"), max_length=80)
    by = models.CharField(_("by"), max_length=150, blank=True)
    edge = models.CharField(_("left by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="processes_step_case")]

    def __str__(self) -> str:
        return f"{self.node} {self.visit}: {self.outcome}"


class Incident(models.Model):
    """A step that could not be done: why, and what a person made of it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        RETRIED = "retried", _("Retried")
        SKIPPED = "skipped", _("Skipped")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="incidents")
    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="incidents")
    node = models.CharField(_("node"), max_length=60)
    visit = models.PositiveIntegerField(default=1)
    code = models.CharField(_("reason"), max_length=80)
    facts = models.JSONField(_("facts"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(_("since"))
    closed_at = models.DateTimeField(_("settled"), null=True, blank=True)
    closed_by = models.CharField(_("settled by"), max_length=150, blank=True)
    reason = models.CharField(_("why it was skipped"), max_length=500, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=1)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["opened_at"], name="processes_incident_open", condition=models.Q(state="open")
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["token"], condition=models.Q(state="open"), name="processes_one_open_incident"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "retried", "skipped"]), name="processes_incident_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node}: {self.code}"

    @property
    def ref(self) -> DocumentRef:
        """The incident itself."""
        return DocumentRef("incident", self.pk, self.case.subject_number)
