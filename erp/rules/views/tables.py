"""Decision tables in the browser: the list, the spreadsheet, publishing, comparing, Excel in and out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erp.core.errors import DomainError, Invalid
from erp.core.http.messages import refusal_text
from erp.core.palette import subject_kinds
from erp.core.views import typed
from erp.core.views.page import json_body, page
from erp.core.views.paging import ListPage
from erp.masterdata.selectors.company import business_day
from erp.rules.calc.cells import cell_text, value_text
from erp.rules.calc.table import parse
from erp.rules.models import DecisionTable, TableVersion
from erp.rules.selectors.tables import VIEW, visible_tables
from erp.rules.selectors.versions import found_version, with_versions
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
from erp.rules.services.tables import TABLES, Verdict, compare, remarks_on, run_tests, try_out
from erp.rules.services.versions import EDIT, PUBLISH, create_definition, save_draft
from erp.rules.views.versions import found_row, head_of, searched

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EMPTY = {
    "hit_policy": "first",
    "inputs": [],
    "outputs": [{"id": "result", "field": "result", "label": "Result", "type": "text"}],
    "rows": [{"id": "r1", "when": {}, "then": {}, "note": ""}],
    "tests": [],
}


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
            create_definition(kind=TABLES, values=values, content=EMPTY, actor=request.actor)
            return redirect("decision_table-detail", values["code"].strip())
        except Invalid as refusal:
            errors = {name: " ".join(map(str, texts)) for name, texts in refusal.errors.items()}
    kinds = [(kind, kind_word(kind)) for kind in subject_kinds()]
    context = {"values": values, "errors": errors, "kinds": kinds}
    return render(request, "rules/table_new.html", context, status=422 if errors else 200)


@page(VIEW)
def table_detail(request: Any, code: str) -> HttpResponse:
    """The spreadsheet of the draft, or of the version asked for."""
    row = found_row(request, "decision_table", code)
    number = typed.key(request.GET.get("version"))
    version = found_version(TableVersion, row.pk, number)
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
    row, body = found_row(request, "decision_table", code), json_body(request)
    seen = body.get("version")
    draft = save_draft(
        kind=TABLES,
        pk=row.pk,
        content=body.get("content"),
        actor=request.actor,
        expected_version=seen if isinstance(seen, int) else None,
    )
    fresh = DecisionTable.objects.get(pk=row.pk)
    return JsonResponse({"number": draft.number, "version": fresh.version})


@page(VIEW, methods=("POST",))
def table_check(request: Any, code: str) -> HttpResponse:
    """Gaps, overlaps, test cases, and what the table answers to the facts of the bench."""
    found_row(request, "decision_table", code)
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


@page(VIEW)
def table_export(request: Any, code: str) -> HttpResponse:
    """The table as an Excel workbook."""
    row = found_row(request, "decision_table", code)
    version = found_version(TableVersion, row.pk, typed.key(request.GET.get("version")))
    body = table_to_sheet(version.content, name_of(row), (get_language() or "en").lower())
    answer = HttpResponse(body, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="decision-table-{row.pk}-v{version.number}.xlsx"'
    return answer


@page(EDIT[0], methods=("POST",))
def table_import(request: Any, code: str) -> HttpResponse:
    """Take an Excel workbook as the draft."""
    row = found_row(request, "decision_table", code)
    sent = request.FILES.get("file")
    if sent is None:
        raise Invalid.field("file", _("Choose a file."), "required")
    content = table_from_sheet(sent, found_version(TableVersion, row.pk).content)
    draft = save_draft(kind=TABLES, pk=row.pk, content=content, actor=request.actor)
    text = _("Draft %(number)s has %(count)s rows from the file.")
    messages.success(request, text % {"number": draft.number, "count": len(content["rows"])})
    return redirect("decision_table-detail", row.code)


@page(VIEW)
def table_compare(request: Any, code: str) -> HttpResponse:
    """Two versions beside each other: what differs."""
    row = found_row(request, "decision_table", code)
    numbers = [typed.key(request.GET.get(name)) for name in ("from", "to")]
    known = list(row.versions.all())
    if None in numbers:
        numbers = [known[-1].number if len(known) < 2 else known[1].number, known[0].number]
    before, after = (found_version(TableVersion, row.pk, number or 0) for number in numbers)
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
    row = next((row for row in table.rows if row.id == row_id), None)
    if row is None:
        return ""
    when = [f"{c.label} {cell_text(row.when[c.id])}" for c in table.inputs if row.when.get(c.id)]
    then = [f"{c.label} {value_text(row.then[c.id])}" for c in table.outputs if c.id in row.then]
    return f"{'; '.join(when) or _('anything')} → {'; '.join(then)}"
