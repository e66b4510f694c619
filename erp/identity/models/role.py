from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.Model):
    """A post that people hold, and the rights that come with it."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    permissions = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=_("rights")
    )
    is_shipped = models.BooleanField(_("shipped with the product"), default=False, editable=False)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(_(self.name)) if self.is_shipped else self.name
