"""The manager's home in the admin: the cockpit's figures with the way down to the documents behind them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.formats import money_text, number_text, percent_text, quantity_text, short_money_text
from erp.core.states import look_of, state_label
from erp.masterdata.selectors.company import base_currency
from finance.selectors.ageing import bucket_names
from orders.models import Order
from sla.selectors import cockpit

CHART_DAYS = 30
SHOWN = 6
COLOR = "#2b52b8"


def home(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The first page of the admin; figures for those who may see the cockpit."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # put on the request by the middleware
    if not actor.has(cockpit.VIEW_COCKPIT):
        return context
    today = timezone.localdate()
    zone = timezone.get_current_timezone()
    zone = zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")
    currency = base_currency()
    owed = cockpit.receivables(actor, today=today)
    short, short_count = cockpit.below_safety(actor, limit=SHOWN)
    late = cockpit.late_orders(actor, today=today)
    late_count = late.count()
    figures = [
        *_month_figures(cockpit.month_so_far(actor, today=today, zone=zone), currency),
        *_late_figure(late_count),
        *_shipment_figure(cockpit.shipments_today(actor, today=today, zone=zone)),
        *_owed_figure(owed, currency),
        *_short_figure(actor, short_count),
    ]
    tables = [_late_table(late[:SHOWN], today)]
    tables += [_ageing_table(owed, currency)] if owed else []
    tables += [_short_table(short)] if actor.has("inventory.view_stock") else []
    context["title"] = _("Home")
    context["cockpit"] = {
        "figures": figures,
        "daily": _daily(cockpit.daily_totals(actor, today=today, days=CHART_DAYS, zone=zone), currency),
        "states_title": _("Orders waiting"),
        "states": _states(cockpit.orders_by_state(actor)),
        "tables": tables,
    }
    return context


def _figure(title: str, value: str, address: str, detail: str = "", is_bad: bool = False) -> dict[str, Any]:
    return {"title": title, "value": value, "url": address, "detail": detail, "is_bad": is_bad}


def _month_figures(month: cockpit.Month, currency: str) -> list[dict[str, Any]]:
    orders, growth = reverse("order-list"), month.growth
    detail = ""
    if growth is not None:
        share = percent_text(growth) if growth < 0 else f"+{percent_text(growth)}"
        detail = _("%(share)s to the same days last month") % {"share": share}
    done = {"done": number_text(month.completed), "all": number_text(month.promised)}
    rate = "–" if month.completion is None else percent_text(month.completion)
    return [
        _figure(_("Order total this month"), short_money_text(month.total, currency), orders, detail),
        _figure(_("Orders this month"), number_text(month.orders), orders),
        _figure(
            _("Average order of the month"),
            money_text(month.average.quantize(Decimal("0.01")), currency),
            orders,
        ),
        _figure(_("Completion rate"), rate, orders, _("%(done)s of %(all)s promised so far") % done),
    ]


def _late_figure(count: int) -> list[dict[str, Any]]:
    address = f"{reverse('order-list')}?late=1"
    return [_figure(_("Late orders"), number_text(count), address, is_bad=count > 0)]


def _shipment_figure(counts: dict[str, int]) -> list[dict[str, Any]]:
    if not counts:
        return []
    detail = _("%(picking)s being picked, %(packed)s packed") % {
        "picking": number_text(counts["picking"]),
        "packed": number_text(counts["packed"]),
    }
    return [_figure(_("Shipped today"), number_text(counts["left"]), reverse("shipment-list"), detail)]


def _owed_figure(owed: dict[str, Decimal], currency: str) -> list[dict[str, Any]]:
    if not owed:
        return []
    overdue = sum((value for key, value in owed.items() if key != "not_due"), Decimal(0))
    total = short_money_text(sum(owed.values(), Decimal(0)), currency)
    detail = _("%(amount)s overdue") % {"amount": short_money_text(overdue, currency)}
    return [_figure(_("Receivables"), total, reverse("ageing"), detail)]


def _short_figure(actor: Actor, count: int) -> list[dict[str, Any]]:
    if not actor.has("inventory.view_stock"):
        return []
    return [_figure(_("Below safety stock"), number_text(count), reverse("stock-list"), is_bad=count > 0)]


def _daily(days: list[tuple[date, Decimal, int]], currency: str) -> dict[str, Any]:
    values = [float(value) for _on, value, _count in days]
    data = {
        "labels": [date_format(on, "n/j") for on, _value, _count in days],
        "datasets": [{"label": currency, "data": values, "backgroundColor": COLOR, "borderRadius": 3}],
    }
    options = {
        "maintainAspectRatio": False,
        "plugins": {"legend": {"display": False}},
        "scales": {"x": {"grid": {"display": False}}, "y": {"beginAtZero": True}},
    }
    title = _("Order total per day, the last 30 days")
    return {"title": title, "data": json.dumps(data), "options": json.dumps(options)}


def _states(counts: dict[str, int]) -> list[dict[str, Any]]:
    address, most = reverse("order-list"), max([*counts.values(), 1])
    return [
        {
            "label": state_label("order", state),
            "count": counts.get(state, 0),
            "share": round(100 * counts.get(state, 0) / most),
            "color": look_of("order", state).hex_color,
            "url": f"{address}?state={state}",
        }
        for state in (Order.State.DRAFT, *cockpit.OPEN)
    ]


def _late_table(rows: Any, today: date) -> dict[str, Any]:
    found = [
        {
            "first": row.number,
            "second": row.customer.name,
            "url": reverse("order-detail", args=[row.number]),
            "cells": [
                number_text((today - row.promised_on).days),
                state_label("fulfillment", row.fulfillment_state),
            ],
        }
        for row in rows.select_related("customer")
    ]
    return {
        "title": _("Late: promised and not gone"),
        "heads": [_("Order"), _("Days late"), _("Stands at")],
        "rows": found,
        "empty": _("Nothing is late"),
        "url": f"{reverse('order-list')}?late=1",
    }


def _ageing_table(owed: dict[str, Decimal], currency: str) -> dict[str, Any]:
    names = bucket_names()
    total = sum(owed.values(), Decimal(0)) or Decimal(1)
    return {
        "title": _("How old are receivables?"),
        "heads": [_("Overdue"), _("Open amount"), _("Share")],
        "rows": [
            {
                "first": name,
                "cells": [short_money_text(owed[key], currency), percent_text(owed[key] / total)],
            }
            for key, name in names.items()
        ],
        "empty": "",
        "url": reverse("ageing"),
    }


def _short_table(rows: list[cockpit.ShortItem]) -> dict[str, Any]:
    return {
        "title": _("Below safety stock"),
        "heads": [_("Item"), _("Available"), _("Safety stock")],
        "rows": [
            {
                "first": row.sku,
                "second": row.name,
                "url": reverse("item-detail", args=[row.sku]),
                "cells": [quantity_text(row.available, row.unit), quantity_text(row.safety_stock, row.unit)],
            }
            for row in rows
        ],
        "empty": _("Nothing runs short"),
        "url": reverse("stock-list"),
    }
