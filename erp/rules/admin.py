"""Rules, decision tables and what they did, to be looked at; they are edited on their own pages."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from unfold.contrib.filters.admin import RangeDateTimeFilter

from erp.core.actor import Actor
from erp.core.administration.documents import DocumentAdmin
from erp.rules.models import DecisionTable, ExceptionMark, RuleDefinition, RuleExecution, RuleWebhook
from erp.rules.selectors.rules import visible_executions, visible_rules
from erp.rules.selectors.tables import VIEW, visible_tables


@admin.register(DecisionTable)
class DecisionTableAdmin(DocumentAdmin):
    """Decision tables."""

    view_right = VIEW
    visible = staticmethod(visible_tables)
    page_name = "decision_table-detail"
    page_key = "code"
    list_display = ["code", "name", "subject", "is_active", "is_shipped"]
    list_filter = ["is_active", "is_shipped"]
    search_fields = ["code", "name"]
    ordering = ["code"]
    fields = ["code", "name", "names", "description", "subject", ("is_active", "is_shipped"), "created_at"]


@admin.register(RuleDefinition)
class RuleAdmin(DocumentAdmin):
    """Rules."""

    view_right = VIEW
    visible = staticmethod(visible_rules)
    page_name = "rule-detail"
    page_key = "code"
    list_display = ["code", "name", "subject", "is_active", "is_shipped", "checked_at"]
    list_filter = ["is_active", "is_shipped", "subject"]
    search_fields = ["code", "name"]
    ordering = ["code"]
    fields = [
        "code", "name", "names", "description", "subject", ("is_active", "is_shipped"), "checked_at",
        "created_at",
    ]  # fmt: skip


@admin.register(RuleExecution)
class RuleExecutionAdmin(DocumentAdmin):
    """What rules did."""

    view_right = VIEW
    visible = staticmethod(visible_executions)
    list_display = ["at", "definition", "number", "subject_number", "event_name", "outcome", "error"]
    list_filter = ["outcome", ("at", RangeDateTimeFilter)]
    list_filter_submit = True
    list_select_related = ["definition"]
    search_fields = ["subject_number", "definition__code"]
    ordering = ["-id"]
    fields = ["at", "definition", "number", "subject_number", "event_name", "outcome", "error", "trace"]


def _marks(actor: Actor) -> QuerySet[ExceptionMark]:
    return ExceptionMark.objects.all() if actor.has(VIEW) else ExceptionMark.objects.none()


def _webhooks(actor: Actor) -> QuerySet[RuleWebhook]:
    return RuleWebhook.objects.all() if actor.has(VIEW) else RuleWebhook.objects.none()


@admin.register(ExceptionMark)
class ExceptionMarkAdmin(DocumentAdmin):
    """Documents that need somebody's eye."""

    view_right = VIEW
    visible = staticmethod(_marks)
    list_display = ["subject_number", "code", "text", "raised_at", "raised_by", "cleared_at"]
    list_filter = ["code"]
    search_fields = ["subject_number", "code"]
    ordering = ["-id"]
    fields = ["subject_number", "code", "text", ("raised_at", "raised_by"), ("cleared_at", "cleared_by")]


@admin.register(RuleWebhook)
class RuleWebhookAdmin(DocumentAdmin):
    """POSTs to other systems and how their delivery goes."""

    view_right = VIEW
    visible = staticmethod(_webhooks)
    list_display = [
        "created_at",
        "rule",
        "subject_number",
        "url",
        "state",
        "attempts",
        "last_status",
        "last_error",
    ]
    list_filter = ["state"]
    search_fields = ["subject_number", "rule", "url"]
    ordering = ["-id"]
    fields = [
        "created_at", "rule", "subject_number", "url", "payload", "state", "attempts", "last_status",
        "last_error", "delivered_at",
    ]  # fmt: skip
