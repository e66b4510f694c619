"""Returns in the admin: looked at, and moved on by their commands; reasons behind theirs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter, RelatedDropdownFilter

from erp.core.administration.columns import quantity_column, record_column, state_column, state_filter
from erp.core.administration.documents import DocumentAdmin, LinesInline, Verb
from erp.core.administration.masters import MasterAdmin
from orders.models import ReturnLine, ReturnReason, ReturnRequest
from orders.selectors.returns import VIEW_RETURN, return_reasons, visible_returns
from orders.services import return_goods, returns
from orders.services import return_reasons as reasons

UNIT = "order_line.item.unit.code"


class ReturnLinesInline(LinesInline):
    """What comes back."""

    model = ReturnLine
    fields = [
        "line_no",
        "order_line",
        "lot",
        quantity_column("base_quantity", _("quantity in the base unit"), UNIT),
        quantity_column("received", _("received"), UNIT),
        quantity_column("accepted", _("accepted"), UNIT),
        quantity_column("rejected", _("not accepted"), UNIT),
        "disposition",
    ]

    def get_queryset(self, request: Any) -> Any:
        """With what the columns show."""
        return super().get_queryset(request).select_related("order_line__item__unit", "lot")


@admin.register(ReturnRequest)
class ReturnAdmin(DocumentAdmin):
    """Goods that customers send back."""

    view_right = VIEW_RETURN
    visible = staticmethod(visible_returns)
    page_name = "return-detail"
    list_display = [
        "number",
        record_column("order", _("order")),
        record_column("customer", _("customer")),
        state_column("state", "return"),
        "reason",
        "resolution",
        "created_at",
    ]
    list_filter = [
        state_filter("state", "return"),
        ("reason", RelatedDropdownFilter),
        ("created_at", RangeDateFilter),
    ]
    list_filter_submit = True
    list_select_related = ["order", "customer", "reason"]
    search_fields = ["number", "order__number", "customer__code"]
    ordering = ["-id"]
    inlines = [ReturnLinesInline]
    fields = [*list_display, "note", "rejection", "approved_at", "received_at", "inspected_at", "settled_at"]
    verbs = (
        Verb(
            name="approve",
            title=_("Approve"),
            command=returns.approve_return,
            row_id="return_id",
            states=("requested",),
        ),
        Verb(
            name="reject",
            title=_("Reject"),
            command=returns.reject_return,
            row_id="return_id",
            states=("requested", "approved"),
            needs_reason=True,
            is_danger=True,
        ),
        Verb(
            name="receive",
            title=_("Receive all of it"),
            command=return_goods.receive_return,
            row_id="return_id",
            states=("approved",),
        ),
    )


@admin.register(ReturnReason)
class ReturnReasonAdmin(MasterAdmin):
    """Why customers send goods back."""

    view_right = "masterdata.view"
    visible = staticmethod(return_reasons)
    create, edit = staticmethod(reasons.create_return_reason), staticmethod(reasons.edit_return_reason)
    delete = staticmethod(reasons.delete_return_reason)
    row_id = "reason_id"
    list_display = ["code", "title", "is_our_fault", "is_active"]
    list_filter = ["is_our_fault", "is_active"]
    search_fields = ["code", "name"]
    ordering = ["code"]
    fields = ["code", "name", "is_our_fault", "is_active"]
