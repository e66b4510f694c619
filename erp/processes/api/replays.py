"""Replays over the API: what became of a version that was tried on the past."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.filters import ChoicesFilter, Filters, RefFilter
from erp.core.http.refs import Body, IdField
from erp.core.http.views import Resource
from erp.processes.models import ReplayRun
from erp.processes.selectors.replays import visible_replays
from erp.processes.services.replays import MOST_DOCUMENTS


class ReplayBody(Body):
    """The period of the past; the draft is tried unless a version's number is given."""

    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    number = serializers.IntegerField(required=False, min_value=1, max_value=1_000_000)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST_DOCUMENTS)


class ReplayOut(serializers.Serializer[Any]):
    """A replay with its progress, and its result when it is done."""

    id = IdField("replay")
    process = serializers.CharField(source="definition.code")
    number = serializers.IntegerField(help_text="The version that was tried.")
    compared_with = serializers.IntegerField(allow_null=True, help_text="The version in force then.")
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=ReplayRun.State.choices)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    result = serializers.DictField()
    error = serializers.CharField()
    asked_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class ReplayFilters(Filters):
    """`?process=order_fulfillment&state=done`."""

    process = RefFilter("process", field_name="definition")
    state = ChoicesFilter(ReplayRun.State.choices)


class Replays(Resource):
    """Versions tried on the past, the latest first; `POST /processes/{id}/replay/` asks for one."""

    kind = "replay"
    out = ReplayOut
    filters = ReplayFilters
    orderings = {"id": "id"}
    search_fields = ["definition__code", "definition__name"]

    def rows(self) -> QuerySet[ReplayRun]:
        """The replays that the actor may see."""
        return visible_replays(self.actor)
