"""How suppliers do: the list, one supplier's months and evidence, and its exemption from inspection."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import DomainError, NotFound
from erp.core.http.messages import refusal_text
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer
from erp.masterdata.models import Supplier
from erp.masterdata.selectors.company import business_day
from inventory.models import InspectionExemption, Item
from inventory.selectors.receiving import VIEW_SCORE, receiving_settings
from inventory.selectors.supplier_score import (
    delivery_rows,
    lot_rows,
    monthly_scores,
    supplier_scores,
    window_of,
)
from inventory.services.exemptions import (
    end_exemption,
    freeze_exemption,
    grant_exemption,
    unfreeze_exemption,
)
from inventory.views.links import document_url

FREEZE = "inventory.freeze_exemption"
MOST_ROWS = 200
WINDOWS = (30, 90, 180, 365)
MOST_EXPORTED = 10_000


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    frozen = InspectionExemption.objects.filter(state="frozen").values("supplier_id")
    chips = [
        filters.flag(request, "exempt", _("Exempt"), Q(is_inspection_exempt=True)),
        filters.flag(request, "frozen", _("Exemption frozen"), Q(pk__in=frozen)),
    ]
    rows = filters.applied(Supplier.objects.filter(is_active=True), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(Q(code=text.upper()) | Q(search_key__contains=text.lower()))
    return rows, chips


def _days(request: Any) -> int:
    asked = typed.key(request.GET.get("days"))
    return asked if asked in WINDOWS else receiving_settings().window_days


@page(VIEW_SCORE)
def score_list(request: Any) -> HttpResponse:
    """Suppliers with their figures over the window."""
    rows, chips = _wanted(request)
    today, days = business_day(timezone.now()), _days(request)
    found = ListPage(request, rows, {"code": "code", "name": "name"}, default="code")
    suppliers = list(found.rows)
    scores = supplier_scores([row.pk for row in suppliers], as_of=today, days=days)
    frozen = set(
        InspectionExemption.objects.filter(
            state="frozen", supplier_id__in=[row.pk for row in suppliers]
        ).values_list("supplier_id", flat=True)
    )
    found.rows = [
        {"supplier": row, "figures": scores[row.pk], "is_frozen": row.pk in frozen} for row in suppliers
    ]
    urls = [
        (name, reverse("supplier-score-export", args=[kind]))
        for name, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    since, until = window_of(today, days)
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "since": since,
        "until": until,
        "days": days,
        "windows": WINDOWS,
    }
    return render(request, "inventory/supplier_scores.html", context)


@page(VIEW_SCORE)
def score_export(request: Any, kind: str) -> Any:
    """The figures of the suppliers shown, as a file."""
    rows, _chips = _wanted(request)
    suppliers = list(rows.order_by("code")[:MOST_EXPORTED])
    today = business_day(timezone.now())
    scores = supplier_scores([row.pk for row in suppliers], as_of=today, days=_days(request))
    head = [
        _("Supplier"), _("Name"), _("Deliveries due"), _("On time"), _("On-time rate"),
        _("Mean delay in days"), _("Lots judged"), _("Pass rate"), _("Price index"), _("Points"),
    ]  # fmt: skip

    def table() -> Any:
        yield head
        for row in suppliers:
            one = scores[row.pk]
            yield [
                row.code, row.name, one.due, one.on_time, one.on_time_rate, one.mean_delay_days, one.lots,
                one.pass_rate, one.price_index, one.points,
            ]  # fmt: skip

    return table_answer("supplier-scores", kind, table())


def _supplier(code: str) -> Supplier:
    row = Supplier.objects.filter(code=code[:60]).first()
    if row is None:
        raise NotFound(kind="supplier", code=code[:60])
    return row


@page(VIEW_SCORE)
def score(request: Any, code: str) -> HttpResponse:
    """One supplier: its figures, the months, the rows behind them, its exemptions."""
    return _score(request, _supplier(code))


def _score(request: Any, supplier: Supplier) -> HttpResponse:
    actor, today, days = request.actor, business_day(timezone.now()), _days(request)
    since, until = window_of(today, days)
    months = monthly_scores(supplier.pk, as_of=today)
    deliveries = sorted(delivery_rows([supplier.pk], since, until), key=lambda row: -row.days_late)
    lots = lot_rows([supplier.pk], since, until)[::-1]
    context = {
        "supplier": supplier,
        "figures": supplier_scores([supplier.pk], as_of=today, days=days)[supplier.pk],
        "since": since,
        "until": until,
        "days": days,
        "windows": WINDOWS,
        "chart": _chart(months),
        "deliveries": [
            {"row": row, "url": document_url(actor, "purchase_order", row.order)}
            for row in deliveries[:MOST_ROWS]
        ],
        "lots": [
            {"row": row, "url": document_url(actor, "receipt", row.receipt)} for row in lots[:MOST_ROWS]
        ],
        "exemptions": list(
            InspectionExemption.objects.filter(supplier=supplier).select_related("item").order_by("-pk")[:20]
        ),
        "may_freeze": actor.has(FREEZE),
        "settings": receiving_settings(),
    }
    return render(request, "inventory/supplier_score.html", context)


def _chart(months: list[tuple[date, Any]]) -> dict[str, Any]:
    def rate(value: Any) -> float | None:
        return float(value) if value is not None else None

    return {
        "type": "line",
        "labels": [f"{start:%Y-%m}" for start, _figures in months],
        "series": [
            {"name": _("On-time rate"), "data": [rate(figures.on_time_rate) for _start, figures in months]},
            {"name": _("Pass rate"), "data": [rate(figures.pass_rate) for _start, figures in months]},
        ],
        "unit": "percent",
        "colors": ["info", "good"],
        "label_name": _("Month"),
    }


@page(FREEZE, methods=("POST",))
def exemption_act(request: Any, code: str, verb: str) -> HttpResponse:
    """Grant, freeze, give back or end an exemption."""
    supplier = _supplier(code)
    acts = {"freeze": freeze_exemption, "unfreeze": unfreeze_exemption, "end": end_exemption}
    try:
        with outbox.watch() as streams:
            if verb == "grant":
                item = typed.chosen(Item.objects.all(), request.POST.get("item"))
                grant_exemption(
                    supplier_id=supplier.pk,
                    item_id=item.pk if item else None,
                    evidence=request.POST.get("evidence", "")[:2000],
                    actor=request.actor,
                )
            elif verb in acts:
                key = typed.key(request.POST.get("exemption")) or 0
                if not InspectionExemption.objects.filter(pk=key, supplier=supplier).exists():
                    raise NotFound(kind="exemption")
                acts[verb](exemption_id=key, reason=request.POST.get("reason", ""), actor=request.actor)
            else:
                raise Http404
        outbox.drain(*streams)
        messages.success(
            request, _("The exemption of %(supplier)s is changed.") % {"supplier": supplier.name}
        )
    except DomainError as refusal:
        messages.error(request, refusal_text(refusal))
    return redirect(f"{reverse('supplier-score', args=[code])}#exemptions")
