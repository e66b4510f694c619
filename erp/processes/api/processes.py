"""Processes over the API: drawings, their versions, publishing, rolling back."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.errors import NotFound
from erp.core.http.fields import KeyTextField, TextField
from erp.core.http.filters import Filters
from erp.core.http.refs import Body, IdField, visible_pk
from erp.core.http.shapes import render
from erp.core.http.views import Call, Resource, changes, creates, verb
from erp.processes.api.replays import ReplayBody, ReplayOut
from erp.processes.calc.compare import compare as differences
from erp.processes.calc.drawn import parse
from erp.processes.models import ProcessDefinition, ProcessVersion
from erp.processes.selectors.cases import shown_version, with_versions
from erp.processes.selectors.validation import problems_of
from erp.processes.services.cases import Move, migrate_cases, preview_migration
from erp.processes.services.definitions import (
    create_process,
    discard_draft,
    publish_process,
    roll_back,
    save_draft,
    switch_process,
)
from erp.processes.services.replays import ask_replay


class ProcessVersionOut(serializers.Serializer[Any]):
    """One version of a process, without its drawing."""

    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=ProcessVersion.State.choices)
    is_pilot = serializers.BooleanField()
    scope = serializers.JSONField(help_text="Whom a pilot takes; {} is everybody.")
    based_on = serializers.IntegerField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    published_by = serializers.CharField()
    running = serializers.SerializerMethodField()

    def get_running(self, row: Any) -> int:
        """How many cases run by it now."""
        return int(getattr(row, "running", 0))


class ProcessRow(serializers.Serializer[Any]):
    """A process in the list."""

    id = IdField("process")
    code = serializers.CharField()
    name = serializers.CharField()
    names = serializers.JSONField(help_text="Names by language.")
    subject = serializers.CharField(source="subject_kind", help_text="The kind of document it is about.")
    is_active = serializers.BooleanField()
    is_shipped = serializers.BooleanField()
    versions = ProcessVersionOut(many=True)
    version = serializers.IntegerField()


class ProcessOut(ProcessRow):
    """A process with the drawing that would be edited next: the draft, else what is in force."""

    graph_number = serializers.SerializerMethodField()
    graph = serializers.SerializerMethodField()

    def _shown(self, row: ProcessDefinition) -> ProcessVersion | None:
        known = getattr(row, "_shown_version", None)
        if known is None:
            known = row._shown_version = shown_version(row.pk)  # type: ignore[attr-defined]  # read once for both fields
        return known

    def get_graph_number(self, row: ProcessDefinition) -> int:
        """Which version the drawing is of."""
        found = self._shown(row)
        return found.number if found else 0

    @extend_schema_field(serializers.DictField())
    def get_graph(self, row: ProcessDefinition) -> Any:
        """Nodes and edges."""
        found = self._shown(row)
        return found.graph if found else {}


class ProcessIn(Body):
    """A new process; its graph becomes the first draft."""

    code = KeyTextField(max_length=60)
    name = TextField(max_length=120, required=False, allow_blank=True)
    names = serializers.DictField(child=serializers.CharField(max_length=120), required=False)
    subject = TextField(max_length=30)
    graph = serializers.DictField()
    scope = serializers.DictField(required=False)


class ProcessPatch(Body):
    """What to change; a graph becomes the draft."""

    name = TextField(max_length=120)
    names = serializers.DictField(child=serializers.CharField(max_length=120))
    graph = serializers.DictField()
    scope = serializers.DictField()
    is_active = serializers.BooleanField()


class ProcessPublishBody(Body):
    """For whom: a scope makes it a pilot, {} everybody; without one, what the draft says."""

    scope = serializers.DictField(required=False)


class ProcessRollBackBody(Body):
    """Which version takes new cases again; without one: pilots end, else the version before."""

    number = serializers.IntegerField(required=False, min_value=1, max_value=100_000)


class ProcessValidateBody(Body):
    """A drawing to look at; the one that would be edited next when there is none."""

    graph = serializers.DictField(required=False)


class ProcessProblemOut(serializers.Serializer[Any]):
    """One thing to put right, or to look at."""

    node = serializers.CharField()
    code = serializers.CharField()
    level = serializers.ChoiceField(choices=["error", "warning"])
    edge = serializers.CharField()
    text = serializers.CharField()


class ProcessValidityOut(serializers.Serializer[Any]):
    """Whether a drawing can be published, and what was found."""

    valid = serializers.BooleanField()
    problems = ProcessProblemOut(many=True)


class ProcessVersionGraphOut(serializers.Serializer[Any]):
    """The drawing of one version."""

    number = serializers.IntegerField()
    state = serializers.CharField()
    graph = serializers.DictField()


class ProcessChangeOut(serializers.Serializer[Any]):
    """One node or link that was added, removed or changed; members as [before, after]."""

    part = serializers.ChoiceField(choices=["node", "edge"])
    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=["added", "removed", "changed"])
    title = serializers.CharField()
    members = serializers.DictField()


class ProcessMigrationBody(Body):
    """From which version to which, and where tokens of a node go that has another id there."""

    from_number = serializers.IntegerField(min_value=1, max_value=100_000)
    to_number = serializers.IntegerField(min_value=1, max_value=100_000)
    nodes = serializers.DictField(child=serializers.CharField(max_length=60), required=False)
    cases = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=1000)


class ProcessMoveOut(serializers.Serializer[Any]):
    """What becomes of one token."""

    case = serializers.SerializerMethodField()
    document = serializers.CharField(source="number")
    node = serializers.CharField()
    target = serializers.CharField()
    problem = serializers.CharField()

    def get_case(self, row: Move) -> str:
        """The case's id."""
        return f"cse_{row.case_id}"


class ProcessFilters(Filters):
    """Filters of the list."""

    is_active = django_filters.BooleanFilter()
    subject = django_filters.CharFilter(field_name="subject_kind")


class Processes(Resource):
    """Processes that business people draw; versions, pilots and their running cases."""

    kind = "process"
    out = ProcessOut
    list_out = ProcessRow
    filters = ProcessFilters
    orderings = {"code": "code"}
    search_fields = ["code", "name"]

    def rows(self) -> QuerySet[Any]:
        """Processes with their versions."""
        return with_versions(super().rows())

    @creates(ProcessIn)
    def create(self, call: Call) -> Any:
        """Draw a new process; nothing runs by it until it is published."""
        return create_process(
            code=call.body["code"],
            name=call.body.get("name") or call.body["code"],
            names=call.body.get("names"),
            subject_kind=call.body["subject"],
            graph=call.body["graph"],
            scope=call.body.get("scope"),
            actor=call.actor,
        )

    @changes(ProcessPatch)
    def partial_update(self, call: Call) -> Any:
        """Save the draft, rename the process, or switch it."""
        drawn = {name: call.body[name] for name in ("name", "names", "graph", "scope") if name in call.body}
        if drawn:
            save_draft(
                definition_id=call.id, actor=call.actor, expected_version=call.expected_version, **drawn
            )
        if "is_active" in call.body:
            switch_process(definition_id=call.id, is_active=call.body["is_active"], actor=call.actor)
        return call.id

    @verb(ProcessPublishBody)
    def publish(self, call: Call) -> Any:
        """Let the draft take new cases: all of them, or as a pilot those of a scope."""
        return publish_process(
            definition_id=call.id,
            scope=call.body.get("scope"),
            actor=call.actor,
            expected_version=call.expected_version,
            at=call.at,
        )

    @verb(ProcessRollBackBody)
    def rollback(self, call: Call) -> Any:
        """End the pilot, or let an earlier version take new cases again."""
        return roll_back(
            definition_id=call.id,
            number=call.body.get("number"),
            actor=call.actor,
            expected_version=call.expected_version,
            at=call.at,
        )

    @verb()
    def discard(self, call: Call) -> Any:
        """Throw the draft away."""
        discard_draft(definition_id=call.id, actor=call.actor)

    @verb(
        ReplayBody,
        status=202,
        out=ReplayOut,
        show=lambda self, run: render(ReplayOut, [run], {"actor": self.actor})[0],
    )
    def replay(self, call: Call) -> Any:
        """Try a version, the draft unless told, on the documents of a past period; the worker does it."""
        return ask_replay(
            definition_id=call.id,
            since=call.body["since"],
            until=call.body["until"],
            number=call.body.get("number"),
            limit=call.body.get("limit", 10_000),
            actor=call.actor,
            at=call.at,
        )

    @extend_schema(request=ProcessValidateBody, responses=ProcessValidityOut)
    @action(detail=True, methods=["post"])
    def validate(self, request: Request, id: str = "") -> Response:
        """Look for everything that keeps a drawing from being published; changes nothing."""
        row, body = self.found_row(), self.body(ProcessValidateBody)
        found = shown_version(row.pk)
        graph = body.get("graph") or (found.graph if found else {})
        problems = problems_of(row.subject_kind, graph)
        shown = [
            {name: getattr(one, name) for name in ("node", "code", "level", "edge", "text")}
            for one in problems
        ]
        return Response({"valid": all(one.level != "error" for one in problems), "problems": shown})

    @extend_schema(responses=ProcessVersionGraphOut)
    @action(detail=True, methods=["get"], url_path=r"versions/(?P<number>[0-9]{1,6})")
    def version_graph(self, request: Request, number: str, id: str = "") -> Response:
        """The drawing of one version."""
        row = _version(self.found_id(), int(number))
        return Response({"number": row.number, "state": row.state, "graph": row.graph})

    @extend_schema(
        parameters=[OpenApiParameter("from", int, required=True), OpenApiParameter("to", int, required=True)],
        responses=ProcessChangeOut(many=True),
    )
    @action(detail=True, methods=["get"])
    def compare(self, request: Request, id: str = "") -> Response:
        """What differs between two versions: nodes and links added, removed, changed."""
        pk, query = self.found_id(), self.query(ProcessCompareQuery)
        before, after = (parse(_version(pk, query[name]).graph) for name in ("from", "to"))
        found = differences(before, after, language=self.actor.language)
        return Response(ProcessChangeOut(found, many=True).data)

    @extend_schema(request=ProcessMigrationBody, responses=ProcessMoveOut(many=True))
    @action(detail=True, methods=["post"], url_path="preview-migration")
    def preview_migration(self, request: Request, id: str = "") -> Response:
        """What moving the running cases of a version to another one would do; changes nothing."""
        pk, body = self.found_id(), self.body(ProcessMigrationBody)
        moves = preview_migration(
            from_version=_version(pk, body["from_number"]),
            to_version=_version(pk, body["to_number"]),
            nodes=body.get("nodes", {}),
        )
        return Response(ProcessMoveOut(moves, many=True).data)

    @verb(ProcessMigrationBody)
    def migrate(self, call: Call) -> Any:
        """Let running cases go on by another version, all that are named or none."""
        cases = call.body.get("cases")
        keys = None if cases is None else [self._case(value) for value in cases]
        return migrate_cases(
            from_version_id=_version(call.id, call.body["from_number"]).pk,
            to_version_id=_version(call.id, call.body["to_number"]).pk,
            nodes=call.body.get("nodes", {}),
            case_ids=keys,
            actor=call.actor,
            at=call.at,
        )

    def _case(self, value: str) -> int:
        pk = visible_pk("case", value, self.actor)
        if pk is None:
            raise NotFound(kind="case", value=value[:80])
        return pk


def _version(definition_id: int, number: int) -> ProcessVersion:
    row = ProcessVersion.objects.filter(definition_id=definition_id, number=number).first()
    if row is None:
        raise NotFound(kind="process_version", id=number)
    return row


class ProcessCompareQuery(Body):
    """Two versions' numbers."""

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python, so the fields are made here."""
        return {name: serializers.IntegerField(min_value=1, max_value=100_000) for name in ("from", "to")}
