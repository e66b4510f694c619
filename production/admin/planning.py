"""How demand is forecast and material planned, and what-ifs, in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from erp.core.admin import OneRowAdmin
from erp.core.administration.columns import quantity_column, record_column, state_column, state_filter
from erp.core.administration.documents import DocumentAdmin, LinesInline
from erp.core.administration.masters import MasterAdmin
from production.models import (
    ForecastSetting,
    PlanningRule,
    PlanningSetting,
    Scenario,
    ScenarioChange,
)
from production.selectors.planning import VIEW_PLAN, visible_rules
from production.selectors.scenarios import VIEW_SCENARIO, visible_scenarios
from production.services import planning_rules


@admin.register(ForecastSetting)
class ForecastSettingAdmin(OneRowAdmin):
    """How the company forecasts demand: one row."""

    list_display = ["bucket", "buckets_behind", "buckets_ahead", "by_region"]
    fields = ["bucket", ("buckets_behind", "buckets_ahead"), "by_region"]


@admin.register(PlanningSetting)
class PlanningSettingAdmin(OneRowAdmin):
    """Fences and windows where no rule says otherwise, and when the clock plans: one row."""

    list_display = ["__str__", "uses_forecast", "demand_fence_days", "plans_nightly", "hour", "horizon_days"]
    fields = [
        "uses_forecast",
        ("demand_fence_days", "back_days", "ahead_days"),
        ("plans_nightly", "hour", "horizon_days"),
    ]


@admin.register(PlanningRule)
class PlanningRuleAdmin(MasterAdmin):
    """Lot sizes and limits by which MRP plans single items."""

    view_right = VIEW_PLAN
    visible = staticmethod(visible_rules)
    create = staticmethod(planning_rules.create_planning_rule)
    edit = staticmethod(planning_rules.edit_planning_rule)
    delete = staticmethod(planning_rules.delete_planning_rule)
    row_id = "rule_id"
    list_display = [
        record_column("item", _("item"), ordering="item__sku"),
        "method",
        quantity_column("lot_quantity", _("lot")),
        "period_days",
        quantity_column("minimum", _("minimum")),
        quantity_column("multiple", _("multiple")),
        "is_master_scheduled",
    ]
    list_filter = ["is_master_scheduled", "method"]
    list_display_links = ["method"]
    list_select_related = ["item__unit"]
    search_fields = ["item__sku", "item__name"]
    ordering = ["item__sku"]
    autocomplete_fields = ["item"]
    fields = [
        "item",
        ("method", "lot_quantity", "period_days"),
        ("minimum", "multiple", "maximum"),
        ("order_cost", "fence_days"),
        "is_master_scheduled",
        ("demand_fence_days", "back_days", "ahead_days"),
    ]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """A rule stays with its item."""
        return ["item"] if obj else []


class ScenarioChangesInline(LinesInline):
    """What would be otherwise."""

    model = ScenarioChange
    fields = ["line_no", "kind", "payload"]
    readonly_fields = fields


@admin.register(Scenario)
class ScenarioAdmin(DocumentAdmin):
    """What-ifs; they are worked with on their own page."""

    view_right = VIEW_SCENARIO
    visible = staticmethod(visible_scenarios)
    page_name = "scenario-detail"
    list_display = [
        "number",
        "name",
        state_column("state", "scenario"),
        "created_at",
        "created_label",
        "reckoned_at",
        "asked_label",
        "decided_label",
    ]
    list_filter = [state_filter("state", "scenario")]
    search_fields = ["number", "name"]
    ordering = ["-id"]
    inlines = [ScenarioChangesInline]
    fields = [*list_display, "note", "reason", "asked_at", "decided_at", "seconds", "error"]
