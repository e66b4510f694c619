"""Non-conformances over the API, and inspections between operations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.fields import QuantityField, StrictDecimalField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, verb
from production.models import Disposition, NonConformance
from production.selectors.quality import with_decisions
from production.services.dispositions import Decision, decide_non_conformance
from production.services.inspecting import Findings

ZERO = Decimal(0)


class InspectionBody(Body):
    """What an inspection has found; without `sample` as many were looked at as the routing asks."""

    accepted = QuantityField(minimum=0, required=False)
    rejected = QuantityField(minimum=0, required=False)
    sample = QuantityField(required=False, allow_null=True)
    reason = TextField(max_length=200, required=False, allow_blank=True)
    note = TextField(max_length=500, required=False, allow_blank=True)
    lot = TextField(max_length=60, required=False, allow_blank=True, allow_null=True)


def findings_of(body: dict[str, Any]) -> Findings:
    """The findings of a body."""
    return Findings(
        accepted=body.get("accepted") or ZERO,
        rejected=body.get("rejected") or ZERO,
        sample=body.get("sample"),
        reason=body.get("reason") or "",
        note=body.get("note") or "",
        lot=body.get("lot") or "",
    )


class DispositionOut(serializers.Serializer[Any]):
    """What was decided of how many pieces; rework goes on in a work order of its own."""

    decision = serializers.ChoiceField(choices=Disposition.Kind.choices, source="kind")
    quantity = QuantityField()
    note = serializers.CharField()
    rework_order = serializers.CharField(source="work_order.number", default=None, allow_null=True)
    decided_by = serializers.CharField()
    at = serializers.DateTimeField()


class NonConformanceOut(serializers.Serializer[Any]):
    """Pieces that are not as they should be. Quantities in the product's base unit."""

    id = IdField("non_conformance")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=NonConformance.State.choices)
    product = RefField("product", source="item")
    work_order = RefField("work_order")
    operation = serializers.IntegerField(source="operation.number")
    found_by = serializers.ChoiceField(choices=NonConformance.FoundBy.choices)
    quantity = QuantityField()
    undecided = QuantityField()
    used = QuantityField()
    reworked = QuantityField()
    scrapped = QuantityField()
    reason = serializers.CharField()
    note = serializers.CharField()
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    decisions = DispositionOut(many=True, source="dispositions")
    version = serializers.IntegerField()


class DecisionBody(Body):
    """What becomes of the pieces; without a quantity of all that are undecided. Minutes are per piece."""

    decision = serializers.ChoiceField(choices=Disposition.Kind.choices)
    quantity = QuantityField(required=False, allow_null=True)
    note = TextField(max_length=500, required=False, allow_blank=True)
    minutes = StrictDecimalField(max_decimals=4, minimum=0, required=False, allow_null=True)
    work_center = RefField("work_center", required=False, allow_null=True)
    lot = TextField(max_length=60, required=False, allow_blank=True, allow_null=True)


class NonConformanceFilters(CreatedFilters):
    """Filters of the list of non-conformances."""

    state = ChoicesFilter(choices=NonConformance.State.choices, field_name="state")
    product = RefFilter("product", field_name="item")
    work_order = RefFilter("work_order", field_name="work_order")


class NonConformances(Resource):
    """Pieces set aside in production, and what was decided of them."""

    kind = "non_conformance"
    out = NonConformanceOut
    filters = NonConformanceFilters
    orderings = {"number": "number", "created_at": "created_at"}
    search_fields = ["number", "reason", "work_order__number", "item__sku", "item__name"]

    def rows(self) -> QuerySet[Any]:
        """Non-conformances with their decisions."""
        return with_decisions(super().rows())

    @verb(DecisionBody)
    def decide(self, call: Call) -> Any:
        """Use them as they are, rework or scrap them; all, or a part."""
        body = call.body
        decision = Decision(
            kind=body["decision"],
            quantity=body.get("quantity"),
            note=body.get("note") or "",
            minutes=body.get("minutes"),
            work_center=body.get("work_center"),
            lot=body.get("lot") or "",
        )
        return decide_non_conformance(
            non_conformance_id=call.id,
            decision=decision,
            expected_version=call.expected_version,
            actor=call.actor,
            at=call.at,
        )
