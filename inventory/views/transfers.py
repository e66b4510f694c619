"""Transfers between warehouses: the list, one document, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import DomainError, Invalid, NotFound
from erp.core.http.messages import refusal_text
from erp.core.models import LoggedEvent
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.core.states import state_choices
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import business_day
from inventory.models import TransferOrder, TransferOrderLine
from inventory.selectors.moves import (
    VIEW_LEDGER,
    transfer_orders_in_full,
    transfer_orders_in_list,
    transfer_places,
    visible_transfer_orders,
)
from inventory.selectors.timeline import document_events
from inventory.selectors.warehouses import place_by_key, warehouse_rows
from inventory.services.transfer_orders import (
    RIGHT,
    cancel_transfer_order,
    release_transfer_order,
    reserve_transfer_order,
)
from inventory.services.transfer_way import (
    TransferArrival,
    receive_transfer_order,
    send_transfer_order,
)
from inventory.views.links import document_url
from inventory.views.words import told_events

OPEN = ("draft", "released", "in_transit")


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    late = Q(state__in=OPEN, due_on__lt=business_day(timezone.now()))
    chips = [
        filters.many(request, "state", _("State"), state_choices("transfer_order")),
        filters.flag(request, "late", _("Late"), late),
        filters.choice(request, "from", _("From"), warehouses, "from_warehouse_id"),
        filters.choice(request, "to", _("To"), warehouses, "to_warehouse_id"),
        filters.dates(request, "due", _("Due"), "due_on"),
    ]
    rows = filters.applied(transfer_orders_in_list(visible_transfer_orders(request.actor)), chips)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if text:
        lines = TransferOrderLine.objects.filter(item__sku__iexact=text).values("order_id")
        rows = rows.filter(Q(number=text.upper()) | Q(pk__in=lines) | Q(note__icontains=text))
    return rows, chips


@page(VIEW_LEDGER)
def transfer_list(request: Any) -> HttpResponse:
    """One page of transfers, newest first."""
    rows, chips = _wanted(request)
    urls = [
        ("CSV", reverse("transfer-export", args=["csv"])),
        ("Excel", reverse("transfer-export", args=["xlsx"])),
    ]
    context = {
        "page": ListPage(request, rows, {"number": "pk", "due": "due_on", "leaves": "ship_on"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "may_transfer": request.actor.has(RIGHT),
        "today": business_day(timezone.now()),
        "open_states": OPEN,
    }
    return render(request, "inventory/transfers.html", context)


@page(VIEW_LEDGER)
def transfer_export(request: Any, kind: str) -> Any:
    """The filtered transfers as a file, one row a line."""
    orders, _chips = _wanted(request)
    rows = (
        TransferOrderLine.objects.filter(order__in=orders.order_by().values("pk"))
        .select_related("order__from_warehouse", "order__to_warehouse", "item__unit", "lot")
        .order_by("-order_id", "line_no")
    )
    head = [
        _("Number"), _("State"), _("From"), _("To"), _("Leaves"), _("Due"), _("Line"), _("SKU"), _("Name"),
        _("Lot"), _("Quantity"), _("Unit"), _("Sent"), _("Received"), _("Did not arrive"), _("Note"),
    ]  # fmt: skip
    return table_answer("transfers", kind, table_of(rows, head, _cells))


def _cells(row: TransferOrderLine) -> list[Any]:
    order = row.order
    return [
        order.number, str(order.get_state_display()), order.from_warehouse.name, order.to_warehouse.name,
        order.ship_on, order.due_on, row.line_no, row.item.sku, row.item.name,
        row.lot.code if row.lot else "", row.quantity, row.item.unit.code, row.sent, row.received,
        row.missing, order.note,
    ]  # fmt: skip


def _order_of(request: Any, number: str) -> TransferOrder:
    rows = transfer_orders_in_full(visible_transfer_orders(request.actor))
    row = rows.filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="transfer_order", number=number[:60])
    return row


@page(VIEW_LEDGER)
def transfer_detail(request: Any, number: str) -> HttpResponse:
    """One transfer: its lines, where its goods lie, what happened."""
    return _detail(request, _order_of(request, number))


def _detail(
    request: Any, order: TransferOrder, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    may, posted, errors = request.actor.has(RIGHT), request.POST, errors or {}
    lines = [
        {
            "line": line,
            "short": _short(line) if order.state == "released" else Decimal(0),
            "quantity": posted.get(f"quantity-{line.line_no}", plain(line.on_the_way)),
            "reason": posted.get(f"reason-{line.line_no}", ""),
            "place": posted.get(f"place-{line.line_no}", ""),
            "errors": [text for name, text in errors.items() if name.endswith(f"-{line.line_no}")],
            "url": document_url(request.actor, "stock", line.item.sku),
        }
        for line in order.lines.all()
    ]
    context = {
        "order": order,
        "lines": lines,
        "errors": errors,
        "is_short": any(row["short"] > 0 for row in lines),
        "places": transfer_places(order) if order.state == "released" else [],
        "is_late": order.state in OPEN and order.due_on < business_day(timezone.now()),
        "may_release": may and order.state == "draft",
        "may_send": may and order.state == "released",
        "may_receive": may and order.state == "in_transit",
        "may_cancel": may and order.state in {"draft", "released"},
        "events": told_events(_story(order)),
    }
    return render(request, "inventory/transfer.html", context, status=status)


def _story(order: TransferOrder) -> list[LoggedEvent]:
    """What happened to it; goods that came in one go are told once, the last of them by the document."""
    seen = {order.received_at}
    found = []
    for event in document_events("transfer_order", order.pk, parts="transfer.received"):
        if event.name == "transfer.received":
            if event.at in seen:
                continue
            seen.add(event.at)
        found.append(event)
    return found


def _short(line: TransferOrderLine) -> Decimal:
    reserved: Decimal = line.reserved  # type: ignore[attr-defined]  # annotated by `transfer_orders_in_full`
    return line.quantity - reserved


@page(RIGHT, methods=("POST",))
def transfer_act(request: Any, number: str, verb: str) -> HttpResponse:
    """Release, reserve, send, receive or cancel; a refusal is told on the document's page."""
    acts: dict[str, Callable[..., TransferOrder]] = {
        "release": release_transfer_order,
        "reserve": reserve_transfer_order,
        "send": send_transfer_order,
        "receive": receive_transfer_order,
        "cancel": cancel_transfer_order,
    }
    if verb not in acts:
        raise Http404
    order = _order_of(request, number)
    values: dict[str, Any] = {
        "order_id": order.pk,
        "actor": request.actor,
        "expected_version": typed.key(request.POST.get("version")),
    }
    asked: list[int] = []
    try:
        if verb == "cancel":
            values["reason"] = request.POST.get("reason", "").replace("\x00", "")
        elif verb == "send":
            values["is_short"] = request.POST.get("short") == "1"
        elif verb == "receive" and request.POST.get("all") != "1":
            values["lines"] = _arrivals(request, order)
            asked = [one.line_no for one in values["lines"]]
        with outbox.watch() as streams:
            acts[verb](**values)
        outbox.drain(*streams)
    except Invalid as refusal:
        return _detail(request, order, _beside(refusal, asked), status=422)
    except DomainError as refusal:
        messages.error(request, refusal_text(refusal))
        return redirect(reverse("transfer-order-detail", args=[number]))
    texts = {
        "release": _("%(number)s is released: its goods are reserved and expected."),
        "reserve": _("More of %(number)s is reserved."),
        "send": _("%(number)s is on its way."),
        "receive": _("Goods of %(number)s received."),
        "cancel": _("%(number)s is cancelled; its stock is free."),
    }
    messages.success(request, texts[verb] % {"number": number})
    return redirect(reverse("transfer-order-detail", args=[number]))


def _arrivals(request: Any, order: TransferOrder) -> list[TransferArrival]:
    """What was entered of the lines that are on their way; empty fields are left alone.

    Raises: Invalid with the fields of the form.
    """
    problems, found = Problems(), []
    for line in order.lines.all():
        name = f"quantity-{line.line_no}"
        quantity = typed.taken(request.POST, name, typed.amount, problems)
        reason = request.POST.get(f"reason-{line.line_no}", "").replace("\x00", "").strip()[:200]
        if quantity is None or (quantity == 0 and not reason):
            continue
        place = None
        if code := request.POST.get(f"place-{line.line_no}", "").replace("\x00", "").strip()[:60]:
            place = place_by_key(order.to_warehouse_id, code)
            if place is None:
                problems.add(f"place-{line.line_no}", _("This warehouse has no such place."))
        found.append(TransferArrival(line.line_no, quantity, reason, place))
    if not found and not problems.errors:
        problems.add("lines", _("Give at least one quantity."))
    problems.refuse()
    return found


def _beside(refusal: Invalid, asked: list[int]) -> dict[str, str]:
    """The service's paths (`lines[0].quantity`) as the names of the form's fields."""
    names = {"difference_reason": "reason", "location": "place", "line": "quantity"}
    told = {}
    for path, texts in refusal.errors.items():
        name = path
        if path.startswith("lines["):
            place, _dot, field = path.removeprefix("lines[").partition("].")
            known = place.isdigit() and int(place) < len(asked)
            name = f"{names.get(field, field)}-{asked[int(place)] if known else 0}"
        told[name] = " ".join(map(str, texts))
    return told
