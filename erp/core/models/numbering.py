from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberSeries(models.Model):
    """How documents of one kind are numbered; gapless series count in the row, others in a sequence."""

    code = models.SlugField(_("code"), primary_key=True, max_length=30)
    prefix = models.CharField(_("prefix"), max_length=20, blank=True)
    padding = models.PositiveSmallIntegerField(_("digits"), default=6)
    is_gapless = models.BooleanField(_("gapless"), default=False)
    next_value = models.PositiveBigIntegerField(_("next number"), default=1)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")

    def __str__(self) -> str:
        return self.code
