"""Trying an order out over the API."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.shapes import render
from erp.core.http.views import Endpoint
from orders.api.atp import promise
from orders.api.shapes import SimulatedLineOut, SimulationOut
from orders.selectors.rush_sheet import Affected, RushSheet
from orders.services.incoming import OrderBody, order_input
from orders.services.simulate import Simulation, simulate_order
from production.selectors.promise import Ask


class Simulate(Endpoint):
    """What an order would be."""

    @extend_schema(operation_id="orders_simulate", request=OrderBody, responses=SimulationOut)
    def post(self, request: Request) -> Response:
        """Prices, promises, credit and margin of an order, and whom a rush would delay; nothing is stored."""
        found = simulate_order(order=order_input(self.body(OrderBody)), actor=self.actor)
        body = _shown(found)
        [shown] = _told(SimulationOut, [body])
        return Response(shown | {"lines": _told(SimulatedLineOut, body["lines"])})


def _told(out: Any, bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Bodies as their serializer shows them, without what was not told."""
    return [
        {name: value for name, value in shown.items() if name in body}
        for shown, body in zip(render(out, bodies, {}), bodies, strict=True)
    ]


def _shown(found: Simulation) -> dict[str, Any]:
    order = found.order
    dates = [quote.promised_on for quote in found.quotes]
    known = [day for day in dates if day is not None]
    promised = max(known) if len(known) == len(dates) and known else None
    lines = [_line(found, position) for position in range(len(found.lines))]
    body: dict[str, Any] = {
        "customer": order.customer.code,
        "currency": order.currency_id,
        "subtotal": order.subtotal,
        "tax": order.tax,
        "total": order.total,
        "promise_date": promised,
        "on_time": all(line["on_time"] for line in lines),
        "lines": lines,
        "options": _deliveries(found, promised),
        "affected_orders": [],
    }
    if found.sheet is not None:
        body |= rush_body(found.sheet, shows_margin=found.margins is not None)
    if found.margins is not None:
        body["margin"] = sum(found.margins)
        percent = round(body["margin"] / order.subtotal * 100, 2) if order.subtotal else None
        body["margin_percent"] = percent
    if found.credit is not None:
        body["credit"] = found.credit
    return body


def _deliveries(found: Simulation, promised: date | None) -> list[dict[str, Any]]:
    """How the order can be delivered: all of it on its latest line's day, or as its parts come."""
    if promised is None:
        return []
    by_day: dict[date, list[dict[str, Any]]] = {}
    for line, quote in zip(found.lines, found.quotes, strict=True):
        parts = [(part.on, part.quantity) for part in quote.parts]
        for on, quantity in parts or [(quote.promised_on or promised, line.base_quantity)]:
            by_day.setdefault(on, []).append({"product": line.item.sku, "quantity": quantity})
    if len(by_day) < 2:
        return []
    whole: dict[str, Any] = {"kind": "complete", "date": promised, "deliveries": []}
    deliveries = [{"date": on, "lines": by_day[on]} for on in sorted(by_day)]
    return [whole, {"kind": "split", "date": min(by_day), "deliveries": deliveries}]


def _line(found: Simulation, position: int) -> dict[str, Any]:
    line, order = found.lines[position], found.order
    ask = Ask(
        line.item, order.warehouse_id, line.quantity, line.requested_on or order.requested_on, found.route
    )
    body = promise(ask, found.quotes[position], found.today)
    body |= {
        "unit": line.unit.code,
        "unit_price": line.unit_price,
        "discount_rate": line.discount_rate,
        "net": line.net,
        "tax": line.tax,
    }
    if found.margins is not None:
        body["margin"] = found.margins[position]
    if found.rush_dates is not None:
        body["rush_promise_date"] = found.rush_dates[position]
    return body


def rush_body(sheet: RushSheet, *, shows_margin: bool) -> dict[str, Any]:
    """The orders that a rush delays and the ways to answer it; orders of others are only counted."""
    return {
        "affected_orders": [
            _affected(one, shows_margin) for one in sheet.first.affected if one.slip.document_id in sheet.seen
        ],
        "rush": {
            "currency": sheet.currency,
            "least_harmful": sheet.options.index(sheet.least_harmful),
            "options": [
                {
                    "kind": option.kind,
                    "detail": option.detail,
                    "promise_date": option.rush_date,
                    "quantity_now": option.now_quantity,
                    "affected": len(option.affected),
                    "days": option.days,
                    "penalty": option.penalty,
                    "own_penalty": option.own_penalty,
                    "freight": option.freight,
                    "harm": option.harm,
                }
                for option in sheet.options
            ],
        },
    }


def _affected(one: Affected, shows_margin: bool) -> dict[str, Any]:
    slip = one.slip
    body = {
        "number": slip.number,
        "customer_name": one.customer,
        "old_promise": slip.old_promise,
        "new_promise": slip.new_promise,
        "days": slip.days,
        "value": one.value,
        "penalty": one.penalty,
    }
    return body | ({"margin": one.margin} if shows_margin else {})
