"""What orders show where a task about one of them is decided, and the open tasks on the start page."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.formats import money_text, percent_text
from erp.core.views.page import page
from erp.masterdata.selectors.company import base_currency, business_day
from erp.processes.models import Task
from erp.processes.selectors.inbox import inbox, subject_url
from finance.models import Invoice
from orders.models import Order
from orders.selectors.orders import VIEW_RIGHT
from orders.selectors.quotes import credit_left
from orders.selectors.timeline import order_timeline
from orders.views.detail import order_in_full, order_lines
from orders.views.story import story
from orders.views.words import why_not_routine

MOST_LINES = 30
MOST_EVENTS = 30
ZERO = Decimal(0)


def waiting_tasks(request: Any, most: int) -> list[dict[str, Any]]:
    """The reader's most urgent tasks, for the start page."""
    return [
        {
            "task": row.task,
            "title": row.title,
            "url": subject_url(row.task),
            "why": why_of(row.task.facts),
            "facts": row.headline,
            "for": row.who,
            "is_late": row.is_late,
            "may_decide": row.may_decide,
        }
        for row in inbox(request.actor, "todo", most=most)
    ]


def why_of(facts: Mapping[str, Any]) -> str:
    """Why a person is asked, where the facts say so."""
    return why_not_routine(facts) if facts.get("why") else ""


@page(VIEW_RIGHT)
def order_panel(request: Any, number: str) -> HttpResponse:
    """Lines, promise, credit, margin and history of an order, beside the buttons of its task."""
    order = order_in_full(request, number)
    lines = order_lines(request, order)
    currency = base_currency()
    credit = credit_left(request.actor, order.customer, ZERO)
    context = {
        "order": order,
        "lines": lines[:MOST_LINES],
        "left_out": max(0, len(lines) - MOST_LINES),
        "total": money_text(order.total, order.currency_id),
        "margin": _margin(order) if request.actor.has("inventory.view_cost") else "",
        "credit": credit,
        "limit": _limit(credit.limit, currency) if credit else "",
        "used": money_text(credit.exposure, currency) if credit else "",
        "left": _limit(credit.left, currency) if credit else "",
        "overdue": _overdue(order) if request.actor.has("finance.view_invoice") else "",
        "events": story(order, order_timeline(order.pk, request.actor))[:MOST_EVENTS],
    }
    return render(request, "orders/task_panel.html", context)


def _limit(amount: Decimal | None, currency: str) -> str:
    return _("no limit") if amount is None else money_text(amount, currency)


def _margin(order: Order) -> str:
    margin = order.subtotal - (order.cost / order.rate if order.rate else order.cost)
    share = percent_text(margin / order.subtotal) if order.subtotal else ""
    return " · ".join(part for part in (money_text(margin, order.currency_id), share) if part)


def _overdue(order: Order) -> str:
    """What the customer owes past its due date, by currency."""
    rows = Invoice.objects.filter(
        customer_id=order.customer_id, due_on__lt=business_day(timezone.now()), open_amount__gt=0
    )
    sums = rows.order_by().values_list("currency_id").annotate(total=Sum("open_amount"))
    return ", ".join(money_text(total, code) for code, total in sums[:5])


def order_headline(task: Task, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Customer, total, margin, credit and priority of a task's order, as far as the reader may see them."""
    currency = str(facts.get("order.currency", ""))
    told = [(_("Customer"), f"{facts.get('customer.code', '')} {facts.get('customer.name', '')}".strip())]
    if "order.total" in facts:
        told.append((_("Total"), money_text(facts["order.total"], currency)))
    if "order.margin_percent" in facts:
        told.append((_("Margin"), percent_text(float(facts["order.margin_percent"]) / 100)))
    if facts.get("customer.credit_grade"):
        told.append((_("Credit grade"), str(facts["customer.credit_grade"])))
    if facts.get("why"):
        told.append((_("Why"), why_not_routine(facts)))
    return [(label, text) for label, text in told if text]
