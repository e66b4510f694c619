from django.db import models
from django.utils.translation import gettext_lazy as _


class Carrier(models.Model):
    """Who takes goods to customers, and how long that takes."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    transit_days = models.PositiveSmallIntegerField(_("transit days"), default=0)
    extra_freight = models.DecimalField(
        _("cost of a further shipment"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    tracking_url = models.CharField(_("tracking address"), max_length=200, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
