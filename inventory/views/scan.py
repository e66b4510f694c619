"""Scan pages for the phone: picking in the order of the bins, and checking while packing.

The device keeps what was scanned until the server has it: a batch is sent with a key of its own, and
the same batch sent again answers as before and changes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import DomainError, Invalid
from erp.core.http.idempotency import Answer, Key, once
from erp.core.quantity import plain
from erp.core.states import state_label
from erp.core.views import typed
from erp.core.views.page import json_body, json_problem, page
from inventory.models import ItemUnit, Shipment, ShipmentLine
from inventory.selectors.board import with_progress
from inventory.selectors.shipments import visible_shipments
from inventory.services.packing import PackageInput, pack_shipment
from inventory.services.picking import pick_shipment
from inventory.services.scans import ScanInput
from inventory.views.shipments import shipment_of

PICK, PACK = "inventory.pick_shipment", "inventory.pack_shipment"
MOST_LISTED = 50
MOST_SCANS = 5000
MOST_KEY = 80
STATES = {"pick": ("released", "picking"), "pack": ("picked",)}


@page(PICK)
def home(request: Any) -> HttpResponse:
    """What waits for hands, the most urgent first; a scanned number opens it."""
    if number := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        return _found(request, number)
    lists = {}
    for stage, states in STATES.items():
        rows = with_progress(visible_shipments(request.actor).filter(state__in=states))
        ordered = rows.order_by("-priority", F("due_on").asc(nulls_last=True), "pk")
        lists[stage] = list(ordered[:MOST_LISTED])
    context = {
        "to_pick": lists["pick"],
        "to_pack": lists["pack"] if request.actor.has(PACK) else [],
        "today": timezone.localdate(),
        "back_url": reverse("home")
        if not request.actor.has("inventory.view_shipment")
        else reverse("fulfillment"),
    }
    return render(request, "inventory/scan_home.html", context)


def _found(request: Any, number: str) -> HttpResponse:
    from django.contrib import messages
    from django.shortcuts import redirect

    row = visible_shipments(request.actor).filter(number=number.upper().partition("/")[0]).first()
    if row is None:
        row = visible_shipments(request.actor).filter(document_number=number.upper()).order_by("-pk").first()
    if row is None:
        messages.error(request, _("There is no shipment “%(number)s”.") % {"number": number})
        return redirect(reverse("pick-home"))
    for stage, states in STATES.items():
        if row.state in states:
            return redirect(reverse(f"scan-{stage}", args=[row.number]))
    return redirect(reverse("shipment-detail", args=[row.number]))


@page(PICK)
def pick(request: Any, number: str) -> HttpResponse:
    """Pick one shipment step by step."""
    return _scan_page(request, number, "pick")


@page(PACK)
def pack(request: Any, number: str) -> HttpResponse:
    """Check what goes into the packages of one shipment."""
    return _scan_page(request, number, "pack")


def _scan_page(request: Any, number: str, stage: str) -> HttpResponse:
    shipment = shipment_of(request.actor, number)
    context = {
        "shipment": shipment,
        "stage": stage,
        "title": _("Picking") if stage == "pick" else _("Packing"),
        "job": _job(shipment, stage),
        "back_url": reverse("pick-home"),
        "texts": _texts(),
    }
    return render(request, "inventory/scan.html", context)


@page(PICK)
def state(request: Any, stage: str, number: str) -> HttpResponse:
    """How far the shipment is, for a device that comes back."""
    if stage not in STATES:
        raise Http404
    return JsonResponse(_job(shipment_of(request.actor, number), stage))


def _job(shipment: Shipment, stage: str) -> dict[str, Any]:
    """All that the device needs to work alone."""
    lines: Sequence[ShipmentLine] = list(shipment.lines.all())
    units: dict[int, list[dict[str, Any]]] = {}
    for pack_unit in ItemUnit.objects.filter(item_id__in={line.item_id for line in lines}).exclude(
        barcode=""
    ):
        factor = Decimal(pack_unit.numerator) / Decimal(pack_unit.denominator)
        units.setdefault(pack_unit.item_id, []).append({"code": pack_unit.barcode, "factor": plain(factor)})
    return {
        "number": shipment.number,
        "stage": stage,
        "state": shipment.state,
        "stateText": str(state_label("shipment", shipment.state)),
        "isOpen": shipment.state in STATES[stage],
        "url": reverse("shipment-detail", args=[shipment.number]),
        "sendUrl": reverse("scan-send", args=[stage, shipment.number]),
        "stateUrl": reverse("scan-state", args=[stage, shipment.number]),
        "homeUrl": reverse("pick-home"),
        "steps": _pick_steps(lines, units) if stage == "pick" else _pack_steps(lines, units),
    }


def _pick_steps(
    lines: Sequence[ShipmentLine], units: dict[int, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    return [
        _step(line, units)
        | {
            "id": str(line.pk),
            "bin": line.location.code,
            "binCodes": [code for code in (line.location.code, line.location.barcode) if code],
            "lot": line.lot.code if line.lot else "",
            "asked": plain(line.quantity),
            "done": plain(line.picked),
        }
        for line in lines
    ]


def _pack_steps(
    lines: Sequence[ShipmentLine], units: dict[int, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """One step per item: packing asks what is in the box, not where it came from."""
    first: dict[int, ShipmentLine] = {}
    picked: dict[int, Decimal] = {}
    lots: dict[int, list[str]] = {}
    for line in lines:
        first.setdefault(line.item_id, line)
        picked[line.item_id] = picked.get(line.item_id, Decimal(0)) + line.picked
        if line.lot:
            lots.setdefault(line.item_id, []).append(line.lot.code)
    return [
        _step(line, units)
        | {
            "id": str(item_id),
            "bin": "",
            "binCodes": [],
            "lot": "",
            "lotCodes": lots.get(item_id, []),
            "asked": plain(picked[item_id]),
            "done": "0",
        }
        for item_id, line in first.items()
        if picked[item_id] > 0
    ]


def _step(line: ShipmentLine, units: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
    codes = [{"code": code, "factor": "1"} for code in (line.item.sku, line.item.barcode) if code]
    return {
        "item": line.item_id,
        "sku": line.item.sku,
        "name": line.item.name,
        "unit": line.item.unit.code,
        "codes": codes + units.get(line.item_id, []),
    }


@page(methods=("POST",))
def send(request: Any, stage: str, number: str) -> HttpResponse:
    """Take a batch of scans, once whatever the network does.

    Shape: `{key, scans: [{code, item, quantity, location, lot}], partial, short_reason, weights}`.
    """
    if stage not in STATES:
        raise Http404
    request.actor.require(PICK if stage == "pick" else PACK)
    shipment = shipment_of(request.actor, number)
    body = json_body(request)
    key = str(body.get("key") or "")
    if not 0 < len(key) <= MOST_KEY or not key.isascii() or not key.isprintable():
        raise Invalid.field("key", _("This batch has no key."))
    print_of = json.dumps([stage, number, body], sort_keys=True, ensure_ascii=False)
    fingerprint = hashlib.sha256(print_of.encode()).hexdigest()
    scans = _scans(body)

    def work() -> Answer:
        if stage == "pick":
            _do_pick(request, shipment, body, scans)
        else:
            _do_pack(request, shipment, body, scans)
        return Answer(200, _job(shipment_of(request.actor, number), stage), {})

    try:
        with outbox.watch() as streams:
            answer = once(Key(f"user:{request.actor.user_id}", f"scan-{key}", fingerprint), work)
        outbox.drain(*streams)
    except DomainError as refusal:
        return json_problem(refusal)
    return JsonResponse(answer.body)


def _do_pick(request: Any, shipment: Shipment, body: dict[str, Any], scans: list[ScanInput]) -> None:
    pick_shipment(
        shipment_id=shipment.pk,
        actor=request.actor,
        scans=scans,
        is_partial=body.get("partial") is True,
        short_reason=str(body.get("short_reason") or "")[:200],
    )


def _do_pack(request: Any, shipment: Shipment, body: dict[str, Any], scans: list[ScanInput]) -> None:
    weights = body.get("weights")
    boxes = []
    for place, text in enumerate(weights[:200] if isinstance(weights, list) else []):
        try:
            weight = typed.amount(text) if str(text or "").strip() else None
        except ValueError as error:
            raise Invalid.field(f"weights[{place}]", str(error)) from None
        boxes.append(PackageInput(weight_kg=round(weight, 3) if weight else None))
    pack_shipment(shipment_id=shipment.pk, actor=request.actor, scans=scans, packages=boxes)


def _scans(body: dict[str, Any]) -> list[ScanInput]:
    """The scans of a batch.

    Raises: Invalid.
    """
    rows = body.get("scans")
    if not isinstance(rows, list) or len(rows) > MOST_SCANS or not all(isinstance(row, dict) for row in rows):
        raise Invalid.field("scans", _("The scans could not be read."))
    found = []
    for place, row in enumerate(rows):
        try:
            quantity = typed.quantity(row.get("quantity", 1))
        except ValueError as error:
            raise Invalid.field(f"scans[{place}].quantity", str(error)) from None
        found.append(
            ScanInput(
                quantity=quantity,
                barcode=str(row.get("code") or "")[:120],
                item_id=typed.key(row.get("item")),
                location=str(row.get("location") or "")[:60],
                lot=str(row.get("lot") or "")[:60],
            )
        )
    return found


def _texts() -> dict[str, str]:
    """What the script says, in the reader's language."""
    return {
        "of": _("%(done)s of %(asked)s %(unit)s"),
        "wrong_item": _("Wrong item: put it back. Needed: %(sku)s"),
        "other_line": _("That is for another bin: %(bin)s"),
        "too_many": _("Enough: more than asked."),
        "right_bin": _("Right bin. Now scan the item."),
        "wrong_bin": _("Wrong bin. Go to %(bin)s."),
        "taken": _("Taken"),
        "undone": _("Last scan undone"),
        "nothing_to_undo": _("Nothing to undo here."),
        "offline": _("No connection: %(count)s batches wait on this phone."),
        "waiting": _("Sending…"),
        "saved": _("All saved"),
        "unsaved": _("%(count)s scans on this phone"),
        "all_done": _("Everything is picked"),
        "all_checked": _("Everything is checked"),
        "lot": _("Lot %(lot)s"),
        "step": _("%(place)s of %(count)s"),
        "all": _("Take all %(left)s"),
        "unknown": _("Unknown code: %(code)s"),
        "give_quantity": _("Give a quantity."),
        "give_reason": _("Say why less than asked was picked."),
        "scan_first": _("Scan the item once first."),
        "no_camera": _("The camera can't be used here. Type the code or use a scanner."),
        "done_elsewhere": _("This shipment is %(state)s already."),
        "finish_pick": _("Finish picking"),
        "finish_pack": _("Finish packing"),
        "finish_short": _("Finish with less"),
    }
