"""Ageing of receivables and the journal in the browser."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import base_currency, business_day
from finance.models import JournalLine
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
    today = business_day(timezone.now())
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

    rows = table_of(ageing_by_customer(request.actor, as_of=business_day(timezone.now())), head, cells)
    return table_answer("ageing", kind, rows)  # type: ignore[return-value]  # None is ruled out: the kind was asked for before


def _wanted_entries(request: Any) -> tuple[Any, list[filters.Chip]]:
    chips = [filters.dates(request, "posted", _("Date"), "posted_on")]
    rows = filters.applied(visible_entries(request.actor), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(Q(source_number=text) | Q(order_number=text) | Q(pk=typed.key(text) or 0))
    return rows, chips


@page(VIEW_JOURNAL)
def journal(request: Any) -> HttpResponse:
    """The journal, newest first, each entry with its sides."""
    rows, chips = _wanted_entries(request)
    urls = [
        (name, reverse("journal-export", args=[kind])) for name, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    context = {
        "page": ListPage(request, entries_in_full(rows), {"number": "pk"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": bool(request.GET.get("q")) or any(chip.condition is not None for chip in chips),
        "export_urls": export_links(request, urls),
    }
    return render(request, "finance/journal.html", context)


@page(VIEW_JOURNAL)
def journal_export(request: Any, kind: str) -> Any:
    """What the journal shows as a file, one row per side."""
    entries, _chips = _wanted_entries(request)
    sides = JournalLine.objects.filter(entry__in=entries.values("pk")).select_related("entry", "account")
    head = [
        _("Entry"), _("Date"), _("Document"), _("Order"), _("Account"), _("Name"), _("Debit"),
        pgettext("journal", "Credit"), _("Currency"), _("Amount in document currency"), _("By"),
    ]  # fmt: skip
    return table_answer("journal", kind, table_of(sides, head, _side))


def _side(line: JournalLine) -> list[Any]:
    entry, amount = line.entry, line.amount
    return [
        entry.pk, entry.posted_on, entry.source_number, entry.order_number, line.account.code,
        line.account.title, amount if amount > 0 else None, -amount if amount < 0 else None,
        line.currency_id, line.currency_amount, entry.actor_label,
    ]  # fmt: skip
