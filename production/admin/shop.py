"""What made items consist of, in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from erp.core.admin import OneRowAdmin
from erp.core.administration.columns import quantity_column, record_column, state_column, state_filter
from erp.core.administration.documents import DocumentAdmin, LinesInline
from erp.core.administration.masters import MasterAdmin, RowsInline
from erp.core.administration.rights import RightsAdmin
from production.models import (
    Bom,
    BomComponent,
    Disposition,
    MachineEvent,
    NonConformance,
    Routing,
    RoutingOperation,
    ScheduleSettings,
    ShopSettings,
    SopDecision,
    SopPlan,
    SopPlanMonth,
    WorkCenter,
    WorkOrder,
    WorkOrderComponent,
)
from production.selectors.boms import bom_rows
from production.selectors.machines import VIEW as VIEW_MACHINES
from production.selectors.machines import machine_events
from production.selectors.quality import visible_non_conformances
from production.selectors.routings import routing_rows, work_center_rows
from production.selectors.sop import VIEW, visible_decisions, visible_plans
from production.selectors.work_orders import VIEW as VIEW_WORK
from production.selectors.work_orders import visible_work_orders
from production.services.boms import BomValues, create_bom, delete_bom, edit_bom
from production.services.routings import delete_routing, edit_routing
from production.services.work_centers import create_work_center, delete_work_center, edit_work_center


class ComponentsInline(RowsInline):
    """The components of a bill."""

    model = BomComponent
    argument = "components"
    fields = ["item", "quantity", "scrap_percent", "is_fixed", "operation_number"]
    autocomplete_fields = ["item"]

    def get_queryset(self, request: Any) -> Any:
        """With their items."""
        return super().get_queryset(request).select_related("item")


@admin.register(Bom)
class BomAdmin(MasterAdmin):
    """Bills of materials; one of a later day replaces the earlier one from that day on."""

    view_right = "production.view_bom"
    visible = staticmethod(bom_rows)
    create, edit, delete = staticmethod(create_bom), staticmethod(edit_bom), staticmethod(delete_bom)
    row_id = "bom_id"
    list_display = [
        record_column("item", _("item"), ordering="item__sku"),
        "version",
        "alternative",
        "valid_from",
        "valid_to",
        quantity_column("output_quantity", _("for a quantity of")),
        "is_phantom",
        "is_active",
    ]
    list_filter = ["is_phantom", "is_active"]
    list_display_links = ["valid_from"]
    list_select_related = ["item__unit"]
    search_fields = ["item__sku", "item__name"]
    ordering = ["item__sku", "-valid_from"]
    autocomplete_fields = ["item"]
    fields = [
        "item",
        ("valid_from", "valid_to"),
        ("output_quantity", "alternative"),
        ("is_phantom", "is_active"),
        "note",
    ]
    inlines = [ComponentsInline]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """A bill stays with its item, day and name."""
        return ["item", "valid_from", "alternative"] if obj else []

    def write(self, request: Any, form: Any, rows: dict[str, Any], pk: Any) -> Any:
        """Say what the item consists of."""
        row, actor = form.instance, request.actor
        values: BomValues = {
            "valid_to": row.valid_to,
            "output_quantity": row.output_quantity,
            "is_phantom": row.is_phantom,
            "is_active": row.is_active,
            "note": row.note,
        }
        if pk is not None:
            kept = {"components": _with_what_is_not_shown(row, rows["components"])}
            return edit_bom(bom_id=pk, values=values, actor=actor, **kept)
        return create_bom(
            item_id=row.item_id,
            valid_from=row.valid_from,
            alternative=row.alternative,
            values=values,
            actor=actor,
            **rows,
        )


@admin.register(ShopSettings)
class ShopSettingsAdmin(OneRowAdmin):
    """How exact the shop floor has to be: one row."""

    list_display = ["__str__", "over_report_percent", "ships_made_goods"]
    fields = ["over_report_percent", "ships_made_goods"]


class WorkOrderComponentsInline(LinesInline):
    """What it takes."""

    model = WorkOrderComponent
    fields = ["line_no", record_column("item", _("item")), "quantity", "issued"]

    def get_queryset(self, request: Any) -> Any:
        """With their items."""
        return super().get_queryset(request).select_related("item__unit")


@admin.register(WorkOrder)
class WorkOrderAdmin(DocumentAdmin):
    """What is made; it is worked with on its own page."""

    view_right = VIEW_WORK
    visible = staticmethod(visible_work_orders)
    page_name = "work-order-detail"
    list_display = [
        "number",
        state_column("state", "work_order"),
        record_column("item", _("item"), ordering="item__sku"),
        "quantity",
        "good",
        "scrapped",
        "due_on",
        "document_number",
    ]
    list_filter = [state_filter("state", "work_order")]
    list_select_related = ["item__unit"]
    search_fields = ["number", "document_number", "item__sku"]
    ordering = ["-id"]
    inlines = [WorkOrderComponentsInline]
    fields = [*list_display, "release_on", "reason", "created_by", "started_at", "completed_at", "closed_at"]


class DispositionsInline(LinesInline):
    """What was decided."""

    model = Disposition
    fields = ["kind", "quantity", record_column("work_order", _("rework order")), "note", "decided_by", "at"]

    def get_queryset(self, request: Any) -> Any:
        """With their rework orders."""
        return super().get_queryset(request).select_related("work_order")


@admin.register(NonConformance)
class NonConformanceAdmin(DocumentAdmin):
    """Pieces set aside; they are decided about on their own page."""

    view_right = VIEW_WORK
    visible = staticmethod(visible_non_conformances)
    page_name = "non-conformance-detail"
    list_display = [
        "number",
        state_column("state", "non_conformance"),
        record_column("item", _("item"), ordering="item__sku"),
        "quantity",
        "used",
        "reworked",
        "scrapped",
        "reason",
    ]
    list_filter = [state_filter("state", "non_conformance"), "found_by"]
    list_select_related = ["item__unit"]
    search_fields = ["number", "work_order__number", "item__sku", "reason"]
    ordering = ["-id"]
    inlines = [DispositionsInline]
    fields = [*list_display, "note", "found_by", "created_by", "created_at", "closed_at"]


@admin.register(ScheduleSettings)
class ScheduleSettingsAdmin(OneRowAdmin):
    """What lateness and extra hours cost, and how far ahead the plan is left alone: one row."""

    list_display = [
        "__str__",
        "lateness_percent_per_day",
        "overtime_percent",
        "overtime_hours",
        "freeze_hours",
    ]
    fields = ["lateness_percent_per_day", "overtime_percent", "overtime_hours", "freeze_hours"]


@admin.register(MachineEvent)
class MachineEventAdmin(RightsAdmin):
    """News of machines as they were sent; nobody changes them."""

    view_right = VIEW_MACHINES
    visible = staticmethod(machine_events)
    list_display = [
        "at",
        record_column("work_center", _("work center"), ordering="work_center__code"),
        "machine",
        "state",
        "expected_end",
        "reason",
        "told_by",
        "received_at",
        "is_applied",
    ]
    list_display_links = ["at"]
    list_filter = ["state", "is_applied"]
    search_fields = ["work_center__code", "reason", "told_by", "key"]
    ordering = ["-id"]
    fields = [*list_display, "key"]


class SopMonthsInline(LinesInline):
    """What was agreed, month by month."""

    model = SopPlanMonth
    fields = ["month", "demand", "supply", "stock"]
    readonly_fields = fields


@admin.register(SopPlan)
class SopPlanAdmin(RightsAdmin):
    """Agreed plans; nobody changes them."""

    view_right = VIEW
    visible = staticmethod(visible_plans)
    list_display = ["family", "unit", "number", "agreed_at", "agreed_label"]
    list_filter = ["family"]
    list_select_related = ["family", "unit"]
    search_fields = ["note"]
    inlines = [SopMonthsInline]
    fields = [*list_display, "note"]


@admin.register(SopDecision)
class SopDecisionAdmin(RightsAdmin):
    """Decisions; they are made and settled in the S&OP room."""

    view_right = VIEW
    visible = staticmethod(visible_decisions)
    list_display = ["title", "family", "owner", "due_on", "state"]
    list_filter = ["state"]
    search_fields = ["title", "result"]
    fields = [*list_display, "month", "result", "created_at", "created_by", "closed_at"]


def _with_what_is_not_shown(bom: Bom, rows: list[dict[str, Any]]) -> Any:
    """Components keep their substitutes, and their unit where the quantity stayed as it was."""
    stored = {row.item_id: row for row in bom.components.prefetch_related("substitutes")}
    found = []
    for values in rows:
        before, kept = stored.get(values["item_id"]), dict(values)
        if before is not None:
            kept["substitutes"] = [
                {"item_id": one.item_id, "ratio": one.ratio, "preference": one.preference}
                for one in before.substitutes.all()
            ]
            if before.unit_quantity is not None and before.quantity == values["quantity"]:
                kept |= {"quantity": before.unit_quantity, "unit_id": before.unit_id}
        found.append(kept)
    return found


class OperationsInline(RowsInline):
    """The operations of a routing, to look at: they are written on its page."""

    model = RoutingOperation
    argument = "operations"
    fields = ["number", "work_center", "name", "setup_minutes", "run_minutes", "lead_days"]
    readonly_fields = fields

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: Any) -> Any:
        """With their work centers."""
        return super().get_queryset(request).select_related("work_center")


@admin.register(Routing)
class RoutingAdmin(MasterAdmin):
    """Routings: their days and lots; the operations are written on their page."""

    view_right = "production.view_bom"
    visible = staticmethod(routing_rows)
    edit, delete = staticmethod(edit_routing), staticmethod(delete_routing)
    row_id = "routing_id"
    list_display = [
        record_column("item", _("item"), ordering="item__sku"),
        "version",
        "valid_from",
        "valid_to",
        quantity_column("lot_quantity", _("usual lot")),
        "is_active",
    ]
    list_display_links = ["valid_from"]
    list_select_related = ["item__unit"]
    list_filter = ["is_active"]
    search_fields = ["item__sku", "item__name"]
    ordering = ["item__sku", "-valid_from"]
    fields = ["item", "version", "valid_from", "valid_to", "lot_quantity", "is_active", "note"]
    readonly_fields = ["item", "version", "valid_from"]
    inlines = [OperationsInline]

    def write(self, request: Any, form: Any, rows: dict[str, Any], pk: Any) -> Any:
        """Change what is not about single operations."""
        values: Any = self.values_of(form)
        return edit_routing(routing_id=pk, values=values, actor=request.actor)


@admin.register(WorkCenter)
class WorkCenterAdmin(MasterAdmin):
    """Where operations run."""

    view_right = "production.view_bom"
    visible = staticmethod(work_center_rows)
    create, edit = staticmethod(create_work_center), staticmethod(edit_work_center)
    delete = staticmethod(delete_work_center)
    row_id = "work_center_id"
    list_display = ["code", "name", "calendar", "machines", "efficiency", "is_outside", "is_active"]
    list_filter = ["is_outside", "is_active"]
    list_select_related = ["calendar"]
    search_fields = ["code", "name"]
    ordering = ["code"]
    fields = [
        ("code", "name"),
        ("calendar", "machines"),
        "efficiency",
        ("is_outside", "supplier"),
        "is_active",
    ]
    autocomplete_fields = ["supplier"]
