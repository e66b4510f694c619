from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import MoneyField, QuantityField
from erp.core.machines import StateField
from erp.core.quantity import portion
from erp.core.refs import DocumentRef
from erp.masterdata.models import Currency, Supplier, Unit
from inventory.models.item import Item
from inventory.models.location import Warehouse


class SupplierItem(models.Model):
    """What a supplier offers: price, lead time, least and multiple quantity.

    Units: price, minimum, multiple and price breaks are in `unit` (none: the item's base unit), of which
    one is unit_numerator/unit_denominator base units.
    """

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="offers")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="offers")
    supplier_sku = models.CharField(_("supplier's SKU"), max_length=60, blank=True)
    price = MoneyField(_("price"), default=0)
    lead_time_days = models.PositiveSmallIntegerField(_("lead time in days"), default=7)
    inspection_days = models.PositiveSmallIntegerField(_("days of inspection"), default=0, db_default=0)
    minimum_quantity = QuantityField(_("minimum"), default=0)
    multiple = QuantityField(_("multiple"), default=1)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit"),
        help_text=_("empty: the product's base unit"),
    )
    unit_numerator = models.PositiveBigIntegerField(default=1, db_default=1, editable=False)
    unit_denominator = models.PositiveBigIntegerField(default=1, db_default=1, editable=False)
    currency = models.ForeignKey(
        Currency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("currency"),
        help_text=_("empty: the supplier's"),
    )
    extra_cost_percent = models.DecimalField(
        _("freight, duty and the like in %"), max_digits=6, decimal_places=2, default=0, db_default=0
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("supplier's product")
        verbose_name_plural = _("suppliers' products")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "item"], name="inventory_offer_once"),
            models.CheckConstraint(
                condition=models.Q(unit_numerator__gt=0, unit_denominator__gt=0),
                name="inventory_offer_unit_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id}: {self.item_id}"

    @property
    def factor(self) -> Fraction:
        """How many base units one of the offer's unit is."""
        return Fraction(self.unit_numerator, self.unit_denominator)


class SupplierPrice(models.Model):
    """A price break: from this quantity on every unit costs this much."""

    offer = models.ForeignKey(SupplierItem, on_delete=models.CASCADE, related_name="price_breaks")
    from_quantity = QuantityField(_("from quantity"))
    price = MoneyField(_("price"))

    class Meta:
        verbose_name = _("price break")
        verbose_name_plural = _("price breaks")
        ordering = ["from_quantity"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "from_quantity"], name="inventory_price_break_once"),
            models.CheckConstraint(
                condition=models.Q(from_quantity__gt=0, price__gte=0), name="inventory_price_break_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_quantity}: {self.price}"


class PurchaseOrder(models.Model):
    """Goods ordered from a supplier.

    `confirmation` is what the supplier has said to it; `link_key` makes the supplier's web link one that
    can't be guessed, and a new key makes older links worthless.
    """

    class Confirmation(models.TextChoices):
        NONE = "none", _("Not confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        PROPOSED = "proposed", _("Supplier proposes changes")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")
        PARTIALLY_RECEIVED = "partially_received", _("Partially received")
        RECEIVED = "received", _("Received")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    number = models.CharField(_("number"), max_length=60, unique=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="purchase_orders")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+")
    state = StateField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)
    ordered_on = models.DateField(_("ordered"))
    expected_on = models.DateField(_("expected"))
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    total = MoneyField(_("total"), default=0)
    note = models.TextField(_("note to the supplier"), blank=True, default="", db_default="")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    confirmation = models.CharField(
        _("supplier's answer"),
        max_length=10,
        choices=Confirmation.choices,
        default=Confirmation.NONE,
        db_default=Confirmation.NONE.value,
    )
    confirmed_at = models.DateTimeField(_("answered"), null=True, blank=True)
    supplier_reference = models.CharField(
        _("supplier's number"), max_length=60, blank=True, default="", db_default=""
    )
    supplier_note = models.CharField(
        _("supplier's note"), max_length=500, blank=True, default="", db_default=""
    )
    link_key = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("purchase order")
        verbose_name_plural = _("purchase orders")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["draft", "sent", "partially_received", "received", "closed", "cancelled"]
                ),
                name="inventory_purchase_state",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmation__in=["none", "confirmed", "proposed"]),
                name="inventory_purchase_confirmation",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The purchase order itself."""
        return DocumentRef("purchase_order", self.pk, self.number)

    @transition(field=state, source=State.DRAFT, target=State.SENT)
    def send(self) -> None:
        """The supplier has it; its lines are supply from now on."""

    @transition(field=state, source=[State.SENT, State.PARTIALLY_RECEIVED], target=State.PARTIALLY_RECEIVED)
    def receive_in_part(self) -> None:
        """Some of it has arrived."""

    @transition(field=state, source=[State.SENT, State.PARTIALLY_RECEIVED], target=State.RECEIVED)
    def receive(self, *, at: datetime) -> None:
        """All of it has arrived."""
        self.received_at = at

    @transition(field=state, source=[State.PARTIALLY_RECEIVED, State.RECEIVED], target=State.CLOSED)
    def close(self) -> None:
        """Nothing more is expected."""

    @transition(field=state, source=[State.DRAFT, State.SENT], target=State.CANCELLED)
    def cancel(self) -> None:
        """It will not be delivered."""


class PurchaseOrderLine(models.Model):
    """A quantity of one item on a purchase order.

    Units: `quantity`, `received` and `proposed_quantity` are in the item's base unit; `unit_price` is for
    one `unit` (none: the base unit), of which `unit_quantity` are ordered and one is
    unit_numerator/unit_denominator base units, as it was when the line was written.
    """

    purchase_order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="lines")
    line_no = models.PositiveIntegerField(_("line"))
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField(_("quantity"))
    received = QuantityField(_("received"), default=0)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    unit_numerator = models.PositiveBigIntegerField(default=1, db_default=1)
    unit_denominator = models.PositiveBigIntegerField(default=1, db_default=1)
    unit_quantity = QuantityField(_("quantity in the unit"), null=True, blank=True)
    unit_price = MoneyField(_("unit price"), default=0)
    expected_on = models.DateField(_("expected"))
    proposed_quantity = QuantityField(_("proposed quantity"), null=True, blank=True)
    proposed_on = models.DateField(_("proposed date"), null=True, blank=True)
    first_expected_on = models.DateField(_("first expected"), null=True, blank=True)
    is_closed_short = models.BooleanField(_("rest will not come"), default=False, db_default=False)
    replaces = models.ForeignKey(
        "inventory.SupplierReturn",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replacements",
        verbose_name=_("replaces"),
    )

    class Meta:
        verbose_name = _("purchase order line")
        verbose_name_plural = _("purchase order lines")
        ordering = ["line_no"]
        constraints = [
            models.UniqueConstraint(fields=["purchase_order", "line_no"], name="inventory_purchase_line_no"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, received__gte=0, unit_price__gte=0),
                name="inventory_purchase_line_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(unit_numerator__gt=0, unit_denominator__gt=0)
                & (
                    models.Q(unit__isnull=True, unit_quantity__isnull=True)
                    | models.Q(unit__isnull=False, unit_quantity__gt=0)
                ),
                name="inventory_purchase_line_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purchase_order_id}/{self.line_no}"

    @property
    def unit_code(self) -> str:
        """The unit that the line is ordered in."""
        return self.unit.code if self.unit is not None else self.item.unit.code

    def in_unit(self, quantity: Decimal) -> Decimal:
        """A base quantity of the item in the line's unit; all of the line is exactly what was ordered."""
        if self.unit_id is None or self.unit_quantity is None:
            return quantity
        return portion(quantity, base=self.quantity, whole=self.unit_quantity)

    def in_base(self, quantity: Decimal) -> Decimal:
        """A quantity in the line's unit in the item's base unit; what was ordered is exactly all of it."""
        if self.unit_id is None or self.unit_quantity is None:
            return quantity
        return portion(quantity, base=self.unit_quantity, whole=self.quantity)

    @property
    def ordered(self) -> Decimal:
        """What is ordered, in the line's unit."""
        return self.quantity if self.unit_quantity is None else self.unit_quantity

    @property
    def proposed(self) -> Decimal | None:
        """What the supplier proposes to deliver, in the line's unit."""
        return None if self.proposed_quantity is None else self.in_unit(self.proposed_quantity)

    def per_base(self, price: Decimal) -> Decimal:
        """A price for one of the line's unit as that of one base unit, with six decimals where it is none."""
        if self.unit_id is None:
            return price
        return round(price * self.unit_denominator / self.unit_numerator, 6)

    def price_of(self, quantity: Decimal) -> Decimal:
        """What a base quantity costs in the order's currency, not rounded to its cents yet."""
        return self.in_unit(quantity) * self.unit_price
