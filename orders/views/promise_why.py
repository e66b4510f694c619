"""Why a line has its promise date: what it is made of, how it gets to the customer, what else could be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import NotFound
from erp.core.formats import day_text, quantity_text
from erp.core.quantity import QUANTITY_MAX, to_base
from erp.core.views import typed
from erp.core.views.page import page
from erp.masterdata.models import Carrier
from erp.masterdata.selectors.company import business_day
from inventory.calc.atp import Part, Quote
from inventory.models import Item, ItemUnit, Peg, Warehouse
from inventory.selectors.warehouses import default_warehouse
from inventory.views.links import document_url
from orders.models import Order, OrderLine
from orders.selectors.customers import customer_rows
from orders.selectors.orders import VIEW_RIGHT
from orders.selectors.routes import route_between, route_of
from orders.selectors.standing import standing_sources
from orders.services.promising import warehouse_of
from orders.views.detail import delivery_of, order_in_full
from production.selectors.kit_promise import quote_lines
from production.selectors.promise import Ask
from production.selectors.why import (
    capacity_text,
    delivery_facts,
    promise_sentence,
    sources_facts,
    split_sentence,
)

ICONS = {
    "on_hand": "stack-2", "transfer": "transfer", "work_order": "tools", "plan": "calendar-event",
    "capacity": "building-factory-2", "uncovered": "alert-triangle",
}  # fmt: skip
KINDS = {"purchase": "purchase_order", "transfer": "transfer", "work_order": "work_order"}


@page(VIEW_RIGHT)
def order_promise(request: Any, number: str) -> HttpResponse:
    """The promises of an order, line by line; in a drawer the one line that was asked for."""
    order = order_in_full(request, number)
    lines = [line for line in order.lines.all() if line.quantity > 0]
    wanted = request.GET.get("line", "")
    if wanted:
        lines = [line for line in lines if str(line.line_no) == wanted[:6]]
        if not lines:
            raise NotFound(kind="order_line", number=f"{order.number}/{wanted[:6]}")
    is_drawer = request.headers.get("HX-Request") == "true"
    context = {"order": order, "lines": _explained(request, order, lines), "is_drawer": is_drawer}
    return render(request, "orders/_why.html" if is_drawer else "orders/promise.html", context)


@page(VIEW_RIGHT)
def promise_preview(request: Any) -> HttpResponse:
    """Why a line that is being entered would get its date; for the drawer of the entry page."""
    item = Item.objects.select_related("unit").filter(pk=typed.key(request.GET.get("product")) or 0).first()
    if item is None:
        raise NotFound(kind="product")
    quantity = _base_quantity(request, item)
    known = Warehouse.objects.filter(pk=typed.key(request.GET.get("warehouse")) or 0).first()
    warehouse = known or default_warehouse()
    people = customer_rows(request.actor).filter(pk=typed.key(request.GET.get("customer")) or 0)
    customer = people.select_related("terms").first()
    carrier_id = typed.key(request.GET.get("carrier")) or getattr(
        getattr(customer, "terms", None), "carrier_id", None
    )
    carrier = Carrier.objects.filter(pk=carrier_id or 0, is_active=True).first()
    requested = _day(request.GET.get("requested_on", ""))
    warehouse_id = getattr(warehouse, "pk", 0)
    route = route_between(customer, carrier.pk if carrier else None, warehouse_id)
    life = getattr(getattr(customer, "terms", None), "shelf_life_days", 0)
    ask = Ask(item, warehouse_id, quantity, requested, route, life)
    number = request.GET.get("order", "")[:60]
    own = Order.objects.filter(number=number).exclude(state=Order.State.DRAFT).values_list("pk", flat=True)
    without = ("order", pk) if number and (pk := own.first()) else ("", 0)
    [quote] = quote_lines([ask], today=business_day(timezone.now()), without=without)
    line = _told(
        request,
        item,
        quantity,
        quote.promised_on,
        requested,
        sources_facts(quote.sources),
        delivery_facts(quote, route),
        quote,
    )
    return render(request, "orders/_why.html", {"lines": [line], "is_drawer": True})


def _base_quantity(request: Any, item: Item) -> Decimal:
    try:
        quantity = typed.quantity(request.GET.get("quantity", ""))
    except ValueError:
        quantity = Decimal(1)
    unit = ItemUnit.objects.filter(item=item, unit_id=typed.key(request.GET.get("unit")) or 0).first()
    if unit is not None:
        quantity = to_base(quantity, unit.numerator, unit.denominator)
    return min(max(quantity, Decimal("0.000001")), QUANTITY_MAX)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _explained(request: Any, order: Order, lines: Sequence[OrderLine]) -> list[dict[str, Any]]:
    """Every line with the promise it has, and the one it would get today."""
    route = route_of(order)
    waiting = {line.pk: _open_quantity(line) for line in lines}
    asks = [
        Ask(
            line.item,
            warehouse_of(order, line),
            waiting[line.pk] or line.base_quantity,
            line.requested_on or order.requested_on,
            route,
            order.shelf_life_days,
        )
        for line in lines
    ]
    is_open = order.state in {Order.State.DRAFT, Order.State.SUBMITTED, Order.State.CONFIRMED}
    today = business_day(timezone.now())
    quotes: Sequence[Quote | None] = [None] * len(lines)
    if is_open:
        quotes = quote_lines(asks, today=today, without=("order", order.pk))
    pegs = _pegs(request, lines)
    backed = standing_sources(lines)
    found = []
    for line, quote in zip(lines, quotes, strict=True):
        sources = backed.get(line.pk) or line.promise_reason or []
        delivery = delivery_of(order, line)
        promised = line.promised_on
        if line.demand is None and quote is not None:
            sources, delivery = sources_facts(quote.sources), delivery_facts(quote, route)
            promised = quote.promised_on
        wanted = line.requested_on or order.requested_on
        shown = quote if waiting[line.pk] else None
        told = _told(request, line.item, line.base_quantity, promised, wanted, sources, delivery, shown)
        told |= {"line_no": line.line_no, "pegs": pegs.get(line.demand_id or 0, [])}
        told["is_kept"] = line.demand is not None
        if shown is not None and line.demand is not None and shown.promised_on != promised:
            told["today"] = shown.promised_on
        found.append(told)
    return found


def _open_quantity(line: OrderLine) -> Decimal:
    """What of a line has neither left nor been cancelled."""
    if line.demand is None:
        return line.base_quantity
    return line.demand.quantity - line.demand.shipped - line.demand.cancelled


def _pegs(request: Any, lines: Sequence[OrderLine]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    rows = Peg.objects.filter(demand_id__in=[line.demand_id for line in lines if line.demand_id])
    for peg in rows.select_related("supply").order_by("supply__usable_on", "pk"):
        supply = peg.supply
        url = document_url(request.actor, supply.document_kind, supply.document_number)
        found.setdefault(peg.demand_id, []).append({"peg": peg, "supply": supply, "url": url})
    return found


def _told(  # noqa: PLR0917 -- the parts of one explanation
    request: Any,
    item: Item,
    quantity: Decimal,
    promised_on: date | None,
    requested_on: date | None,
    sources: Sequence[Mapping[str, Any]],
    delivery: Mapping[str, Any],
    quote: Quote | None,
) -> dict[str, Any]:
    unit = item.unit.code
    parts: tuple[Part, ...] = quote.parts if quote is not None else ()
    return {
        "item": item,
        "quantity": quantity_text(quantity, unit),
        "promised_on": promised_on,
        "requested_on": requested_on,
        "is_late": bool(requested_on and promised_on and promised_on > requested_on),
        "sentence": promise_sentence(sources, unit, delivery) if promised_on else "",
        "steps": _steps(request, sources, unit),
        "delivery": delivery if delivery.get("transit_days") else None,
        "split": split_sentence(parts, unit) if parts else "",
        "available": quantity_text(quote.available_now, unit) if quote is not None else "",
        "is_stocked": item.kind == Item.Kind.STOCKED,
    }


def _steps(request: Any, sources: Sequence[Mapping[str, Any]], unit: str) -> list[dict[str, Any]]:
    """The sources one below the other, those of a made product's parts below it."""
    steps = []
    for source in sources:
        kind, number = str(source.get("kind")), str(source.get("document") or "")
        own_unit = "" if source.get("product") and kind not in {"plan", "capacity"} else unit
        steps.append(
            {
                "icon": ICONS.get(kind, "package-import"),
                "product": source.get("product") or "",
                "quantity": quantity_text(Decimal(str(source.get("quantity", 0))), own_unit),
                "name": _name(kind, source),
                "document": number,
                "url": document_url(request.actor, KINDS.get(kind, "purchase_order"), number)
                if number
                else "",
                "date": _day_text(source.get("date")),
                "inspection": int(source.get("inspection_days") or 0),
                "lead": source.get("lead_time_days"),
                "below": _steps(request, list(source.get("needs") or ()), ""),
            }
        )
    return steps


def _day_text(value: Any) -> str:
    return day_text(date.fromisoformat(value) if isinstance(value, str) else value)


def _name(kind: str, source: Mapping[str, Any]) -> str:
    if kind in {"on_hand", "uncovered"}:
        return _("in stock") if kind == "on_hand" else _("not covered yet")
    if kind == "capacity":
        return capacity_text(source)
    if kind == "plan":
        return _("to be made") if source.get("needs") else _("to be made or bought")
    names = {"transfer": _("in transit"), "work_order": _("in production")}
    return names.get(kind) or _("on order")
