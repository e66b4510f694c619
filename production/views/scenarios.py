"""Scenarios in the browser: the list, one with its changes and figures, several side by side, adoption."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import DomainError, Invalid
from erp.core.http.messages import refusal_text
from erp.core.views import filters, typed
from erp.core.views.acting import act
from erp.core.views.page import back_to, page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import business_day
from inventory.selectors.timeline import document_events
from inventory.views.links import document_url
from production.models import Operation, Scenario, ScenarioChange
from production.selectors.planning import visible_runs
from production.selectors.routings import work_center_rows
from production.selectors.scenario_compare import compare_scenarios
from production.selectors.scenario_kinds.base import row_id
from production.selectors.scenario_words import late_rows, told_differences
from production.selectors.scenarios import (
    COST,
    VIEW_SCENARIO,
    changes_of,
    in_list,
    real_changes,
    touched_by,
    visible_scenarios,
    what_differs,
    without_costs,
)
from production.services.planning_runs import RUN, ask_planning
from production.services.scenario_adoption import (
    APPROVE,
    adopt_scenario,
    ask_adoption,
    refuse_adoption,
)
from production.services.scenarios import (
    EDIT,
    add_change,
    create_scenario,
    discard_scenario,
    edit_scenario,
    reckon_scenario,
    remove_change,
)
from production.views.scenario_shown import load_rows, metric_rows, order_rows, stock_chart
from production.views.scenario_words import told_scenario

_KINDS = (("CSV", "csv"), ("Excel", "xlsx"))
_PICKED = {"product": "product", "customer": "customer", "supplier": "supplier"}
USUAL_DAYS = 13


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    chips = [
        filters.many(request, "state", _("State"), Scenario.State.choices),
        filters.flag(
            request, "asked", _("Waits for approval"), Q(asked_at__isnull=False, decided_at__isnull=True)
        ),
        filters.dates(request, "created", _("Created"), "created_at"),
    ]
    rows = filters.applied(in_list(visible_scenarios(request.actor)), chips)
    if text := request.GET.get("q", "").strip()[:60]:
        rows = rows.filter(Q(number__iexact=text) | Q(name__icontains=text))
    return rows, chips


@page(VIEW_SCENARIO)
def scenario_list(request: Any) -> HttpResponse:
    """All scenarios; those that are not discarded first where nothing is filtered."""
    return _list(request, "")


def _list(request: Any, problem: str) -> HttpResponse:
    rows, chips = _wanted(request)
    urls = [(text, reverse("scenario-export", args=[kind])) for text, kind in _KINDS]
    context = {
        "page": ListPage(request, rows, {"created": "created_at", "name": "name"}, default="-created"),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "may_edit": request.actor.has(EDIT[0]),
        "problem": problem,
        "typed": request.POST,
    }
    return render(request, "production/scenarios.html", context, status=422 if problem else 200)


@page(VIEW_SCENARIO)
def scenario_export(request: Any, kind: str) -> Any:
    """The filtered scenarios as a file, with what each changes."""
    rows, _chips = _wanted(request)
    head = [
        _("Number"), _("Name"), _("State"), _("Created"), _("By"), _("Reckoned"), _("Orders late today"),
        _("Orders late"), _("Adoption asked by"), _("Decided by"), _("Changes"),
    ]  # fmt: skip
    return table_answer("scenarios", kind, table_of(rows.prefetch_related("changes"), head, _cells))


def _cells(row: Scenario) -> list[Any]:
    return [
        row.number, row.name, row.get_state_display(), row.created_at, row.created_label, row.reckoned_at,
        row.base["late"]["orders"] if row.base else None,
        row.figures["late"]["orders"] if row.figures else None, row.asked_label, row.decided_label,
        "; ".join(one.words for one in changes_of(list(row.changes.all()))),
    ]  # fmt: skip


@page(EDIT[0], methods=("POST",))
def scenario_new(request: Any) -> HttpResponse:
    """A new scenario, to which changes are then added."""
    try:
        row = create_scenario(
            name=request.POST.get("name", ""), note=request.POST.get("note", ""), actor=request.actor
        )
    except Invalid as refusal:
        return _list(request, refusal_text(refusal))
    return redirect("scenario-detail", row.number)


@page(VIEW_SCENARIO)
def scenario(request: Any, number: str) -> HttpResponse:
    """A scenario in full."""
    return _detail(request, _found(request, number))


def _found(request: Any, number: str) -> Scenario:
    return get_object_or_404(visible_scenarios(request.actor), number=number)


def _detail(request: Any, row: Scenario, problem: Invalid | None = None) -> HttpResponse:
    actor, changes = request.actor, list(row.changes.order_by("line_no"))
    sees_cost = actor.has(COST)
    figures, base = (one if sees_cost else without_costs(one) for one in (row.figures, row.base))
    differs = what_differs(row.touched, touched_by(changes)) if row.state == "reckoned" else []
    is_own = row.asked_by_id is not None and row.asked_by_id == actor.user_id
    context = {
        "row": row,
        "column_names": [row.name],
        "changes": changes_of(changes),
        "real": real_changes(changes) if row.is_open else [],
        "differs": differs,
        "metrics": metric_rows(base, [figures], sees_cost=sees_cost) if figures else [],
        "told": told_differences(base, figures),
        "late": late_rows(figures, 20),
        "load": load_rows(base, [figures]) if figures else None,
        "chart": stock_chart(base, [(row.name, figures)]) if figures else None,
        "results": [{**one, "url": document_url(actor, one["kind"], one["number"])} for one in row.results],
        "events": told_scenario(document_events("scenario", row.pk)),
        "may_edit": actor.has(EDIT[0]) and row.is_open,
        "may_approve": actor.has(APPROVE[0]) and row.is_asked and not is_own,
        "may_plan": actor.has(RUN[0]) and row.is_open and bool(changes),
        "plans": list(visible_runs(actor).filter(scenario=row).order_by("-pk")[:3]),
        "is_own": is_own and row.is_asked,
        **_editor(request, problem),
    }
    return render(request, "production/scenario.html", context, status=422 if problem else 200)


def _editor(request: Any, problem: Invalid | None) -> dict[str, Any]:
    """The forms of the kinds of change, with what was typed and what is wrong with it."""
    sent = request.POST if problem else {}
    today = business_day(timezone.now())
    return {
        "kinds": ScenarioChange.Kind.choices,
        "kind": sent.get("kind", "add_order"),
        "typed": sent,
        "errors": {name: " ".join(map(str, texts)) for name, texts in problem.errors.items()}
        if problem
        else {},
        "centers": work_center_rows().filter(is_active=True, is_outside=False).order_by("code")[:500],
        "today": today,
        "usual_end": today + timedelta(days=USUAL_DAYS),
    }


@page(EDIT[0], methods=("POST",))
def scenario_add(request: Any, number: str) -> HttpResponse:
    """Lay one more change over it."""
    row = _found(request, number)
    try:
        add_change(scenario_id=row.pk, values=_typed(request), actor=request.actor)
    except Invalid as refusal:
        return _detail(request, row, refusal)
    return redirect(f"{reverse('scenario-detail', args=[row.number])}#changes")


def _typed(request: Any) -> dict[str, Any]:
    """What a form says of a change, with ids where it picked from a list."""
    values: dict[str, Any] = {
        name: value
        for name, value in request.POST.items()
        if value.strip() and name not in {"csrfmiddlewaretoken", "form_key", "next"} and "_text" not in name
    }
    for name, kind in _PICKED.items():
        if (pk := typed.key(values.get(name))) is not None:
            values[name] = row_id(kind, pk)
    if text := str(values.get("operation", "")):
        values["operation"] = _operation(text)
    return values


def _operation(text: str) -> str:
    """An operation as people write it, "WO-000012/10", as its id."""
    order, _slash, step = text.strip().rpartition("/")
    number = typed.key(step)
    if not order or number is None:
        return text
    rows = Operation.objects.filter(work_order__number=order[:60], number=number)
    pk = rows.values_list("pk", flat=True).first()
    return row_id("operation", pk) or text


def _reckon(request: Any, row: Scenario, version: int | None) -> str:
    done = reckon_scenario(scenario_id=row.pk, actor=request.actor, expected_version=version)
    return _("The worker reckons it; look again in a moment.") if done.is_waiting else _("Reckoned.")


def _ask(request: Any, row: Scenario, version: int | None) -> str:
    ask_adoption(scenario_id=row.pk, actor=request.actor, expected_version=version)
    return _("Asked. Another person approves it.")


def _adopt(request: Any, row: Scenario, version: int | None) -> str:
    adopt_scenario(scenario_id=row.pk, actor=request.actor, expected_version=version)
    return _("Adopted: its changes are real now.")


def _plan(request: Any, row: Scenario, version: int | None) -> str:
    run = ask_planning(scenario_id=row.pk, actor=request.actor)
    return _("%(run)s plans it in a moment, beside the plan in force.") % {"run": run.number}


def _refuse(request: Any, row: Scenario, version: int | None) -> str:
    reason = request.POST.get("reason", "")
    refuse_adoption(scenario_id=row.pk, reason=reason, actor=request.actor, expected_version=version)
    return _("Refused.")


def _discard(request: Any, row: Scenario, version: int | None) -> str:
    discard_scenario(scenario_id=row.pk, actor=request.actor, expected_version=version)
    return _("Discarded.")


def _remove(request: Any, row: Scenario, version: int | None) -> str:
    line = typed.key(request.POST.get("line")) or 0
    remove_change(scenario_id=row.pk, line=line, actor=request.actor, expected_version=version)
    return _("Taken out.")


def _rename(request: Any, row: Scenario, version: int | None) -> str:
    edit_scenario(
        scenario_id=row.pk,
        name=request.POST.get("name", ""),
        note=request.POST.get("note", ""),
        actor=request.actor,
        expected_version=version,
    )
    return _("Saved.")


_VERBS: dict[str, tuple[str, Callable[[Any, Scenario, int | None], str]]] = {
    "reckon": (EDIT[0], _reckon),
    "ask": (EDIT[0], _ask),
    "discard": (EDIT[0], _discard),
    "remove": (EDIT[0], _remove),
    "rename": (EDIT[0], _rename),
    "plan": (RUN[0], _plan),
    "adopt": (APPROVE[0], _adopt),
    "refuse": (APPROVE[0], _refuse),
}


@page(VIEW_SCENARIO, methods=("POST",))
def scenario_act(request: Any, number: str, verb: str) -> HttpResponse:
    """One step with a scenario; what is refused is said where the reader is."""
    if verb not in _VERBS:
        raise Http404
    right, work = _VERBS[verb]
    request.actor.require(right)
    row = _found(request, number)
    act(request, lambda: work(request, row, typed.key(request.POST.get("version"))))
    return redirect(back_to(request, reverse("scenario-detail", args=[row.number])))


def _names(request: Any) -> list[str]:
    found = [name for text in request.GET.getlist("ids") for name in text.split(",")]
    return [row_id("scenario", pk) or "" if (pk := typed.key(name)) is not None else name for name in found]


@page(VIEW_SCENARIO)
def scenario_compare(request: Any) -> HttpResponse:
    """Up to four scenarios beside today, with what differs and why."""
    sees_cost, problem, found = request.actor.has(COST), "", None
    try:
        found = compare_scenarios(request.actor, _names(request)) if request.GET.get("ids") else None
    except DomainError as refusal:
        problem = refusal_text(refusal)
    choices = visible_scenarios(request.actor).exclude(state="discarded").order_by("-pk")[:50]
    context: dict[str, Any] = {"problem": problem, "found": found, "choices": choices}
    if found is not None:
        columns = [one.figures if sees_cost else without_costs(one.figures) for one in found.columns]
        base = found.base if sees_cost else without_costs(found.base)
        names = [one.row.name for one in found.columns]
        context |= {
            "column_names": names,
            "chosen": {one.row.pk for one in found.columns},
            "metrics": metric_rows(base, columns, sees_cost=sees_cost),
            "orders": order_rows(base, columns),
            "load": load_rows(base, columns),
            "chart": stock_chart(base, list(zip(names, columns, strict=True))) if base else None,
            "is_stale": not all(one.is_fresh for one in found.columns),
            "export_urls": export_links(
                request, [(text, reverse("scenario-compare-export", args=[kind])) for text, kind in _KINDS]
            ),
        }
    return render(request, "production/scenario_compare.html", context, status=422 if problem else 200)


@page(VIEW_SCENARIO)
def scenario_compare_export(request: Any, kind: str) -> Any:
    """The comparison as a file."""
    sees_cost = request.actor.has(COST)
    found = compare_scenarios(request.actor, _names(request))
    columns = [one.figures if sees_cost else without_costs(one.figures) for one in found.columns]
    base = found.base if sees_cost else without_costs(found.base)

    def table() -> Iterator[list[Any]]:
        yield [_("Figure"), _("Today as it is"), *(one.row.name for one in found.columns)]
        for row in metric_rows(base, columns, sees_cost=sees_cost):
            yield [row["name"], *(cell["text"] for cell in row["cells"])]
        for order in order_rows(base, columns):
            yield [f"{order['order']}: {_('days late')}", *(cell["days"] for cell in order["cells"])]

    return table_answer("scenario-comparison", kind, table())
