"""Bills of materials: the list, and an item's structure with cost, routing and where it is used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import Conflict, NotFound
from erp.core.http.messages import refusal_text
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import base_currency, business_day
from inventory.models import Item
from inventory.selectors.items import item_rows
from production.models import Bom
from production.selectors.boms import ExplodedLine, bom_rows, explode_item, used_everywhere, versions_of
from production.selectors.costs import COST_RIGHT, last_costs
from production.selectors.routings import operations_with_places, routings_in_force
from production.services.boms import RIGHT
from production.services.routings import RIGHT as ROUTING_RIGHT

VIEW_BOM = "production.view_bom"
MOST_LINES = 1_000
_KINDS = (("CSV", "csv"), ("Excel", "xlsx"))
ORDERINGS = {"sku": "item__sku", "valid_from": "valid_from"}
TABS = ("structure", "used", "routing")


def _wanted(request: Any) -> tuple[Any, list[Any], str]:
    chips = [
        filters.flag(request, "phantom", _("Phantom"), Q(is_phantom=True)),
        filters.flag(request, "inactive", _("Not active"), Q(is_active=False)),
        filters.flag(request, "alternatives", _("Alternatives"), ~Q(alternative="")),
    ]
    rows = filters.applied(bom_rows(request.actor), chips).select_related("item__unit")
    text = request.GET.get("q", "").strip()[:60]
    if text:
        rows = rows.filter(
            Q(item__sku__icontains=text) | Q(item__name__icontains=text) | Q(components__item__sku=text)
        ).distinct()
    return rows.annotate(parts=Count("components", distinct=True)), chips, text


@page(VIEW_BOM)
def bom_list(request: Any) -> HttpResponse:
    """One page of bills, by SKU."""
    rows, chips, text = _wanted(request)
    urls = [(label, reverse("bom-export", args=[kind])) for label, kind in _KINDS]
    context = {
        "page": ListPage(request, rows, ORDERINGS, "sku"),
        "filters": [chip.shown for chip in chips],
        "filters_active": bool(text) or any(chip.condition is not None for chip in chips),
        "export_urls": export_links(request, urls),
        "may_edit": request.actor.has(RIGHT[0]),
        "shows_cost": request.actor.has(COST_RIGHT),
    }
    return render(request, "production/boms.html", context)


@page(VIEW_BOM)
def bom_export(request: Any, kind: str) -> Any:
    """The components of the filtered bills as a file that the import takes again."""
    rows, _chips, _text = _wanted(request)
    head = [
        _("Product"), _("Valid from"), _("Valid to"), _("For a quantity of"), _("Phantom"), _("Component"),
        _("Quantity"), _("Unit"), _("Scrap in %"), _("Once per order"), _("Operation"),
    ]  # fmt: skip
    return table_answer("boms", kind, _component_rows(rows, head))


def _component_rows(rows: Any, head: list[Any]) -> Any:
    table = table_of(
        rows.prefetch_related("components__item__unit", "components__unit"), head, lambda row: row
    )
    yield next(table)
    bills: Iterator[Any] = table
    for bom in bills:
        for part in bom.components.all():
            yield [
                bom.item.sku, bom.valid_from, bom.valid_to, bom.output_quantity, _yes(bom.is_phantom),
                part.item.sku, part.quantity if part.unit_quantity is None else part.unit_quantity,
                (part.unit or part.item.unit).code, part.scrap_percent, _yes(part.is_fixed),
                part.operation_number,
            ]  # fmt: skip


def _yes(value: bool) -> str:
    return _("Yes") if value else ""


def item_of(request: Any, sku: str) -> Item:
    """The item that an address names.

    Raises: NotFound.
    """
    found = item_rows(request.actor).select_related("unit").filter(sku=sku[:60]).first()
    if found is None:
        raise NotFound(kind="product", id=sku[:60])
    return found


@page(VIEW_BOM)
def bom_detail(request: Any, sku: str) -> HttpResponse:
    """What an item consists of through all levels, what that costs, how it is made, where it is used."""
    item = item_of(request, sku)
    on, quantity, problem = _asked(request)
    bom = _bom_of(request, item, on)
    tab = request.GET.get("tab", TABS[0] if bom is not None or item.supply == Item.Supply.MAKE else "used")
    shows_cost = request.actor.has(COST_RIGHT)
    routing = routings_in_force([item.pk], on).get(item.pk)
    context: dict[str, Any] = {
        "item": item,
        "bom": bom,
        "versions": list(versions_of(item.pk)[:50]),
        "on": on,
        "quantity": quantity,
        "problem": problem,
        "tab": tab if tab in TABS else TABS[0],
        "routing": routing,
        "operations": _operations(routing, quantity),
        "cost": last_costs([item.pk]).get(item.pk) if shows_cost else None,
        "shows_cost": shows_cost,
        "currency": base_currency(),
        "may_edit": request.actor.has(RIGHT[0]),
        "may_edit_routing": request.actor.has(ROUTING_RIGHT[0]),
    }
    if context["tab"] == "used":
        uses = used_everywhere(item.pk, on)
        context |= {"uses": uses[:MOST_LINES], "is_cut": len(uses) > MOST_LINES}
    elif context["tab"] == "structure":
        context |= _structure(item, bom, on, quantity)
    return render(request, "production/bom.html", context)


def _asked(request: Any) -> tuple[date, Decimal, str]:
    """The day and the quantity of the address; what can't be read gives today and one, and says so."""
    on, quantity, problem = business_day(timezone.now()), Decimal(1), ""
    try:
        if request.GET.get("date"):
            on = typed.day(request.GET["date"])
        if request.GET.get("quantity"):
            quantity = typed.quantity(request.GET["quantity"])
    except ValueError as error:
        problem = str(error)
    return on, quantity, problem


def _bom_of(request: Any, item: Item, on: date) -> Bom | None:
    """The version that the address names, else the one in force, else the latest."""
    rows = versions_of(item.pk).prefetch_related(
        "components__item__unit", "components__unit", "components__substitutes__item", "outputs__item__unit"
    )
    pk = typed.key(request.GET.get("version"))
    named = rows.filter(pk=pk).first() if pk is not None else None
    holding = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, is_active=True)
    return named or holding.filter(alternative="").order_by("-valid_from").first() or rows.first()


def _structure(item: Item, bom: Bom | None, on: date, quantity: Decimal) -> dict[str, Any]:
    """The tree with costs; a structure with a circle says so."""
    if bom is None:
        return {"lines": []}
    try:
        lines = explode_item(item.pk, quantity, on)
    except Conflict as refusal:
        return {"lines": [], "problem": refusal_text(refusal)}
    rows = [_line(line) for line in lines[:MOST_LINES]]
    leaves = [line for line in lines if not line.is_made]
    material = sum((line.quantity * line.item.standard_cost for line in leaves), Decimal(0))
    return {"lines": rows, "is_cut": len(lines) > MOST_LINES, "material": material}


def _line(line: ExplodedLine) -> dict[str, Any]:
    return {
        "line": line,
        "depth": min(line.level, 12),
        "cost": line.quantity * line.item.standard_cost,
    }


def _operations(routing: Any, quantity: Decimal) -> list[dict[str, Any]]:
    """The operations with the hours that a quantity takes on one machine."""
    if routing is None:
        return []
    found = []
    for row in operations_with_places().filter(routing=routing):
        minutes = (row.setup_minutes + row.run_minutes * quantity) / row.work_center.efficiency
        found.append({"row": row, "hours": round(minutes / 60, 2)})
    return found
