"""Rules and what they did, over the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.filters import ChoicesFilter, Filters, MomentFilter
from erp.core.http.refs import Body, IdField
from erp.core.http.views import Call, Resource, changes, creates, verb
from erp.rules.api.versions import (
    DefinitionIn,
    DefinitionPatch,
    DefinitionRow,
    VersionedResource,
    WithContent,
)
from erp.rules.models import RuleExecution, RuleVersion
from erp.rules.selectors.rules import firings
from erp.rules.selectors.versions import found_version
from erp.rules.services.dry_run import dry_run
from erp.rules.services.rules import RULES
from erp.rules.services.versions import EDIT


class RuleRow(DefinitionRow):
    """A rule in the list."""

    id = IdField("rule")


class RuleOut(WithContent, RuleRow):
    """A rule with the content that would be edited next, and how often it fired."""

    fired = serializers.IntegerField(source="firings.count", help_text="How often it fired or was stopped.")
    last_fired_at = serializers.DateTimeField(source="firings.last", allow_null=True)


class RuleIn(DefinitionIn):
    """A new rule; its content becomes the draft."""


class RulePatch(DefinitionPatch):
    """What to change; a content becomes the draft."""


class DryRunBody(Body):
    """The period whose events are asked about; another content than the one that would be edited next."""

    since = serializers.DateTimeField()
    until = serializers.DateTimeField(required=False)
    content = serializers.DictField(required=False)


class DryRunOut(serializers.Serializer[Any]):
    """What would have happened."""

    looked_at = serializers.IntegerField()
    fired = serializers.IntegerField()
    failed = serializers.IntegerField()
    is_cut = serializers.BooleanField()
    rows = serializers.ListField(child=serializers.DictField())


class Rules(VersionedResource):
    """Rules: when something happens and something holds, something is done."""

    kind = "rule"
    of = RULES
    out = RuleOut
    list_out = RuleRow

    def present(self, rows: Sequence[Any], *, in_list: bool) -> Sequence[Any]:
        """A rule by itself tells how often it fired."""
        counted = {} if in_list else firings([row.pk for row in rows])
        for row in () if in_list else rows:
            row.firings = counted.get(row.pk, {"count": 0, "last": None})
        return super().present(rows, in_list=in_list)

    @creates(RuleIn)
    def create(self, call: Call) -> Any:
        """Make a rule; nothing happens until it is published."""
        return self.made(call)

    @changes(RulePatch)
    def partial_update(self, call: Call) -> Any:
        """Rename it, or save a draft."""
        return self.changed(call)

    @verb()
    def pause(self, call: Call) -> Any:
        """Stop it until it is set going again."""
        return self.switched(call, is_active=False)

    @verb()
    def resume(self, call: Call) -> Any:
        """Set it going again."""
        return self.switched(call, is_active=True)

    @extend_schema(request=DryRunBody, responses=DryRunOut)
    @action(detail=True, methods=["post"], url_path="dry_run")
    def dry_run(self, request: Request, id: str = "") -> Response:
        """What it would have done over a period; does nothing."""
        self.actor.require(EDIT[0])
        pk, body = self.found_id(), self.body(DryRunBody)
        content = body.get("content") or found_version(RuleVersion, pk).content
        ran = dry_run(content, since=body["since"], until=body.get("until"), actor=self.actor)
        return Response(vars(ran))


class RuleExecutionOut(serializers.Serializer[Any]):
    """One time that a rule fired: what it saw and what it did."""

    id = IdField("rule_execution")
    rule = serializers.CharField(source="definition.code")
    rule_version = serializers.IntegerField(source="number")
    document_kind = serializers.CharField(source="subject_kind")
    document = serializers.CharField(source="subject_number")
    event = serializers.CharField(source="event_name")
    outcome = serializers.ChoiceField(choices=RuleExecution.Outcome.choices)
    error = serializers.CharField()
    trace = serializers.JSONField()
    at = serializers.DateTimeField()


class RuleExecutionFilters(Filters):
    """Filters of the log."""

    rule = django_filters.CharFilter(field_name="definition__code")
    outcome = ChoicesFilter(choices=RuleExecution.Outcome.choices, field_name="outcome")
    document = django_filters.CharFilter(field_name="subject_number")
    document_kind = django_filters.CharFilter(field_name="subject_kind")
    created_after = MomentFilter(field_name="at", lookup_expr="gte")
    created_before = MomentFilter(field_name="at", lookup_expr="lt")


class RuleExecutions(Resource):
    """What rules did, and what they were kept from."""

    kind = "rule_execution"
    out = RuleExecutionOut
    filters = RuleExecutionFilters
    orderings = {"at": "at"}
    search_fields = ["subject_number", "definition__code"]

    def rows(self) -> QuerySet[Any]:
        """Executions with their rules."""
        return super().rows().select_related("definition")
