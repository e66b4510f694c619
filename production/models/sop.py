from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import QuantityField
from erp.core.models import Commitment, closed_when_settled
from erp.core.refs import DocumentRef
from erp.masterdata.models import Unit
from inventory.models import ItemCategory


class SopPlan(models.Model):
    """What was agreed for a product family, month by month; never changed, a later version replaces it.

    A family is a category of the top level (none: products without one) in one base unit, because
    pieces and meters can't be added.
    """

    family = models.ForeignKey(
        ItemCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("product family"),
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    number = models.PositiveIntegerField(_("version"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    agreed_at = models.DateTimeField(_("agreed"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    agreed_label = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("agreed plan")
        verbose_name_plural = _("agreed plans")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "unit", "number"], nulls_distinct=False, name="production_sop_version"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="production_sop_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.family_id}/{self.unit_id} v{self.number}"

    @property
    def ref(self) -> DocumentRef:
        """The plan as events name it."""
        return DocumentRef("sop_plan", self.pk, f"S&OP v{self.number}")


class SopPlanMonth(models.Model):
    """The figures agreed for one month; `stock` below zero is demand that stays uncovered."""

    plan = models.ForeignKey(SopPlan, on_delete=models.CASCADE, related_name="months")
    month = models.DateField(_("month"))
    demand = QuantityField(_("demand"))
    supply = QuantityField(_("supply"))
    stock = QuantityField(_("stock at its end"))

    class Meta:
        verbose_name = _("month of an agreed plan")
        verbose_name_plural = _("months of agreed plans")
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "month"], name="production_sop_month_once"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="production_sop_month_first"),
            models.CheckConstraint(
                condition=models.Q(demand__gte=0, supply__gte=0), name="production_sop_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["month"], name="production_sop_month")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.month}"


class SopDecision(Commitment):
    """What was decided in the S&OP meeting: who does it, by when, and what came of it."""

    title = models.CharField(_("decision"), max_length=200)
    family = models.ForeignKey(
        ItemCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("product family"),
    )
    month = models.DateField(_("about the month"), null=True, blank=True)
    created_at = models.DateTimeField(_("decided"))
    created_by = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("S&OP decision")
        verbose_name_plural = _("S&OP decisions")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["due_on"], name="production_sop_open", condition=models.Q(state="open")),
        ]
        constraints = [
            closed_when_settled("production_sop_decision_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """The decision as messages name it."""
        return self.title

    @property
    def ref(self) -> DocumentRef:
        """The decision itself."""
        return DocumentRef("sop_decision", self.pk, self.title[:60])
