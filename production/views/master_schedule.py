"""The master schedule in the browser: all its items week by week, one item in full, what planners type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import DomainError, Invalid
from erp.core.formats import day_text
from erp.core.http.messages import refusal_text
from erp.core.views import typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer
from erp.masterdata.selectors.company import business_day
from production.models import PlanningRule
from production.selectors.master_schedule import (
    FIGURES,
    MasterRow,
    MasterWeek,
    master_capacity,
    master_rows,
    visible_master_items,
)
from production.selectors.planning import VIEW_PLAN, last_run, plan_in_force, why_failed
from production.services.master_schedule import MOST_REASON, WeekQuantity, set_master_schedule
from production.services.planned_orders import FIRM
from production.services.planning_runs import RUN

MAIN = ("orders", "expected", "planned", "firm", "projected", "atp")
_KINDS = (("CSV", "csv"), ("Excel", "xlsx"))
MOST_EXPORTED, PART = 1000, 50


def figure_name(name: str) -> str:
    """How people call a figure of the master schedule."""
    return {
        "forecast": _("Forecast"),
        "taken": _("Used up by orders"),
        "expected": _("Forecast beyond orders"),
        "orders": _("Orders"),
        "other": _("For production and transfers"),
        "planned": _("Planned supply"),
        "firm": _("Firm supply"),
        "projected": _("Projected stock"),
        "atp": _("Available to promise"),
        "atp_all": _("Can be promised in all"),
    }[name]


def _items(request: Any) -> QuerySet[PlanningRule]:
    rows = visible_master_items(request.actor)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(Q(item__sku__iexact=text) | Q(item__search_key__contains=text.lower()))
    return rows


def _shown(row: MasterRow, names: Sequence[str]) -> dict[str, Any]:
    return {
        "row": row,
        "lines": [
            {
                "name": figure_name(name),
                "is_main": name in {"projected", "firm"},
                "cells": [_cell(week, name) for week in row.weeks],
            }
            for name in names
        ],
    }


def _cell(week: MasterWeek, name: str) -> dict[str, Any]:
    value = getattr(week, name)
    return {"value": value, "is_bad": value < 0, "week": week, "key": week.starts_on.isoformat()}


def _frame(request: Any, rows: list[MasterRow]) -> dict[str, Any]:
    """Plan in force, weeks, and the capacity line of what is shown."""
    last = last_run()
    return {
        "run": plan_in_force(),
        "last": last,
        "why": why_failed(last),
        "may_run": request.actor.has(RUN[0]),
        "weeks": rows[0].weeks if rows else [],
        "centers": [
            {"center": load.center, "weeks": weeks} for load, weeks in master_capacity(request.actor, rows)
        ],
    }


@page(VIEW_PLAN)
def master_schedule(request: Any) -> HttpResponse:
    """The items of the master schedule, thirteen weeks each, and the load of their work centers."""
    found = ListPage(request, _items(request), {"sku": "item__sku"}, default="sku")
    rows = master_rows(found.rows, today=business_day(timezone.now()))
    found.rows = [_shown(row, MAIN) for row in rows]
    urls = [(text, reverse("master-schedule-export", args=[kind])) for text, kind in _KINDS]
    export = export_links(request, urls)
    context = _frame(request, rows) | {
        "page": found, "export_urls": export, "filters_active": request.GET.get("q"),
    }  # fmt: skip
    return render(request, "production/master_schedule.html", context)


@page(VIEW_PLAN, methods=("GET", "POST"))
def master_item(request: Any, pk: int) -> HttpResponse:
    """One item in full; what a planner types into the firm row becomes firm."""
    rule = get_object_or_404(visible_master_items(request.actor), pk=pk)
    problem, status = "", 200
    if request.method == "POST":
        try:
            set_master_schedule(
                rule_id=rule.pk,
                weeks=_typed(request),
                reason=request.POST.get("reason", ""),
                actor=request.actor,
            )
            messages.success(request, _("Set. What depends on it is planned anew in a moment."))
            return redirect(request.path)
        except DomainError as refusal:
            problem, status = refusal_text(refusal), 422
    row = master_rows([rule], today=business_day(timezone.now()))[0]
    context = _frame(request, [row]) | {
        "rule": rule,
        "row": row,
        "lines": _shown(row, FIGURES)["lines"],
        "inputs": [_input(request, week) for week in row.weeks],
        "may_set": request.actor.has(FIRM[0]),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "most_reason": MOST_REASON,
    }
    return render(request, "production/master_schedule_item.html", context, status=status)


def _input(request: Any, week: MasterWeek) -> dict[str, Any]:
    key = week.starts_on.isoformat()
    return {
        "key": key,
        "day": day_text(week.starts_on),
        "seen": f"{week.firm.normalize():f}",
        "value": request.POST.get(f"week-{key}", f"{week.firm.normalize():f}"),
    }


def _typed(request: Any) -> list[WeekQuantity]:
    """The weeks whose quantity differs from what the page showed.

    Raises: Invalid for what is no quantity.
    """
    found = []
    for name, text in request.POST.items():
        key = name.removeprefix("week-")
        seen = request.POST.get(f"seen-{key}", "")
        if key == name or text.strip() == seen:
            continue
        try:
            day, quantity = typed.day(key), typed.number(text)
            found.append(WeekQuantity(day, quantity, typed.number(seen) if seen else None))
        except ValueError as error:
            raise Invalid.field("quantity", str(error)) from None
    if not found:
        raise Invalid.field("week", _("Nothing was changed."))
    return found


@page(VIEW_PLAN)
def master_export(request: Any, kind: str) -> Any:
    """Every figure of the listed items as a file, a row per item and week; at most 1,000 items."""
    return table_answer("master-schedule", kind, _table(_items(request), business_day(timezone.now())))


def _table(rules: QuerySet[PlanningRule], today: date) -> Iterator[list[Any]]:
    yield [_("SKU"), _("Product"), _("Unit"), _("Week from"), *map(figure_name, FIGURES)]
    found = list(rules.order_by("item__sku")[:MOST_EXPORTED])
    for start in range(0, len(found), PART):
        for row in master_rows(found[start : start + PART], today=today):
            item = row.rule.item
            for week in row.weeks:
                figures = [getattr(week, name) for name in FIGURES]
                yield [item.sku, item.name, item.unit.code, week.starts_on, *figures]
