"""Type-ahead of customers and products, and lines pasted from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import JsonResponse
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.formats import money_text, unit_text
from erp.core.quantity import plain
from erp.core.views import typed
from erp.core.views.page import json_body, page
from erp.masterdata.selectors.company import base_currency
from inventory.models import Item, ItemUnit
from inventory.selectors.items import ITEM_RIGHT, search_items
from orders.selectors.customers import search_customers
from orders.services.entry import MAX_LINES

_COLUMNS = 3


@page("masterdata.view")
def customers(request: Any) -> JsonResponse:
    """Customers that fit what was typed, as the combobox takes them."""
    found = search_customers(request.actor, request.GET.get("q", ""), 12)
    rows = [
        {"value": row.pk, "label": f"{row.code} {row.name}", "detail": row.phone, "code": row.code}
        for row in found
    ]
    return JsonResponse(rows, safe=False)


@page(ITEM_RIGHT)
def products(request: Any) -> JsonResponse:
    """Sold products that fit what was typed, with unit and list price."""
    found = search_items(request.actor, request.GET.get("q", ""), 12, only_sold=True)
    currency = base_currency()
    return JsonResponse([_option(row, currency) for row in found], safe=False)


def _option(item: Item, currency: str) -> dict[str, Any]:
    return {
        "value": item.pk,
        "label": f"{item.sku} {item.name}",
        "sku": item.sku,
        "name": item.name,
        "detail": f"{money_text(item.list_price, currency)} / {unit_text(item.unit.code)}",
        "unit": item.unit_id,
        "unit_text": unit_text(item.unit.code),
    }


@page("orders.create_order", methods=("POST",))
def paste(request: Any) -> JsonResponse:
    """Rows pasted as `SKU<TAB>quantity[<TAB>price]`: each as a line, or with what is wrong in it.

    Shape: `{text}` → `{rows: [{item, label, unit, unit_text, quantity, price, errors}]}`.
    """
    request.actor.require(ITEM_RIGHT)
    text = str(json_body(request).get("text") or "")
    rows = [row for row in (_cells(line) for line in text.splitlines()) if row][:MAX_LINES]
    items = _items(request.actor, {row[0] for row in rows})
    return JsonResponse({"rows": [_row(cells, items) for cells in rows]})


def _cells(line: str) -> list[str]:
    separator = "\t" if "\t" in line else ";" if ";" in line else None
    cells = [cell.strip().strip('"') for cell in line.split(separator)]
    return cells if cells and cells[0] else []


def _items(actor: Actor, codes: set[str]) -> dict[str, tuple[Item, ItemUnit | None]]:
    """Items by lower-cased SKU or bar code, packs by their own bar code; two queries."""
    wanted = {code[:60] for code in codes} | {code[:60].upper() for code in codes}
    found: dict[str, tuple[Item, ItemUnit | None]] = {}
    packs = ItemUnit.objects.filter(barcode__in=wanted - {""}).select_related("item__unit", "unit")
    for pack in packs:
        found[pack.barcode.lower()] = (pack.item, pack)
    items = Item.objects.filter(Q(sku__in=wanted) | Q(barcode__in=wanted - {""})).select_related("unit")
    for item in items:
        if item.barcode:
            found[item.barcode.lower()] = (item, None)
    for item in items:
        found[item.sku.lower()] = (item, None)
    return found


def _row(cells: list[str], items: dict[str, tuple[Item, ItemUnit | None]]) -> dict[str, Any]:
    sku, amount, price = (cells + [""] * _COLUMNS)[:_COLUMNS]
    row: dict[str, Any] = {"label": sku, "quantity": amount, "price": price, "errors": {}}
    found = items.get(sku.lower())
    if found is None:
        row["errors"]["product"] = _("No product is called “%(text)s”.") % {"text": sku[:60]}
    else:
        item, pack = found
        unit = pack.unit if pack else item.unit
        row |= {
            "item": item.pk,
            "label": item.sku,
            "name": item.name,
            "unit": unit.pk,
            "unit_text": unit_text(unit.code),
        }
        if not (item.is_active and item.is_sold):
            row["errors"]["product"] = _("This product is not sold.")
    for name, read in (("quantity", typed.quantity), ("price", typed.amount)):
        if not row[name]:
            continue
        try:
            row[name] = plain(read(row[name]))
        except ValueError as error:
            row["errors"][name] = str(error)
    if not amount:
        row["errors"]["quantity"] = _("Give a quantity.")
    return row
