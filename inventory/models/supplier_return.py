from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import MoneyField, QuantityField
from erp.core.money import round_money
from erp.core.refs import DocumentRef
from erp.masterdata.models import Supplier
from inventory.models.item import Item
from inventory.models.location import Warehouse
from inventory.models.receipt import ReceiptLine
from inventory.models.stock import Lot


class SupplierReturn(models.Model):
    """Goods sent back to a supplier, until it has credited or replaced them or they are written off.

    `receipt_line` is the line that first brought them and whose value is taken back; goods that a
    customer returned have none, and `value` says what the supplier owes for them, in the base currency.
    `unbilled` is what of them no longer counts as billed on that line. Units: the item's base unit.
    """

    number = models.CharField(_("number"), max_length=60, unique=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="+")
    receipt_line = models.ForeignKey(
        ReceiptLine, on_delete=models.PROTECT, null=True, related_name="supplier_returns"
    )
    source_kind = models.CharField(max_length=30)
    source_id = models.BigIntegerField()
    source_number = models.CharField(_("came from"), max_length=60)
    quantity = QuantityField(_("quantity"))
    credited = QuantityField(_("credited"), default=0)
    replaced = QuantityField(_("replaced"), default=0)
    written_off = QuantityField(_("written off"), default=0)
    unbilled = QuantityField(_("no longer billed"), default=0)
    value = MoneyField(_("value"), default=0)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    sent_on = models.DateField(_("sent back"))
    sent_by = models.CharField(_("sent by"), max_length=150, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("return to a supplier")
        verbose_name_plural = _("returns to suppliers")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["source_kind", "source_id"], name="inventory_supret_source"),
            models.Index(
                fields=["supplier"],
                name="inventory_supret_open",
                condition=models.Q(
                    quantity__gt=models.F("credited") + models.F("replaced") + models.F("written_off")
                ),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gt=0,
                    credited__gte=0,
                    replaced__gte=0,
                    written_off__gte=0,
                    unbilled__gte=0,
                    value__gte=0,
                ),
                name="inventory_supret_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gte=models.F("credited") + models.F("replaced") + models.F("written_off"),
                    unbilled__lte=models.F("credited") + models.F("written_off"),
                ),
                name="inventory_supret_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The return itself."""
        return DocumentRef("supplier_return", self.pk, self.number)

    @property
    def settled(self) -> Decimal:
        """What is credited, replaced or written off."""
        return self.credited + self.replaced + self.written_off

    @property
    def open_quantity(self) -> Decimal:
        """What the supplier still owes us in goods or money."""
        return self.quantity - self.settled

    @property
    def open_value(self) -> Decimal:
        """What of its own value is not settled; nothing where a receipt's line keeps the value."""
        return self.value - round_money(self.value * self.settled / self.quantity)
