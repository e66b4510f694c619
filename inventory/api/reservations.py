"""Reservations over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.fields import DateField, QuantityField
from erp.core.http.filters import CreatedFilters, DocumentFilter, RefFilter
from erp.core.http.refs import IdField, RefField
from erp.core.http.views import Resource
from inventory.models import Reservation
from inventory.selectors.reservations import reservations_in_list


class ReservationOut(serializers.Serializer[Any]):
    """A quantity at one place and lot that is promised to one order line."""

    id = IdField("reservation")
    order = serializers.CharField(source="demand.document_number")
    line = serializers.IntegerField(source="demand.line_no")
    customer = RefField("customer", source="demand.customer", allow_null=True)
    product = RefField("product", source="balance.item")
    quantity = QuantityField()
    unit = serializers.CharField(source="balance.item.unit.code")
    warehouse = RefField("warehouse", source="balance.warehouse")
    location = serializers.CharField(source="balance.location.code")
    lot = serializers.SerializerMethodField()
    shipment = serializers.SerializerMethodField()
    promised_date = DateField(source="demand.promised_on", allow_null=True)
    created_at = serializers.DateTimeField()

    def get_lot(self, row: Reservation) -> str | None:
        """The lot's code."""
        return row.balance.lot.code if row.balance.lot else None

    def get_shipment(self, row: Reservation) -> str | None:
        """The shipment that picks it."""
        return row.shipment_line.shipment.number if row.shipment_line else None


class ReservationFilters(CreatedFilters):
    """Filters of the list of reservations."""

    order = DocumentFilter("order", prefix="demand__document")
    product = RefFilter("product", field_name="balance__item")
    warehouse = RefFilter("warehouse", field_name="balance__warehouse")
    customer = RefFilter("customer", field_name="demand__customer")
    shipment = RefFilter("shipment", field_name="shipment_line__shipment")


class Reservations(Resource):
    """What is reserved where, and for whom."""

    kind = "reservation"
    out = ReservationOut
    filters = ReservationFilters
    orderings = {"created_at": "created_at"}

    def rows(self) -> QuerySet[Any]:
        """Reservations with what the answer shows."""
        return reservations_in_list(super().rows())
