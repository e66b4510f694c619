"""The dock: what is expected, late, to inspect and to put away; receiving on the phone by scan."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.actor import Actor
from erp.core.attachments import attach_file
from erp.core.errors import Invalid, NotFound
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.core.states import state_choices
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.models import Unit
from erp.masterdata.selectors.company import business_day
from inventory.models import Item, ItemUnit, PurchaseOrder, PurchaseOrderLine, Receipt
from inventory.selectors.purchases import (
    COMING,
    VIEW_PURCHASE_ORDER,
    late_by,
    purchase_orders_in_full,
    visible_purchase_orders,
    with_lateness,
)
from inventory.selectors.receiving import (
    VIEW_RECEIPT,
    exempt_items,
    receipts_in_full,
    receiving_settings,
    terms_for,
    visible_receipts,
)
from inventory.selectors.supplier_returns import OPEN, visible_supplier_returns
from inventory.selectors.warehouses import warehouse_rows
from inventory.services.receipts import ReceiptInput, receive_purchase_order

RECEIVE = "inventory.receive_purchase_order"
FIELDS = ("quantity", "unit", "lot", "expires", "serials", "damaged", "damage_reason")


def receiving_counts(actor: Actor) -> dict[str, int]:
    """How much waits under each tab of receiving."""
    receipts = visible_receipts(actor)
    return {
        "expected": visible_purchase_orders(actor).filter(state__in=COMING).count(),
        "inspect": receipts.filter(state="arrived").count(),
        "put_away": receipts.filter(state="inspected").count(),
        "returns": visible_supplier_returns(actor).filter(OPEN).count(),
    }


@page(VIEW_PURCHASE_ORDER)
def dock(request: Any) -> HttpResponse:
    """What should come today, what is late, what comes next; a scanned order number opens it."""
    if number := request.GET.get("scan", "").replace("\x00", "").strip()[:60]:
        return _found(request, number)
    today = business_day(timezone.now())
    chips = [
        filters.flag(request, "late", _("Late"), late_by(today)),
        filters.flag(request, "today", _("Today"), Q(expected_on=today)),
    ]
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    rows = visible_purchase_orders(request.actor).filter(state__in=COMING)
    rows = with_lateness(rows.select_related("supplier", "warehouse"), today)
    rows = filters.applied(rows, chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(Q(number=text.upper()) | Q(supplier__search_key__contains=text.lower()))
    context = {
        "page": ListPage(request, rows, {"expected": "expected_on"}, default="expected"),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "today": today,
        "counts": receiving_counts(request.actor),
        "tab": "expected",
        "may_receive": request.actor.has(RECEIVE),
    }
    return render(request, "inventory/inbound.html", context)


def _found(request: Any, text: str) -> HttpResponse:
    """A scanned code: the number of an order or a receipt, or a product that one order brings."""
    order = visible_purchase_orders(request.actor).filter(number=text.upper()).first()
    if order is not None:
        name = "receive" if order.state in COMING else "purchase-order-detail"
        return redirect(reverse(name, args=[order.number]))
    receipt = visible_receipts(request.actor).filter(number=text.upper()).first()
    if receipt is not None:
        return redirect(reverse("receipt-detail", args=[receipt.number]))
    items = Item.objects.filter(Q(sku=text) | Q(barcode=text) | Q(units__barcode=text)).values("pk")
    orders = visible_purchase_orders(request.actor).filter(state__in=COMING, lines__item__in=items)
    found = orders.order_by("expected_on", "pk").first()
    if found is not None:
        return redirect(f"{reverse('receive', args=[found.number])}?code={text}")
    messages.error(request, _("Nothing that is expected fits “%(code)s”.") % {"code": text})
    return redirect(reverse("receiving-dock"))


@page(RECEIVE, methods=("GET", "POST"))
def receive(request: Any, number: str) -> HttpResponse:
    """Take in one delivery of an order: quantities by hand or scan, lots, damage, a photo."""
    order = purchase_orders_in_full(visible_purchase_orders(request.actor)).filter(number=number[:60]).first()
    if order is None:
        raise NotFound(kind="purchase_order", number=number[:60])
    if request.method == "GET":
        if order.state not in COMING:
            return redirect(reverse("purchase-order-detail", args=[number]))
        return _form(request, order, {})
    problems, errors = Problems(), {}
    given = _given(request, order, problems)
    try:
        problems.refuse()
        with outbox.watch() as streams:
            receipt = receive_purchase_order(
                purchase_order_id=order.pk,
                lines=[line for line, _no in given],
                delivery_note=request.POST.get("delivery_note", ""),
                inspect_all=request.POST.get("inspect_all") == "1",
                expected_version=typed.key(request.POST.get("version")),
                actor=request.actor,
            )
        outbox.drain(*streams)
    except Invalid as refusal:
        for path, texts in refusal.errors.items():
            errors[_name(path, given)] = " ".join(map(str, texts))
        return _form(request, order, errors, status=422)
    _keep_photo(request, receipt)
    messages.success(request, _("%(number)s: goods received.") % {"number": receipt.number})
    return redirect(reverse("receipt-detail", args=[receipt.number]))


def _keep_photo(request: Any, receipt: Receipt) -> None:
    photo = request.FILES.get("photo")
    if photo is None:
        return
    try:
        attach_file(kind="receipt", document_id=receipt.pk, file=photo, actor=request.actor)
    except Invalid as refusal:
        messages.error(
            request, " ".join(text for texts in refusal.errors.values() for text in map(str, texts))
        )


def _given(request: Any, order: PurchaseOrder, problems: Problems) -> list[tuple[ReceiptInput, int]]:
    posted, found = request.POST, []
    units = Unit.objects.in_bulk()
    for line in order.lines.all():
        no = line.line_no
        quantity = typed.taken(posted, f"quantity-{no}", typed.amount, problems)
        damaged = typed.taken(posted, f"damaged-{no}", typed.amount, problems)
        expires_on = typed.taken(posted, f"expires-{no}", typed.day, problems)
        serials = posted.get(f"serials-{no}", "").replace(",", " ").split()
        if not quantity:
            continue
        found.append(
            (
                ReceiptInput(
                    no,
                    quantity,
                    posted.get(f"lot-{no}", "").strip()[:60],
                    expires_on,
                    tuple(one[:60] for one in serials),
                    damaged or Decimal(0),
                    posted.get(f"damage_reason-{no}", "").strip()[:200],
                    posted.get(f"close-{no}") == "1",
                    units.get(typed.key(posted.get(f"unit-{no}")) or 0),
                ),
                no,
            )
        )
    return found


def _name(path: str, given: list[tuple[ReceiptInput, int]]) -> str:
    """The service's paths as the names of the form's fields."""
    if not path.startswith("lines["):
        return path
    place, _dot, field = path.removeprefix("lines[").partition("].")
    number = given[int(place)][1] if place.isdigit() and int(place) < len(given) else 0
    field = {"expires_date": "expires", "line": "quantity"}.get(field, field)
    return f"{field}-{number}"


def _form(request: Any, order: PurchaseOrder, errors: dict[str, str], status: int = 200) -> HttpResponse:
    lines = list(order.lines.all())
    items = [line.item_id for line in lines]
    terms = terms_for(order.supplier_id, items, receiving_settings())
    exempt = exempt_items(order.supplier, items)
    codes: dict[int, dict[str, str]] = {line.item_id: {} for line in lines}
    for line in lines:
        for code in filter(None, (line.item.sku, line.item.barcode)):
            codes[line.item_id][code] = "1"
    further: dict[int, list[ItemUnit]] = {}
    for unit in ItemUnit.objects.filter(item_id__in=items).select_related("unit").order_by("pk"):
        further.setdefault(unit.item_id, []).append(unit)
        if unit.barcode:
            codes[unit.item_id][unit.barcode] = plain(Decimal(unit.numerator) / Decimal(unit.denominator))
    shown = [
        {
            "line": line,
            "left": max(line.in_unit(line.quantity - line.received), Decimal(0)),
            "units": _units(request, line, further.get(line.item_id, [])),
            "codes": json.dumps(codes[line.item_id]),
            "values": {name: request.POST.get(f"{name}-{line.line_no}", "") for name in FIELDS},
            "errors": {name: errors.get(f"{name}-{line.line_no}", "") for name in FIELDS},
            "is_exempt": line.item_id in exempt,
            "tolerance": terms[line.item_id].over_receipt_percent,
        }
        for line in lines
        if not line.is_closed_short
    ]
    context = {
        "order": order,
        "lines": shown,
        "errors": errors,
        "code": request.GET.get("code", ""),
        "has_exempt": bool(exempt),
        "posted": request.POST,
    }
    return render(request, "inventory/receive.html", context, status=status)


def _units(request: Any, line: PurchaseOrderLine, further: list[ItemUnit]) -> list[dict[str, Any]]:
    """What a line may be counted in: the unit it is ordered in first, then the item's others."""
    found = {line.item.unit_id: (line.item.unit.code, "1/1")}
    if line.unit is not None:
        found = {line.unit.pk: (line.unit.code, f"{line.unit_numerator}/{line.unit_denominator}")} | found
    for one in further:
        found.setdefault(one.unit_id, (one.unit.code, f"{one.numerator}/{one.denominator}"))
    if len(found) == 1 or line.item.tracking == Item.Tracking.SERIAL:
        return []
    chosen = typed.key(request.POST.get(f"unit-{line.line_no}")) or next(iter(found))
    return [
        {"pk": pk, "code": code, "factor": factor, "chosen": pk == chosen}
        for pk, (code, factor) in found.items()
    ]


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    chips = [
        filters.many(request, "state", _("State"), state_choices("receipt")),
        filters.dates(request, "arrived", _("Arrived"), "arrived_on"),
    ]
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    rows = filters.applied(receipts_in_full(visible_receipts(request.actor)), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(
            Q(number=text.upper())
            | Q(purchase_order__number=text.upper())
            | Q(delivery_note=text)
            | Q(supplier__search_key__contains=text.lower())
        )
    return rows, chips


@page(VIEW_RECEIPT)
def receipt_list(request: Any) -> HttpResponse:
    """Receipts: those to inspect, those to put away, or all."""
    rows, chips = _wanted(request)
    states = request.GET.getlist("state")
    urls = [
        ("CSV", reverse("receipt-export", args=["csv"])),
        ("Excel", reverse("receipt-export", args=["xlsx"])),
    ]
    context = {
        "page": ListPage(request, rows, {"number": "pk", "arrived": "arrived_at"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "counts": receiving_counts(request.actor),
        "tab": {("arrived",): "inspect", ("inspected",): "put_away"}.get(tuple(states), "all"),
    }
    return render(request, "inventory/receipts.html", context)


@page(VIEW_RECEIPT)
def receipt_export(request: Any, kind: str) -> Any:
    """The filtered receipts as a file, one row per line."""
    rows, _shown = _wanted(request)
    head = [
        _("Number"), _("Purchase order"), _("Supplier"), _("Warehouse"), _("State"), _("Arrived"),
        _("Lines"), _("Quantity"), _("Accepted"), _("Rejected"), _("Delivery note"),
    ]  # fmt: skip
    return table_answer("receipts", kind, table_of(rows, head, _cells))


def _cells(row: Receipt) -> list[Any]:
    lines = list(row.lines.all())
    sums = [
        sum((getattr(line, name) for line in lines), Decimal(0))
        for name in ("quantity", "accepted", "rejected")
    ]
    return [
        row.number, row.purchase_order.number, row.supplier.name, row.warehouse.name,
        str(row.get_state_display()), row.arrived_at, len(lines), *sums, row.delivery_note,
    ]  # fmt: skip
