"""Type-ahead for warehouse forms: products, places, lots, suppliers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import JsonResponse
from django.utils.translation import gettext as _

from erp.core.formats import quantity_text
from erp.core.views import typed
from erp.core.views.page import page
from erp.masterdata.models import Supplier
from inventory.models import Item, Location, Lot
from inventory.selectors.items import ITEM_RIGHT, item_by_barcode, search_items
from inventory.selectors.stock import VIEW_STOCK, stock_levels
from inventory.selectors.warehouses import location_rows

MOST = 12


@page(ITEM_RIGHT)
def stocked_items(request: Any) -> JsonResponse:
    """Stocked products that fit what was typed or scanned, with what is there of them."""
    text = request.GET.get("q", "")
    scanned = item_by_barcode(text)
    found = [scanned[0]] if scanned and scanned[0].is_active else search_items(request.actor, text, MOST)
    items = [row for row in found if row.kind == Item.Kind.STOCKED]
    warehouse = typed.key(request.GET.get("warehouse") or request.GET.get("from_warehouse"))
    stock: dict[int, tuple[Any, Any]] = {}
    if items and request.actor.has(VIEW_STOCK):
        for level in stock_levels(
            item_ids=[row.pk for row in items], warehouse_ids=[warehouse] if warehouse else None
        ):
            on_hand, available = stock.get(level.item_id, (0, 0))
            stock[level.item_id] = (on_hand + level.on_hand, available + level.available)
    return JsonResponse([_item(row, stock.get(row.pk)) for row in items], safe=False)


def _item(row: Item, stock: tuple[Any, Any] | None) -> dict[str, Any]:
    detail = ""
    if stock is not None:
        detail = _("%(on_hand)s on hand, %(available)s available") % {
            "on_hand": quantity_text(stock[0], row.unit.code),
            "available": quantity_text(stock[1], row.unit.code),
        }
    return {
        "value": row.pk,
        "label": f"{row.sku} {row.name}",
        "detail": detail,
        "unit_code": row.unit.code,
        "tracking": row.tracking,
    }


@page(VIEW_STOCK)
def locations(request: Any) -> JsonResponse:
    """Places of the chosen warehouse by code or bar code."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    warehouse = typed.key(
        request.GET.get("to_warehouse") if "to_warehouse" in request.GET else request.GET.get("warehouse")
    )
    rows = location_rows(request.actor).filter(is_active=True).select_related("warehouse")
    if warehouse:
        rows = rows.filter(warehouse_id=warehouse)
    exact = rows.filter(Q(barcode=text) | Q(code__iexact=text)) if text else rows.none()
    found = list(exact[:1]) or list(rows.filter(code__icontains=text)[:MOST])
    return JsonResponse([_place(row) for row in found], safe=False)


def _place(row: Location) -> dict[str, Any]:
    kind = "" if row.kind == Location.Kind.STORAGE else str(row.get_kind_display())
    detail = " · ".join(part for part in (row.warehouse.name, row.zone, kind) if part)
    return {"value": row.pk, "label": row.code, "detail": detail}


@page(VIEW_STOCK)
def lots(request: Any) -> JsonResponse:
    """Lots of the chosen product that are in stock."""
    item = typed.key(request.GET.get("item"))
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    rows = Lot.objects.filter(item_id=item or 0, code__icontains=text, balances__on_hand__gt=0).distinct()
    found = [
        {"value": row.code, "label": row.code, "detail": ""}
        for row in rows.order_by("expires_on", "pk")[:MOST]
    ]
    return JsonResponse(found, safe=False)


@page("inventory.view_purchase_order")
def suppliers(request: Any) -> JsonResponse:
    """Suppliers that fit what was typed."""
    from erp.core.search import search_filter, search_rank

    text = request.GET.get("q", "")
    rows = Supplier.objects.filter(search_filter(text), is_active=True)
    found = rows.order_by(search_rank(text, "code"), "code")[:MOST]
    return JsonResponse(
        [{"value": row.pk, "label": f"{row.code} {row.name}", "detail": row.phone} for row in found],
        safe=False,
    )
