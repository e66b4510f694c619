from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import MoneyField, QuantityField
from inventory.models import Item
from production.calc.explosion import rounded
from production.models.structure import BomOutput
from production.models.work_order import WorkOrder

OUTPUT = "work_order_output"
"""The kind under which what falls out is expected."""


class WorkOrderOutput(models.Model):
    """What falls out of a work order beside its item, as its bill said when it was written.

    `quantity_per` good piece; `received` has come into stock, at standard cost for `received_value`;
    `cost_share_percent` of what the components cost belongs to it.
    """

    work_order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="outputs")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", verbose_name=_("item"))
    kind = models.CharField(_("kind"), max_length=4, choices=BomOutput.Kind.choices)
    quantity_per = models.DecimalField(_("per unit"), max_digits=24, decimal_places=10)
    cost_share_percent = models.DecimalField(
        _("share of the cost in percent"), max_digits=6, decimal_places=3, default=0
    )
    received = QuantityField(_("received"), default=0)
    received_value = MoneyField(_("value received"), default=0)

    class Meta:
        verbose_name = _("further output of a work order")
        verbose_name_plural = _("further outputs of work orders")
        ordering = ["work_order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["work_order", "item"], name="production_wo_output_once"),
            models.CheckConstraint(
                condition=models.Q(quantity_per__gt=0, received__gte=0),
                name="production_wo_output_quantities",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_order_id} ⇒ {self.item_id}"

    def falling_out(self, pieces: Decimal) -> Decimal:
        """What falls out with so many good pieces; a serial item falls out in whole pieces."""
        quantity = rounded(Fraction(self.quantity_per) * Fraction(pieces))
        if self.item.tracking == Item.Tracking.SERIAL:
            return quantity.to_integral_value(rounding="ROUND_FLOOR")
        return quantity

    @property
    def coming(self) -> Decimal:
        """What is still to come of it; nothing once its work order ended."""
        if not self.work_order.is_open:
            return Decimal(0)
        return max(self.falling_out(self.work_order.brings) - self.received, Decimal(0))
