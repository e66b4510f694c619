"""Replenishment over the API: suggestions to accept, policies, figures of stock, and a run on demand."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.columns import columns
from erp.core.http.fields import DateField, MoneyField, QuantityField
from erp.core.http.filters import ChoicesFilter, Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Endpoint, Resource, changes, creates, deletes, verb
from inventory.models import ReplenishmentPolicy, ReplenishmentSuggestion, StockFigure
from inventory.selectors.replenishment import why
from inventory.services.replenishment import accept_suggestion, dismiss_suggestion, run_replenishment
from inventory.services.replenishment_policies import create_policy, delete_policy, edit_policy

_REFS = {"product": "item_id", "warehouse": "warehouse_id"}
COST = "inventory.view_cost"
_CLASSES = [(name, name) for name in "ABC"]
_VARIATIONS = [(name, name) for name in "XYZ"]


class SuggestionOut(serializers.Serializer[Any]):
    """What to buy or make, and why."""

    id = IdField("replenishment_suggestion")
    status = serializers.ChoiceField(choices=ReplenishmentSuggestion.State.choices)
    product = RefField("product", source="item")
    warehouse = RefField("warehouse")
    on_hand = QuantityField()
    on_order = QuantityField()
    asked_for = QuantityField()
    demand = QuantityField()
    safety_stock = QuantityField()
    reorder_point = QuantityField()
    quantity = QuantityField()
    unit = serializers.CharField(source="item.unit.code")
    needed_date = DateField(source="needed_on")
    supplier = RefField("supplier", allow_null=True)
    why = serializers.SerializerMethodField()
    requisition = serializers.CharField(source="requisition.number", default=None)
    computed_at = serializers.DateTimeField()

    def get_why(self, row: ReplenishmentSuggestion) -> str:
        """The sentence that says why so many."""
        return why(row)


class SuggestionFilters(Filters):
    """Filters of the list of suggestions."""

    status = ChoicesFilter(choices=ReplenishmentSuggestion.State.choices, field_name="status")
    product = RefFilter("product", field_name="item")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    supplier = RefFilter("supplier", field_name="supplier")


class AcceptBody(Body):
    """How many, where it is not what is suggested."""

    quantity = QuantityField(required=False, allow_null=True)


class Suggestions(Resource):
    """What the last run found worth buying or making."""

    kind = "replenishment_suggestion"
    out = SuggestionOut
    filters = SuggestionFilters
    orderings = {"needed_date": "needed_on", "quantity": "quantity"}
    search_fields = ["item__sku", "item__name"]

    @verb(AcceptBody)
    def accept(self, call: Call) -> Any:
        """Ask the buyer for it; for made items the planner is told."""
        return accept_suggestion(
            suggestion_id=call.id, quantity=call.body.get("quantity"), actor=call.actor, at=call.at
        )

    @verb()
    def dismiss(self, call: Call) -> Any:
        """Do not follow it; the next run looks anew."""
        return dismiss_suggestion(suggestion_id=call.id, actor=call.actor)


class PolicyOut(serializers.Serializer[Any]):
    """How an item is replenished at a warehouse; what is empty is calculated or the item's own."""

    id = IdField("replenishment_policy")
    product = RefField("product", source="item")
    warehouse = RefField("warehouse")
    method = serializers.ChoiceField(choices=ReplenishmentPolicy.Method.choices)
    is_calculated = serializers.BooleanField()
    service_level = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True)
    safety_stock = QuantityField(allow_null=True)
    reorder_point = QuantityField(allow_null=True)
    maximum = QuantityField(allow_null=True)
    order_quantity = QuantityField(allow_null=True)
    period_days = serializers.IntegerField(allow_null=True)


class PolicyPatch(Body):
    """A changed policy."""

    method = serializers.ChoiceField(choices=ReplenishmentPolicy.Method.choices, required=False)
    is_calculated = serializers.BooleanField(required=False)
    service_level = serializers.DecimalField(
        max_digits=5, decimal_places=4, min_value=0, max_value=1, required=False, allow_null=True
    )
    safety_stock = QuantityField(minimum=0, required=False, allow_null=True)
    reorder_point = QuantityField(minimum=0, required=False, allow_null=True)
    maximum = QuantityField(minimum=0, required=False, allow_null=True)
    order_quantity = QuantityField(required=False, allow_null=True)
    period_days = serializers.IntegerField(min_value=1, max_value=365, required=False, allow_null=True)


class PolicyIn(PolicyPatch):
    """A new policy."""

    product = RefField("product")
    warehouse = RefField("warehouse")


class PolicyFilters(Filters):
    """Filters of the list of policies."""

    product = RefFilter("product", field_name="item")
    warehouse = RefFilter("warehouse", field_name="warehouse")


class Policies(Resource):
    """How items are replenished where their own fields do not count."""

    kind = "replenishment_policy"
    out = PolicyOut
    filters = PolicyFilters
    search_fields = ["item__sku", "item__name"]

    @creates(PolicyIn)
    def create(self, call: Call) -> Any:
        """Write a policy."""
        return create_policy(values=columns(call.body, _REFS), actor=call.actor)

    @changes(PolicyPatch)
    def partial_update(self, call: Call) -> Any:
        """Change a policy."""
        return edit_policy(policy_id=call.id, values=call.body, actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Take a policy out."""
        delete_policy(policy_id=call.id, actor=call.actor)


class FigureOut(serializers.Serializer[Any]):
    """What the stock of an item is doing; without a warehouse, in all that share the item's figures."""

    id = IdField("stock_figure")
    product = RefField("product", source="item")
    warehouse = RefField("warehouse", allow_null=True)
    abc = serializers.CharField()
    xyz = serializers.CharField()
    on_hand = QuantityField()
    used = QuantityField(signed=True)
    daily_demand = serializers.FloatField()
    turnover = serializers.FloatField(allow_null=True)
    cover_days = serializers.FloatField(allow_null=True)
    sell_through = serializers.FloatField(allow_null=True)
    last_used_date = DateField(source="last_used_on", allow_null=True)
    is_slow = serializers.BooleanField()
    excess = QuantityField()
    stock_value = MoneyField(required=False)
    used_value = MoneyField(required=False, signed=True)
    excess_value = MoneyField(required=False)
    computed_at = serializers.DateTimeField()

    def to_representation(self, instance: StockFigure) -> dict[str, Any]:
        """The figures; values are for those who may see costs."""
        shown = super().to_representation(instance)
        if not self.context["actor"].has(COST):
            for name in ("stock_value", "used_value", "excess_value"):
                shown.pop(name)
        return shown


class FigureFilters(Filters):
    """Filters of the figures."""

    product = RefFilter("product", field_name="item")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    abc = ChoicesFilter(choices=_CLASSES, field_name="abc")
    xyz = ChoicesFilter(choices=_VARIATIONS, field_name="xyz")


class Figures(Resource):
    """ABC, XYZ, turnover, cover, slow movers, over-stock and sell-through of the last run."""

    kind = "stock_figure"
    out = FigureOut
    filters = FigureFilters
    orderings = {"stock_value": "stock_value", "excess_value": "excess_value"}
    search_fields = ["item__sku", "item__name"]

    def rows(self) -> QuerySet[Any]:
        """Figures with their items."""
        return super().rows()


class RunOut(serializers.Serializer[Any]):
    """What a run looked at and found."""

    places = serializers.IntegerField()
    suggestions = serializers.IntegerField()
    figures = serializers.IntegerField()


class Runs(Endpoint):
    """A replenishment run on demand."""

    @extend_schema(request=None, responses={200: RunOut})
    def post(self, request: Request) -> Response:
        """Reckon everything anew now; suggestions that are open are replaced."""
        return self.run(lambda: run_replenishment(actor=self.actor), lambda result: RunOut(result).data)
