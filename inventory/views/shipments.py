"""Shipments in the browser: the list, the page of one, and every step from shelf to customer."""

from __future__ import annotations

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
from erp.core.actor import Actor
from erp.core.errors import Invalid, NotFound, StaleVersion
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.core.states import state_choices
from erp.core.views import filters, typed
from erp.core.views.page import back_to, page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.models import Carrier
from erp.masterdata.selectors.company import business_day
from inventory.models import Shipment
from inventory.selectors.board import with_progress
from inventory.selectors.shipments import VIEW_SHIPMENT, shipments_in_full, visible_shipments
from inventory.selectors.timeline import document_events
from inventory.selectors.warehouses import warehouse_rows
from inventory.services.dispatch import deliver_shipment, ship_shipment
from inventory.services.documents import address_text
from inventory.services.packing import PackageInput, pack_shipment
from inventory.services.picking import pick_shipment
from inventory.services.scans import ScanInput, refusal_text
from inventory.services.shipments import cancel_shipment
from inventory.views.links import document_url
from inventory.views.words import told_events

MOST_PACKAGES = 200
MOST_SIDE = Decimal(100_000)
RIGHTS = {
    "pick": "inventory.pick_shipment",
    "pack": "inventory.pack_shipment",
    "ship": "inventory.ship_shipment",
    "deliver": "inventory.deliver_shipment",
    "cancel": "inventory.release_shipment",
}
LEGAL = {
    "draft": ("cancel",),
    "released": ("pick", "cancel"),
    "picking": ("pick", "cancel"),
    "picked": ("pack", "cancel"),
    "packed": ("ship", "cancel"),
    "shipped": ("deliver",),
}


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    open_states = [state for state in LEGAL if state != "shipped"]
    late = Q(due_on__lt=business_day(timezone.now()), state__in=open_states)
    chips = [
        filters.many(request, "state", _("State"), state_choices("shipment")),
        filters.flag(request, "late", _("Late"), late),
        filters.dates(request, "due", _("Due"), "due_on"),
        filters.dates(request, "shipped", _("Shipped"), "shipped_at", is_moment=True),
    ]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    rows = filters.applied(visible_shipments(request.actor), chips)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if text:
        number = text.upper()
        rows = rows.filter(
            Q(number=number) | Q(document_number=number) | Q(tracking_number=text)
            | Q(customer__search_key__contains=text.lower())
        )  # fmt: skip
    return rows, chips


@page(VIEW_SHIPMENT)
def shipment_list(request: Any) -> HttpResponse:
    """One page of shipments."""
    rows, chips = _wanted(request)
    urls = [
        ("CSV", reverse("shipment-export", args=["csv"])),
        ("Excel", reverse("shipment-export", args=["xlsx"])),
    ]
    context = {
        "page": ListPage(
            request, with_progress(rows), {"number": "pk", "due": "due_on", "shipped": "shipped_at"}
        ),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "today": business_day(timezone.now()),
        "may_release": request.actor.has("inventory.release_shipment"),
    }
    return render(request, "inventory/shipments.html", context)


@page(VIEW_SHIPMENT)
def shipment_export(request: Any, kind: str) -> Any:
    """The filtered shipments as a file."""
    rows, _shown = _wanted(request)
    head = [
        _("Number"), _("Order"), _("Customer"), _("Warehouse"), _("State"), _("Due"), _("Carrier"),
        _("Tracking number"), _("Released"), _("Picked"), _("Packed"), _("Shipped"), _("Delivered"),
    ]  # fmt: skip
    return table_answer("shipments", kind, table_of(rows, head, _cells))


def _cells(row: Shipment) -> list[Any]:
    return [
        row.number, row.document_number, row.customer.name if row.customer else "", row.warehouse.name,
        str(row.get_state_display()), row.due_on, carrier_of(row), row.tracking_number, row.released_at,
        row.picked_at, row.packed_at, row.shipped_at, row.delivered_at,
    ]  # fmt: skip


def carrier_of(row: Shipment) -> str:
    """Who takes the goods: as said at dispatch, else as planned."""
    return row.carrier_name or (row.carrier.name if row.carrier else "")


def address_of(shipment: Shipment) -> str:
    """Where a shipment goes, in one line."""
    return address_text(shipment.ship_to or {})


def shipment_of(actor: Actor, number: str) -> Shipment:
    """A shipment by its number, as far as the reader may see it.

    Raises: NotFound.
    """
    row = shipments_in_full(visible_shipments(actor)).filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="shipment", number=number[:60])
    return row


@page(VIEW_SHIPMENT)
def shipment_detail(request: Any, number: str) -> HttpResponse:
    """One shipment: where it stands, what is next, its papers and its story."""
    return _detail(request, shipment_of(request.actor, number))


def _detail(
    request: Any, shipment: Shipment, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    verbs = [verb for verb in LEGAL.get(shipment.state, ()) if actor.has(RIGHTS[verb])]
    today = business_day(timezone.now())
    lines = [
        {
            "line": line,
            "field": name,
            "value": request.POST.get(name, plain(line.quantity)),
            "error": (errors or {}).get(name),
        }
        for line in shipment.lines.all()
        for name in [f"picked-{line.pk}"]
    ]
    context = {
        "shipment": shipment,
        "lines": lines,
        "next": next((verb for verb in verbs if verb != "cancel"), ""),
        "may_cancel": "cancel" in verbs,
        "errors": errors or {},
        "times": {
            name: getattr(shipment, f"{name}_at")
            for name in ("released", "picked", "packed", "shipped", "delivered")
        },
        "is_late": shipment.due_on is not None
        and shipment.due_on < today
        and shipment.state in LEGAL
        and shipment.state != "shipped",
        "carrier": carrier_of(shipment),
        "tracking_url": _tracking_url(shipment),
        "carriers": list(Carrier.objects.filter(is_active=True)),
        "ship_to": address_of(shipment),
        "order_url": document_url(actor, shipment.document_kind, shipment.document_number),
        "customer_url": document_url(actor, "customer", shipment.customer.code) if shipment.customer else "",
        "may_see_wave": actor.has("inventory.pick_shipment"),
        "prices_url": _prices_url(actor, shipment),
        "events": told_events(document_events("shipment", shipment.pk)),
        "scans": _scans(shipment),
        "sides": [("length", _("Length in cm")), ("width", _("Width in cm")), ("height", _("Height in cm"))],
        "may_see_manifest": actor.has("inventory.ship_shipment"),
        "weight": sum((box.weight_kg or Decimal(0) for box in shipment.packages.all()), Decimal(0)),
        "expected_weight": sum(
            (line.item.weight_kg * line.picked for line in shipment.lines.all()), Decimal(0)
        ),
    }
    return render(request, "inventory/shipment.html", context, status=status)


def _scans(shipment: Shipment) -> list[Any]:
    """The last scans, each refused one with `why`."""
    rows: list[Any] = list(shipment.scans.order_by("-pk")[:50])
    for row in rows:
        row.why = refusal_text(row.refusal, row.stage) if row.refusal else ""
    return rows


def _tracking_url(shipment: Shipment) -> str:
    pattern = shipment.carrier.tracking_url if shipment.carrier else ""
    if not pattern.startswith("https://") or not shipment.tracking_number:
        return ""
    from urllib.parse import quote

    return pattern.replace("{number}", quote(shipment.tracking_number, safe=""))


def _prices_url(actor: Actor, shipment: Shipment) -> str:
    """Where the slip with prices is served; only who sees the order sees its prices."""
    from django.urls import NoReverseMatch

    if not document_url(actor, shipment.document_kind, shipment.document_number):
        return ""
    try:
        return reverse("packing-slip-priced", args=[shipment.number])
    except NoReverseMatch:
        return ""


@page(VIEW_SHIPMENT, methods=("POST",))
def shipment_act(request: Any, number: str, verb: str) -> HttpResponse:
    """One step of one shipment; what is wrong with the entries is said beside them."""
    if verb not in RIGHTS:
        raise Http404
    shipment = shipment_of(request.actor, number)
    try:
        with outbox.watch() as streams:
            _ACTS[verb](request, shipment)
        outbox.drain(*streams)
    except StaleVersion:
        messages.warning(request, _("Somebody else went on with this shipment; this is how it stands now."))
    except Invalid as refusal:
        errors = {name: " ".join(map(str, texts)) for name, texts in refusal.errors.items()}
        return _detail(request, shipment, errors, status=422)
    else:
        messages.success(request, _done(verb) % {"number": number})
    return redirect(back_to(request, reverse("shipment-detail", args=[number])))


def _done(verb: str) -> str:
    texts = {
        "pick": _("%(number)s is picked."),
        "pack": _("%(number)s is packed."),
        "ship": _("%(number)s has left."),
        "deliver": _("%(number)s is delivered."),
        "cancel": _("%(number)s is cancelled; its goods stay reserved for the order."),
    }
    return texts[verb]


def _common(request: Any, shipment: Shipment) -> dict[str, Any]:
    version = typed.key(request.POST.get("version"))
    return {"shipment_id": shipment.pk, "actor": request.actor, "expected_version": version}


def _pick(request: Any, shipment: Shipment) -> None:
    """By hand: everything, or the quantities that were entered, with a reason for what is missing."""
    common = _common(request, shipment)
    if "by_line" not in request.POST:
        pick_shipment(**common)
        return
    problems = Problems()
    scans = []
    is_all = True
    for line in shipment.lines.all():
        name = f"picked-{line.pk}"
        found = typed.taken(request.POST, name, typed.amount, problems)
        if found is None:
            if name not in problems.errors:
                problems.add(name, _("Give a quantity."))
            continue
        if not line.picked <= found <= line.quantity:
            problems.add(name, _("Must be between what is picked and what is asked."))
        is_all = is_all and found == line.quantity
        if found > line.picked:
            scans.append(
                ScanInput(
                    quantity=found - line.picked,
                    item_id=line.item_id,
                    location=line.location.code,
                    lot=line.lot.code if line.lot else "",
                )
            )
    problems.refuse()
    reason = request.POST.get("short_reason", "").strip()[:200]
    pick_shipment(**common, scans=None if is_all else scans, short_reason=reason)


def _pack(request: Any, shipment: Shipment) -> None:
    problems = Problems()
    boxes = []
    weights = request.POST.getlist("weight")[:MOST_PACKAGES] or [""]
    for place, text in enumerate(weights):
        weight = typed.taken({"weight": text}, "weight", typed.amount, problems, f"weight-{place}")
        sides: dict[str, Any] = {}
        for name in ("length", "width", "height"):
            values = request.POST.getlist(name)
            given = {name: values[place] if place < len(values) else ""}
            side = typed.taken(given, name, typed.amount, problems, f"{name}-{place}")
            sides[f"{name}_cm"] = round(min(side, MOST_SIDE), 1) if side else None
        boxes.append(PackageInput(weight_kg=round(weight, 3) if weight else None, **sides))
    problems.refuse()
    pack_shipment(**_common(request, shipment), packages=boxes)


def _ship(request: Any, shipment: Shipment) -> None:
    ship_shipment(
        **_common(request, shipment),
        carrier=request.POST.get("carrier", "").strip()[:120],
        tracking_number=request.POST.get("tracking_number", "").strip()[:80],
    )


def _deliver(request: Any, shipment: Shipment) -> None:
    name = request.POST.get("delivered_to", "").strip()[:120]
    deliver_shipment(**_common(request, shipment), delivered_to=name)


def _cancel(request: Any, shipment: Shipment) -> None:
    cancel_shipment(**_common(request, shipment), reason=request.POST.get("reason", "").strip()[:200])


_ACTS = {"pick": _pick, "pack": _pack, "ship": _ship, "deliver": _deliver, "cancel": _cancel}
