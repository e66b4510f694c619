"""Suppliers' invoices in the admin, and how they are matched."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter, RelatedDropdownFilter

from erp.core.admin import OneRowAdmin
from erp.core.administration.columns import (
    money_column,
    quantity_column,
    record_column,
    state_column,
    state_filter,
)
from erp.core.administration.documents import DocumentAdmin, LinesInline, Verb
from finance.models import Payable, PayableLine, PayableSettings, SupplierCredit, SupplierCreditLine
from finance.selectors.payables import VIEW_PAYABLE, visible_payables
from finance.selectors.supplier_credits import visible_supplier_credits
from finance.services.payables import approve_payable, void_payable
from finance.services.supplier_credits import void_supplier_credit


class PayableLinesInline(LinesInline):
    """What a supplier bills."""

    model = PayableLine
    fields = [
        "line_no",
        record_column("item", _("item")),
        quantity_column("quantity", _("quantity")),
        money_column("unit_price", _("unit price"), ""),
        money_column("order_price", _("price of the order"), ""),
        money_column("net", _("net"), ""),
        "outcome",
    ]

    def get_queryset(self, request: Any) -> Any:
        """With what the columns show."""
        return super().get_queryset(request).select_related("item__unit")


@admin.register(Payable)
class PayableAdmin(DocumentAdmin):
    """Suppliers' invoices."""

    view_right = VIEW_PAYABLE
    visible = staticmethod(visible_payables)
    page_name = "payable-detail"
    list_display = [
        "number",
        state_column("state", "payable"),
        "supplier",
        "supplier_number",
        "due_on",
        money_column("total", _("total")),
        money_column("open_amount", _("open")),
    ]
    list_filter = [
        state_filter("state", "payable"),
        ("supplier", RelatedDropdownFilter),
        ("due_on", RangeDateFilter),
    ]
    list_filter_submit = True
    list_select_related = ["supplier"]
    search_fields = ["number", "supplier_number", "supplier__name"]
    ordering = ["-id"]
    inlines = [PayableLinesInline]
    fields = [
        "number",
        state_column("state", "payable"),
        "supplier",
        "supplier_number",
        ("invoiced_on", "due_on"),
        money_column("subtotal", _("subtotal")),
        money_column("tax", _("tax")),
        money_column("total", _("total")),
        money_column("open_amount", _("open")),
        ("approved_by", "reason"),
    ]
    verbs = (
        Verb(
            name="approve",
            title=_("Approve the difference"),
            command=approve_payable,
            row_id="payable_id",
            states=("differs",),
            needs_reason=True,
        ),
        Verb(
            name="void",
            title=_("Void"),
            command=void_payable,
            row_id="payable_id",
            states=("differs", "matched", "approved"),
            needs_reason=True,
            is_danger=True,
        ),
    )


class SupplierCreditLinesInline(LinesInline):
    """What a supplier credits."""

    model = SupplierCreditLine
    fields = [
        "line_no",
        "supplier_return",
        record_column("item", _("item")),
        quantity_column("quantity", _("quantity")),
        money_column("net", _("net"), ""),
    ]

    def get_queryset(self, request: Any) -> Any:
        """With what the columns show."""
        return super().get_queryset(request).select_related("item__unit", "supplier_return")


@admin.register(SupplierCredit)
class SupplierCreditAdmin(DocumentAdmin):
    """Suppliers' credit notes."""

    view_right = VIEW_PAYABLE
    visible = staticmethod(visible_supplier_credits)
    page_name = "supplier-credit-detail"
    list_display = [
        "number",
        state_column("state", "supplier_credit"),
        "supplier",
        "supplier_number",
        "credited_on",
        money_column("total", _("total")),
        money_column("open_amount", _("open")),
    ]
    list_filter = [
        state_filter("state", "supplier_credit"),
        ("supplier", RelatedDropdownFilter),
        ("credited_on", RangeDateFilter),
    ]
    list_filter_submit = True
    list_select_related = ["supplier"]
    search_fields = ["number", "supplier_number", "supplier__name"]
    ordering = ["-id"]
    inlines = [SupplierCreditLinesInline]
    fields = [
        "number",
        state_column("state", "supplier_credit"),
        "supplier",
        "supplier_number",
        "credited_on",
        money_column("subtotal", _("subtotal")),
        money_column("tax", _("tax")),
        money_column("total", _("total")),
        money_column("open_amount", _("open")),
        "reason",
    ]
    verbs = (
        Verb(
            name="void",
            title=_("Void"),
            command=void_supplier_credit,
            row_id="credit_id",
            states=("open",),
            needs_reason=True,
            is_danger=True,
        ),
    )


@admin.register(PayableSettings)
class PayableSettingsAdmin(OneRowAdmin):
    """How suppliers' invoices are matched: one row."""

    list_display = ["__str__", "price_tolerance_percent", "quantity_tolerance_percent", "payment_days"]
    fields = ["price_tolerance_percent", "quantity_tolerance_percent", "payment_days"]
