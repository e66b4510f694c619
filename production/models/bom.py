from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import QuantityField
from inventory.models import Item


class Bom(models.Model):
    """What one unit of a made item consists of, from a day on."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="boms", verbose_name=_("item"))
    valid_from = models.DateField(_("valid from"))
    output_quantity = QuantityField(_("for a quantity of"), default=1)

    class Meta:
        verbose_name = _("bill of materials")
        verbose_name_plural = _("bills of materials")
        constraints = [
            models.UniqueConstraint(fields=["item", "valid_from"], name="production_bom_from"),
            models.CheckConstraint(
                condition=models.Q(output_quantity__gt=0), name="production_bom_output_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.valid_from}"


class BomComponent(models.Model):
    """A component of a bill of materials."""

    bom = models.ForeignKey(Bom, on_delete=models.CASCADE, related_name="components")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="used_in", verbose_name=_("item"))
    quantity = QuantityField(_("quantity"))
    scrap_percent = models.DecimalField(_("scrap percent"), max_digits=6, decimal_places=3, default=0)

    class Meta:
        verbose_name = _("component")
        verbose_name_plural = _("components")
        constraints = [
            models.UniqueConstraint(fields=["bom", "item"], name="production_component_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="production_component_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.bom_id}: {self.item_id}"
