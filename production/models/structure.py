from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import QuantityField
from inventory.models import Item


class BomSubstitute(models.Model):
    """An item that may be used instead of a component; `ratio` of it replace one of the component."""

    component = models.ForeignKey(
        "production.BomComponent",
        on_delete=models.CASCADE,
        related_name="substitutes",
        verbose_name=_("component"),
    )
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="substitute_in", verbose_name=_("substitute")
    )
    ratio = QuantityField(_("quantity for one"), default=1)
    preference = models.PositiveSmallIntegerField(_("preference"), default=1)

    class Meta:
        verbose_name = _("substitute of a component")
        verbose_name_plural = _("substitutes of a component")
        ordering = ["component", "preference", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["component", "item"], name="production_component_substitute_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ratio__gt=0), name="production_component_substitute_ratio"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component_id} → {self.item_id}"


class BomOutput(models.Model):
    """What falls out beside the item: a co-product that was wanted too, or a by-product that was not.

    `quantity` comes with the bill's own output quantity; `cost_share_percent` of the cost goes to it.
    """

    class Kind(models.TextChoices):
        CO = "co", _("Co-product")
        BY = "by", _("By-product")

    bom = models.ForeignKey("production.Bom", on_delete=models.CASCADE, related_name="outputs")
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="falls_out_of", verbose_name=_("item")
    )
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices, default=Kind.BY)
    quantity = QuantityField(_("quantity"))
    cost_share_percent = models.DecimalField(
        _("share of the cost in percent"), max_digits=6, decimal_places=3, default=0
    )

    class Meta:
        verbose_name = _("further output")
        verbose_name_plural = _("further outputs")
        constraints = [
            models.UniqueConstraint(fields=["bom", "item"], name="production_output_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="production_output_positive"),
            models.CheckConstraint(condition=models.Q(kind__in=["co", "by"]), name="production_output_kind"),
            models.CheckConstraint(
                condition=models.Q(cost_share_percent__gte=0, cost_share_percent__lte=100),
                name="production_output_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bom_id} ⇒ {self.item_id}"
