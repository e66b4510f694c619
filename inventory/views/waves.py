"""Waves: shipments released to picking together, with one pick list in the order of the bins."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.actor import Actor
from erp.core.documents import known_document
from erp.core.errors import NotFound
from erp.core.states import state_choices
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from inventory.models import Wave
from inventory.selectors.board import pick_stops, with_progress
from inventory.selectors.shipments import visible_shipments
from inventory.selectors.warehouses import warehouse_rows
from inventory.selectors.waves import held_in, visible_waves
from inventory.services.releases import ShippingTerms
from inventory.services.waves import add_to_wave, cancel_wave, release_wave, remove_from_wave

PICK = "inventory.pick_shipment"
RELEASE = "inventory.release_shipment"
OPEN = {"draft", "released", "picking"}
DONE = ["picked", "packed", "shipped", "delivered"]


@page(PICK)
def wave_list(request: Any) -> HttpResponse:
    """One page of waves."""
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    chips = [filters.many(request, "state", _("State"), state_choices("wave"))]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    rows = filters.applied(visible_waves(request.actor).select_related("warehouse", "carrier"), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(Q(number=text.upper()) | Q(shipments__number=text.upper())).distinct()
    rows = rows.annotate(
        total=Count("shipments", distinct=True),
        done=Count("shipments", filter=Q(shipments__state__in=DONE), distinct=True),
    )
    context = {
        "page": ListPage(request, rows, {"number": "pk"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "may_release": request.actor.has("inventory.release_shipment"),
    }
    return render(request, "inventory/waves.html", context)


def _wave_of(actor: Actor, number: str) -> Wave:
    rows = visible_waves(actor).select_related("warehouse", "carrier")
    row = rows.filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="wave", number=number[:60])
    return row


@page(PICK)
def wave_detail(request: Any, number: str) -> HttpResponse:
    """One wave: its shipments and the pick list over all of them."""
    wave = _wave_of(request.actor, number)
    rows = with_progress(visible_shipments(request.actor).filter(wave=wave)).order_by(
        "-priority", "due_on", "pk"
    )
    shipments = list(rows)
    open_ones = [row for row in shipments if row.state in {"draft", "released", "picking"}]
    context = {
        "wave": wave,
        "shipments": shipments,
        "stops": pick_stops(open_ones),
        "picked": sum(row.state in DONE for row in shipments),
        "may_release": wave.state == Wave.State.DRAFT and request.actor.has(RELEASE),
        "may_change": wave.state in OPEN and request.actor.has(RELEASE),
        "may_scan": wave.state in {"released", "picking"},
        "held": held_in(wave),
    }
    return render(request, "inventory/wave.html", context)


@page(RELEASE, methods=("POST",))
def wave_act(request: Any, number: str, verb: str) -> HttpResponse:
    """One step of a wave: release, add, remove or cancel."""
    if verb not in _ACTS:
        raise Http404
    wave = _wave_of(request.actor, number)
    with outbox.watch() as streams:
        text = _ACTS[verb](request, wave)
    outbox.drain(*streams)
    messages.success(request, text % {"number": wave.number})
    return redirect(reverse("wave-detail", args=[wave.number]))


def _release(request: Any, wave: Wave) -> str:
    release_wave(wave_id=wave.pk, actor=request.actor)
    return _("%(number)s is with the pickers.")


def _add(request: Any, wave: Wave) -> str:
    """Take in a shipment by its number, or what is reserved for an order."""
    wanted = request.POST.get("number", "").replace("\x00", "").strip().upper()[:60]
    shipment = visible_shipments(request.actor).filter(number=wanted).first()
    order = known_document("order").rows(request.actor).filter(number=wanted).first()
    if shipment is None and order is None:
        raise NotFound(kind="shipment", number=wanted)
    terms = (
        [(order.ref, ShippingTerms(ship_to=order.ship_to, carrier_id=order.carrier_id))]
        if order is not None
        else []
    )
    chosen = [shipment.pk] if shipment is not None else []
    add_to_wave(wave_id=wave.pk, documents=terms, shipment_ids=chosen, actor=request.actor)
    return _("%(number)s has what you took in.")


def _remove(request: Any, wave: Wave) -> str:
    pk = typed.key(request.POST.get("shipment")) or 0
    remove_from_wave(wave_id=wave.pk, shipment_ids=[pk], actor=request.actor)
    return _("Taken out of %(number)s.")


def _cancel(request: Any, wave: Wave) -> str:
    cancel_wave(wave_id=wave.pk, reason=request.POST.get("reason", "").strip()[:200], actor=request.actor)
    return _("%(number)s is given up.")


_ACTS = {"release": _release, "add": _add, "remove": _remove, "cancel": _cancel}
