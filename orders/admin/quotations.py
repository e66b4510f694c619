"""Quotations in the admin: looked at, and moved on by their commands."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter

from erp.core.administration.columns import quantity_column, record_column, state_column, state_filter
from erp.core.administration.documents import DocumentAdmin, LinesInline, Verb
from orders.models import Quotation, QuotationLine
from orders.selectors.quotations import VIEW_QUOTATION, visible_quotations
from orders.services import quotation_approvals, quotation_ends


class QuotationLinesInline(LinesInline):
    """What is offered."""

    model = QuotationLine
    fields = [
        "line_no",
        "item",
        "description",
        quantity_column("quantity", _("quantity"), "unit.code"),
        "unit_price",
        "discount_rate",
        "net",
        "price_flag",
        "promised_on",
    ]

    def get_queryset(self, request: Any) -> Any:
        """With what the columns show."""
        return super().get_queryset(request).select_related("item", "unit")


@admin.register(Quotation)
class QuotationAdmin(DocumentAdmin):
    """Offers to customers."""

    view_right = VIEW_QUOTATION
    visible = staticmethod(visible_quotations)
    page_name = "quotation-detail"
    list_display = [
        "number",
        record_column("customer", _("customer")),
        state_column("state", "quotation"),
        "valid_until",
        "total",
        "currency",
        "salesperson",
        "created_at",
    ]
    list_filter = [state_filter("state", "quotation"), ("created_at", RangeDateFilter)]
    list_filter_submit = True
    list_select_related = ["customer", "currency", "salesperson"]
    search_fields = ["number", "customer__code", "customer_reference"]
    ordering = ["-id"]
    inlines = [QuotationLinesInline]
    fields = [
        *list_display, "revision", "customer_reference", "note", "price_exception", "rejection",
        "lost_reason", "approved_by", "submitted_at", "approved_at", "sent_at", "ended_at",
    ]  # fmt: skip
    verbs = (
        Verb(
            name="submit",
            title=_("Submit"),
            command=quotation_approvals.submit_quotation,
            row_id="quotation_id",
            states=("draft",),
        ),
        Verb(
            name="lose",
            title=_("Lost"),
            command=quotation_ends.lose_quotation,
            row_id="quotation_id",
            states=("draft", "submitted", "approved"),
            needs_reason=True,
            is_danger=True,
        ),
    )
