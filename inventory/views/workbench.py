"""The buyer's workbench: what to do today, the most urgent first."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from erp.core.views.page import page
from erp.masterdata.selectors.company import base_currency, business_day
from inventory.models import StockFigure
from inventory.selectors.buying_anomalies import lead_time_gaps, price_rises
from inventory.selectors.purchase_needs import served_by, unconfirmed_orders
from inventory.selectors.purchases import (
    VIEW_PURCHASE_ORDER,
    late_by,
    visible_purchase_orders,
    with_lateness,
)
from inventory.selectors.receiving import receiving_settings
from inventory.selectors.replenishment import by_urgency, position_of, visible_suggestions
from inventory.selectors.requisitions import requisitions_in_full, visible_requisitions
from inventory.services.conversion import CONVERT
from inventory.services.requisitions import APPROVE
from inventory.views.links import document_url

SHOWN = 8
COUNTED = 1000


@page(VIEW_PURCHASE_ORDER)
def workbench(request: Any) -> HttpResponse:
    """Requisitions, suggestions, orders without an answer, late ones and whom they hurt, odd prices."""
    actor, today = request.actor, business_day(timezone.now())
    orders = visible_purchase_orders(actor).select_related("supplier")
    asked = requisitions_in_full(visible_requisitions(actor))
    late = with_lateness(orders.filter(late_by(today)), today).order_by("late_since", "pk")
    suggestions = by_urgency(visible_suggestions(actor).filter(status="open", item__supply="buy"))
    patience = receiving_settings().confirmation_days
    parts = {
        "to_approve": asked.filter(state="submitted").order_by("needed_on", "pk"),
        "to_convert": asked.filter(state="approved").order_by("needed_on", "pk"),
        "drafts": orders.filter(state="draft").order_by("pk"),
        "proposals": orders.filter(confirmation="proposed").order_by("pk"),
        "unconfirmed": unconfirmed_orders(orders, today=today, days=patience).order_by("ordered_on", "pk"),
    }
    context: dict[str, Any] = {name: list(rows[:SHOWN]) for name, rows in parts.items()}
    context["counts"] = {name: _count(rows) for name, rows in parts.items()}
    context["counts"] |= {"late": _count(late), "suggestions": _count(suggestions)}
    context["late"] = _late(request, list(late[:SHOWN]), today)
    context["suggestions"] = [
        {"row": row, "position": position_of(row), "url": document_url(actor, "stock", row.item.sku)}
        for row in suggestions[:SHOWN]
    ]
    sees_cost = actor.has("inventory.view_cost")
    context |= {
        "rises": price_rises(today=today)[:SHOWN] if sees_cost else [],
        "gaps": lead_time_gaps(today=today)[:SHOWN] if sees_cost else [],
        "may_approve": actor.has(APPROVE),
        "may_convert": actor.has(CONVERT),
        "shows_cost": sees_cost,
        "currency": base_currency(),
        "today": today,
        "patience": patience,
        "is_reckoned": StockFigure.objects.exists(),
    }
    return render(request, "inventory/workbench.html", context)


def _count(rows: Any) -> int:
    return int(rows.order_by()[:COUNTED].count())


def _late(request: Any, orders: list[Any], today: Any) -> list[dict[str, Any]]:
    """Late orders with the customer orders that they endanger."""
    served = served_by([order.pk for order in orders], request.actor, today=today)
    return [
        {
            "order": order,
            "days": (today - order.late_since).days,
            "hurts": [
                {"row": one, "url": document_url(request.actor, one.kind, one.number)}
                for one in served.get(order.pk, [])
                if one.is_endangered
            ][:5],
        }
        for order in orders
    ]
