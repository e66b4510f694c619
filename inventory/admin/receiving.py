"""Receipts and exemptions to look at, the settings of receiving to change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter, RelatedDropdownFilter
from unfold.widgets import UnfoldAdminSelectWidget

from erp.core.admin import OneRowAdmin, SettingAdmin
from erp.core.administration.columns import quantity_column, record_column, state_column, state_filter
from erp.core.administration.documents import DocumentAdmin, LinesInline, Verb
from inventory.calc.sampling import AQLS
from inventory.models import (
    InspectionExemption,
    Receipt,
    ReceiptLine,
    ReceivingSettings,
    ReceivingTerms,
    SupplierReturn,
)
from inventory.selectors.receiving import VIEW_RECEIPT, VIEW_SCORE, visible_exemptions, visible_receipts
from inventory.selectors.supplier_returns import visible_supplier_returns
from inventory.services import exemptions


class _WithLevels(SettingAdmin):
    """Settings with an acceptable quality level to choose."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The levels of the tables that the sampling plans know."""
        if db_field.name != "aql":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        empty = [("", "—")] if db_field.blank else []
        choices = [*empty, *((level, level) for level in AQLS)]
        return forms.ChoiceField(
            label=db_field.verbose_name,
            choices=choices,
            required=not db_field.blank,
            widget=UnfoldAdminSelectWidget,
        )


class ReceiptLinesInline(LinesInline):
    """What a delivery brought."""

    model = ReceiptLine
    fields = [
        "line_no",
        record_column("item", _("item")),
        "lot",
        quantity_column("quantity", _("arrived")),
        quantity_column("accepted", _("accepted")),
        quantity_column("rejected", _("rejected")),
        quantity_column("put_away", _("put away")),
        "inspection",
        "reason",
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what the columns show."""
        return super().get_queryset(request).select_related("item__unit", "lot")


@admin.register(Receipt)
class ReceiptAdmin(DocumentAdmin):
    """What deliveries of purchase orders brought."""

    view_right = VIEW_RECEIPT
    visible = staticmethod(visible_receipts)
    page_name = "receipt-detail"
    list_display = [
        "number",
        state_column("state", "receipt"),
        "purchase_order",
        "supplier",
        "warehouse",
        "arrived_at",
        "delivery_note",
    ]
    list_filter = [
        state_filter("state", "receipt"),
        ("warehouse", RelatedDropdownFilter),
        ("arrived_on", RangeDateFilter),
    ]
    list_filter_submit = True
    list_select_related = ["purchase_order", "supplier", "warehouse"]
    search_fields = ["number", "purchase_order__number", "delivery_note", "supplier__name"]
    ordering = ["-id"]
    inlines = [ReceiptLinesInline]
    fields = [
        "number",
        state_column("state", "receipt"),
        "purchase_order",
        "supplier",
        "warehouse",
        "delivery_note",
        ("arrived_at", "received_by"),
        ("inspected_at", "inspected_by"),
        "put_away_at",
    ]


@admin.register(SupplierReturn)
class SupplierReturnAdmin(DocumentAdmin):
    """Goods sent back to suppliers."""

    view_right = VIEW_RECEIPT
    visible = staticmethod(visible_supplier_returns)
    page_name = "supplier-return-detail"
    list_display = [
        "number",
        "supplier",
        record_column("item", _("item")),
        quantity_column("quantity", _("quantity")),
        quantity_column("credited", _("credited")),
        quantity_column("replaced", _("replaced")),
        quantity_column("written_off", _("written off")),
        "sent_on",
    ]
    list_filter = [("supplier", RelatedDropdownFilter), ("sent_on", RangeDateFilter)]
    list_filter_submit = True
    list_select_related = ["supplier", "item__unit"]
    search_fields = ["number", "source_number", "item__sku", "supplier__name"]
    ordering = ["-id"]
    fields = [
        "number",
        "supplier",
        record_column("item", _("item")),
        "lot",
        "source_number",
        quantity_column("quantity", _("quantity")),
        quantity_column("credited", _("credited")),
        quantity_column("replaced", _("replaced")),
        quantity_column("written_off", _("written off")),
        ("sent_on", "sent_by"),
        "reason",
    ]


def _verb(name: str, title: Any, command: Any, states: tuple[str, ...], **more: Any) -> Verb:
    return Verb(
        name=name,
        title=title,
        command=command,
        row_id="exemption_id",
        states=states,
        needs_reason=True,
        **more,
    )


@admin.register(InspectionExemption)
class ExemptionAdmin(DocumentAdmin):
    """Which suppliers are trusted, and why some are no more."""

    view_right = VIEW_SCORE
    visible = staticmethod(visible_exemptions)
    list_display = [
        "number",
        state_column("state", "exemption"),
        "supplier",
        "item",
        "granted_at",
        "frozen_at",
        "frozen_rule",
    ]
    list_filter = [state_filter("state", "exemption"), ("supplier", RelatedDropdownFilter)]
    list_filter_submit = True
    list_select_related = ["supplier", "item"]
    search_fields = ["supplier__code", "supplier__name"]
    ordering = ["-id"]
    fields = [
        state_column("state", "exemption"),
        "supplier",
        "item",
        ("granted_at", "granted_by"),
        "evidence",
        ("frozen_at", "frozen_by"),
        "frozen_rule",
        "frozen_evidence",
        ("decided_at", "decided_by"),
        "reason",
    ]
    verbs = (
        _verb("freeze", _("Freeze"), exemptions.freeze_exemption, ("granted",)),
        _verb("unfreeze", _("Give back"), exemptions.unfreeze_exemption, ("frozen",)),
        _verb("end", _("End"), exemptions.end_exemption, ("granted", "frozen"), is_danger=True),
    )


@admin.register(ReceivingSettings)
class ReceivingSettingsAdmin(OneRowAdmin, _WithLevels):
    """How the company receives: one row."""

    list_display = ["__str__", "over_receipt_percent", "inspection_mode", "aql", "window_days"]
    fieldsets = [
        (_("Receiving"), {"fields": ["over_receipt_percent"]}),
        (
            _("Inspection"),
            {"fields": [("inspection_mode", "aql"), "inspection_days", ("skip_after", "skip_every")]},
        ),
        (
            _("Suppliers"),
            {
                "fields": [
                    "window_days",
                    ("least_pass_percent", "lots_in_a_row"),
                    "most_delay_days",
                    "falling_months",
                    "confirmation_days",
                ]
            },
        ),
    ]


@admin.register(ReceivingTerms)
class ReceivingTermsAdmin(_WithLevels):
    """What differs for a supplier, or one item of it."""

    list_display = ["supplier", "item", "over_receipt_percent", "inspection_mode", "aql"]
    fields = ["supplier", "item", "over_receipt_percent", "inspection_mode", "aql"]
    autocomplete_fields = ["supplier", "item"]
    list_select_related = ["supplier", "item"]
