"""Service levels and clocks in the admin, to look at."""

from __future__ import annotations

from django.contrib import admin

from erp.core.administration.documents import LinesInline
from erp.core.administration.rights import RightsAdmin
from sla.models import RungClaim, SlaPolicy, SlaTarget, SlaTimer, TimerInterval
from sla.selectors.policies import VIEW_POLICY, visible_policies
from sla.selectors.timers import VIEW_TIMER, visible_timers


class TargetsInline(LinesInline):
    """Targets that differ."""

    model = SlaTarget
    fields = ["customer", "tier", "priority", "target_seconds", "target_days"]
    readonly_fields = fields


@admin.register(SlaPolicy)
class PolicyAdmin(RightsAdmin):
    """Service levels to look at; they are edited on their page, with a worked example."""

    view_right = VIEW_POLICY
    visible = staticmethod(visible_policies)
    list_display = [
        "code",
        "name",
        "milestone",
        "process",
        "node",
        "target_seconds",
        "target_days",
        "is_active",
    ]
    list_filter = ["is_active"]
    search_fields = ["code", "name"]
    inlines = [TargetsInline]
    fields = [*list_display, "calendar", "is_around_the_clock", "ladder", "version"]


class IntervalsInline(LinesInline):
    """When a clock ran before its pauses."""

    model = TimerInterval
    fields = ["began_at", "ended_at"]
    readonly_fields = fields


class ClaimsInline(LinesInline):
    """Which rungs acted."""

    model = RungClaim
    fields = ["rung", "action", "due_at", "at", "is_late", "outcome", "facts"]
    readonly_fields = fields


@admin.register(SlaTimer)
class TimerAdmin(RightsAdmin):
    """Clocks; they follow the documents' news and are never changed by hand."""

    view_right = VIEW_TIMER
    visible = staticmethod(visible_timers)
    list_display = [
        "id",
        "node",
        "process",
        "subject_number",
        "about_number",
        "state",
        "started_at",
        "due_at",
    ]
    list_filter = ["state"]
    search_fields = ["about_number", "subject_number"]
    ordering = ["-id"]
    inlines = [ClaimsInline, IntervalsInline]
    fields = [
        *list_display,
        "source",
        "target_seconds",
        "stopped_at",
        "paused_for",
        "next_action",
        "next_due_at",
    ]
