"""Work orders in the browser: the list, one with its components and operations, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
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
from erp.core.states import state_choices
from erp.core.views import filters, typed
from erp.core.views.acting import act
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.models import Supplier
from erp.masterdata.selectors.company import business_day
from inventory.models import Item, Warehouse
from inventory.models.demand import Priority
from inventory.selectors.items import item_rows
from inventory.selectors.timeline import document_events
from inventory.selectors.warehouses import default_warehouse, warehouse_rows
from inventory.views.links import document_url
from production.models import WorkOrder
from production.selectors.outside_work import bought_for
from production.selectors.quality import inspections_of, with_decisions
from production.selectors.work_orders import (
    VIEW,
    alike,
    in_full,
    in_list,
    parts_of,
    percent_of,
    reports_of,
    served_by,
    short_ids,
    surplus_of,
    unneeded,
    visible_work_orders,
)
from production.services.issuing import issue_components
from production.services.making import WorkOrderInput, create_work_order
from production.services.merging import merge_work_orders
from production.services.outsourcing import outsource_operation
from production.services.splitting import split_work_order
from production.services.work_order_base import CREATE, EDIT, FINISH, ISSUE, REPORT
from production.services.work_orders import (
    cancel_work_order,
    change_work_order,
    close_work_order,
    complete_work_order,
    hold_work_order,
    release_work_order,
    reserve_work_order,
    resume_work_order,
    start_work_order,
)
from production.views.words import told_work

OPEN = ("planned", "released", "in_progress", "on_hold")


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    late = Q(state__in=OPEN, due_on__lt=business_day(timezone.now()))
    chips = [
        filters.many(request, "state", _("State"), state_choices("work_order")),
        filters.flag(request, "late", _("Late"), late),
        filters.flag(request, "unneeded", _("Nobody needs it"), Q()),
        filters.dates(request, "due", _("Due"), "due_on"),
    ]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    rows = filters.applied(in_list(visible_work_orders(request.actor)), chips)
    if request.GET.get("unneeded") == "1":
        rows = unneeded(rows)
    if text := request.GET.get("q", "").strip()[:60]:
        found = Q(number=text.upper()) | Q(document_number=text.upper())
        rows = rows.filter(found | Q(item__search_key__contains=text.lower()))
    return rows, chips


@page(VIEW)
def work_order_list(request: Any) -> HttpResponse:
    """One page of work orders, newest first."""
    rows, chips = _wanted(request)
    found = ListPage(request, rows, {"number": "pk", "due": "due_on", "starts": "release_on"})
    short = short_ids(found.rows)
    found.rows = [
        {
            "row": row,
            "percent": percent_of(row),
            "is_short": row.pk in short and row.state in {"released", "in_progress"},
            "surplus": surplus_of(row),
            "for_url": document_url(request.actor, row.document_kind, row.document_number),
        }
        for row in found.rows
    ]
    urls = [
        ("CSV", reverse("work-order-export", args=["csv"])),
        ("Excel", reverse("work-order-export", args=["xlsx"])),
    ]
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "may_create": request.actor.has(CREATE[0]),
        "today": business_day(timezone.now()),
        "open_states": OPEN,
    }
    return render(request, "production/work_orders.html", context)


@page(VIEW)
def work_order_export(request: Any, kind: str) -> Any:
    """The filtered work orders as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Number"), _("State"), _("SKU"), _("Product"), _("Quantity"), _("Unit"), _("Good pieces"),
        _("Scrap"), _("Progress in %"), _("Warehouse"), _("Starts"), _("Due"),
        _("Made for"), _("Nobody needs"),
    ]  # fmt: skip
    return table_answer("work-orders", kind, table_of(rows, head, _cells))


def _cells(row: WorkOrder) -> list[Any]:
    return [
        row.number, str(row.get_state_display()), row.item.sku, row.item.name, row.quantity,
        row.item.unit.code, row.good, row.scrapped, percent_of(row), row.warehouse.name, row.release_on,
        row.due_on, row.document_number, surplus_of(row),
    ]  # fmt: skip


def row_of(request: Any, number: str) -> WorkOrder:
    """The work order of an address, with what its page shows.

    Raises: NotFound.
    """
    row = in_full(visible_work_orders(request.actor)).filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="work_order", number=number[:60])
    return row


@page(VIEW)
def work_order_detail(request: Any, number: str) -> HttpResponse:
    """One work order: its components with what is short, its operations, whom it is for, what happened."""
    row = row_of(request, number)
    actor = request.actor
    found = parts_of(row)
    parts = [{"part": part, "url": document_url(actor, "stock", part.component.item.sku)} for part in found]
    pegs = [
        {
            "peg": peg,
            "url": document_url(actor, peg.demand.document_kind, peg.demand.document_number),
        }
        for peg in served_by(row)
    ]
    context = {
        "order": row,
        "percent": percent_of(row),
        "parts": parts,
        "steps": (steps := _steps(row)),
        "pending": [one["row"] for one in steps if one["may_go"]],
        "is_short": row.state in {"released", "in_progress"} and any(part.short for part in found),
        "pegs": pegs,
        "surplus": surplus_of(row),
        "reports": reports_of(row),
        "inspections": inspections_of(row),
        "defects": list(with_decisions(row.non_conformances.order_by("-pk"))[:100]),
        "alike": alike(row),
        "is_late": row.state in OPEN and row.due_on < business_day(timezone.now()),
        "item_url": document_url(actor, "stock", row.item.sku),
        "for_url": document_url(actor, row.document_kind, row.document_number),
        "shows_cost": actor.has("inventory.view_cost"),
        "may": _may(actor, row),
        "events": told_work(document_events("work_order", row.pk), row.item.unit.code),
    }
    return render(request, "production/work_order.html", context)


def _steps(row: WorkOrder) -> list[dict[str, Any]]:
    """The operations, with what is bought for those that a supplier does."""
    rows = list(row.operations.all())
    found = bought_for([one.pk for one in rows])
    return [
        {
            "row": one,
            "bought": found.get(one.pk),
            "may_go": row.is_open and one.state == "pending" and one.pk not in found,
        }
        for one in rows
    ]


@page(EDIT[0], methods=("POST",))
def operation_outsource(request: Any, number: str) -> HttpResponse:
    """Give an operation to a supplier; a refusal is told on the work order's page."""
    row = row_of(request, number)
    problems = Problems()
    days = typed.key(request.POST.get("lead_days")) or 0
    cost = typed.taken(request.POST, "unit_cost", typed.amount, problems)
    supplier = Supplier.objects.filter(pk=typed.key(request.POST.get("supplier")) or 0).first()
    step = row.operations.filter(pk=typed.key(request.POST.get("operation")) or 0).first()
    if supplier is None:
        problems.add("supplier", _("There is no such thing, or you may not see it."))

    def work() -> str:
        problems.refuse()
        if step is None or supplier is None:
            raise NotFound(kind="operation", id=0)
        outsource_operation(
            operation_id=step.pk, supplier=supplier, lead_days=days, unit_cost=cost, actor=request.actor
        )
        return _("%(supplier)s does it.") % {"supplier": supplier.name}

    act(request, work)
    return redirect(reverse("work-order-detail", args=[number]))


def _may(actor: Any, row: WorkOrder) -> dict[str, bool]:
    """What this reader may do with it now."""
    state = row.state
    edits, finishes = actor.has(EDIT[0]), actor.has(FINISH[0])
    working = state in {"released", "in_progress"}
    return {
        "release": edits and state == "planned",
        "start": actor.has(REPORT[0]) and state == "released",
        "report": actor.has(REPORT[0]) and working,
        "reserve": edits and working,
        "issue": actor.has(ISSUE[0]) and working,
        "hold": edits and state in {"planned", "released", "in_progress"},
        "resume": edits and state == "on_hold",
        "change": edits and row.is_open,
        "merge": edits and row.is_open and state != "on_hold" and not row.is_rework,
        "split": edits and row.is_open and row.open_quantity > 0 and not row.is_rework,
        "complete": finishes and state == "in_progress" and row.reported > 0,
        "close": finishes and state == "completed",
        "cancel": edits and row.is_open and row.reported == 0 and not row.is_rework,
    }


@page(VIEW, methods=("POST",))
def work_order_act(request: Any, number: str, verb: str) -> HttpResponse:
    """Do one thing with a work order; a refusal is told on its page."""
    acts: dict[str, tuple[Callable[..., Any], str]] = {
        "release": (release_work_order, _("%(number)s is released: the shop floor may begin.")),
        "start": (start_work_order, _("Work on %(number)s has begun.")),
        "reserve": (reserve_work_order, _("What is free is reserved for %(number)s.")),
        "issue": (issue_components, _("Components of %(number)s are on the shop floor.")),
        "hold": (hold_work_order, _("%(number)s is on hold.")),
        "resume": (resume_work_order, _("%(number)s goes on.")),
        "change": (change_work_order, _("%(number)s is changed.")),
        "merge": (merge_work_orders, _("%(number)s makes both now.")),
        "split": (split_work_order, _("%(number)s is split.")),
        "complete": (complete_work_order, _("%(number)s is completed.")),
        "close": (close_work_order, _("%(number)s is closed.")),
        "cancel": (cancel_work_order, _("%(number)s is cancelled.")),
    }
    if verb not in acts:
        raise Http404
    row = row_of(request, number)
    command, text = acts[verb]

    def work() -> str:
        command(
            work_order_id=row.pk,
            actor=request.actor,
            expected_version=typed.key(request.POST.get("version")),
            **_values(request, verb),
        )
        return text % {"number": number}

    act(request, work)
    return redirect(reverse("work-order-detail", args=[number]))


def _values(request: Any, verb: str) -> dict[str, Any]:
    """What a verb's form says besides whom it is about.

    Raises: Invalid.
    """
    if verb in {"hold", "cancel"}:
        return {"reason": request.POST.get("reason", "")}
    problems = Problems()
    values: dict[str, Any] = {}
    if verb == "merge":
        values["other_id"] = typed.key(request.POST.get("other")) or 0
    if verb in {"change", "split"}:
        values["quantity"] = typed.taken(request.POST, "quantity", typed.quantity, problems)
        if verb == "split" and values["quantity"] is None:
            problems.add("quantity", _("This field is required."))
    if verb == "change":
        values["due_on"] = typed.taken(request.POST, "due", typed.day, problems)
        values["priority"] = typed.key(request.POST.get("priority"))
        if values["priority"] not in {None, *Priority.values}:
            problems.add("priority", _("Must be low, normal, high or rush."))
    problems.refuse()
    return values


@page(CREATE[0], methods=("GET", "POST"))
def work_order_new(request: Any) -> HttpResponse:
    """Write a work order."""
    values = request.POST if request.method == "POST" else request.GET
    item = typed.chosen(item_rows(request.actor).filter(kind=Item.Kind.STOCKED), values.get("item"))
    warehouse = typed.chosen(Warehouse.objects.filter(is_active=True), values.get("warehouse"))
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            row = _written(request, item, warehouse or default_warehouse())
        except DomainError as refusal:
            paths = {"product": "item", "due_date": "due", "release_date": "starts"}
            errors = {
                paths.get(path, path): " ".join(map(str, texts)) for path, texts in refusal.errors.items()
            } or {"item": refusal_text(refusal)}
        else:
            messages.success(request, _("%(number)s is written.") % {"number": row.number})
            return redirect(reverse("work-order-detail", args=[row.number]))
    chosen = warehouse or default_warehouse()
    context = {
        "item": item,
        "warehouses": list(warehouse_rows().filter(is_active=True)),
        "warehouse_key": chosen.pk if chosen else None,
        "values": values,
        "priorities": Priority.choices,
        "priority": typed.key(values.get("priority")) or 20,
        "errors": errors,
    }
    return render(request, "production/work_order_form.html", context, status=422 if errors else 200)


def _written(request: Any, item: Item | None, warehouse: Warehouse | None) -> WorkOrder:
    """Write what the form says; released at once where it says so.

    Raises: Invalid on the form's fields; what the services refuse.
    """
    problems = Problems()
    quantity = typed.taken(request.POST, "quantity", typed.quantity, problems)
    due_on = typed.taken(request.POST, "due", typed.day, problems)
    starts = typed.taken(request.POST, "starts", typed.day, problems)
    priority = typed.key(request.POST.get("priority")) or 20
    for name, value in (("item", item), ("warehouse", warehouse), ("quantity", quantity), ("due", due_on)):
        if value is None and name not in problems.errors:
            problems.add(name, _("This field is required."))
    if priority not in Priority.values:
        problems.add("priority", _("Must be low, normal, high or rush."))
    problems.refuse()
    assert item is not None and warehouse is not None  # noqa: S101 -- refused above
    values = WorkOrderInput(
        item=item, quantity=quantity, due_on=due_on, release_on=starts, warehouse=warehouse, priority=priority
    )
    with outbox.watch() as streams:
        row = create_work_order(values=values, actor=request.actor)
        if request.POST.get("release") == "1" and request.actor.has(EDIT[0]):
            release_work_order(work_order_id=row.pk, actor=request.actor)
    outbox.drain(*streams)
    return row
