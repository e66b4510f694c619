from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import MoneyField
from erp.masterdata.models import Customer


class CreditAccount(models.Model):
    """How much a customer may owe us, and how much is used; kept in the base currency under lock."""

    class Grade(models.TextChoices):
        A = "A", "A"
        B = "B", "B"
        C = "C", "C"
        D = "D", "D"

    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="credit_account")
    grade = models.CharField(_("credit grade"), max_length=1, choices=Grade.choices, default=Grade.B)
    limit = MoneyField(_("credit limit"), null=True, blank=True, help_text=_("Empty means no limit."))
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), default=30)
    open_orders = MoneyField(_("open orders"), default=0)
    open_receivables = MoneyField(_("open receivables"), default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("credit account")
        verbose_name_plural = _("credit accounts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(open_orders__gte=0, open_receivables__gte=0),
                name="finance_exposure_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(limit__isnull=True) | models.Q(limit__gte=0),
                name="finance_limit_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(grade__in=["A", "B", "C", "D"]), name="finance_credit_grade"
            ),
        ]

    def __str__(self) -> str:
        return str(self.customer_id)

    @property
    def exposure(self):
        """Open receivables plus open orders."""
        return self.open_orders + self.open_receivables


class CreditHold(models.Model):
    """The part of a customer's credit that one document has taken and not yet turned into a receivable."""

    account = models.ForeignKey(CreditAccount, on_delete=models.PROTECT, related_name="holds")
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    document_number = models.CharField(_("document"), max_length=60)
    amount = MoneyField(_("amount"))

    class Meta:
        verbose_name = _("credit hold")
        verbose_name_plural = _("credit holds")
        constraints = [
            models.UniqueConstraint(fields=["document_kind", "document_id"], name="finance_hold_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="finance_hold_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.document_number}: {self.amount}"
