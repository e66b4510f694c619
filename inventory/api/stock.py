"""Stock per product and warehouse over the API."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.errors import Invalid, NotFound
from erp.core.http.fields import QuantityField
from erp.core.http.pages import DEFAULT_SIZE, MAX_SIZE
from erp.core.http.refs import Body, resolve
from erp.core.http.views import Endpoint
from inventory.selectors.stock import VIEW_STOCK, StockLevel, stock_page, stock_totals


class StockQuery(Body):
    """Which stock to show."""

    product = serializers.CharField(required=False, max_length=200)
    warehouse = serializers.CharField(required=False, max_length=200)
    search = serializers.CharField(required=False, max_length=200)
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=MAX_SIZE)
    cursor = serializers.CharField(required=False, max_length=1000)


class QuantitiesOut(serializers.Serializer[Any]):
    """Quantities of stock in base units."""

    on_hand = QuantityField()
    reserved = QuantityField()
    available = QuantityField()
    blocked = QuantityField()
    in_transit = QuantityField()
    on_order = QuantityField()


class StockOut(QuantitiesOut):
    """The stock of one product at one warehouse."""

    product = serializers.CharField(source="sku")
    name = serializers.CharField()
    unit = serializers.CharField()
    warehouse = serializers.CharField()


class StockPageOut(serializers.Serializer[Any]):
    """A page of stock; where one product was asked for, its sums over the warehouses stand beside it.

    They stand in `totals` and, for callers that ask about one product, at the top as well.
    """

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = StockOut(many=True)
    totals = QuantitiesOut(required=False)
    on_hand = QuantityField(required=False)
    reserved = QuantityField(required=False)
    available = QuantityField(required=False)
    blocked = QuantityField(required=False)
    in_transit = QuantityField(required=False)
    on_order = QuantityField(required=False)


class Stock(Endpoint):
    """On hand, reserved, available, blocked, in transit and on order."""

    @extend_schema(operation_id="stock_list", parameters=[StockQuery], responses=StockPageOut)
    def get(self, request: Request) -> Response:
        """Stock by SKU and warehouse; without stock the numbers are zero."""
        self.actor.require(VIEW_STOCK)
        query = self.query(StockQuery)
        size = query.get("page_size", DEFAULT_SIZE)
        try:
            product = [resolve("product", query["product"], self.actor)] if "product" in query else None
            warehouse = (
                [resolve("warehouse", query["warehouse"], self.actor)] if "warehouse" in query else None
            )
        except NotFound:
            return Response({"next": None, "previous": None, "results": []})
        levels = stock_page(
            self.actor,
            item_ids=product,
            warehouse_ids=warehouse,
            text=query.get("search", ""),
            after=_after(query.get("cursor")),
            limit=size + 1,
        )
        page: dict[str, Any] = {
            "next": None,
            "previous": None,
            "results": StockOut(levels[:size], many=True).data,
        }
        if len(levels) > size:
            page["next"] = self._link(levels[size - 1])
        if product is not None and query.get("cursor") is None and len(levels) <= size:
            totals = QuantitiesOut(stock_totals(levels)).data
            page |= {"totals": totals, **totals}
        return Response(page)

    def _link(self, last: StockLevel) -> str:
        text = base64.urlsafe_b64encode(json.dumps([last.sku, last.warehouse]).encode()).decode()
        query = {name: self.request.query_params[name] for name in self.request.query_params}
        query["cursor"] = text.rstrip("=")
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(query)}")


def _after(cursor: str | None) -> tuple[str, str] | None:
    if cursor is None:
        return None
    try:
        sku, warehouse = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=="))
        if isinstance(sku, str) and isinstance(warehouse, str) and "\x00" not in sku + warehouse:
            (sku + warehouse).encode()
            return sku, warehouse
    except (ValueError, TypeError, binascii.Error, RecursionError):
        pass
    raise Invalid.field("cursor", _("This cursor is not valid."))
