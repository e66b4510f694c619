"""One order: what it is, where it stands, who has it, what can be done next, and how it came here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.custom_fields import custom_field_definitions
from erp.core.errors import NotFound
from erp.core.states import state_label
from erp.core.views.page import page
from erp.masterdata.selectors.company import base_currency, business_day, company
from erp.masterdata.selectors.delivery import Route
from erp.processes.models import Task
from erp.processes.selectors.tasks import OPEN, may_decide
from finance.models import Allocation, Invoice
from finance.selectors.credit_notes import visible_credit_notes
from inventory.calc.atp import Quote
from inventory.models import Shipment
from inventory.selectors.board import warehouses_of_documents
from inventory.selectors.shipments import visible_shipments
from inventory.views.links import document_url
from orders.models import Order, OrderLine
from orders.selectors.kits import kit_components
from orders.selectors.orders import VIEW_RIGHT, line_quantities, orders_in_full, visible_orders
from orders.selectors.quotations import visible_quotations
from orders.selectors.quotes import credit_left
from orders.selectors.returns import visible_returns
from orders.selectors.routes import route_of
from orders.selectors.standing import standing_sources
from orders.selectors.timeline import order_timeline
from orders.selectors.wording import channel_text
from orders.services.progress import is_all_billed
from orders.services.warehouse_release import releases_itself_on
from orders.views.entry_answers import custom_fields, own_fields
from orders.views.listing import GONE
from orders.views.next_actions import Standing, next_actions
from orders.views.story import page_of, story
from orders.views.words import why_not_routine
from production.selectors.kit_promise import quote_lines
from production.selectors.left_over import left_over
from production.selectors.promise import Ask
from production.selectors.why import delivery_facts, promise_sentence, sources_facts
from production.selectors.wording import standing
from production.selectors.work_orders import VIEW as VIEW_WORK
from production.selectors.work_orders import made_for

ZERO = Decimal(0)


def order_in_full(request: Any, number: str) -> Order:
    """The order with all that its page shows.

    Raises: NotFound.
    """
    order = orders_in_full(visible_orders(request.actor)).filter(number=number[:60]).first()
    if order is None:
        raise NotFound(kind="order", number=number[:60])
    return order


@page(VIEW_RIGHT)
def order_detail(request: Any, number: str) -> HttpResponse:
    """The page of one order."""
    order = order_in_full(request, number)
    lines = order_lines(request, order)
    tasks = _tasks(request, order)
    shipments = _shipments(request, order)
    now = _standing(order, lines, tasks, shipments)
    buttons, menu = next_actions(order, request.actor, now)
    context = {
        "order": order,
        "channel": channel_text(order.channel),
        "lines": lines,
        "tasks": tasks,
        "due_at": next((task["due_at"] for task in tasks if task["due_at"]), None),
        "buttons": buttons,
        "menu": menu,
        "times": _times(order),
        "shows_goods": order.state in {Order.State.CONFIRMED, Order.State.CLOSED, Order.State.ON_HOLD},
        "events": story(order, order_timeline(order.pk, request.actor)),
        "shipments": shipments,
        "making": _making(request, order),
        "left_over": left_over(order=order.ref)
        if order.confirmed_at and request.actor.has(VIEW_WORK)
        else [],
        "invoices": _invoices(request, order),
        "returns": list(visible_returns(request.actor).filter(order=order).order_by("pk")),
        "quotation": visible_quotations(request.actor).filter(order=order).first(),
        "replaces": visible_returns(request.actor).filter(replacement=order).first(),
        "credit_notes": list(
            visible_credit_notes(request.actor)
            .filter(document_kind="order", document_id=order.pk)
            .order_by("pk")
        ),
        "payments": _payments(request, order),
        "credit": credit_left(request.actor, order.customer, ZERO),
        "base_currency": base_currency(),
        "fields": [
            field for field in custom_fields("order", order.custom) if field["value"] not in ("", None)
        ],
        "shows_margin": request.actor.has("inventory.view_cost"),
        "shows_clocks": request.actor.has("sla.view_timer"),
        "shows_lateness": order.promised_on is not None
        and request.actor.has("sla.view_metrics")
        and (order.delivered_at is None or business_day(order.delivered_at) > order.promised_on),
        "waits_for_release": order.state == Order.State.CONFIRMED
        and order.fulfillment_state == Order.Fulfillment.ALLOCATED
        and not request.actor.has("inventory.release_shipment"),
        "releases_itself_on": releases_itself_on(order),
        "margin": order.subtotal - (order.cost / order.rate if order.rate else order.cost),
        "is_late": bool(
            order.promised_on
            and order.promised_on < business_day(timezone.now())
            and now.backordered + now.reserved > 0
        ),
    }
    context["margin_rate"] = context["margin"] / order.subtotal if order.subtotal else None
    return render(request, "orders/detail.html", context)


def _making(request: Any, order: Order) -> list[dict[str, Any]]:
    """What is made for the order, where it stands in the words of sales, and how far it is."""
    if order.confirmed_at is None:
        return []
    found = []
    for one in made_for("order", order.pk):
        row = one.work_order
        text, tone = standing(row.state)
        url = document_url(request.actor, "work_order", row.number)
        found.append({"row": row, "percent": one.percent, "text": text, "tone": tone, "url": url})
    return found


def order_lines(request: Any, order: Order) -> list[dict[str, Any]]:
    """Lines with what became of their quantity and why they have their date.

    Before confirmation the date is what a confirmation would promise now.
    """
    found = []
    route = route_of(order)
    expected = _expected(order, route)
    components = kit_components(list(order.lines.all()))
    backed = standing_sources(order.lines.all())
    definitions = custom_field_definitions("order_line")
    for line in order.lines.all():
        promised = line.demand.promised_on if line.demand is not None else line.promised_on
        sources = backed.get(line.pk) or line.promise_reason or []
        delivery = delivery_of(order, line)
        if line.pk in expected:
            promised = expected[line.pk].promised_on
            sources = sources_facts(expected[line.pk].sources)
            delivery = delivery_facts(expected[line.pk], route)
        found.append(
            {
                "line": line,
                "parts": line_quantities(order, line),
                "promised_on": promised,
                "reason": promise_sentence(sources, line.item.unit.code, delivery) if sources else "",
                "is_expected": line.pk in expected,
                "components": components.get(line.pk, ()),
                "has_goods": line.demand is not None,
                "is_late": bool(
                    promised and (wanted := line.requested_on or order.requested_on) and promised > wanted
                ),
                "fields": [f for f in own_fields(definitions, line.custom) if f["value"]]
                if line.custom
                else [],
            }
        )
    return found


def delivery_of(order: Order, line: OrderLine) -> dict[str, Any]:
    """How a promised line gets to the customer, from what was promised."""
    demand = line.demand
    if demand is None or demand.delivery_days == 0:
        return {}
    carrier = order.carrier.name if order.carrier is not None else ""
    return {"ship_date": demand.ship_by, "transit_days": demand.delivery_days, "carrier": carrier}


def _expected(order: Order, route: Route) -> dict[int, Quote]:
    """What each line would be promised if the order were confirmed now; two queries, none once it is."""
    if order.state not in {Order.State.DRAFT, Order.State.SUBMITTED}:
        return {}
    lines = list(order.lines.all())
    asks = [
        Ask(
            line.item,
            order.warehouse_id,
            line.base_quantity,
            line.requested_on or order.requested_on,
            route,
            order.shelf_life_days,
        )
        for line in lines
    ]
    quotes = quote_lines(asks, today=business_day(timezone.now()))
    return {line.pk: quote for line, quote in zip(lines, quotes, strict=True)}


def _tasks(request: Any, order: Order) -> list[dict[str, Any]]:
    rows = Task.objects.filter(subject_kind="order", subject_id=order.pk, state__in=OPEN)
    return [
        {
            "task": task,
            "title": task_title(task),
            "why": why_not_routine(task.facts),
            "role": task.assignee or role_name(task.role),
            "due_at": task.due_at,
            "may_decide": may_decide(request.actor, task),
        }
        for task in rows.select_related("assignee").order_by("pk")[:5]
    ]


def task_title(task: Task) -> str:
    """A task's title in the reader's language."""
    known = {"finance_review": _("Finance review"), "approve_requisition": _("Approve requisition")}
    return known.get(task.node, task.title)


def role_name(code: str) -> str:
    """A role in the reader's words."""
    from erp.identity.models import Role

    role = Role.objects.filter(code=code).first()
    return str(role) if role else code


def _shipments(request: Any, order: Order) -> list[dict[str, Any]]:
    rows = visible_shipments(request.actor).filter(document_kind="order", document_id=order.pk)
    return [{"row": row, "url": page_of("shipment-detail", row.number)} for row in rows.order_by("pk")[:50]]


def _invoices(request: Any, order: Order) -> list[dict[str, Any]]:
    if not request.actor.has("finance.view_invoice"):
        return []
    rows = Invoice.objects.filter(document_kind="order", document_id=order.pk).order_by("pk")[:50]
    return [{"row": row, "url": page_of("invoice-detail", row.number)} for row in rows]


def _payments(request: Any, order: Order) -> list[dict[str, Any]]:
    if not request.actor.has("finance.view_payment"):
        return []
    rows = Allocation.objects.filter(invoice__document_kind="order", invoice__document_id=order.pk)
    return [
        {"row": row, "url": page_of("payment-detail", row.payment.number)}
        for row in rows.select_related("payment").order_by("pk")[:50]
    ]


def _standing(
    order: Order, lines: list[dict[str, Any]], tasks: list[dict[str, Any]], shipments: list[dict[str, Any]]
) -> Standing:
    parts = [line["parts"] for line in lines]
    in_work = {Shipment.State.DRAFT, *_IN_WAREHOUSE}
    at_work = [shipment for shipment in shipments if shipment["row"].state in in_work]
    return Standing(
        may_decide=any(task["may_decide"] for task in tasks),
        reserved=sum((part["reserved"] for part in parts), ZERO),
        backordered=sum((part["backordered"] for part in parts), ZERO),
        in_shipments=len(at_work),
        is_all_in_shipments=bool(at_work) and not warehouses_of_documents([order.pk], "order"),
        shipment_url=at_work[0]["url"] if at_work else "",
        is_all_shipped=order.fulfillment_state in GONE,
        is_all_billed=is_all_billed([line["line"] for line in lines]),
    )


_IN_WAREHOUSE = (
    Shipment.State.RELEASED,
    Shipment.State.PICKING,
    Shipment.State.PICKED,
    Shipment.State.PACKED,
)


def _times(order: Order) -> dict[str, Any]:
    found = {
        "draft": order.created_at,
        "submitted": order.submitted_at,
        "confirmed": order.confirmed_at,
        "closed": order.closed_at,
        "shipped": order.shipped_at,
        "delivered": order.delivered_at,
    }
    return {name: at for name, at in found.items() if at}


@page(VIEW_RIGHT)
def order_print(request: Any, number: str) -> HttpResponse:
    """The order on paper: an order confirmation, or its draft."""
    order = order_in_full(request, number)
    titles = {Order.State.CONFIRMED: _("Order confirmation"), Order.State.CLOSED: _("Order confirmation")}
    context = {
        "order": order,
        "lines": order_lines(request, order),
        "company": company(),
        "title": titles.get(order.state, _("Sales order")),
        "state": state_label("order", order.state),
    }
    return render(request, "orders/print.html", context)
