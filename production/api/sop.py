"""The S&OP room over the API: figures by family and month, agreed plans, decisions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.errors import Invalid
from erp.core.http.fields import DateField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Endpoint, Resource, creates, verb
from production.calc.sop import AHEAD
from production.models import SopDecision
from production.selectors.sop import Room, plans_in_full, sop_room
from production.services.sop import agree_plans, plan_of, record_decision, settle_decision

MEASURES = [("quantity", "quantity"), ("value", "value")]


class SopQuery(Body):
    """In quantities, or values at standard cost (for those who see costs)."""

    measure = serializers.ChoiceField(choices=MEASURES, required=False, default="quantity")


class SopAgreedOut(serializers.Serializer[Any]):
    """What was agreed for a month, by the version it is tracked against."""

    version = serializers.IntegerField(source="number")
    demand = QuantityField()
    supply = QuantityField()
    stock = QuantityField(signed=True)


class SopMonthOut(serializers.Serializer[Any]):
    """One month of a family; `gap` of a past month has not left yet, of a coming one nothing covers it."""

    month = DateField()
    is_past = serializers.BooleanField()
    ordered = QuantityField(source="booked.ordered")
    forecast_beyond_orders = QuantityField(source="ahead.unbooked")
    demand = QuantityField()
    shipped = QuantityField(source="ledger.shipped", signed=True)
    received = QuantityField(source="ledger.received", signed=True)
    purchase_orders = QuantityField(source="ahead.bought")
    work_orders = QuantityField(source="ahead.made")
    requisitions = QuantityField(source="ahead.requested")
    between_warehouses = QuantityField(source="ahead.moving")
    planned_orders = QuantityField(source="ahead.planned")
    supply = QuantityField(signed=True)
    used = QuantityField(signed=True)
    stock = QuantityField(signed=True)
    gap = QuantityField()
    agreed = SopAgreedOut(allow_null=True)


class SopFamilyOut(serializers.Serializer[Any]):
    """A product family in one unit; with values the unit is empty. `version` 0: never agreed."""

    family = serializers.CharField(source="code")
    name = serializers.CharField()
    unit = serializers.CharField()
    version = serializers.IntegerField()
    months = SopMonthOut(many=True)


class SopOut(serializers.Serializer[Any]):
    """All families, six months back and six ahead."""

    today = DateField()
    measure = serializers.SerializerMethodField()
    has_forecast = serializers.BooleanField()
    families = SopFamilyOut(many=True)

    def get_measure(self, room: Room) -> str:
        """What the figures are in."""
        return "value" if room.by_value else "quantity"


class Sop(Endpoint):
    """The figures of the S&OP room."""

    @extend_schema(parameters=[SopQuery], responses=SopOut)
    def get(self, request: Request) -> Response:
        """Demand, supply, stock and order gap by family and month."""
        asked = self.query(SopQuery)
        room = sop_room(self.actor, at=timezone.now(), by_value=asked["measure"] == "value")
        return Response(SopOut(room).data)


class SopPlanMonthOut(serializers.Serializer[Any]):
    """A month as agreed."""

    month = DateField()
    demand = QuantityField()
    supply = QuantityField()
    stock = QuantityField(signed=True)


class SopPlanOut(serializers.Serializer[Any]):
    """A version of a family's agreed plan; `family` is null for products without a category."""

    id = IdField("sop_plan")
    family = RefField("category", allow_null=True)
    unit = RefField("unit")
    version = serializers.IntegerField(source="number")
    note = serializers.CharField()
    agreed_at = serializers.DateTimeField()
    agreed_by = serializers.CharField(source="agreed_label")
    months = SopPlanMonthOut(many=True)


class SopPlanMonthIn(Body):
    """What is agreed otherwise than the figures say."""

    month = DateField()
    demand = QuantityField(required=False, minimum=0)
    supply = QuantityField(required=False, minimum=0)


class SopPlanIn(Body):
    """Whose plan is agreed; months that are not named take the figures, and stock follows."""

    family = RefField("category", required=False, allow_null=True)
    unit = RefField("unit")
    months = SopPlanMonthIn(many=True, required=False, max_length=AHEAD + 1)
    note = TextField(max_length=500, required=False, default="", allow_blank=True)
    seen_version = serializers.IntegerField(required=False, min_value=0)


class SopPlanFilters(Filters):
    """Filters of agreed plans."""

    family = RefFilter("category", field_name="family")
    unit = RefFilter("unit", field_name="unit")
    month = django_filters.DateFilter(field_name="months__month")


class SopPlans(Resource):
    """Agreed plans; each version stays as it was agreed."""

    kind = "sop_plan"
    out = SopPlanOut
    filters = SopPlanFilters
    orderings = {"agreed_at": "agreed_at"}
    search_fields = ["note"]

    def rows(self) -> QuerySet[Any]:
        """Plans with their months."""
        return plans_in_full(super().rows())

    @creates(SopPlanIn)
    def create(self, call: Call) -> Any:
        """Agree the plan of a family: a new version of it."""
        family, unit = call.body.get("family"), call.body["unit"]
        room = sop_room(call.actor, at=call.at, line=(family.pk if family else None, unit.pk))
        if not room.families:
            raise Invalid.field("family", _("There are no figures of this family in this unit."))
        wanted: dict[Any, tuple[Decimal | None, Decimal | None]] = {
            one["month"]: (one.get("demand"), one.get("supply")) for one in call.body.get("months", [])
        }
        plan = plan_of(room.families[0], wanted, call.body.get("seen_version"))
        return agree_plans(plans=[plan], note=call.body["note"], actor=call.actor, at=call.at)[0]


class SopDecisionOut(serializers.Serializer[Any]):
    """A decision: who does what by when, and what came of it."""

    id = IdField("sop_decision")
    title = serializers.CharField()
    family = RefField("category", allow_null=True)
    month = DateField(allow_null=True)
    owner = RefField("user")
    due_on = DateField()
    state = serializers.CharField()
    result = serializers.CharField()
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField()
    version = serializers.IntegerField()


class SopDecisionIn(Body):
    """Who does what by when."""

    title = TextField(max_length=200)
    owner = RefField("user")
    due_on = DateField()
    family = RefField("category", required=False, allow_null=True)
    month = DateField(required=False, allow_null=True)


class SopResultIn(Body):
    """What came of it."""

    result = TextField(max_length=500)


class SopDecisionFilters(Filters):
    """Filters of decisions."""

    state = ChoicesFilter(choices=SopDecision.State.choices, field_name="state")
    owner = RefFilter("user", field_name="owner")
    family = RefFilter("category", field_name="family")


class SopDecisions(Resource):
    """Decisions of the S&OP room."""

    kind = "sop_decision"
    out = SopDecisionOut
    filters = SopDecisionFilters
    orderings = {"due_on": "due_on"}
    search_fields = ["title", "result"]

    @creates(SopDecisionIn)
    def create(self, call: Call) -> Any:
        """Record a decision."""
        return record_decision(**call.body, actor=call.actor, at=call.at)

    @verb(SopResultIn)
    def finish(self, call: Call) -> Any:
        """It is done."""
        return self._settle(call, "finish")

    @verb(SopResultIn)
    def drop(self, call: Call) -> Any:
        """It will not be done."""
        return self._settle(call, "drop")

    @verb()
    def reopen(self, call: Call) -> Any:
        """It has to be done after all."""
        return self._settle(call, "reopen")

    def _settle(self, call: Call, step: str) -> Any:
        return settle_decision(
            decision_id=call.id,
            verb=step,
            result=call.body.get("result", ""),
            expected_version=call.expected_version,
            actor=call.actor,
            at=call.at,
        )
