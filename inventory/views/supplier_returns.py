"""Goods sent back to suppliers: what they still owe, replacement to order, claims to give up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import DomainError, NotFound
from erp.core.http.messages import refusal_text
from erp.core.records import Problems
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import business_day
from inventory.selectors.receiving import VIEW_RECEIPT
from inventory.selectors.supplier_returns import (
    OPEN,
    replacement_lines,
    supplier_returns_in_full,
    visible_supplier_returns,
)
from inventory.selectors.timeline import document_events
from inventory.services.supplier_returns import SETTLE, order_replacement, write_off_return
from inventory.views.links import document_url
from inventory.views.receiving import receiving_counts
from inventory.views.words import told_events


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    chips = [
        filters.flag(request, "open", _("Not settled"), OPEN),
        filters.lookup(request, "supplier", _("Supplier"), reverse("lookup-suppliers"), "supplier"),
        filters.dates(request, "sent", _("Sent back"), "sent_on"),
    ]
    rows = supplier_returns_in_full(visible_supplier_returns(request.actor))
    rows = filters.applied(rows, chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(
            Q(number=text.upper())
            | Q(source_number=text.upper())
            | Q(item__sku__iexact=text)
            | Q(supplier__search_key__contains=text.lower())
        )
    return rows, chips


@page(VIEW_RECEIPT)
def supplier_return_list(request: Any) -> HttpResponse:
    """What went back to suppliers, newest first, and what of it is settled."""
    rows, chips = _wanted(request)
    urls = [
        (name, reverse("supplier-return-export", args=[kind]))
        for name, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    context = {
        "page": ListPage(request, rows, {"number": "pk", "sent": "sent_on"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "counts": receiving_counts(request.actor),
        "tab": "returns",
    }
    return render(request, "inventory/supplier_returns.html", context)


@page(VIEW_RECEIPT)
def supplier_return_export(request: Any, kind: str) -> Any:
    """The filtered returns as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Number"), _("Supplier"), _("Came from"), _("Product"), _("Lot"), _("Unit"), _("Sent back"),
        _("Quantity"), _("Credited"), _("Replaced"), _("Replacement coming"), _("Written off"),
        _("Not settled"), _("Reason"),
    ]  # fmt: skip
    return table_answer("supplier-returns", kind, table_of(rows, head, _cells))


def _cells(row: Any) -> list[Any]:
    return [
        row.number, row.supplier.name, row.source_number, row.item.sku, row.lot.code if row.lot else "",
        row.item.unit.code, row.sent_on, row.quantity, row.credited, row.replaced, row.coming,
        row.written_off, row.open_quantity, row.reason,
    ]  # fmt: skip


def _return(request: Any, number: str) -> Any:
    rows = supplier_returns_in_full(visible_supplier_returns(request.actor))
    row = rows.filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="supplier_return", number=number[:60])
    return row


@page(VIEW_RECEIPT)
def supplier_return_detail(request: Any, number: str) -> HttpResponse:
    """One return: where it came from, what the supplier has done about it."""
    return _detail(request, _return(request, number), {})


def _detail(request: Any, row: Any, errors: dict[str, str], status: int = 200) -> HttpResponse:
    actor = request.actor
    undecided = row.open_quantity - row.coming
    lines = [
        (line, document_url(actor, "purchase_order", line.purchase_order.number))
        for line in replacement_lines(row)
    ]
    context = {
        "row": row,
        "undecided": undecided,
        "may_settle": undecided > 0 and actor.has(SETTLE),
        "lines": lines,
        "source_url": document_url(actor, row.source_kind, row.source_number),
        "item_url": document_url(actor, "stock", row.item.sku),
        "errors": errors,
        "today": business_day(timezone.now()).isoformat(),
        "values": request.POST,
        "events": told_events(document_events("supplier_return", row.pk)),
    }
    return render(request, "inventory/supplier_return.html", context, status=status)


@page(SETTLE, methods=("POST",))
def supplier_return_act(request: Any, number: str, verb: str) -> HttpResponse:
    """Order the replacement, or expect nothing any more."""
    row = _return(request, number)
    posted, problems = request.POST, Problems()
    quantity = typed.taken(posted, "quantity", typed.quantity, problems)
    common: dict[str, Any] = {
        "supplier_return_id": row.pk,
        "quantity": quantity,
        "actor": request.actor,
        "expected_version": typed.key(posted.get("version")),
    }
    if verb not in {"replace", "write-off"}:
        raise Http404
    try:
        day = typed.taken(posted, "expected_date", typed.day, problems)
        if verb == "replace" and day is None and "expected_date" not in problems.errors:
            problems.add("expected_date", _("Give a date."))
        problems.refuse()
        with outbox.watch() as streams:
            if verb == "replace":
                order_replacement(**common, expected_on=day)
            else:
                write_off_return(**common, reason=posted.get("reason", ""))
        outbox.drain(*streams)
    except DomainError as refusal:
        if not refusal.errors:
            messages.error(request, refusal_text(refusal))
            return redirect(reverse("supplier-return-detail", args=[number]))
        return _detail(request, _return(request, number), {verb: refusal_text(refusal)}, status=422)
    messages.success(request, _("%(number)s is changed.") % {"number": number})
    return redirect(reverse("supplier-return-detail", args=[number]))
