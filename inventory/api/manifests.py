"""Handing shipments to carriers over the API, and the manifests that drivers sign."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import DateField, StrictDecimalField, TextField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.messages import refusal_text
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import IDEMPOTENCY, Call, Endpoint, Resource, creates
from inventory.selectors.manifests import shipments_of_manifest
from inventory.services.labels import manifest_pdf
from inventory.services.manifests import Dispatched, close_manifest, dispatch_shipments

MOST_SHIPMENTS = 200


class ManifestRowOut(serializers.Serializer[Any]):
    """A manifest as lists show it."""

    id = IdField("manifest")
    number = serializers.CharField()
    warehouse = RefField("warehouse")
    carrier = serializers.CharField(source="carrier_name")
    day = DateField()
    driver = serializers.CharField()
    shipment_count = serializers.IntegerField()
    package_count = serializers.IntegerField()
    weight_kg = StrictDecimalField()
    closed_at = serializers.DateTimeField()
    closed_by = serializers.CharField()


class ManifestOut(ManifestRowOut):
    """A manifest with its shipments."""

    shipments = serializers.SerializerMethodField()

    def get_shipments(self, row: Any) -> list[str]:
        """The shipments' numbers."""
        return [shipment.number for shipment in shipments_of_manifest(row)]


class ManifestBody(Body):
    """Whose pick-up of today to close."""

    warehouse = RefField("warehouse")
    carrier = TextField(max_length=120)
    driver = TextField(max_length=120, required=False, allow_blank=True)


class ManifestFilters(Filters):
    """Filters of the list of manifests."""

    warehouse = RefFilter("warehouse", field_name="warehouse")
    day = django_filters.DateFilter(field_name="day")
    carrier = django_filters.CharFilter(field_name="carrier_name")


class Manifests(Resource):
    """What carriers took, each signed for together."""

    kind = "manifest"
    out = ManifestOut
    list_out = ManifestRowOut
    filters = ManifestFilters
    orderings = {"number": "number", "day": "day"}
    search_fields = ["number", "carrier_name"]

    @creates(ManifestBody)
    def create(self, call: Call) -> Any:
        """Put what a carrier took today, and is on no manifest yet, on one."""
        body = call.body
        return close_manifest(
            warehouse=body["warehouse"],
            carrier=body["carrier"],
            driver=body.get("driver", ""),
            actor=call.actor,
            at=call.at,
        )

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def pdf(self, request: Request, **kwargs: Any) -> HttpResponse:
        """The paper that the driver signs."""
        made = manifest_pdf(manifest_id=self.found_id(), language=get_language() or "en")
        return HttpResponse(made, content_type="application/pdf")


class DispatchRowBody(Body):
    """One shipment to hand over."""

    shipment = RefField("shipment")
    tracking_number = TextField(max_length=80, required=False, allow_blank=True)


class DispatchBody(Body):
    """What to hand to a carrier."""

    carrier = TextField(max_length=120, required=False, allow_blank=True)
    shipments = DispatchRowBody(many=True, allow_empty=False, max_length=MOST_SHIPMENTS)


class DispatchedOut(serializers.Serializer[Any]):
    """What became of one shipment."""

    shipment = serializers.CharField()
    result = serializers.ChoiceField(choices=["shipped", "refused"])
    code = serializers.CharField()
    detail = serializers.CharField()


class DispatchOut(serializers.Serializer[Any]):
    """What became of the shipments."""

    results = DispatchedOut(many=True)


class Dispatch(Endpoint):
    """Hand many shipments to their carrier at once."""

    @extend_schema(request=DispatchBody, responses=DispatchOut, parameters=[IDEMPOTENCY])
    def post(self, request: Request) -> Response:
        """Every packed shipment leaves; one that refuses stays and says why."""
        body = self.body(DispatchBody)
        numbers = {row["shipment"].pk: row.get("tracking_number", "") for row in body["shipments"]}

        def work() -> list[Dispatched]:
            return dispatch_shipments(
                tracking_numbers=numbers, carrier=body.get("carrier", ""), actor=self.actor
            )

        return self.run(work, lambda found: {"results": [_told(one) for one in found]})


def _told(one: Dispatched) -> dict[str, str]:
    refusal = one.refusal
    return {
        "shipment": one.shipment.number,
        "result": "shipped" if refusal is None else "refused",
        "code": refusal.code if refusal else "",
        "detail": refusal_text(refusal) if refusal else "",
    }
