"""What decision tables and rules share: a definition with a code, and immutable versions of its content."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.machines import StateField
from erp.core.refs import DocumentRef


class Definition(models.Model):
    """Something that people of the business define without code; what it says is in its versions."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    names = models.JSONField(_("names by language"), default=dict, blank=True)
    description = models.CharField(_("description"), max_length=500, blank=True)
    is_active = models.BooleanField(_("on"), default=True)
    is_shipped = models.BooleanField(_("came with the product"), default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def ref(self) -> DocumentRef:
        """The definition itself."""
        raise NotImplementedError

    def name_in(self, language: str) -> str:
        """The name in a language, else the name."""
        return str(self.names.get(language) or self.name)


class Version(models.Model):
    """One content of a definition: a draft is edited, a published one is never changed again."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")

    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    checksum = models.CharField(max_length=64)
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    scope = models.JSONField(_("pilot scope"), default=dict, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    saved_by = models.CharField(_("saved by"), max_length=150, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.CharField(_("published by"), max_length=150, blank=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_pilot(self) -> bool:
        """Whether it is in force for a part of the business only."""
        return self.state == self.State.PUBLISHED and bool(self.scope)

    @transition(field=state, source=[State.DRAFT, State.PUBLISHED, State.RETIRED], target=State.PUBLISHED)
    def publish(self, *, scope: dict[str, Any], by: str, at: datetime) -> None:
        """It is in force, for its scope or for everybody; an older one comes back the same way."""
        self.scope, self.published_by, self.published_at, self.retired_at = scope, by, at, None

    @transition(field=state, source=State.PUBLISHED, target=State.RETIRED)
    def retire(self, *, at: datetime) -> None:
        """Another one has taken its place, or its pilot is over."""
        self.retired_at = at


def rules_of(parent: str, prefix: str) -> list[models.BaseConstraint]:
    """The constraints of a kind of version: one number, one draft, one current version of each definition."""
    return [
        models.UniqueConstraint(fields=[parent, "number"], name=f"{prefix}_number"),
        models.UniqueConstraint(
            fields=[parent], condition=models.Q(state="draft"), name=f"{prefix}_one_draft"
        ),
        models.UniqueConstraint(
            fields=[parent],
            condition=models.Q(state="published", scope={}),
            name=f"{prefix}_one_current",
        ),
        models.CheckConstraint(
            condition=models.Q(state__in=["draft", "published", "retired"]), name=f"{prefix}_state"
        ),
        models.CheckConstraint(
            condition=models.Q(state="draft") | models.Q(published_at__isnull=False),
            name=f"{prefix}_published",
        ),
    ]


class DecisionTable(Definition):
    """A table of conditions and results that people of the business keep."""

    subject = models.CharField(_("about"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("decision table")
        verbose_name_plural = _("decision tables")
        ordering = ["code"]

    @property
    def ref(self) -> DocumentRef:
        """The table itself."""
        return DocumentRef("decision_table", self.pk, self.code)


class TableVersion(Version):
    """One content of a decision table."""

    definition = models.ForeignKey(DecisionTable, on_delete=models.CASCADE, related_name="versions")

    class Meta:
        verbose_name = _("version of a decision table")
        verbose_name_plural = _("versions of decision tables")
        ordering = ["-number"]
        constraints = rules_of("definition", "rules_table_version")

    def __str__(self) -> str:
        return f"{self.definition_id} v{self.number}"
