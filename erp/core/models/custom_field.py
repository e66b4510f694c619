from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class CustomFieldDefinition(models.Model):
    """A field that the company added to a kind of record; values live in the record's `custom` column."""

    class Subject(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        PRODUCT = "product", _("Product")
        ORDER = "order", _("Order")
        ORDER_LINE = "order_line", _("Order line")
        SUPPLIER = "supplier", _("Supplier")

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        BOOLEAN = "boolean", _("Yes or no")
        CHOICE = "choice", _("Choice")

    subject = models.CharField(_("on"), max_length=20, choices=Subject.choices)
    key = models.SlugField(_("key"), max_length=40)
    label = models.CharField(_("label"), max_length=80)
    label_zh = models.CharField(_("label in Chinese"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    choices = ArrayField(models.CharField(max_length=80), default=list, blank=True, verbose_name=_("choices"))
    is_required = models.BooleanField(_("required"), default=False)
    in_list = models.BooleanField(_("shown in lists"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        ordering = ["subject", "position", "key"]
        constraints = [models.UniqueConstraint(fields=["subject", "key"], name="core_custom_field_key")]

    def __str__(self) -> str:
        return f"{self.subject}.{self.key}"
