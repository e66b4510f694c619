from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.processes.models.definition import ProcessDefinition


class ReplayRun(models.Model):
    """One drawing tried on the documents of a past period, beside the version in force then.

    The drawing is kept as it was when the run was asked for; the result never changes afterwards.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to begin")
        RUNNING = "running", _("Running")
        DONE = "done", _("Finished")
        FAILED = "failed", _("Failed")

    definition = models.ForeignKey(ProcessDefinition, on_delete=models.CASCADE, related_name="replays")
    number = models.PositiveIntegerField(_("version"))
    graph = models.JSONField(_("graph"))
    compared_with = models.PositiveIntegerField(_("compared with version"), null=True, blank=True)
    compared_graph = models.JSONField(null=True, blank=True)
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    limit = models.PositiveIntegerField(_("documents at most"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("documents"), default=0)
    result = models.JSONField(_("result"), default=dict, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(_("error"), max_length=500, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("replay")
        verbose_name_plural = _("replays")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running", "done", "failed"]),
                name="processes_replay_state",
            ),
            models.CheckConstraint(
                condition=models.Q(since__lt=models.F("until")), name="processes_replay_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition.code} {self.number}"

    @property
    def ref(self) -> DocumentRef:
        """The run itself."""
        return DocumentRef("replay", self.pk, f"{self.definition.code}-{self.pk}")
