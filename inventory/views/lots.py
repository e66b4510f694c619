"""Lots: the list, one lot's story both ways, and calling it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import DomainError, Invalid, NotFound
from erp.core.http.messages import refusal_text
from erp.core.views import filters
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import business_day
from inventory.models import Lot
from inventory.selectors.lots import VIEW_LOT, Trace, lot_q, lot_trace, lots_in_list, visible_lots
from inventory.services.lots import BLOCK, WARN_DAYS, block_lot, change_expiry, lot_ref, unblock_lot
from inventory.views.links import document_url

ORDERINGS = {"code": "code", "received": "received_on", "expires": "expires_on"}


def _wanted(request: Any) -> tuple[Any, list[filters.Chip], str]:
    today = business_day(timezone.now())
    chips = [
        filters.flag(request, "stocked", _("In stock"), Q(on_hand__gt=0)),
        filters.flag(request, "blocked", _("Blocked"), Q(is_blocked=True)),
        filters.flag(
            request,
            "soon",
            _("Expires soon"),
            Q(expires_on__gte=today, expires_on__lte=today + timedelta(days=WARN_DAYS)),
        ),
        filters.flag(request, "expired", _("Expired"), Q(expires_on__lt=today)),
        filters.dates(request, "received", _("Received"), "received_on"),
    ]
    rows = filters.applied(lots_in_list(visible_lots(request.actor)), chips)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    return (rows.filter(lot_q(text)) if text else rows), chips, text


@page(VIEW_LOT)
def lot_list(request: Any) -> HttpResponse:
    """One page of lots, the newest first."""
    rows, chips, text = _wanted(request)
    urls = [("CSV", reverse("lot-export", args=["csv"])), ("Excel", reverse("lot-export", args=["xlsx"]))]
    context = {
        "page": ListPage(request, rows, ORDERINGS),
        "filters": [chip.shown for chip in chips],
        "filters_active": bool(text) or any(chip.condition is not None for chip in chips),
        "export_urls": export_links(request, urls),
        "today": business_day(timezone.now()),
    }
    return render(request, "inventory/lots.html", context)


@page(VIEW_LOT)
def lot_export(request: Any, kind: str) -> Any:
    """The filtered lots as a file."""
    rows, _chips, _text = _wanted(request)
    head = [
        _("Lot"), _("SKU"), _("Name"), _("On hand"), _("Unit"), _("Received"), _("Expires"), _("Blocked"),
    ]  # fmt: skip
    return table_answer("lots", kind, table_of(rows, head, _cells))


def _cells(row: Any) -> list[Any]:
    return [
        row.code, row.item.sku, row.item.name, row.on_hand or 0, row.item.unit.code, row.received_on,
        row.expires_on, row.blocked_reason,
    ]  # fmt: skip


def _lot(request: Any, pk: int) -> Lot:
    row = visible_lots(request.actor).select_related("item__unit").filter(pk=pk).first()
    if row is None:
        raise NotFound(kind="lot", id=pk)
    return row


@page(VIEW_LOT)
def lot_detail(request: Any, pk: int) -> HttpResponse:
    """Where a lot came from, where it lies and who got it."""
    lot = _lot(request, pk)
    trace = lot_trace(request.actor, lot)
    context = {
        "lot": lot,
        "item": lot.item,
        "trace": trace,
        "in_transit": sum((row.quantity for row in trace.in_transit), 0),
        "origins": [
            {
                "one": one,
                "url": document_url(request.actor, one.document.kind, one.document.number)
                if one.document
                else "",
            }
            for one in trace.origins
        ],
        "deliveries": [
            {
                "one": one,
                "url": document_url(request.actor, "shipment", one.shipment.number),
                "order_url": document_url(
                    request.actor, one.shipment.document_kind, one.shipment.document_number
                ),
            }
            for one in trace.deliveries
        ],
        "is_expired": lot.expires_on is not None and lot.expires_on < business_day(timezone.now()),
        "customers": len({one.shipment.customer_id for one in trace.deliveries}),
        "may_block": request.actor.has(BLOCK[0]),
        "reference": lot_ref(lot),
    }
    return render(request, "inventory/lot.html", context)


@page(VIEW_LOT)
def lot_recall(request: Any, pk: int, kind: str) -> Any:
    """Who got some of a lot, as a file to call them by."""
    lot = _lot(request, pk)
    return table_answer(f"recall-{lot.code}", kind, _recall_rows(lot_trace(request.actor, lot)))


def _recall_rows(trace: Trace) -> Iterator[list[Any]]:
    yield [
        _("Lot"), _("SKU"), _("Customer"), _("Name"), _("Phone"), _("Email"), _("Shipment"), _("Order"),
        _("Quantity"), _("Unit"), _("Shipped"),
    ]  # fmt: skip
    for one in trace.deliveries:
        customer = one.shipment.customer
        yield [
            trace.lot.code, trace.lot.item.sku, customer.code if customer else "",
            customer.name if customer else "", customer.phone if customer else "",
            customer.email if customer else "", one.shipment.number, one.shipment.document_number,
            one.quantity, trace.lot.item.unit.code, one.shipped_at,
        ]  # fmt: skip


@page(BLOCK[0], methods=("POST",))
def lot_act(request: Any, pk: int, verb: str) -> HttpResponse:
    """Block, unblock, or correct the expiry of a lot."""
    lot = _lot(request, pk)
    reason = request.POST.get("reason", "")
    try:
        with outbox.watch() as streams:
            _do(verb, lot, reason, request)
        outbox.drain(*streams)
    except Invalid as refusal:
        messages.error(request, " ".join(text for texts in refusal.errors.values() for text in texts))
    except DomainError as refusal:
        messages.error(request, refusal_text(refusal))
    return redirect("lot-detail", pk=pk)


def _do(verb: str, lot: Lot, reason: str, request: Any) -> None:
    if verb == "block":
        block_lot(lot_id=lot.pk, reason=reason, actor=request.actor)
        messages.success(
            request, _("Lot %(lot)s is blocked; who holds some of it gets other stock.") % {"lot": lot.code}
        )
    elif verb == "unblock":
        unblock_lot(lot_id=lot.pk, reason=reason, actor=request.actor)
        messages.success(request, _("Lot %(lot)s may be sold again.") % {"lot": lot.code})
    elif verb == "expiry":
        text = request.POST.get("expires_on", "").strip()
        try:
            day = parse_date(text) if text else None
        except ValueError:
            day = None
        if text and day is None:
            raise Invalid.field("expires_date", _("This is not a date."))
        change_expiry(lot_id=lot.pk, expires_on=day, actor=request.actor)
        messages.success(request, _("The expiry of lot %(lot)s is saved.") % {"lot": lot.code})
    else:
        raise NotFound(kind="verb", id=verb)
