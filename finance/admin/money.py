"""Money in the admin: receivables, payments, credit and the journal."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter, RelatedDropdownFilter

from erp.core.actor import Actor
from erp.core.administration.columns import (
    document_column,
    money_column,
    quantity_column,
    record_column,
    state_column,
    state_filter,
)
from erp.core.administration.documents import DocumentAdmin, LinesInline, Verb
from erp.core.administration.masters import MasterAdmin
from erp.core.administration.rights import RightsAdmin
from erp.core.formats import money_text
from erp.identity.selectors.scopes import customer_scope_q
from finance.models import (
    Account,
    Allocation,
    CreditAccount,
    CreditHold,
    CreditNote,
    CreditNoteLine,
    Invoice,
    InvoiceLine,
    JournalEntry,
    JournalLine,
    Payment,
)
from finance.selectors.credit import VIEW_CREDIT
from finance.selectors.credit_notes import visible_credit_notes
from finance.selectors.invoices import VIEW_INVOICE, visible_invoices
from finance.selectors.journal import VIEW_JOURNAL, visible_entries
from finance.selectors.payments import VIEW_PAYMENT, visible_payments
from finance.services.credit import change_credit
from finance.services.invoices import issue_invoice, void_invoice
from finance.services.payments import refund_payment

CUSTOMER = record_column("customer", _("customer"))


class InvoiceLinesInline(LinesInline):
    """What was billed."""

    model = InvoiceLine
    fields = [
        "line_no",
        "description",
        quantity_column("quantity", _("quantity"), "unit_code"),
        money_column("unit_price", _("unit price"), ""),
        "discount_rate",
        money_column("net", _("net"), ""),
        "tax_rate",
        money_column("tax", _("tax"), ""),
    ]


class AllocationsInline(LinesInline):
    """Which payment paid which invoice."""

    model = Allocation
    verbose_name_plural = _("allocations")

    def get_queryset(self, request: Any) -> Any:
        """With both documents."""
        return super().get_queryset(request).select_related("invoice", "payment")


class PaidByInline(AllocationsInline):
    """The payments of an invoice."""

    fields = [record_column("payment", _("payment")), money_column("amount", _("amount"), ""), "at"]


class PaysInline(AllocationsInline):
    """The invoices that a payment pays."""

    fields = [record_column("invoice", _("invoice")), money_column("amount", _("amount"), ""), "at"]


@admin.register(Invoice)
class InvoiceAdmin(DocumentAdmin):
    """What customers owe."""

    view_right = VIEW_INVOICE
    visible = staticmethod(visible_invoices)
    page_name = "invoice-detail"
    list_display = [
        "number",
        CUSTOMER,
        document_column("document", _("order")),
        state_column("state", "invoice"),
        money_column("total", _("total")),
        money_column("open_amount", _("open")),
        "issued_on",
        "due_on",
    ]
    list_filter = [
        state_filter("state", "invoice"),
        ("issued_on", RangeDateFilter),
        ("due_on", RangeDateFilter),
        ("currency", RelatedDropdownFilter),
    ]
    list_filter_submit = True
    list_select_related = ["customer"]
    search_fields = ["number", "document_number", "shipment_number", "customer__code", "customer__name"]
    date_hierarchy = "issued_on"
    ordering = ["-id"]
    inlines = [InvoiceLinesInline, PaidByInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "number",
                    CUSTOMER,
                    document_column("document", _("order")),
                    document_column("shipment", _("shipment"), "shipment"),
                    state_column("state", "invoice"),
                ]
            },
        ),
        (
            _("Amounts"),
            {
                "fields": [
                    (money_column("subtotal", _("subtotal")), money_column("tax", _("tax"))),
                    (money_column("total", _("total")), money_column("open_amount", _("open"))),
                    ("issued_on", "due_on"),
                ]
            },
        ),
    ]
    verbs = (
        Verb(name="issue", title=_("Issue"), command=issue_invoice, row_id="invoice_id", states=("draft",)),
        Verb(
            name="void",
            title=_("Void invoice"),
            command=void_invoice,
            row_id="invoice_id",
            states=("issued",),
            needs_reason=True,
            is_danger=True,
        ),
    )


class CreditNoteLinesInline(LinesInline):
    """What is credited."""

    model = CreditNoteLine
    fields = [
        "line_no",
        "description",
        quantity_column("quantity", _("quantity"), "unit_code"),
        money_column("net", _("net"), "credit_note.currency_id"),
        money_column("tax", _("tax"), "credit_note.currency_id"),
    ]

    def get_queryset(self, request):
        """With what the columns show."""
        return super().get_queryset(request).select_related("credit_note")


@admin.register(CreditNote)
class CreditNoteAdmin(DocumentAdmin):
    """What customers do not owe after all."""

    view_right = VIEW_INVOICE
    visible = staticmethod(visible_credit_notes)
    page_name = "credit-note-detail"
    list_display = [
        "number",
        CUSTOMER,
        "invoice",
        "source_number",
        money_column("total", _("total")),
        "issued_on",
    ]
    list_filter = [("issued_on", RangeDateFilter), ("currency", RelatedDropdownFilter)]
    list_filter_submit = True
    list_select_related = ["customer", "invoice"]
    search_fields = ["number", "document_number", "source_number", "invoice__number", "customer__code"]
    date_hierarchy = "issued_on"
    ordering = ["-id"]
    inlines = [CreditNoteLinesInline]
    fields = [*list_display, "document_number", "reason"]


@admin.register(Payment)
class PaymentAdmin(DocumentAdmin):
    """What customers paid."""

    view_right = VIEW_PAYMENT
    visible = staticmethod(visible_payments)
    page_name = "payment-detail"
    list_display = [
        "number",
        CUSTOMER,
        state_column("state", "payment"),
        money_column("amount", _("amount")),
        money_column("unapplied", _("not allocated")),
        "method",
        "reference",
        "received_on",
    ]
    list_filter = [
        state_filter("state", "payment"),
        ("received_on", RangeDateFilter),
        ("currency", RelatedDropdownFilter),
    ]
    list_filter_submit = True
    list_select_related = ["customer"]
    search_fields = ["number", "reference", "customer__code", "customer__name"]
    date_hierarchy = "received_on"
    ordering = ["-id"]
    inlines = [PaysInline]
    fields = [*list_display, money_column("refunded", _("refunded"))]
    verbs = (
        Verb(
            name="refund",
            title=_("Refund what is not allocated"),
            command=refund_payment,
            row_id="payment_id",
            states=("received", "matched"),
            is_danger=True,
        ),
    )


class HoldsInline(LinesInline):
    """What documents have taken of a customer's credit."""

    model = CreditHold
    fields = [document_column("document", _("document")), money_column("amount", _("amount"), "")]


def visible_credit(actor: Actor) -> Any:
    """Credit accounts of the customers within the reader's scope."""
    return CreditAccount.objects.filter(customer_scope_q(actor))


@admin.register(CreditAccount)
class CreditAdmin(MasterAdmin):
    """How much customers may owe, and how much they do."""

    view_right = VIEW_CREDIT
    visible = staticmethod(visible_credit)
    edit = staticmethod(change_credit)
    list_display = [
        CUSTOMER,
        "grade",
        money_column("limit", _("credit limit"), ""),
        money_column("open_orders", _("open orders"), ""),
        money_column("open_receivables", _("open receivables"), ""),
        "payment_days",
    ]
    list_display_links = ["grade"]
    list_filter = [("grade", ChoicesDropdownFilter)]
    list_select_related = ["customer"]
    search_fields = ["customer__code", "customer__name"]
    ordering = ["customer__code"]
    fields = [
        CUSTOMER,
        "grade",
        "limit",
        "payment_days",
        money_column("open_orders", _("open orders"), ""),
        money_column("open_receivables", _("open receivables"), ""),
    ]
    readonly_fields = [fields[0], *fields[4:]]
    inlines = [HoldsInline]

    def write(self, request: Any, form: Any, rows: dict[str, Any], pk: Any) -> Any:
        """Give a customer credit."""
        limit = form.cleaned_data["limit"]
        return change_credit(
            customer_id=form.instance.customer_id,
            grade=form.cleaned_data["grade"],
            limit=limit,
            clear_limit=limit is None,
            payment_days=form.cleaned_data["payment_days"],
            actor=request.actor,
        )


@admin.register(Account)
class AccountAdmin(RightsAdmin):
    """The chart of accounts."""

    view_right = VIEW_JOURNAL
    list_display = ["code", "title", "kind", "role"]
    list_filter = [("kind", ChoicesDropdownFilter)]
    search_fields = ["code", "name"]
    fields = list_display

    @admin.display(description=_("name"))
    def title(self, row: Account) -> str:
        """The name in the reader's language."""
        return row.title


class JournalLinesInline(LinesInline):
    """Both sides of an entry."""

    model = JournalLine
    fields = ["account", "debit", "credit_side", money_column("currency_amount", _("in document currency"))]
    readonly_fields = fields

    def get_queryset(self, request: Any) -> Any:
        """With their accounts."""
        return super().get_queryset(request).select_related("account")

    @admin.display(description=_("debit"))
    def debit(self, row: JournalLine) -> str:
        """What stands on the left."""
        return money_text(row.amount) if row.amount > 0 else ""

    @admin.display(description=_("credit"))
    def credit_side(self, row: JournalLine) -> str:
        """What stands on the right."""
        return money_text(row.credit) if row.amount < 0 else ""


@admin.register(JournalEntry)
class JournalAdmin(RightsAdmin):
    """Balanced postings with their source; never changed."""

    view_right = VIEW_JOURNAL
    visible = staticmethod(visible_entries)
    list_display = [
        "id",
        "posted_on",
        "kind",
        document_column("source", _("document")),
        "order_number",
        "actor_label",
    ]
    list_filter = ["kind", ("posted_on", RangeDateFilter)]
    list_filter_submit = True
    search_fields = ["source_number", "order_number"]
    date_hierarchy = "posted_on"
    ordering = ["-id"]
    inlines = [JournalLinesInline]
    fields = ["posted_on", "kind", document_column("source", _("document")), "order_number", "actor_label"]
