from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import MoneyField, QuantityField
from erp.masterdata.models import TaxCode, Unit


class ItemCategory(models.Model):
    """A group of items; groups nest."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )

    margin_floor_percent = models.DecimalField(
        _("prices with a margin below this percentage need approval"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """What is made, bought, stocked and sold; called product in the API."""

    class Kind(models.TextChoices):
        STOCKED = "stocked", _("Stocked")
        SERVICE = "service", _("Service")
        KIT = "kit", _("Kit")

    class Supply(models.TextChoices):
        BUY = "buy", _("Bought")
        MAKE = "make", _("Made")

    class Planning(models.TextChoices):
        TO_ORDER = "to_order", _("To order")
        MRP = "mrp", _("MRP")
        REORDER_POINT = "reorder_point", _("Reorder point")
        NONE = "none", _("Not planned")

    class Tracking(models.TextChoices):
        NONE = "none", _("Not tracked")
        LOT = "lot", _("By lot")
        SERIAL = "serial", _("By serial number")

    sku = models.CharField(_("SKU"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    barcode = models.CharField(_("barcode"), max_length=60, blank=True)
    category = models.ForeignKey(
        ItemCategory, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("category")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.STOCKED)
    supply = models.CharField(_("supply"), max_length=10, choices=Supply.choices, default=Supply.BUY)
    planning = models.CharField(_("planning"), max_length=15, choices=Planning.choices, default=Planning.MRP)
    tracking = models.CharField(_("tracking"), max_length=10, choices=Tracking.choices, default=Tracking.NONE)
    list_price = MoneyField(_("list price"), default=0)
    standard_cost = MoneyField(_("standard cost"), default=0)
    tax_code = models.ForeignKey(
        TaxCode, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("tax code")
    )
    safety_stock = QuantityField(_("safety stock"), default=0)
    reorder_point = QuantityField(_("reorder point"), null=True, blank=True)
    reorder_quantity = QuantityField(_("reorder quantity"), null=True, blank=True)
    lead_time_days = models.PositiveSmallIntegerField(_("lead time in days"), default=0)
    weight_kg = models.DecimalField(_("weight in kg"), max_digits=12, decimal_places=4, default=0)
    shelf_life_days = models.PositiveIntegerField(_("shelf life in days"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_sold = models.BooleanField(_("sold"), default=True)
    custom = models.JSONField(_("own fields"), default=dict, blank=True)
    search_key = models.CharField(max_length=600, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["sku"]
        indexes = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="inventory_item_search"),
            models.Index(fields=["barcode"], name="inventory_item_barcode"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(list_price__gte=0, standard_cost__gte=0, safety_stock__gte=0),
                name="inventory_item_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["stocked", "service", "kit"]), name="inventory_item_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(supply__in=["buy", "make"]), name="inventory_item_supply"
            ),
            models.CheckConstraint(
                condition=models.Q(planning__in=["to_order", "mrp", "reorder_point", "none"]),
                name="inventory_item_planning",
            ),
            models.CheckConstraint(
                condition=models.Q(tracking__in=["none", "lot", "serial"]), name="inventory_item_tracking"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.name}"


class ItemUnit(models.Model):
    """A further unit an item is sold, bought or packed in: numerator/denominator base units."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    numerator = models.PositiveBigIntegerField(_("base units"), default=1)
    denominator = models.PositiveBigIntegerField(_("divided by"), default=1)
    barcode = models.CharField(_("barcode"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("unit of an item")
        verbose_name_plural = _("units of an item")
        constraints = [
            models.UniqueConstraint(fields=["item", "unit"], name="inventory_item_unit_once"),
            models.CheckConstraint(
                condition=models.Q(numerator__gt=0, denominator__gt=0), name="inventory_item_unit_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.unit_id}"


class ItemSubstitute(models.Model):
    """An item that may be given to a customer instead of another, and how many of it replace one."""

    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="substitutes", verbose_name=_("product")
    )
    substitute = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="+", verbose_name=_("substitute")
    )
    ratio = QuantityField(_("quantity for one"), default=1)
    preference = models.PositiveSmallIntegerField(_("preference"), default=1)
    note = models.CharField(_("note"), max_length=200, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("substitute")
        verbose_name_plural = _("substitutes")
        ordering = ["item", "preference", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "substitute"], name="inventory_substitute_once"),
            models.CheckConstraint(condition=models.Q(ratio__gt=0), name="inventory_substitute_ratio"),
            models.CheckConstraint(
                condition=~models.Q(item=models.F("substitute")), name="inventory_substitute_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.substitute_id}"
