"""Orders, intake errors and imports: looked at, and moved on by their commands."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesDropdownFilter,
    RangeDateFilter,
    RelatedDropdownFilter,
)

from erp.core.administration.columns import (
    money_column,
    quantity_column,
    record_column,
    state_column,
    state_filter,
)
from erp.core.administration.documents import DocumentAdmin, LinesInline, Verb
from erp.core.administration.rights import RightsAdmin, actor_of
from orders.models import ImportJob, IntakeError, Order, OrderLine
from orders.selectors.imports import import_rows
from orders.selectors.intake import REPLAY_INTAKE, visible_intake_errors
from orders.selectors.orders import VIEW_RIGHT, visible_orders
from orders.services import intake, orders

VIEW_COST = "inventory.view_cost"


class OrderLinesInline(LinesInline):
    """What was ordered, and what became of it."""

    model = OrderLine
    fields = [
        "line_no",
        record_column("item", _("product")),
        quantity_column("quantity", _("quantity"), "unit.code"),
        money_column("unit_price", _("unit price"), "order.currency_id"),
        money_column("net", _("net"), "order.currency_id"),
        "promised_on",
        "reserved",
        "shipped",
        "backordered",
    ]
    readonly_fields = fields

    def get_queryset(self, request: Any) -> Any:
        """With what the columns show."""
        rows = super().get_queryset(request).select_related("item__unit", "unit", "demand", "order")
        return rows.order_by("line_no")

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        """All of them."""
        return self.fields

    @admin.display(description=_("reserved"))
    def reserved(self, row: OrderLine) -> str:
        """Of the base quantity."""
        return f"{row.demand.reserved.normalize():f}" if row.demand else "–"

    @admin.display(description=_("shipped"))
    def shipped(self, row: OrderLine) -> str:
        """Of the base quantity."""
        return f"{row.demand.shipped.normalize():f}" if row.demand else "–"

    @admin.display(description=_("back-ordered"))
    def backordered(self, row: OrderLine) -> str:
        """Of the base quantity."""
        return f"{row.demand.backordered.normalize():f}" if row.demand else "–"


def _order(name: str, title: Any, command: Any, states: tuple[str, ...], **more: Any) -> Verb:
    return Verb(name=name, title=title, command=command, row_id="order_id", states=states, **more)


@admin.register(Order)
class OrderAdmin(DocumentAdmin):
    """What customers ordered."""

    view_right = VIEW_RIGHT
    visible = staticmethod(visible_orders)
    page_name = "order-detail"
    list_display = [
        "number",
        record_column("customer", _("customer")),
        state_column("state", "order"),
        state_column("fulfillment_state", "fulfillment", _("fulfillment")),
        state_column("billing_state", "billing", _("billing")),
        state_column("priority", "priority", _("priority")),
        money_column("total", _("total")),
        "promised_on",
        "salesperson",
    ]
    list_filter = [
        state_filter("state", "order"),
        state_filter("fulfillment_state", "fulfillment", _("fulfillment")),
        state_filter("billing_state", "billing", _("billing")),
        ("customer", AutocompleteSelectFilter),
        ("warehouse", RelatedDropdownFilter),
        ("promised_on", RangeDateFilter),
    ]
    list_filter_submit = True
    list_select_related = ["customer", "salesperson"]
    search_fields = ["number", "customer_po", "external_id", "customer__code", "customer__name"]
    date_hierarchy = "created_at"
    ordering = ["-id"]
    inlines = [OrderLinesInline]
    verbs = (
        _order("submit", _("Submit"), orders.submit_order, ("draft",)),
        _order("confirm", _("Confirm"), orders.confirm_order, ("submitted",)),
        _order("allocate", _("Allocate stock"), orders.allocate_order, ("confirmed",)),
        _order("hold", _("Hold"), orders.hold_order, ("submitted", "confirmed"), needs_reason=True),
        _order("release", _("Release from hold"), orders.release_order, ("on_hold",)),
        _order("close", _("Close order"), orders.close_order, ("confirmed",)),
        _order("reject", _("Reject"), orders.reject_order, ("submitted",), needs_reason=True, is_danger=True),
        _order(
            "cancel",
            _("Cancel order"),
            orders.cancel_order,
            ("draft", "submitted", "confirmed", "on_hold"),
            needs_reason=True,
            is_danger=True,
        ),
    )

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """Costs are for those who may see them."""
        amounts: list[Any] = [
            (money_column("subtotal", _("subtotal")), money_column("tax", _("tax"))),
            (money_column("total", _("total")), money_column("billed", _("billed"))),
            money_column("paid", _("paid")),
        ]
        if actor_of(request).has(VIEW_COST):
            amounts.append(money_column("cost", _("cost")))
        head = [
            "number",
            record_column("customer", _("customer")),
            ("customer_po", "channel"),
            state_column("state", "order"),
            state_column("fulfillment_state", "fulfillment", _("fulfillment")),
            state_column("billing_state", "billing", _("billing")),
            ("requested_on", "promised_on"),
            ("salesperson", "warehouse"),
            "note",
            "reason",
        ]
        moments = [
            ("created_at", "submitted_at"),
            ("confirmed_at", "shipped_at"),
            ("delivered_at", "closed_at"),
        ]
        return [
            (None, {"fields": head}),
            (_("Amounts"), {"fields": amounts}),
            (_("What happened when"), {"fields": moments}),
        ]


@admin.register(IntakeError)
class IntakeErrorAdmin(DocumentAdmin):
    """Orders from outside that could not be taken, with the reason."""

    view_right = REPLAY_INTAKE
    visible = staticmethod(visible_intake_errors)
    list_display = [
        "id",
        "channel",
        "external_id",
        "code",
        state_column("state", "intake_error"),
        "attempts",
        "order_number",
        "created_at",
    ]
    list_filter = [state_filter("state", "intake_error"), "channel"]
    list_filter_submit = True
    search_fields = ["external_id", "order_number", "code"]
    ordering = ["-id"]
    fields = [*list_display, "reason", "payload"]
    verbs = (
        Verb(
            name="replay",
            title=_("Try again"),
            command=intake.replay_intake,
            row_id="intake_error_id",
            states=("open",),
        ),
        Verb(
            name="discard",
            title=_("Discard"),
            command=intake.discard_intake,
            row_id="intake_error_id",
            states=("open",),
            is_danger=True,
        ),
    )


@admin.register(ImportJob)
class ImportAdmin(RightsAdmin):
    """Files that were taken over, or looked at and not yet taken."""

    view_right = "*"
    visible = staticmethod(import_rows)
    list_display = [
        "id",
        "subject",
        "file_name",
        state_column("status", "import"),
        "rows",
        "good_rows",
        "created_count",
        "updated_count",
        "owner_label",
        "created_at",
    ]
    list_filter = [("subject", ChoicesDropdownFilter), state_filter("status", "import")]
    list_filter_submit = True
    search_fields = ["file_name", "owner_label"]
    ordering = ["-id"]
    fields = [*list_display, "errors", "applied_at"]
