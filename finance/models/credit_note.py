from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import MoneyField, PriceField, QuantityField
from erp.core.refs import DocumentRef
from erp.masterdata.models import Currency, Customer
from finance.models.invoice import Invoice, InvoiceLine
from finance.models.payment import Payment
from inventory.models import Item


class CreditNote(models.Model):
    """A red-letter invoice (红字应收单): what a customer does not owe after all, against one invoice.

    Never changed once issued. Its amount works like money received: `payment` holds what of it pays
    invoices and what is left as the customer's credit.
    """

    number = models.CharField(_("number"), max_length=60, unique=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="credit_notes")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="credit_note")
    document_kind = models.CharField(max_length=30, blank=True)
    document_id = models.BigIntegerField(null=True)
    document_number = models.CharField(_("order"), max_length=60, blank=True)
    source_kind = models.CharField(max_length=30, blank=True)
    source_id = models.BigIntegerField(null=True)
    source_number = models.CharField(_("return"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+", db_index=False)
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=10, default=1)
    subtotal = MoneyField(_("subtotal"))
    tax = MoneyField(_("tax"))
    total = MoneyField(_("total"))
    base_total = MoneyField(_("total in base currency"))
    issued_on = models.DateField(_("issued"))
    buyer = models.JSONField(_("buyer"), default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["document_kind", "document_id"], name="finance_credit_note_document"),
            models.Index(fields=["source_kind", "source_id"], name="finance_credit_note_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total__gt=0, tax__gte=0, subtotal__gte=0),
                name="finance_credit_note_positive",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The credit note itself."""
        return DocumentRef("credit_note", self.pk, self.number)

    @property
    def document(self) -> DocumentRef | None:
        """The order that was billed, if one was."""
        if self.document_id is None:
            return None
        return DocumentRef(self.document_kind, self.document_id, self.document_number)


class CreditNoteLine(models.Model):
    """A part of an invoice line that is not owed after all."""

    credit_note = models.ForeignKey(CreditNote, on_delete=models.CASCADE, related_name="lines")
    line_no = models.PositiveIntegerField(_("line"))
    invoice_line = models.ForeignKey(InvoiceLine, on_delete=models.PROTECT, related_name="credits")
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
        verbose_name = _("credit note line")
        verbose_name_plural = _("credit note lines")
        ordering = ["line_no"]
        constraints = [
            models.UniqueConstraint(fields=["credit_note", "line_no"], name="finance_credit_note_line_no"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, net__gte=0, tax__gte=0),
                name="finance_credit_note_line_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credit_note_id}/{self.line_no}"
