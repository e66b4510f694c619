"""Go-live in the browser: upload a file, see what it would do, take it over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core.errors import Invalid, NotFound, NotPermitted
from erp.core.http.messages import refusal_text
from erp.core.views.page import page
from orders.models import ImportJob
from orders.selectors.imports import import_rows
from orders.services.imports.files import CSV, errors_file, template_file
from orders.services.imports.jobs import (
    SUBJECTS,
    Preview,
    apply_import,
    create_import,
    map_import,
    preview_import,
)
from orders.services.imports.reading import MAX_BYTES, MAX_ROWS

MOST_JOBS = 50
MOST_ERRORS = 200
MOST_ROWS_SHOWN = 20


def _allowed(request: Any) -> list[Any]:
    found = [subject for subject in SUBJECTS.values() if request.actor.has(subject.right)]
    if not found:
        raise NotPermitted
    return found


@page(methods=("GET", "POST"))
def import_list(request: Any) -> HttpResponse:
    """What was imported, the form for a file, and empty templates to fill in."""
    allowed = _allowed(request)
    error = ""
    if request.method == "POST":
        try:
            return _uploaded(request)
        except Invalid as refusal:
            error = refusal_text(refusal)
    context = {
        "subjects": allowed,
        "chosen": request.POST.get("subject") or request.GET.get("subject") or allowed[0].code,
        "is_update": "update_existing" in request.POST,
        "error": error,
        "jobs": import_rows(request.actor)[:MOST_JOBS],
        "limit_mb": MAX_BYTES // 2**20,
        "limit_rows": MAX_ROWS,
    }
    return render(request, "orders/imports.html", context, status=422 if error else 200)


def _uploaded(request: Any) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None:
        raise Invalid.field("file", _("Choose a file first."))
    if upload.size > MAX_BYTES:
        message = _("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 2**20}
        raise Invalid.field("file", message)
    job = create_import(
        subject=request.POST.get("subject", ""),
        file_name=upload.name,
        content=upload.read(),
        is_update="update_existing" in request.POST,
        actor=request.actor,
    )
    return redirect("import-detail", pk=job.pk)


def _job(request: Any, pk: int) -> ImportJob:
    job = import_rows(request.actor).filter(pk=pk).first()
    if job is None:
        raise NotFound(kind="import", id=pk)
    return job


@page()
def import_detail(request: Any, pk: int) -> HttpResponse:
    """What a file would do, or what it has done."""
    job = _job(request, pk)
    context: dict[str, Any] = {"job": job, "subject": SUBJECTS[job.subject]}
    if job.status == ImportJob.Status.APPLIED:
        context |= {"errors": job.errors[:MOST_ERRORS], "error_count": len(job.errors)}
    else:
        context |= _looked_at(preview_import(job=job, actor=request.actor))
    return render(request, "orders/import.html", context)


def _looked_at(preview: Preview) -> dict[str, Any]:
    errors = preview.errors
    shown = [column for column in preview.columns if column.name in preview.sheet.mapping]
    return {
        "problems": preview.sheet.problems,
        "rows_total": len(preview.rows),
        "rows_good": len(preview.good),
        "rows_bad": len(preview.rows) - len(preview.good),
        "errors": errors[:MOST_ERRORS],
        "error_count": len(errors),
        "unknown_heads": preview.unknown_heads,
        "sample_heads": [column.shown for column in shown],
        "sample": [
            {
                "number": row.number,
                "is_good": not row.errors,
                "cells": [row.said.get(c.name, "") for c in shown],
            }
            for row in preview.rows[:MOST_ROWS_SHOWN]
        ],
        "mapping": _mapping_fields(preview),
    }


def _mapping_fields(preview: Preview) -> list[dict[str, Any]]:
    heads = [
        (index, head or _("Column %(number)s") % {"number": index + 1})
        for index, head in enumerate(preview.sheet.heads)
    ]
    return [
        {
            "name": column.name,
            "label": column.shown,
            "is_required": column.is_required,
            "chosen": preview.sheet.mapping.get(column.name),
            "heads": heads,
        }
        for column in preview.columns
    ]


@page(methods=("POST",))
def import_map(request: Any, pk: int) -> HttpResponse:
    """Keep which column means what."""
    job = _job(request, pk)
    chosen = {
        name.removeprefix("map-"): int(value)
        for name, value in request.POST.items()
        if name.startswith("map-") and value.isascii() and value.isdigit() and len(value) < 4
    }
    map_import(
        import_id=job.pk, mapping=chosen, is_update="update_existing" in request.POST, actor=request.actor
    )
    return redirect("import-detail", pk=job.pk)


@page(methods=("POST",))
def import_apply(request: Any, pk: int) -> HttpResponse:
    """Take the good rows over."""
    job = apply_import(import_id=_job(request, pk).pk, actor=request.actor)
    refused = job.rows - job.good_rows
    done = job.created_count + job.updated_count
    messages.success(
        request,
        ngettext("%(count)s row was taken over.", "%(count)s rows were taken over.", done) % {"count": done},
    )
    if refused:
        text = ngettext("%(count)s row was left out.", "%(count)s rows were left out.", refused)
        messages.warning(request, text % {"count": refused})
    return redirect("import-detail", pk=job.pk)


@page()
def import_errors(request: Any, pk: int) -> HttpResponse:
    """The row errors as a file."""
    job = _job(request, pk)
    applied = job.status == ImportJob.Status.APPLIED
    errors = job.errors if applied else preview_import(job=job, actor=request.actor).errors
    answer = HttpResponse(errors_file(errors), content_type=CSV)
    answer["Content-Disposition"] = f'attachment; filename="import-{job.pk}-errors.csv"'
    return answer


@page()
def import_template(request: Any, subject: str, kind: str) -> HttpResponse:
    """An empty file to fill in, in the reader's language."""
    if subject not in SUBJECTS or kind not in {"csv", "xlsx"}:
        raise Http404
    request.actor.require(SUBJECTS[subject].right)
    content, content_type = template_file(SUBJECTS[subject].columns(), kind)
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{subject}.{kind}"'
    return answer
