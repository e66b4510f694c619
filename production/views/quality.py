"""Non-conformances in the browser: the list, one with what can be decided of it; inspections that wait."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core.errors import NotFound
from erp.core.records import Problems
from erp.core.states import state_choices
from erp.core.views import filters, typed
from erp.core.views.acting import act
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from inventory.selectors.timeline import document_events
from production.models import NonConformance, WorkCenter
from production.selectors.quality import (
    reworks_of,
    visible_non_conformances,
    waiting_inspections,
    with_decisions,
)
from production.selectors.routings import work_center_rows
from production.selectors.work_orders import VIEW
from production.services.dispositions import Decision, decide_non_conformance
from production.services.work_order_base import DECIDE, REPORT
from production.views.words import told_work

MOST_WAITING = 50


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    chips = [
        filters.many(request, "state", _("State"), state_choices("non_conformance")),
        filters.choice(request, "found_by", _("Found by"), NonConformance.FoundBy.choices, "found_by"),
        filters.dates(request, "found", _("Found on"), "created_at"),
    ]
    rows = filters.applied(with_decisions(visible_non_conformances(request.actor)), chips)
    if text := request.GET.get("q", "").strip()[:60]:
        found = Q(number=text.upper()) | Q(work_order__number=text.upper()) | Q(reason__icontains=text)
        rows = rows.filter(found | Q(item__search_key__contains=text.lower()))
    return rows, chips


@page(VIEW)
def non_conformance_list(request: Any) -> HttpResponse:
    """One page of non-conformances, newest first, and above them what waits for an inspection."""
    rows, chips = _wanted(request)
    files = (("CSV", "csv"), ("Excel", "xlsx"))
    urls = [(label, reverse("non-conformance-export", args=[kind])) for label, kind in files]
    context = {
        "page": ListPage(request, rows, {"number": "pk", "quantity": "quantity"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "waiting": list(waiting_inspections(request.actor)[:MOST_WAITING]),
        "may_report": request.actor.has(REPORT[0]),
    }
    return render(request, "production/non_conformances.html", context)


@page(VIEW)
def non_conformance_export(request: Any, kind: str) -> Any:
    """The filtered non-conformances as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Number"), _("State"), _("SKU"), _("Product"), _("Work order"), _("Operation"), _("Quantity"),
        _("Unit"), _("Used as is"), _("Reworked"), _("Scrapped"), _("Reason"), _("Found by"), _("By"),
        _("Found on"),
    ]  # fmt: skip
    return table_answer("non-conformances", kind, table_of(rows, head, _cells))


def _cells(row: NonConformance) -> list[Any]:
    return [
        row.number, str(row.get_state_display()), row.item.sku, row.item.name, row.work_order.number,
        str(row.operation), row.quantity, row.item.unit.code, row.used, row.reworked, row.scrapped,
        row.reason, str(row.get_found_by_display()), row.created_by, row.created_at,
    ]  # fmt: skip


def _row(request: Any, number: str) -> NonConformance:
    rows = with_decisions(visible_non_conformances(request.actor))
    row = rows.filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="non_conformance", number=number[:60])
    return row


@page(VIEW)
def non_conformance_detail(request: Any, number: str) -> HttpResponse:
    """One non-conformance: what is wrong, what was decided, how far its rework is, what happened."""
    row = _row(request, number)
    context = {
        "row": row,
        "unit": row.item.unit.code,
        "reworks": {one.decision.pk: one for one in reworks_of(row)},
        "may_decide": request.actor.has(DECIDE[0]) and row.undecided > 0,
        "shows_cost": request.actor.has("inventory.view_cost"),
        "centers": list(work_center_rows().filter(is_active=True)[:500]),
        "is_last": not row.work_order.operations.filter(number__gt=row.operation.number).exists(),
        "events": told_work(document_events("non_conformance", row.pk), row.item.unit.code),
    }
    return render(request, "production/non_conformance.html", context)


@page(DECIDE[0], methods=("POST",))
def non_conformance_decide(request: Any, number: str) -> HttpResponse:
    """Decide what becomes of the pieces; a refusal is told on the page."""
    row = _row(request, number)

    def work() -> str:
        decide_non_conformance(
            non_conformance_id=row.pk,
            decision=_decision(request),
            actor=request.actor,
            expected_version=typed.key(request.POST.get("version")),
        )
        return _("Decided for %(number)s.") % {"number": number}

    act(request, work)
    return redirect(reverse("non-conformance-detail", args=[number]))


def _decision(request: Any) -> Decision:
    """The decision of the form.

    Raises: Invalid.
    """
    problems = Problems()
    quantity = typed.taken(request.POST, "quantity", typed.quantity, problems)
    minutes = typed.taken(request.POST, "minutes", typed.amount, problems)
    problems.refuse()
    return Decision(
        kind=request.POST.get("decision", ""),
        quantity=quantity,
        note=request.POST.get("note", ""),
        minutes=minutes,
        work_center=typed.chosen(WorkCenter.objects.all(), request.POST.get("work_center")),
        lot=request.POST.get("lot", ""),
    )
