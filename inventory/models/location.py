from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.masterdata.models import WorkingCalendar


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


class Location(models.Model):
    """A bin or area of a warehouse; only usable kinds count as on hand."""

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
        ]

    def __str__(self) -> str:
        return self.code
