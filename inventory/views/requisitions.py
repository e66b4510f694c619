"""Requisitions in the browser: asked for, approved one by one or in bulk, turned into purchase orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core import outbox
from erp.core.errors import DomainError, Invalid, NotFound
from erp.core.formats import day_text, quantity_text
from erp.core.http.messages import refusal_text
from erp.core.records import Problems
from erp.core.states import state_choices
from erp.core.stored_words import stored_text
from erp.core.views import filters, typed
from erp.core.views.page import back_to, page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.models import Supplier
from erp.masterdata.selectors.company import base_currency, business_day
from erp.processes.models import Task
from inventory.models import Item, PurchaseRequisition
from inventory.selectors.requisitions import (
    VIEW_REQUISITION,
    requisitions_in_full,
    visible_requisitions,
)
from inventory.selectors.sourcing import Need, reason_of, sources_for
from inventory.selectors.timeline import document_events
from inventory.selectors.warehouses import default_warehouse, warehouse_rows
from inventory.services.conversion import CONVERT, choose_source, convert_requisitions
from inventory.services.requisitions import (
    APPROVE,
    approve_requisition,
    create_requisition,
    reject_requisition,
    submit_requisition,
)
from inventory.views.links import document_url
from inventory.views.words import told_events

CREATE = "inventory.create_requisition"
OPEN = ("draft", "submitted", "approved")


def origin_names() -> dict[str, str]:
    """How the origins of requisitions read."""
    return {
        "manual": _("A person"),
        "stock": _("Low stock"),
        "order": _("Sales order"),
        "work_order": _("Work order"),
    }


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    late = Q(state__in=OPEN, needed_on__lt=business_day(timezone.now()))
    chips = [
        filters.many(request, "state", _("State"), state_choices("purchase_requisition")),
        filters.many(request, "origin", _("Origin"), origin_names().items(), "origin_kind"),
        filters.flag(request, "late", _("Late"), late),
        filters.dates(request, "needed", _("Needed by"), "needed_on"),
        filters.lookup(request, "supplier", _("Supplier"), reverse("lookup-suppliers"), "supplier"),
    ]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    rows = filters.applied(requisitions_in_full(visible_requisitions(request.actor)), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        found = Q(number=text.upper()) | Q(item__search_key__contains=text.lower())
        rows = rows.filter(found | Q(needs__document_number=text.upper())).distinct()
    return rows, chips


@page(VIEW_REQUISITION)
def requisition_list(request: Any) -> HttpResponse:
    """One page of requisitions."""
    rows, chips = _wanted(request)
    found = ListPage(request, rows, {"number": "pk", "needed": "needed_on"})
    names = origin_names()
    found.rows = [_shown(request, row, names) for row in found.rows]
    urls = [
        ("CSV", reverse("requisition-export", args=["csv"])),
        ("Excel", reverse("requisition-export", args=["xlsx"])),
    ]
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "may_create": request.actor.has(CREATE),
        "may_approve": request.actor.has(APPROVE),
        "may_convert": request.actor.has(CONVERT),
        "shows_cost": request.actor.has("inventory.view_cost"),
        "currency": base_currency(),
        "today": business_day(timezone.now()),
    }
    return render(request, "inventory/requisitions.html", context)


def _shown(request: Any, row: PurchaseRequisition, names: dict[str, str]) -> dict[str, Any]:
    needs = [
        {"row": need, "url": document_url(request.actor, need.document_kind, need.document_number)}
        for need in row.needs.all()
    ]
    return {
        "pk": row.pk,
        "row": row,
        "origin": names.get(row.origin_kind, row.origin_kind),
        "needs": needs,
        "order": row.purchase_line.purchase_order if row.purchase_line else None,
        "is_open": row.state in OPEN,
    }


@page(VIEW_REQUISITION)
def requisition_export(request: Any, kind: str) -> Any:
    """The filtered requisitions as a file."""
    rows, _chips = _wanted(request)
    sees_cost = request.actor.has("inventory.view_cost")
    head = [
        _("Number"), _("State"), _("SKU"), _("Product"), _("Quantity"), _("Unit"), _("Warehouse"),
        _("Needed by"), _("Needed for"), _("Reason"), _("Supplier"), _("Purchase order"),
        *([_("Expected cost")] if sees_cost else []),
    ]  # fmt: skip
    return table_answer("requisitions", kind, table_of(rows, head, lambda row: _cells(row, sees_cost)))


def _cells(row: PurchaseRequisition, sees_cost: bool) -> list[Any]:
    order = row.purchase_line.purchase_order.number if row.purchase_line else ""
    return [
        row.number, str(row.get_state_display()), row.item.sku, row.item.name, row.quantity,
        row.item.unit.code, row.warehouse.name, row.needed_on,
        ", ".join(need.document_number for need in row.needs.all()), row.reason,
        row.supplier.name if row.supplier else "", order, *([row.amount] if sees_cost else []),
    ]  # fmt: skip


def _row_of(request: Any, number: str) -> PurchaseRequisition:
    rows = requisitions_in_full(visible_requisitions(request.actor))
    row = rows.filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="purchase_requisition", number=number[:60])
    return row


@page(VIEW_REQUISITION)
def requisition_detail(request: Any, number: str) -> HttpResponse:
    """One requisition: who needs it, where it may be bought and why there, its decision."""
    row = _row_of(request, number)
    actor = request.actor
    sees_cost = actor.has("inventory.view_cost")
    need = Need(row.item, row.warehouse, row.quantity, row.needed_on)
    sources = sources_for([need], today=business_day(timezone.now()))[0] if sees_cost else []
    context = _shown(request, row, origin_names()) | {
        "sources": sources[:10],
        "best_reason": reason_of(need, sources, sources[0]) if sources else "",
        "may_submit": row.state == "draft" and actor.has(CREATE),
        "may_approve": row.state == "submitted" and actor.has(APPROVE),
        "may_reject": row.state in OPEN and actor.has(APPROVE),
        "may_convert": row.state == "approved" and actor.has(CONVERT),
        "may_choose": row.state in OPEN and actor.has(CONVERT),
        "shows_cost": sees_cost,
        "currency": base_currency(),
        "item_url": document_url(actor, "stock", row.item.sku),
        "events": told_events(document_events("purchase_requisition", row.pk)),
        "today": business_day(timezone.now()),
    }
    return render(request, "inventory/requisition.html", context)


@page(VIEW_REQUISITION, methods=("POST",))
def requisition_act(request: Any, number: str, verb: str) -> HttpResponse:
    """Submit, approve, reject, convert, or choose the supplier."""
    verbs: dict[str, Callable[[Any, PurchaseRequisition], str]] = {
        "submit": _submit,
        "approve": _approve,
        "reject": _reject,
        "convert": _convert,
        "source": _source,
    }
    if verb not in verbs:
        raise Http404
    row = _row_of(request, number)
    try:
        with outbox.watch() as streams:
            text = verbs[verb](request, row)
        outbox.drain(*streams)
        messages.success(request, text)
    except Invalid as refusal:
        messages.error(request, refusal_text(refusal))
    return redirect(back_to(request, reverse("requisition-detail", args=[number])))


def _common(request: Any, row: PurchaseRequisition) -> dict[str, Any]:
    version = typed.key(request.POST.get("version"))
    return {"requisition_id": row.pk, "actor": request.actor, "expected_version": version}


def _submit(request: Any, row: PurchaseRequisition) -> str:
    done = submit_requisition(**_common(request, row))
    if done.state == "approved":
        return _("%(number)s is approved: it is below what needs a second person.") % {"number": row.number}
    return _("%(number)s waits for approval.") % {"number": row.number}


def _approve(request: Any, row: PurchaseRequisition) -> str:
    approve_requisition(**_common(request, row))
    return _("%(number)s is approved.") % {"number": row.number}


def _reason(request: Any) -> str:
    return str(request.POST.get("reason", "")).replace("\x00", "")


def _reject(request: Any, row: PurchaseRequisition) -> str:
    reject_requisition(**_common(request, row), reason=_reason(request))
    return _("%(number)s is rejected.") % {"number": row.number}


def _convert(request: Any, row: PurchaseRequisition) -> str:
    orders = convert_requisitions(
        requisition_ids=[row.pk],
        actor=request.actor,
        expected_version=typed.key(request.POST.get("version")),
    )
    return _("%(order)s is written for %(number)s.") % {"order": orders[0].number, "number": row.number}


def _source(request: Any, row: PurchaseRequisition) -> str:
    supplier = typed.chosen(Supplier.objects.all(), request.POST.get("supplier"))
    if supplier is None:
        raise Invalid.field("supplier", _("Choose a supplier."))
    choose_source(**_common(request, row), supplier=supplier, reason=_reason(request))
    return _("%(number)s will be bought from %(supplier)s.") % {
        "number": row.number,
        "supplier": supplier.name,
    }


@page(VIEW_REQUISITION, methods=("POST",))
def requisition_many(request: Any, verb: str) -> HttpResponse:
    """Approve all ticked requisitions, or turn them into purchase orders together."""
    if verb not in {"approve", "convert"}:
        raise Http404
    found = {typed.key(value) for value in request.POST.getlist("ids")}
    ids = sorted(pk for pk in found if pk is not None)[:500]
    if not ids:
        messages.error(request, _("Tick at least one."))
    elif verb == "convert":
        with outbox.watch() as streams:
            orders = convert_requisitions(requisition_ids=ids, actor=request.actor)
        outbox.drain(*streams)
        numbers = ", ".join(order.number for order in orders[:10])
        text = ngettext(
            "%(n)s purchase order written: %(numbers)s",
            "%(n)s purchase orders written: %(numbers)s",
            len(orders),
        )
        messages.success(request, text % {"n": len(orders), "numbers": numbers})
    else:
        _approve_many(request, ids)
    return redirect(back_to(request, reverse("requisition-list")))


def _approve_many(request: Any, ids: list[int]) -> None:
    """Approve one by one; those that refuse are told."""
    done = 0
    for row in visible_requisitions(request.actor).filter(pk__in=ids).order_by("pk"):
        try:
            approve_requisition(requisition_id=row.pk, actor=request.actor)
            done += 1
        except DomainError as refusal:
            messages.error(request, f"{row.number}: {refusal_text(refusal)}")
    if done:
        text = ngettext("%(n)s requisition approved.", "%(n)s requisitions approved.", done)
        messages.success(request, text % {"n": done})


@page(CREATE, methods=("GET", "POST"))
def requisition_new(request: Any) -> HttpResponse:
    """Ask for a purchase: product, quantity, where, until when, why."""
    start = default_warehouse()
    if request.method == "POST":
        values = {name: value.replace("\x00", "") for name, value in request.POST.items()}
        return _create(request, values)
    values = {"warehouse": str(start.pk) if start else "", "item": request.GET.get("item", "")}
    return _form(request, values, {})


def _create(request: Any, values: dict[str, str]) -> HttpResponse:
    problems = Problems()
    item = typed.chosen(Item.objects.all(), values.get("item"))
    if item is None:
        problems.add("item", _("Choose a product."))
    warehouse = typed.chosen(warehouse_rows().filter(is_active=True), values.get("warehouse"))
    if warehouse is None:
        problems.add("warehouse", _("Choose a warehouse."))
    quantity = typed.taken(values, "quantity", typed.quantity, problems)
    if quantity is None and "quantity" not in problems.errors:
        problems.add("quantity", _("Give a quantity."))
    needed_on = typed.taken(values, "needed_date", typed.day, problems)
    if needed_on is None and "needed_date" not in problems.errors:
        problems.add("needed_date", _("Give a date."))
    try:
        problems.refuse()
        assert item is not None and warehouse is not None  # noqa: S101 -- or there is a problem
        row = create_requisition(
            item=item, warehouse=warehouse, quantity=quantity, needed_on=needed_on,
            reason=values.get("reason", ""), actor=request.actor,
        )  # fmt: skip
        if values.get("submit") == "1":
            row = submit_requisition(requisition_id=row.pk, actor=request.actor)
    except Invalid as refusal:
        errors = {
            {"product": "item"}.get(name, name): " ".join(map(str, texts))
            for name, texts in refusal.errors.items()
        }
        return _form(request, values, errors, status=422)
    messages.success(request, _("%(number)s is written.") % {"number": row.number})
    return redirect(reverse("requisition-detail", args=[row.number]))


def _form(request: Any, values: dict[str, str], errors: dict[str, str], status: int = 200) -> HttpResponse:
    context = {
        "values": values,
        "errors": errors,
        "item": typed.chosen(Item.objects.all(), values.get("item")),
        "warehouses": list(warehouse_rows().filter(is_active=True)),
        "warehouse_key": typed.key(values.get("warehouse")),
    }
    return render(request, "inventory/requisition_form.html", context, status=status)


def requisition_headline(task: Task, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Product, quantity, reason and date of a task's requisition, in the inbox."""
    needed = str(facts.get("requisition.needed_on") or "")
    quantity = quantity_text(facts.get("requisition.quantity", 0), facts.get("requisition.unit", ""))
    told = [
        (_("Product"), str(facts.get("requisition.item", ""))),
        (_("Quantity"), quantity if "requisition.quantity" in facts else ""),
        (_("Reason"), stored_text(facts.get("requisition.reason", ""))),
        (_("Needed by"), day_text(date.fromisoformat(needed)) if needed else ""),
        (_("Why"), stored_text(facts.get("why", ""))),
    ]
    return [(label, text) for label, text in told if text]
