from django.db import models
from django.utils.translation import gettext_lazy as _


class Currency(models.Model):
    """A currency by its ISO 4217 code."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    symbol = models.CharField(_("symbol"), max_length=8, blank=True)

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class ExchangeRate(models.Model):
    """Units of the company's base currency for one unit of a currency, from a day on."""

    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="rates")
    valid_from = models.DateField(_("valid from"))
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=10)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "valid_from"], name="masterdata_rate_per_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="masterdata_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency_id} {self.valid_from}"


class TaxCode(models.Model):
    """A kind of sales tax with its rate as a fraction (0.13 is 13 %)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    rate = models.DecimalField(_("rate"), max_digits=7, decimal_places=6)

    class Meta:
        verbose_name = _("tax code")
        verbose_name_plural = _("tax codes")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rate__gte=0, rate__lte=1), name="masterdata_tax_rate_fraction"
            )
        ]

    def __str__(self) -> str:
        return self.code
