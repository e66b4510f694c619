from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.masterdata.models.money import Currency


class Company(models.Model):
    """The company that runs the product: one row, printed on every document."""

    name = models.CharField(_("name"), max_length=200)
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    tax_number = models.CharField(_("tax number"), max_length=60, blank=True)
    bank_name = models.CharField(_("bank"), max_length=120, blank=True)
    bank_account = models.CharField(_("bank account"), max_length=60, blank=True)
    base_currency = models.ForeignKey(
        Currency, on_delete=models.PROTECT, related_name="+", verbose_name=_("base currency")
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    language = models.CharField(_("language of documents"), max_length=10, default="en")
    logo = models.FileField(_("logo"), upload_to="company/", blank=True)
    seal = models.FileField(_("seal image"), upload_to="company/", blank=True)
    auto_confirm_below = models.DecimalField(
        _("orders below this total confirm themselves"), max_digits=20, decimal_places=4, default=10000
    )
    approve_requisitions_below = models.DecimalField(
        _("requisitions below this amount approve themselves"),
        max_digits=20,
        decimal_places=4,
        default=0,
        db_default=0,
    )

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("company")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="masterdata_one_company")]

    def __str__(self) -> str:
        return self.name
