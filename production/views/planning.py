"""Material plans in the browser: what is proposed, what is to be looked at, who is served by what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core.errors import DomainError
from erp.core.http.messages import refusal_text
from erp.core.views import filters, typed
from erp.core.views.acting import act
from erp.core.views.page import back_to, page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from inventory.selectors.warehouses import warehouse_rows
from inventory.views.links import document_url
from production.models import PlannedOrder, PlanningException, PlanningRun
from production.selectors.pegging import PegRow, for_whom, pegs_down, pegs_up
from production.selectors.plan_differences import MOST_ROWS, differences
from production.selectors.planning import (
    VIEW_PLAN,
    exceptions_anywhere,
    last_run,
    plan_in_force,
    planned_orders_anywhere,
    visible_runs,
    why_failed,
)
from production.selectors.scenario_plan import mark_of
from production.services.planned_orders import FIRM, firm_planned_orders, settle_exceptions
from production.services.planning_runs import RUN, ask_planning

_KINDS = (("CSV", "csv"), ("Excel", "xlsx"))


def _found(request: Any, rows: Any, chips: list[filters.Chip]) -> Any:
    """The rows that filters and search keep."""
    rows = filters.applied(rows, chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(Q(item__sku__iexact=text) | Q(item__search_key__contains=text.lower()))
    return rows


def _warehouse_chip(request: Any) -> list[filters.Chip]:
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    if len(warehouses) < 2:
        return []
    return [filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id")]


def _run(request: Any, pk: int | None) -> PlanningRun | None:
    """The plan in force, or a scenario's that is asked for."""
    if pk is None:
        return plan_in_force()
    return get_object_or_404(visible_runs(request.actor), pk=pk, scenario__isnull=False)


def _planned(request: Any, run: PlanningRun | None) -> tuple[Any, list[filters.Chip]]:
    chips = [
        filters.choice(request, "status", _("State"), PlannedOrder.Status.choices, "status"),
        filters.choice(request, "kind", _("Kind"), PlannedOrder.Kind.choices, "kind"),
        filters.lookup(request, "supplier", _("Supplier"), reverse("lookup-suppliers"), "supplier"),
        filters.dates(request, "release", _("Release"), "release_on"),
        filters.flag(request, "late", _("Later than wanted"), Q(due_on__gt=F("wanted_on"))),
        *_warehouse_chip(request),
    ]
    rows = planned_orders_anywhere(request.actor).filter(run_id=run.rows_of if run else 0)
    return _found(request, rows, chips), chips


def _frame(request: Any, chips: list[filters.Chip], export: str, run: PlanningRun | None) -> dict[str, Any]:
    """What both lists show around their rows: filters, exports, whose plan it is and the last run."""
    is_supposed = run is not None and run.scenario_id is not None
    named, place = (f"scenario-{export}", [run.pk]) if run and is_supposed else (export, [])
    urls = [(text, reverse(named, args=[*place, kind])) for text, kind in _KINDS]
    last = run if is_supposed else last_run()
    return {
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "run": run,
        "is_supposed": is_supposed,
        "last": last,
        "may_run": request.actor.has(RUN[0]),
        "why": why_failed(last),
        "may_firm": request.actor.has(FIRM[0]) and not is_supposed,
        "to_look_at": PlanningException.objects.filter(is_done=False).exists(),
    }


@page(VIEW_PLAN)
def planned_order_list(request: Any, pk: int | None = None) -> HttpResponse:
    """What the plan in force proposes to make and buy, or a scenario's plan."""
    run = _run(request, pk)
    rows, chips = _planned(request, run)
    orderings = {"release": "release_on", "due": "due_on", "sku": "item__sku", "quantity": "quantity"}
    context = _frame(request, chips, "planned-order-export", run)
    context["page"] = ListPage(request, rows, orderings, default="release")
    return render(request, "production/planned_orders.html", context)


@page(VIEW_PLAN)
def planned_order_export(request: Any, kind: str, pk: int | None = None) -> Any:
    """The filtered planned orders as a file."""
    rows, _chips = _planned(request, _run(request, pk))
    head = [
        _("Number"), _("SKU"), _("Product"), _("Warehouse"), _("Kind"), _("Quantity"), _("Unit"),
        _("Release"), _("Due"), _("Wanted"), _("Days late"), _("Supplier"), _("State"), _("Document"),
    ]  # fmt: skip
    return table_answer("planned-orders", kind, table_of(rows, head, _order_cells))


def _order_cells(row: PlannedOrder) -> list[Any]:
    return [
        row.number, row.item.sku, row.item.name, row.warehouse.name, row.get_kind_display(), row.quantity,
        row.item.unit.code, row.release_on, row.due_on, row.wanted_on, row.late_days,
        row.supplier.name if row.supplier else "", row.get_status_display(), row.document_number,
    ]  # fmt: skip


@page(RUN[0], methods=("POST",))
def plan_now(request: Any) -> HttpResponse:
    """Have the plan reckoned anew; a worker does it."""
    days = typed.key(request.POST.get("horizon_days", "")) or 180
    mode = request.POST.get("mode", "") or PlanningRun.Mode.FULL
    try:
        run = ask_planning(horizon_days=days, mode=mode, actor=request.actor)
    except DomainError as refusal:
        messages.error(request, refusal_text(refusal))
        return redirect(back_to(request, reverse("planned-order-list")))
    messages.success(
        request, _("%(run)s begins in a moment; this plan holds until it is done.") % {"run": run.number}
    )
    return redirect(back_to(request, reverse("planned-order-list")))


def _ticked(request: Any) -> list[int]:
    found = {typed.key(value) for value in request.POST.getlist("ids")}
    return sorted(pk for pk in found if pk is not None)[:500]


def _decide(
    request: Any, work: Callable[[list[int]], int], back: str, told: Callable[[int], str]
) -> HttpResponse:
    """Do something to what was ticked, all or none, and say how it went."""
    keys = _ticked(request)
    if not keys:
        messages.error(request, _("Tick at least one."))
        return redirect(back_to(request, reverse(back)))
    act(request, lambda: told(work(keys)))
    return redirect(back_to(request, reverse(back)))


@page(FIRM[0], methods=("POST",))
def firm_ticked(request: Any) -> HttpResponse:
    """Make requisitions and work orders of the ticked planned orders, all or none."""
    return _decide(
        request,
        lambda keys: len(firm_planned_orders(order_ids=keys, actor=request.actor)),
        "planned-order-list",
        lambda n: ngettext("%(n)s planned order firmed.", "%(n)s planned orders firmed.", n) % {"n": n},
    )


@page(FIRM[0], methods=("POST",))
def settle_ticked(request: Any) -> HttpResponse:
    """Tick lines of the work list off."""
    return _decide(
        request,
        lambda keys: len(settle_exceptions(exception_ids=keys, actor=request.actor)),
        "planning-exception-list",
        lambda n: ngettext("%(n)s exception settled.", "%(n)s exceptions settled.", n) % {"n": n},
    )


def _exceptions(request: Any, run: PlanningRun | None) -> tuple[Any, list[filters.Chip]]:
    chips = [
        filters.many(request, "code", _("Message"), PlanningException.Code.choices),
        filters.choice(request, "about", _("About"), PlanningException.Subject.choices, "subject"),
        filters.flag(request, "done", _("Settled"), Q(is_done=True)),
        *_warehouse_chip(request),
    ]
    rows = exceptions_anywhere(request.actor).filter(run_id=run.rows_of if run else 0)
    if not request.GET.get("done"):
        rows = rows.filter(is_done=False)
    return _found(request, rows, chips), chips


@page(VIEW_PLAN)
def exception_list(request: Any, pk: int | None = None) -> HttpResponse:
    """What the plan in force, or a scenario's, asks its planner to look at."""
    run = _run(request, pk)
    rows, chips = _exceptions(request, run)
    orderings = {"day": "now_on", "better": "better_on", "sku": "item__sku", "code": "code"}
    found = ListPage(request, rows, orderings, default="day")
    needs = for_whom(found.rows)
    found.rows = [
        {"row": row, "url": _exception_url(request, row), "need": _shown(request, needs[row.pk])}
        if row.pk in needs
        else {"row": row, "url": _exception_url(request, row)}
        for row in found.rows
    ]
    context = _frame(request, chips, "planning-exception-export", run)
    context["page"] = found
    return render(request, "production/planning_exceptions.html", context)


def _exception_url(request: Any, row: PlanningException) -> str:
    if row.subject == PlanningException.Subject.PLANNED:
        return reverse("planned-order-detail", args=[row.subject_id])
    return document_url(request.actor, row.document_kind, row.document_number)


@page(VIEW_PLAN)
def exception_export(request: Any, kind: str, pk: int | None = None) -> Any:
    """The filtered work list as a file."""
    rows, _chips = _exceptions(request, _run(request, pk))
    head = [
        _("Message"), _("About"), _("SKU"), _("Product"), _("Warehouse"), _("Document"), _("Quantity"),
        _("Unit"), _("Now on"), _("Better on"),
    ]  # fmt: skip
    return table_answer("planning-exceptions", kind, table_of(rows, head, _exception_cells))


def _exception_cells(row: PlanningException) -> list[Any]:
    return [
        row.get_code_display(), row.get_subject_display(), row.item.sku, row.item.name, row.warehouse.name,
        row.document_number, row.quantity, row.item.unit.code, row.now_on, row.better_on,
    ]  # fmt: skip


@page(VIEW_PLAN)
def planned_order_detail(request: Any, pk: int) -> HttpResponse:
    """A planned order with whom it is for, up to the demands, and where its parts come from."""
    order = get_object_or_404(planned_orders_anywhere(request.actor).select_related("run__scenario"), pk=pk)
    is_open = order.status == PlannedOrder.Status.PROPOSED and order.run.scenario_id is None
    context = {
        "order": order,
        "document_url": document_url(request.actor, order.document_kind, order.document_number),
        "up": [_shown(request, row) for row in pegs_up(order)],
        "down": [_shown(request, row) for row in pegs_down(order=order)],
        "may_firm": request.actor.has(FIRM[0]) and is_open,
    }
    return render(request, "production/planned_order.html", context)


def _shown(request: Any, row: PegRow) -> dict[str, Any]:
    url = ""
    if row.document is not None:
        if row.document.kind == "planned_order":
            url = reverse("planned-order-detail", args=[row.document.id])
        else:
            url = document_url(request.actor, row.document.kind, row.document.number)
    return {"row": row, "url": url, "steps": range(row.level)}


@page(VIEW_PLAN)
def run_list(request: Any) -> HttpResponse:
    """The runs, the latest first, with what they found."""
    rows = visible_runs(request.actor)
    found = ListPage(request, rows, {"asked": "asked_at"}, default="-asked")
    for row in found.rows:
        row.why = why_failed(row)
    context = {
        "page": found,
        "run": plan_in_force(),
        "may_run": request.actor.has(RUN[0]),
    }
    return render(request, "production/planning_runs.html", context)


@page(VIEW_PLAN)
def scenario_plan(request: Any, pk: int) -> HttpResponse:
    """The plan of a scenario beside the plan in force: figures, and what it makes and buys otherwise."""
    run = get_object_or_404(visible_runs(request.actor), pk=pk, scenario__isnull=False)
    is_read = run.state == PlanningRun.State.COMPLETED and run.rows_kept
    changes = list(run.scenario.changes.order_by("line_no")) if run.scenario else []
    context = {
        "run": run,
        "force": plan_in_force(),
        "why": why_failed(run),
        "is_read": is_read,
        "has_changed": is_read and run.counts.get("mark") != mark_of(changes),
        "rows": differences(run) if is_read else [],
        "most": MOST_ROWS,
        "may_run": request.actor.has(RUN[0]) and run.scenario and run.scenario.is_open,
    }
    return render(request, "production/scenario_plan.html", context)
