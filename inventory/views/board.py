"""The fulfillment board: orders ready to release, shipments by state, releasing and making waves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core import outbox
from erp.core.documents import known_document
from erp.core.errors import DomainError, Invalid
from erp.core.http.messages import refusal_text
from erp.core.states import look_of, state_label
from erp.core.views import filters, typed
from erp.core.views.page import back_to, page
from erp.masterdata.selectors.company import business_day
from inventory.models import Shipment, Warehouse
from inventory.selectors.board import ready_documents, shipments_on_board, warehouses_of_documents
from inventory.selectors.shipments import VIEW_SHIPMENT, visible_shipments
from inventory.selectors.warehouses import warehouse_rows
from inventory.services.releases import ShippingTerms, release_shipments
from inventory.services.waves import create_wave
from inventory.views.links import document_url

MOST_CHOSEN = 500
RELEASE = "inventory.release_shipment"


@page(VIEW_SHIPMENT)
def board(request: Any) -> HttpResponse:
    """What can be released, and every open shipment in the column of its state."""
    warehouses = [(row.pk, row.name) for row in warehouse_rows().filter(is_active=True)]
    chip = filters.choice(request, "warehouse", _("Warehouse"), warehouses)
    warehouse_id = int(chip.shown["value"]) if chip.shown["value"] else None
    text = request.GET.get("q", "").replace("\x00", "").strip()
    today = business_day(timezone.now())
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    found = shipments_on_board(request.actor, since=since, warehouse_id=warehouse_id, text=text)
    ready = ready_documents(request.actor, warehouse_id=warehouse_id, text=text)
    context = {
        "ready": [_ready(request, row, today) for row in ready],
        "columns": [_column(state, rows, today) for state, rows in found.items()],
        "filters": [chip.shown] if len(warehouses) > 1 else [],
        "filters_active": text or warehouse_id,
        "may_release": request.actor.has(RELEASE),
        "may_pick": request.actor.has("inventory.pick_shipment"),
    }
    return render(request, "inventory/board.html", context)


def _ready(request: Any, row: Any, today: Any) -> dict[str, Any]:
    url = document_url(request.actor, row.kind, row.number)
    return {"row": row, "url": url, "is_late": row.is_late(today), "priority": _priority(row.priority)}


def _priority(value: int) -> str:
    return {10: "low", 30: "high", 40: "rush"}.get(value, "")


def _column(state: str, rows: Sequence[Any], today: Any) -> dict[str, Any]:
    is_gone = state == "shipped"
    return {
        "state": state,
        "label": _("Shipped today") if is_gone else str(state_label("shipment", state)),
        "tone": look_of("shipment", state).tone,
        "cards": [
            {
                "row": row,
                "is_late": not is_gone and row.due_on is not None and row.due_on < today,
                "priority": _priority(row.priority),
                "share": int(row.picked_pieces / row.pieces * 100) if row.pieces else 0,
            }
            for row in rows
        ],
    }


def _chosen(request: Any) -> tuple[list[Any], list[int]]:
    """The ticked orders that the reader may see, and the ticked shipments."""
    orders = [typed.key(value) for value in request.POST.getlist("orders")[:MOST_CHOSEN]]
    wanted = [pk for pk in orders if pk]
    rows = (
        list(known_document("order").rows(request.actor).filter(pk__in=wanted).order_by("pk"))
        if wanted
        else []
    )
    numbers = [typed.key(value) for value in request.POST.getlist("shipments")[:MOST_CHOSEN]]
    seen = visible_shipments(request.actor).filter(pk__in=[pk for pk in numbers if pk])
    return rows, list(seen.values_list("pk", flat=True))


@page(RELEASE, methods=("POST",))
def board_release(request: Any) -> HttpResponse:
    """Make shipments of every ticked order; what refuses is told with its reason."""
    orders, _shipments = _chosen(request)
    made, refused = [], []
    for order in orders:
        try:
            with outbox.watch() as streams:
                terms = ShippingTerms(ship_to=order.ship_to, carrier_id=order.carrier_id)
                made += release_shipments(document=order.ref, terms=terms, actor=request.actor)
            outbox.drain(*streams)
        except DomainError as refusal:
            refused.append(f"{order.number}: {refusal_text(refusal)}")
    if made:
        text = ngettext(
            "%(count)s shipment is ready to pick.", "%(count)s shipments are ready to pick.", len(made)
        )
        messages.success(request, text % {"count": len(made)})
    for line in refused[:10]:
        messages.error(request, line)
    if not made and not refused:
        messages.warning(request, _("Tick at least one order."))
    return redirect(back_to(request, reverse("fulfillment")))


@page(RELEASE, methods=("POST",))
def board_wave(request: Any) -> HttpResponse:
    """Gather ticked orders and shipments in a wave, one per warehouse."""
    orders, shipment_ids = _chosen(request)
    waves = _make_waves(request, orders, shipment_ids)
    if not waves:
        raise Invalid.field("orders", _("Tick at least one order or released shipment."))
    names = ", ".join(wave.number for wave in waves)
    messages.success(request, _("Wave made: %(names)s.") % {"names": names})
    if len(waves) == 1:
        return redirect(reverse("wave-detail", args=[waves[0].number]))
    return redirect(reverse("wave-list"))


def _make_waves(request: Any, orders: Sequence[Any], shipment_ids: Sequence[int]) -> list[Any]:
    by_order = warehouses_of_documents([order.pk for order in orders], "order")
    by_shipment = dict(Shipment.objects.filter(pk__in=shipment_ids).values_list("pk", "warehouse_id"))
    wanted = set(by_shipment.values()).union(*by_order.values())
    waves = []
    for warehouse in Warehouse.objects.filter(pk__in=wanted).order_by("pk"):
        documents = [
            (order.ref, ShippingTerms(ship_to=order.ship_to, carrier_id=order.carrier_id))
            for order in orders
            if warehouse.pk in by_order.get(order.pk, set())
        ]
        chosen = [pk for pk, place in by_shipment.items() if place == warehouse.pk]
        with outbox.watch() as streams:
            waves.append(
                create_wave(
                    warehouse=warehouse, documents=documents, shipment_ids=chosen, actor=request.actor
                )
            )
        outbox.drain(*streams)
    return waves
