from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import MoneyField, QuantityField
from inventory.models import Item
from production.models.structure import BomOutput
from production.models.work_order import WorkOrder


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
