"""Rules and what they did, over the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.errors import Invalid
from erp.core.http.fields import KeyTextField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, Filters, MomentFilter
from erp.core.http.refs import Body, IdField
from erp.core.http.views import Call, Resource, changes, creates, verb
from erp.rules.api.tables import PublishBody, RuleVersionOut, VersionNumberBody
from erp.rules.models import RuleDefinition, RuleExecution, RuleVersion
from erp.rules.selectors.rules import firings, rule_version, with_rule_versions
from erp.rules.services.dry_run import dry_run
from erp.rules.services.rules import create_rule, edit_rule, publish_rule, retire_rule, save_rule, switch_rule
from erp.rules.services.tables import EDIT


class RuleRow(serializers.Serializer[Any]):
    """A rule in the list."""

    id = IdField("rule")
    code = serializers.CharField()
    name = serializers.CharField()
    names = serializers.JSONField(help_text="Names by language.")
    description = serializers.CharField()
    subject = serializers.CharField(help_text="The kind of document it is about.")
    is_active = serializers.BooleanField()
    versions = RuleVersionOut(many=True)
    version = serializers.IntegerField()


class RuleOut(RuleRow):
    """A rule with the content that would be edited next, and how often it fired."""

    content_number = serializers.SerializerMethodField()
    content = serializers.SerializerMethodField()
    fired = serializers.SerializerMethodField()
    last_fired_at = serializers.SerializerMethodField()

    def _content(self, row: RuleDefinition) -> RuleVersion | None:
        known = getattr(row, "_shown_content", None)
        if known is None:
            known = row._shown_content = rule_version(row.pk)  # type: ignore[attr-defined]  # read once for both fields
        return known

    def _firings(self, row: RuleDefinition) -> dict[str, Any]:
        known: dict[str, Any] | None = getattr(row, "_shown_firings", None)
        if known is None:
            known = row._shown_firings = firings([row.pk]).get(row.pk, {})  # type: ignore[attr-defined]  # as above
        return known

    def get_content_number(self, row: RuleDefinition) -> int:
        """Which version the content is of."""
        found = self._content(row)
        return found.number if found else 0

    @extend_schema_field(serializers.DictField())
    def get_content(self, row: RuleDefinition) -> Any:
        """Trigger, conditions, actions."""
        found = self._content(row)
        return found.content if found else {}

    def get_fired(self, row: RuleDefinition) -> int:
        """How often it fired or was stopped."""
        return int(self._firings(row).get("count", 0))

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_last_fired_at(self, row: RuleDefinition) -> Any:
        """When it fired last."""
        return self._firings(row).get("last")


class RuleIn(Body):
    """A new rule; its content becomes the draft."""

    code = KeyTextField(max_length=60)
    name = TextField(max_length=120)
    names = serializers.DictField(child=serializers.CharField(max_length=120), required=False)
    description = TextField(max_length=500, required=False, allow_blank=True)
    content = serializers.DictField()


class RulePatch(Body):
    """What to change; a content becomes the draft."""

    name = TextField(max_length=120)
    names = serializers.DictField(child=serializers.CharField(max_length=120))
    description = TextField(max_length=500, allow_blank=True)
    content = serializers.DictField()


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


class RuleFilters(CreatedFilters):
    """Filters of the list."""

    is_active = django_filters.BooleanFilter()
    subject = django_filters.CharFilter()


class Rules(Resource):
    """Rules: when something happens and something holds, something is done."""

    kind = "rule"
    out = RuleOut
    list_out = RuleRow
    filters = RuleFilters
    orderings = {"code": "code", "created_at": "created_at"}
    search_fields = ["code", "name"]

    def rows(self) -> QuerySet[Any]:
        """Rules with their versions."""
        return with_rule_versions(super().rows())

    @creates(RuleIn)
    def create(self, call: Call) -> Any:
        """Make a rule; nothing happens until it is published."""
        values = {name: value for name, value in call.body.items() if name != "content"}
        return create_rule(values=values, content=call.body["content"], actor=call.actor, at=call.at)

    @changes(RulePatch)
    def partial_update(self, call: Call) -> Any:
        """Rename it, or save a draft."""
        values = {name: value for name, value in call.body.items() if name != "content"}
        common: dict[str, Any] = {"rule_id": call.id, "actor": call.actor, "at": call.at}
        seen = call.expected_version
        if values:
            row = edit_rule(values=values, expected_version=seen, **common)
            seen = row.version
        if "content" in call.body:
            save_rule(content=call.body["content"], expected_version=seen, **common)
        return call.id

    @verb(PublishBody)
    def publish(self, call: Call) -> Any:
        """Put a version in force, for everybody or as a pilot; an older number rolls back."""
        return publish_rule(
            rule_id=call.id,
            number=call.body.get("number"),
            scope=call.body.get("scope"),
            note=call.body.get("note", ""),
            actor=call.actor,
            at=call.at,
            expected_version=call.expected_version,
        )

    @verb(VersionNumberBody)
    def retire(self, call: Call) -> Any:
        """Take a version out of force: a pilot is over."""
        return retire_rule(
            rule_id=call.id,
            number=call.body["number"],
            actor=call.actor,
            at=call.at,
            expected_version=call.expected_version,
        )

    @verb()
    def pause(self, call: Call) -> Any:
        """Stop it until it is set going again."""
        return self._switch(call, is_active=False)

    @verb()
    def resume(self, call: Call) -> Any:
        """Set it going again."""
        return self._switch(call, is_active=True)

    def _switch(self, call: Call, *, is_active: bool) -> Any:
        return switch_rule(
            rule_id=call.id,
            is_active=is_active,
            actor=call.actor,
            at=call.at,
            expected_version=call.expected_version,
        )

    @extend_schema(request=DryRunBody, responses=DryRunOut)
    @action(detail=True, methods=["post"], url_path="dry_run")
    def dry_run(self, request: Request, id: str = "") -> Response:
        """What it would have done over a period; does nothing."""
        self.actor.require(EDIT[0])
        pk, body = self.found_id(), self.body(DryRunBody)
        found = rule_version(pk)
        content = body.get("content") or (found.content if found else None)
        if content is None:
            raise Invalid.field("content", _("There is no draft to publish."), "no_draft")
        ran = dry_run(content, since=body["since"], until=body.get("until"))
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
