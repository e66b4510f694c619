from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from erp.core.fields import MoneyField, QuantityField
from erp.core.refs import DocumentRef
from erp.masterdata.models import Currency, Supplier
from finance.models.payable import Payable
from inventory.models import Item, SupplierReturn


class SupplierCredit(models.Model):
    """A supplier's credit note (供应商红字发票): what it owes us for goods that went back."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        USED = "used", _("Used")
        VOID = "void", _("Void")

    number = models.CharField(_("number"), max_length=60, unique=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="credits")
    supplier_number = models.CharField(_("supplier's credit note number"), max_length=60)
    state = FSMField(_("state"), max_length=10, choices=State.choices, default=State.OPEN, protected=True)
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+", db_index=False)
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=10, default=1)
    subtotal = MoneyField(_("subtotal"))
    tax = MoneyField(_("tax"), default=0)
    total = MoneyField(_("total"))
    open_amount = MoneyField(_("open"))
    base_total = MoneyField(_("total in base currency"))
    base_open = MoneyField(_("open in base currency"))
    credited_on = models.DateField(_("date of the credit note"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("supplier's credit note")
        verbose_name_plural = _("suppliers' credit notes")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["supplier"], name="finance_supcredit_open", condition=models.Q(state="open"))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "supplier_number"],
                condition=~models.Q(state="void"),
                name="finance_supcredit_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "used", "void"]), name="finance_supcredit_state"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    total__gt=0, tax__gte=0, subtotal__gte=0, open_amount__gte=0,
                    open_amount__lte=models.F("total"),
                ),
                name="finance_supcredit_open_within_total",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(open_amount=0, base_open=0),
                name="finance_supcredit_used_is_used",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The credit note itself."""
        return DocumentRef("supplier_credit", self.pk, self.number)

    @transition(field=state, source=State.OPEN, target=State.USED)
    def use_up(self, *, at: datetime) -> None:
        """All of it has paid invoices or came back as money."""
        self.used_at = at

    @transition(field=state, source=State.OPEN, target=State.VOID)
    def void(self) -> None:
        """It was a mistake; what it credited is owed anew."""


class SupplierCreditLine(models.Model):
    """What a credit note gives for goods that went back. Units: the item's base unit."""

    credit = models.ForeignKey(SupplierCredit, on_delete=models.CASCADE, related_name="lines")
    line_no = models.PositiveIntegerField(_("line"))
    supplier_return = models.ForeignKey(SupplierReturn, on_delete=models.PROTECT, related_name="credits")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField(_("quantity"))
    net = MoneyField(_("net"))
    unbilled = QuantityField(_("no longer billed"), default=0)
    cleared = MoneyField(_("cleared"), default=0)

    class Meta:
        verbose_name = _("line of a supplier's credit note")
        verbose_name_plural = _("lines of suppliers' credit notes")
        ordering = ["line_no"]
        constraints = [
            models.UniqueConstraint(fields=["credit", "line_no"], name="finance_supcredit_line_no"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, net__gte=0, unbilled__gte=0),
                name="finance_supcredit_line_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credit_id}/{self.line_no}"


class SupplierCreditUse(models.Model):
    """What a credit note paid of one of the supplier's invoices, or (without one) brought back as money."""

    credit = models.ForeignKey(SupplierCredit, on_delete=models.PROTECT, related_name="uses")
    payable = models.ForeignKey(Payable, on_delete=models.PROTECT, null=True, related_name="credit_uses")
    amount = MoneyField(_("amount"))
    used_on = models.DateField(_("date"))
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    actor_label = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("use of a supplier's credit note")
        verbose_name_plural = _("uses of suppliers' credit notes")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="finance_supcredit_use_positive")
        ]

    def __str__(self) -> str:
        return f"{self.credit_id}: {self.amount}"
