"""What made items consist of, in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from erp.core.admin import SettingAdmin
from erp.core.administration.columns import quantity_column, record_column
from erp.core.administration.documents import LinesInline
from erp.core.administration.masters import MasterAdmin, RowsInline
from erp.core.administration.rights import RightsAdmin
from production.models import Bom, BomComponent, ScheduleSettings, SopDecision, SopPlan, SopPlanMonth
from production.selectors.boms import bom_rows
from production.selectors.sop import VIEW, visible_decisions, visible_plans
from production.services.boms import create_bom, delete_bom, edit_bom


class ComponentsInline(RowsInline):
    """The components of a bill."""

    model = BomComponent
    argument = "components"
    fields = ["item", "quantity", "scrap_percent"]
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
        "valid_from",
        quantity_column("output_quantity", _("for a quantity of")),
    ]
    list_display_links = ["valid_from"]
    list_select_related = ["item__unit"]
    search_fields = ["item__sku", "item__name"]
    ordering = ["item__sku", "-valid_from"]
    autocomplete_fields = ["item"]
    fields = ["item", "valid_from", "output_quantity"]
    inlines = [ComponentsInline]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """A bill stays with its item and day."""
        return ["item", "valid_from"] if obj else []

    def write(self, request: Any, form: Any, rows: dict[str, Any], pk: Any) -> Any:
        """Say what the item consists of."""
        row, actor = form.instance, request.actor
        if pk is not None:
            return edit_bom(bom_id=pk, output_quantity=row.output_quantity, actor=actor, **rows)
        return create_bom(
            item_id=row.item_id,
            valid_from=row.valid_from,
            output_quantity=row.output_quantity,
            actor=actor,
            **rows,
        )


@admin.register(ScheduleSettings)
class ScheduleSettingsAdmin(SettingAdmin):
    """What lateness and extra hours cost, and how far ahead the plan is left alone: one row."""

    list_display = [
        "__str__",
        "lateness_percent_per_day",
        "overtime_percent",
        "overtime_hours",
        "freeze_hours",
    ]
    fields = ["lateness_percent_per_day", "overtime_percent", "overtime_hours", "freeze_hours"]

    def has_add_permission(self, request: Any) -> bool:
        """There is one set of settings."""
        return super().has_add_permission(request) and not ScheduleSettings.objects.exists()

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """They are changed, not deleted."""
        return False


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
