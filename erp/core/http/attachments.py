"""Attachments over the API: list and upload by document, download, remove."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.attachments import (
    attach_file,
    attachment_for,
    attachments_of,
    known_by_prefix,
    remove_attachment,
)
from erp.core.documents import document_kind, known_document, parse_id
from erp.core.errors import Invalid, NotFound
from erp.core.http.fields import TextField
from erp.core.http.refs import Body, IdField, resolve
from erp.core.http.views import IDEMPOTENCY, Endpoint
from erp.core.models import Attachment

MAX_FILES = 500


class AttachmentOut(serializers.Serializer[Any]):
    """A file on a document."""

    id = IdField("attachment")
    document_kind = serializers.CharField()
    document = serializers.SerializerMethodField()
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    digest = serializers.CharField(help_text="SHA-256 of the content.")
    uploaded_by = serializers.CharField()
    uploaded_at = serializers.DateTimeField()

    def get_document(self, row: Attachment) -> str:
        """The document's public id."""
        return known_document(row.document_kind).public_id(row.document_id)


class DocumentQuery(Body):
    """Which document: its id alone, or its kind and human key."""

    document = TextField(max_length=200)
    kind = TextField(max_length=30, required=False)


class UploadIn(DocumentQuery):
    """A file for a document, as multipart/form-data."""

    file = serializers.FileField()


class Attachments(Endpoint):
    """The files of one document."""

    parser_classes = (MultiPartParser,)

    @extend_schema(parameters=[DocumentQuery], responses=AttachmentOut(many=True))
    def get(self, request: Request) -> Response:
        """The files on `?document=`."""
        kind, pk = self._document(self.query(DocumentQuery))
        rows = attachments_of(kind, pk, self.actor)[:MAX_FILES]
        results = AttachmentOut(rows, many=True).data
        return Response({"next": None, "previous": None, "results": results})

    @extend_schema(request=UploadIn, responses={201: AttachmentOut}, parameters=[IDEMPOTENCY])
    def post(self, request: Request) -> Response:
        """Put a file on a document."""
        body = self.body(UploadIn)
        kind, pk = self._document(body)
        return self.run(
            lambda: attach_file(kind=kind, document_id=pk, file=body["file"], actor=self.actor),
            lambda row: AttachmentOut(row).data,
            201,
        )

    def _document(self, named: dict[str, Any]) -> tuple[str, int]:
        value = named["document"]
        if kind := named.get("kind"):
            if document_kind(kind) is None:
                raise Invalid.field("kind", _("There is no such kind of document."))
            return kind, resolve(kind, value, self.actor)
        known = known_by_prefix(value)
        if known is None:
            raise Invalid.field("kind", _("Give the kind of document with its number."))
        return known.kind, resolve(known.kind, value, self.actor)


class AttachmentById(Endpoint):
    """One file."""

    @extend_schema(responses=AttachmentOut)
    def get(self, request: Request, id: str) -> Response:
        """What is known about the file."""
        return Response(AttachmentOut(attachment_for(attachment_key(id), self.actor)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, id: str) -> Response:
        """Take the file from its document."""
        remove_attachment(attachment_id=attachment_key(id), actor=self.actor)
        return Response(status=204)


class AttachmentContent(Endpoint):
    """The content of one file."""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, id: str) -> FileResponse:
        """The file itself, to be saved and never run."""
        return download(attachment_for(attachment_key(id), self.actor))


def attachment_key(value: str) -> int:
    """The primary key behind an attachment's id.

    Raises: NotFound.
    """
    pk = parse_id("att", value)
    if pk is None:
        raise NotFound(kind="attachment")
    return pk


def download(row: Attachment) -> FileResponse:
    """A file as an answer that no browser runs or guesses about.

    Raises: NotFound when the stored content is gone.
    """
    try:
        content = row.file.open("rb")
    except FileNotFoundError:
        raise NotFound(kind="attachment") from None
    answer = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.content_type)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
