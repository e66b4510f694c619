"""Purchase orders in the browser: write, send, receive; and everything that is coming."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import F, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.actor import Actor
from erp.core.errors import Invalid, NotFound
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.core.states import state_choices
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import business_day
from inventory.models import ExpectedSupply, Item, PurchaseOrder, PurchaseOrderLine
from inventory.selectors.purchases import (
    COMING,
    VIEW_PURCHASE_ORDER,
    endangering,
    late_by,
    purchase_orders_in_full,
    visible_purchase_orders,
    with_lateness,
)
from inventory.selectors.timeline import document_events
from inventory.selectors.warehouses import warehouse_rows
from inventory.services.purchase import close_purchase_order, send_purchase_order
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from inventory.views.links import document_url
from inventory.views.words import told_events

EDIT = "inventory.create_purchase_order"


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    today = business_day(timezone.now())
    chips = [
        filters.many(request, "state", _("State"), state_choices("purchase_order")),
        filters.flag(request, "late", _("Late"), late_by(today)),
        filters.flag(request, "endangers", _("Endangers orders"), endangering(today)),
        filters.lookup(request, "supplier", _("Supplier"), reverse("lookup-suppliers"), "supplier"),
        filters.dates(request, "expected", _("Expected"), "expected_on"),
    ]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    rows = visible_purchase_orders(request.actor).select_related("supplier", "warehouse")
    rows = filters.applied(with_lateness(rows, today), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(Q(number=text.upper()) | Q(supplier__search_key__contains=text.lower()))
    return rows, chips


@page(VIEW_PURCHASE_ORDER)
def purchase_list(request: Any) -> HttpResponse:
    """One page of purchase orders."""
    rows, chips = _wanted(request)
    urls = [
        ("CSV", reverse("purchase-order-export", args=["csv"])),
        ("Excel", reverse("purchase-order-export", args=["xlsx"])),
    ]
    context = {
        "page": ListPage(request, rows, {"number": "pk", "expected": "expected_on", "total": "total"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "may_create": request.actor.has("inventory.create_purchase_order"),
        "shows_cost": request.actor.has("inventory.view_cost"),
    }
    return render(request, "inventory/purchases.html", context)


@page(VIEW_PURCHASE_ORDER)
def purchase_export(request: Any, kind: str) -> Any:
    """The filtered purchase orders as a file."""
    rows, _shown = _wanted(request)
    sees_cost = request.actor.has("inventory.view_cost")
    head = [
        _("Number"), _("Supplier"), _("Warehouse"), _("State"), _("Ordered"), _("Expected"), _("Received"),
        _("Currency"), *([_("Total")] if sees_cost else []),
    ]  # fmt: skip
    return table_answer("purchase-orders", kind, table_of(rows, head, lambda row: _cells(row, sees_cost)))


def _cells(row: PurchaseOrder, sees_cost: bool) -> list[Any]:
    return [
        row.number, row.supplier.name, row.warehouse.name, str(row.get_state_display()), row.ordered_on,
        row.expected_on, row.received_at, row.currency_id, *([row.total] if sees_cost else []),
    ]  # fmt: skip


def _order_of(actor: Actor, number: str) -> PurchaseOrder:
    row = purchase_orders_in_full(visible_purchase_orders(actor)).filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="purchase_order", number=number[:60])
    return row


@page(VIEW_PURCHASE_ORDER)
def purchase_detail(request: Any, number: str) -> HttpResponse:
    """One purchase order: what has come, what is still expected."""
    return _detail(request, _order_of(request.actor, number))


def _detail(
    request: Any, order: PurchaseOrder, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    actor, posted, today = request.actor, request.POST, business_day(timezone.now())
    may_receive = order.state in COMING and actor.has("inventory.receive_purchase_order")
    lines = [
        {
            "line": line,
            "left": _left(line),
            "received": line.in_unit(line.received),
            "quantity": posted.get(f"quantity-{line.line_no}", plain(_left(line))),
            "lot": posted.get(f"lot-{line.line_no}", ""),
            "error": (errors or {}).get(f"quantity-{line.line_no}"),
            "lot_error": (errors or {}).get(f"lot-{line.line_no}"),
            "url": document_url(actor, "stock", line.item.sku),
        }
        for line in order.lines.all()
    ]
    context = {
        "order": order,
        "lines": lines,
        "errors": errors or {},
        "has_lots": any(line.item.tracking != Item.Tracking.NONE for line in order.lines.all()),
        "may_edit": order.state == "draft" and actor.has(EDIT) and actor.has("inventory.view_cost"),
        "may_send": order.state == "draft" and actor.has("inventory.send_purchase_order"),
        "may_receive": may_receive,
        "may_close": order.state in {"draft", "sent", "partially_received", "received"}
        and actor.has("inventory.close_purchase_order"),
        "is_cancel": order.state in {"draft", "sent"},
        "is_late": visible_purchase_orders(actor).filter(late_by(today), pk=order.pk).exists(),
        "shows_cost": actor.has("inventory.view_cost"),
        "events": told_events(document_events("purchase_order", order.pk)),
    }
    return render(request, "inventory/purchase.html", context, status=status)


def _left(line: PurchaseOrderLine) -> Decimal:
    """What is still to come, in the line's unit."""
    return max(line.in_unit(line.quantity - line.received), Decimal(0))


@page(VIEW_PURCHASE_ORDER, methods=("POST",))
def purchase_act(request: Any, number: str, verb: str) -> HttpResponse:
    """Send, receive or close a purchase order."""
    acts = {"send": send_purchase_order, "close": close_purchase_order}
    if verb not in {*acts, "receive"}:
        raise Http404
    order = _order_of(request.actor, number)
    version = typed.key(request.POST.get("version"))
    common: dict[str, Any] = {
        "purchase_order_id": order.pk,
        "actor": request.actor,
        "expected_version": version,
    }
    try:
        with outbox.watch() as streams:
            if verb == "receive":
                receive_purchase_order(**common, lines=_receipts(request, order))
            else:
                acts[verb](**common)
        outbox.drain(*streams)
    except Invalid as refusal:
        return _detail(request, order, _beside(request, order, refusal), status=422)
    texts = {
        "send": _("%(number)s is sent; what it brings counts as coming."),
        "receive": _("Goods of %(number)s received."),
        "close": _("Nothing more is expected of %(number)s."),
    }
    messages.success(request, texts[verb] % {"number": number})
    return redirect(reverse("purchase-order-detail", args=[number]))


def _receipts(request: Any, order: PurchaseOrder) -> list[ReceiptInput]:
    problems = Problems()
    found = []
    for line in order.lines.all():
        name = f"quantity-{line.line_no}"
        quantity = typed.taken(request.POST, name, typed.amount, problems)
        if quantity:
            found.append(
                ReceiptInput(line.line_no, quantity, request.POST.get(f"lot-{line.line_no}", "").strip()[:60])
            )
    problems.refuse()
    return found


def _beside(request: Any, order: PurchaseOrder, refusal: Invalid) -> dict[str, str]:
    """The service's paths (`lines[0].quantity`) as the names of the form's fields."""
    asked = [
        line.line_no for line in order.lines.all() if request.POST.get(f"quantity-{line.line_no}", "").strip()
    ]
    errors = {}
    for path, texts in refusal.errors.items():
        name = path
        if path.startswith("lines["):
            place, _dot, field = path.removeprefix("lines[").partition("].")
            number = asked[int(place)] if place.isdigit() and int(place) < len(asked) else 0
            name = f"{'lot' if field == 'lot' else 'quantity'}-{number}"
        errors[name] = " ".join(map(str, texts))
    return errors


@page(VIEW_PURCHASE_ORDER)
def supply_list(request: Any) -> HttpResponse:
    """Everything that is coming, from suppliers, work orders and other warehouses."""
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    kinds = [("purchase", _("Purchase")), ("work_order", _("Work order")), ("transfer", _("Transfer"))]
    chips = [
        filters.many(request, "kind", _("Kind"), kinds),
        filters.flag(request, "late", _("Late"), Q(due_on__lt=business_day(timezone.now()))),
        filters.dates(request, "due", _("Due"), "due_on"),
    ]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    rows = ExpectedSupply.objects.filter(is_open=True, quantity__gt=F("received"))
    rows = filters.applied(rows.select_related("item__unit", "warehouse"), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(Q(document_number=text.upper()) | Q(item__search_key__contains=text.lower()))
    found = ListPage(request, rows, {"due": "due_on"}, default="due")
    found.rows = [
        {
            "row": row,
            "left": row.quantity - row.received,
            "url": document_url(request.actor, row.document_kind, row.document_number),
        }
        for row in found.rows
    ]
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "today": business_day(timezone.now()),
        "kind_names": dict(kinds),
    }
    return render(request, "inventory/supply.html", context)
