"""What can be promised, and until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.commands import declare_permission
from erp.core.errors import Conflict
from erp.core.http.fields import DateField, QuantityField
from erp.core.http.refs import Body, RefField
from erp.core.http.views import Endpoint
from erp.masterdata.selectors.company import business_day
from inventory.calc.atp import Quote
from inventory.models import Warehouse
from inventory.selectors.warehouses import default_warehouse
from orders.api.shapes import PromiseOut, PromisesOut
from production.selectors.kit_promise import quote_lines
from production.selectors.promise import Ask

VIEW_STOCK = declare_permission("inventory.view_stock", "See stock and what can be promised")
MOST_LINES = 1000


class AtpQuery(Body):
    """A quantity of a product, wanted on a day from a warehouse."""

    product = RefField("product")
    quantity = QuantityField()
    requested_date = DateField(required=False, allow_null=True)
    warehouse = RefField("warehouse", required=False, allow_null=True)


class AtpCheckBody(Body):
    """Many quantities at once; they share the stock in the order given."""

    lines = AtpQuery(many=True, allow_empty=False, max_length=MOST_LINES)


class Atp(Endpoint):
    """Available and capable to promise, for one product."""

    @extend_schema(operation_id="atp_retrieve", parameters=[AtpQuery], responses=PromiseOut)
    def get(self, request: Request) -> Response:
        """When a quantity of a product can be given, and what makes that true."""
        self.actor.require(VIEW_STOCK)
        return Response(promises([self.query(AtpQuery)])[0])


class AtpCheck(Endpoint):
    """Available and capable to promise, for many lines."""

    @extend_schema(operation_id="atp_check", request=AtpCheckBody, responses=PromisesOut)
    def post(self, request: Request) -> Response:
        """When each line can be given; the lines share the stock in the order given."""
        self.actor.require(VIEW_STOCK)
        return Response({"lines": promises(self.body(AtpCheckBody)["lines"])})


def promises(wants: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answer for each want, in order; three queries whatever their number.

    Raises: Conflict when there is no warehouse yet.
    """
    usual = default_warehouse() if any(want.get("warehouse") is None for want in wants) else None
    today = business_day(timezone.now())
    asks = [
        Ask(
            want["product"],
            _warehouse_id(want.get("warehouse") or usual),
            want["quantity"],
            want.get("requested_date"),
        )
        for want in wants
    ]
    quotes = quote_lines(asks, today=today)
    return [PromiseOut(promise(ask, quote, today)).data for ask, quote in zip(asks, quotes, strict=True)]


def _warehouse_id(warehouse: Warehouse | None) -> int:
    if warehouse is None:
        raise Conflict("no_warehouse")
    return warehouse.pk


def promise(ask: Ask, quote: Quote, today: date) -> dict[str, Any]:
    """One promise as answers show it."""
    wanted = ask.requested_on or today
    sources = [
        {"kind": s.kind, "quantity": s.quantity, "date": s.date}
        | ({"document": s.document} if s.document else {})
        | ({"product": s.product} if s.product else {})
        for s in quote.sources
    ]
    return {
        "product": ask.item.sku,
        "quantity": ask.quantity,
        "available_now": quote.available_now,
        "promise_date": quote.promised_on,
        "on_time": quote.promised_on is not None and quote.promised_on <= wanted,
        "sources": sources,
    }
