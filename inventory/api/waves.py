"""Waves over the API: shipments released to picking together."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, creates, verb
from inventory.models import Shipment, Wave
from inventory.selectors.waves import waves_in_full
from inventory.services.releases import ShippingTerms
from inventory.services.waves import create_wave, release_wave

MOST_DOCUMENTS = 500


class WaveShipmentOut(serializers.Serializer[Any]):
    """A shipment of a wave."""

    id = IdField("shipment")
    number = serializers.CharField()
    order = serializers.CharField(source="document_number")
    state = serializers.ChoiceField(choices=Shipment.State.choices)


class WaveOut(serializers.Serializer[Any]):
    """A wave with its shipments."""

    id = IdField("wave")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=Wave.State.choices)
    warehouse = RefField("warehouse")
    carrier = RefField("carrier", allow_null=True)
    created_at = serializers.DateTimeField()
    released_at = serializers.DateTimeField(allow_null=True)
    shipments = WaveShipmentOut(many=True)


class WaveBody(Body):
    """What to gather; orders without a shipment get theirs made from what is reserved."""

    warehouse = RefField("warehouse")
    orders = serializers.ListField(child=RefField("order"), required=False, max_length=MOST_DOCUMENTS)
    shipments = serializers.ListField(child=RefField("shipment"), required=False, max_length=MOST_DOCUMENTS)
    carrier = RefField("carrier", required=False, allow_null=True)


class WaveFilters(CreatedFilters):
    """Filters of the list of waves."""

    state = ChoicesFilter(choices=Wave.State.choices, field_name="state")
    warehouse = RefFilter("warehouse", field_name="warehouse")


class Waves(Resource):
    """Shipments released to picking together."""

    kind = "wave"
    out = WaveOut
    filters = WaveFilters
    orderings = {"number": "number", "created_at": "created_at"}
    search_fields = ["number"]

    def rows(self) -> QuerySet[Any]:
        """Waves with their shipments."""
        return waves_in_full(super().rows())

    @creates(WaveBody)
    def create(self, call: Call) -> Any:
        """Gather shipments, and make the missing ones."""
        body, carrier = call.body, call.body.get("carrier")
        carrier_id = carrier.pk if carrier else None
        orders = {order.pk: order for order in body.get("orders", [])}
        return create_wave(
            warehouse=body["warehouse"],
            documents=[
                (order.ref, ShippingTerms(ship_to=order.ship_to, carrier_id=carrier_id))
                for order in orders.values()
            ],
            shipment_ids=sorted({shipment.pk for shipment in body.get("shipments", [])}),
            carrier_id=carrier_id,
            actor=call.actor,
            at=call.at,
        )

    @verb()
    def release(self, call: Call) -> Any:
        """Hand the wave to the pickers."""
        return release_wave(wave_id=call.id, actor=call.actor, at=call.at)
