"""The dock: packed shipments handed to their carriers, manifests, and proof of delivery on a phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core import outbox
from erp.core.actor import Actor
from erp.core.attachments import attach_file
from erp.core.commands import at_door
from erp.core.errors import DomainError, Invalid, NotFound
from erp.core.http.messages import refusal_text
from erp.core.views import filters, typed
from erp.core.views.page import json_problem, page, wants_json
from erp.core.views.paging import ListPage
from erp.core.views.papers import language_of, pdf_answer
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.models import Carrier
from erp.masterdata.selectors.company import business_day
from inventory.models import Manifest, Warehouse
from inventory.selectors.manifests import SHIP, docks, shipments_of_manifest, visible_manifests
from inventory.selectors.shipments import visible_shipments
from inventory.selectors.warehouses import warehouse_rows
from inventory.services.dispatch import deliver_shipment
from inventory.services.labels import manifest_pdf
from inventory.services.manifests import close_manifest, dispatch_shipments
from inventory.views.shipments import address_of, shipment_of

DELIVER = "inventory.deliver_shipment"
MOST_CHOSEN = 500


def _warehouse(value: str) -> Warehouse:
    rows = list(warehouse_rows().filter(is_active=True))
    chosen = next((row for row in rows if str(row.pk) == value), None)
    chosen = chosen or next((row for row in rows if row.is_default), rows[0] if rows else None)
    if chosen is None:
        raise NotFound(kind="warehouse")
    return chosen


@page(SHIP)
def dock(request: Any) -> HttpResponse:
    """What waits for each carrier, and what it took today and has not signed for."""
    warehouse = _warehouse(request.GET.get("warehouse", ""))
    today = business_day(timezone.now())
    context = {
        "warehouse": warehouse,
        "warehouses": list(warehouse_rows().filter(is_active=True)),
        "docks": docks(request.actor, warehouse_id=warehouse.pk, day=today),
        "carriers": list(Carrier.objects.filter(is_active=True)),
        "today": today,
    }
    return render(request, "inventory/dock.html", context)


@page(SHIP, methods=("POST",))
def dispatch(request: Any) -> HttpResponse:
    """Hand the ticked shipments to the carrier; what refuses is told with its reason."""
    chosen = [typed.key(value) for value in request.POST.getlist("shipments")[:MOST_CHOSEN]]
    seen = visible_shipments(request.actor).filter(pk__in=[pk for pk in chosen if pk])
    numbers = {
        pk: request.POST.get(f"tracking-{pk}", "").replace("\x00", "").strip()[:80]
        for pk in seen.values_list("pk", flat=True)
    }
    if not numbers:
        raise Invalid.field("shipments", _("Tick at least one shipment."))
    carrier = request.POST.get("carrier", "").replace("\x00", "").strip()[:120]
    with outbox.watch() as streams:
        found = dispatch_shipments(tracking_numbers=numbers, carrier=carrier, actor=request.actor)
    outbox.drain(*streams)
    gone = [one for one in found if one.refusal is None]
    for one in found:
        if one.refusal is not None:
            messages.error(request, f"{one.shipment.number}: {refusal_text(one.refusal)}")
    if gone:
        text = ngettext("%(count)s shipment has left.", "%(count)s shipments have left.", len(gone))
        messages.success(request, text % {"count": len(gone)})
    return redirect(f"{reverse('dock')}?warehouse={typed.key(request.POST.get('warehouse')) or ''}")


@page(SHIP, methods=("POST",))
def manifest_close(request: Any) -> HttpResponse:
    """Put what a carrier took today on a manifest."""
    with outbox.watch() as streams:
        made = close_manifest(
            warehouse=_warehouse(request.POST.get("warehouse", "")),
            carrier=request.POST.get("carrier", "").replace("\x00", "")[:120],
            driver=request.POST.get("driver", "").replace("\x00", "")[:120],
            actor=request.actor,
        )
    outbox.drain(*streams)
    messages.success(request, _("%(number)s is ready to be signed.") % {"number": made.number})
    return redirect(reverse("manifest-detail", args=[made.number]))


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    chips = [filters.dates(request, "day", _("Day"), "day")]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    rows = filters.applied(visible_manifests(request.actor), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(number=text.upper()) | rows.filter(carrier_name__icontains=text)
    return rows, chips


@page(SHIP)
def manifest_list(request: Any) -> HttpResponse:
    """One page of manifests."""
    rows, chips = _wanted(request)
    urls = [
        (label, reverse("manifest-export", args=[kind]))
        for label, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    context = {
        "page": ListPage(request, rows, {"number": "pk"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
    }
    return render(request, "inventory/manifests.html", context)


@page(SHIP)
def manifest_export(request: Any, kind: str) -> Any:
    """The filtered manifests as a file."""
    rows, _shown = _wanted(request)
    head = [_("Number"), _("Day"), _("Warehouse"), _("Carrier"), _("Driver"), _("Shipments"), _("Packages"),
            _("Weight in kg"), _("Closed by")]  # fmt: skip
    return table_answer("manifests", kind, table_of(rows, head, _cells))


def _cells(row: Manifest) -> list[Any]:
    return [row.number, row.day, row.warehouse.name, row.carrier_name, row.driver, row.shipment_count,
            row.package_count, row.weight_kg, row.closed_by]  # fmt: skip


def _manifest_of(actor: Actor, number: str) -> Manifest:
    row = visible_manifests(actor).filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="manifest", number=number[:60])
    return row


@page(SHIP)
def manifest_detail(request: Any, number: str) -> HttpResponse:
    """One manifest with its shipments."""
    row = _manifest_of(request.actor, number)
    context = {"manifest": row, "shipments": shipments_of_manifest(row)}
    return render(request, "inventory/manifest.html", context)


@page(SHIP)
def manifest_paper(request: Any, number: str) -> HttpResponse:
    """The manifest as PDF."""
    row = _manifest_of(request.actor, number)
    return pdf_answer(manifest_pdf(manifest_id=row.pk, language=language_of(request)), row.number)


@page(DELIVER, methods=("GET", "POST"))
def deliver(request: Any, number: str) -> HttpResponse:
    """Proof of delivery on a phone: who took the goods, with a signature or a photo."""
    shipment = shipment_of(request.actor, number)
    if request.method == "POST":
        try:
            return _deliver(request, shipment)
        except DomainError as refusal:
            if wants_json(request):
                return json_problem(refusal)
            raise
    context = {
        "shipment": shipment,
        "ship_to": address_of(shipment),
        "is_open": shipment.state == "shipped",
        "back_url": reverse("shipment-detail", args=[number]),
    }
    return render(request, "inventory/deliver.html", context)


def _deliver(request: Any, shipment: Any) -> HttpResponse:
    """Record the delivery and keep its proof, both or neither."""
    name = request.POST.get("delivered_to", "").replace("\x00", "").strip()[:120]
    if not name:
        raise Invalid.field("delivered_to", _("Say who took the goods."), "required")
    files = [file for key in ("signature", "photo") for file in request.FILES.getlist(key)[:5]]

    def work() -> None:
        deliver_shipment(shipment_id=shipment.pk, actor=request.actor, delivered_to=name)
        for file in files:
            attach_file(kind="shipment", document_id=shipment.pk, file=file, actor=request.actor)

    with outbox.watch() as streams:
        at_door(work)
    outbox.drain(*streams)
    messages.success(request, _("%(number)s is delivered.") % {"number": shipment.number})
    url = reverse("shipment-detail", args=[shipment.number])
    return JsonResponse({"url": url}) if wants_json(request) else redirect(url)
