"""The manager's home: what the month brings, what is late and who has it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from erp.core.states import look_of, state_label
from erp.core.views.page import page
from erp.masterdata.selectors.company import base_currency
from finance.selectors.ageing import bucket_names
from orders.models import Order
from sla.selectors import cockpit

CHART_DAYS = 60
SHOWN = 8
AGES = (
    ("not_due", "good"),
    ("days_1_30", "wait"),
    ("days_31_60", "wait"),
    ("days_61_90", "bad"),
    ("days_over_90", "bad"),
)


@page(cockpit.VIEW_COCKPIT)
def dashboard(request: Any) -> HttpResponse:
    """The cockpit, within the reader's scope and rights."""
    actor, today = request.actor, timezone.localdate()
    zone = timezone.get_current_timezone()
    zone = zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")
    currency = base_currency()
    daily = cockpit.daily_totals(actor, today=today, days=CHART_DAYS, zone=zone)
    late = cockpit.late_orders(actor, today=today)
    short, short_count = cockpit.below_safety(actor, limit=SHOWN)
    owed = cockpit.receivables(actor, today=today)
    context = {
        "currency": currency,
        "today": today,
        "month": cockpit.month_so_far(actor, today=today, zone=zone),
        "spark": [float(value) for _day, value, _count in daily[-30:]],
        "states": _states(cockpit.orders_by_state(actor)),
        "late": _late(late[:SHOWN], today),
        "late_count": late.count(),
        "shipments": cockpit.shipments_today(actor, today=today, zone=zone),
        "owed_total": sum(owed.values(), Decimal(0)) if owed else None,
        "overdue": sum((value for key, value in owed.items() if key != "not_due"), Decimal(0)),
        "short": short,
        "short_count": short_count,
        "best": cockpit.best_customers(actor, today=today, days=90, limit=SHOWN),
        "daily_chart": _daily_chart(daily, currency),
        "fulfillment_chart": _fulfillment_chart(cockpit.open_orders_by_fulfillment(actor)),
        "ageing_chart": _ageing_chart(owed, currency) if owed else None,
        "links": _links(),
    }
    return render(request, "sla/cockpit.html", context)


def _links() -> dict[str, str]:
    """Where the numbers lead to; pages that do not exist here lead nowhere."""
    names = {"orders": "order-list", "stock": "stock-list", "shipments": "shipment-list", "ageing": "ageing"}
    links = {}
    for key, name in names.items():
        try:
            links[key] = reverse(name)
        except NoReverseMatch:
            links[key] = ""
    return links


def _states(counts: dict[str, int]) -> list[dict[str, Any]]:
    order = (Order.State.DRAFT, *cockpit.OPEN)
    address = reverse("order-list")
    return [{"state": s, "count": counts.get(s, 0), "url": f"{address}?state={s}"} for s in order]


def _late(rows: Any, today: date) -> list[dict[str, Any]]:
    return [{"order": row, "days": (today - row.promised_on).days} for row in rows]


def _daily_chart(daily: list[tuple[date, Decimal, int]], currency: str) -> dict[str, Any]:
    address = reverse("order-list")
    return {
        "type": "bar",
        "labels": [date_format(on, "MONTH_DAY_FORMAT") for on, _value, _count in daily],
        "series": [{"name": _("Order total"), "data": [float(value) for _on, value, _count in daily]}],
        "unit": "money",
        "currency": currency,
        "label_name": _("Day"),
        "links": [f"{address}?created_after={on}&created_before={on}" for on, _value, _count in daily],
    }


def _fulfillment_chart(counts: dict[str, int]) -> dict[str, Any]:
    shown = [state for state in Order.Fulfillment.values if counts.get(state)]
    address = reverse("order-list")
    return {
        "type": "bars",
        "labels": [str(state_label("fulfillment", state)) for state in shown],
        "series": [{"name": _("Open orders"), "data": [counts[state] for state in shown]}],
        "colors": [look_of("fulfillment", state).tone for state in shown],
        "label_name": _("Fulfillment"),
        "links": [f"{address}?state=confirmed&fulfillment={quote(state)}" for state in shown],
    }


def _ageing_chart(owed: dict[str, Decimal], currency: str) -> dict[str, Any]:
    names = bucket_names()
    return {
        "type": "bars",
        "labels": [names[key] for key, _tone in AGES],
        "series": [{"name": _("Open amount"), "data": [float(owed[key]) for key, _tone in AGES]}],
        "colors": [tone for _key, tone in AGES],
        "unit": "money",
        "currency": currency,
        "label_name": _("Overdue"),
    }
