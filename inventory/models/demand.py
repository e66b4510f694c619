from datetime import date, timedelta

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from erp.core.fields import QuantityField
from erp.core.refs import DocumentRef
from erp.masterdata.models import Customer
from inventory.models.item import Item
from inventory.models.location import Warehouse
from inventory.models.stock import Balance, Lot


class Priority(models.IntegerChoices):
    """How urgent a document is; a higher one is served first."""

    LOW = 10, _("Low")
    NORMAL = 20, _("Normal")
    HIGH = 30, _("High")
    RUSH = 40, _("Rush")


ONLY_BY_HAND = date(9999, 12, 31)


class Demand(models.Model):
    """A quantity of an item that some document needs from a warehouse, and what became of it.

    Neutral: `source` is the line that needs it, `document` the document that line belongs to.
    Back-ordered is what is left: quantity − reserved − shipped − cancelled. Nothing is reserved by itself
    before `reserve_on`; none is at once, `ONLY_BY_HAND` never.

    A sold kit is a demand of its own, for complete kits, with one demand per component that names it
    in `kit`: `kit_quantity` of the component for `kit_per` kits. What is reserved, shipped and returned
    of the kit is the least of its components, and PostgreSQL keeps it so (`inventory_follow_kit`).
    """

    source_kind = models.CharField(max_length=30)
    source_id = models.BigIntegerField()
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    document_number = models.CharField(_("document"), max_length=60)
    line_no = models.PositiveIntegerField(default=1)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="demands")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField(_("due"))
    promised_on = models.DateField(_("promised"), null=True)
    delivery_days = models.PositiveSmallIntegerField(
        _("days on the way to the customer"), default=0, db_default=0
    )
    needed_on = models.GeneratedField(
        verbose_name=_("leaves"),
        expression=models.ExpressionWrapper(
            Coalesce("promised_on", "due_on") - models.F("delivery_days"), output_field=models.DateField()
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=20)
    quantity = QuantityField(_("quantity"))
    reserved = QuantityField(_("reserved"), default=0)
    shipped = QuantityField(_("shipped"), default=0)
    cancelled = QuantityField(_("cancelled"), default=0)
    returned = QuantityField(_("returned"), default=0)
    is_held = models.BooleanField(_("on hold"), default=False)
    is_ship_complete = models.BooleanField(_("ship complete"), default=False)
    shelf_life_days = models.PositiveSmallIntegerField(_("has to last, in days"), default=0, db_default=0)
    lot = models.ForeignKey(
        Lot,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only of the lot"),
    )
    kit = models.ForeignKey("self", on_delete=models.CASCADE, null=True, db_index=False, related_name="parts")
    kit_quantity = QuantityField(_("quantity for the kits"), null=True)
    kit_per = QuantityField(_("kits"), null=True)
    reserve_on = models.DateField(_("reserved from"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        constraints = [
            models.UniqueConstraint(fields=["source_kind", "source_id"], name="inventory_demand_source"),
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gte=0, reserved__gte=0, shipped__gte=0, cancelled__gte=0, returned__gte=0
                ),
                name="inventory_demand_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gte=models.F("reserved") + models.F("shipped") + models.F("cancelled")
                ),
                name="inventory_demand_adds_up",
            ),
            models.CheckConstraint(
                condition=models.Q(returned__lte=models.F("shipped")), name="inventory_returned_was_shipped"
            ),
            models.CheckConstraint(
                condition=models.Q(kit__isnull=True) | models.Q(kit_quantity__gt=0, kit_per__gt=0),
                name="inventory_kit_part_has_ratio",
            ),
        ]
        indexes = [
            models.Index(fields=["document_kind", "document_id"], name="inventory_demand_document"),
            models.Index(fields=["kit"], name="inventory_demand_kit", condition=models.Q(kit__isnull=False)),
            models.Index(
                fields=["item", "warehouse", "needed_on"],
                include=["quantity", "shipped", "cancelled"],
                name="inventory_demand_needed",
                condition=models.Q(quantity__gt=models.F("shipped") + models.F("cancelled")),
            ),
            models.Index(
                fields=["item", "warehouse", "-priority", "promised_on"],
                name="inventory_demand_backorder",
                condition=models.Q(
                    quantity__gt=models.F("reserved") + models.F("shipped") + models.F("cancelled")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_number}/{self.line_no}"

    @property
    def backordered(self):
        """Ordered and neither reserved, shipped nor cancelled."""
        return self.quantity - self.reserved - self.shipped - self.cancelled

    @property
    def ship_by(self):
        """The day on which the goods must leave for the promise to hold."""
        return (self.promised_on or self.due_on) - timedelta(days=self.delivery_days)

    @property
    def document(self) -> DocumentRef:
        """The document this demand belongs to."""
        return DocumentRef(self.document_kind, self.document_id, self.document_number)


class Reservation(models.Model):
    """A quantity at one place and lot that is promised to one demand; gone once shipped or released."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="reservations")
    balance = models.ForeignKey(Balance, on_delete=models.PROTECT, related_name="reservations")
    quantity = QuantityField(_("quantity"))
    shipment_line = models.ForeignKey(
        "inventory.ShipmentLine", on_delete=models.PROTECT, null=True, related_name="reservations"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="inventory_reservation_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.demand_id}: {self.quantity}"


class ExpectedSupply(models.Model):
    """A quantity of an item that some document will bring to a warehouse on a day."""

    source_kind = models.CharField(max_length=30)
    source_id = models.BigIntegerField()
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    document_number = models.CharField(_("document"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="expected")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("due"))
    inspection_days = models.PositiveSmallIntegerField(_("days of inspection"), default=0, db_default=0)
    usable_on = models.GeneratedField(
        verbose_name=_("can be used"),
        expression=models.ExpressionWrapper(
            models.F("due_on") + models.F("inspection_days"), output_field=models.DateField()
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    quantity = QuantityField(_("quantity"))
    received = QuantityField(_("received"), default=0)
    is_open = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("expected supply")
        verbose_name_plural = _("expected supply")
        constraints = [
            models.UniqueConstraint(fields=["source_kind", "source_id"], name="inventory_supply_source"),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=0, received__gte=0), name="inventory_supply_not_negative"
            ),
        ]
        indexes = [
            models.Index(
                fields=["item", "warehouse", "usable_on"],
                include=["quantity", "received"],
                name="inventory_supply_usable",
                condition=models.Q(is_open=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_number}: {self.quantity}"

    @property
    def document(self) -> DocumentRef:
        """The document that brings it."""
        return DocumentRef(self.document_kind, self.document_id, self.document_number)


class Peg(models.Model):
    """The link from an expected supply, or from stock, to the demand it serves by its promise."""

    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="pegs")
    supply = models.ForeignKey(ExpectedSupply, on_delete=models.CASCADE, related_name="pegs")
    quantity = QuantityField(_("quantity"))
    is_hard = models.BooleanField(_("fixed by hand"), default=False, db_default=False)

    class Meta:
        verbose_name = _("peg")
        verbose_name_plural = _("pegs")
        constraints = [
            models.UniqueConstraint(fields=["demand", "supply"], name="inventory_peg_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="inventory_peg_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.supply_id} → {self.demand_id}"


__all__ = ["Demand", "ExpectedSupply", "Lot", "Peg", "Priority", "Reservation"]
