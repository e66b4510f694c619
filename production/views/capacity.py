"""Load of the work centers against their calendars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.views import typed
from erp.core.views.page import page
from erp.core.views.tables import table_answer
from erp.masterdata.selectors.company import business_day
from production.selectors.capacity import MOST_DAYS, VIEW, CenterLoad, capacity_load, open_elsewhere
from production.selectors.schedule import latest_run

SPANS = (7, 14, 28)


def span_of(request: Any, usual: int = 14, most: int = MOST_DAYS) -> tuple[date, int]:
    """The first day and the number of days asked for; today and the usual number where they can't be read."""
    today = business_day(timezone.now())
    try:
        since = typed.day(request.GET["since"]) if request.GET.get("since") else today
        days = int(request.GET.get("days", usual))
    except ValueError:
        return today, usual
    far = timedelta(days=3650)
    if not today - far <= since <= today + far:
        since = today
    return since, min(max(days, 1), most)


def _asked(request: Any) -> tuple[date, int, list[CenterLoad]]:
    since, days = span_of(request)
    return since, days, capacity_load(request.actor, since=since, until=since + timedelta(days=days - 1))


@page(VIEW)
def capacity(request: Any) -> HttpResponse:
    """Each work center day by day: how much of it is taken, and by what."""
    since, days, rows = _asked(request)
    over = sorted((row for row in rows if row.over), key=lambda row: -row.over)
    context = {
        "since": since,
        "until": since + timedelta(days=days - 1),
        "days": days,
        "spans": SPANS,
        "before": since - timedelta(days=days),
        "after": since + timedelta(days=days),
        "rows": rows,
        "over": over,
        "totals": _totals(rows),
        "run": latest_run(),
        "elsewhere": open_elsewhere([row.center.pk for row in rows]),
        "may_run": request.actor.has("production.run_schedule"),
    }
    return render(request, "production/capacity.html", context)


def _totals(rows: list[CenterLoad]) -> dict[str, float]:
    capacity_hours = sum(row.total.capacity for row in rows)
    return {
        "capacity": round(capacity_hours, 1),
        "load": round(sum(row.total.load for row in rows), 1),
        "waiting": round(sum(row.total.waiting for row in rows), 1),
        "planned": round(sum(row.total.planned for row in rows), 1),
        "share": sum(row.total.load for row in rows) / capacity_hours if capacity_hours else 0.0,
    }


@page(VIEW)
def capacity_export(request: Any, kind: str) -> Any:
    """The same as a file."""
    _since, _days, rows = _asked(request)
    return table_answer("capacity", kind, _table(rows))


def _table(rows: list[CenterLoad]) -> Iterator[list[Any]]:
    yield [
        _("Work center"), _("Name"), _("Day"), _("Capacity in hours"), _("Scheduled"), _("Not scheduled yet"),
        _("Planned"), _("Load"),
    ]  # fmt: skip
    for row in rows:
        for day in row.days:
            figures = [round(value, 2) for value in (day.capacity, day.scheduled, day.waiting, day.planned)]
            share = None if day.share is None else round(day.share, 4)
            yield [row.center.code, row.center.name, day.day, *figures, share]
