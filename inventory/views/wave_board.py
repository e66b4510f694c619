"""The wave board of the warehouse manager, and planning a wave with a preview of what it would hold."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.documents import known_document
from erp.core.errors import Invalid, NotFound
from erp.core.states import look_of, state_label
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.masterdata.models import Carrier
from erp.masterdata.selectors.company import business_day
from inventory.models import Priority, Warehouse
from inventory.selectors.shipments import visible_shipments
from inventory.selectors.warehouses import warehouse_rows
from inventory.selectors.wave_plan import (
    MOST_PLANNED,
    WaveWish,
    minutes_to_cut_off,
    wave_candidates,
    zones_of,
)
from inventory.selectors.waves import waves_on_board
from inventory.services.releases import ShippingTerms
from inventory.services.waves import create_wave, release_wave

RELEASE = "inventory.release_shipment"


@page("inventory.pick_shipment")
def wave_board(request: Any) -> HttpResponse:
    """Every open wave in the column of its state, with its progress and its carrier's cut-off."""
    warehouses = [(row.pk, row.name) for row in warehouse_rows().filter(is_active=True)]
    chip = filters.choice(request, "warehouse", _("Warehouse"), warehouses)
    warehouse_id = int(chip.shown["value"]) if chip.shown["value"] else None
    now = timezone.now()
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    found = waves_on_board(request.actor, since=since, warehouse_id=warehouse_id)
    today = business_day(now)
    columns = [
        {
            "state": state,
            "label": _("Done today") if state == "done" else str(state_label("wave", state)),
            "tone": look_of("wave", state).tone,
            "cards": [
                {
                    "card": card,
                    "cut_off": minutes_to_cut_off(card.wave.carrier, card.wave.warehouse, at=now),
                    "is_late": state != "done" and card.due_on is not None and card.due_on < today,
                }
                for card in cards
            ],
        }
        for state, cards in found.items()
    ]
    context = {
        "columns": columns,
        "filters": [chip.shown] if len(warehouses) > 1 else [],
        "filters_active": warehouse_id,
        "may_release": request.actor.has(RELEASE),
    }
    return render(request, "inventory/wave_board.html", context)


@page(RELEASE)
def wave_plan(request: Any) -> HttpResponse:
    """Choose by carrier, zone, priority and date, and look at what the wave would hold."""
    warehouses = list(warehouse_rows().filter(is_active=True))
    warehouse = _warehouse(request.GET.get("warehouse"), warehouses)
    carriers = list(Carrier.objects.filter(is_active=True))
    carrier = next((c for c in carriers if str(c.pk) == request.GET.get("carrier", "")), None)
    wish, problem = _wish(request.GET, carrier)
    found = wave_candidates(request.actor, warehouse, wish)
    context = {
        "warehouse": warehouse,
        "warehouses": warehouses,
        "carriers": carriers,
        "carrier": carrier,
        "cut_off": minutes_to_cut_off(carrier, warehouse, at=timezone.now()),
        "zones": zones_of(warehouse),
        "zone": wish.zone,
        "priorities": Priority.choices,
        "priority": wish.priority,
        "due_until": request.GET.get("due_until", ""),
        "problem": problem,
        "rows": found,
        "lines": sum(row.lines for row in found),
        "pieces": sum(row.pieces for row in found),
        "is_cut": len(found) == MOST_PLANNED,
        "today": business_day(timezone.now()),
    }
    return render(request, "inventory/wave_plan.html", context)


def _warehouse(value: Any, rows: list[Warehouse]) -> Warehouse:
    if not rows:
        raise NotFound(kind="warehouse")
    chosen = next((row for row in rows if str(row.pk) == value), None)
    return chosen or next((row for row in rows if row.is_default), rows[0])


def _wish(values: Any, carrier: Carrier | None) -> tuple[WaveWish, str]:
    """What was chosen; a date that can't be read is told and left out."""
    due_until, problem = None, ""
    if text := values.get("due_until", ""):
        try:
            due_until = typed.day(text)
        except ValueError as error:
            problem = str(error)
    priority = typed.key(values.get("priority"))
    return (
        WaveWish(
            carrier_id=carrier.pk if carrier else None,
            zone=values.get("zone", "").replace("\x00", "")[:40],
            priority=priority if priority in Priority.values else None,
            due_until=due_until,
        ),
        problem,
    )


@page(RELEASE, methods=("POST",))
def wave_make(request: Any) -> HttpResponse:
    """Make a wave of what is ticked, and hand it to the pickers at once if asked."""
    warehouse = _warehouse(request.POST.get("warehouse"), list(warehouse_rows().filter(is_active=True)))
    carrier = typed.chosen(Carrier.objects.filter(is_active=True), request.POST.get("carrier"))
    chosen = [value.partition(":") for value in request.POST.getlist("rows")[:MOST_PLANNED]]
    keys = [(kind, typed.key(pk)) for kind, _colon, pk in chosen]
    orders = [pk for kind, pk in keys if kind == "order" and pk]
    shipments = [pk for kind, pk in keys if kind == "shipment" and pk]
    found = known_document("order").rows(request.actor).filter(pk__in=orders).order_by("pk") if orders else []
    terms = [
        (order.ref, ShippingTerms(ship_to=order.ship_to, carrier_id=order.carrier_id)) for order in found
    ]
    seen = list(visible_shipments(request.actor).filter(pk__in=shipments).values_list("pk", flat=True))
    if not terms and not seen:
        raise Invalid.field("rows", _("Tick at least one order or released shipment."))
    with outbox.watch() as streams:
        wave = create_wave(
            warehouse=warehouse,
            documents=terms,
            shipment_ids=seen,
            carrier_id=carrier.pk if carrier else None,
            actor=request.actor,
        )
        if "release" in request.POST:
            release_wave(wave_id=wave.pk, actor=request.actor)
    outbox.drain(*streams)
    text = _("%(number)s is with the pickers.") if "release" in request.POST else _("Wave made: %(number)s.")
    messages.success(request, text % {"number": wave.number})
    return redirect(reverse("wave-detail", args=[wave.number]))
