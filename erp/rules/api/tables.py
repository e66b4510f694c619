"""Decision tables over the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import KeyTextField, TextField
from erp.core.http.filters import CreatedFilters
from erp.core.http.refs import Body, IdField
from erp.core.http.views import Call, Resource, changes, creates, verb
from erp.rules.models import DecisionTable, TableVersion
from erp.rules.selectors.tables import version_of, with_versions
from erp.rules.services.tables import (
    Verdict,
    compare,
    create_table,
    decide,
    edit_table,
    found_version,
    publish_table,
    remarks_on,
    retire_table,
    run_tests,
    save_table,
    try_out,
)


class RuleVersionOut(serializers.Serializer[Any]):
    """One version of a table or rule, without its content."""

    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=TableVersion.State.choices)
    scope = serializers.JSONField(help_text="Whom a pilot applies to; {} is everybody.")
    note = serializers.CharField()
    saved_at = serializers.DateTimeField()
    saved_by = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    published_by = serializers.CharField()


class DecisionTableRow(serializers.Serializer[Any]):
    """A decision table in the list."""

    id = IdField("decision_table")
    code = serializers.CharField()
    name = serializers.CharField()
    names = serializers.JSONField(help_text="Names by language.")
    description = serializers.CharField()
    subject = serializers.CharField(help_text="The kind of document it is about.")
    is_active = serializers.BooleanField()
    versions = RuleVersionOut(many=True)
    version = serializers.IntegerField()


class DecisionTableOut(DecisionTableRow):
    """A decision table with the content that would be edited next: the draft, else what is in force."""

    content_number = serializers.SerializerMethodField()
    content = serializers.SerializerMethodField()

    def _content(self, row: DecisionTable) -> TableVersion | None:
        known = getattr(row, "_shown_content", None)
        if known is None:
            known = row._shown_content = version_of(row.pk)  # type: ignore[attr-defined]  # read once for both fields
        return known

    def get_content_number(self, row: DecisionTable) -> int:
        """Which version the content is of."""
        found = self._content(row)
        return found.number if found else 0

    @extend_schema_field(serializers.DictField())
    def get_content(self, row: DecisionTable) -> Any:
        """Columns, rows and test cases."""
        found = self._content(row)
        return found.content if found else {}


class DecisionTableIn(Body):
    """A new decision table; its content becomes the draft."""

    code = KeyTextField(max_length=60)
    name = TextField(max_length=120)
    names = serializers.DictField(child=serializers.CharField(max_length=120), required=False)
    description = TextField(max_length=500, required=False, allow_blank=True)
    subject = TextField(max_length=30, required=False, allow_blank=True)
    content = serializers.DictField()


class DecisionTablePatch(Body):
    """What to change; a content becomes the draft."""

    name = TextField(max_length=120)
    names = serializers.DictField(child=serializers.CharField(max_length=120))
    description = TextField(max_length=500, allow_blank=True)
    subject = TextField(max_length=30, allow_blank=True)
    is_active = serializers.BooleanField()
    content = serializers.DictField()


class PublishBody(Body):
    """Which version (the draft, unless another number is given), for whom (everybody) and why."""

    number = serializers.IntegerField(required=False, min_value=1, max_value=100_000)
    scope = serializers.DictField(required=False)
    note = TextField(max_length=500, required=False, allow_blank=True)


class VersionNumberBody(Body):
    """A version."""

    number = serializers.IntegerField(min_value=1, max_value=100_000)


class DecideBody(Body):
    """Facts by dotted key; a content or a version's number tries that one out instead of what is in force."""

    facts = serializers.DictField()
    number = serializers.IntegerField(required=False, min_value=1, max_value=100_000)
    content = serializers.DictField(required=False)


class VerdictOut(serializers.Serializer[Any]):
    """What the table answers."""

    outputs = serializers.DictField()
    row = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()
    rows = serializers.ListField(child=serializers.CharField())
    all = serializers.ListField(child=serializers.DictField())


class TableCheckBody(Body):
    """A content to check; the one that would be edited next when there is none."""

    content = serializers.DictField(required=False)


class TableRemarkOut(serializers.Serializer[Any]):
    """A gap, an overlap or a row that is never reached."""

    code = serializers.CharField()
    rows = serializers.ListField(child=serializers.CharField())
    where = serializers.DictField(allow_null=True)


class TableCheckOut(serializers.Serializer[Any]):
    """What is to be looked at before publishing."""

    remarks = TableRemarkOut(many=True)
    tests = serializers.ListField(child=serializers.DictField())


class TableVersionContentOut(serializers.Serializer[Any]):
    """The content of one version."""

    number = serializers.IntegerField()
    state = serializers.CharField()
    content = serializers.DictField()


class TableDifferenceOut(serializers.Serializer[Any]):
    """One difference between two versions: a row added, removed, changed or moved, or other columns."""

    change = serializers.CharField()
    row = serializers.CharField()
    place = serializers.IntegerField()
    columns = serializers.ListField(child=serializers.CharField(), required=False)


class DecisionTableFilters(CreatedFilters):
    """Filters of the list."""

    is_active = django_filters.BooleanFilter()
    subject = django_filters.CharFilter()


def shown_verdict(verdict: Verdict) -> dict[str, Any]:
    """A verdict as answers show it."""
    return {
        "outputs": verdict.outputs,
        "row": verdict.row,
        "version": verdict.version,
        "rows": verdict.trace.get("rows", []),
        "all": list(verdict.all),
    }


class DecisionTables(Resource):
    """Decision tables: conditions and results that people of the business keep."""

    kind = "decision_table"
    out = DecisionTableOut
    list_out = DecisionTableRow
    filters = DecisionTableFilters
    orderings = {"code": "code", "created_at": "created_at"}
    search_fields = ["code", "name"]

    def rows(self) -> QuerySet[Any]:
        """Tables with their versions."""
        return with_versions(super().rows())

    @creates(DecisionTableIn)
    def create(self, call: Call) -> Any:
        """Make a table; nothing is in force until it is published."""
        values = {name: value for name, value in call.body.items() if name != "content"}
        return create_table(values=values, content=call.body["content"], actor=call.actor, at=call.at)

    @changes(DecisionTablePatch)
    def partial_update(self, call: Call) -> Any:
        """Rename it, switch it, or save a draft."""
        values = {name: value for name, value in call.body.items() if name != "content"}
        common: dict[str, Any] = {"table_id": call.id, "actor": call.actor, "at": call.at}
        seen = call.expected_version
        if values:
            row = edit_table(values=values, expected_version=seen, **common)
            seen = row.version
        if "content" in call.body:
            save_table(content=call.body["content"], expected_version=seen, **common)
        return call.id

    @verb(PublishBody)
    def publish(self, call: Call) -> Any:
        """Put a version in force, for everybody or as a pilot; an older number rolls back."""
        return publish_table(
            table_id=call.id,
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
        return retire_table(
            table_id=call.id,
            number=call.body["number"],
            actor=call.actor,
            at=call.at,
            expected_version=call.expected_version,
        )

    @extend_schema(request=DecideBody, responses=VerdictOut)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, id: str = "") -> Response:
        """Ask the table; changes nothing."""
        row, body = self.found_row(), self.body(DecideBody)
        if "content" in body:
            verdict = try_out(body["content"], body["facts"])
        elif "number" in body:
            verdict = try_out(found_version(row.pk, body["number"]).content, body["facts"])
        else:
            verdict = decide(row.code, body["facts"], at=timezone.now())
        return Response(shown_verdict(verdict))

    @extend_schema(request=TableCheckBody, responses=TableCheckOut)
    @action(detail=True, methods=["post"])
    def check(self, request: Request, id: str = "") -> Response:
        """Look for gaps, overlaps and unreachable rows, and run the test cases; changes nothing."""
        pk, body = self.found_id(), self.body(TableCheckBody)
        found = version_of(pk)
        content = body.get("content") or (found.content if found else {})
        remarks = [
            {"code": one.code, "rows": list(one.rows), "where": one.where} for one in remarks_on(content)
        ]
        return Response({"remarks": remarks, "tests": run_tests(content)})

    @extend_schema(responses=TableVersionContentOut)
    @action(detail=True, methods=["get"], url_path=r"versions/(?P<number>[0-9]{1,6})")
    def version_content(self, request: Request, number: str, id: str = "") -> Response:
        """The content of one version."""
        row = found_version(self.found_id(), int(number))
        return Response({"number": row.number, "state": row.state, "content": row.content})

    @extend_schema(
        parameters=[OpenApiParameter("from", int, required=True), OpenApiParameter("to", int, required=True)],
        responses=TableDifferenceOut(many=True),
    )
    @action(detail=True, methods=["get"])
    def compare(self, request: Request, id: str = "") -> Response:
        """What differs between two versions, row by row."""
        pk, query = self.found_id(), self.query(CompareQuery)
        before, after = (found_version(pk, query[name]).content for name in ("from", "to"))
        return Response(compare(before, after))


class CompareQuery(Body):
    """Two versions' numbers."""

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python, so the fields are made here."""
        return {name: serializers.IntegerField(min_value=1, max_value=100_000) for name in ("from", "to")}
