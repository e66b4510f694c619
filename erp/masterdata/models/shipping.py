from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.identity.models import Region


class Carrier(models.Model):
    """Who takes goods to customers, and how long that takes."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    transit_days = models.PositiveSmallIntegerField(_("transit days"), default=0)
    extra_freight = models.DecimalField(
        _("cost of a further shipment"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    cut_off = models.TimeField(
        _("collects until"),
        null=True,
        blank=True,
        help_text=_("What is ready later leaves on the next open day; in the warehouse's time."),
    )
    tracking_url = models.CharField(_("tracking address"), max_length=200, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CarrierRegion(models.Model):
    """How long a carrier takes to one region, where that differs from its usual days."""

    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE, related_name="regions")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+", verbose_name=_("region"))
    transit_days = models.PositiveSmallIntegerField(_("transit days"))

    class Meta:
        verbose_name = _("transit days to a region")
        verbose_name_plural = _("transit days to regions")
        constraints = [
            models.UniqueConstraint(fields=["carrier", "region"], name="masterdata_carrier_region_once")
        ]

    def __str__(self) -> str:
        return f"{self.carrier_id}: {self.region_id}"
