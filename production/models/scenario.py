from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from erp.identity.models import User


class Scenario(models.Model):
    """A named what-if: changes laid over the live picture in memory, never a copy of it.

    `figures` are those of the picture with the changes, `base` those of the same day without, `touched` what
    the changes rested on when they were reckoned. Somebody asks for its adoption (`asked_…`), somebody else
    decides (`decided_…`); `results` are the documents that came of it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RECKONED = "reckoned", _("Reckoned")
        STALE = "stale", _("Outdated")
        ADOPTED = "adopted", _("Adopted")
        DISCARDED = "discarded", _("Discarded")

    number = models.CharField(_("number"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    note = models.CharField(_("note"), max_length=500, blank=True)
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    created_label = models.CharField(_("by"), max_length=150, blank=True)
    is_waiting = models.BooleanField(_("waits to be reckoned"), default=False)
    error = models.CharField(_("error"), max_length=100, blank=True)
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    base = models.JSONField(_("figures of today"), default=dict, blank=True)
    touched = models.JSONField(_("rests on"), default=dict, blank=True)
    reckoned_at = models.DateTimeField(_("reckoned"), null=True, blank=True)
    seconds = models.FloatField(_("seconds"), null=True, blank=True)
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("adoption asked by")
    )
    asked_label = models.CharField(_("adoption asked by"), max_length=150, blank=True)
    asked_at = models.DateTimeField(_("adoption asked"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_label = models.CharField(_("decided by"), max_length=150, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    results = models.JSONField(_("what came of it"), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "reckoned", "stale", "adopted", "discarded"]),
                name="production_scenario_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="adopted")
                | models.Q(asked_at__isnull=False, decided_at__isnull=False),
                name="production_scenario_asked_and_decided",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="adopted")
                | models.Q(asked_by__isnull=True)
                | models.Q(decided_by__isnull=True)
                | ~models.Q(asked_by=models.F("decided_by")),
                name="production_scenario_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The scenario as events name it."""
        return DocumentRef("scenario", self.pk, self.number)

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed."""
        return self.state in {"draft", "reckoned", "stale"}

    @property
    def is_asked(self) -> bool:
        """Whether its adoption waits for a decision."""
        return self.is_open and self.asked_at is not None

    @transition(field=state, source=[State.DRAFT, State.RECKONED, State.STALE], target=State.RECKONED)
    def reckon(self, *, figures: dict[str, Any], base: dict[str, Any], touched: dict[str, Any]) -> None:
        """Its figures are known."""
        self.figures, self.base, self.touched = figures, base, touched
        self.is_waiting, self.error = False, ""

    @transition(field=state, source=State.RECKONED, target=State.STALE)
    def outdate(self) -> None:
        """Its changes, or what they rest on, are not what was reckoned."""
        self._unask()

    @transition(field=state, source=State.RECKONED, target=State.ADOPTED)
    def adopt(self, *, by: int | None, label: str, at: datetime, results: list[dict[str, Any]]) -> None:
        """Its changes are real."""
        self.decided_by_id, self.decided_label, self.decided_at = by, label[:150], at
        self.results = results

    @transition(field=state, source=[State.DRAFT, State.RECKONED, State.STALE], target=State.DISCARDED)
    def discard(self) -> None:
        """Nobody wants it any more."""
        self._unask()

    def _unask(self) -> None:
        self.asked_by, self.asked_label, self.asked_at = None, "", None


class ScenarioChange(models.Model):
    """One thing that would be otherwise: its kind and, as data, what of it."""

    class Kind(models.TextChoices):
        ADD_ORDER = "add_order", _("Another order")
        EXTRA_HOURS = "extra_hours", _("Extra hours")
        OUTSOURCE = "outsource", _("Outsourcing")
        LATE_SUPPLIER = "late_supplier", _("Late supplier")
        FORECAST_CHANGE = "forecast_change", _("Other forecast")

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="changes")
    line_no = models.PositiveSmallIntegerField(_("line"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    payload = models.JSONField(_("what of it"), default=dict)

    class Meta:
        verbose_name = _("change of a scenario")
        verbose_name_plural = _("changes of scenarios")
        ordering = ["scenario", "line_no"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "line_no"], name="production_scenario_line"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["add_order", "extra_hours", "outsource", "late_supplier", "forecast_change"]
                ),
                name="production_scenario_change_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}/{self.line_no}"
