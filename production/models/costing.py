from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import PriceField, QuantityField
from inventory.models import Item


class CostRollup(models.Model):
    """One roll-up of what made items cost at standard, by the structure in force on a day."""

    on = models.DateField(_("by the structure of"))
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    adopted_at = models.DateTimeField(_("adopted at"), null=True, blank=True)
    items = models.PositiveIntegerField(_("items"), default=0)
    changed = models.PositiveIntegerField(_("changed items"), default=0)

    class Meta:
        verbose_name = _("cost roll-up")
        verbose_name_plural = _("cost roll-ups")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk} {self.on}"


class ItemCost(models.Model):
    """What one base unit of an item costs by a roll-up, in base currency, and what it did before."""

    rollup = models.ForeignKey(CostRollup, on_delete=models.CASCADE, related_name="costs")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", verbose_name=_("item"))
    level = models.PositiveSmallIntegerField(_("low-level code"), default=0)
    lot_quantity = QuantityField(_("usual lot"), default=1)
    material = PriceField(_("material"), default=0)
    setup = PriceField(_("set-up"), default=0)
    run = PriceField(_("run"), default=0)
    outside = PriceField(_("outside"), default=0)
    total = PriceField(_("total"), default=0)
    before = PriceField(_("last time"), null=True, blank=True)
    basis = models.JSONField(_("made of"), default=dict, blank=True)
    reasons = models.JSONField(_("what changed"), default=list, blank=True)

    class Meta:
        verbose_name = _("cost of an item")
        verbose_name_plural = _("costs of items")
        constraints = [
            models.UniqueConstraint(fields=["rollup", "item"], name="production_cost_once"),
            models.CheckConstraint(
                condition=models.Q(material__gte=0, setup__gte=0, run__gte=0, outside__gte=0, total__gte=0),
                name="production_cost_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rollup_id}: {self.item_id}"
