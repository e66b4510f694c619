"""What can be promised, and until when."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.commands import declare_permission
from erp.core.errors import Conflict, Invalid
from erp.core.http.fields import DateField, QuantityField
from erp.core.http.refs import Body, RefField
from erp.core.http.views import Endpoint
from erp.masterdata.models import Customer
from erp.masterdata.selectors.company import business_day
from inventory.calc.atp import Quote
from inventory.models import Warehouse
from inventory.selectors.supply_demand import atp_periods
from inventory.selectors.warehouses import default_warehouse, warehouse_rows
from orders.api.shapes import AtpTableOut, PromiseOut, PromisesOut
from orders.models import CustomerTerms
from orders.selectors.routes import route_between
from production.selectors.kit_promise import quote_lines
from production.selectors.promise import Ask
from production.selectors.why import delivery_facts, promise_sentence, sources_facts

VIEW_STOCK = declare_permission("inventory.view_stock", "See stock and what can be promised")
ZERO = Decimal(0)
MOST_LINES = 1000
MOST_PERIODS = 366
MOST_DAYS = 1095


class AtpLine(Body):
    """A quantity of a product, wanted on a day from a warehouse."""

    product = RefField("product")
    quantity = QuantityField()
    requested_date = DateField(required=False, allow_null=True)
    warehouse = RefField("warehouse", required=False, allow_null=True)


class AtpQuery(AtpLine):
    """A quantity of a product, for a customer or for nobody in particular."""

    customer = RefField("customer", required=False, allow_null=True)


class AtpCheckBody(Body):
    """Many quantities at once; they share the stock in the order given.

    For a customer the promise is the day there: carrier, closed days and how long lots have to last.
    """

    customer = RefField("customer", required=False, allow_null=True)
    lines = AtpLine(many=True, allow_empty=False, max_length=MOST_LINES)


class Atp(Endpoint):
    """Available and capable to promise, for one product."""

    @extend_schema(operation_id="atp_retrieve", parameters=[AtpQuery], responses=PromiseOut)
    def get(self, request: Request) -> Response:
        """When a quantity of a product can be given, and what makes that true."""
        self.actor.require(VIEW_STOCK)
        query = self.query(AtpQuery)
        return Response(PromiseOut(promises([query], query.get("customer"))[0]).data)


class AtpCheck(Endpoint):
    """Available and capable to promise, for many lines."""

    @extend_schema(operation_id="atp_check", request=AtpCheckBody, responses=PromisesOut)
    def post(self, request: Request) -> Response:
        """When each line can be given; the lines share the stock in the order given."""
        self.actor.require(VIEW_STOCK)
        body = self.body(AtpCheckBody)
        found = promises(body["lines"], body.get("customer"))
        return Response(PromisesOut({"lines": found}).data)


class AtpTableQuery(Body):
    """A product at a warehouse, in days or weeks."""

    product = RefField("product")
    warehouse = RefField("warehouse", required=False, allow_null=True)
    bucket = serializers.ChoiceField(choices=["day", "week"], required=False, default="week")
    periods = serializers.IntegerField(min_value=1, max_value=MOST_PERIODS, required=False, default=12)

    def get_fields(self) -> dict[str, Any]:
        """`from` can't be written as a name."""
        fields = super().get_fields()
        fields["from"] = DateField(required=False, allow_null=True)
        return fields


class AtpTable(Endpoint):
    """Available to promise by period."""

    @extend_schema(operation_id="atp_table", parameters=[AtpTableQuery], responses=AtpTableOut)
    def get(self, request: Request) -> Response:
        """What comes, what is promised and what is left of it, in days or weeks from a day on.

        Weeks begin on the day of `from`, else on this week's Monday. A period's `discrete` figure is its
        own supply's; `cumulative` looks ahead, `cumulative_without_look_ahead` is the projected stock.
        """
        self.actor.require(VIEW_STOCK)
        query = self.query(AtpTableQuery)
        today = business_day(timezone.now())
        is_week = query["bucket"] == "week"
        start = query.get("from") or (today - timedelta(days=today.weekday() if is_week else 0))
        if not today - timedelta(days=6) <= start <= today + timedelta(days=MOST_DAYS):
            raise Invalid.field("from", _("This must be at most six days ago and within three years."))
        warehouse_id = _warehouse_id(query.get("warehouse") or default_warehouse())
        table = atp_periods(
            query["product"].pk,
            [warehouse_id],
            today=today,
            start=start,
            days=7 if is_week else 1,
            periods=query["periods"],
        )
        periods = [vars(row) | {"cumulative_without_look_ahead": row.projected} for row in table.periods]
        body = {
            "product": query["product"].sku,
            "warehouse": warehouse_rows().get(pk=warehouse_id).code,
            "on_hand": table.opening,
            "safety_stock": query["product"].safety_stock,
            "periods": periods,
        }
        return Response(AtpTableOut(body).data)


def promises(wants: list[dict[str, Any]], customer: Customer | None = None) -> list[dict[str, Any]]:
    """The answer for each want, in order; three queries whatever their number, a few more for a customer.

    Raises: Conflict when there is no warehouse yet.
    """
    usual = default_warehouse() if any(want.get("warehouse") is None for want in wants) else None
    today = business_day(timezone.now())
    warehouses = [_warehouse_id(want.get("warehouse") or usual) for want in wants]
    own = CustomerTerms.objects.filter(customer=customer).first() if customer is not None else None
    terms = own or CustomerTerms()
    routes = {pk: route_between(customer, terms.carrier_id, pk) for pk in set(warehouses)}
    asks = [
        Ask(
            want["product"],
            warehouse_id,
            want["quantity"],
            want.get("requested_date"),
            routes[warehouse_id],
            terms.shelf_life_days,
        )
        for want, warehouse_id in zip(wants, warehouses, strict=True)
    ]
    prefetch_related_objects([ask.item for ask in asks], "unit")
    quotes = quote_lines(asks, today=today)
    return [promise(ask, quote, today) for ask, quote in zip(asks, quotes, strict=True)]


def _warehouse_id(warehouse: Warehouse | None) -> int:
    if warehouse is None:
        raise Conflict("no_warehouse")
    return warehouse.pk


def promise(ask: Ask, quote: Quote, today: date) -> dict[str, Any]:
    """One promise as answers show it."""
    wanted = ask.requested_on or today
    sources = sources_facts(quote.sources)
    delivery = delivery_facts(quote, ask.route)
    return {
        "product": ask.item.sku,
        "quantity": ask.quantity,
        "available_now": quote.available_now,
        "promise_date": quote.promised_on,
        "on_time": quote.promised_on is not None and quote.promised_on <= wanted,
        "ship_date": quote.leaves_on,
        "sources": sources,
        "reason": promise_sentence(sources, ask.item.unit.code, delivery),
        "options": options(quote),
    }


def options(quote: Quote) -> list[dict[str, Any]]:
    """How the quantity can be delivered: all at once, or in parts where some of it can come earlier."""
    if quote.promised_on is None:
        return []
    total = sum((part.quantity for part in quote.parts), ZERO)
    whole = [{"date": quote.promised_on, "quantity": total}] if quote.parts else []
    found: list[dict[str, Any]] = []
    if whole:
        found.append({"kind": "complete", "date": quote.promised_on, "parts": whole})
        parts = [{"date": part.on, "quantity": part.quantity} for part in quote.parts]
        found.append({"kind": "split", "date": quote.parts[0].on, "parts": parts})
    return found
