"""Material planning over the API: runs, what they propose, what is to be looked at, rules of items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.columns import columns
from erp.core.http.fields import DateField, MoneyField, QuantityField
from erp.core.http.filters import ChoicesFilter, Filters, RefFilter, filtered
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, deletes, verb
from production.models import PlannedOrder, PlanningException, PlanningRule, PlanningRun
from production.selectors.pegging import PegRow, for_whom, single_level
from production.selectors.plan_differences import differences
from production.selectors.planning import exceptions_anywhere, planned_orders_anywhere
from production.services.planned_orders import firm_planned_orders, settle_exceptions
from production.services.planning_rules import (
    create_planning_rule,
    delete_planning_rule,
    edit_planning_rule,
)
from production.services.planning_runs import MOST_DAYS, ask_planning

_REFS = {"product": "item_id"}


class PlannedPegOut(serializers.Serializer[Any]):
    """Whom a planned order is for directly: a demand, the planned order above, safety stock, or a forecast.

    The last two have no document.
    """

    kind = serializers.CharField()
    document = serializers.CharField(allow_null=True)
    quantity = QuantityField()
    date = DateField(source="on", allow_null=True)


class PlannedOrderOut(serializers.Serializer[Any]):
    """What to make or buy, by when to begin, and for whom."""

    id = IdField("planned_order")
    number = serializers.CharField()
    product = RefField("product", source="item")
    warehouse = RefField("warehouse")
    kind = serializers.ChoiceField(choices=PlannedOrder.Kind.choices)
    level = serializers.IntegerField()
    quantity = QuantityField()
    unit = serializers.CharField(source="item.unit.code")
    release_date = DateField(source="release_on")
    due_date = DateField(source="due_on")
    wanted_date = DateField(source="wanted_on")
    late_days = serializers.IntegerField()
    supplier = RefField("supplier", allow_null=True)
    status = serializers.ChoiceField(choices=PlannedOrder.Status.choices)
    document = serializers.CharField(source="document_number")
    pegging = PlannedPegOut(many=True)


class PlannedOrderFilters(Filters):
    """`?kind=buy&status=proposed&product=A-1&supplier=S-1`."""

    kind = ChoicesFilter(choices=PlannedOrder.Kind.choices, field_name="kind")
    status = ChoicesFilter(choices=PlannedOrder.Status.choices, field_name="status")
    product = RefFilter("product", field_name="item")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    supplier = RefFilter("supplier", field_name="supplier")


def _with_pegs(rows: Sequence[Any]) -> list[Any]:
    pegs = single_level([row.pk for row in rows]) if rows else {}
    for row in rows:
        row.pegging = [_peg(peg) for peg in pegs.get(row.pk, ())]
    return list(rows)


def _peg(row: PegRow) -> dict[str, Any]:
    number = row.document.number if row.document else None
    return {"kind": row.kind, "document": number, "quantity": row.quantity, "on": row.on}


def _in_words(row: PegRow) -> str:
    return f"{row.kind} {row.document.number}" if row.document else row.kind


class PlannedOrders(Resource):
    """What the plan in force proposes; firmed ones are requisitions or work orders."""

    kind = "planned_order"
    out = PlannedOrderOut
    filters = PlannedOrderFilters
    orderings = {"release_date": "release_on", "due_date": "due_on", "quantity": "quantity", "id": "id"}
    default_ordering = "id"
    search_fields = ["item__sku", "item__name"]

    def present(self, rows: Sequence[Any], *, in_list: bool) -> Sequence[Any]:
        """With their direct pegs."""
        return super().present(_with_pegs(rows), in_list=in_list)

    @verb()
    def firm(self, call: Call) -> Any:
        """Make a requisition or a work order of it."""
        return firm_planned_orders(order_ids=[call.id or 0], actor=call.actor, at=call.at)


class PlanningExceptionOut(serializers.Serializer[Any]):
    """A line of the planner's work list."""

    id = IdField("planning_exception")
    code = serializers.ChoiceField(choices=PlanningException.Code.choices)
    about = serializers.ChoiceField(choices=PlanningException.Subject.choices, source="subject")
    product = RefField("product", source="item")
    warehouse = RefField("warehouse")
    document = serializers.CharField(source="document_number")
    quantity = QuantityField()
    date = DateField(source="now_on")
    better_date = DateField(source="better_on", allow_null=True)
    needed_for = serializers.CharField(
        allow_null=True, help_text="For whom directly, in words; null for demands and what nobody needs."
    )
    is_done = serializers.BooleanField()


class PlanningExceptionFilters(Filters):
    """`?code=expedite,late&is_done=false&product=A-1`."""

    code = ChoicesFilter(choices=PlanningException.Code.choices, field_name="code")
    is_done = django_filters.BooleanFilter()
    product = RefFilter("product", field_name="item")


class PlanningExceptions(Resource):
    """What the plan in force asks its planner to look at."""

    kind = "planning_exception"
    out = PlanningExceptionOut
    filters = PlanningExceptionFilters
    orderings = {"date": "now_on", "id": "id"}
    default_ordering = "id"
    search_fields = ["item__sku", "document_number"]

    def present(self, rows: Sequence[Any], *, in_list: bool) -> Sequence[Any]:
        """With whom each is for."""
        needs = for_whom(rows) if rows else {}
        for row in rows:
            row.needed_for = _in_words(needs[row.pk]) if row.pk in needs else None
        return super().present(rows, in_list=in_list)

    @verb()
    def settle(self, call: Call) -> Any:
        """Tick it off."""
        return settle_exceptions(exception_ids=[call.id or 0], actor=call.actor)


class PlanningRunIn(Body):
    """What to plan: so many days ahead, everything or what has changed, as it is or as a scenario has it."""

    horizon_days = serializers.IntegerField(required=False, min_value=1, max_value=MOST_DAYS, default=180)
    mode = serializers.ChoiceField(choices=PlanningRun.Mode.choices, required=False, default="full")
    scenario = RefField("scenario", required=False, allow_null=True)


class PlanningRunOut(serializers.Serializer[Any]):
    """A run: how far it is, what it found, why it failed."""

    id = IdField("planning_run")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=PlanningRun.State.choices)
    mode = serializers.ChoiceField(choices=PlanningRun.Mode.choices)
    scenario = RefField("scenario", allow_null=True)
    rows_kept = serializers.BooleanField(
        help_text="Of a scenario's run: whether its orders and exceptions can still be read."
    )
    horizon_days = serializers.IntegerField()
    planned_on = DateField(allow_null=True)
    counts = serializers.DictField()
    error = serializers.CharField()
    error_facts = serializers.DictField()
    seconds = serializers.FloatField(allow_null=True)
    asked_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class PlanDifferenceOut(serializers.Serializer[Any]):
    """An item that a scenario's plan makes or buys otherwise than the plan in force."""

    product = RefField("product", source="item")
    warehouse = RefField("warehouse")
    kind = serializers.ChoiceField(choices=PlannedOrder.Kind.choices)
    unit = serializers.CharField(source="item.unit.code")
    quantity = QuantityField()
    before = QuantityField()
    change = QuantityField(signed=True)
    first_release_date = DateField(source="first_on", allow_null=True)
    first_release_date_before = DateField(source="first_before", allow_null=True)


class PlanningRunFilters(Filters):
    """`?state=completed&scenario=SCN-000001`."""

    state = ChoicesFilter(choices=PlanningRun.State.choices, field_name="state")
    scenario = RefFilter("scenario", field_name="scenario")


class PlanningRuns(Resource):
    """Runs of the material plan and of scenarios' plans, the latest first; the worker carries them out."""

    kind = "planning_run"
    out = PlanningRunOut
    filters = PlanningRunFilters
    orderings = {"id": "id"}

    @creates(PlanningRunIn, status=202)
    def create(self, call: Call) -> Any:
        """Ask for a run."""
        scenario = call.body.get("scenario")
        return ask_planning(
            horizon_days=call.body["horizon_days"], mode=call.body["mode"],
            scenario_id=scenario.pk if scenario else None, actor=call.actor, at=call.at,
        )  # fmt: skip

    @extend_schema(operation_id="planning_runs_orders", responses=PlannedOrderOut(many=True))
    @action(detail=True, methods=["get"])
    def orders(self, request: Request, id: str) -> Response:
        """What a run proposes, a page at a time."""
        rows = planned_orders_anywhere(self.actor).filter(run_id=self._rows_of())
        return self._listed(PlannedOrders, PlannedOrderFilters, rows)

    @extend_schema(operation_id="planning_runs_exceptions", responses=PlanningExceptionOut(many=True))
    @action(detail=True, methods=["get"])
    def exceptions(self, request: Request, id: str) -> Response:
        """What a run asks its planner to look at, a page at a time."""
        rows = exceptions_anywhere(self.actor).filter(run_id=self._rows_of())
        return self._listed(PlanningExceptions, PlanningExceptionFilters, rows)

    @extend_schema(operation_id="planning_runs_differences", responses=PlanDifferenceOut(many=True))
    @action(detail=True, methods=["get"])
    def differences(self, request: Request, id: str) -> Response:
        """What a run makes and buys otherwise than the plan in force: the 300 items with the most money."""
        run = self.rows().get(pk=self.found_id())
        context = {"actor": self.actor}
        return Response({"results": PlanDifferenceOut(differences(run), many=True, context=context).data})

    def _rows_of(self) -> int:
        return self.rows().get(pk=self.found_id()).rows_of

    def _listed(self, resource: type[Resource], filters: type[Filters], rows: QuerySet[Any]) -> Response:
        from erp.core.http.pages import CursorPage

        page = CursorPage(self.request, resource.orderings, resource.default_ordering)
        found = page.take(filtered(filters, self.request, rows))
        door = resource()
        door.request = self.request
        return Response(page.answer([*door.present(found, in_list=True)]))


class PlanningRuleOut(serializers.Serializer[Any]):
    """How an item is planned."""

    id = IdField("planning_rule")
    product = RefField("product", source="item")
    method = serializers.ChoiceField(choices=PlanningRule.Method.choices)
    lot_quantity = QuantityField(allow_null=True)
    period_days = serializers.IntegerField(allow_null=True)
    minimum = QuantityField()
    multiple = QuantityField()
    maximum = QuantityField()
    order_cost = MoneyField(allow_null=True)
    fence_days = serializers.IntegerField()
    is_master_scheduled = serializers.BooleanField()
    demand_fence_days = serializers.IntegerField(allow_null=True)
    back_days = serializers.IntegerField(allow_null=True)
    ahead_days = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField()


class PlanningRulePatch(Body):
    """A changed rule."""

    method = serializers.ChoiceField(choices=PlanningRule.Method.choices, required=False)
    lot_quantity = QuantityField(required=False, allow_null=True)
    period_days = serializers.IntegerField(min_value=1, max_value=365, required=False, allow_null=True)
    minimum = QuantityField(minimum=0, required=False)
    multiple = QuantityField(minimum=0, required=False)
    maximum = QuantityField(minimum=0, required=False)
    order_cost = MoneyField(required=False, allow_null=True)
    fence_days = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    is_master_scheduled = serializers.BooleanField(required=False)
    demand_fence_days = serializers.IntegerField(min_value=0, max_value=1000, required=False, allow_null=True)
    back_days = serializers.IntegerField(min_value=0, max_value=1000, required=False, allow_null=True)
    ahead_days = serializers.IntegerField(min_value=0, max_value=1000, required=False, allow_null=True)


class PlanningRuleIn(PlanningRulePatch):
    """A new rule."""

    product = RefField("product")


class PlanningRuleFilters(Filters):
    """`?product=A-1`."""

    product = RefFilter("product", field_name="item")


class PlanningRules(Resource):
    """How items are planned where lot for lot does not do."""

    kind = "planning_rule"
    out = PlanningRuleOut
    filters = PlanningRuleFilters
    search_fields = ["item__sku", "item__name"]

    @creates(PlanningRuleIn)
    def create(self, call: Call) -> Any:
        """Write a rule."""
        return create_planning_rule(values=columns(call.body, _REFS), actor=call.actor)

    @changes(PlanningRulePatch)
    def partial_update(self, call: Call) -> Any:
        """Change a rule."""
        return edit_planning_rule(
            rule_id=call.id or 0, values=call.body, actor=call.actor, expected_version=call.expected_version
        )

    @deletes
    def destroy(self, call: Call) -> Any:
        """Take a rule out."""
        delete_planning_rule(rule_id=call.id or 0, actor=call.actor)
