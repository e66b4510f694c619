"""The pages of process owners: the list of processes, the designer, versions side by side, BPMN files."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erp.core.errors import Invalid, NotFound
from erp.core.http.etag import etag_of
from erp.core.palette import subject_kinds
from erp.core.views.page import json_body, page
from erp.processes.calc.bpmn import write_bpmn
from erp.processes.calc.bpmn_reader import read_bpmn
from erp.processes.calc.compare import Change, compare
from erp.processes.calc.drawn import parse
from erp.processes.calc.layout import places_of
from erp.processes.models import ProcessDefinition, ProcessVersion
from erp.processes.selectors.lent import labels_for, lent_to
from erp.processes.selectors.positions import cases_of
from erp.processes.services.definitions import DESIGN, PUBLISH, create_process, discard_draft, roll_back
from erp.processes.views.designer_words import WORDS
from erp.processes.views.step_words import dimension_word, member_word
from erp.rules.selectors.words import kind_word

State = ProcessVersion.State
_CODE = re.compile(r"[A-Za-z0-9_-]{1,60}")
_BEGINNING = {
    "nodes": [
        {"id": "start", "type": "start", "x": 0, "y": 40},
        {"id": "end", "type": "end", "x": 420, "y": 40},
    ],
    "edges": [{"id": "edge_1", "from": "start", "to": "end"}],
}


def words() -> dict[str, str]:
    """The island's texts in the reader's language."""
    return {text: _(text) for text in WORDS}


def _process(code: str) -> ProcessDefinition:
    found = ProcessDefinition.objects.filter(code=code).first()
    if found is None:
        raise NotFound(kind="process", id=code)
    return found


def _version(process: ProcessDefinition, wanted: str) -> ProcessVersion:
    """A version by number, the draft by "draft", the current one by "current".

    Raises: NotFound.
    """
    rows = process.versions.all()
    if wanted == "draft":
        rows = rows.filter(state=State.DRAFT)
    elif wanted == "current":
        rows = rows.filter(state=State.PUBLISHED, is_pilot=False)
    elif wanted.isascii() and wanted.isdigit() and len(wanted) < 7:
        rows = rows.filter(number=int(wanted))
    else:
        rows = rows.none()
    found = rows.order_by("-number").first()
    if found is None:
        raise NotFound(kind="process_version", id=f"{process.code} {wanted}"[:80])
    return found


def _opened(process: ProcessDefinition) -> ProcessVersion:
    """What the designer shows: the draft, else what it would be drawn from."""
    found = process.versions.order_by("-number").first()
    draft = process.versions.filter(state=State.DRAFT).first()
    current = process.versions.filter(state=State.PUBLISHED, is_pilot=False).first()
    chosen = draft or current or found
    if chosen is None:
        raise NotFound(kind="process_version", id=process.code)
    return chosen


def name_of(process: ProcessDefinition) -> str:
    """A process's name in the reader's language."""
    return str(process.names.get(get_language() or "") or process.name)


@page(DESIGN)
def process_list(request: Any) -> HttpResponse:
    """Every process with its versions: what runs, what is tried as a pilot, what is being drawn."""
    rows = ProcessDefinition.objects.prefetch_related("versions").order_by("code")[:500]
    processes = [_row(process) for process in rows]
    kinds = [(kind, kind_word(kind)) for kind in subject_kinds()]
    return render(request, "processes/list.html", {"processes": processes, "kinds": kinds})


def _row(process: ProcessDefinition) -> dict[str, Any]:
    versions = sorted(process.versions.all(), key=lambda one: -one.number)
    published = [one for one in versions if one.state == State.PUBLISHED]
    return {
        "process": process,
        "name": name_of(process),
        "kind": kind_word(process.subject_kind),
        "current": next((one for one in published if not one.is_pilot), None),
        "pilots": [one for one in published if one.is_pilot],
        "draft": next((one for one in versions if one.state == State.DRAFT), None),
        "versions": len(versions),
    }


@page(DESIGN, methods=("POST",))
def process_new(request: Any) -> HttpResponse:
    """Begin a process with a start and an end, and open it."""
    code = request.POST.get("code", "").strip()
    name = request.POST.get("name", "").strip()
    if not _CODE.fullmatch(code):
        raise Invalid.field("code", _("A code has letters, digits, - and _, at most 60."))
    if not 0 < len(name) <= 120:
        raise Invalid.field("name", _("Give the process a name of at most 120 characters."))
    create_process(
        code=code,
        name=name,
        subject_kind=request.POST.get("subject", ""),
        graph=_BEGINNING,
        actor=request.actor,
    )
    return redirect("process-designer", code=code)


@page(DESIGN)
def designer(request: Any, code: str) -> HttpResponse:
    """Draw a process: palette, canvas, properties, problems."""
    process = _process(code)
    version = _opened(process)
    facts = {
        "words": words(),
        "language": (get_language() or "en").lower(),
        "title": name_of(process),
        "graph": version.graph,
        "etag": etag_of(process.version),
        "number": version.number if version.state == State.DRAFT else 0,
        "canPublish": request.actor.has(PUBLISH),
        "around": lent_to(process.subject_kind),
        "labels": labels_for(process.subject_kind),
        "urls": {
            "api": f"/api/v1/processes/{process.code}/",
            "importBpmn": reverse("process-bpmn-import"),
            "customers": _address("lookup-customers"),
        },
        "links": {
            "list": reverse("process-list"),
            "bpmn": reverse("process-bpmn", args=[process.code]),
            "replay": reverse("process-replay", args=[process.code]),
        },
    }
    context = {"process": process, "name": name_of(process), "version": version, "facts": facts}
    return render(request, "processes/designer.html", context)


def _address(name: str) -> str:
    """The address of an upper app's page, empty while there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@page(DESIGN)
def versions(request: Any, code: str) -> HttpResponse:
    """The versions of a process, two of them compared, its running cases; the way back to an earlier one."""
    process = _process(code)
    rows = list(process.versions.order_by("-number")[:200])
    after = _version(process, request.GET["to"]) if request.GET.get("to") else (rows[0] if rows else None)
    before = _version(process, request.GET["from"]) if request.GET.get("from") else _usual_base(rows, after)
    changes: list[dict[str, Any]] = []
    if before is not None and after is not None:
        language = (get_language() or "").lower()
        found = compare(parse(before.graph), parse(after.graph), language=language)
        changes = [_change_row(one) for one in found]
    context = {
        "process": process,
        "name": name_of(process),
        "versions": rows,
        "scopes": {one.pk: _scope_row(one.scope) for one in rows},
        "before": before,
        "after": after,
        "changes": changes,
        "cases": cases_of(process.pk, request.actor),
        "may_publish": request.actor.has(PUBLISH),
    }
    return render(request, "processes/versions.html", context)


def _scope_row(scope: dict[str, Any]) -> list[tuple[str, str]]:
    """Whom a version is for: each dimension with its values."""
    return [
        (dimension_word(name), ", ".join(map(str, given)) if isinstance(given, list) else str(given))
        for name, given in scope.items()
    ]


def _usual_base(rows: list[ProcessVersion], after: ProcessVersion | None) -> ProcessVersion | None:
    """What a version is compared to unless told: the one it was drawn from, else the one before it."""
    if after is None:
        return None
    earlier = [one for one in rows if one.number < after.number]
    return next((one for one in earlier if one.number == after.based_on), earlier[0] if earlier else None)


def _change_row(change: Change) -> dict[str, Any]:
    words_of = {
        "added": (_("added"), "good"),
        "removed": (_("removed"), "bad"),
        "changed": (_("changed"), "info"),
    }
    label, tone = words_of[change.kind]
    part = _("Step") if change.part == "node" else _("Link")
    members = [
        {"name": member_word(name), "before": _shown(before), "after": _shown(after)}
        for name, (before, after) in change.members.items()
    ]
    return {"part": part, "title": change.title, "label": label, "tone": tone, "members": members}


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(one)}" for key, one in value.items())
    if isinstance(value, list):
        return "; ".join(_shown(one) for one in value)
    return str(value)


@page(PUBLISH, methods=("POST",))
def process_back(request: Any, code: str) -> HttpResponse:
    """Let an earlier version take new cases again, or end the pilot."""
    process = _process(code)
    given = request.POST.get("number", "")
    number = _version(process, given).number if given else None
    seen = request.POST.get("seen", "")
    now = roll_back(
        definition_id=process.pk,
        actor=request.actor,
        number=number,
        expected_version=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
    )
    text = _("Version %(number)s takes new cases now.") if not now.is_pilot else _("The pilot has ended.")
    messages.success(request, text % {"number": now.number})
    return redirect("process-versions", code=process.code)


@page(DESIGN, methods=("POST",))
def process_discard(request: Any, code: str) -> HttpResponse:
    """Throw the draft away."""
    process = _process(code)
    discard_draft(definition_id=process.pk, actor=request.actor)
    messages.success(request, _("The draft is gone."))
    return redirect("process-versions", code=process.code)


@page(DESIGN)
def bpmn(request: Any, code: str) -> HttpResponse:
    """A version as a BPMN 2.0 file; the draft unless told."""
    process = _process(code)
    wanted = request.GET.get("version", "")
    version = _version(process, wanted) if wanted else _opened(process)
    text = write_bpmn(
        parse(version.graph), code=process.code, name=process.name, places=places_of(version.graph)
    )
    name = f"{process.code}-{version.number}.bpmn"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(text, content_type="application/xml; charset=utf-8", headers=headers)


@page(DESIGN, methods=("POST",))
def bpmn_import(request: Any) -> HttpResponse:
    """A BPMN file as a drawing for the canvas; nothing is kept until the draft is saved."""
    text = json_body(request).get("file")
    if not isinstance(text, str):
        raise Invalid.field("file", _("Choose a BPMN file."), "bad_bpmn")
    return JsonResponse(read_bpmn(text))
