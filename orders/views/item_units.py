"""A product's units and barcodes, and what a kit consists of, on its page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import Conflict, Invalid
from erp.core.formats import unit_text
from erp.core.http.messages import refusal_text
from erp.core.views import typed
from erp.core.views.page import page
from erp.masterdata.selectors.company import business_day
from erp.masterdata.selectors.units import unit_rows
from inventory.models import Item
from inventory.selectors.stock import VIEW_STOCK, stock_levels, stock_totals
from inventory.services.items import MAX_UNITS, RIGHT, ItemUnitValues, edit_item
from orders.views.item_found import item_of
from production.selectors.kits import kit_contents

EMPTY_ROWS = 3
ZERO = Decimal(0)


def kit_card(request: Any, item: Item) -> dict[str, Any] | None:
    """What a kit consists of and how many the stock makes; None for what is no kit."""
    if item.kind != Item.Kind.KIT:
        return None
    parts = kit_contents([item.pk], business_day(timezone.now())).get(item.pk, [])
    shows_stock = request.actor.has(VIEW_STOCK)
    free: dict[int, Decimal] = {}
    if shows_stock and parts:
        levels: dict[int, list[Any]] = {}
        for level in stock_levels(item_ids=[part.item.pk for part in parts]):
            levels.setdefault(level.item_id, []).append(level)
        free = {pk: stock_totals(rows)["available"] for pk, rows in levels.items()}
    rows: list[dict[str, Any]] = [
        {
            "part": part,
            "per_kit": part.needed(Decimal(1)),
            "available": free.get(part.item.pk, ZERO),
            "kits": part.kits_from(free.get(part.item.pk, ZERO)),
        }
        for part in parts
    ]
    least = min((row["kits"] for row in rows), default=ZERO)
    for row in rows:
        row["is_scarce"] = row["kits"] == least
    return {"rows": rows, "shows_stock": shows_stock, "available": least}


@page(RIGHT[0], methods=("GET", "POST"))
def item_units(request: Any, sku: str) -> HttpResponse:
    """The form of a product's units and their barcodes."""
    item = item_of(request, sku)
    rows = _sent(request) if request.method == "POST" else _stored(item)
    barcode = request.POST.get("barcode", item.barcode).strip()[:60]
    errors: dict[str, str] = {}
    problem = ""
    if request.method == "POST":
        try:
            edit_item(
                item_id=item.pk,
                values={"barcode": barcode},
                units=_values(rows),
                expected_version=typed.key(request.POST.get("version")),
                actor=request.actor,
            )
        except Invalid as refusal:
            errors = {path: " ".join(map(str, texts)) for path, texts in refusal.errors.items()}
            problem = _place(rows, errors)
        except Conflict as refusal:
            problem = refusal_text(refusal)
        else:
            messages.success(request, _("The units of %(sku)s are saved.") % {"sku": item.sku})
            return redirect("item-detail", sku=item.sku)
    context = {
        "item": item,
        "rows": [*rows, *({} for _n in range(min(EMPTY_ROWS, MAX_UNITS - len(rows))))],
        "barcode": barcode,
        "base_label": _("Barcode of 1 %(unit)s") % {"unit": unit_text(item.unit.code)},
        "all_units": list(unit_rows()),
        "errors": errors,
        "problem": problem,
    }
    return render(request, "orders/item_units.html", context, status=422 if errors or problem else 200)


def _stored(item: Item) -> list[dict[str, Any]]:
    return [
        {
            "unit": str(row.unit_id),
            "numerator": row.numerator,
            "denominator": row.denominator,
            "barcode": row.barcode,
        }
        for row in item.units.order_by("unit__code")
    ]


def _sent(request: Any) -> list[dict[str, Any]]:
    """The rows as typed; those without a unit are left out."""
    rows = []
    for n in range(MAX_UNITS + EMPTY_ROWS):
        unit = request.POST.get(f"unit-{n}", "").strip()
        if unit:
            row = {
                name: request.POST.get(f"{name}-{n}", "").strip()[:60]
                for name in ("numerator", "denominator", "barcode")
            }
            rows.append({"unit": unit, **row})
    return rows


def _values(rows: list[dict[str, Any]]) -> list[ItemUnitValues]:
    """The rows as the service takes them.

    Raises: Invalid on `units[n].…`.
    """
    found: list[ItemUnitValues] = []
    errors: dict[str, list[Any]] = {}
    known = {str(pk) for pk in unit_rows().values_list("pk", flat=True)}
    for n, row in enumerate(rows):
        if row["unit"] not in known:
            errors[f"units[{n}].unit"] = [_("There is no such unit.")]
            continue
        value: ItemUnitValues = {"unit_id": int(row["unit"]), "barcode": row["barcode"]}
        for name in ("numerator", "denominator"):
            text = row[name] or "1"
            if not (text.isascii() and text.isdigit() and len(text) <= 13):
                errors[f"units[{n}].{name}"] = [_("This must be a whole number above zero.")]
            else:
                value[name] = int(text)  # type: ignore[literal-required]  # the name comes from the list of fields above
        found.append(value)
    if errors:
        raise Invalid(errors=errors)
    return found


def _place(rows: list[dict[str, Any]], errors: dict[str, str]) -> str:
    """Put the refusals beside their cells; what belongs to no cell is the answer."""
    rest = []
    for path, text in errors.items():
        head, _dot, name = path.partition("].")
        if head.startswith("units[") and name:
            row = rows[int(head.removeprefix("units["))]
            row.setdefault("errors", {})[name] = text
        elif path != "barcode":
            rest.append(text)
    return " ".join(rest)
