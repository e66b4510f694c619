"""Writing a transfer: from where to where, which products; each is typed or scanned."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import Invalid
from erp.core.records import Problems
from erp.core.views import typed
from erp.core.views.page import page
from erp.masterdata.selectors.company import business_day
from inventory.models import Item, TransitTime
from inventory.selectors.warehouses import default_warehouse, warehouse_rows
from inventory.services.transfer_orders import (
    MOST_LINES,
    RIGHT,
    TransferInput,
    TransferLineInput,
    create_transfer_order,
    release_transfer_order,
)

EMPTY_LINES = 5


@page(RIGHT, methods=("GET", "POST"))
def transfer_new(request: Any) -> HttpResponse:
    """The form; what is refused is told beside its field."""
    if request.method == "POST":
        return _create(request)
    start = default_warehouse()
    values = {
        "from_warehouse": request.GET.get("warehouse", "") or (str(start.pk) if start else ""),
        "ship_date": business_day(timezone.now()).isoformat(),
        "item-0": request.GET.get("item", ""),
    }
    return _form(request, values, {})


def _create(request: Any) -> HttpResponse:
    values = {name: value.replace("\x00", "") for name, value in request.POST.items()}
    problems = Problems()
    warehouses = warehouse_rows().filter(is_active=True)
    source = typed.chosen(warehouses, values.get("from_warehouse"))
    target = typed.chosen(warehouses, values.get("to_warehouse"))
    for name, found in (("from_warehouse", source), ("to_warehouse", target)):
        if found is None:
            problems.add(name, _("Choose a warehouse."))
    ship_on = typed.taken(values, "ship_date", typed.day, problems)
    days = values.get("transit_days", "").strip()
    if days and (typed.key(days) is None or len(days) > 3):
        problems.add("transit_days", _("This must be a number of days."))
    lines, places = _entered(values, problems)
    try:
        problems.refuse()
        assert source is not None and target is not None  # noqa: S101, PT018 -- or there is a problem
        with outbox.watch() as streams:
            order = create_transfer_order(
                transfer=TransferInput(
                    source, target, lines, ship_on, typed.key(days), values.get("note", "").strip()
                ),
                actor=request.actor,
            )
            if values.get("release") == "1":
                release_transfer_order(order_id=order.pk, actor=request.actor)
        outbox.drain(*streams)
    except Invalid as refusal:
        errors = {_field(path, places): " ".join(map(str, t)) for path, t in refusal.errors.items()}
        return _form(request, values, errors, status=422)
    messages.success(request, _("%(number)s is written.") % {"number": order.number})
    return redirect(reverse("transfer-order-detail", args=[order.number]))


def _entered(values: dict[str, str], problems: Problems) -> tuple[list[TransferLineInput], list[int]]:
    """The lines that say something, and their places in the form."""
    wanted = {place: typed.key(values.get(f"item-{place}")) for place in range(MOST_LINES)}
    items = Item.objects.in_bulk([pk for pk in wanted.values() if pk])
    lines, places = [], []
    for place, pk in wanted.items():
        if pk is None and not values.get(f"quantity-{place}", "").strip():
            continue
        item = items.get(pk or 0)
        if item is None:
            problems.add(f"item-{place}", _("Choose a product."))
        quantity = typed.taken(values, f"quantity-{place}", typed.quantity, problems)
        if quantity is None and f"quantity-{place}" not in problems.errors:
            problems.add(f"quantity-{place}", _("Give a quantity."))
        if item is not None and quantity is not None:
            lot = values.get(f"lot-{place}", "").strip()[:60]
            lines.append(TransferLineInput(item, quantity, lot))
            places.append(place)
    return lines, places


def _field(path: str, places: list[int]) -> str:
    if not path.startswith("lines["):
        return path
    number, _dot, name = path.removeprefix("lines[").partition("].")
    place = places[int(number)] if number.isdigit() and int(number) < len(places) else 0
    return f"{ {'product': 'item'}.get(name, name) }-{place}"


def _form(request: Any, values: dict[str, str], errors: dict[str, str], status: int = 200) -> HttpResponse:
    names = ("item", "quantity", "lot")
    used = [place for place in range(MOST_LINES) if any(values.get(f"{name}-{place}") for name in names)]
    count = min(max([EMPTY_LINES, *(place + 3 for place in used)]), MOST_LINES)
    items = Item.objects.select_related("unit").in_bulk(
        [pk for place in used if (pk := typed.key(values.get(f"item-{place}")))]
    )
    rows = [
        {
            "place": place,
            "key": str(place),
            "item": items.get(typed.key(values.get(f"item-{place}")) or 0),
            "quantity": values.get(f"quantity-{place}", ""),
            "lot": values.get(f"lot-{place}", ""),
            "item_error": errors.get(f"item-{place}", ""),
            "quantity_error": errors.get(f"quantity-{place}", ""),
            "lot_error": errors.get(f"lot-{place}", ""),
        }
        for place in range(count)
    ]
    context = {
        "values": values,
        "errors": errors,
        "rows": rows,
        "warehouses": list(warehouse_rows().filter(is_active=True)),
        "from_key": typed.key(values.get("from_warehouse")),
        "to_key": typed.key(values.get("to_warehouse")),
        "times": list(TransitTime.objects.select_related("from_warehouse", "to_warehouse")[:20]),
    }
    return render(request, "inventory/transfer_form.html", context, status=status)
