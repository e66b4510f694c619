from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.refs import DocumentRef
from erp.rules.models.versions import Definition, Version, rules_of


class RuleDefinition(Definition):
    """When something happens and something holds, something is done."""

    subject = models.CharField(_("about"), max_length=30, blank=True)
    checked_at = models.DateTimeField(_("last asked"), null=True, blank=True)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["code"]

    @property
    def ref(self) -> DocumentRef:
        """The rule itself."""
        return DocumentRef("rule", self.pk, self.code)


class RuleVersion(Version):
    """One content of a rule."""

    definition = models.ForeignKey(RuleDefinition, on_delete=models.CASCADE, related_name="versions")

    class Meta:
        verbose_name = _("version of a rule")
        verbose_name_plural = _("versions of rules")
        ordering = ["-number"]
        constraints = rules_of("definition", "rules_rule_version")

    def __str__(self) -> str:
        return f"{self.definition_id} v{self.number}"


class RuleExecution(models.Model):
    """One time that a rule fired about a document: what it saw, what it did; append-only."""

    class Outcome(models.TextChoices):
        DONE = "done", _("Done")
        FAILED = "failed", _("Refused")
        LOOP = "loop", _("Stopped: it would run in a circle")
        LIMITED = "limited", _("Stopped: too many in an hour")

    definition = models.ForeignKey(RuleDefinition, on_delete=models.CASCADE, related_name="executions")
    number = models.PositiveIntegerField(_("version"))
    key = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(_("document"), max_length=60, blank=True)
    customer_id = models.BigIntegerField(null=True)
    event_name = models.CharField(_("event"), max_length=80, blank=True)
    event_id = models.BigIntegerField(null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    error = models.CharField(_("error"), max_length=300, blank=True)
    trace = models.JSONField(_("trace"), default=dict)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("execution of a rule")
        verbose_name_plural = _("executions of rules")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "subject_kind", "subject_id", "key"], name="rules_execution_once"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["done", "failed", "loop", "limited"]),
                name="rules_execution_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["definition", "-at"], name="rules_execution_recent"),
            models.Index(fields=["subject_kind", "subject_id"], name="rules_execution_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} {self.subject_number} {self.outcome}"

    @property
    def subject(self) -> DocumentRef:
        """The document it was about."""
        return DocumentRef(self.subject_kind, self.subject_id, self.subject_number)


class RuleStanding(models.Model):
    """What a watched rule's conditions hold for, since when: it fires once, and again after they ended."""

    definition = models.ForeignKey(RuleDefinition, on_delete=models.CASCADE, related_name="standings")
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(_("document"), max_length=60, blank=True)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("standing condition")
        verbose_name_plural = _("standing conditions")
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "subject_kind", "subject_id"], name="rules_standing_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} {self.subject_number}"


class ExceptionMark(models.Model):
    """A document that needs somebody's eye: marked by a rule or a step, taken off when its cause is gone."""

    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(_("document"), max_length=60, blank=True)
    code = models.CharField(_("code"), max_length=60)
    text = models.CharField(_("text"), max_length=200, blank=True)
    raised_at = models.DateTimeField(_("raised"))
    raised_by = models.CharField(_("raised by"), max_length=150, blank=True)
    cleared_at = models.DateTimeField(_("cleared"), null=True, blank=True)
    cleared_by = models.CharField(_("cleared by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "code"],
                condition=models.Q(cleared_at__isnull=True),
                name="rules_exception_once_while_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject_number}"


class RuleWebhook(models.Model):
    """One signed POST that a rule ordered, and how its delivery goes."""

    class State(models.TextChoices):
        PENDING = "pending", _("On its way")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Given up")

    url = models.CharField(_("address"), max_length=500)
    payload = models.JSONField(_("payload"))
    rule = models.CharField(_("rule"), max_length=60, blank=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(_("document"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_status = models.PositiveSmallIntegerField(_("last status"), null=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    delivered_at = models.DateTimeField(_("delivered"), null=True)

    class Meta:
        verbose_name = _("webhook of a rule")
        verbose_name_plural = _("webhooks of rules")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.rule} {self.url}"
