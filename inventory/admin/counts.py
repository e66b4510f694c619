"""Stock counts for those who approve them, and the settings of counting."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RelatedDropdownFilter

from erp.core.admin import OneRowAdmin
from erp.core.administration.columns import (
    money_column,
    quantity_column,
    record_column,
    state_column,
    state_filter,
)
from erp.core.administration.documents import DocumentAdmin, LinesInline, Verb
from inventory.models import CountSettings, StockCount, StockCountLine
from inventory.selectors.counts import APPROVE_COUNT, visible_counts
from inventory.services import counts


class CountLinesInline(LinesInline):
    """What was counted where."""

    model = StockCountLine
    fields = [
        "location",
        record_column("item", _("item")),
        "lot",
        quantity_column("expected", _("expected")),
        quantity_column("counted", _("counted")),
        "rounds",
        "reason",
    ]

    def get_queryset(self, request: Any) -> Any:
        """With what the columns show."""
        return super().get_queryset(request).select_related("item__unit", "location", "lot")


def _verb(name: str, title: Any, command: Any, states: tuple[str, ...], **more: Any) -> Verb:
    return Verb(name=name, title=title, command=command, row_id="count_id", states=states, **more)


@admin.register(StockCount)
class StockCountAdmin(DocumentAdmin):
    """Lists of places that are counted; for those who may see what the books say."""

    view_right = APPROVE_COUNT
    visible = staticmethod(visible_counts)
    page_name = "count-detail"
    list_display = [
        "number",
        state_column("state", "count"),
        "warehouse",
        "abc_class",
        "due_on",
        money_column("value", _("value of the differences"), ""),
        "approved_by",
        "posted_at",
    ]
    list_filter = [state_filter("state", "count"), ("warehouse", RelatedDropdownFilter), "abc_class"]
    list_filter_submit = True
    list_select_related = ["warehouse"]
    search_fields = ["number"]
    ordering = ["-id"]
    inlines = [CountLinesInline]
    fields = [*list_display, "zone", "note", "created_by", "opened_at", "counted_at", "reason"]
    verbs = (
        _verb("open", _("Hand out"), counts.open_count, ("draft",)),
        _verb("recount", _("Have it counted again"), counts.recount, ("counted",)),
        _verb("approve", _("Approve and post"), counts.approve_count, ("counted",)),
        _verb(
            "cancel",
            _("Cancel count"),
            counts.cancel_count,
            ("draft", "open", "recount", "counted"),
            needs_reason=True,
            is_danger=True,
        ),
    )


@admin.register(CountSettings)
class CountSettingsAdmin(OneRowAdmin):
    """How the company counts: one row."""

    list_display = ["__str__", "a_days", "b_days", "c_days", "approval_value", "lines_a_day"]
    fieldsets = [
        (_("How often"), {"fields": [("a_days", "b_days", "c_days"), "lines_a_day"]}),
        (_("Classes"), {"fields": [("a_share", "b_share")]}),
        (_("How exact"), {"fields": [("a_tolerance", "b_tolerance", "c_tolerance")]}),
        (_("Approval"), {"fields": ["approval_value", "recount_by_other"]}),
    ]
