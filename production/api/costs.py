"""Cost roll-ups over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import DateField, QuantityField, StrictDecimalField
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, creates, verb
from production.models import ItemCost
from production.selectors.costs import rollup_costs
from production.services.costs import adopt_costs, roll_up_costs

MOST_COSTS = 5_000


class ItemCostOut(serializers.Serializer[Any]):
    """What one base unit costs, in base currency, by elements kept apart through all levels."""

    product = RefField("product", source="item")
    low_level_code = serializers.IntegerField(source="level")
    lot_quantity = QuantityField()
    material = StrictDecimalField()
    setup = StrictDecimalField()
    run = StrictDecimalField()
    outside = StrictDecimalField()
    total = StrictDecimalField()
    before = StrictDecimalField(allow_null=True)
    reasons = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"type": "object", "additionalProperties": True}})
    def get_reasons(self, cost: Any) -> Any:
        """Why it changed: kind, product or operation, from, to and the effect in money."""
        return cost.reasons


class CostRollupOut(serializers.Serializer[Any]):
    """A roll-up: how many items, how many cost something else than the last time."""

    id = IdField("cost_rollup")
    date = DateField(source="on")
    created_at = serializers.DateTimeField()
    adopted_at = serializers.DateTimeField(allow_null=True)
    items = serializers.IntegerField()
    changed = serializers.IntegerField()


class CostRollupIn(Body):
    """By the structure of which day; today's unless said."""

    date = DateField(required=False, allow_null=True)


class CostRollups(Resource):
    """What made items cost at standard."""

    kind = "cost_rollup"
    out = CostRollupOut
    orderings = {"created_at": "created_at"}
    search_fields = ["item__sku", "item__name"]

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """The roll-ups that reckoned a product that is found."""
        known = super().searched(ItemCost.objects.filter(rollup=OuterRef("pk")), text)
        return rows.filter(Exists(known))

    @creates(CostRollupIn)
    def create(self, call: Call) -> Any:
        """Reckon what every made item costs; nobody's standard cost changes yet."""
        return roll_up_costs(on=call.body.get("date"), actor=call.actor)

    @verb()
    def adopt(self, call: Call) -> Any:
        """Make the costs of the last roll-up the standard costs; stock is revalued."""
        adopt_costs(rollup_id=call.id, actor=call.actor)

    @extend_schema(responses=ItemCostOut(many=True))
    @action(detail=True, methods=["get"])
    def costs(self, request: Request, id: str = "") -> Response:
        """The costs of a roll-up, item by item."""
        rows = rollup_costs(self.found_id())[:MOST_COSTS]
        return Response(ItemCostOut(rows, many=True, context=self.get_serializer_context()).data)
