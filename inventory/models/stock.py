from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import MoneyField, QuantityField
from erp.core.refs import DocumentRef
from inventory.models.item import Item
from inventory.models.location import Location, Warehouse


class Lot(models.Model):
    """A batch, or a single piece by its serial number, of one item.

    A blocked one lies at a quality place of its warehouse; `set_aside` says where each quantity came
    from, so that it goes back there: [{"from": location, "at": location, "quantity": "3"}].
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="lots")
    code = models.CharField(_("code"), max_length=60)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    received_on = models.DateField(_("received on"))
    is_blocked = models.BooleanField(_("blocked"), default=False, db_default=False)
    blocked_reason = models.CharField(_("why it is blocked"), max_length=500, blank=True, db_default="")
    blocked_at = models.DateTimeField(_("blocked at"), null=True, blank=True)
    set_aside = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        constraints = [models.UniqueConstraint(fields=["item", "code"], name="inventory_lot_code")]
        indexes = [
            models.Index(
                fields=["expires_on"],
                name="inventory_lot_expiry",
                condition=models.Q(expires_on__isnull=False, is_blocked=False),
            ),
            models.Index(fields=["code"], name="inventory_lot_by_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Balance(models.Model):
    """How much of an item lies at a location, by lot, and how much of it is promised.

    A kept summary of the ledger, changed only under lock together with its moves.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="balances", db_index=False)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="balances")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="balances")
    on_hand = QuantityField(_("on hand"), default=0)
    reserved = QuantityField(_("reserved"), default=0)

    class Meta:
        verbose_name = _("balance")
        verbose_name_plural = _("balances")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "location", "lot"], nulls_distinct=False, name="inventory_balance_place"
            ),
            models.CheckConstraint(
                condition=models.Q(reserved__gte=0, on_hand__gte=models.F("reserved")),
                name="inventory_never_oversold",
            ),
        ]
        # No index holds a quantity: what is changed with every pick and reservation is changed in place.
        indexes = [models.Index(fields=["item", "warehouse"], name="inventory_balance_here")]

    def __str__(self) -> str:
        return f"{self.item_id}@{self.location_id}"


class Move(models.Model):
    """One line of the stock ledger: a signed quantity at one place, with its value; never changed."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("Opening")
        RECEIPT = "receipt", _("Receipt")
        ISSUE = "issue", _("Issue")
        ADJUSTMENT = "adjustment", _("Adjustment")
        TRANSFER = "transfer", _("Transfer")
        SHIPMENT = "shipment", _("Shipment")
        RETURN = "return", _("Return")
        REVALUATION = "revaluation", _("Revaluation")
        CONSUMPTION = "consumption", _("Used in production")
        PRODUCTION = "production", _("Made")

    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="+")
    quantity = QuantityField(_("quantity"))
    value = MoneyField(_("value"), default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    source_kind = models.CharField(max_length=30, blank=True)
    source_id = models.BigIntegerField(null=True)
    source_number = models.CharField(_("document"), max_length=60, blank=True)
    order_number = models.CharField(_("order"), max_length=60, blank=True)
    customer_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("stock move")
        verbose_name_plural = _("stock ledger")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["item", "warehouse", "id"], name="inventory_move_item"),
            models.Index(fields=["source_kind", "source_id"], name="inventory_move_source"),
            models.Index(
                fields=["order_number"],
                name="inventory_move_order",
                condition=~models.Q(order_number=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "opening",
                        "receipt",
                        "issue",
                        "adjustment",
                        "transfer",
                        "shipment",
                        "return",
                        "revaluation",
                        "consumption",
                        "production",
                    ]
                ),
                name="inventory_move_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity}"


class Transfer(models.Model):
    """Goods on their way between two warehouses: they left the one and are expected at the other.

    Of one item and lot; `line` is the line of the transfer document that sent them, if one did.
    """

    number = models.CharField(_("number"), max_length=60, unique=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey(
        "inventory.TransferOrderLine",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transfers",
    )
    from_warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    to_warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField(_("quantity"))
    value = MoneyField(_("value"), default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent"))
    due_on = models.DateField(_("due"))
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    missing = QuantityField(_("did not arrive"), default=0, db_default=0)
    difference_reason = models.CharField(
        _("why less arrived"), max_length=200, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = _("goods in transit")
        verbose_name_plural = _("goods in transit")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["item", "to_warehouse"],
                name="inventory_transfer_open",
                condition=models.Q(received_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="inventory_transfer_positive")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The goods in transit as moves and events name them."""
        return DocumentRef("transfer", self.pk, self.number)


class TransitTime(models.Model):
    """How many days goods travel from one warehouse to another, unless a transfer says otherwise."""

    from_warehouse = models.ForeignKey(
        Warehouse, on_delete=models.CASCADE, related_name="+", verbose_name=_("from warehouse")
    )
    to_warehouse = models.ForeignKey(
        Warehouse, on_delete=models.CASCADE, related_name="+", verbose_name=_("to warehouse")
    )
    days = models.PositiveSmallIntegerField(_("days"), default=0)

    class Meta:
        verbose_name = _("transit time")
        verbose_name_plural = _("transit times")
        constraints = [
            models.UniqueConstraint(fields=["from_warehouse", "to_warehouse"], name="inventory_transit_pair"),
            models.CheckConstraint(
                condition=~models.Q(from_warehouse=models.F("to_warehouse")),
                name="inventory_transit_between_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_warehouse_id} → {self.to_warehouse_id}: {self.days}"
