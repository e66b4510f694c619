"""Shipments, waves and purchase orders: looked at, and moved on by their commands."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter, RelatedDropdownFilter

from erp.core.administration.columns import (
    document_column,
    money_column,
    quantity_column,
    record_column,
    state_column,
    state_filter,
)
from erp.core.administration.documents import DocumentAdmin, LinesInline, Verb
from erp.core.administration.rights import RightsAdmin
from inventory.models import (
    Package,
    PurchaseMail,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseReduction,
    PurchaseRequisition,
    RequisitionNeed,
    Shipment,
    ShipmentLine,
    Wave,
)
from inventory.selectors.purchases import VIEW_PURCHASE_ORDER, visible_purchase_orders, visible_reductions
from inventory.selectors.requisitions import VIEW_REQUISITION, visible_requisitions
from inventory.selectors.shipments import VIEW_SHIPMENT, visible_shipments
from inventory.selectors.waves import visible_waves
from inventory.services import dispatch, packing, picking, purchase, releases, requisitions, shipments, waves

ITEM = record_column("item", _("item"))
NOT_GONE = ("draft", "released", "picking", "picked", "packed")


class ShipmentLinesInline(LinesInline):
    """What is on a shipment."""

    model = ShipmentLine
    fields = [ITEM, "location", "lot", quantity_column("quantity", _("quantity")),
              quantity_column("picked", _("picked")), "short_reason"]  # fmt: skip

    def get_queryset(self, request):
        """With what the columns show."""
        return super().get_queryset(request).select_related("item__unit", "location", "lot")


class PackagesInline(LinesInline):
    """The boxes of a shipment."""

    model = Package
    fields = ["sequence", "weight_kg", "contents"]


def _ship(name, title, command, states, **more):
    return Verb(name=name, title=title, command=command, row_id="shipment_id", states=states, **more)


@admin.register(Shipment)
class ShipmentAdmin(DocumentAdmin):
    """Goods on their way to customers."""

    view_right = VIEW_SHIPMENT
    visible = staticmethod(visible_shipments)
    page_name = "shipment-detail"
    list_display = [
        "number",
        document_column("document", _("order")),
        record_column("customer", _("customer")),
        state_column("state", "shipment"),
        state_column("priority", "priority", _("priority")),
        "warehouse",
        "due_on",
        "shipped_at",
        "tracking_number",
    ]
    list_filter = [
        state_filter("state", "shipment"),
        ("warehouse", RelatedDropdownFilter),
        ("carrier", RelatedDropdownFilter),
        ("due_on", RangeDateFilter),
    ]
    list_filter_submit = True
    list_select_related = ["customer", "warehouse", "carrier"]
    search_fields = ["number", "document_number", "tracking_number"]
    date_hierarchy = "shipped_at"
    ordering = ["-id"]
    inlines = [ShipmentLinesInline, PackagesInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "number",
                    document_column("document", _("order")),
                    record_column("customer", _("customer")),
                    state_column("state", "shipment"),
                    record_column("wave", _("wave")),
                    "warehouse",
                    ("carrier_name", "tracking_number"),
                    "due_on",
                ]
            },
        ),
        (
            _("What happened when"),
            {
                "fields": [
                    ("released_at", "picked_at"),
                    ("packed_at", "shipped_at"),
                    ("delivered_at", "delivered_to"),
                ]
            },
        ),
    ]
    verbs = (
        _ship("release", _("Release to warehouse"), releases.release_draft, ("draft",)),
        _ship("pick", _("Pick"), picking.pick_shipment, ("released", "picking")),
        _ship("pack", _("Pack"), packing.pack_shipment, ("picked",)),
        _ship("ship", _("Ship"), dispatch.ship_shipment, ("packed",)),
        _ship("deliver", _("Deliver"), dispatch.deliver_shipment, ("shipped",)),
        _ship(
            "cancel",
            _("Cancel shipment"),
            shipments.cancel_shipment,
            NOT_GONE,
            needs_reason=True,
            is_danger=True,
        ),
    )


@admin.register(Wave)
class WaveAdmin(DocumentAdmin):
    """Shipments released together."""

    view_right = VIEW_SHIPMENT
    visible = staticmethod(visible_waves)
    page_name = "wave-detail"
    list_display = [
        "number",
        state_column("state", "wave"),
        "warehouse",
        "carrier",
        "created_at",
        "released_at",
    ]
    list_filter = [state_filter("state", "wave"), ("warehouse", RelatedDropdownFilter)]
    list_filter_submit = True
    list_select_related = ["warehouse", "carrier"]
    search_fields = ["number"]
    ordering = ["-id"]
    fields = list_display
    verbs = (
        Verb(name="release", title=_("Release wave"), command=waves.release_wave, row_id="wave_id",
             states=("draft",)),
        Verb(name="cancel", title=_("Give up wave"), command=waves.cancel_wave, row_id="wave_id",
             states=("draft", "released", "picking"), needs_reason=True, is_danger=True),
    )  # fmt: skip


class PurchaseLinesInline(LinesInline):
    """What was ordered from a supplier."""

    model = PurchaseOrderLine
    fields = [
        "line_no",
        ITEM,
        quantity_column("quantity", _("quantity")),
        quantity_column("received", _("received")),
        "unit",
        money_column("unit_price", _("unit price"), "purchase_order.currency_id"),
        "expected_on",
    ]

    def get_queryset(self, request):
        """With what the columns show."""
        return super().get_queryset(request).select_related("item__unit", "unit", "purchase_order")


class PurchaseMailsInline(LinesInline):
    """The order's e-mails to the supplier."""

    model = PurchaseMail
    fields = ["address", "language", "state", "attempts", "problem", "asked_by", "asked_at", "done_at"]


@admin.register(PurchaseOrder)
class PurchaseOrderAdmin(DocumentAdmin):
    """Goods ordered from suppliers."""

    view_right = VIEW_PURCHASE_ORDER
    visible = staticmethod(visible_purchase_orders)
    page_name = "purchase-order-detail"
    list_display = [
        "number",
        record_column("supplier", _("supplier")),
        state_column("state", "purchase_order"),
        "warehouse",
        "ordered_on",
        "expected_on",
        money_column("total", _("total")),
    ]
    list_filter = [
        state_filter("state", "purchase_order"),
        ("supplier", RelatedDropdownFilter),
        ("expected_on", RangeDateFilter),
    ]
    list_filter_submit = True
    list_select_related = ["supplier", "warehouse"]
    search_fields = ["number", "supplier__code", "supplier__name"]
    date_hierarchy = "ordered_on"
    ordering = ["-id"]
    inlines = [PurchaseLinesInline, PurchaseMailsInline]
    fields = [*list_display, "received_at"]
    verbs = (
        Verb(
            name="send",
            title=_("Send to supplier"),
            command=purchase.send_purchase_order,
            row_id="purchase_order_id",
            states=("draft",),
        ),
        Verb(
            name="close",
            title=_("Close purchase order"),
            command=purchase.close_purchase_order,
            row_id="purchase_order_id",
            states=("partially_received", "received"),
        ),
    )


class NeedsInline(LinesInline):
    """Whom a requisition is for."""

    model = RequisitionNeed
    fields = [document_column("document", _("needed by")), quantity_column("quantity", _("quantity"))]


@admin.register(PurchaseRequisition)
class RequisitionAdmin(DocumentAdmin):
    """What the buyer is asked to buy."""

    view_right = VIEW_REQUISITION
    visible = staticmethod(visible_requisitions)
    page_name = "requisition-detail"
    list_display = [
        "number",
        ITEM,
        quantity_column("quantity", _("quantity")),
        state_column("state", "purchase_requisition"),
        "warehouse",
        "needed_on",
        record_column("supplier", _("supplier")),
        "requested_label",
    ]
    list_filter = [
        state_filter("state", "purchase_requisition"),
        ("supplier", RelatedDropdownFilter),
        ("needed_on", RangeDateFilter),
    ]
    list_filter_submit = True
    list_select_related = ["item__unit", "warehouse", "supplier"]
    search_fields = ["number", "item__sku", "item__name"]
    ordering = ["-id"]
    inlines = [NeedsInline]
    fields = [*list_display, "reason", "source_reason", "decided_by", "decided_at", "decision_reason"]
    verbs = (
        Verb(
            name="approve",
            title=_("Approve requisition"),
            command=requisitions.approve_requisition,
            row_id="requisition_id",
            states=("submitted",),
        ),
        Verb(
            name="reject",
            title=_("Reject requisition"),
            command=requisitions.reject_requisition,
            row_id="requisition_id",
            states=("draft", "submitted", "approved"),
            needs_reason=True,
            is_danger=True,
        ),
    )


@admin.register(PurchaseReduction)
class PurchaseReductionAdmin(RightsAdmin):
    """What suppliers were asked to deliver less of, and what they said; the order's page is for work."""

    view_right = VIEW_PURCHASE_ORDER
    visible = staticmethod(visible_reductions)
    list_display = [
        "asked_at",
        "line__purchase_order",
        "line__item",
        "quantity",
        "target",
        "answer",
        "document_number",
        "answered_at",
    ]
    list_display_links = ["asked_at"]
    list_filter = ["answer", ("asked_at", RangeDateFilter)]
    list_filter_submit = True
    list_select_related = ["line__item", "line__purchase_order"]
    search_fields = ["line__purchase_order__number", "line__item__sku", "document_number"]
    ordering = ["-id"]
    fields = [
        "line",
        "quantity",
        "target",
        "reason",
        "document_number",
        "answer",
        "note",
        "asked_at",
        "asked_label",
        "answered_at",
        "answered_label",
    ]
