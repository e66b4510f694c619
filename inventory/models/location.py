from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from erp.core.fields import QuantityField
from erp.masterdata.models import WorkingCalendar
from inventory.models.item import Item, ItemCategory


class Warehouse(models.Model):
    """A place that keeps stock and ships it."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    address = models.TextField(_("address"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    calendar = models.ForeignKey(
        WorkingCalendar,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("working calendar"),
    )
    is_default = models.BooleanField(_("default"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("warehouse")
        verbose_name_plural = _("warehouses")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="inventory_one_default"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """A part of a warehouse that bins are named after; its code is what a bin's `zone` says."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="zones")
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120, blank=True)
    pick_sequence = models.PositiveIntegerField(_("pick sequence"), default=0)

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["warehouse", "pick_sequence", "code"]
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "code"], name="inventory_zone_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Location(models.Model):
    """A bin or area of a warehouse; only usable kinds count as on hand.

    Capacity: none given means no limit. Quantities of all items are added as they are counted.
    """

    class Kind(models.TextChoices):
        STORAGE = "storage", _("Storage")
        RECEIVING = "receiving", _("Receiving")
        QUALITY = "quality", _("Quality")
        SCRAP = "scrap", _("Scrap")

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="locations")
    code = models.CharField(_("code"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.STORAGE)
    is_usable = models.BooleanField(_("counts as on hand"), default=True)
    zone = models.CharField(_("zone"), max_length=40, blank=True)
    pick_sequence = models.PositiveIntegerField(_("pick sequence"), default=0)
    barcode = models.CharField(_("barcode"), max_length=60, blank=True)
    capacity_quantity = QuantityField(_("room for a quantity of"), null=True, blank=True)
    capacity_weight_kg = models.DecimalField(
        _("bears kg"), max_digits=12, decimal_places=3, null=True, blank=True
    )
    category = models.ForeignKey(
        ItemCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only for the category"),
    )
    allows_mixed_items = models.BooleanField(_("several items"), default=True, db_default=True)
    allows_mixed_lots = models.BooleanField(_("several lots of an item"), default=True, db_default=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["warehouse", "pick_sequence", "code"]
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "code"], name="inventory_location_code"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["storage", "receiving", "quality", "scrap"]),
                name="inventory_location_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["storage", "receiving"]) | models.Q(is_usable=False),
                name="inventory_blocked_never_usable",
            ),
            models.CheckConstraint(
                condition=(models.Q(capacity_quantity__isnull=True) | models.Q(capacity_quantity__gt=0))
                & (models.Q(capacity_weight_kg__isnull=True) | models.Q(capacity_weight_kg__gt=0)),
                name="inventory_capacity_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @cached_property
    def path(self) -> str:
        """The key people write, warehouse and bin: MAIN/A-01-03. Selectors may annotate it."""
        return f"{self.warehouse.code}/{self.code}"

    @property
    def is_limited(self) -> bool:
        """Whether not everything may lie here."""
        return (
            self.capacity_quantity is not None
            or self.capacity_weight_kg is not None
            or self.category_id is not None
            or not self.allows_mixed_items
            or not self.allows_mixed_lots
        )


class PutawayRule(models.Model):
    """Where goods of an item, a category or anything go first in a warehouse: a bin or a zone's bins."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="putaway_rules")
    sequence = models.PositiveIntegerField(_("order"), default=10)
    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("item")
    )
    category = models.ForeignKey(
        ItemCategory,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category"),
    )
    zone = models.ForeignKey(
        Zone, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("zone")
    )
    location = models.ForeignKey(
        Location,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("location"),
    )

    class Meta:
        verbose_name = _("put-away rule")
        verbose_name_plural = _("put-away rules")
        ordering = ["warehouse", "sequence", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(zone__isnull=True, location__isnull=False)
                | models.Q(zone__isnull=False, location__isnull=True),
                name="inventory_putaway_one_target",
            ),
            models.CheckConstraint(
                condition=models.Q(item__isnull=True) | models.Q(category__isnull=True),
                name="inventory_putaway_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.warehouse_id}/{self.sequence}"
