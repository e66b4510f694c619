"""Bins: warehouse, zones and bins with what lies in them; one bin with its label; many made at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from erp.core.errors import Invalid, NotFound
from erp.core.pdf import code128_svg
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from inventory.models import Location, Zone
from inventory.selectors.bins import bin_contents, bins_in_list, fill_rate
from inventory.selectors.warehouses import putaway_rule_rows, warehouse_rows, zone_rows
from inventory.services.warehouses import RIGHT, LocationValues
from inventory.services.zones import create_bins

VIEW_BIN = "inventory.view_stock"
EDIT_BIN = RIGHT[0]


def _wanted(request: Any) -> tuple[Any, list[filters.Chip], str]:
    warehouses = [(row.pk, row.name) for row in warehouse_rows().filter(is_active=True)]
    zones = sorted(set(zone_rows(request.actor).values_list("code", flat=True)[:200]))
    chips = [filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id")]
    if zones:
        chips.append(filters.choice(request, "zone", _("Zone"), [(code, code) for code in zones], "zone"))
    chips += [
        filters.choice(request, "kind", _("Kind"), Location.Kind.choices, "kind"),
        filters.flag(request, "empty", _("Empty"), Q(products=0)),
        filters.flag(request, "filled", _("With goods"), Q(products__gt=0)),
    ]
    rows = filters.applied(bins_in_list(request.actor), chips)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if text:
        rows = rows.filter(Q(code__istartswith=text) | Q(path__iexact=text) | Q(barcode=text))
    return rows, chips, text


@page(VIEW_BIN)
def bin_list(request: Any) -> HttpResponse:
    """One page of bins, in walking order."""
    rows, chips, text = _wanted(request)
    found = ListPage(
        request,
        rows,
        {"code": "code", "sequence": "pick_sequence", "warehouse": "warehouse__code"},
        "sequence",
    )
    for row in found.rows:
        row.rate = fill_rate(row)
    urls = [("CSV", reverse("bin-export", args=["csv"])), ("Excel", reverse("bin-export", args=["xlsx"]))]
    context = {
        "page": found,
        "zones": list(zone_rows(request.actor).select_related("warehouse")[:200]),
        "rules": list(
            putaway_rule_rows(request.actor).select_related(
                "warehouse", "item", "category", "zone", "location__warehouse"
            )[:100]
        ),
        "filters": [chip.shown for chip in chips],
        "filters_active": bool(text) or any(chip.condition is not None for chip in chips),
        "export_urls": export_links(request, urls),
        "may_edit": request.actor.has(EDIT_BIN),
    }
    return render(request, "inventory/bins.html", context)


@page(VIEW_BIN)
def bin_export(request: Any, kind: str) -> Any:
    """The filtered bins as a file."""
    rows, _chips, _text = _wanted(request)
    head = [
        _("Bin"), _("Warehouse"), _("Zone"), _("Kind"), _("Pick sequence"), _("Products"), _("Quantity"),
        _("Room for a quantity of"), _("Bears kg"), _("Barcode"),
    ]  # fmt: skip
    return table_answer("bins", kind, table_of(rows, head, _cells))


def _cells(row: Any) -> list[Any]:
    return [
        row.path, row.warehouse.name, row.zone, row.get_kind_display(), row.pick_sequence, row.products,
        row.held, row.capacity_quantity, row.capacity_weight_kg, row.barcode,
    ]  # fmt: skip


@page(VIEW_BIN)
def bin_detail(request: Any, warehouse: str, code: str) -> HttpResponse:
    """One bin: what lies there, what may, and what its label says."""
    row = bins_in_list(request.actor).filter(warehouse__code=warehouse[:40], code=code[:40]).first()
    if row is None:
        raise NotFound(kind="location", code=f"{warehouse}/{code}"[:80])
    label = row.barcode or row.path
    context = {
        "bin": row,
        "rate": fill_rate(row),
        "contents": bin_contents(row),
        "label": label,
        "label_svg": mark_safe(code128_svg(label)),  # noqa: S308 -- drawn by us from escaped text
        "may_move": request.actor.has("inventory.post_move"),
    }
    return render(request, "inventory/bin.html", context)


_NUMBERS = ("capacity_quantity", "capacity_weight_kg")


@page(EDIT_BIN, methods=("GET", "POST"))
def bins_new(request: Any) -> HttpResponse:
    """Bins of aisles, racks and levels, made at once."""
    warehouses = list(warehouse_rows().filter(is_active=True))
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = _make(request, {str(row.pk) for row in warehouses})
        except Invalid as refusal:
            errors = {name: " ".join(map(str, texts)) for name, texts in refusal.errors.items()}
        else:
            first, last = made[0].path, made[-1].path
            text = _("%(count)s bins are taken up: %(first)s … %(last)s.")
            messages.success(request, text % {"count": len(made), "first": first, "last": last})
            return redirect(f"{reverse('bin-list')}?warehouse={made[0].warehouse_id}")
    context = {
        "warehouses": warehouses,
        "kinds": Location.Kind.choices,
        "values": request.POST,
        "errors": errors,
        "zones": list(Zone.objects.order_by("code").values_list("code", flat=True).distinct()[:200]),
    }
    return render(request, "inventory/bins_new.html", context, status=422 if errors else 200)


def _make(request: Any, warehouses: set[str]) -> list[Location]:
    sent = request.POST
    if sent.get("warehouse", "") not in warehouses:
        raise Invalid.field("warehouse", _("Choose a warehouse."))
    values: LocationValues = {
        "zone": sent.get("zone", "").strip()[:40],
        "allows_mixed_items": "allows_mixed_items" in sent,
        "allows_mixed_lots": "allows_mixed_lots" in sent,
    }
    if sent.get("kind") in Location.Kind.values:
        values["kind"] = sent["kind"]
    for name in _NUMBERS:
        if text := sent.get(name, "").strip():
            try:
                values[name] = typed.quantity(text)  # type: ignore[literal-required]  # the name comes from the list of fields above
            except ValueError as error:
                raise Invalid.field(name, str(error)) from None
    return create_bins(
        warehouse_id=int(sent["warehouse"]),
        aisles=sent.get("aisles", ""),
        racks=sent.get("racks", ""),
        levels=sent.get("levels", ""),
        values=values,
        actor=request.actor,
    )
