from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import QuantityField
from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from erp.masterdata.models import Carrier, Customer
from inventory.models.demand import Demand
from inventory.models.item import Item
from inventory.models.location import Location, Warehouse
from inventory.models.stock import Lot


class Wave(models.Model):
    """Shipments released to picking together."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RELEASED = "released", _("Released")
        PICKING = "picking", _("Picking")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    number = models.CharField(_("number"), max_length=60, unique=True)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = StateField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(_("released"), null=True)
    started_at = models.DateTimeField(_("started"), null=True)
    done_at = models.DateTimeField(_("done"), null=True)

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "released", "picking", "done", "cancelled"]),
                name="inventory_wave_state",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The wave itself."""
        return DocumentRef("wave", self.pk, self.number)

    @transition(field=state, source=State.DRAFT, target=State.RELEASED)
    def release(self, *, at: datetime) -> None:
        """Hand the wave's shipments to the pickers."""
        self.released_at = at

    @transition(field=state, source=State.RELEASED, target=State.PICKING)
    def start(self, *, at: datetime) -> None:
        """Somebody has taken the first piece."""
        self.started_at = at

    @transition(field=state, source=[State.RELEASED, State.PICKING], target=State.DONE)
    def finish(self, *, at: datetime) -> None:
        """Nothing of the wave is left to pick."""
        self.done_at = at

    @transition(field=state, source=[State.DRAFT, State.RELEASED, State.PICKING], target=State.CANCELLED)
    def cancel(self) -> None:
        """Give the wave up; its shipments stay, each by itself."""


class Manifest(models.Model):
    """What a carrier took from a warehouse on a day, signed for together; never changed once made."""

    number = models.CharField(_("number"), max_length=60, unique=True)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    carrier_name = models.CharField(_("carrier"), max_length=120)
    day = models.DateField(_("day"))
    closed_at = models.DateTimeField(_("closed"))
    closed_by = models.CharField(_("closed by"), max_length=150, blank=True)
    driver = models.CharField(_("driver"), max_length=120, blank=True)
    shipment_count = models.PositiveIntegerField(_("shipments"))
    package_count = models.PositiveIntegerField(_("packages"))
    weight_kg = models.DecimalField(_("weight in kg"), max_digits=14, decimal_places=3, default=0)

    class Meta:
        verbose_name = _("manifest")
        verbose_name_plural = _("manifests")
        ordering = ["-id"]
        indexes = [models.Index(fields=["warehouse", "day"], name="inventory_manifest_day")]

    def __str__(self) -> str:
        return self.number


class Shipment(models.Model):
    """Goods of one document that leave one warehouse together, from reservation to delivery."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RELEASED = "released", _("Released")
        PICKING = "picking", _("Picking")
        PICKED = "picked", _("Picked")
        PACKED = "packed", _("Packed")
        SHIPPED = "shipped", _("Shipped")
        DELIVERED = "delivered", _("Delivered")
        CANCELLED = "cancelled", _("Cancelled")

    number = models.CharField(_("number"), max_length=60, unique=True)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True, related_name="+")
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    document_number = models.CharField(_("order"), max_length=60)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, null=True, blank=True, related_name="shipments")
    slot = models.PositiveSmallIntegerField(_("slot on the cart"), null=True, blank=True)
    manifest = models.ForeignKey(
        Manifest, on_delete=models.PROTECT, null=True, blank=True, related_name="shipments"
    )
    carrier = models.ForeignKey(
        Carrier, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("carrier")
    )
    carrier_name = models.CharField(_("carrier"), max_length=120, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=80, blank=True)
    ship_to = models.JSONField(_("ship to"), default=dict)
    priority = models.PositiveSmallIntegerField(_("priority"), default=20)
    due_on = models.DateField(_("due"), null=True)
    state = StateField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(_("released"), null=True)
    picked_at = models.DateTimeField(_("picked"), null=True)
    packed_at = models.DateTimeField(_("packed"), null=True)
    shipped_at = models.DateTimeField(_("shipped"), null=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    delivered_to = models.CharField(_("received by"), max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["document_kind", "document_id"], name="inventory_shipment_document"),
            models.Index(fields=["state", "-id"], name="inventory_shipment_state"),
            models.Index(fields=["tracking_number"], name="inventory_shipment_tracking"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "draft",
                        "released",
                        "picking",
                        "picked",
                        "packed",
                        "shipped",
                        "delivered",
                        "cancelled",
                    ]
                ),
                name="inventory_shipment_state",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The shipment itself."""
        return DocumentRef("shipment", self.pk, self.number)

    @property
    def document(self) -> DocumentRef:
        """The document whose goods these are."""
        return DocumentRef(self.document_kind, self.document_id, self.document_number)

    @transition(field=state, source=State.DRAFT, target=State.RELEASED)
    def release(self, *, at: datetime) -> None:
        """Hand the shipment to the pickers."""
        self.released_at = at

    @transition(field=state, source=[State.RELEASED, State.PICKING], target=State.PICKING)
    def pick_in_part(self) -> None:
        """Some lines are picked, others not yet."""

    @transition(field=state, source=[State.RELEASED, State.PICKING], target=State.PICKED)
    def pick(self, *, at: datetime) -> None:
        """All that can be picked is picked."""
        self.picked_at = at

    @transition(field=state, source=State.PICKED, target=State.PACKED)
    def pack(self, *, at: datetime) -> None:
        """The goods were checked and put in packages."""
        self.packed_at = at

    @transition(field=state, source=State.PACKED, target=State.SHIPPED)
    def ship(self, *, at: datetime) -> None:
        """The carrier has taken the goods."""
        self.shipped_at = at

    @transition(field=state, source=State.SHIPPED, target=State.DELIVERED)
    def deliver(self, *, at: datetime) -> None:
        """The customer has the goods."""
        self.delivered_at = at

    @transition(
        field=state,
        source=[State.DRAFT, State.RELEASED, State.PICKING, State.PICKED, State.PACKED],
        target=State.CANCELLED,
    )
    def cancel(self) -> None:
        """The shipment will not leave; its goods stay reserved or are freed by whoever cancels."""


class ShipmentLine(models.Model):
    """A quantity of one demand from one place and lot, and how far it was picked."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="shipment_lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="+")
    quantity = QuantityField(_("quantity"))
    picked = QuantityField(_("picked"), default=0)
    short_reason = models.CharField(_("reason of the short pick"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("shipment line")
        verbose_name_plural = _("shipment lines")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity__gte=0, picked__gte=0, picked__lte=models.F("quantity")),
                name="inventory_picked_within_asked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.shipment_id}: {self.quantity}"


class Package(models.Model):
    """A box of a shipment, with what was verified into it."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="packages")
    sequence = models.PositiveSmallIntegerField(_("package"))
    weight_kg = models.DecimalField(_("weight in kg"), max_digits=12, decimal_places=3, null=True, blank=True)
    length_cm = models.DecimalField(_("length in cm"), max_digits=8, decimal_places=1, null=True, blank=True)
    width_cm = models.DecimalField(_("width in cm"), max_digits=8, decimal_places=1, null=True, blank=True)
    height_cm = models.DecimalField(_("height in cm"), max_digits=8, decimal_places=1, null=True, blank=True)
    sscc = models.CharField(_("SSCC"), max_length=18, blank=True, default="", db_default="")
    contents = models.JSONField(_("contents"), default=list)

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["sscc"], condition=~models.Q(sscc=""), name="inventory_package_sscc"
            ),
            models.UniqueConstraint(fields=["shipment", "sequence"], name="inventory_package_sequence"),
        ]

    def __str__(self) -> str:
        return f"{self.shipment_id}/{self.sequence}"


class Scan(models.Model):
    """What a picker or packer scanned, right or wrong: the evidence of picking accuracy.

    A right pick scan is counted on the lines it fits, one row (`part`) per line; a wrong one is kept with
    the reason of its refusal. `uid` is the scan's own id from the device: sent again it counts once.
    An undone scan stays, with when and by which action it was undone.
    """

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="scans")
    line = models.ForeignKey(ShipmentLine, on_delete=models.CASCADE, null=True, related_name="scans")
    uid = models.UUIDField(_("scan id"), null=True)
    part = models.PositiveSmallIntegerField(default=1, db_default=1)
    at = models.DateTimeField(_("at"))
    scanned_at = models.DateTimeField(_("scanned on the device"), null=True)
    stage = models.CharField(_("stage"), max_length=10)
    code = models.CharField(_("scanned"), max_length=120)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    quantity = QuantityField(_("quantity"))
    base_quantity = QuantityField(_("quantity in base units"), default=0, db_default=0)
    location = models.CharField(_("location"), max_length=60, blank=True, default="", db_default="")
    lot = models.CharField(_("lot"), max_length=60, blank=True, default="", db_default="")
    package = models.PositiveSmallIntegerField(_("package"), null=True)
    is_right = models.BooleanField(_("right"))
    refusal = models.CharField(_("refused because"), max_length=40, blank=True, default="", db_default="")
    undone_at = models.DateTimeField(_("undone"), null=True)
    undo_uid = models.UUIDField(null=True)
    user_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        constraints = [models.UniqueConstraint(fields=["uid", "part"], name="inventory_scan_once")]
        indexes = [models.Index(fields=["stage", "at"], name="inventory_scan_stage")]

    def __str__(self) -> str:
        return self.code
