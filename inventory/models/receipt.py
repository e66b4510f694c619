from datetime import datetime
from decimal import Decimal

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import MoneyField, QuantityField
from erp.core.machines import StateField
from erp.core.money import round_money
from erp.core.refs import DocumentRef
from erp.masterdata.models import Supplier
from inventory.calc.sampling import AQLS
from inventory.models.item import Item
from inventory.models.location import Warehouse
from inventory.models.purchase import PurchaseOrder, PurchaseOrderLine
from inventory.models.stock import Lot


class Receipt(models.Model):
    """What one delivery of a purchase order brought: arrived, inspected, put away."""

    class State(models.TextChoices):
        ARRIVED = "arrived", _("Arrived")
        INSPECTED = "inspected", _("Inspected")
        PUT_AWAY = "put_away", _("Put away")
        REJECTED = "rejected", _("Rejected")

    number = models.CharField(_("number"), max_length=60, unique=True)
    purchase_order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="receipts")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    state = StateField(_("state"), max_length=12, choices=State.choices, default=State.ARRIVED)
    delivery_note = models.CharField(_("supplier's delivery note"), max_length=60, blank=True)
    arrived_at = models.DateTimeField(_("arrived"))
    arrived_on = models.DateField(_("day of arrival"))
    received_by = models.CharField(_("received by"), max_length=150, blank=True)
    inspected_at = models.DateTimeField(_("inspected"), null=True, blank=True)
    inspected_by = models.CharField(_("inspected by"), max_length=150, blank=True)
    put_away_at = models.DateTimeField(_("put away"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["warehouse", "arrived_on"],
                name="inventory_receipt_open",
                condition=models.Q(state__in=["arrived", "inspected"]),
            ),
            models.Index(fields=["supplier", "arrived_on"], name="inventory_receipt_supplier"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["arrived", "inspected", "put_away", "rejected"]),
                name="inventory_receipt_state",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The receipt itself."""
        return DocumentRef("receipt", self.pk, self.number)

    @property
    def next_step(self) -> str:
        """The verb that comes next: inspect, put_away or nothing."""
        return {"arrived": "inspect", "inspected": "put_away"}.get(self.state, "")

    @transition(field=state, source=State.ARRIVED, target=State.INSPECTED)
    def inspect(self, *, at: datetime) -> None:
        """Every line is judged, and something of it is good."""
        self.inspected_at = at

    @transition(field=state, source=State.ARRIVED, target=State.REJECTED)
    def reject(self, *, at: datetime) -> None:
        """Every line is judged, and nothing of it is good."""
        self.inspected_at = at

    @transition(field=state, source=State.INSPECTED, target=State.PUT_AWAY)
    def put_away(self, *, at: datetime) -> None:
        """What was accepted lies where it will be picked from."""
        self.put_away_at = at


class ReceiptLine(models.Model):
    """A quantity of one item and lot of a receipt, and what became of it.

    quantity = accepted + rejected + not yet judged. What was damaged on arrival is rejected from the start.
    `value` is what the purchase order says it costs, in the base currency.
    """

    class Inspection(models.TextChoices):
        EXEMPT = "exempt", _("Exempt")
        SKIPPED = "skipped", _("Lot skipped")
        SAMPLE = "sample", _("Sample")
        FULL = "full", _("Every piece")

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="lines")
    line_no = models.PositiveIntegerField(_("line"))
    order_line = models.ForeignKey(PurchaseOrderLine, on_delete=models.PROTECT, related_name="receipt_lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="+")
    quantity = QuantityField(_("arrived"))
    damaged = QuantityField(_("damaged"), default=0)
    accepted = QuantityField(_("accepted"), default=0)
    rejected = QuantityField(_("rejected"), default=0)
    put_away = QuantityField(_("put away"), default=0)
    returned = QuantityField(_("returned to the supplier"), default=0)
    scrapped = QuantityField(_("scrapped"), default=0)
    replaced = QuantityField(_("replaced by the supplier"), default=0, db_default=0)
    invoiced = QuantityField(_("invoiced"), default=0)
    value = MoneyField(_("value by the purchase order"), default=0)
    inspection = models.CharField(_("inspection"), max_length=10, choices=Inspection.choices)
    sample_size = models.PositiveIntegerField(_("sample"), default=0)
    acceptance_number = models.PositiveIntegerField(_("defects allowed"), default=0)
    defects = models.PositiveIntegerField(_("defects found"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    expected_on = models.DateField(_("expected"))
    judged_at = models.DateTimeField(_("judged"), null=True, blank=True)

    class Meta:
        verbose_name = _("receipt line")
        verbose_name_plural = _("receipt lines")
        ordering = ["line_no"]
        constraints = [
            models.UniqueConstraint(fields=["receipt", "line_no"], name="inventory_receipt_line_no"),
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gt=0,
                    damaged__gte=0,
                    accepted__gte=0,
                    rejected__gte=models.F("damaged"),
                    put_away__gte=0,
                    returned__gte=0,
                    scrapped__gte=0,
                    invoiced__gte=0,
                    value__gte=0,
                ),
                name="inventory_receipt_line_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gte=models.F("accepted") + models.F("rejected"),
                    accepted__gte=models.F("put_away"),
                    rejected__gte=models.F("returned") + models.F("scrapped"),
                    returned__gte=models.F("replaced"),
                    replaced__gte=0,
                ),
                name="inventory_receipt_line_adds_up",
            ),
            models.CheckConstraint(
                condition=models.Q(inspection__in=["exempt", "skipped", "sample", "full"]),
                name="inventory_receipt_inspection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id}/{self.line_no}"

    @property
    def waiting(self) -> Decimal:
        """What nobody has judged yet."""
        return self.quantity - self.accepted - self.rejected

    @property
    def to_put_away(self) -> Decimal:
        """What was accepted and still lies at the dock."""
        return self.accepted - self.put_away

    @property
    def to_dispose(self) -> Decimal:
        """What was rejected and is neither returned nor scrapped."""
        return self.rejected - self.returned - self.scrapped

    @property
    def unbilled(self) -> Decimal:
        """What arrived, or was replaced for nothing, and is not billed; below zero: billed and sent back."""
        return self.quantity - self.returned + self.replaced - self.invoiced

    @property
    def open_value(self) -> Decimal:
        """What of its value is neither billed nor sent back, in the base currency."""
        return self.value - round_money(self.value * (self.quantity - self.unbilled) / self.quantity)

    @property
    def billable(self) -> Decimal:
        """What the supplier may still bill; a replacement is billed with what it replaces."""
        return Decimal(0) if self.order_line.replaces_id else max(self.unbilled, Decimal(0))


class InspectionMode(models.TextChoices):
    """How many pieces of a lot are looked at."""

    SAMPLING = "sampling", _("Sample by lot size")
    FULL = "full", _("Every piece")
    SKIP_LOT = "skip_lot", _("Skip lots after good ones")


class ReceivingSettings(models.Model):
    """How the company receives: tolerance, inspection, and when a supplier is no longer trusted."""

    over_receipt_percent = models.DecimalField(
        _("taken above the order, in percent"), max_digits=5, decimal_places=2, default=0, db_default=0
    )
    inspection_mode = models.CharField(
        _("inspection"),
        max_length=10,
        choices=InspectionMode.choices,
        default="sampling",
        db_default="sampling",
    )
    aql = models.CharField(_("acceptable quality level"), max_length=5, default="1.0", db_default="1.0")
    inspection_days = models.PositiveSmallIntegerField(_("days an inspection takes"), default=1, db_default=1)
    skip_after = models.PositiveSmallIntegerField(
        _("good lots before lots are skipped"), default=10, db_default=10
    )
    skip_every = models.PositiveSmallIntegerField(_("then one lot is inspected of"), default=5, db_default=5)
    window_days = models.PositiveSmallIntegerField(
        _("days a supplier is judged by"), default=90, db_default=90
    )
    least_pass_percent = models.DecimalField(
        _("least pass rate of a lot, in percent"), max_digits=5, decimal_places=2, default=95, db_default=95
    )
    lots_in_a_row = models.PositiveSmallIntegerField(_("bad lots in a row"), default=3, db_default=3)
    most_delay_days = models.DecimalField(
        _("mean delay allowed, in days"), max_digits=5, decimal_places=1, default=5, db_default=5
    )
    falling_months = models.PositiveSmallIntegerField(
        _("months in a row the on-time rate may not fall"), default=3, db_default=3
    )

    confirmation_days = models.PositiveSmallIntegerField(
        _("days a supplier has to confirm an order"), default=3, db_default=3
    )

    class Meta:
        verbose_name = _("receiving settings")
        verbose_name_plural = _("receiving settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="inventory_one_receiving_settings"),
            models.CheckConstraint(
                condition=models.Q(
                    over_receipt_percent__gte=0,
                    least_pass_percent__gte=0,
                    least_pass_percent__lte=100,
                    most_delay_days__gte=0,
                    window_days__gte=1,
                    lots_in_a_row__gte=1,
                    falling_months__gte=1,
                    skip_every__gte=1,
                ),
                name="inventory_receiving_settings_range",
            ),
            models.CheckConstraint(condition=models.Q(aql__in=AQLS), name="inventory_receiving_settings_aql"),
        ]

    def __str__(self) -> str:
        return str(_("How the company receives"))


class ReceivingTerms(models.Model):
    """What differs from the company's settings for a supplier, or for one item of a supplier."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    over_receipt_percent = models.DecimalField(
        _("taken above the order, in percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    inspection_mode = models.CharField(
        _("inspection"), max_length=10, choices=InspectionMode.choices, blank=True
    )
    aql = models.CharField(_("acceptable quality level"), max_length=5, blank=True)

    class Meta:
        verbose_name = _("receiving terms")
        verbose_name_plural = _("receiving terms")
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "item"], nulls_distinct=False, name="inventory_receiving_terms_once"
            ),
            models.CheckConstraint(
                condition=models.Q(over_receipt_percent__isnull=True) | models.Q(over_receipt_percent__gte=0),
                name="inventory_receiving_terms_range",
            ),
            models.CheckConstraint(
                condition=models.Q(aql__in=("", *AQLS)), name="inventory_receiving_terms_aql"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id}/{self.item_id or '*'}"


class InspectionExemption(models.Model):
    """Goods of a supplier, or one item of it, go past inspection (免检) while nothing speaks against it."""

    class State(models.TextChoices):
        GRANTED = "granted", _("Granted")
        FROZEN = "frozen", _("Frozen")
        ENDED = "ended", _("Ended")

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="exemptions")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.GRANTED)
    granted_at = models.DateTimeField(_("granted"), db_default=Now())
    granted_by = models.CharField(_("granted by"), max_length=150, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    frozen_at = models.DateTimeField(_("frozen"), null=True, blank=True)
    frozen_by = models.CharField(_("frozen by"), max_length=150, blank=True)
    frozen_rule = models.CharField(_("rule"), max_length=30, blank=True)
    frozen_evidence = models.JSONField(_("evidence of the freeze"), default=dict, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("inspection exemption")
        verbose_name_plural = _("inspection exemptions")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "item"],
                condition=~models.Q(state="ended"),
                nulls_distinct=False,
                name="inventory_exemption_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["granted", "frozen", "ended"]), name="inventory_exemption_state"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """How people name it."""
        return f"EX-{self.pk:06d}"

    @property
    def ref(self) -> DocumentRef:
        """The exemption itself."""
        return DocumentRef("exemption", self.pk, self.number)

    @transition(field=state, source=State.GRANTED, target=State.FROZEN)
    def freeze(self, *, at: datetime) -> None:
        """What the supplier delivers is inspected until somebody decides otherwise."""
        self.frozen_at = at

    @transition(field=state, source=State.FROZEN, target=State.GRANTED)
    def unfreeze(self, *, at: datetime) -> None:
        """The supplier is trusted again; what was before is judged no more."""
        self.decided_at = at

    @transition(field=state, source=[State.GRANTED, State.FROZEN], target=State.ENDED)
    def end(self, *, at: datetime) -> None:
        """It is taken back for good."""
        self.decided_at = at


__all__ = [
    "InspectionExemption",
    "InspectionMode",
    "Receipt",
    "ReceiptLine",
    "ReceivingSettings",
    "ReceivingTerms",
]
