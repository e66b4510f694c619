"""Items: the list, the page with stock, price and use, and the form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erp.core.errors import Conflict, Invalid
from erp.core.formats import quantity_text
from erp.core.http.messages import refusal_text
from erp.core.search import search_filter
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import base_currency
from inventory.models import Item
from inventory.selectors.items import ITEM_RIGHT, category_rows, item_rows
from inventory.selectors.stock import VIEW_STOCK, stock_levels, stock_totals
from inventory.selectors.substitutes import substitutes_of
from inventory.services.items import RIGHT, ItemValues, create_item, edit_item
from orders.forms import ItemForm
from orders.models import OrderLine, PriceListItem
from orders.selectors.orders import visible_order_lines
from orders.views.entry_answers import custom_fields
from orders.views.item_found import item_of
from orders.views.item_units import kit_card
from orders.views.story import page_of
from production.selectors.boms import where_used

EDIT_RIGHT = RIGHT[0]
_KINDS = (("CSV", "csv"), ("Excel", "xlsx"))
ORDERINGS = {"sku": "sku", "name": "name", "price": "list_price", "created": "created_at"}


def _wanted(request: Any) -> tuple[Any, list[Any]]:
    """The items that the filters and the search leave, and the filters."""
    yes_no = [("True", _("Yes")), ("False", _("No"))]
    categories = [(row.pk, row.name) for row in category_rows(request.actor).order_by("name")[:200]]
    chips = [
        filters.choice(request, "category", _("Category"), categories, "category_id"),
        filters.choice(request, "kind", _("Kind"), Item.Kind.choices),
        filters.choice(request, "supply", _("Supply"), Item.Supply.choices),
        filters.choice(request, "sold", _("Sold"), yes_no, "is_sold"),
        filters.choice(request, "active", _("Active"), yes_no, "is_active"),
    ]
    rows = filters.applied(item_rows(request.actor), chips).select_related("unit", "category")
    if text := request.GET.get("q", "").strip():
        rows = rows.filter(search_filter(text))
    return rows, chips


@page(ITEM_RIGHT)
def item_list(request: Any) -> HttpResponse:
    """The items, with the stock of those on the page."""
    rows, chips = _wanted(request)
    urls = [(text, reverse("item-export", args=[kind])) for text, kind in _KINDS]
    found = ListPage(request, rows, ORDERINGS, "sku")
    shows_stock = request.actor.has(VIEW_STOCK)
    totals: dict[int, Any] = {}
    if shows_stock and found.rows:
        for level in stock_levels(item_ids=[row.pk for row in found.rows]):
            totals.setdefault(level.item_id, []).append(level)
    for row in found.rows:
        row.stock = stock_totals(totals[row.pk]) if row.pk in totals else None
        row.incoming = row.stock["in_transit"] + row.stock["on_order"] if row.stock else None
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": request.GET.get("q") or any(chip.condition is not None for chip in chips),
        "export_urls": export_links(request, urls),
        "may_create": request.actor.has(EDIT_RIGHT),
        "shows_stock": shows_stock,
        "shows_cost": request.actor.has("inventory.view_cost"),
        "currency": base_currency(),
    }
    return render(request, "orders/items.html", context)


@page(ITEM_RIGHT)
def item_export(request: Any, kind: str) -> Any:
    """The filtered items as a file; cost only for those who may see it."""
    rows, _chips = _wanted(request)
    shows_cost = request.actor.has("inventory.view_cost")
    head = [
        _("SKU"), _("Name"), _("Barcode"), _("Category"), _("Unit"), _("Kind"), _("Supply"), _("List price"),
        _("Safety stock"), _("Active"), *([_("Standard cost")] if shows_cost else []),
    ]  # fmt: skip
    return table_answer("items", kind, table_of(rows, head, lambda row: _cells(row, shows_cost)))


def _cells(row: Item, shows_cost: bool) -> list[Any]:
    return [
        row.sku, row.name, row.barcode, row.category.name if row.category else "", row.unit.code,
        row.get_kind_display(), row.get_supply_display(), row.list_price, row.safety_stock,
        _("Yes") if row.is_active else _("No"), *([row.standard_cost] if shows_cost else []),
    ]  # fmt: skip


@page(ITEM_RIGHT)
def item_detail(request: Any, sku: str) -> HttpResponse:
    """Stock per warehouse, prices, where it is used and who ordered it."""
    item = item_of(request, sku)
    levels = stock_levels(item_ids=[item.pk]) if request.actor.has(VIEW_STOCK) else []
    context: dict[str, Any] = {
        "item": item,
        "units": list(item.units.select_related("unit").order_by("unit__code")),
        "levels": levels,
        "totals": stock_totals(levels) if levels else None,
        "prices": list(
            PriceListItem.objects.filter(item=item)
            .select_related("price_list")
            .order_by("price_list__code", "minimum_quantity")[:50]
        ),
        "substitutes": substitutes_of(item.pk),
        "kit": kit_card(request, item),
        "used_in": where_used(item.pk)[:20] if request.actor.has("production.view_bom") else [],
        "lines": _recent_lines(request, item),
        "fields": [
            field for field in custom_fields("product", item.custom) if field["value"] not in ("", None)
        ],
        "stock_url": page_of("stock-item", item.sku),
        "may_edit": request.actor.has(EDIT_RIGHT),
        "shows_cost": request.actor.has("inventory.view_cost"),
        "currency": base_currency(),
    }
    context |= _figures(item, context["totals"])
    return render(request, "orders/item.html", context)


def _figures(item: Item, totals: dict[str, Decimal] | None) -> dict[str, Any]:
    """The four stock figures at the head of the page, as text."""
    if totals is None:
        return {}
    unit = item.unit.code
    is_low = totals["available"] < item.safety_stock
    return {
        "on_hand": quantity_text(totals["on_hand"], unit),
        "incoming": quantity_text(totals["in_transit"] + totals["on_order"], unit),
        "reserved": quantity_text(totals["reserved"], unit),
        "available": quantity_text(totals["available"], unit),
        "available_tone": "bad" if is_low else "",
        "available_detail": _("below safety stock") if is_low else "",
    }


def _recent_lines(request: Any, item: Item) -> list[OrderLine]:
    if not request.actor.has("orders.view_order"):
        return []
    rows = visible_order_lines(request.actor).filter(item=item).select_related("order__customer", "unit")
    return list(rows.order_by("-pk")[:10])


@page(EDIT_RIGHT, methods=("GET", "POST"))
def item_new(request: Any) -> HttpResponse:
    """Take up an item."""
    form = ItemForm(request.POST or None, in_chinese=_in_chinese())
    if request.method == "POST" and form.is_valid():
        try:
            item = create_item(values=_values(request, form), actor=request.actor)
        except Invalid as refusal:
            form.take_refusal(refusal.errors, {})
        else:
            messages.success(request, _("%(name)s is taken up.") % {"name": item})
            return redirect("item-detail", sku=item.sku)
    return _form_page(request, form, None)


@page(EDIT_RIGHT, methods=("GET", "POST"))
def item_edit(request: Any, sku: str) -> HttpResponse:
    """Change an item."""
    item = item_of(request, sku)
    form = ItemForm(request.POST or None, initial=_initial(item), in_chinese=_in_chinese())
    if request.method == "POST" and form.is_valid():
        try:
            item = edit_item(
                item_id=item.pk,
                values=_values(request, form),
                expected_version=typed.key(request.POST.get("version")),
                actor=request.actor,
            )
        except Invalid as refusal:
            form.take_refusal(refusal.errors, {})
        except Conflict as refusal:
            form.add_error(None, refusal_text(refusal))
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": item})
            return redirect("item-detail", sku=item.sku)
    return _form_page(request, form, item)


def _form_page(request: Any, form: ItemForm, item: Item | None) -> HttpResponse:
    context = {
        "form": form,
        "item": item,
        "shows_cost": request.actor.has("inventory.view_cost"),
        "back": reverse("item-detail", args=[item.sku]) if item else reverse("item-list"),
    }
    return render(request, "orders/item_form.html", context, status=422 if form.errors else 200)


def _in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


_PLAIN = ("sku", "name", "barcode", "kind", "tracking", "is_sold", "is_active", "supply", "planning",
          "safety_stock", "reorder_point", "reorder_quantity", "lead_time_days", "weight_kg",
          "shelf_life_days", "list_price", "standard_cost")  # fmt: skip
_ZERO_WHEN_EMPTY = {"safety_stock", "lead_time_days", "weight_kg", "list_price"}


def _initial(item: Item) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(item, name) for name in _PLAIN}
    found |= {name: getattr(item, f"{name}_id") for name in ("unit", "category", "tax_code")}
    for name, value in found.items():
        if hasattr(value, "normalize"):
            found[name] = f"{value.normalize():f}"
    return found | {f"custom_{key}": value for key, value in item.custom.items()}


def _values(request: Any, form: ItemForm) -> ItemValues:
    values: Any = {name: form.cleaned_data[name] for name in _PLAIN}
    for name in _ZERO_WHEN_EMPTY:
        values[name] = values[name] or 0
    for name in ("unit", "category", "tax_code"):
        row = form.cleaned_data[name]
        values[f"{name}_id"] = row.pk if row else None
    values["custom"] = form.custom_values()
    if not request.actor.has("inventory.view_cost") or values["standard_cost"] is None:
        del values["standard_cost"]
    found: ItemValues = values
    return found
