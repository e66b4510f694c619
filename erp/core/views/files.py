"""Files of a document in the browser: the slot that pages leave for them, upload, download, removal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core.attachments import (
    REMOVE_ANY,
    attach_file,
    attachment_for,
    attachments_of,
    remove_attachment,
)
from erp.core.http.attachments import download
from erp.core.views.page import back_to, page

MAX_AT_ONCE = 20


@page(methods=("GET", "POST"))
def files_of(request: Any, kind: str, pk: int) -> HttpResponse:
    """The files of one document, as a part of its page; POST adds the files sent."""
    if request.method == "POST":
        return _upload(request, kind, pk)
    actor = request.actor
    files = [
        {
            "name": row.name,
            "url": reverse("file", args=[row.pk]),
            "size": row.size,
            "by": row.uploaded_by,
            "at": row.uploaded_at,
            "delete_url": reverse("file-remove", args=[row.pk])
            if row.uploaded_by_id == actor.user_id or actor.has(REMOVE_ANY)
            else "",
        }
        for row in attachments_of(kind, pk, actor)[:200]
    ]
    may_attach = actor.has("core.attach_file")
    upload_url = reverse("files", args=[kind, pk]) if may_attach else ""
    return render(request, "components/attachments.html", {"files": files, "upload_url": upload_url})


@page()
def file(request: Any, pk: int) -> FileResponse:
    """One file, to be saved."""
    return download(attachment_for(pk, request.actor))


@page("core.attach_file", methods=("POST",))
def file_remove(request: Any, pk: int) -> HttpResponse:
    """Take a file from its document."""
    remove_attachment(attachment_id=pk, actor=request.actor)
    messages.success(request, _("The file was removed."))
    return redirect(back_to(request))


def _upload(request: Any, kind: str, pk: int) -> HttpResponse:
    sent = request.FILES.getlist("file")[:MAX_AT_ONCE]
    for upload in sent:
        attach_file(kind=kind, document_id=pk, file=upload, actor=request.actor)
    if sent:
        text = ngettext("%(count)s file was added.", "%(count)s files were added.", len(sent))
        messages.success(request, text % {"count": len(sent)})
    return redirect(back_to(request))
