"""The platform in the admin: audit trail, outbox, number series, own fields, files."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import action

from erp.core import audit, dead_letters
from erp.core.administration.masters import RefusingAdmin
from erp.core.administration.rights import RightsAdmin, actor_of
from erp.core.commands import declare_permission
from erp.core.models import (
    Attachment,
    AuditSeal,
    CustomFieldDefinition,
    LoggedEvent,
    NumberSeries,
    OutboxMessage,
)
from erp.core.settings_records import save_setting

REPLAY = declare_permission("core.replay_outbox", "Try given-up follow-ups again")


class ReadOnlyAdmin(RightsAdmin):
    """Rows that are looked at and never changed here."""


class ServiceAdmin(RefusingAdmin):
    """Rows whose changes go through commands; a refusal is shown beside its field and nothing is changed."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return ModelAdmin.has_view_permission(self, request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return ModelAdmin.has_add_permission(self, request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return ModelAdmin.has_change_permission(self, request, obj)


class SettingAdmin(ServiceAdmin):
    """Settings of the company that have no rules of their own: saved by one command that leaves a trace."""

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm[Any], change: bool) -> None:
        save_setting(
            row=obj,
            names=list(form.changed_data),
            is_new=not change,
            actor=actor_of(request),
        )


class OneRowAdmin(SettingAdmin):
    """Settings of which there is one row: added where there is none yet, then changed, never deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one set of settings."""
        return super().has_add_permission(request) and not self.model._default_manager.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They are changed, not deleted."""
        return False


@admin.register(LoggedEvent)
class AuditTrailAdmin(ReadOnlyAdmin):
    """Who changed what, from what to what, and when."""

    list_display = [
        "at",
        "name",
        "document_number",
        "about_number",
        "actor_label",
        "actor_via",
        "what_changed",
    ]
    list_filter = [("at", RangeDateTimeFilter), "actor_kind", "document_kind"]
    list_filter_submit = True
    search_fields = ["document_number", "about_number", "actor_label", "name", "request_id"]
    ordering = ["-id"]
    show_full_result_count = False
    list_per_page = 50

    @admin.display(description=gettext_lazy("changes"))
    def what_changed(self, row: LoggedEvent) -> str:
        """The first changes in a line."""
        parts = []
        for name, change in list(row.changes.items())[:4]:
            if isinstance(change, list) and len(change) == 2:
                parts.append(f"{name}: {_shown(change[0])} → {_shown(change[1])}")
        return "; ".join(parts)


def _shown(value: Any) -> str:
    text = "—" if value in (None, "", [], {}) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


@admin.register(AuditSeal)
class AuditSealAdmin(ReadOnlyAdmin):
    """The chain over the audit trail."""

    list_display = ["position", "sealed_at", "last_event_id", "events", "digest"]
    exclude = ["event_ids"]
    actions_list = ["verify"]

    @admin.display(description=gettext_lazy("events"))
    def events(self, row: AuditSeal) -> int:
        """How many it covers."""
        return len(row.event_ids)

    @action(description=gettext_lazy("Verify the audit trail"), url_path="verify")
    def verify(self, request: HttpRequest) -> HttpResponse:
        """Read the whole trail back."""
        found = audit.verify_audit()
        if found.is_whole:
            text = _("The audit trail is whole: %(events)s events in %(seals)s seals.")
            messages.success(request, text % {"events": found.events, "seals": found.seals})
        else:
            where = found.broken_event or found.broken_seal
            messages.error(request, _("The audit trail is broken at %(where)s.") % {"where": where})
        return redirect("admin:core_auditseal_changelist")


class DeadFilter(admin.SimpleListFilter):
    """What waits, what failed and will be tried again, and what was given up."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("dead", _("Given up")), ("failing", _("Failing")), ("waiting", _("Waiting"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "dead":
            return queryset.filter(is_dead=True)
        if self.value() == "failing":
            return queryset.filter(is_dead=False, attempts__gt=0)
        return queryset.filter(is_dead=False, attempts=0) if self.value() == "waiting" else queryset


@admin.register(OutboxMessage)
class OutboxAdmin(ReadOnlyAdmin):
    """What is on its way to deferred subscribers, and what was given up."""

    list_display = [
        "id",
        "event_name",
        "document",
        "subscriber",
        "attempts",
        "state",
        "next_attempt_at",
        "error",
    ]
    list_filter = [DeadFilter, "subscriber"]
    list_select_related = ["event"]
    search_fields = ["event__about_number", "event__document_number", "subscriber", "last_error"]
    ordering = ["-is_dead", "id"]
    actions = ["replay"]
    show_full_result_count = False

    @admin.display(description=gettext_lazy("event"))
    def event_name(self, row: OutboxMessage) -> str:
        """What happened."""
        return row.event.name

    @admin.display(description=gettext_lazy("document"))
    def document(self, row: OutboxMessage) -> str:
        """To what."""
        return row.event.about_number or row.event.document_number

    @admin.display(description=gettext_lazy("state"))
    def state(self, row: OutboxMessage) -> str:
        """Given up, failing or waiting."""
        if row.is_dead:
            return format_html("<strong>{}</strong>", _("Given up"))
        return _("Failing") if row.attempts else _("Waiting")

    @admin.display(description=gettext_lazy("last error"))
    def error(self, row: OutboxMessage) -> str:
        """Why, cut short."""
        return row.last_error[:120]

    @admin.action(description=gettext_lazy("Try again now"), permissions=["replay"])
    def replay(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        count = dead_letters.replay(list(queryset.values_list("pk", flat=True)))
        messages.success(request, _("%(count)s messages are tried again.") % {"count": count})

    def has_replay_permission(self, request: HttpRequest) -> bool:
        return actor_of(request).has(REPLAY)


@admin.register(NumberSeries)
class NumberSeriesAdmin(SettingAdmin):
    """How documents are numbered."""

    list_display = ["code", "prefix", "padding", "is_gapless"]
    fields = ["code", "prefix", "padding", "is_gapless", "next_value"]
    readonly_fields = ["code", "is_gapless", "next_value"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(CustomFieldDefinition)
class CustomFieldAdmin(SettingAdmin):
    """The company's own fields on customers, products, orders, lines and suppliers."""

    list_display = ["subject", "key", "label", "kind", "is_required", "in_list", "position", "is_active"]
    list_filter = ["subject", "kind", "is_active"]
    search_fields = ["key", "label", "label_zh"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["subject", "key", "kind"] if obj else []


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """Files on documents."""

    list_display = [
        "name",
        "document_kind",
        "document_id",
        "content_type",
        "size",
        "uploaded_by",
        "uploaded_at",
    ]
    list_filter = ["document_kind", "content_type"]
    search_fields = ["name", "uploaded_by"]
    fields = [
        "name",
        "document_kind",
        "document_id",
        "content_type",
        "size",
        "digest",
        "uploaded_by",
        "uploaded_at",
    ]
    show_full_result_count = False
