from datetime import datetime
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import QuantityField
from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from inventory.models import Item
from production.models.operation import Operation
from production.models.work_order import WorkOrder

KIND = "non_conformance"


class WorkInspection(models.Model):
    """What an inspector found of pieces that an operation had finished: how many passed, how many did not.

    `sample` is how many of them were looked at.
    """

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="inspections")
    sample = QuantityField(_("sample"))
    accepted = QuantityField(_("accepted"), default=0)
    rejected = QuantityField(_("rejected"), default=0)
    note = models.CharField(_("note"), max_length=500, blank=True)
    inspector = models.CharField(_("inspector"), max_length=150, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("inspection in process")
        verbose_name_plural = _("inspections in process")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted__gte=0, rejected__gte=0, sample__gt=0)
                & models.Q(sample__lte=models.F("accepted") + models.F("rejected")),
                name="production_inspection_quantities",
            )
        ]

    def __str__(self) -> str:
        return f"{self.operation_id}: {self.accepted} / {self.rejected}"


class NonConformance(models.Model):
    """Pieces of a work order that are not as they should be, why, and what has become of them.

    They stand aside at their operation until somebody decides: used as they are, reworked or scrapped.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        IN_REWORK = "in_rework", _("In rework")
        CLOSED = "closed", _("Closed")

    class FoundBy(models.TextChoices):
        INSPECTION = "inspection", _("Inspection")
        FLOOR = "floor", _("Shop floor")

    number = models.CharField(_("number"), max_length=60, unique=True)
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", verbose_name=_("item"))
    work_order = models.ForeignKey(
        WorkOrder, on_delete=models.PROTECT, related_name="non_conformances", verbose_name=_("work order")
    )
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, related_name="non_conformances", verbose_name=_("operation")
    )
    inspection = models.ForeignKey(WorkInspection, on_delete=models.PROTECT, null=True, related_name="found")
    found_by = models.CharField(_("found by"), max_length=10, choices=FoundBy.choices)
    quantity = QuantityField(_("quantity"))
    used = QuantityField(_("used as is"), default=0)
    reworked = QuantityField(_("reworked"), default=0)
    scrapped = QuantityField(_("scrapped"), default=0)
    reason = models.CharField(_("reason"), max_length=200)
    note = models.CharField(_("note"), max_length=500, blank=True)
    created_by = models.CharField(_("by"), max_length=150, blank=True)
    created_at = models.DateTimeField(_("found"))
    closed_at = models.DateTimeField(_("closed"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("non-conformance")
        verbose_name_plural = _("non-conformances")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "in_rework", "closed"]),
                name="production_nonconformance_state",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, used__gte=0, reworked__gte=0, scrapped__gte=0)
                & models.Q(quantity__gte=models.F("used") + models.F("reworked") + models.F("scrapped")),
                name="production_nonconformance_adds_up",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="production_nonconformance_open",
                condition=models.Q(state__in=["open", "in_rework"]),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The non-conformance itself."""
        return DocumentRef(KIND, self.pk, self.number)

    @property
    def undecided(self) -> Decimal:
        """Pieces of which nobody has said yet what becomes of them."""
        return self.quantity - self.used - self.reworked - self.scrapped

    @transition(field=state, source=State.OPEN, target=State.IN_REWORK)
    def await_rework(self) -> None:
        """All is decided, and some of it is being reworked."""

    @transition(field=state, source=[State.OPEN, State.IN_REWORK], target=State.CLOSED)
    def close(self, *, at: datetime) -> None:
        """All is decided, and what was to be reworked is."""
        self.closed_at = at


class Disposition(models.Model):
    """What was decided about pieces of a non-conformance, by whom, and the work order that reworks them."""

    class Kind(models.TextChoices):
        USE = "use_as_is", _("Use as is")
        REWORK = "rework", _("Rework")
        SCRAP = "scrap", _("Scrap")

    non_conformance = models.ForeignKey(NonConformance, on_delete=models.CASCADE, related_name="dispositions")
    kind = models.CharField(_("decision"), max_length=10, choices=Kind.choices)
    quantity = QuantityField(_("quantity"))
    work_order = models.OneToOneField(
        WorkOrder, on_delete=models.PROTECT, null=True, related_name="reworks", verbose_name=_("rework order")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    decided_by = models.CharField(_("by"), max_length=150, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("decision about a non-conformance")
        verbose_name_plural = _("decisions about non-conformances")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0), name="production_disposition_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["use_as_is", "rework", "scrap"]),
                name="production_disposition_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="rework") | models.Q(work_order__isnull=True),
                name="production_disposition_rework",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.non_conformance_id}: {self.kind} {self.quantity}"
