"""Alerts over the API."""

from __future__ import annotations

from typing import Any

import django_filters
from rest_framework import serializers

from erp.core.http.filters import ChoicesFilter, Filters, MomentFilter
from erp.core.http.refs import IdField
from erp.core.http.views import Call, Resource, verb
from erp.notifications.models import Alert
from erp.notifications.selectors.alerts import shown
from erp.notifications.services.alerts import acknowledge_alert


class AlertOut(serializers.Serializer[Any]):
    """Something that people of a role should know."""

    id = IdField("alert")
    code = serializers.CharField()
    level = serializers.ChoiceField(choices=Alert.Level.choices)
    role = serializers.CharField()
    document_kind = serializers.CharField(source="subject_kind")
    document = serializers.CharField(source="subject_number")
    title = serializers.SerializerMethodField()
    detail = serializers.SerializerMethodField()
    facts = serializers.DictField()
    raised_at = serializers.DateTimeField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    acknowledged_by = serializers.CharField()

    def get_title(self, row: Alert) -> str:
        """In the reader's language."""
        return shown(row).title

    def get_detail(self, row: Alert) -> str:
        """In the reader's language."""
        return shown(row).detail


class AlertFilters(Filters):
    """Filters of alerts."""

    open = django_filters.BooleanFilter(field_name="acknowledged_at", lookup_expr="isnull")
    level = ChoicesFilter(choices=Alert.Level.choices, field_name="level")
    code = django_filters.CharFilter(field_name="code")
    role = django_filters.CharFilter(field_name="role")
    document = django_filters.CharFilter(field_name="subject_number")
    order = django_filters.CharFilter(field_name="subject_number")
    created_after = MomentFilter(field_name="raised_at", lookup_expr="gte")
    created_before = MomentFilter(field_name="raised_at", lookup_expr="lt")


class Alerts(Resource):
    """What should be known and was not acknowledged yet, and what was."""

    kind = "alert"
    out = AlertOut
    filters = AlertFilters
    orderings = {"raised_at": "raised_at"}
    search_fields = ["code", "subject_number"]

    @verb()
    def acknowledge(self, call: Call) -> Any:
        """Say that it was seen."""
        return acknowledge_alert(alert_id=call.id, actor=call.actor, at=call.at)
