"""Work centers: the list with what runs there, and the form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core.errors import Conflict, Invalid, NotFound, StaleVersion
from erp.core.http.messages import refusal_text
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.models import Supplier, WorkingCalendar
from erp.masterdata.selectors.calendars import calendar_rows
from erp.masterdata.selectors.company import base_currency
from production.models import WorkCenter
from production.selectors.costs import COST_RIGHT
from production.selectors.routings import work_center_rows
from production.services.work_centers import RIGHT, WorkCenterValues, create_work_center, edit_work_center
from production.views.boms import VIEW_BOM
from production.views.structure_input import number, whole

_KINDS = (("CSV", "csv"), ("Excel", "xlsx"))
ORDERINGS = {"code": "code", "name": "name", "machines": "machines"}
_TEXTS = ("code", "name", "machines", "efficiency", "cost_per_hour", "setup_cost_per_hour", "calendar")


def _wanted(request: Any) -> tuple[Any, list[Any], str]:
    calendars = [(row.pk, row.name) for row in calendar_rows()[:200]]
    chips = [
        filters.choice(request, "calendar", _("Working calendar"), calendars, "calendar_id"),
        filters.flag(request, "outside", _("Outside"), Q(is_outside=True)),
        filters.flag(request, "inactive", _("Not active"), Q(is_active=False)),
    ]
    rows = filters.applied(work_center_rows(request.actor), chips).select_related("calendar", "supplier")
    text = request.GET.get("q", "").strip()[:60]
    if text:
        rows = rows.filter(Q(code__icontains=text) | Q(name__icontains=text))
    return rows.annotate(routings=Count("operations__routing", distinct=True)), chips, text


@page(VIEW_BOM)
def work_center_list(request: Any) -> HttpResponse:
    """One page of work centers with their shifts."""
    rows, chips, text = _wanted(request)
    urls = [(label, reverse("work_center-export", args=[kind])) for label, kind in _KINDS]
    found = ListPage(request, rows, ORDERINGS, "code")
    for row in found.rows:
        row.hours = weekly_hours(row.calendar)
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": bool(text) or any(chip.condition is not None for chip in chips),
        "export_urls": export_links(request, urls),
        "may_edit": request.actor.has(RIGHT[0]),
        "shows_cost": request.actor.has(COST_RIGHT),
        "currency": base_currency(),
    }
    return render(request, "production/work_centers.html", context)


def weekly_hours(calendar: WorkingCalendar | None) -> Decimal | None:
    """The hours that a usual week has by a calendar."""
    if calendar is None:
        return None
    minutes = 0
    for intervals in calendar.weekly.values():
        for start, end in intervals:
            begin, finish = (int(text[:2]) * 60 + int(text[3:5]) for text in (start, end))
            minutes += finish - begin if finish > begin else finish + 24 * 60 - begin
    return round(Decimal(minutes) / 60, 2)


@page(VIEW_BOM)
def work_center_export(request: Any, kind: str) -> Any:
    """The filtered work centers as a file; rates only for those who may see costs."""
    rows, _chips, _text = _wanted(request)
    shows_cost = request.actor.has(COST_RIGHT)
    head = [
        _("Code"), _("Name"), _("Calendar"), _("Machines"), _("Efficiency"), _("Outside"), _("Supplier"),
        _("Active"), *([_("Cost per hour"), _("Set-up per hour")] if shows_cost else []),
    ]  # fmt: skip
    return table_answer("work-centers", kind, table_of(rows, head, lambda row: _cells(row, shows_cost)))


def _cells(row: WorkCenter, shows_cost: bool) -> list[Any]:
    return [
        row.code, row.name, row.calendar.code if row.calendar else "", row.machines, row.efficiency,
        _("Yes") if row.is_outside else _("No"), row.supplier.code if row.supplier else "",
        _("Yes") if row.is_active else _("No"),
        *([row.cost_per_hour, row.setup_cost_per_hour] if shows_cost else []),
    ]  # fmt: skip


@page(VIEW_BOM, methods=("GET", "POST"))
def work_center_detail(request: Any, code: str) -> HttpResponse:
    """One work center, to look at or to change."""
    center = work_center_rows().select_related("calendar", "supplier").filter(code=code[:40]).first()
    if center is None:
        raise NotFound(kind="work_center", id=code[:40])
    return _form(request, center)


@page(RIGHT[0], methods=("GET", "POST"))
def work_center_new(request: Any) -> HttpResponse:
    """Take up a work center."""
    return _form(request, None)


def _form(request: Any, center: WorkCenter | None) -> HttpResponse:
    errors: dict[str, str] = {}
    may_edit = request.actor.has(RIGHT[0])
    shows_cost = request.actor.has(COST_RIGHT)
    if request.method == "POST":
        request.actor.require(RIGHT[0])
        try:
            saved = _save(request, center, shows_cost)
        except Invalid as refusal:
            errors = {name: " ".join(map(str, texts)) for name, texts in refusal.errors.items()}
        except (Conflict, StaleVersion) as refusal:
            errors = {"": refusal_text(refusal)}
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": saved})
            return redirect("work_center-detail", code=saved.code)
    context = {
        "center": center,
        "values": _values(request, center),
        "calendars": list(calendar_rows()[:200]),
        "suppliers": list(Supplier.objects.filter(is_active=True).order_by("code")[:500]),
        "errors": errors,
        "hours": weekly_hours(center.calendar) if center else None,
        "operations": _used_by(center),
        "may_edit": may_edit,
        "shows_cost": shows_cost,
        "currency": base_currency(),
    }
    return render(request, "production/work_center.html", context, status=422 if errors else 200)


def _used_by(center: WorkCenter | None) -> list[Any]:
    """The routings that name a work center, the latest first."""
    if center is None:
        return []
    return list(center.operations.select_related("routing__item").order_by("-routing__valid_from", "pk")[:50])


def _values(request: Any, center: WorkCenter | None) -> dict[str, Any]:
    if request.method == "POST":
        sent: dict[str, Any] = {name: request.POST.get(name, "") for name in (*_TEXTS, "supplier")}
        return sent | {name: name in request.POST for name in ("is_outside", "is_active")}
    row = center or WorkCenter(efficiency=Decimal(1))
    return {
        "code": row.code,
        "name": row.name,
        "machines": row.machines,
        "efficiency": plain(Decimal(row.efficiency)),
        "cost_per_hour": plain(Decimal(row.cost_per_hour)),
        "setup_cost_per_hour": plain(Decimal(row.setup_cost_per_hour)),
        "calendar": str(row.calendar_id or ""),
        "supplier": str(row.supplier_id or ""),
        "is_outside": row.is_outside,
        "is_active": row.is_active,
    }


def _save(request: Any, center: WorkCenter | None, shows_cost: bool) -> WorkCenter:
    """Hand what was typed to the service.

    Raises: Invalid; StaleVersion.
    """
    problems, sent = Problems(), request.POST
    values: WorkCenterValues = {
        "code": sent.get("code", "").strip(),
        "name": sent.get("name", "").strip(),
        "calendar_id": typed.key(sent.get("calendar")),
        "supplier_id": typed.key(sent.get("supplier")),
        "is_outside": "is_outside" in sent,
        "is_active": "is_active" in sent,
        "machines": whole(sent, "machines", problems) or 0,
        "efficiency": number(sent, "efficiency", problems) or Decimal(0),
    }
    if shows_cost:
        values["cost_per_hour"] = typed.taken(sent, "cost_per_hour", typed.amount, problems) or Decimal(0)
        setup = typed.taken(sent, "setup_cost_per_hour", typed.amount, problems)
        values["setup_cost_per_hour"] = setup or Decimal(0)
    problems.refuse()
    if center is None:
        return create_work_center(values=values, actor=request.actor)
    version = typed.key(sent.get("version"))
    return edit_work_center(
        work_center_id=center.pk, values=values, expected_version=version, actor=request.actor
    )
