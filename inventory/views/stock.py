"""The stock page: four figures per product and warehouse, and what is behind each number."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import NotFound
from erp.core.formats import day_text, quantity_text
from erp.core.views import filters
from erp.core.views.page import page
from erp.core.views.tables import MOST_ROWS, export_links, table_answer
from erp.masterdata.selectors.company import business_day
from inventory.models import Item
from inventory.selectors.behind import balances_of, outlook, supply_of, waiting_demands
from inventory.selectors.items import category_rows, item_rows
from inventory.selectors.moves import VIEW_LEDGER, moves_in_list, visible_moves
from inventory.selectors.reservations import VIEW_RESERVATION, reservations_in_list, visible_reservations
from inventory.selectors.stock import VIEW_STOCK, stock_levels, stock_totals
from inventory.selectors.stock_list import StockQuery, StockRow, every_stock_row, low_count, stock_rows
from inventory.selectors.warehouses import warehouse_rows
from inventory.views.days_ahead import days_ahead
from inventory.views.links import document_url
from inventory.views.words import told_move

SIZE = 50
SHOWN = 30


def _place(text: str) -> tuple[str, str] | None:
    try:
        found = json.loads(base64.urlsafe_b64decode(text.encode()))
    except (ValueError, binascii.Error):
        return None
    is_place = isinstance(found, list) and len(found) == 2 and all(isinstance(one, str) for one in found)
    return (found[0].replace("\x00", ""), found[1].replace("\x00", "")) if is_place else None


def _cursor(side: str, row: StockRow) -> str:
    return side + base64.urlsafe_b64encode(json.dumps([row.sku, row.warehouse]).encode()).decode()


def _chips(request: Any) -> list[dict[str, Any]]:
    warehouses = [(row.pk, row.name) for row in warehouse_rows().filter(is_active=True)]
    categories = [(row.pk, row.name) for row in category_rows(request.actor).order_by("name")[:200]]
    only = [
        ("low", _("Below safety stock")),
        ("available", _("Something available")),
        ("incoming", _("Something coming")),
        ("backordered", _("Back-ordered")),
        ("blocked", _("Something blocked")),
        ("all", _("All, with zeros")),
    ]
    chips = [filters.choice(request, "only", _("Show"), only)]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses))
    if categories:
        chips.append(filters.choice(request, "category", _("Category"), categories))
    return [chip.shown for chip in chips]


def _query(request: Any, chips: list[dict[str, Any]]) -> StockQuery:
    chosen = {chip["name"]: chip["value"] for chip in chips}
    return StockQuery(
        text=request.GET.get("q", "").replace("\x00", ""),
        warehouse_id=int(chosen["warehouse"]) if chosen.get("warehouse") else None,
        category_id=int(chosen["category"]) if chosen.get("category") else None,
        only=chosen["only"],
    )


def _page(request: Any, query: StockQuery) -> dict[str, Any]:
    """One page of rows with the cursors beside it."""
    cursor = request.GET.get("cursor", "")
    place = _place(cursor[1:]) if cursor[:1] in {"a", "b"} else None
    is_back = bool(place) and cursor[0] == "b"
    asked = replace(
        query, limit=SIZE + 1, before=place if is_back else None, after=None if is_back else place
    )
    found = stock_rows(request.actor, asked)
    has_more = len(found) > SIZE
    rows = (found[1:] if is_back else found[:SIZE]) if has_more else found
    has_next = bool(rows) and (is_back or has_more)
    has_previous = bool(rows) and (has_more if is_back else bool(place))
    return {
        "rows": rows,
        "next": _cursor("a", rows[-1]) if has_next else "",
        "previous": _cursor("b", rows[0]) if has_previous else "",
    }


@page(VIEW_STOCK)
def stock_list(request: Any) -> HttpResponse:
    """One page of stock."""
    chips = _chips(request)
    query = _query(request, chips)
    may_export = request.actor.has(VIEW_LEDGER) or request.actor.has("orders.export_order")
    urls = [("CSV", reverse("stock-export", args=["csv"])), ("Excel", reverse("stock-export", args=["xlsx"]))]
    context = {
        "page": _page(request, query),
        "filters": chips,
        "filters_active": bool(query.text) or any(chip["value"] for chip in chips),
        "export_urls": export_links(request, urls) if may_export else [],
        "low": low_count(),
        "is_low_view": query.only == "low",
        "may_move": request.actor.has("inventory.post_move"),
    }
    return render(request, "inventory/stock.html", context)


@page(VIEW_STOCK)
def stock_export(request: Any, kind: str) -> Any:
    """The list as a file, at most 100,000 rows."""
    query = _query(request, _chips(request))
    return table_answer("stock", kind, _table(request, query))


def _table(request: Any, query: StockQuery) -> Iterator[list[Any]]:
    yield [
        _("SKU"), _("Name"), _("Unit"), _("Warehouse"), _("On hand"), _("Incoming"), _("Reserved"),
        _("Available"), _("Back-ordered"), _("Blocked"), _("On order"), _("In transit"), _("Safety stock"),
    ]  # fmt: skip
    for row in every_stock_row(request.actor, query, MOST_ROWS):
        yield [
            row.sku, row.name, row.unit, row.warehouse_name, row.on_hand, row.incoming, row.reserved,
            row.available, row.backordered, row.blocked, row.on_order, row.in_transit, row.safety_stock,
        ]  # fmt: skip


@page(VIEW_STOCK)
def stock_item(request: Any, sku: str) -> HttpResponse:
    """One product: where it lies, for whom, what is coming, how it goes on."""
    item = item_rows(request.actor).select_related("unit", "category").filter(sku=sku[:60]).first()
    if item is None or item.kind != Item.Kind.STOCKED:
        raise NotFound(kind="product", sku=sku[:60])
    levels = stock_levels(item_ids=[item.pk])
    chosen = next((row for row in levels if row.warehouse == request.GET.get("warehouse")), None)
    warehouse_id = chosen.warehouse_id if chosen else None
    totals = stock_totals([chosen] if chosen else levels)
    supply = supply_of(item, warehouse_id)
    waiting = list(waiting_demands(item, warehouse_id)[:SHOWN])
    places = [warehouse_id] if warehouse_id else [row.warehouse_id for row in levels]
    sees_demand = request.actor.has(VIEW_RESERVATION)
    context = {
        "item": item,
        "levels": levels,
        "chosen": chosen,
        "totals": {name: quantity_text(value, item.unit.code) for name, value in totals.items()},
        "incoming": quantity_text(totals["in_transit"] + totals["on_order"], item.unit.code),
        "is_low": stock_totals(levels)["available"] < item.safety_stock,
        "blocked": totals["blocked"],
        "balances": balances_of(item, warehouse_id),
        "today": business_day(timezone.now()),
        "item_key": str(item.pk),
        "reservations": _reservations(request, item, warehouse_id) if sees_demand else None,
        "waiting": _linked(request, waiting) if sees_demand else None,
        "supply": _linked(request, supply),
        "moves": _moves(request, item, warehouse_id) if request.actor.has(VIEW_LEDGER) else None,
        "chart": _chart(item, places),
        **days_ahead(request, item, places),
        "may_move": request.actor.has("inventory.post_move"),
        "may_hold": request.actor.has("inventory.hold_stock"),
        "may_adjust": request.actor.has("inventory.adjust_stock"),
        "item_url": document_url(request.actor, "item", item.sku),
    }
    return render(request, "inventory/stock_item.html", context)


def _linked(request: Any, rows: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "url": document_url(request.actor, row.document_kind, row.document_number),
            "left": row.quantity - getattr(row, "received", 0),
        }
        for row in rows
    ]


def _reservations(request: Any, item: Item, warehouse_id: int | None) -> list[dict[str, Any]]:
    rows = visible_reservations(request.actor).filter(balance__item=item)
    if warehouse_id is not None:
        rows = rows.filter(balance__warehouse_id=warehouse_id)
    found = reservations_in_list(rows.order_by("demand__promised_on", "pk"))[:SHOWN]
    told = []
    for row in found:
        demand = row.demand
        url = document_url(request.actor, demand.document_kind, demand.document_number)
        told.append({"row": row, "demand": demand, "url": url})
    return told


def _moves(request: Any, item: Item, warehouse_id: int | None) -> list[dict[str, Any]]:
    rows = visible_moves(request.actor).filter(item=item)
    if warehouse_id is not None:
        rows = rows.filter(warehouse_id=warehouse_id)
    return [told_move(request.actor, row, item.unit.code) for row in moves_in_list(rows.order_by("-pk"))[:20]]


def _chart(item: Item, warehouse_ids: list[int]) -> dict[str, Any]:
    """The projected stock as a chart, with the day it runs out."""
    found = outlook(item, warehouse_ids, today=business_day(timezone.now()))
    series: list[dict[str, Any]] = [
        {"name": str(_("Projected stock")), "data": [float(level) for level in found.stock]},
        {"name": str(_("Available to promise")), "data": [float(level) for level in found.free]},
    ]
    series[1]["dashed"] = True
    if item.safety_stock:
        series[0]["target"] = float(item.safety_stock)
    spec = {
        "type": "line",
        "labels": [day_text(day) for day in found.days],
        "series": series,
        "label_name": _("Day"),
    }
    short = found.shortage_on
    subtitle = _("runs short on %(day)s") % {"day": day_text(short)} if short else _("the next 60 days")
    if item.safety_stock:
        text = quantity_text(item.safety_stock, item.unit.code)
        subtitle += " · " + _("safety stock %(quantity)s") % {"quantity": text}
    return {"spec": spec, "subtitle": subtitle, "is_short": short is not None}
