"""Goods in transit: what is on its way between warehouses by item and lot, and taking it in."""

from __future__ import annotations

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
from erp.core.errors import Invalid, NotFound
from erp.core.views import filters, typed
from erp.core.views.page import back_to, page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import business_day
from inventory.models import Location, Transfer
from inventory.selectors.moves import VIEW_LEDGER, transfers_in_list, visible_transfers
from inventory.selectors.warehouses import location_rows, warehouse_rows
from inventory.services.transfers import receive_transfer


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    late = Q(received_at__isnull=True, due_on__lt=business_day(timezone.now()))
    chips = [
        filters.flag(request, "open", _("In transit"), Q(received_at__isnull=True)),
        filters.flag(request, "late", _("Late"), late),
        filters.choice(request, "to", _("To"), warehouses, "to_warehouse_id"),
        filters.dates(request, "sent", _("Sent"), "sent_at", is_moment=True),
    ]
    rows = filters.applied(
        transfers_in_list(visible_transfers(request.actor)).select_related("item__unit"), chips
    )
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if text:
        rows = rows.filter(
            Q(number=text.upper()) | Q(item__sku__iexact=text) | Q(line__order__number=text.upper())
        )
    return rows, chips


@page(VIEW_LEDGER)
def goods_in_transit(request: Any) -> HttpResponse:
    """One page of goods in transit and arrived, newest first."""
    rows, chips = _wanted(request)
    urls = [
        ("CSV", reverse("goods-in-transit-export", args=["csv"])),
        ("Excel", reverse("goods-in-transit-export", args=["xlsx"])),
    ]
    context = {
        "page": ListPage(request, rows, {"number": "pk", "due": "due_on"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "may_transfer": request.actor.has("inventory.transfer_stock"),
        "today": business_day(timezone.now()),
    }
    return render(request, "inventory/goods_in_transit.html", context)


@page(VIEW_LEDGER)
def goods_in_transit_export(request: Any, kind: str) -> Any:
    """The filtered goods in transit as a file."""
    rows, _shown = _wanted(request)
    head = [
        _("Number"), _("SKU"), _("Name"), _("Quantity"), _("Unit"), _("From"), _("To"), _("Sent"), _("Due"),
        _("Received"), _("Reason"),
    ]  # fmt: skip
    return table_answer("goods-in-transit", kind, table_of(rows, head, _cells))


def _cells(row: Transfer) -> list[Any]:
    return [
        row.number, row.item.sku, row.item.name, row.quantity, row.item.unit.code, row.from_warehouse.name,
        row.to_warehouse.name, row.sent_at, row.due_on, row.received_at, row.reason,
    ]  # fmt: skip


@page("inventory.transfer_stock", methods=("POST",))
def transfer_receive(request: Any, number: str) -> HttpResponse:
    """The goods have arrived; they go to the given place or the usual one."""
    row = visible_transfers(request.actor).filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="transfer", number=number[:60])
    place: Location | None = None
    if code := request.POST.get("location", "").strip()[:40]:
        places = location_rows(request.actor).filter(warehouse_id=row.to_warehouse_id, is_active=True)
        place = places.filter(code__iexact=code).first()
        if place is None:
            raise NotFound(kind="location", code=code)
    quantity: Decimal | None = None
    if text := request.POST.get("quantity", "").strip():
        try:
            quantity = typed.number(text)
        except ValueError as error:
            raise Invalid.field("quantity", str(error)) from None
    with outbox.watch() as streams:
        receive_transfer(
            transfer_id=row.pk,
            to_location=place,
            quantity=quantity,
            difference_reason=request.POST.get("difference_reason", ""),
            actor=request.actor,
        )
    outbox.drain(*streams)
    messages.success(request, _("%(number)s has arrived.") % {"number": row.number})
    return redirect(back_to(request, reverse("goods-in-transit")))
