from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.refs import DocumentRef


class ProcessDefinition(models.Model):
    """A process that business people draw for one kind of document."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    names = models.JSONField(_("name by language"), default=dict, blank=True)
    subject_kind = models.CharField(_("document"), max_length=30)
    is_active = models.BooleanField(_("active"), default=True)
    is_shipped = models.BooleanField(_("came with the product"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> DocumentRef:
        """The process itself."""
        return DocumentRef("process", self.pk, self.code)


class ProcessVersion(models.Model):
    """One drawing of a process: a draft that is being edited, or published and immutable from then on.

    The published version without a scope takes all new cases, except those that a pilot (a published
    version with a scope) takes before it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")

    definition = models.ForeignKey(ProcessDefinition, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    graph = models.JSONField(_("graph"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    scope = models.JSONField(_("pilot scope"), default=dict, blank=True)
    is_pilot = models.BooleanField(_("pilot"), default=False)
    based_on = models.PositiveIntegerField(_("drawn from version"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.CharField(_("published by"), max_length=150, blank=True)
    checksum = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("process version")
        verbose_name_plural = _("process versions")
        ordering = ["definition", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["definition", "number"], name="processes_version_number"),
            models.UniqueConstraint(
                fields=["definition"],
                condition=models.Q(state="published", is_pilot=False),
                name="processes_one_current_version",
            ),
            models.UniqueConstraint(
                fields=["definition"], condition=models.Q(state="draft"), name="processes_one_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "published", "retired"]),
                name="processes_version_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition.code} {self.number}"
