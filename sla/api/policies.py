"""Service levels over the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from erp.core.http.columns import columns
from erp.core.http.fields import KeyTextField, TextField
from erp.core.http.filters import Filters
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, deletes, verb
from sla.models import SlaPolicy
from sla.selectors import policies as _policies  # noqa: F401 -- registers who sees what
from sla.selectors.words import example
from sla.services.policies import create_policy, delete_policy, edit_policy
from sla.services.reckoning import reckon_anew

_LADDER = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "action": {
                "type": "string",
                "enum": ["warn", "remind", "escalate", "reassign", "approve", "reject", "mark_exception"],
            },
            "after_seconds": {"type": "integer", "description": "Working seconds from the start."},
            "from_due_seconds": {
                "type": "integer",
                "description": "Working seconds from the target; negative before it.",
            },
            "to": {"type": "object", "properties": {"role": {"type": "string"}, "user": {"type": "string"}}},
        },
        "required": ["action"],
    },
}


@extend_schema_field(_LADDER)
class LadderField(serializers.JSONField):
    """The time-out ladder; the service checks it."""


class TargetOut(serializers.Serializer[Any]):
    """A target that differs for a customer, a tier or a priority."""

    customer = RefField("customer", allow_null=True)
    tier = serializers.CharField()
    priority = serializers.CharField()
    target_seconds = serializers.IntegerField(allow_null=True)
    target_days = serializers.IntegerField(allow_null=True)


class TargetIn(Body):
    """A target that differs: exactly one of customer, tier and priority; seconds or working days."""

    customer = RefField("customer", required=False, allow_null=True)
    tier = TextField(max_length=20, required=False, allow_blank=True)
    priority = TextField(max_length=10, required=False, allow_blank=True)
    target_seconds = serializers.IntegerField(
        min_value=1, max_value=366 * 86_400, required=False, allow_null=True
    )
    target_days = serializers.IntegerField(min_value=1, max_value=366, required=False, allow_null=True)


class SlaPolicyOut(serializers.Serializer[Any]):
    """A service level: how long a step or a milestone may take, and what follows if not."""

    id = IdField("sla_policy")
    code = serializers.CharField()
    name = serializers.CharField()
    process = serializers.CharField()
    node = serializers.CharField()
    milestone = serializers.CharField()
    target_seconds = serializers.IntegerField(allow_null=True)
    target_days = serializers.IntegerField(allow_null=True)
    calendar = RefField("calendar", allow_null=True)
    is_around_the_clock = serializers.BooleanField()
    ladder = LadderField()
    targets = TargetOut(many=True)
    example = serializers.SerializerMethodField(help_text="A worked example in the reader's language.")
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()

    def get_example(self, row: SlaPolicy) -> str:
        """Late on a Friday."""
        return example(row)


class SlaPolicyIn(Body):
    """A new or changed service level; `targets` and `ladder` are replaced as a whole where given."""

    code = KeyTextField(max_length=60)
    name = TextField(max_length=120)
    process = TextField(max_length=60, required=False, allow_blank=True)
    node = TextField(max_length=60, required=False, allow_blank=True)
    milestone = TextField(max_length=60, required=False, allow_blank=True)
    target_seconds = serializers.IntegerField(
        min_value=1, max_value=366 * 86_400, required=False, allow_null=True
    )
    target_days = serializers.IntegerField(min_value=1, max_value=366, required=False, allow_null=True)
    calendar = RefField("calendar", required=False, allow_null=True)
    is_around_the_clock = serializers.BooleanField(required=False)
    ladder = LadderField(required=False)
    targets = TargetIn(many=True, required=False, max_length=500)
    is_active = serializers.BooleanField(required=False)


class SlaPolicyFilters(Filters):
    """Filters of service levels."""

    milestone = django_filters.CharFilter(field_name="milestone")
    process = django_filters.CharFilter(field_name="process")
    node = django_filters.CharFilter(field_name="node")
    is_active = django_filters.BooleanFilter(field_name="is_active")


class SlaPolicies(Resource):
    """Service levels."""

    kind = "sla_policy"
    out = SlaPolicyOut
    filters = SlaPolicyFilters
    orderings = {"code": "code", "name": "name"}
    search_fields = ["code", "name"]

    def rows(self) -> QuerySet[Any]:
        """Service levels with their calendar and targets."""
        return super().rows().select_related("calendar").prefetch_related("targets__customer")

    @creates(SlaPolicyIn)
    def create(self, call: Call) -> Any:
        """Take up a service level."""
        values = columns(call.body, {"calendar": "calendar_id"}, "targets")
        return create_policy(values=values, targets=call.body.get("targets", []), actor=call.actor)

    @changes(SlaPolicyIn)
    def partial_update(self, call: Call) -> Any:
        """Change a service level; running clocks follow with `reckon-anew`."""
        return edit_policy(
            policy_id=call.id,
            values=columns(call.body, {"calendar": "calendar_id"}, "targets"),
            targets=call.body.get("targets"),
            expected_version=call.expected_version,
            actor=call.actor,
        )

    @deletes
    def destroy(self, call: Call) -> Any:
        """Delete a service level that no clock has run by."""
        delete_policy(policy_id=call.id, actor=call.actor)

    @verb(path="reckon-anew")
    def reckon_anew(self, call: Call) -> Any:
        """Have running clocks follow the target, ladder and calendar as they are now."""
        reckon_anew(policy_id=call.id, actor=call.actor)
        return call.id
