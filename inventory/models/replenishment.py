from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import MoneyField, QuantityField
from erp.masterdata.models import Supplier
from inventory.models.item import Item
from inventory.models.location import Warehouse
from inventory.models.requisition import PurchaseRequisition

_RATE = [MinValueValidator(0.5), MaxValueValidator(0.9999)]


class ReplenishmentSetting(models.Model):
    """How the company replenishes where an item says nothing else: one row."""

    service_level = models.DecimalField(
        _("service level"), max_digits=5, decimal_places=4, default="0.95", validators=_RATE
    )
    order_cost = MoneyField(_("cost of placing an order"), default=50)
    holding_rate = models.DecimalField(
        _("cost of holding stock, share of its value a year"), max_digits=5, decimal_places=4, default="0.2"
    )
    window_weeks = models.PositiveSmallIntegerField(
        _("weeks of demand looked at"), default=26, validators=[MinValueValidator(4), MaxValueValidator(156)]
    )
    slow_days = models.PositiveSmallIntegerField(_("days without use that make a slow mover"), default=90)
    cover_days = models.PositiveSmallIntegerField(_("days of demand that stock should cover"), default=90)
    raises_requisitions = models.BooleanField(_("low stock raises requisitions by itself"), default=True)

    class Meta:
        verbose_name = _("replenishment setting")
        verbose_name_plural = _("replenishment settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="inventory_one_replenishment_setting"),
            models.CheckConstraint(
                condition=models.Q(order_cost__gte=0, holding_rate__gte=0), name="inventory_holding_positive"
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class ReplenishmentPolicy(models.Model):
    """How one item is replenished at one warehouse; without one the item's own fields count.

    Warehouses without a policy of their own share the item's figures: their stock is added up.
    """

    class Method(models.TextChoices):
        REORDER_POINT = "reorder_point", _("Reorder point, fixed or economic lot")
        MIN_MAX = "min_max", _("Minimum and maximum")
        PERIOD = "period", _("Demand of a period")

    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="replenishment", verbose_name=_("item")
    )
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.PROTECT, related_name="+", verbose_name=_("warehouse")
    )
    method = models.CharField(
        _("method"), max_length=15, choices=Method.choices, default=Method.REORDER_POINT
    )
    is_calculated = models.BooleanField(_("calculated from demand"), default=True)
    service_level = models.DecimalField(
        _("service level"), max_digits=5, decimal_places=4, null=True, blank=True, validators=_RATE
    )
    safety_stock = QuantityField(_("safety stock"), null=True, blank=True)
    reorder_point = QuantityField(_("reorder point, minimum"), null=True, blank=True)
    maximum = QuantityField(_("maximum"), null=True, blank=True)
    order_quantity = QuantityField(_("lot"), null=True, blank=True)
    period_days = models.PositiveSmallIntegerField(_("days of a period"), null=True, blank=True)

    class Meta:
        verbose_name = _("replenishment policy")
        verbose_name_plural = _("replenishment policies")
        constraints = [
            models.UniqueConstraint(fields=["item", "warehouse"], name="inventory_policy_once"),
            models.CheckConstraint(
                condition=models.Q(method__in=["reorder_point", "min_max", "period"]),
                name="inventory_policy_method",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}@{self.warehouse_id}"


class ReplenishmentSuggestion(models.Model):
    """What the last run found worth buying or making, with the figures that say why."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DISMISSED = "dismissed", _("Dismissed")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="suggestions")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    on_hand = QuantityField(_("on hand"), default=0)
    on_order = QuantityField(_("on order"), default=0)
    asked_for = QuantityField(_("asked for"), default=0)
    demand = QuantityField(_("demand"), default=0)
    safety_stock = QuantityField(_("safety stock"), default=0)
    reorder_point = QuantityField(_("reorder point"), default=0)
    quantity = QuantityField(_("quantity"))
    total_to_ask = QuantityField(_("to be asked for in all"))
    needed_on = models.DateField(_("needed by"))
    supplier = models.ForeignKey(Supplier, on_delete=models.SET_NULL, null=True, related_name="+")
    facts = models.JSONField(_("facts"), default=dict)
    requisition = models.ForeignKey(
        PurchaseRequisition, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)
    computed_at = models.DateTimeField(_("computed"))

    class Meta:
        verbose_name = _("replenishment suggestion")
        verbose_name_plural = _("replenishment suggestions")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "warehouse"],
                condition=models.Q(status="open"),
                name="inventory_suggestion_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, total_to_ask__gt=0), name="inventory_suggestion_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["open", "accepted", "dismissed"]),
                name="inventory_suggestion_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.quantity}"


class StockFigure(models.Model):
    """What the stock of an item is doing, as the last run found; without a warehouse, in all of them."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="figures")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, null=True, related_name="+")
    abc = models.CharField(_("ABC"), max_length=1)
    xyz = models.CharField(_("XYZ"), max_length=1)
    on_hand = QuantityField(_("on hand"), default=0)
    stock_value = MoneyField(_("value in stock"), default=0)
    used = QuantityField(_("used"), default=0)
    used_value = MoneyField(_("value used"), default=0)
    daily_demand = models.FloatField(_("demand a day"), default=0)
    daily_deviation = models.FloatField(_("deviation of a day"), default=0)
    turnover = models.FloatField(_("turnover"), null=True)
    cover_days = models.FloatField(_("days of cover"), null=True)
    sell_through = models.FloatField(_("sell-through"), null=True)
    last_used_on = models.DateField(_("last used"), null=True)
    is_slow = models.BooleanField(_("slow"), default=False)
    excess = QuantityField(_("over-stock"), default=0)
    excess_value = MoneyField(_("value of over-stock"), default=0)
    computed_at = models.DateTimeField(_("computed"))

    class Meta:
        verbose_name = _("stock figure")
        verbose_name_plural = _("stock figures")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "warehouse"], nulls_distinct=False, name="inventory_figure_once"
            )
        ]
        indexes = [models.Index(fields=["abc", "xyz"], name="inventory_figure_class")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.abc}{self.xyz}"
