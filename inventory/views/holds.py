"""Soft holds: the list, making one, letting it end later, giving it up."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.documents import known_document
from erp.core.errors import DomainError, Invalid, NotFound
from erp.core.http.messages import refusal_text
from erp.core.records import Problems
from erp.core.states import state_choices
from erp.core.views import filters, typed
from erp.core.views.page import back_to, page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import business_day, company
from inventory.models import Hold, Item
from inventory.selectors.holds import HOLD_STOCK, holds_in_list, visible_holds
from inventory.selectors.stock import VIEW_STOCK
from inventory.selectors.warehouses import default_warehouse, warehouse_rows
from inventory.services.holds import HoldInput, extend_hold, hold_stock, release_hold
from inventory.views.links import document_url, page_url

USUAL_DAYS = 3


def end_of(day: Any) -> datetime:
    """The end of a day in the company's time zone: until then a hold keeps its stock."""
    zone = ZoneInfo(company().time_zone)
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    soon = timezone.now() + timedelta(days=1)
    chips = [
        filters.many(request, "state", _("State"), state_choices("hold")),
        filters.flag(request, "soon", _("Ends within a day"), Q(state="open", expires_at__lt=soon)),
        filters.dates(request, "created", _("Created"), "created_at", is_moment=True),
    ]
    rows = filters.applied(holds_in_list(visible_holds(request.actor)), chips)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if text:
        found = Q(number=text.upper()) | Q(item__sku__iexact=text) | Q(reference__iexact=text)
        rows = rows.filter(found | Q(customer__search_key__contains=text.lower()))
    return rows, chips


@page(VIEW_STOCK)
def hold_list(request: Any) -> HttpResponse:
    """One page of holds, newest first."""
    rows, chips = _wanted(request)
    urls = [("CSV", reverse("hold-export", args=["csv"])), ("Excel", reverse("hold-export", args=["xlsx"]))]
    context = {
        "page": ListPage(request, rows, {"number": "pk", "ends": "expires_at"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "may_hold": request.actor.has(HOLD_STOCK),
    }
    return render(request, "inventory/holds.html", context)


@page(VIEW_STOCK)
def hold_export(request: Any, kind: str) -> Any:
    """The filtered holds as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Number"), _("State"), _("SKU"), _("Name"), _("Warehouse"), _("Quantity"), _("Unit"), _("Customer"),
        _("Until"), _("Reference"), _("Note"), _("By"), _("Created"),
    ]  # fmt: skip
    return table_answer("holds", kind, table_of(rows, head, _cells))


def _cells(row: Hold) -> list[Any]:
    return [
        row.number, row.get_state_display(), row.item.sku, row.item.name, row.warehouse.name, row.quantity,
        row.item.unit.code, row.customer.name if row.customer else "", row.expires_at, row.reference,
        row.note, row.made_by, row.created_at,
    ]  # fmt: skip


def _row(request: Any, number: str) -> Hold:
    row = holds_in_list(visible_holds(request.actor)).filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="hold", number=number[:60])
    return row


@page(VIEW_STOCK)
def hold_detail(request: Any, number: str) -> HttpResponse:
    """One hold, and what can be done with it."""
    row = _row(request, number)
    context = {
        "hold": row,
        "is_open": row.state == Hold.State.OPEN and row.expires_at > timezone.now(),
        "taken_url": document_url(request.actor, row.taken_by_kind, row.taken_by_number),
        "may_hold": request.actor.has(HOLD_STOCK),
        "use_url": page_url("order-use-hold") if request.actor.has("orders.amend_order") else "",
        "places": row.demand.reservations.select_related("balance__location", "balance__lot")
        if row.demand
        else [],
        "later": (business_day(row.expires_at) + timedelta(days=USUAL_DAYS)).isoformat(),
    }
    return render(request, "inventory/hold.html", context)


@page(HOLD_STOCK, methods=("GET", "POST"))
def hold_new(request: Any) -> HttpResponse:
    """The form; a refusal is told beside its field."""
    if request.method == "POST":
        return _posted(request)
    start = default_warehouse()
    until = business_day(timezone.now()) + timedelta(days=USUAL_DAYS)
    values = {name: request.GET.get(name, "") for name in ("item", "warehouse", "customer", "quantity")}
    values["warehouse"] = values["warehouse"] or (str(start.pk) if start else "")
    return _form(request, values | {"until": until.isoformat()}, {})


def _posted(request: Any) -> HttpResponse:
    values = {name: value.replace("\x00", "") for name, value in request.POST.items()}
    problems = Problems()
    item = typed.chosen(Item.objects.select_related("unit"), values.get("item"))
    if item is None:
        problems.add("item", _("Choose a product."))
    warehouse = typed.chosen(warehouse_rows().filter(is_active=True), values.get("warehouse"))
    if warehouse is None:
        problems.add("warehouse", _("Choose a warehouse."))
    customer = typed.chosen(known_document("customer").rows(request.actor), values.get("customer"))
    quantity = typed.taken(values, "quantity", typed.quantity, problems)
    if quantity is None and "quantity" not in problems.errors:
        problems.add("quantity", _("Give a quantity."))
    until = typed.taken(values, "until", typed.day, problems)
    if until is None and "until" not in problems.errors:
        problems.add("until", _("Say until when."))
    try:
        problems.refuse()
        assert item is not None and warehouse is not None and quantity is not None  # noqa: S101 -- the form was valid, so they are set
        with outbox.watch() as streams:
            row = hold_stock(
                hold=HoldInput(
                    item=item,
                    warehouse=warehouse,
                    quantity=quantity,
                    expires_at=end_of(until),
                    customer=customer,
                    reference=values.get("reference", "").strip()[:60],
                    note=values.get("note", "").strip()[:500],
                ),
                actor=request.actor,
            )
        outbox.drain(*streams)
    except Invalid as refusal:
        names = {"product": "item", "expires_at": "until"}
        errors = {names.get(name, name): " ".join(map(str, t)) for name, t in refusal.errors.items()}
        return _form(request, values, errors, status=422)
    except DomainError as refusal:
        return _form(request, values, {"quantity": refusal_text(refusal)}, status=422)
    messages.success(request, _("%(number)s holds the stock.") % {"number": row.number})
    return redirect(reverse("hold-detail", args=[row.number]))


def _form(request: Any, values: dict[str, str], errors: dict[str, str], *, status: int = 200) -> HttpResponse:
    customers = (
        known_document("customer").rows(request.actor) if request.actor.has("masterdata.view") else None
    )
    context = {
        "values": values,
        "errors": errors,
        "item": typed.chosen(Item.objects.select_related("unit"), values.get("item")),
        "customer": typed.chosen(customers, values.get("customer")) if customers is not None else None,
        "warehouses": list(warehouse_rows().filter(is_active=True)),
        "warehouse_key": typed.key(values.get("warehouse")),
    }
    return render(request, "inventory/hold_form.html", context, status=status)


@page(HOLD_STOCK, methods=("POST",))
def hold_extend(request: Any, number: str) -> HttpResponse:
    """Let a hold end on another day."""
    row = _row(request, number)
    problems = Problems()
    until = typed.taken(request.POST, "until", typed.day, problems)
    if until is None:
        raise Invalid.field("until", _("Say until when."))
    extend_hold(hold_id=row.pk, expires_at=end_of(until), actor=request.actor)
    messages.success(request, _("%(number)s ends later now.") % {"number": row.number})
    return redirect(reverse("hold-detail", args=[row.number]))


@page(HOLD_STOCK, methods=("POST",))
def hold_release(request: Any, number: str) -> HttpResponse:
    """Give a hold up; those who wait are served at once."""
    row = _row(request, number)
    with outbox.watch() as streams:
        release_hold(hold_id=row.pk, reason=request.POST.get("reason", "")[:500], actor=request.actor)
    outbox.drain(*streams)
    messages.success(request, _("%(number)s was given up; its stock is free.") % {"number": row.number})
    return redirect(back_to(request, reverse("hold-detail", args=[row.number])))
