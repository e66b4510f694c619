"""Goods in transit over the API, by item and lot, whoever sent them."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from erp.core.http.fields import DateField, QuantityField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import IdField, RefField
from erp.core.http.views import Call, Resource, verb
from inventory.api.places import location_of
from inventory.api.stock_moves import STATES, TransferReceiveBody
from inventory.models import Transfer
from inventory.selectors.moves import transfers_in_list
from inventory.services.transfers import receive_transfer


class GoodsInTransitOut(serializers.Serializer[Any]):
    """Goods of one item and lot that were sent from one warehouse to another."""

    id = IdField("transfer")
    number = serializers.CharField()
    state = serializers.SerializerMethodField()
    transfer = serializers.SerializerMethodField()
    product = RefField("product", source="item")
    lot = serializers.SerializerMethodField()
    quantity = QuantityField()
    from_warehouse = RefField("warehouse")
    to_warehouse = RefField("warehouse")
    reason = serializers.CharField()
    sent_at = serializers.DateTimeField()
    due_date = DateField(source="due_on")
    received_at = serializers.DateTimeField(allow_null=True)
    missing = QuantityField(help_text="What did not arrive of the quantity.")
    difference_reason = serializers.CharField()

    @extend_schema_field(serializers.ChoiceField(choices=STATES))
    def get_state(self, row: Transfer) -> str:
        """On its way or there."""
        return "in_transit" if row.received_at is None else "received"

    def get_transfer(self, row: Transfer) -> str | None:
        """The number of the transfer that sent them, if they were not sent by a stock move alone."""
        return row.line.order.number if row.line else None

    def get_lot(self, row: Transfer) -> str | None:
        """The lot's code."""
        return row.lot.code if row.lot else None


class GoodsInTransitFilters(Filters):
    """Filters of goods in transit."""

    product = RefFilter("product", field_name="item")
    from_warehouse = RefFilter("warehouse", field_name="from_warehouse")
    to_warehouse = RefFilter("warehouse", field_name="to_warehouse")
    transfer = RefFilter("transfer_order", field_name="line__order")
    in_transit = django_filters.BooleanFilter(field_name="received_at", lookup_expr="isnull")


class GoodsInTransit(Resource):
    """Goods on their way between warehouses, and those that have arrived."""

    kind = "transfer"
    out = GoodsInTransitOut
    filters = GoodsInTransitFilters
    orderings = {"due_date": "due_on", "sent_at": "sent_at"}
    search_fields = ["number"]

    def rows(self) -> QuerySet[Any]:
        """Goods in transit with what the answer shows."""
        return transfers_in_list(super().rows())

    @verb(TransferReceiveBody)
    def receive(self, call: Call) -> Any:
        """The goods have arrived."""
        warehouse = self.row(call.id).to_warehouse
        place = location_of(warehouse, call.body.get("to_location"), "to_location")
        return receive_transfer(
            transfer_id=call.id,
            to_location=place,
            quantity=call.body.get("quantity"),
            difference_reason=call.body.get("difference_reason", ""),
            actor=call.actor,
            at=call.at,
        )
