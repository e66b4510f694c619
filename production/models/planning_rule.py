from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import MoneyField, QuantityField
from inventory.models import Item


class PlanningRule(models.Model):
    """How MRP sizes and times the orders for an item; without one it plans lot for lot.

    What is bought then takes minimum and multiple of its quickest supplier.
    """

    class Method(models.TextChoices):
        LOT_FOR_LOT = "lot_for_lot", _("Lot for lot")
        FIXED = "fixed", _("Fixed lot")
        PERIOD = "period", _("Needs of a period")
        ECONOMIC = "economic", _("Economic lot")
        WAGNER_WHITIN = "wagner_whitin", _("Least cost (Wagner–Whitin)")

    item = models.OneToOneField(
        Item, on_delete=models.CASCADE, related_name="planning_rule", verbose_name=_("item")
    )
    method = models.CharField(
        _("lot size"), max_length=15, choices=Method.choices, default=Method.LOT_FOR_LOT
    )
    lot_quantity = QuantityField(_("lot"), null=True, blank=True)
    period_days = models.PositiveSmallIntegerField(
        _("days of a period"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    minimum = QuantityField(_("minimum"), default=0)
    multiple = QuantityField(_("multiple"), default=0)
    maximum = QuantityField(_("maximum"), default=0)
    order_cost = MoneyField(_("cost of an order"), null=True, blank=True)
    fence_days = models.PositiveSmallIntegerField(_("days in which nothing new is planned"), default=0)
    is_master_scheduled = models.BooleanField(_("in the master schedule"), default=False, db_default=False)
    demand_fence_days = models.PositiveSmallIntegerField(
        _("days in which only orders count"), null=True, blank=True, validators=[MaxValueValidator(1000)]
    )
    back_days = models.PositiveSmallIntegerField(
        _("days back in which an order uses up forecast"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(1000)],
    )
    ahead_days = models.PositiveSmallIntegerField(
        _("days ahead in which an order uses up forecast"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(1000)],
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("planning rule")
        verbose_name_plural = _("planning rules")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    method__in=["lot_for_lot", "fixed", "period", "economic", "wagner_whitin"]
                ),
                name="production_rule_method",
            ),
            models.CheckConstraint(
                condition=models.Q(minimum__gte=0, multiple__gte=0, maximum__gte=0),
                name="production_rule_not_negative",
            ),
            models.CheckConstraint(
                condition=~models.Q(method="fixed") | models.Q(lot_quantity__gt=0),
                name="production_rule_fixed_lot",
            ),
            models.CheckConstraint(
                condition=~models.Q(method="period") | models.Q(period_days__gt=0),
                name="production_rule_period",
            ),
            models.CheckConstraint(
                condition=models.Q(demand_fence_days__isnull=True) | models.Q(demand_fence_days__lte=1000),
                name="production_rule_demand_fence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.method}"


class PlanningSetting(models.Model):
    """How the company plans where an item's rule says nothing, and when the clock plans. One row."""

    uses_forecast = models.BooleanField(_("forecasts are planned for"), default=True, db_default=True)
    demand_fence_days = models.PositiveSmallIntegerField(
        _("days in which only orders count"), default=0, db_default=0, validators=[MaxValueValidator(1000)]
    )
    back_days = models.PositiveSmallIntegerField(
        _("days back in which an order uses up forecast"),
        default=30,
        db_default=30,
        validators=[MaxValueValidator(1000)],
    )
    ahead_days = models.PositiveSmallIntegerField(
        _("days ahead in which an order uses up forecast"),
        default=30,
        db_default=30,
        validators=[MaxValueValidator(1000)],
    )
    plans_nightly = models.BooleanField(_("plan every night"), default=True, db_default=True)
    hour = models.PositiveSmallIntegerField(
        _("at what hour of the company's time"), default=4, db_default=4, validators=[MaxValueValidator(23)]
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("days ahead"),
        default=180,
        db_default=180,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )

    class Meta:
        verbose_name = _("planning settings")
        verbose_name_plural = _("planning settings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    demand_fence_days__lte=1000, back_days__lte=1000, ahead_days__lte=1000, hour__lte=23
                )
                & models.Q(horizon_days__range=(1, 1000)),
                name="production_planning_setting_range",
            )
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
