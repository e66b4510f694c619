"""Imports over the API: upload, preview, apply; the refused rows wait as intake errors."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.errors import Invalid, NotFound
from erp.core.http.fields import TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters
from erp.core.http.parsing import StrictJSONParser
from erp.core.http.refs import Body, IdField
from erp.core.http.views import Call, Endpoint, Resource, creates, verb
from orders.models import ImportJob
from orders.selectors import imports as _imports  # noqa: F401 -- registers who sees what
from orders.services.imports.files import CSV, errors_file, template_file
from orders.services.imports.jobs import apply_import, create_import, map_import, preview_import, subject_of
from orders.services.imports.reading import MAX_BYTES

MOST_SHOWN = 200


class ImportOut(serializers.Serializer[Any]):
    """A file on its way in."""

    id = IdField("import")
    subject = serializers.ChoiceField(choices=ImportJob.Subject.choices)
    file_name = serializers.CharField()
    mapping = serializers.DictField(child=serializers.IntegerField())
    update_existing = serializers.BooleanField(source="is_update")
    state = serializers.CharField(source="status")
    rows = serializers.IntegerField()
    good_rows = serializers.IntegerField()
    created = serializers.IntegerField(source="created_count")
    updated = serializers.IntegerField(source="updated_count")
    created_at = serializers.DateTimeField()
    applied_at = serializers.DateTimeField(allow_null=True)


class ImportIn(Body):
    """A file: as multipart `file`, or as base64 `content` with a `file_name` in JSON."""

    subject = serializers.ChoiceField(choices=ImportJob.Subject.choices)
    file = serializers.FileField(required=False, max_length=200, allow_empty_file=True)
    file_name = TextField(max_length=200, required=False)
    content = serializers.CharField(required=False, max_length=MAX_BYTES * 2, trim_whitespace=True)
    update_existing = serializers.BooleanField(required=False, default=False)
    mapping = serializers.JSONField(required=False, help_text="Field → column of the file, counted from 0.")


class MappingIn(Body):
    """Which column of the file means what."""

    mapping = serializers.JSONField(help_text="Field → column of the file, counted from 0.")
    update_existing = serializers.BooleanField(required=False)


class RowErrorOut(serializers.Serializer[Any]):
    """What is wrong with one cell."""

    row = serializers.IntegerField()
    column = serializers.CharField()
    rule = serializers.CharField()
    message = serializers.CharField()
    value = serializers.CharField()


class PreviewRowOut(serializers.Serializer[Any]):
    """A row as it was read."""

    row = serializers.IntegerField()
    values = serializers.DictField(child=serializers.CharField())
    is_good = serializers.BooleanField()


class PreviewOut(serializers.Serializer[Any]):
    """What an import would do; nothing was written."""

    rows = serializers.IntegerField()
    good_rows = serializers.IntegerField()
    problems = serializers.ListField(child=serializers.CharField())
    heads = serializers.ListField(child=serializers.CharField())
    mapping = serializers.DictField(child=serializers.IntegerField())
    unknown_heads = serializers.ListField(child=serializers.CharField())
    error_count = serializers.IntegerField()
    errors = RowErrorOut(many=True)  # type: ignore[assignment]  # a field named as an attribute of its base class
    sample = PreviewRowOut(many=True)


class ImportFilters(CreatedFilters):
    """Filters of the list of imports."""

    subject = ChoicesFilter(choices=ImportJob.Subject.choices, field_name="subject")
    state = ChoicesFilter(choices=ImportJob.Status.choices, field_name="status")


def _content(body: dict[str, Any]) -> tuple[bytes, str]:
    upload = body.get("file")
    if upload is not None:
        if upload.size > MAX_BYTES:
            message = _("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 2**20}
            raise Invalid.field("file", message, code="file_too_large")
        return upload.read(), upload.name
    if "content" not in body:
        raise Invalid.field("file", _("This field is required."))
    try:
        return base64.b64decode(body["content"], validate=True), body.get("file_name", "")
    except (binascii.Error, ValueError):
        raise Invalid.field("content", _("This must be base64.")) from None


def _mapping(value: Any) -> dict[str, int]:
    """The mapping of a body; multipart sends it as JSON text."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Invalid.field("mapping", _("This must be an object of keys and values."))
    return value


class Imports(Resource):
    """Files of customers, products or opening stock."""

    kind = "import"
    out = ImportOut
    filters = ImportFilters
    orderings = {"created_at": "created_at"}
    search_fields = ["file_name"]
    parser_classes = (StrictJSONParser, MultiPartParser)

    @creates(ImportIn)
    def create(self, call: Call) -> Any:
        """Upload a file; nothing of it is taken over yet."""
        content, name = _content(call.body)
        return create_import(
            subject=call.body["subject"],
            file_name=call.body.get("file_name") or name,
            content=content,
            is_update=call.body["update_existing"],
            mapping=_mapping(call.body.get("mapping")),
            actor=call.actor,
        )

    @verb(MappingIn)
    def map(self, call: Call) -> Any:
        """Say which column means what."""
        return map_import(
            import_id=call.id,
            mapping=_mapping(call.body["mapping"]),
            is_update=call.body.get("update_existing"),
            actor=call.actor,
        )

    @extend_schema(request=None, responses=PreviewOut)
    @action(detail=True, methods=["get", "post"])
    def preview(self, request: Request, id: str = "") -> Response:
        """Check every row and write nothing."""
        found = preview_import(job=self.found_row(), actor=self.actor)
        errors = found.errors
        shown = {
            "rows": len(found.rows),
            "good_rows": len(found.good),
            "problems": found.sheet.problems,
            "heads": found.sheet.heads,
            "mapping": found.sheet.mapping,
            "unknown_heads": found.unknown_heads,
            "error_count": len(errors),
            "errors": errors[:MOST_SHOWN],
            "sample": [
                {"row": row.number, "values": row.said, "is_good": not row.errors}
                for row in found.rows[:MOST_SHOWN]
            ],
        }
        return Response(PreviewOut(shown).data)

    @verb()
    def apply(self, call: Call) -> Any:
        """Take the good rows over, once; the others wait as intake errors."""
        return apply_import(import_id=call.id, actor=call.actor)

    @extend_schema(responses={(200, "text/csv"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def errors(self, request: Request, id: str = "") -> HttpResponse:
        """The row errors as CSV: of the preview, or of what was applied."""
        job = self.found_row()
        applied = job.status == ImportJob.Status.APPLIED
        rows = job.errors if applied else preview_import(job=job, actor=self.actor).errors
        answer = HttpResponse(errors_file(rows), content_type=CSV)
        answer["Content-Disposition"] = f'attachment; filename="import-{job.pk}-errors.csv"'
        return answer


class ImportTemplate(Endpoint):
    """An empty file to fill in."""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, subject: str, kind: str) -> HttpResponse:
        """The columns of a kind of import, as CSV or Excel, in the reader's language."""
        return template_answer(subject, kind)


def template_answer(subject: str, kind: str) -> HttpResponse:
    """A template file as a download.

    Raises: NotFound; Invalid.
    """
    if kind not in {"csv", "xlsx"}:
        raise NotFound(kind="template")
    content, content_type = template_file(subject_of(subject).columns(), kind)
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{subject}.{kind}"'
    return answer
