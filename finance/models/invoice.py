from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import MoneyField, PriceField, QuantityField
from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from erp.masterdata.models import Currency, Customer
from inventory.models import Item


class Invoice(models.Model):
    """A receivable document (应收单): what a customer owes for goods shipped."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ISSUED = "issued", _("Issued")
        PARTIALLY_PAID = "partially_paid", _("Partially paid")
        PAID = "paid", _("Paid")
        VOID = "void", _("Void")
        WRITTEN_OFF = "written_off", _("Written off")

    number = models.CharField(_("number"), max_length=60, unique=True, null=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="invoices")
    document_kind = models.CharField(max_length=30, blank=True)
    document_id = models.BigIntegerField(null=True)
    document_number = models.CharField(_("order"), max_length=60, blank=True)
    shipment_id = models.BigIntegerField(null=True)
    shipment_number = models.CharField(_("shipment"), max_length=60, blank=True)
    state = StateField(_("state"), max_length=15, choices=State.choices, default=State.DRAFT)
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+", db_index=False)
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=10, default=1)
    subtotal = MoneyField(_("subtotal"))
    tax = MoneyField(_("tax"))
    total = MoneyField(_("total"))
    open_amount = MoneyField(_("open"))
    base_total = MoneyField(_("total in base currency"))
    base_open = MoneyField(_("open in base currency"))
    issued_on = models.DateField(_("issued"), null=True)
    due_on = models.DateField(_("due"), null=True)
    buyer = models.JSONField(_("buyer"), default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    paid_at = models.DateTimeField(_("paid"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["document_kind", "document_id"], name="finance_invoice_document"),
            models.Index(
                fields=["customer", "due_on"],
                name="finance_invoice_open",
                condition=models.Q(state__in=["issued", "partially_paid"]),
            ),
            models.Index(fields=["issued_on"], name="finance_invoice_issued"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["shipment_id"],
                name="finance_invoice_per_shipment",
                condition=models.Q(shipment_id__isnull=False) & ~models.Q(state="void"),
            ),
            models.CheckConstraint(
                condition=models.Q(open_amount__gte=0, open_amount__lte=models.F("total")),
                name="finance_invoice_open_within_total",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["draft", "issued", "partially_paid", "paid", "void", "written_off"]
                ),
                name="finance_invoice_state",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(number__isnull=False),
                name="finance_issued_has_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="paid") | models.Q(open_amount=0), name="finance_paid_is_paid"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"#{self.pk}"

    @property
    def ref(self) -> DocumentRef:
        """The invoice itself."""
        return DocumentRef("invoice", self.pk, self.number or "")

    @property
    def document(self) -> DocumentRef | None:
        """The document billed, if it bills one."""
        if self.document_id is None:
            return None
        return DocumentRef(self.document_kind, self.document_id, self.document_number)

    @transition(field=state, source=State.DRAFT, target=State.ISSUED)
    def issue(self) -> None:
        """The customer owes it from now on."""

    @transition(field=state, source=[State.ISSUED, State.PARTIALLY_PAID], target=State.PARTIALLY_PAID)
    def pay_in_part(self) -> None:
        """Some of it is paid."""

    @transition(field=state, source=[State.ISSUED, State.PARTIALLY_PAID], target=State.PAID)
    def pay(self, *, at: datetime) -> None:
        """All of it is paid."""
        self.paid_at = at

    @transition(field=state, source=[State.PAID, State.PARTIALLY_PAID], target=State.PARTIALLY_PAID)
    def reopen_in_part(self) -> None:
        """A payment was taken back; some of it is owed again."""
        self.paid_at = None

    @transition(field=state, source=[State.PAID, State.PARTIALLY_PAID], target=State.ISSUED)
    def reopen(self) -> None:
        """All payments were taken back."""
        self.paid_at = None

    @transition(field=state, source=State.ISSUED, target=State.VOID)
    def void(self) -> None:
        """It was a mistake; its number stays used."""

    @transition(field=state, source=[State.ISSUED, State.PARTIALLY_PAID], target=State.WRITTEN_OFF)
    def write_off(self) -> None:
        """It will not be paid."""


class InvoiceLine(models.Model):
    """One thing billed."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    line_no = models.PositiveIntegerField(_("line"))
    source_kind = models.CharField(max_length=30, blank=True)
    source_id = models.BigIntegerField(null=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    description = models.CharField(_("description"), max_length=200)
    quantity = QuantityField(_("quantity"))
    unit_code = models.CharField(_("unit"), max_length=20, blank=True)
    unit_price = PriceField(_("unit price"))
    discount_rate = models.DecimalField(_("discount"), max_digits=7, decimal_places=6, default=0)
    net = MoneyField(_("net"))
    tax_rate = models.DecimalField(_("tax rate"), max_digits=7, decimal_places=6, default=0)
    tax = MoneyField(_("tax"))

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering = ["line_no"]
        constraints = [models.UniqueConstraint(fields=["invoice", "line_no"], name="finance_invoice_line_no")]
        indexes = [models.Index(fields=["source_kind", "source_id"], name="finance_invoice_line_src")]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.line_no}"
