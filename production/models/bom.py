from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import QuantityField
from erp.masterdata.models import Unit
from inventory.models import Item


class Bom(models.Model):
    """What a quantity of a made item consists of: a version, in force from a day on.

    Of the active versions that hold on a day, the one that began last is in force. A named alternative
    stands beside them and is only used where somebody asks for it. A phantom is never stocked: who
    needs its item needs its components. `revision` counts its changes.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="boms", verbose_name=_("item"))
    version = models.PositiveIntegerField(_("version"), default=1)
    alternative = models.CharField(_("alternative"), max_length=40, blank=True, default="")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    output_quantity = QuantityField(_("for a quantity of"), default=1)
    is_phantom = models.BooleanField(_("phantom"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    note = models.CharField(_("note"), max_length=400, blank=True, default="")

    revision = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        verbose_name = _("bill of materials")
        verbose_name_plural = _("bills of materials")
        constraints = [
            models.UniqueConstraint(fields=["item", "alternative", "valid_from"], name="production_bom_from"),
            models.UniqueConstraint(fields=["item", "alternative", "version"], name="production_bom_version"),
            models.CheckConstraint(
                condition=models.Q(output_quantity__gt=0), name="production_bom_output_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="production_bom_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.valid_from}"


class BomComponent(models.Model):
    """A component of a bill: `quantity` in base units, as entered in `unit_quantity` of another unit."""

    bom = models.ForeignKey(Bom, on_delete=models.CASCADE, related_name="components")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="used_in", verbose_name=_("item"))
    quantity = QuantityField(_("quantity"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    unit_quantity = QuantityField(_("quantity in this unit"), null=True, blank=True)
    scrap_percent = models.DecimalField(_("scrap percent"), max_digits=6, decimal_places=3, default=0)
    is_fixed = models.BooleanField(_("once per order"), default=False)
    operation_number = models.PositiveIntegerField(_("needed at operation"), null=True, blank=True)

    class Meta:
        verbose_name = _("component")
        verbose_name_plural = _("components")
        constraints = [
            models.UniqueConstraint(fields=["bom", "item"], name="production_component_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="production_component_positive"),
            models.CheckConstraint(
                condition=models.Q(scrap_percent__gte=0, scrap_percent__lte=100),
                name="production_component_scrap",
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True, unit_quantity__isnull=True)
                | models.Q(unit__isnull=False, unit_quantity__gt=0),
                name="production_component_unit_with_quantity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bom_id}: {self.item_id}"
