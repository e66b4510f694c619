"""Replenishment: the company's setting and the policies of items at warehouses."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter

from erp.core.admin import OneRowAdmin
from erp.core.administration.columns import record_column
from erp.core.administration.masters import MasterAdmin
from inventory.models import ReplenishmentPolicy, ReplenishmentSetting
from inventory.selectors.replenishment import VIEW_REPLENISHMENT, visible_policies
from inventory.services import replenishment_policies


@admin.register(ReplenishmentSetting)
class ReplenishmentSettingAdmin(OneRowAdmin):
    """How the company replenishes: one row."""

    list_display = ["service_level", "window_weeks", "order_cost", "holding_rate", "raises_requisitions"]
    fields = [
        ("service_level", "window_weeks"),
        ("order_cost", "holding_rate"),
        ("slow_days", "cover_days"),
        "raises_requisitions",
    ]


@admin.register(ReplenishmentPolicy)
class PolicyAdmin(MasterAdmin):
    """How items are replenished where their own fields do not count."""

    view_right = VIEW_REPLENISHMENT
    visible = staticmethod(visible_policies)
    create = staticmethod(replenishment_policies.create_policy)
    edit = staticmethod(replenishment_policies.edit_policy)
    delete = staticmethod(replenishment_policies.delete_policy)
    row_id = "policy_id"
    list_display = [
        record_column("item", _("item")),
        "warehouse",
        "method",
        "is_calculated",
        "service_level",
        "reorder_point",
        "order_quantity",
    ]
    list_display_links = ["warehouse", "method"]
    list_filter = [
        ("warehouse", RelatedDropdownFilter),
        ("method", ChoicesDropdownFilter),
        "is_calculated",
    ]
    list_filter_submit = True
    search_fields = ["item__sku", "item__name"]
    autocomplete_fields = ["item", "warehouse"]
    fields = [
        ("item", "warehouse"),
        ("method", "is_calculated"),
        ("service_level", "safety_stock"),
        ("reorder_point", "maximum"),
        ("order_quantity", "period_days"),
    ]
