"""What an offer and an order have in common: terms, sums, and lines with their prices."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import MoneyField, PriceField, QuantityField
from erp.identity.models import User
from erp.masterdata.models import Carrier, Currency, Unit
from inventory.models import Warehouse


class SellingDocument(models.Model):
    """Who sells from where, on what terms, for how much.

    Units: sums in `currency`, of which `rate` base units make one; `cost` in the base currency.
    """

    salesperson = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("salesperson"),
    )
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name=_("warehouse")
    )
    currency = models.ForeignKey(
        Currency, on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name=_("currency")
    )
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=10, default=1)
    carrier = models.ForeignKey(
        Carrier,
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("carrier"),
    )
    requested_on = models.DateField(_("requested date"), null=True, blank=True)
    promised_on = models.DateField(_("promise date"), null=True, blank=True)
    is_ship_complete = models.BooleanField(_("ship complete"), default=False)
    ship_to = models.JSONField(_("ship to"), default=dict, blank=True)
    subtotal = MoneyField(_("subtotal"), default=0)
    tax = MoneyField(_("tax"), default=0)
    total = MoneyField(_("total"), default=0)
    cost = MoneyField(_("cost"), default=0)
    created_at = models.DateTimeField(_("created"))
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class SellingLine(models.Model):
    """One product at its price.

    Units: quantity and unit_price in the line's unit, base_quantity and unit_cost in the item's base unit.
    """

    line_no = models.PositiveIntegerField(_("line"))
    description = models.CharField(_("description"), max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name=_("unit")
    )
    unit_numerator = models.PositiveBigIntegerField(default=1)
    unit_denominator = models.PositiveBigIntegerField(default=1)
    quantity = QuantityField(_("quantity"))
    base_quantity = QuantityField(_("quantity in the base unit"))
    unit_price = PriceField(_("unit price"))
    discount_rate = models.DecimalField(_("discount"), max_digits=7, decimal_places=6, default=0)
    tax_rate = models.DecimalField(_("tax rate"), max_digits=7, decimal_places=6, default=0)
    net = MoneyField(_("net"))
    tax = MoneyField(_("tax"))
    unit_cost = MoneyField(_("unit cost"), default=0)
    requested_on = models.DateField(_("requested date"), null=True, blank=True)
    promised_on = models.DateField(_("promise date"), null=True, blank=True)
    promise_reason = models.JSONField(_("why this date"), default=list, blank=True)

    class Meta:
        abstract = True
