"""Transfers between warehouses over the API."""

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


class TransferOut(serializers.Serializer[Any]):
    """Goods sent from one warehouse to another."""

    id = IdField("transfer")
    number = serializers.CharField()
    state = serializers.SerializerMethodField()
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

    def get_lot(self, row: Transfer) -> str | None:
        """The lot's code."""
        return row.lot.code if row.lot else None


class TransferFilters(Filters):
    """Filters of the list of transfers."""

    product = RefFilter("product", field_name="item")
    from_warehouse = RefFilter("warehouse", field_name="from_warehouse")
    to_warehouse = RefFilter("warehouse", field_name="to_warehouse")
    in_transit = django_filters.BooleanFilter(field_name="received_at", lookup_expr="isnull")


class Transfers(Resource):
    """Goods on their way between warehouses, and those that have arrived."""

    kind = "transfer"
    out = TransferOut
    filters = TransferFilters
    orderings = {"due_date": "due_on", "sent_at": "sent_at"}
    search_fields = ["number"]

    def rows(self) -> QuerySet[Any]:
        """Transfers with what the answer shows."""
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
