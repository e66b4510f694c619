"""Replenishment and stock analysis in the browser."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core import outbox
from erp.core.errors import DomainError
from erp.core.http.messages import refusal_text
from erp.core.views import filters, typed
from erp.core.views.page import back_to, page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import base_currency
from inventory.models import ReplenishmentSuggestion, StockFigure
from inventory.selectors.items import category_rows
from inventory.selectors.replenishment import (
    VIEW_REPLENISHMENT,
    position_of,
    summary_of,
    visible_figures,
    visible_suggestions,
    why,
)
from inventory.selectors.warehouses import warehouse_rows
from inventory.services.replenishment import (
    RUN,
    accept_suggestion,
    dismiss_suggestion,
    run_replenishment,
    settings_row,
)
from inventory.views.links import document_url

DECIDE = "inventory.create_requisition"


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    supplies = [("buy", _("Bought")), ("make", _("Made"))]
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    chips = [
        filters.choice(request, "supply", _("Supply"), supplies, "item__supply"),
        filters.lookup(request, "supplier", _("Supplier"), reverse("lookup-suppliers"), "supplier"),
    ]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    rows = filters.applied(visible_suggestions(request.actor).filter(status="open"), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(Q(item__sku__iexact=text) | Q(item__search_key__contains=text.lower()))
    return rows, chips


@page(VIEW_REPLENISHMENT)
def suggestion_list(request: Any) -> HttpResponse:
    """What the last run found worth buying or making."""
    rows, chips = _wanted(request)
    found = ListPage(
        request, rows, {"needed": "needed_on", "sku": "item__sku", "quantity": "quantity"}, default="needed"
    )
    found.rows = [
        {
            "pk": row.pk,
            "row": row,
            "position": position_of(row),
            "why": why(row),
            "url": document_url(request.actor, "stock", row.item.sku),
        }
        for row in found.rows
    ]
    last = StockFigure.objects.order_by("-computed_at").values_list("computed_at", flat=True).first()
    urls = [(text, reverse("replenishment-export", args=[kind])) for text, kind in _KINDS]
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "may_decide": request.actor.has(DECIDE),
        "may_run": request.actor.has(RUN),
        "computed_at": last,
    }
    return render(request, "inventory/replenishment.html", context)


_KINDS = (("CSV", "csv"), ("Excel", "xlsx"))


@page(VIEW_REPLENISHMENT)
def suggestion_export(request: Any, kind: str) -> Any:
    """The filtered suggestions as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("SKU"), _("Product"), _("Warehouse"), _("On hand"), _("On order"), _("Asked for"), _("Demand"),
        _("Reorder point"), _("Quantity"), _("Unit"), _("Needed by"), _("Supplier"), _("Why"),
    ]  # fmt: skip
    return table_answer("replenishment", kind, table_of(rows, head, _suggestion_cells))


def _suggestion_cells(row: ReplenishmentSuggestion) -> list[Any]:
    return [
        row.item.sku, row.item.name, row.warehouse.name, row.on_hand, row.on_order, row.asked_for, row.demand,
        row.reorder_point, row.quantity, row.item.unit.code, row.needed_on,
        row.supplier.name if row.supplier else "", why(row),
    ]  # fmt: skip


@page(RUN, methods=("POST",))
def run_now(request: Any) -> HttpResponse:
    """Reckon everything anew."""
    found = run_replenishment(actor=request.actor)
    text = ngettext("%(n)s suggestion found.", "%(n)s suggestions found.", found.suggestions)
    messages.success(request, text % {"n": found.suggestions})
    return redirect(back_to(request, reverse("replenishment")))


@page(DECIDE, methods=("POST",))
def decide_suggestions(request: Any, verb: str) -> HttpResponse:
    """Accept or dismiss the ticked suggestions; those that refuse are told one by one."""
    if verb not in {"accept", "dismiss"}:
        raise Http404
    found = {typed.key(value) for value in request.POST.getlist("ids")}
    ids = sorted(pk for pk in found if pk is not None)[:500]
    done = 0
    with outbox.watch() as streams:
        for row in visible_suggestions(request.actor).filter(pk__in=ids).order_by("item_id"):
            try:
                if verb == "accept":
                    accept_suggestion(suggestion_id=row.pk, actor=request.actor)
                else:
                    dismiss_suggestion(suggestion_id=row.pk, actor=request.actor)
                done += 1
            except DomainError as refusal:
                messages.error(request, f"{row.item.sku}: {refusal_text(refusal)}")
    outbox.drain(*streams)
    if not done:
        messages.error(request, _("Tick at least one."))
    elif verb == "accept":
        text = ngettext("%(n)s suggestion accepted.", "%(n)s suggestions accepted.", done)
        messages.success(request, text % {"n": done})
    else:
        text = ngettext("%(n)s suggestion dismissed.", "%(n)s suggestions dismissed.", done)
        messages.success(request, text % {"n": done})
    return redirect(back_to(request, reverse("replenishment")))


def _figures(request: Any) -> tuple[Any, list[filters.Chip]]:
    categories = [(row.pk, row.name) for row in category_rows(request.actor)[:200]]
    chips = [
        filters.many(request, "abc", _("ABC"), [(name, name) for name in "ABC"]),
        filters.many(request, "xyz", _("XYZ"), [(name, name) for name in "XYZ"]),
        filters.flag(request, "slow", _("Slow movers"), Q(is_slow=True)),
        filters.flag(request, "excess", _("Over-stock"), Q(excess__gt=0)),
        filters.choice(request, "category", _("Category"), categories, "item__category_id"),
    ]
    rows = filters.applied(visible_figures(request.actor), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(Q(item__sku__iexact=text) | Q(item__search_key__contains=text.lower()))
    return rows, chips


@page(VIEW_REPLENISHMENT)
def stock_analysis(request: Any) -> HttpResponse:
    """ABC × XYZ, turnover, slow movers, over-stock and sell-through, with the items behind them."""
    rows, chips = _figures(request)
    setting = settings_row()
    summary = summary_of(rows, days=setting.window_weeks * 7)
    orderings = {
        "value": "stock_value", "excess": "excess_value", "used": "used_value", "sku": "item__sku",
        "cover": "on_hand",
    }  # fmt: skip
    urls = [(text, reverse("stock-analysis-export", args=[kind])) for text, kind in _KINDS]
    context = {
        "page": ListPage(request, rows, orderings, default="-value"),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "summary": summary,
        "matrix": [(abc, [_cell(summary, abc, xyz) for xyz in "XYZ"]) for abc in "ABC"],
        "setting": setting,
        "shows_cost": request.actor.has("inventory.view_cost"),
        "currency": base_currency(),
    }
    return render(request, "inventory/stock_analysis.html", context)


def _cell(summary: Any, abc: str, xyz: str) -> dict[str, Any]:
    found = summary.classes.get(f"{abc}{xyz}", {"n": 0, "value": 0})
    return {**found, "name": f"{abc}{xyz}", "url": f"?abc={abc}&xyz={xyz}"}


@page(VIEW_REPLENISHMENT)
def stock_analysis_export(request: Any, kind: str) -> Any:
    """The filtered figures as a file."""
    rows, _chips = _figures(request)
    sees_cost = request.actor.has("inventory.view_cost")
    head = [
        _("SKU"), _("Product"), _("ABC"), _("XYZ"), _("On hand"), _("Used"), _("Demand a day"), _("Turnover"),
        _("Days of cover"), _("Sell-through"), _("Last used"), _("Slow"), _("Over-stock"),
        *([_("Value in stock"), _("Value used"), _("Value of over-stock")] if sees_cost else []),
    ]  # fmt: skip
    return table_answer("stock-analysis", kind, table_of(rows, head, lambda row: _cells(row, sees_cost)))


def _cells(row: StockFigure, sees_cost: bool) -> list[Any]:
    values = [row.stock_value, row.used_value, row.excess_value] if sees_cost else []
    return [
        row.item.sku, row.item.name, row.abc, row.xyz, row.on_hand, row.used, _round(row.daily_demand),
        _round(row.turnover), _round(row.cover_days), _round(row.sell_through), row.last_used_on,
        _("Yes") if row.is_slow else "", row.excess, *values,
    ]  # fmt: skip


def _round(value: float | None) -> str | None:
    return None if value is None else f"{value:.3f}"
