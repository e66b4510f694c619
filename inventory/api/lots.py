"""Lots and serial numbers over the API: the list, the trace both ways, blocking."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import DateField, QuantityField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, ReasonBody, Resource, changes, verb
from inventory.models import Lot
from inventory.selectors.lots import Trace, lot_trace, lots_in_list
from inventory.services.lots import block_lot, change_expiry, unblock_lot


class LotOut(serializers.Serializer[Any]):
    """A batch of a product, or one piece by its serial number."""

    id = IdField("lot")
    code = serializers.CharField()
    product = RefField("product", source="item")
    received_date = DateField(source="received_on")
    expires_date = DateField(source="expires_on", allow_null=True)
    on_hand = QuantityField(help_text="In all places, blocked ones as well.")
    blocked = serializers.BooleanField(source="is_blocked")
    blocked_reason = serializers.CharField()
    blocked_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, instance: Any) -> Any:
        """The lot; one that lies nowhere has nothing on hand."""
        instance.on_hand = instance.on_hand or 0
        return super().to_representation(instance)


class LotPatch(Body):
    """A correction of a lot."""

    expires_date = DateField(allow_null=True)


class OriginOut(serializers.Serializer[Any]):
    """A delivery that brought some of the lot."""

    at = serializers.DateTimeField()
    kind = serializers.CharField()
    quantity = QuantityField()
    document = serializers.CharField()
    supplier = serializers.CharField(allow_blank=True)
    supplier_name = serializers.CharField(allow_blank=True)


class PlaceOut(serializers.Serializer[Any]):
    """Where some of the lot lies."""

    location = serializers.CharField(help_text="Warehouse and bin: MAIN/A-01-03.")
    quantity = QuantityField()
    reserved = QuantityField()
    usable = serializers.BooleanField()


class LotDeliveryOut(serializers.Serializer[Any]):
    """A shipment that took some of the lot to a customer."""

    shipment = serializers.CharField()
    order = serializers.CharField()
    customer = serializers.CharField(allow_null=True)
    customer_name = serializers.CharField(allow_blank=True)
    quantity = QuantityField()
    shipped_at = serializers.DateTimeField()


class TraceOut(serializers.Serializer[Any]):
    """The life of a lot: back to suppliers, where it is, forward to customers."""

    lot = serializers.CharField()
    product = serializers.CharField()
    received = QuantityField()
    on_hand = QuantityField()
    in_transit = QuantityField()
    shipped = QuantityField()
    origins = OriginOut(many=True)
    places = PlaceOut(many=True)
    deliveries = LotDeliveryOut(many=True)
    hidden_deliveries = serializers.IntegerField(help_text="Shipments to customers out of your scope.")


class LotFilters(Filters):
    """Filters of the list of lots."""

    product = RefFilter("product", field_name="item")
    code = django_filters.CharFilter(field_name="code")
    blocked = django_filters.BooleanFilter(field_name="is_blocked")
    expires_before = django_filters.DateFilter(field_name="expires_on", lookup_expr="lt")


class Lots(Resource):
    """Lots and serial numbers; their codes repeat between products, so addresses take ids."""

    kind = "lot"
    out = LotOut
    filters = LotFilters
    orderings = {"code": "code", "expires_date": "expires_on", "received_date": "received_on"}
    search_fields = ["code"]

    def rows(self) -> QuerySet[Any]:
        """Lots with what lies of them."""
        return lots_in_list(super().rows())

    @changes(LotPatch)
    def partial_update(self, call: Call) -> Any:
        """Correct the day on which the lot expires."""
        if "expires_date" not in call.body:
            return None
        return change_expiry(
            lot_id=call.id, expires_on=call.body["expires_date"], actor=call.actor, at=call.at
        )

    @verb(ReasonBody)
    def block(self, call: Call) -> Any:
        """Take the lot out of sale, free what is reserved of it, and serve who waits from other stock."""
        return block_lot(lot_id=call.id, reason=call.body["reason"], actor=call.actor, at=call.at)

    @verb(ReasonBody)
    def unblock(self, call: Call) -> Any:
        """Give the lot free again."""
        return unblock_lot(lot_id=call.id, reason=call.body["reason"], actor=call.actor, at=call.at)

    @extend_schema(responses=TraceOut)
    @action(detail=True, methods=["get"])
    def trace(self, request: Request, id: str = "") -> Response:
        """Where the lot came from, where it is and who got it."""
        lot = Lot.objects.select_related("item").get(pk=self.found_id())
        return Response(TraceOut(told_trace(lot_trace(self.actor, lot))).data)


def told_trace(trace: Trace) -> dict[str, Any]:
    """A trace as answers show it."""
    return {
        "lot": trace.lot.code,
        "product": trace.lot.item.sku,
        "received": trace.received,
        "on_hand": trace.on_hand,
        "in_transit": sum((row.quantity for row in trace.in_transit), 0),
        "shipped": trace.shipped,
        "origins": [
            {
                "at": one.at,
                "kind": one.kind,
                "quantity": one.quantity,
                "document": one.document.number if one.document else "",
                "supplier": one.supplier_code,
                "supplier_name": one.supplier_name,
            }
            for one in trace.origins
        ],
        "places": [
            {
                "location": f"{row.warehouse.code}/{row.location.code}",
                "quantity": row.on_hand,
                "reserved": row.reserved,
                "usable": row.location.is_usable,
            }
            for row in trace.balances
        ],
        "deliveries": [
            {
                "shipment": one.shipment.number,
                "order": one.shipment.document_number,
                "customer": one.shipment.customer.code if one.shipment.customer else None,
                "customer_name": one.shipment.customer.name if one.shipment.customer else "",
                "quantity": one.quantity,
                "shipped_at": one.shipped_at,
            }
            for one in trace.deliveries
        ],
        "hidden_deliveries": trace.hidden_deliveries,
    }
