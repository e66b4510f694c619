"""Writing a transfer, or changing a draft: from where to where, which products; each is typed or scanned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.actor import Actor
from erp.core.errors import Conflict, DomainError, Invalid, NotFound, StaleVersion
from erp.core.http.messages import refusal_text
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.core.views import typed
from erp.core.views.page import page
from erp.masterdata.selectors.company import business_day
from inventory.models import Item, TransferOrder, TransitTime, Warehouse
from inventory.selectors.moves import transfer_orders_in_full, visible_transfer_orders
from inventory.selectors.warehouses import default_warehouse, warehouse_rows
from inventory.services.transfer_edits import TransferLineChange, TransferValues, edit_transfer_order
from inventory.services.transfer_orders import (
    MOST_LINES,
    RIGHT,
    TransferInput,
    TransferLineInput,
    create_transfer_order,
    release_transfer_order,
)
from inventory.views.grid_lines import field_of, grid_lines

EMPTY_LINES = 5


@dataclass
class Entered:
    """What a form says: the way, its lines, their places in the form and their numbers in the draft."""

    source: Warehouse | None = None
    target: Warehouse | None = None
    ship_on: date | None = None
    transit_days: int | None = None
    note: str = ""
    lines: list[TransferLineInput] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)


@page(RIGHT, methods=("GET", "POST"))
def transfer_new(request: Any) -> HttpResponse:
    """The form; what is refused is told beside its field."""
    if request.method == "POST":
        return _saved(request, None)
    start = default_warehouse()
    values = {
        "from_warehouse": request.GET.get("warehouse", "") or (str(start.pk) if start else ""),
        "ship_date": business_day(timezone.now()).isoformat(),
        "item-0": request.GET.get("item", ""),
    }
    return _form(request, values, {})


@page(RIGHT, methods=("GET", "POST"))
def transfer_edit(request: Any, number: str) -> HttpResponse:
    """Change a draft: its way, its day, lines added, changed and taken out."""
    order = transfer_orders_in_full(visible_transfer_orders(request.actor)).filter(number=number[:60]).first()
    if order is None:
        raise NotFound(kind="transfer_order", number=number[:60])
    if order.state != TransferOrder.State.DRAFT:
        return _changed_meanwhile(request, order, Conflict("transfer_released", document=order.number))
    if request.method == "POST":
        return _saved(request, order)
    values = {
        "version": str(order.version),
        "from_warehouse": str(order.from_warehouse_id),
        "to_warehouse": str(order.to_warehouse_id),
        "ship_date": order.ship_on.isoformat(),
        "transit_days": str(order.transit_days),
        "note": order.note,
    }
    for place, line in enumerate(order.lines.all()):
        values |= {
            f"line-{place}": str(line.line_no),
            f"item-{place}": str(line.item_id),
            f"quantity-{place}": plain(line.quantity),
            f"lot-{place}": line.lot.code if line.lot else "",
        }
    return _form(request, values, {}, order=order)


def _saved(request: Any, order: TransferOrder | None) -> HttpResponse:
    values = {name: value.replace("\x00", "") for name, value in request.POST.items()}
    problems = Problems()
    entered = _entered(values, problems)
    try:
        problems.refuse()
        with outbox.watch() as streams:
            saved = (
                _create(entered, request.actor)
                if order is None
                else _change(order, entered, values, request.actor)
            )
            if values.get("release") == "1":
                release_transfer_order(order_id=saved.pk, actor=request.actor)
        outbox.drain(*streams)
    except Invalid as refusal:
        errors = {
            field_of(path, entered.places, {}): " ".join(map(str, t)) for path, t in refusal.errors.items()
        }
        return _form(request, values, errors, order=order, status=422)
    except (Conflict, StaleVersion) as refusal:
        if order is None:
            raise
        return _changed_meanwhile(request, order, refusal)
    text = _("%(number)s is written.") if order is None else _("%(number)s is saved.")
    messages.success(request, text % {"number": saved.number})
    return redirect(reverse("transfer-order-detail", args=[saved.number]))


def _changed_meanwhile(request: Any, order: TransferOrder, refusal: DomainError) -> HttpResponse:
    """Somebody else was quicker: the draft as it is now, with the reason."""
    messages.error(request, refusal_text(refusal))
    return redirect(reverse("transfer-order-detail", args=[order.number]))


def _create(entered: Entered, actor: Actor) -> TransferOrder:
    assert entered.source is not None and entered.target is not None  # noqa: S101 -- or there is a problem
    transfer = TransferInput(
        entered.source,
        entered.target,
        entered.lines,
        entered.ship_on,
        entered.transit_days,
        entered.note,
    )
    return create_transfer_order(transfer=transfer, actor=actor)


def _change(order: TransferOrder, entered: Entered, values: dict[str, str], actor: Actor) -> TransferOrder:
    assert entered.source is not None and entered.target is not None  # noqa: S101 -- or there is a problem
    changed: TransferValues = {
        "from_warehouse": entered.source,
        "to_warehouse": entered.target,
        "transit_days": entered.transit_days,
        "note": entered.note,
    }
    if entered.ship_on is not None:
        changed["ship_on"] = entered.ship_on
    lines = [
        TransferLineChange(number, line.item, line.quantity, line.lot)
        for line, number in zip(entered.lines, entered.numbers, strict=True)
    ]
    lines += [
        TransferLineChange(line.line_no, quantity=Decimal(0))
        for line in order.lines.all()
        if line.line_no not in entered.numbers
    ]
    return edit_transfer_order(
        order_id=order.pk,
        values=changed,
        lines=lines,
        actor=actor,
        expected_version=typed.key(values.get("version")),
    )


def _entered(values: dict[str, str], problems: Problems) -> Entered:
    warehouses = warehouse_rows().filter(is_active=True)
    entered = Entered(note=values.get("note", "").strip())
    entered.source = typed.chosen(warehouses, values.get("from_warehouse"))
    entered.target = typed.chosen(warehouses, values.get("to_warehouse"))
    for name, found in (("from_warehouse", entered.source), ("to_warehouse", entered.target)):
        if found is None:
            problems.add(name, _("Choose a warehouse."))
    entered.ship_on = typed.taken(values, "ship_date", typed.day, problems)
    days = values.get("transit_days", "").strip()
    entered.transit_days = typed.key(days)
    if days and (entered.transit_days is None or len(days) > 3):
        problems.add("transit_days", _("This must be a number of days."))
    _enter_lines(entered, values, problems)
    return entered


def _enter_lines(entered: Entered, values: dict[str, str], problems: Problems) -> None:
    """Take the lines that say something."""
    for line in grid_lines(values, problems, most=MOST_LINES, items=Item.objects.all()):
        lot = values.get(f"lot-{line.place}", "").strip()[:60]
        entered.lines.append(TransferLineInput(line.item, line.quantity, lot))
        entered.places.append(line.place)
        entered.numbers.append(line.number)


def _form(
    request: Any,
    values: dict[str, str],
    errors: dict[str, str],
    *,
    order: TransferOrder | None = None,
    status: int = 200,
) -> HttpResponse:
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
            "line": values.get(f"line-{place}", ""),
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
        "order": order,
        "values": values,
        "errors": errors,
        "rows": rows,
        "warehouses": list(warehouse_rows().filter(is_active=True)),
        "from_key": typed.key(values.get("from_warehouse")),
        "to_key": typed.key(values.get("to_warehouse")),
        "times": list(TransitTime.objects.select_related("from_warehouse", "to_warehouse")[:20]),
    }
    return render(request, "inventory/transfer_form.html", context, status=status)
