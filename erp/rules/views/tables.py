"""Decision tables in the browser: the list, the spreadsheet, publishing, comparing, Excel in and out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erp.core.errors import DomainError, Invalid, NotFound
from erp.core.palette import subject_kinds
from erp.core.views import typed
from erp.core.views.page import json_body, page, refusal_text
from erp.core.views.paging import ListPage
from erp.masterdata.selectors.company import business_day
from erp.rules.calc.table import parse
from erp.rules.models import DecisionTable, TableVersion
from erp.rules.selectors.tables import VIEW, version_of, visible_tables, with_versions
from erp.rules.selectors.words import (
    TYPE_WORDS,
    fact_rows,
    kind_word,
    name_of,
    operators,
    overlap_text,
    remark_text,
)
from erp.rules.services.sheets import table_from_sheet, table_to_sheet
from erp.rules.services.tables import (
    EDIT,
    PUBLISH,
    Verdict,
    compare,
    create_table,
    found_version,
    publish_table,
    remarks_on,
    retire_table,
    run_tests,
    save_table,
    try_out,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EMPTY = {
    "hit_policy": "first",
    "inputs": [],
    "outputs": [{"id": "result", "field": "result", "label": "Result", "type": "text"}],
    "rows": [{"id": "r1", "when": {}, "then": {}, "note": ""}],
    "tests": [],
}


def head_of(row: Any) -> dict[str, Any]:
    """What a list shows of a definition: its name, the current version, pilots, the draft."""
    versions = list(row.versions.all())
    current = next((v for v in versions if v.state == "published" and not v.scope), None)
    return {
        "row": row,
        "name": name_of(row),
        "kind": kind_word(row.subject) if row.subject else "",
        "current": current,
        "pilots": [v for v in versions if v.is_pilot],
        "draft": next((v for v in versions if v.state == "draft"), None),
    }


def searched(request: Any, rows: Any) -> Any:
    """The rows whose code or name has the text asked for."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    return rows.filter(Q(code__icontains=text) | Q(name__icontains=text)) if text else rows


@page(VIEW)
def table_list(request: Any) -> HttpResponse:
    """Every decision table with what is in force."""
    rows = searched(request, with_versions(visible_tables(request.actor)))
    listed = ListPage(request, rows, {"code": "code"}, "code")
    context = {
        "page": listed,
        "tables": [head_of(row) for row in listed.rows],
        "may_edit": request.actor.has(EDIT[0]),
        "tab": "tables",
    }
    return render(request, "rules/tables.html", context)


@page(EDIT[0], methods=("GET", "POST"))
def table_new(request: Any) -> HttpResponse:
    """A new table: its code, name and what it is about."""
    values = {name: request.POST.get(name, "").replace("\x00", "") for name in ("code", "name", "subject")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            create_table(values=values, content=EMPTY, actor=request.actor)
            return redirect("decision_table-detail", values["code"].strip())
        except Invalid as refusal:
            errors = {name: " ".join(map(str, texts)) for name, texts in refusal.errors.items()}
    kinds = [(kind, kind_word(kind)) for kind in subject_kinds()]
    context = {"values": values, "errors": errors, "kinds": kinds}
    return render(request, "rules/table_new.html", context, status=422 if errors else 200)


def _row(request: Any, code: str) -> DecisionTable:
    row = with_versions(visible_tables(request.actor)).filter(code=code[:60]).first()
    if row is None:
        raise NotFound(kind="decision_table", code=code[:60])
    return row


@page(VIEW)
def table_detail(request: Any, code: str) -> HttpResponse:
    """The spreadsheet of the draft, or of the version asked for."""
    row = _row(request, code)
    number = typed.key(request.GET.get("version"))
    version = version_of(row.pk, number)
    if version is None:
        raise NotFound(kind="version", number=number)
    can_edit = request.actor.has(EDIT[0]) and number is None
    context = {
        **head_of(row),
        "table": row,
        "version": version,
        "versions": list(row.versions.all())[:50],
        "can_edit": can_edit,
        "can_publish": request.actor.has(PUBLISH[0]),
        "state": _state(row, version, can_edit=can_edit),
        "words": _words(),
        "types": TYPE_WORDS.items(),
        "facts": fact_rows(row.subject),
        "tab": "tables",
    }
    return render(request, "rules/table.html", context)


def _state(row: DecisionTable, version: TableVersion, *, can_edit: bool) -> dict[str, Any]:
    return {
        "content": version.content,
        "version": row.version,
        "language": (get_language() or "en").lower(),
        "can_edit": can_edit,
        "operators": operators(),
        "facts": fact_rows(row.subject),
        "today": business_day(timezone.now()).isoformat(),
        "urls": {
            "save": reverse("decision_table-save", args=[row.code]),
            "check": reverse("decision_table-check", args=[row.code]),
        },
    }


def _words() -> dict[str, Any]:
    return {
        "any": _("anything"),
        "yes": _("yes"),
        "no": _("no"),
        "not": _("not"),
        "empty": _("(empty)"),
        "filled": _("(filled)"),
        "note": _("Note"),
        "when": _("Conditions"),
        "then": _("Results"),
        "types": {name: str(text) for name, text in TYPE_WORDS.items()},
        "comparison": _("Comparison"),
        "values": _("Values, separated by commas"),
        "no_rows": _("No row yet: add one."),
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet"),
        "draft_saved": _("Draft %(number)s is saved"),
        "not_understood": _("This can't be understood; see the comparisons above the table."),
        "pasted_wrong": _("%(count)s pasted cells could not be understood and were left out"),
        "no_remarks": _("No gaps, no overlaps, every row can be reached."),
        "no_hit": _("No row answers."),
        "remove_case": _("Remove this test case"),
    }


@page(EDIT[0], methods=("POST",))
def table_save(request: Any, code: str) -> HttpResponse:
    """Keep what the spreadsheet shows as the draft."""
    row, body = _row(request, code), json_body(request)
    seen = body.get("version")
    draft = save_table(
        table_id=row.pk,
        content=body.get("content"),
        actor=request.actor,
        expected_version=seen if isinstance(seen, int) else None,
    )
    fresh = DecisionTable.objects.get(pk=row.pk)
    return JsonResponse({"number": draft.number, "version": fresh.version})


@page(VIEW, methods=("POST",))
def table_check(request: Any, code: str) -> HttpResponse:
    """Gaps, overlaps, test cases, and what the table answers to the facts of the bench."""
    _row(request, code)
    body = json_body(request)
    content = body.get("content")
    table = parse(content)
    found: dict[str, Any] = {
        "remarks": _remarks(table, content or {}),
        "tests": run_tests(content or {}),
    }
    if isinstance(body.get("facts"), dict):
        found["verdict"] = _tried(content, body["facts"])
    return JsonResponse(found)


def _remarks(table: Any, content: dict[str, Any]) -> list[dict[str, Any]]:
    """What to look at, the overlaps of a table that answers with its first row told in one line."""
    found = remarks_on(content)
    shown = [
        {"code": one.code, "rows": list(one.rows), "text": remark_text(table, one)}
        for one in found
        if one.code != "overlap"
    ]
    overlaps = [one for one in found if one.code == "overlap"]
    if overlaps:
        text = overlap_text(table, overlaps)
        shown.append({"code": "overlap", "rows": list(overlaps[0].rows), "text": text})
    return shown


def _tried(content: Any, facts: dict[str, Any]) -> dict[str, Any]:
    try:
        verdict: Verdict = try_out(content, facts)
    except DomainError as refusal:
        return {"row": None, "rows": [], "outputs": {}, "error": refusal_text(refusal)}
    return {"row": verdict.row, "rows": verdict.trace["rows"], "outputs": verdict.outputs, "error": ""}


def scope_of(request: Any) -> dict[str, Any]:
    """A pilot's scope from a form: codes separated by commas, and a share."""
    scope: dict[str, Any] = {}
    for name in ("customers", "categories", "regions", "tags"):
        listed = [
            one.strip() for one in request.POST.get(name, "").replace("，", ",").split(",") if one.strip()
        ]
        if listed:
            scope[name] = listed
    share = request.POST.get("percent", "").strip()
    if share:
        try:
            scope["percent"] = float(typed.number(share))
        except ValueError as error:
            raise Invalid.field("scope.percent", error) from error
    return scope


@page(PUBLISH[0], methods=("POST",))
def table_publish(request: Any, code: str) -> HttpResponse:
    """Put the draft, or the version named, in force."""
    row = _row(request, code)
    number = typed.key(request.POST.get("number"))
    version = publish_table(
        table_id=row.pk,
        number=number,
        scope=scope_of(request),
        note=request.POST.get("note", "")[:500].replace("\x00", ""),
        actor=request.actor,
    )
    messages.success(request, _("Version %(number)s is in force.") % {"number": version.number})
    return redirect("decision_table-detail", row.code)


@page(PUBLISH[0], methods=("POST",))
def table_retire(request: Any, code: str) -> HttpResponse:
    """End a pilot."""
    row = _row(request, code)
    number = typed.key(request.POST.get("number")) or 0
    retire_table(table_id=row.pk, number=number, actor=request.actor)
    messages.success(request, _("Version %(number)s is out of force.") % {"number": number})
    return redirect("decision_table-detail", row.code)


@page(VIEW)
def table_export(request: Any, code: str) -> HttpResponse:
    """The table as an Excel workbook."""
    row = _row(request, code)
    version = version_of(row.pk, typed.key(request.GET.get("version")))
    if version is None:
        raise NotFound(kind="version")
    body = table_to_sheet(version.content, name_of(row), (get_language() or "en").lower())
    answer = HttpResponse(body, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="decision-table-{row.pk}-v{version.number}.xlsx"'
    return answer


@page(EDIT[0], methods=("POST",))
def table_import(request: Any, code: str) -> HttpResponse:
    """Take an Excel workbook as the draft."""
    row = _row(request, code)
    sent = request.FILES.get("file")
    if sent is None:
        raise Invalid.field("file", _("Choose a file."), "required")
    before = version_of(row.pk)
    content = table_from_sheet(sent, before.content if before else EMPTY)
    draft = save_table(table_id=row.pk, content=content, actor=request.actor)
    text = _("Draft %(number)s has %(count)s rows from the file.")
    messages.success(request, text % {"number": draft.number, "count": len(content["rows"])})
    return redirect("decision_table-detail", row.code)


@page(VIEW)
def table_compare(request: Any, code: str) -> HttpResponse:
    """Two versions beside each other: what differs."""
    row = _row(request, code)
    numbers = [typed.key(request.GET.get(name)) for name in ("from", "to")]
    known = list(row.versions.all())
    if None in numbers:
        numbers = [known[-1].number if len(known) < 2 else known[1].number, known[0].number]
    before, after = (found_version(row.pk, number or 0) for number in numbers)
    old, new = parse(before.content), parse(after.content)
    context = {
        **head_of(row),
        "table": row,
        "before": before,
        "after": after,
        "versions": known,
        "changes": [_change(one, old, new) for one in compare(before.content, after.content)],
        "tab": "tables",
    }
    return render(request, "rules/table_compare.html", context)


def _change(one: dict[str, Any], old: Any, new: Any) -> dict[str, Any]:
    words = {
        "added": _("Added"), "removed": _("Removed"), "changed": _("Changed"), "moved": _("Moved"),
        "columns": _("Other columns"),
    }  # fmt: skip
    return {
        "what": words[one["change"]],
        "place": one["place"],
        "was": _line(old, one["row"]),
        "now": _line(new, one["row"]),
        "tone": {"added": "good", "removed": "bad"}.get(one["change"], "info"),
    }


def _line(table: Any, row_id: str) -> str:
    from erp.rules.calc.cells import cell_text, value_text

    row = next((row for row in table.rows if row.id == row_id), None)
    if row is None:
        return ""
    when = [f"{c.label} {cell_text(row.when[c.id])}" for c in table.inputs if row.when.get(c.id)]
    then = [f"{c.label} {value_text(row.then[c.id])}" for c in table.outputs if c.id in row.then]
    return f"{'; '.join(when) or _('anything')} → {'; '.join(then)}"
