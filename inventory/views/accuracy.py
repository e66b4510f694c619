"""Picking accuracy by picker, item and day, from the scans."""

from __future__ import annotations

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
from inventory.selectors.accuracy import GROUPS, TARGET, Accuracy, picking_accuracy

VIEW = "inventory.release_shipment"
USUAL_DAYS = 30


def _span(request: Any) -> tuple[date, date]:
    """The days asked for; the last thirty where they can't be read."""
    today = business_day(timezone.now())
    try:
        since, until = typed.day(request.GET.get("since", "")), typed.day(request.GET.get("until", ""))
    except ValueError:
        return today - timedelta(days=USUAL_DAYS - 1), today
    return since, until


def _asked(request: Any) -> tuple[date, date, str, Accuracy, list[Accuracy]]:
    since, until = _span(request)
    by = request.GET.get("by", "picker")
    by = by if by in GROUPS else "picker"
    total, rows = picking_accuracy(request.actor, since=since, until=until, by=by)
    return since, until, by, total, rows


def _percent(row: Accuracy) -> str:
    return f"{row.share * 100:.2f}%" if row.share is not None else "–"


@page(VIEW)
def accuracy(request: Any) -> HttpResponse:
    """How right the pickers' scans were, against the target of 99.9 %."""
    since, until, by, total, rows = _asked(request)
    context = {
        "since": since,
        "until": until,
        "by": by,
        "tabs": [("picker", _("By picker")), ("item", _("By item")), ("day", _("By day"))],
        "total": total,
        "percent": _percent(total),
        "target": f"{TARGET * 100:.1f}%",
        "rows": [{"row": row, "percent": _percent(row)} for row in rows],
    }
    return render(request, "inventory/accuracy.html", context)


@page(VIEW)
def accuracy_export(request: Any, kind: str) -> Any:
    """The same as a file."""
    _since, _until, by, _total, rows = _asked(request)
    head = [by, _("Right scans"), _("Wrong at the shelf"), _("Found at packing"), _("Accuracy")]
    body = [[row.name, row.right, row.wrong, row.found_at_packing, row.share] for row in rows]
    return table_answer("picking-accuracy", kind, iter([head, *body]))
