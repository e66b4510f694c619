from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import MoneyField, PriceField, QuantityField
from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from erp.masterdata.models import Currency, Supplier
from inventory.models import Item, PurchaseOrderLine, ReceiptLine


class Payable(models.Model):
    """A supplier's invoice (应付单), matched with what was ordered and what arrived."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        DIFFERS = "differs", _("Differs")
        MATCHED = "matched", _("Matched")
        APPROVED = "approved", _("Difference approved")
        PARTIALLY_PAID = "partially_paid", _("Partially paid")
        PAID = "paid", _("Paid")
        VOID = "void", _("Void")

    number = models.CharField(_("number"), max_length=60, unique=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="payables")
    supplier_number = models.CharField(_("supplier's invoice number"), max_length=60)
    state = StateField(_("state"), max_length=15, choices=State.choices, default=State.DRAFT)
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+", db_index=False)
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=10, default=1)
    subtotal = MoneyField(_("subtotal"))
    tax = MoneyField(_("tax"), default=0)
    total = MoneyField(_("total"))
    open_amount = MoneyField(_("open"), default=0)
    base_total = MoneyField(_("total in base currency"))
    base_open = MoneyField(_("open in base currency"), default=0)
    invoiced_on = models.DateField(_("date of the invoice"))
    due_on = models.DateField(_("due"))
    posted_on = models.DateField(_("posted"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=150, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("payable")
        verbose_name_plural = _("payables")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["supplier", "due_on"],
                name="finance_payable_open",
                condition=models.Q(state__in=["matched", "approved", "partially_paid"]),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "supplier_number"],
                condition=~models.Q(state="void"),
                name="finance_supplier_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["draft", "differs", "matched", "approved", "partially_paid", "paid", "void"]
                ),
                name="finance_payable_state",
            ),
            models.CheckConstraint(
                condition=models.Q(open_amount__gte=0, open_amount__lte=models.F("total"), tax__gte=0),
                name="finance_payable_open_within_total",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="paid") | models.Q(open_amount=0, base_open=0),
                name="finance_payable_paid_is_paid",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The payable itself."""
        return DocumentRef("payable", self.pk, self.number)

    @transition(field=state, source=State.DRAFT, target=State.MATCHED)
    def match(self) -> None:
        """It says what was ordered and what arrived; it is owed."""

    @transition(field=state, source=State.DRAFT, target=State.DIFFERS)
    def differ(self) -> None:
        """It says something else; somebody has to decide."""

    @transition(field=state, source=State.DIFFERS, target=State.APPROVED)
    def approve(self) -> None:
        """It is owed all the same."""

    @transition(
        field=state, source=[State.MATCHED, State.APPROVED, State.PARTIALLY_PAID], target=State.PARTIALLY_PAID
    )
    def pay_in_part(self) -> None:
        """Some of it is paid."""

    @transition(field=state, source=[State.MATCHED, State.APPROVED, State.PARTIALLY_PAID], target=State.PAID)
    def pay(self, *, at: datetime) -> None:
        """All of it is paid."""
        self.paid_at = at

    @transition(field=state, source=[State.DIFFERS, State.MATCHED, State.APPROVED], target=State.VOID)
    def void(self) -> None:
        """It was a mistake, or goes back to the supplier; what it billed can be billed again."""


class PayableLine(models.Model):
    """What a supplier's invoice bills of one line of a receipt, or of an order without one."""

    class Outcome(models.TextChoices):
        MATCHED = "matched", _("Matched")
        PRICE = "price", _("Price difference")
        QUANTITY = "quantity", _("Quantity difference")
        NOT_RECEIVED = "not_received", _("Not received")

    payable = models.ForeignKey(Payable, on_delete=models.CASCADE, related_name="lines")
    line_no = models.PositiveIntegerField(_("line"))
    order_line = models.ForeignKey(PurchaseOrderLine, on_delete=models.PROTECT, related_name="+")
    receipt_line = models.ForeignKey(ReceiptLine, on_delete=models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField(_("quantity"))
    unit_price = PriceField(_("unit price"))
    order_price = PriceField(_("price of the order"))
    net = MoneyField(_("net"))
    cleared = MoneyField(_("cleared"), default=0)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)

    class Meta:
        verbose_name = _("payable line")
        verbose_name_plural = _("payable lines")
        ordering = ["line_no"]
        constraints = [
            models.UniqueConstraint(fields=["payable", "line_no"], name="finance_payable_line_no"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, unit_price__gte=0), name="finance_payable_line_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["matched", "price", "quantity", "not_received"]),
                name="finance_payable_line_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payable_id}/{self.line_no}"


class PayableSettings(models.Model):
    """How exactly a supplier's invoice must agree with order and receipt, and when it is due."""

    price_tolerance_percent = models.DecimalField(
        _("price above or below the order, in percent"),
        max_digits=5,
        decimal_places=2,
        default=2,
        db_default=2,
    )
    quantity_tolerance_percent = models.DecimalField(
        _("quantity above what arrived, in percent"), max_digits=5, decimal_places=2, default=0, db_default=0
    )
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), default=30, db_default=30)

    class Meta:
        verbose_name = _("settings of payables")
        verbose_name_plural = _("settings of payables")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="finance_one_payable_settings"),
            models.CheckConstraint(
                condition=models.Q(price_tolerance_percent__gte=0, quantity_tolerance_percent__gte=0),
                name="finance_payable_settings_range",
            ),
        ]

    def __str__(self) -> str:
        return str(_("How suppliers' invoices are matched"))
