"""Writing a purchase order by hand: a grid of lines with type-ahead, units and the best price beside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.formats import price_text, unit_text
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.core.views import typed
from erp.core.views.page import page
from erp.masterdata.models import Supplier, Unit
from erp.masterdata.selectors.company import business_day
from inventory.models import Item, PurchaseOrder
from inventory.selectors.items import unit_factor
from inventory.selectors.purchases import purchase_orders_in_full, visible_purchase_orders
from inventory.selectors.sourcing import Need, Source, sources_for
from inventory.selectors.warehouses import default_warehouse, warehouse_rows
from inventory.services.purchase import PurchaseLineInput, create_purchase_order
from inventory.services.purchase_drafts import LineChange, edit_purchase_order
from inventory.views.grid_lines import field_of, grid_lines

EDIT = "inventory.create_purchase_order"
COST = "inventory.view_cost"
MOST_LINES = 200
EMPTY_LINES = 5


@dataclass
class Entered:
    """The lines of the grid as read, and at which place of it each stands."""

    lines: list[PurchaseLineInput] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)


@page(EDIT, methods=("GET", "POST"))
def purchase_new(request: Any) -> HttpResponse:
    """Write a purchase order: supplier, warehouse, day, lines."""
    if request.method == "POST":
        return _create(request)
    start = default_warehouse()
    values = {"warehouse": str(start.pk) if start else "", "item-0": request.GET.get("item", "")}
    return _form(request, values, {})


@page(EDIT, methods=("GET", "POST"))
def purchase_edit(request: Any, number: str) -> HttpResponse:
    """Change a draft: lines added, changed and taken out, and the note to the supplier."""
    request.actor.require(COST)
    rows = purchase_orders_in_full(visible_purchase_orders(request.actor))
    order = rows.filter(number=number[:60]).first()
    if order is None:
        raise NotFound(kind="purchase_order", number=number[:60])
    if order.state != PurchaseOrder.State.DRAFT:
        raise Conflict("purchase_order_sent", document=order.number)
    if request.method == "POST":
        return _change(request, order)
    values = {"note": order.note, "version": str(order.version)}
    for place, line in enumerate(order.lines.all()):
        values |= {
            f"line-{place}": str(line.line_no),
            f"item-{place}": str(line.item_id),
            f"quantity-{place}": plain(line.ordered),
            f"unit-{place}": str(line.unit_id or line.item.unit_id),
            f"price-{place}": plain(line.unit_price),
            f"date-{place}": line.expected_on.isoformat(),
        }
    return _form(request, values, {}, order=order)


def _posted(request: Any) -> dict[str, str]:
    return {name: value.replace("\x00", "") for name, value in request.POST.items()}


def _create(request: Any) -> HttpResponse:
    values, problems = _posted(request), Problems()
    supplier = typed.chosen(Supplier.objects.all(), values.get("supplier"))
    if supplier is None:
        problems.add("supplier", _("Choose a supplier."))
    warehouse = typed.chosen(warehouse_rows().filter(is_active=True), values.get("warehouse"))
    if warehouse is None:
        problems.add("warehouse", _("Choose a warehouse."))
    expected_on = typed.taken(values, "expected_on", typed.day, problems)
    if expected_on is None and "expected_on" not in problems.errors:
        problems.add("expected_on", _("Give a date."))
    entered = _entered(values, problems)
    try:
        problems.refuse()
        assert supplier is not None  # noqa: S101 -- or there is a problem
        assert warehouse is not None  # noqa: S101 -- likewise
        order = create_purchase_order(
            supplier=supplier,
            warehouse=warehouse,
            expected_on=expected_on,
            lines=entered.lines,
            note=values.get("note", ""),
            actor=request.actor,
        )
    except Invalid as refusal:
        return _form(request, values, _beside(refusal, entered), status=422)
    messages.success(
        request, _("%(number)s is written; send it to expect the goods.") % {"number": order.number}
    )
    return redirect(reverse("purchase-order-detail", args=[order.number]))


def _change(request: Any, order: PurchaseOrder) -> HttpResponse:
    values, problems = _posted(request), Problems()
    entered = _entered(values, problems)
    changes = [
        LineChange(number, line.item, line.quantity, line.unit_price, line.expected_on, line.unit)
        for line, number in zip(entered.lines, entered.numbers, strict=True)
    ]
    known = {line.line_no: line for line in order.lines.all()}
    for change, place in zip(changes, entered.places, strict=True):
        row = known.get(change.line_no or 0)
        if row is not None and change.item is not None and row.item_id != change.item.pk:
            problems.add(f"item-{place}", _("Take the line out and add a new one for another product."))
        elif row is None and change.line_no is not None:
            problems.add(f"item-{place}", _("This order has no such line."))
    shown = list(known)[:MOST_LINES]  # the page has no more; what it did not show stays
    gone = [LineChange(number, quantity=Decimal(0)) for number in shown if number not in entered.numbers]
    try:
        problems.refuse()
        with outbox.watch() as streams:
            edit_purchase_order(
                purchase_order_id=order.pk,
                lines=[*changes, *gone],
                note=values.get("note", ""),
                actor=request.actor,
                expected_version=typed.key(values.get("version")),
            )
        outbox.drain(*streams)
    except Invalid as refusal:
        return _form(request, values, _beside(refusal, entered), order=order, status=422)
    messages.success(request, _("%(number)s is saved.") % {"number": order.number})
    return redirect(reverse("purchase-order-detail", args=[order.number]))


def _entered(values: dict[str, str], problems: Problems) -> Entered:
    units, entered = Unit.objects.in_bulk(), Entered()
    items = Item.objects.select_related("unit")
    for line in grid_lines(values, problems, most=MOST_LINES, items=items):
        place = line.place
        price = typed.taken(values, f"price-{place}", typed.amount, problems)
        day: date | None = typed.taken(values, f"date-{place}", typed.day, problems)
        unit = units.get(typed.key(values.get(f"unit-{place}")) or 0)
        entered.lines.append(PurchaseLineInput(line.item, line.quantity, price, day, unit))
        entered.places.append(place)
        entered.numbers.append(line.number)
    return entered


_LINE_NAMES = {"unit_price": "price", "expected_date": "date"}
_HEAD_NAMES = {"expected_date": "expected_on"}


def _beside(refusal: Invalid, entered: Entered) -> dict[str, str]:
    """What is refused, by the names of the grid's fields."""
    return {
        field_of(path, entered.places, _LINE_NAMES if path.startswith("lines[") else _HEAD_NAMES):
        " ".join(map(str, texts))
        for path, texts in refusal.errors.items()
    }  # fmt: skip


def _form(
    request: Any,
    values: dict[str, str],
    errors: dict[str, str],
    *,
    order: PurchaseOrder | None = None,
    status: int = 200,
) -> HttpResponse:
    used = [
        place for place in range(MOST_LINES) if values.get(f"item-{place}") or values.get(f"quantity-{place}")
    ]
    count = min(max([EMPTY_LINES, *(place + 2 for place in used)]), MOST_LINES)
    keys = [key for place in used if (key := typed.key(values.get(f"item-{place}")))]
    items = Item.objects.select_related("unit").prefetch_related("units__unit").in_bulk(keys)
    rows = [_row(place, values, errors, items) for place in range(count)]
    context = {
        "order": order,
        "values": values,
        "errors": errors,
        "rows": [*rows, _row("__n__", {}, {}, {})],
        "supplier": order.supplier if order else typed.chosen(Supplier.objects.all(), values.get("supplier")),
        "warehouses": list(warehouse_rows().filter(is_active=True)),
        "warehouse_key": typed.key(values.get("warehouse")),
        "most": MOST_LINES,
        "is_cut": order is not None and len(order.lines.all()) > MOST_LINES,
        "currency": order.currency_id if order else "",
    }
    return render(request, "inventory/purchase_form.html", context, status=status)


def _row(
    place: Any, values: dict[str, str], errors: dict[str, str], items: dict[int, Item]
) -> dict[str, Any]:
    item = items.get(typed.key(values.get(f"item-{place}")) or 0)
    chosen = typed.key(values.get(f"unit-{place}"))
    row: dict[str, Any] = {"place": place, "key": str(place), "item": item, "units": []}
    if item is not None:
        row["units"] = [(pk, code, pk == chosen) for pk, code in _units(item)]
    for name in ("quantity", "price", "date", "line"):
        row[name] = values.get(f"{name}-{place}", "")
    for name in ("item", "quantity", "price", "date", "unit"):
        row[f"{name}_error"] = errors.get(f"{name}-{place}", "")
    return row


def _units(item: Item) -> list[tuple[int, str]]:
    """What an item may be bought in, in the reader's words: its base unit first."""
    further = [(one.unit_id, unit_text(one.unit.code)) for one in item.units.all()]
    return [(item.unit_id, unit_text(item.unit.code)), *further]


@page(EDIT)
def line_price(request: Any) -> JsonResponse:
    """For a line being written: its units, this supplier's price, and the best source."""
    item = typed.chosen(
        Item.objects.select_related("unit").prefetch_related("units__unit"), request.GET.get("item")
    )
    if item is None:
        raise NotFound(kind="product")
    answer: dict[str, Any] = {"units": _units(item), "price": "", "told": ""}
    warehouse = typed.chosen(warehouse_rows(), request.GET.get("warehouse")) or default_warehouse()
    unit = typed.chosen(Unit.objects.all(), request.GET.get("unit")) or item.unit
    try:
        quantity = typed.quantity(request.GET.get("quantity") or "1")
        factor = unit_factor(item, unit)
    except (ValueError, Invalid):
        return JsonResponse(answer)
    if warehouse is None or not request.actor.has(COST):
        return JsonResponse(answer)
    base = min(
        max(round(quantity * factor.numerator / factor.denominator, 6), Decimal("0.000001")), Decimal(10**12)
    )
    try:
        day = typed.day(request.GET.get("day") or "")
    except ValueError:
        day = business_day(timezone.now())
    need = Need(item, warehouse, base, day)
    sources = sources_for([need], today=business_day(timezone.now()))[0]
    supplier = typed.key(request.GET.get("supplier"))
    own = next((one for one in sources if one.supplier.pk == supplier), None)
    share = Decimal(factor.numerator) / Decimal(factor.denominator)
    answer["price"] = plain(round(own.unit_price * share, 4)) if own is not None else ""
    answer["told"] = _told(own, sources, share, unit.code, bool(supplier))
    answer["is_best"] = bool(own is not None and own is sources[0])
    return JsonResponse(answer)


def _told(own: Source | None, sources: list[Source], share: Decimal, unit: str, has_supplier: bool) -> str:
    """What the line's own supplier asks, and who would be better."""
    if not sources:
        return _("No supplier offers it.")
    best = sources[0]
    facts = {
        "supplier": best.supplier.name,
        "price": f"{price_text(round(best.unit_price * share, 4), best.currency)} / {unit}",
    }
    if own is best:
        return _("The best offer: %(price)s") % facts
    told = [_("Best: %(supplier)s, %(price)s") % facts]
    if own is not None:
        price = f"{price_text(round(own.unit_price * share, 4), own.currency)} / {unit}"
        told.insert(0, _("Offered here: %(price)s") % {"price": price})
    elif has_supplier:
        told.insert(0, _("This supplier has no offer for it."))
    return " · ".join(told)
