"""Promise accuracy for managers: by month, customer and product, down to the lines that were missed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from erp.core.views import typed
from erp.core.views.page import page
from erp.core.views.tables import export_links, table_answer
from erp.masterdata.selectors.company import business_day
from orders.calc.promise_accuracy import add_up
from orders.selectors.promise_accuracy import (
    BASES,
    BY,
    EVENTS,
    VIEW_ACCURACY,
    AccuracyRow,
    Question,
    accuracy_by,
    grouped,
    judged_lines,
    missed_lines,
)

YEAR = 365


def _day(request: Any, name: str, usual: date) -> date:
    try:
        return typed.day(request.GET.get(name) or usual.isoformat())
    except ValueError:
        return usual


def question_of(request: Any) -> Question:
    """What the address asks for; the last twelve months against the first promise unless it says so."""
    today = business_day(timezone.now())
    basis, event = request.GET.get("basis", ""), request.GET.get("event", "")
    return Question(
        start=_day(request, "start", today - timedelta(days=YEAR)),
        end=_day(request, "end", today),
        as_of=_day(request, "as_of", today),
        basis=basis if basis in BASES else BASES[0],
        event=event if event in EVENTS else EVENTS[0],
        customer=request.GET.get("customer", "").replace("\x00", "")[:40],
        product=request.GET.get("product", "").replace("\x00", "")[:60],
    )


def _by(request: Any) -> str:
    by = request.GET.get("by", "")
    return by if by in BY else BY[0]


@page(VIEW_ACCURACY)
def accuracy_page(request: Any) -> HttpResponse:
    """Accuracy in all, its course by month, and a table by month, customer or product."""
    question, by = question_of(request), _by(request)
    lines = judged_lines(question, request.actor)
    total, rows = add_up(line.verdict for line in lines), grouped(lines, by)
    months = rows if by == "month" else grouped(lines, "month")
    context = {
        "question": question,
        "by": by,
        "bys": [("month", _("By month")), ("customer", _("By customer")), ("product", _("By product"))],
        "bases": [("first", _("First promise")), ("current", _("Current promise"))],
        "events": [("shipped", _("Shipped")), ("delivered", _("Delivered"))],
        "total": total,
        "rows": [{"row": row, "url": _drill(question, by, row)} for row in rows],
        "chart": _chart(months),
        "export_urls": export_links(
            request,
            [
                ("CSV", reverse("promise-accuracy-export", args=["csv"])),
                ("Excel", reverse("promise-accuracy-export", args=["xlsx"])),
            ],
        ),
    }
    return render(request, "orders/promise_accuracy.html", context)


def _drill(question: Question, by: str, row: AccuracyRow) -> str:
    asked: dict[str, Any] = {
        "basis": question.basis,
        "event": question.event,
        "start": question.start.isoformat(),
        "end": question.end.isoformat(),
        "as_of": question.as_of.isoformat(),
    }
    if by == "month":
        first = date.fromisoformat(f"{row.key}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        asked |= {"start": max(first, question.start).isoformat(), "end": min(last, question.end).isoformat()}
    else:
        asked[by] = row.key
    return f"{reverse('promise-accuracy-lines')}?{urlencode(asked)}"


def _chart(rows: list[AccuracyRow]) -> dict[str, Any]:
    return {
        "type": "line",
        "labels": [row.key for row in rows],
        "series": [
            {
                "name": _("Promise accuracy"),
                "data": [float(row.accuracy.rate) if row.accuracy.rate is not None else None for row in rows],
            }
        ],
        "unit": "percent",
        "colors": ["info"],
        "label_name": _("Month"),
    }


@page(VIEW_ACCURACY)
def accuracy_lines(request: Any) -> HttpResponse:
    """The lines behind a figure: promised when, how late, on which order."""
    question = question_of(request)
    context = {"question": question, "lines": missed_lines(question, request.actor)}
    return render(request, "orders/promise_accuracy_lines.html", context)


@page(VIEW_ACCURACY)
def accuracy_export(request: Any, kind: str) -> StreamingHttpResponse | FileResponse:
    """The table as a file."""
    question, by = question_of(request), _by(request)
    _total, rows = accuracy_by(question, by, request.actor)
    head = [_("Key"), _("Name"), _("Kept"), _("Missed"), _("Accuracy"), _("Quantity in time"), _("Days late")]

    def table() -> Any:
        yield head
        for row in rows:
            found = row.accuracy
            yield [
                row.key, row.name, found.kept, found.missed, found.rate, found.quantity_rate,
                found.mean_days_late,
            ]  # fmt: skip

    return table_answer("promise-accuracy", kind, table())
