from django.db import models
from django.utils.translation import gettext_lazy as _


class ShopSettings(models.Model):
    """How exact the shop floor has to be. One row."""

    over_report_percent = models.DecimalField(
        _("more may be reported than ordered by (%)"),
        max_digits=5,
        decimal_places=2,
        default=5,
        help_text=_("0 means never more than the work order says."),
    )

    ships_made_goods = models.BooleanField(
        _("made goods go to the warehouse by themselves"),
        default=True,
        db_default=True,
        help_text=_("An order is released for picking once all that was made for it is there."),
    )

    class Meta:
        verbose_name = _("settings of the shop floor")
        verbose_name_plural = _("settings of the shop floor")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(over_report_percent__gte=0, over_report_percent__lte=100),
                name="production_over_report_sane",
            )
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
