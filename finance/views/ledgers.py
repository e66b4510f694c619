"""Ageing of receivables and the journal in the browser."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import base_currency
from finance.selectors.ageing import (
    BUCKETS,
    VIEW_AGEING,
    ageing_by_customer,
    ageing_totals,
    bucket_names,
)
from finance.selectors.journal import VIEW_JOURNAL, entries_in_full, visible_entries


@page(VIEW_AGEING)
def ageing(request: Any) -> HttpResponse:
    """Who owes what, and for how long."""
    today = timezone.localdate()
    found = ListPage(request, ageing_by_customer(request.actor, as_of=today), {"code": "code"}, "code")
    totals = ageing_totals(request.actor, as_of=today)
    for row in found.rows:
        row.cells = [getattr(row, name) for name in BUCKETS]
    names = bucket_names()
    currency = base_currency()
    chart = {
        "type": "bars",
        "labels": [names[name] for name in BUCKETS],
        "series": [{"name": _("Open amount"), "data": [float(totals[name]) for name in BUCKETS]}],
        "colors": ["good", "wait", "wait", "bad", "bad"],
        "unit": "money",
        "currency": currency,
        "label_name": _("Overdue"),
    }
    urls = [
        (name, reverse("ageing-export", args=[kind])) for name, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    context = {
        "page": found,
        "names": list(names.values()),
        "totals": [totals[name] for name in BUCKETS],
        "open_total": totals["open_total"],
        "currency": currency,
        "chart": chart,
        "today": today,
        "export_urls": export_links(request, urls),
    }
    return render(request, "finance/ageing.html", context)


@page(VIEW_AGEING)
def ageing_export(request: Any, kind: str) -> HttpResponse:
    """The ageing table as a file."""
    head = [_("Customer"), _("Name"), *bucket_names().values(), _("Open amount"), _("Not allocated")]

    def cells(row: Any) -> list[Any]:
        amounts = [getattr(row, name) for name in BUCKETS]
        return [row.code, row.name, *amounts, row.open_total, row.unapplied]

    rows = table_of(ageing_by_customer(request.actor, as_of=timezone.localdate()), head, cells)
    return table_answer("ageing", kind, rows)  # type: ignore[return-value]  # None is ruled out: the kind was asked for before


@page(VIEW_JOURNAL)
def journal(request: Any) -> HttpResponse:
    """The journal, newest first, each entry with its sides."""
    from django.db.models import Q

    chips = [filters.dates(request, "posted", _("Date"), "posted_on")]
    rows = filters.applied(visible_entries(request.actor), chips)
    text = request.GET.get("q", "").strip()
    if text:
        rows = rows.filter(Q(source_number=text) | Q(order_number=text) | Q(pk=typed.key(text) or 0))
    context = {
        "page": ListPage(request, entries_in_full(rows), {"number": "pk"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": bool(text) or any(chip.condition is not None for chip in chips),
    }
    return render(request, "finance/journal.html", context)
