"""Reservations over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import DateField, QuantityField
from erp.core.http.filters import CreatedFilters, DocumentFilter, RefFilter
from erp.core.http.refs import IdField, RefField
from erp.core.http.views import IDEMPOTENCY, Call, Resource
from inventory.api.holds import HoldIn, HoldOut, make_hold
from inventory.models import Hold, Reservation
from inventory.selectors.holds import holds_in_list
from inventory.selectors.reservations import reservations_in_list


class ReservationOut(serializers.Serializer[Any]):
    """A quantity at one place and lot that is promised to one order line."""

    id = IdField("reservation")
    order = serializers.CharField(
        source="demand.document_number", help_text="The document it serves: an order or a soft hold."
    )
    line = serializers.IntegerField(source="demand.line_no")
    customer = RefField("customer", source="demand.customer", allow_null=True)
    product = RefField("product", source="balance.item")
    quantity = QuantityField()
    unit = serializers.CharField(source="balance.item.unit.code")
    warehouse = RefField("warehouse", source="balance.warehouse")
    location = serializers.CharField(source="balance.location.code")
    lot = serializers.SerializerMethodField()
    shipment = serializers.SerializerMethodField()
    hold = serializers.SerializerMethodField()
    promised_date = DateField(source="demand.promised_on", allow_null=True)
    created_at = serializers.DateTimeField()

    def get_hold(self, row: Reservation) -> str | None:
        """The soft hold it belongs to, where no order does."""
        return row.demand.document_number if row.demand.document_kind == "hold" else None

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
    search_fields = ["demand__item__sku", "demand__document_number"]

    def rows(self) -> QuerySet[Any]:
        """Reservations with what the answer shows."""
        return reservations_in_list(super().rows())

    @extend_schema(request=HoldIn, responses={201: HoldOut}, parameters=[IDEMPOTENCY])
    def create(self, request: Request) -> Response:
        """Hold stock without an order, until a moment; answers with the hold."""
        call = Call(actor=self.actor, body=self.body(HoldIn))
        return self.run(lambda: make_hold(call), lambda hold: _hold_shown(hold.pk), 201)


def _hold_shown(pk: int) -> Any:
    return HoldOut(holds_in_list(Hold.objects.filter(pk=pk)).get()).data
