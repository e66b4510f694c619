from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.Model):
    """A unit of measure; within a dimension its exact fraction of the dimension's base unit."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    dimension = models.CharField(_("dimension"), max_length=20, default="count")
    numerator = models.PositiveBigIntegerField(_("numerator"), default=1)
    denominator = models.PositiveBigIntegerField(_("denominator"), default=1)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(numerator__gt=0, denominator__gt=0), name="masterdata_unit_positive_factor"
            )
        ]

    def __str__(self) -> str:
        return self.code
