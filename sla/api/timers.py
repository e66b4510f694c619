"""Clocks over the API: which run, which are late, what their ladder has done."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from erp.core.http.filters import ChoicesFilter, Filters, MomentFilter, RefFilter
from erp.core.http.refs import IdField, RefField
from erp.core.http.views import Resource
from sla.models import SlaTimer
from sla.selectors.timers import elapsed_seconds, ladder_of, overdue_q


class TimerStepOut(serializers.Serializer[Any]):
    """A step of a time-out ladder, and what became of it."""

    rung = serializers.IntegerField(source="number")
    action = serializers.CharField()
    after_seconds = serializers.IntegerField()
    acted_at = serializers.SerializerMethodField()
    is_late = serializers.SerializerMethodField()
    outcome = serializers.SerializerMethodField()
    to = serializers.SerializerMethodField()

    def get_acted_at(self, step: Any) -> str | None:
        """When it acted."""
        return step.claim.at.isoformat() if step.claim else None

    def get_is_late(self, step: Any) -> bool:
        """Whether it came late."""
        return bool(step.claim and step.claim.is_late)

    def get_outcome(self, step: Any) -> str:
        """done, moot, refused, or "" while it is to come."""
        return step.claim.outcome if step.claim else ""

    def get_to(self, step: Any) -> list[str]:
        """Whom it told."""
        return list(step.claim.facts.get("to", [])) if step.claim else []


class SlaTimerOut(serializers.Serializer[Any]):
    """A clock against its target."""

    id = IdField("sla_timer")
    node = serializers.CharField(help_text="The node of the process, or the milestone.")
    process = serializers.CharField()
    policy = RefField("sla_policy", allow_null=True)
    rule = serializers.CharField(source="source")
    document_kind = serializers.CharField(source="subject_kind")
    document = serializers.CharField(source="subject_number")
    order = serializers.SerializerMethodField()
    customer = RefField("customer", allow_null=True)
    state = serializers.ChoiceField(choices=SlaTimer.State.choices)
    overdue = serializers.SerializerMethodField()
    target_seconds = serializers.IntegerField()
    elapsed_seconds = serializers.SerializerMethodField()
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    paused_at = serializers.DateTimeField(allow_null=True)
    stopped_at = serializers.DateTimeField(allow_null=True)
    next_action = serializers.CharField()
    next_due_at = serializers.DateTimeField(allow_null=True)
    steps = serializers.SerializerMethodField()

    def get_order(self, row: SlaTimer) -> str:
        """The order that it serves."""
        return row.about_number if row.about_kind == "order" else ""

    def get_overdue(self, row: SlaTimer) -> bool:
        """Running past its target, now."""
        return row.is_overdue(timezone.now())

    def get_elapsed_seconds(self, row: SlaTimer) -> int:
        """Business time spent, pauses left out."""
        return int(elapsed_seconds(row, timezone.now()))

    def get_steps(self, row: SlaTimer) -> list[dict[str, Any]]:
        """The ladder."""
        return [dict(TimerStepOut(step).data) for step in ladder_of(row)]


class SlaTimerFilters(Filters):
    """Filters of clocks."""

    state = ChoicesFilter(choices=SlaTimer.State.choices, field_name="state")
    node = django_filters.CharFilter(field_name="node")
    process = django_filters.CharFilter(field_name="process")
    order = django_filters.CharFilter(field_name="about_number")
    document = django_filters.CharFilter(field_name="subject_number")
    customer = RefFilter("customer", field_name="customer")
    policy = RefFilter("sla_policy", field_name="policy")
    overdue = django_filters.BooleanFilter(method="filter_overdue")
    due_before = MomentFilter(field_name="due_at", lookup_expr="lt")
    started_after = MomentFilter(field_name="started_at", lookup_expr="gte")
    started_before = MomentFilter(field_name="started_at", lookup_expr="lt")

    def filter_overdue(self, rows: QuerySet[SlaTimer], name: str, value: bool) -> QuerySet[SlaTimer]:
        """Running past the target, or not."""
        condition = overdue_q(timezone.now())
        return rows.filter(condition) if value else rows.exclude(condition)


class SlaTimers(Resource):
    """Clocks of nodes and milestones; they follow the documents' news and can't be changed by hand."""

    kind = "sla_timer"
    out = SlaTimerOut
    filters = SlaTimerFilters
    orderings = {"due_at": "due_at", "started_at": "started_at"}
    search_fields = ["about_number", "subject_number"]

    def rows(self) -> QuerySet[Any]:
        """Clocks with what their answers need."""
        return super().rows().select_related("policy", "customer").prefetch_related("claims", "intervals")
