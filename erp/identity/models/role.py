from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SHIPPED = {
    "sales": pgettext_lazy("role", "Sales"),
    "sales_manager": pgettext_lazy("role", "Sales manager"),
    "customer_service": pgettext_lazy("role", "Customer service"),
    "finance": pgettext_lazy("role", "Finance"),
    "planner": pgettext_lazy("role", "Planner"),
    "buyer": pgettext_lazy("role", "Buyer"),
    "warehouse_operator": pgettext_lazy("role", "Warehouse operator"),
    "warehouse_manager": pgettext_lazy("role", "Warehouse manager"),
    "shop_floor": pgettext_lazy("role", "Shop floor"),
    "production_manager": pgettext_lazy("role", "Production manager"),
    "executive": pgettext_lazy("role", "Executive"),
    "integrator": pgettext_lazy("role", "Integrator"),
    "administrator": pgettext_lazy("role", "Administrator"),
}


def shown_name(code: str, name: str) -> str:
    """A role's name in the reader's language, unless the company has given it another one."""
    is_renamed = name != code.replace("_", " ").capitalize()
    return name if is_renamed or code not in SHIPPED else str(SHIPPED[code])


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
        return shown_name(self.code, self.name)
