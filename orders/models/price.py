from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import MoneyField, QuantityField
from erp.masterdata.models import Carrier, Company, Currency, Customer
from inventory.models import Item


class PriceFlag(models.TextChoices):
    """Which floor a line's price lies below; the price list's floor is told before the margin's."""

    FLOOR = "floor", _("Below the floor price")
    MARGIN = "margin", _("Below the margin floor")


class PriceException(models.TextChoices):
    """Whether prices below a floor wait for somebody who may allow them, or are allowed."""

    OPEN = "open", _("To be approved")
    APPROVED = "approved", _("Approved")


class PriceList(models.Model):
    """Prices in one currency, with or without tax."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class PriceListItem(models.Model):
    """The price of an item from a quantity on, within its dates."""

    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, db_index=False, related_name="prices")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    minimum_quantity = QuantityField(_("from quantity"), default=0)
    price = MoneyField(_("price"))
    floor_price = MoneyField(_("floor price"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "item", "minimum_quantity", "valid_from"],
                nulls_distinct=False,
                name="orders_price_once",
            ),
            models.CheckConstraint(
                condition=models.Q(floor_price__isnull=True) | models.Q(floor_price__gte=0),
                name="orders_floor_price_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(price__gte=0, minimum_quantity__gte=0), name="orders_price_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.price}"


class CustomerTerms(models.Model):
    """How we sell to a customer: price list, discount, channel, tier, partial deliveries or not."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="terms")
    price_list = models.ForeignKey(
        PriceList, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("price list")
    )
    discount_rate = models.DecimalField(_("discount"), max_digits=7, decimal_places=6, default=0)
    channel = models.CharField(_("channel"), max_length=40, blank=True)
    tier = models.CharField(_("tier"), max_length=20, blank=True)
    is_ship_complete = models.BooleanField(_("ship complete"), default=False)
    shelf_life_days = models.PositiveSmallIntegerField(
        _("goods have to last, in days"), default=0, db_default=0
    )
    carrier = models.ForeignKey(
        Carrier,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("carrier"),
    )
    late_penalty_percent = models.DecimalField(
        _("lateness penalty in percent of the value per day"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
    )
    reservation_policy = models.CharField(
        _("goods are reserved"),
        max_length=20,
        choices=Company.ReservationPolicy.choices,
        blank=True,
        default="",
        db_default="",
    )

    class Meta:
        verbose_name = _("terms of sale")
        verbose_name_plural = _("terms of sale")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(discount_rate__gte=0, discount_rate__lte=1),
                name="orders_terms_discount_fraction",
            )
        ]

    def __str__(self) -> str:
        return str(self.customer_id)
