"""Scan pages for the phone: picking in the order of the bins, and checking while packing.

The device keeps what was scanned until the server has it (`static/js/scan-queue.js`); `scan_door` takes it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.views.page import page
from erp.masterdata.selectors.company import business_day
from inventory.selectors.board import with_progress
from inventory.selectors.shipments import visible_shipments
from inventory.selectors.waves import visible_waves
from inventory.views.scan_jobs import job_of

PICK, PACK = "inventory.pick_shipment", "inventory.pack_shipment"
MOST_LISTED = 50
STATES = {"pick": ("released", "picking"), "pack": ("picked",)}
TAKEN = ("picked", "packed", "shipped", "delivered")


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
    waves = visible_waves(request.actor).filter(state__in=["released", "picking"]).select_related("warehouse")
    context = {
        "waves": waves.annotate(
            total=Count("shipments"), done=Count("shipments", filter=Q(shipments__state__in=TAKEN))
        ).order_by("pk")[:MOST_LISTED],
        "to_pick": lists["pick"],
        "to_pack": lists["pack"] if request.actor.has(PACK) else [],
        "today": business_day(timezone.now()),
        "back_url": reverse("home")
        if not request.actor.has("inventory.view_shipment")
        else reverse("fulfillment"),
    }
    return render(request, "inventory/scan_home.html", context)


def _found(request: Any, number: str) -> HttpResponse:
    wave = (
        visible_waves(request.actor).filter(number=number.upper(), state__in=["released", "picking"]).first()
    )
    if wave is not None:
        return redirect(reverse("scan-wave", args=[wave.number]))
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
    return _scan_page(request, number, "pick", _("Picking"))


@page(PICK)
def wave(request: Any, number: str) -> HttpResponse:
    """Pick a whole wave in one walk, each shipment into its slot on the cart."""
    return _scan_page(request, number, "wave", _("Wave"))


@page(PACK)
def pack(request: Any, number: str) -> HttpResponse:
    """Check what goes into the packages of one shipment."""
    return _scan_page(request, number, "pack", _("Packing"))


def _scan_page(request: Any, number: str, stage: str, title: str) -> HttpResponse:
    job = job_of(request.actor, stage, number)
    context = {
        "number": job["number"],
        "stage": stage,
        "title": title,
        "job": job,
        "back_url": reverse("pick-home"),
        "texts": _texts(),
    }
    return render(request, "inventory/scan.html", context)


@page(PICK)
def state(request: Any, stage: str, number: str) -> HttpResponse:
    """How far a job is, for a device that comes back."""
    return JsonResponse(job_of(request.actor, stage, number))


def worker(request: Any) -> HttpResponse:
    """The service worker of the scan pages; it lies beside them, because it may serve nothing above."""
    text = (Path(settings.BASE_DIR) / "static" / "js" / "scan-worker.js").read_text()
    return HttpResponse(text, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


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
        "offline": _("No connection: %(count)s scans waiting"),
        "waiting": _("Sending: %(count)s scans waiting"),
        "signed_out": _("You are signed out: %(count)s scans waiting"),
        "others": _("%(count)s scans of another person wait on this phone: let them sign in."),
        "saved": _("All saved"),
        "kept_done": _("Done here: %(count)s scans waiting for the connection"),
        "wave_done": _("This wave is picked."),
        "slot": _("slot %(slot)s"),
        "into_slot": _("Into slot %(slot)s · %(shipment)s"),
        "box": _("Package %(box)s: next one"),
        "expired_lot": _("Lot %(lot)s has expired: leave it."),
        "short_lived_lot": _("Lot %(lot)s does not last long enough for this customer: leave it."),
        "less": _("Not enough in this bin"),
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
