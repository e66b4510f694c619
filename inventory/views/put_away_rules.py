"""Where goods go: put-away rules, zones and transit times in one place, with a look at what they do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core.errors import DomainError, Invalid, NotFound
from erp.core.http.messages import refusal_text
from erp.core.records import Problems
from erp.core.views import typed
from erp.core.views.page import page
from erp.core.views.tables import table_answer, table_of
from inventory.models import Item, ItemCategory, PutawayRule, Warehouse
from inventory.selectors.putaway import suggest_putaway
from inventory.selectors.warehouses import (
    default_warehouse,
    location_rows,
    putaway_rule_rows,
    transit_time_rows,
    warehouse_rows,
    zone_rows,
)
from inventory.services.warehouses import RIGHT
from inventory.services.zones import (
    PutawayValues,
    ZoneValues,
    create_putaway_rule,
    create_zone,
    delete_putaway_rule,
    delete_transit_time,
    delete_zone,
    edit_putaway_rule,
    edit_zone,
    set_transit_time,
)

VIEW = "inventory.view_stock"
EDIT = RIGHT[0]
MOST = 300
_SEQUENCE_MAX = 10**6


@page(VIEW)
def put_away_rules(request: Any) -> HttpResponse:
    """All of it; with a product and a quantity it also says where these would go."""
    return _shown(request, {})


def _warehouse(request: Any) -> Warehouse | None:
    return typed.chosen(warehouse_rows().filter(is_active=True), request.GET.get("warehouse"))


def _shown(request: Any, errors: dict[str, str], *, form: str = "", status: int = 200) -> HttpResponse:
    warehouse = _warehouse(request) or default_warehouse()
    rules = putaway_rule_rows(request.actor).select_related("item", "category", "zone", "location__warehouse")
    zones = list(
        zone_rows(request.actor).filter(warehouse=warehouse).order_by("pick_sequence", "code")[:MOST]
    )
    times = transit_time_rows(request.actor).select_related("from_warehouse", "to_warehouse")
    context = {
        "warehouse": warehouse,
        "warehouses": list(warehouse_rows().filter(is_active=True).order_by("code")[:MOST]),
        "rules": list(rules.filter(warehouse=warehouse).order_by("sequence", "pk")[:MOST]),
        "zones": list(zones[:MOST]),
        "times": list(times.order_by("from_warehouse__code", "to_warehouse__code")[:MOST]),
        "categories": list(ItemCategory.objects.order_by("code")[:1000]),
        "form": form,
        "errors": errors,
        "values": request.POST,
        "preview": _preview(request, warehouse) if request.method == "GET" else {},
        "may_edit": request.actor.has(EDIT),
    }
    return render(request, "inventory/put_away_rules.html", context, status=status)


@page(VIEW)
def put_away_rule_export(request: Any, kind: str) -> Any:
    """The rules of all warehouses as a file, in the shape that the import takes."""
    rules = putaway_rule_rows(request.actor).select_related(
        "warehouse", "item", "category", "zone", "location"
    )
    head = [_("Warehouse"), _("Turn"), _("SKU"), _("Category"), _("Zone"), _("Bin")]
    return table_answer("put-away-rules", kind, table_of(rows=rules, head=head, cells=_cells))


def _cells(rule: PutawayRule) -> list[Any]:
    return [
        rule.warehouse.code,
        rule.sequence,
        rule.item.sku if rule.item else "",
        rule.category.code if rule.category else "",
        rule.zone.code if rule.zone else "",
        rule.location.code if rule.location else "",
    ]


def _preview(request: Any, warehouse: Warehouse | None) -> dict[str, Any]:
    """Where a quantity of a product would go now; empty when nobody asks, an error when it can't be told."""
    pk, text = request.GET.get("item", ""), request.GET.get("quantity", "").replace("\x00", "")
    if not (pk or text) or warehouse is None:
        return {}
    item = typed.chosen(Item.objects.select_related("unit"), pk)
    shown: dict[str, Any] = {"item": item, "text": text[:40]}
    if item is None:
        return shown | {"item_error": _("Choose a product.")}
    try:
        quantity = typed.quantity(text or "1")
    except ValueError as error:
        return shown | {"quantity_error": str(error)}
    shown["quantity"] = quantity
    try:
        shown["parts"] = suggest_putaway(item=item, warehouse_id=warehouse.pk, quantity=quantity)
    except DomainError as refusal:
        shown["refusal"] = refusal_text(refusal)
    return shown


@page(EDIT, methods=("POST",))
def put_away_act(request: Any, verb: str) -> HttpResponse:
    """Write or delete a rule, a zone or a transit time; what is refused is told where it was typed."""
    act = _ACTS.get(verb)
    if act is None:
        raise NotFound(kind="action", id=verb[:40])
    warehouse = _warehouse(request)
    if warehouse is None:
        raise NotFound(kind="warehouse", id=request.GET.get("warehouse", "")[:40])
    try:
        act(request, warehouse)
    except Invalid as refusal:
        errors = {name: " ".join(map(str, texts)) for name, texts in refusal.errors.items()}
        return _shown(request, errors, form=verb, status=422)
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('put-away-rules')}?warehouse={warehouse.pk}")


def _key(request: Any) -> int:
    """The row that a form is about.

    Raises: NotFound.
    """
    found = typed.key(request.POST.get("id"))
    if found is None:
        raise NotFound(kind="row", id=str(request.POST.get("id", ""))[:40])
    return found


def _number(request: Any, name: str, most: int, problems: Problems) -> int | None:
    text = request.POST.get(name, "").strip()
    found = typed.key(text)
    if text and (found is None or found > most):
        problems.add(name, _("This must be between %(low)s and %(top)s.") % {"low": 0, "top": most})
        return None
    return found


def _save_rule(request: Any, warehouse: Warehouse) -> None:
    problems = Problems()
    values: PutawayValues = {}
    if (turn := _number(request, "sequence", _SEQUENCE_MAX, problems)) is not None:
        values["sequence"] = turn
    if "id" in request.POST:
        problems.refuse()
        edit_putaway_rule(rule_id=_key(request), values=values, actor=request.actor)
        return
    rows = {
        "item": Item.objects.all(),
        "category": ItemCategory.objects.all(),
        "zone": zone_rows(request.actor).filter(warehouse=warehouse),
        "location": location_rows(request.actor).filter(warehouse=warehouse),
    }
    for name, known in rows.items():
        sent = request.POST.get(name, "").strip()
        found = typed.chosen(known, sent)
        if sent and found is None:
            problems.add(name, _("Choose one of the list."))
        values[f"{name}_id"] = found.pk if found else None  # type: ignore[literal-required]  # of the names above
    problems.refuse()
    create_putaway_rule(warehouse_id=warehouse.pk, values=values, actor=request.actor)


def _delete_rule(request: Any, _warehouse: Warehouse) -> None:
    delete_putaway_rule(rule_id=_key(request), actor=request.actor)


def _save_zone(request: Any, warehouse: Warehouse) -> None:
    problems = Problems()
    values: ZoneValues = {
        "code": request.POST.get("code", "").replace("\x00", "").strip(),
        "name": request.POST.get("name", "").replace("\x00", "").strip(),
    }
    if (turn := _number(request, "pick_sequence", 10**9, problems)) is not None:
        values["pick_sequence"] = turn
    problems.refuse()
    if "id" in request.POST:
        edit_zone(zone_id=_key(request), values=values, actor=request.actor)
    else:
        create_zone(warehouse_id=warehouse.pk, values=values, actor=request.actor)


def _delete_zone(request: Any, _warehouse: Warehouse) -> None:
    delete_zone(zone_id=_key(request), actor=request.actor)


def _save_time(request: Any, _warehouse: Warehouse) -> None:
    problems = Problems()
    warehouses = warehouse_rows().filter(is_active=True)
    places = {
        name: typed.chosen(warehouses, request.POST.get(name)) for name in ("from_warehouse", "to_warehouse")
    }
    for name, place in places.items():
        if place is None:
            problems.add(name, _("Choose a warehouse."))
    days = _number(request, "days", 365, problems)
    if days is None and "days" not in problems.errors:
        problems.add("days", _("This must be a number of days."))
    problems.refuse()
    start, end = places["from_warehouse"], places["to_warehouse"]
    assert start is not None and end is not None and days is not None  # noqa: S101 -- or there is a problem
    set_transit_time(from_warehouse_id=start.pk, to_warehouse_id=end.pk, days=days, actor=request.actor)


def _delete_time(request: Any, _warehouse: Warehouse) -> None:
    delete_transit_time(transit_time_id=_key(request), actor=request.actor)


_ACTS = {
    "save-rule": _save_rule,
    "delete-rule": _delete_rule,
    "save-zone": _save_zone,
    "delete-zone": _delete_zone,
    "save-time": _save_time,
    "delete-time": _delete_time,
}
