"""Decision tables over the API."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import TextField
from erp.core.http.refs import Body, IdField
from erp.core.http.views import Call, changes, creates
from erp.rules.api.versions import (
    DefinitionIn,
    DefinitionPatch,
    DefinitionRow,
    VersionedResource,
    WithContent,
)
from erp.rules.models import TableVersion
from erp.rules.selectors.versions import found_version
from erp.rules.services.tables import TABLES, Verdict, compare, decide, remarks_on, run_tests, try_out


class DecisionTableRow(DefinitionRow):
    """A decision table in the list."""

    id = IdField("decision_table")


class DecisionTableOut(WithContent, DecisionTableRow):
    """A decision table with the content that would be edited next: the draft, else what is in force."""


class DecisionTableIn(DefinitionIn):
    """A new decision table; its content becomes the draft."""

    subject = TextField(max_length=30, required=False, allow_blank=True)


class DecisionTablePatch(DefinitionPatch):
    """What to change; a content becomes the draft."""

    subject = TextField(max_length=30, allow_blank=True)
    is_active = serializers.BooleanField()


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


def shown_verdict(verdict: Verdict) -> dict[str, Any]:
    """A verdict as answers show it."""
    return {
        "outputs": verdict.outputs,
        "row": verdict.row,
        "version": verdict.version,
        "rows": verdict.trace.get("rows", []),
        "all": list(verdict.all),
    }


class DecisionTables(VersionedResource):
    """Decision tables: conditions and results that people of the business keep."""

    kind = "decision_table"
    of = TABLES
    out = DecisionTableOut
    list_out = DecisionTableRow

    @creates(DecisionTableIn)
    def create(self, call: Call) -> Any:
        """Make a table; nothing is in force until it is published."""
        return self.made(call)

    @changes(DecisionTablePatch)
    def partial_update(self, call: Call) -> Any:
        """Rename it, switch it, or save a draft."""
        return self.changed(call)

    @extend_schema(request=DecideBody, responses=VerdictOut)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, id: str = "") -> Response:
        """Ask the table; changes nothing."""
        row, body = self.found_row(), self.body(DecideBody)
        if "content" in body:
            verdict = try_out(body["content"], body["facts"])
        elif "number" in body:
            verdict = try_out(found_version(TableVersion, row.pk, body["number"]).content, body["facts"])
        else:
            verdict = decide(row.code, body["facts"], at=timezone.now())
        return Response(shown_verdict(verdict))

    @extend_schema(request=TableCheckBody, responses=TableCheckOut)
    @action(detail=True, methods=["post"])
    def check(self, request: Request, id: str = "") -> Response:
        """Look for gaps, overlaps and unreachable rows, and run the test cases; changes nothing."""
        pk, body = self.found_id(), self.body(TableCheckBody)
        content = body.get("content") or found_version(TableVersion, pk).content
        remarks = [
            {"code": one.code, "rows": list(one.rows), "where": one.where} for one in remarks_on(content)
        ]
        return Response({"remarks": remarks, "tests": run_tests(content)})

    @extend_schema(responses=TableVersionContentOut)
    @action(detail=True, methods=["get"], url_path=r"versions/(?P<number>[0-9]{1,6})")
    def version_content(self, request: Request, number: str, id: str = "") -> Response:
        """The content of one version."""
        row = found_version(TableVersion, self.found_id(), int(number))
        return Response({"number": row.number, "state": row.state, "content": row.content})

    @extend_schema(
        parameters=[OpenApiParameter("from", int, required=True), OpenApiParameter("to", int, required=True)],
        responses=TableDifferenceOut(many=True),
    )
    @action(detail=True, methods=["get"])
    def compare(self, request: Request, id: str = "") -> Response:
        """What differs between two versions, row by row."""
        pk, query = self.found_id(), self.query(CompareQuery)
        before, after = (found_version(TableVersion, pk, query[name]).content for name in ("from", "to"))
        return Response(compare(before, after))


class CompareQuery(Body):
    """Two versions' numbers."""

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python, so the fields are made here."""
        return {name: serializers.IntegerField(min_value=1, max_value=100_000) for name in ("from", "to")}
