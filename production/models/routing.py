from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import PriceField, QuantityField
from erp.masterdata.models import Supplier
from inventory.models import Item


def _minutes(label: Any) -> models.DecimalField[Any, Any]:
    """A column of minutes, four decimals: a quarter of a second is a hundredth of what a part takes."""
    return models.DecimalField(label, default=0, max_digits=14, decimal_places=4)


class Routing(models.Model):
    """The operations by which an item is made: a version, in force from a day on, as a bill is.

    `lot_quantity` is the usual lot, over which the cost roll-up spreads the set-ups; `revision` counts
    its changes.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="routings", verbose_name=_("item"))
    version = models.PositiveIntegerField(_("version"), default=1)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    lot_quantity = QuantityField(_("usual lot"), default=1)
    is_active = models.BooleanField(_("active"), default=True)
    note = models.CharField(_("note"), max_length=400, blank=True, default="")

    revision = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        verbose_name = _("routing")
        verbose_name_plural = _("routings")
        constraints = [
            models.UniqueConstraint(fields=["item", "valid_from"], name="production_routing_from"),
            models.UniqueConstraint(fields=["item", "version"], name="production_routing_version"),
            models.CheckConstraint(condition=models.Q(lot_quantity__gt=0), name="production_routing_lot"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="production_routing_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.valid_from}"


class RoutingOperation(models.Model):
    """A step of a routing at a work center; operations run in the order of their numbers.

    Minutes of set-up once, of run per base unit of the item, of waiting before (queue) and after (move).
    The next operation may begin once `overlap_quantity` of this one is done; without it, once all is.
    An operation at an outside work center takes `lead_days` and costs `outside_price` per base unit.
    """

    routing = models.ForeignKey(Routing, on_delete=models.CASCADE, related_name="operations")
    number = models.PositiveIntegerField(_("number"))
    work_center = models.ForeignKey(
        "production.WorkCenter",
        on_delete=models.PROTECT,
        related_name="operations",
        verbose_name=_("work center"),
    )
    name = models.CharField(_("name"), max_length=120)
    setup_minutes = _minutes(_("set-up minutes"))
    run_minutes = _minutes(_("run minutes per unit"))
    queue_minutes = _minutes(_("queue minutes"))
    move_minutes = _minutes(_("move minutes"))
    overlap_quantity = QuantityField(_("next may begin after"), null=True, blank=True)
    setup_group = models.CharField(_("set-up group"), max_length=40, blank=True, default="")
    supplier = models.ForeignKey(
        Supplier,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("supplier"),
    )
    lead_days = models.PositiveSmallIntegerField(_("days outside"), null=True, blank=True)
    outside_price = PriceField(_("price per unit outside"), null=True, blank=True)
    instruction = models.TextField(_("instruction"), blank=True, default="")
    inspection_percent = models.DecimalField(
        _("inspected (%)"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("Empty: its pieces go on without an inspection."),
    )
    inspection_note = models.CharField(
        _("what is inspected"), max_length=400, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = _("operation of a routing")
        verbose_name_plural = _("operations of a routing")
        ordering = ["routing", "number"]
        constraints = [
            models.UniqueConstraint(fields=["routing", "number"], name="production_operation_number"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="production_operation_positive"),
            models.CheckConstraint(
                condition=models.Q(
                    setup_minutes__gte=0, run_minutes__gte=0, queue_minutes__gte=0, move_minutes__gte=0
                ),
                name="production_operation_minutes",
            ),
            models.CheckConstraint(
                condition=models.Q(overlap_quantity__isnull=True) | models.Q(overlap_quantity__gt=0),
                name="production_operation_overlap",
            ),
            models.CheckConstraint(
                condition=models.Q(outside_price__isnull=True) | models.Q(outside_price__gte=0),
                name="production_operation_price",
            ),
            models.CheckConstraint(
                condition=models.Q(inspection_percent__isnull=True)
                | models.Q(inspection_percent__gt=0, inspection_percent__lte=100),
                name="production_operation_inspection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class OperationAlternative(models.Model):
    """Another work center that can do an operation; its run and set-up take `factor` times as long."""

    operation = models.ForeignKey(RoutingOperation, on_delete=models.CASCADE, related_name="alternatives")
    work_center = models.ForeignKey(
        "production.WorkCenter",
        on_delete=models.PROTECT,
        related_name="alternative_for",
        verbose_name=_("work center"),
    )
    factor = models.DecimalField(_("time factor"), max_digits=8, decimal_places=4, default=1)
    preference = models.PositiveSmallIntegerField(_("preference"), default=1)

    class Meta:
        verbose_name = _("alternative work center")
        verbose_name_plural = _("alternative work centers")
        ordering = ["operation", "preference", "id"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "work_center"], name="production_alternative_once"),
            models.CheckConstraint(condition=models.Q(factor__gt=0), name="production_alternative_factor"),
        ]

    def __str__(self) -> str:
        return f"{self.operation_id} @ {self.work_center_id}"
