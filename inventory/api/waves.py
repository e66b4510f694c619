"""Waves over the API: shipments released to picking together."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import DateField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Endpoint, ReasonBody, Resource, creates, verb
from inventory.models import Priority, Shipment, Wave
from inventory.selectors.wave_plan import WaveWish, wave_candidates
from inventory.selectors.waves import waves_in_full
from inventory.services.releases import ShippingTerms
from inventory.services.waves import add_to_wave, cancel_wave, create_wave, release_wave, remove_from_wave

MOST_DOCUMENTS = 500


class WaveShipmentOut(serializers.Serializer[Any]):
    """A shipment of a wave."""

    id = IdField("shipment")
    number = serializers.CharField()
    slot = serializers.IntegerField(allow_null=True, help_text="Its place on the picker's cart.")
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
    started_at = serializers.DateTimeField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    shipments = WaveShipmentOut(many=True)


class WaveBody(Body):
    """What to gather; orders without a shipment get theirs made from what is reserved."""

    warehouse = RefField("warehouse")
    orders = serializers.ListField(child=RefField("order"), required=False, max_length=MOST_DOCUMENTS)
    shipments = serializers.ListField(child=RefField("shipment"), required=False, max_length=MOST_DOCUMENTS)
    carrier = RefField("carrier", required=False, allow_null=True)


class WaveAddBody(Body):
    """What to take in."""

    orders = serializers.ListField(child=RefField("order"), required=False, max_length=MOST_DOCUMENTS)
    shipments = serializers.ListField(child=RefField("shipment"), required=False, max_length=MOST_DOCUMENTS)


class WaveRemoveBody(Body):
    """What to take out."""

    shipments = serializers.ListField(
        child=RefField("shipment"), min_length=1, allow_empty=False, max_length=MOST_DOCUMENTS
    )


class WavePlanQuery(Body):
    """What a wave should be made of."""

    warehouse = RefField("warehouse")
    carrier = RefField("carrier", required=False, allow_null=True)
    zone = TextField(max_length=40, required=False, allow_blank=True)
    priority = serializers.ChoiceField(
        choices=["low", "normal", "high", "rush"], required=False, help_text="At least this."
    )
    due_until = DateField(required=False, allow_null=True)


class WaveCandidateOut(serializers.Serializer[Any]):
    """An order or a released shipment that could go into a wave."""

    kind = serializers.ChoiceField(choices=["order", "shipment"])
    number = serializers.CharField()
    customer = serializers.CharField()
    carrier = serializers.CharField()
    zones = serializers.ListField(child=serializers.CharField())
    lines = serializers.IntegerField()
    pieces = QuantityField()
    due_date = DateField(source="due_on", allow_null=True)


class WavePlan(Endpoint):
    """What could go into a wave now."""

    @extend_schema(parameters=[WavePlanQuery], responses=WaveCandidateOut(many=True))
    def get(self, request: Request) -> Response:
        """Orders with reserved goods and released shipments without a wave, the most urgent first."""
        query = self.query(WavePlanQuery)
        carrier = query.get("carrier")
        wish = WaveWish(
            carrier_id=carrier.pk if carrier else None,
            zone=query.get("zone", ""),
            priority=Priority[query["priority"].upper()].value if query.get("priority") else None,
            due_until=query.get("due_until"),
        )
        found = wave_candidates(self.actor, query["warehouse"], wish)
        return Response(WaveCandidateOut(found, many=True).data)


def _documents(rows: list[Any], carrier_id: int | None = None) -> list[tuple[Any, ShippingTerms]]:
    orders = {order.pk: order for order in rows}
    return [
        (order.ref, ShippingTerms(ship_to=order.ship_to, carrier_id=carrier_id or order.carrier_id))
        for order in orders.values()
    ]


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
        return create_wave(
            warehouse=body["warehouse"],
            documents=_documents(body.get("orders", []), carrier_id),
            shipment_ids=sorted({shipment.pk for shipment in body.get("shipments", [])}),
            carrier_id=carrier_id,
            actor=call.actor,
            at=call.at,
        )

    @verb()
    def release(self, call: Call) -> Any:
        """Hand the wave to the pickers."""
        return release_wave(wave_id=call.id, actor=call.actor, at=call.at)

    @verb(WaveAddBody)
    def add(self, call: Call) -> Any:
        """Take in orders and shipments; into a released wave they go to the pickers at once."""
        return add_to_wave(
            wave_id=call.id,
            documents=_documents(call.body.get("orders", [])),
            shipment_ids=sorted({shipment.pk for shipment in call.body.get("shipments", [])}),
            actor=call.actor,
            at=call.at,
        )

    @verb(WaveRemoveBody)
    def remove(self, call: Call) -> Any:
        """Take shipments out before they are picked; drafts are given up, others go on by themselves."""
        pks = sorted({shipment.pk for shipment in call.body["shipments"]})
        return remove_from_wave(wave_id=call.id, shipment_ids=pks, actor=call.actor, at=call.at)

    @verb(ReasonBody)
    def cancel(self, call: Call) -> Any:
        """Give the wave up; its goods stay reserved, released shipments go on by themselves."""
        return cancel_wave(wave_id=call.id, reason=call.body["reason"], actor=call.actor, at=call.at)
