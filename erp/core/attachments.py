"""Files on documents: taken when their type and size are allowed, seen by those who see the document."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import ClassVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command, declare_permission
from erp.core.documents import Document, document, document_kind
from erp.core.errors import Invalid, NotFound, NotPermitted
from erp.core.events import Event, emit
from erp.core.file_types import sniff
from erp.core.models import Attachment
from erp.core.refs import DocumentRef

MAX_NAME = 200
REMOVE_ANY = declare_permission("core.remove_attachment", "Remove files that others attached")


@dataclass(frozen=True, kw_only=True)
class FileAttached(Event):
    """A file was put on a document."""

    name: ClassVar[str] = "attachment.added"
    file_name: str
    size: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class FileRemoved(Event):
    """A file was taken from a document."""

    name: ClassVar[str] = "attachment.removed"
    file_name: str
    digest: str


@command("core.attach_file", "Attach files to documents")
def attach_file(*, kind: str, document_id: int, file: UploadedFile, actor: Actor) -> Attachment:
    """Keep a file on a document; the same file twice on one document is kept once.

    Emits:  FileAttached.
    Raises: NotFound when the actor does not see the document; Invalid for a type or size not taken.
    """
    target = visible_document(kind, document_id, actor)
    name = clean_name(file.name or "")
    content_type = _checked(file, name)
    digest = _digest(file)
    found = Attachment.objects.filter(document_kind=kind, document_id=document_id, digest=digest).first()
    if found is not None:
        return found
    row = Attachment(
        document_kind=kind,
        document_id=document_id,
        name=name,
        content_type=content_type,
        size=file.size or 0,
        digest=digest,
        uploaded_by_id=actor.user_id,
        uploaded_by=actor.label[:150],
    )
    file.seek(0)
    row.file.save(name, file, save=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the same file came twice at once
        row.file.delete(save=False)
        return Attachment.objects.get(document_kind=kind, document_id=document_id, digest=digest)
    emit(
        FileAttached(document=target, file_name=name, size=row.size, digest=digest),
        actor=actor,
        changes={"attachment": [None, name]},
    )
    return row


@command("core.attach_file")
def remove_attachment(*, attachment_id: int, actor: Actor) -> None:
    """Take a file from its document; one's own, or any with the right for it.

    The stored file itself goes once nothing refers to it.
    Emits:  FileRemoved.
    Raises: NotFound, NotPermitted.
    """
    row = attachment_for(attachment_id, actor)
    if row.uploaded_by_id != actor.user_id and not actor.has(REMOVE_ANY):
        raise NotPermitted(permission=REMOVE_ANY)
    target = visible_document(row.document_kind, row.document_id, actor)
    stored = row.file
    emit(
        FileRemoved(document=target, file_name=row.name, digest=row.digest),
        actor=actor,
        changes={"attachment": [row.name, None]},
    )
    row.delete()
    transaction.on_commit(partial(stored.storage.delete, str(stored.name)))


def attachments_of(kind: str, document_id: int, actor: Actor) -> QuerySet[Attachment]:
    """The files on one document.

    Raises: NotFound when the actor does not see the document.
    """
    visible_document(kind, document_id, actor)
    return Attachment.objects.filter(document_kind=kind, document_id=document_id).order_by("id")


def attachment_for(attachment_id: int, actor: Actor) -> Attachment:
    """One file, if the actor sees its document.

    Raises: NotFound.
    """
    row = Attachment.objects.filter(pk=attachment_id).first()
    if row is None:
        raise NotFound(kind="attachment")
    visible_document(row.document_kind, row.document_id, actor)
    return row


def visible_document(kind: str, document_id: int, actor: Actor) -> DocumentRef:
    """The document that files are put on, if the actor sees it.

    Raises: NotFound.
    """
    known = document_kind(kind)
    if known is None:
        raise NotFound(kind=kind[:30])
    try:
        rows = known.rows(actor)
    except NotPermitted:
        raise NotFound(kind=kind) from None
    names = ["pk", known.key] if known.key else ["pk"]
    found = rows.filter(pk=document_id).order_by().values_list(*names).first()
    if found is None:
        raise NotFound(kind=kind)
    return DocumentRef(kind, document_id, str(found[-1])[:60])


@document("attachment", prefix="att")
def attachments_by_themselves(actor: Actor) -> QuerySet[Attachment]:
    """Files are seen through their documents only; as rows they are for administrators."""
    rows = Attachment.objects.all()
    return rows if actor.has("*") else rows.none()


def clean_name(name: str) -> str:
    """A file's name without path, control characters and tricks of writing direction, cut to length."""
    plain = PurePath(name.replace("\\", "/")).name
    shown = "".join(char for char in plain if unicodedata.category(char)[0] != "C").strip(" .")
    stem, suffix = PurePath(shown).stem, PurePath(shown).suffix[:20]
    return f"{stem[: MAX_NAME - len(suffix)]}{suffix}" or "file"


def _checked(file: UploadedFile, name: str) -> str:
    limit = settings.ATTACHMENT_MAX_BYTES
    if not file.size:
        raise Invalid.field("file", _("The file has no content."), code="file_empty")
    if file.size > limit:
        size = limit // (1024 * 1024)
        text = _("The file is larger than %(limit_mb)s MB.") % {"limit_mb": size}
        raise Invalid.field("file", text, code="file_too_large", limit_mb=size)
    found = sniff(file, name)
    if found is None:
        text = _("Taken are PDF, PNG, JPEG, GIF, WebP, CSV, text, XLSX, DOCX and ZIP files.")
        raise Invalid.field("file", text, code="file_type")
    return found


def _digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def known_by_prefix(public_id: str) -> Document | None:
    """The kind of document that a public id belongs to."""
    from erp.core.documents import document_kinds, parse_id

    return next((one for one in document_kinds() if parse_id(one.prefix, public_id) is not None), None)
