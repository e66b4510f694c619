"""Scenarios over the API: written, reckoned, compared, adopted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters
from erp.core.http.refs import Body, IdField
from erp.core.http.views import Call, ReasonBody, Resource, changes, creates, verb
from production.models import Scenario, ScenarioChange
from production.selectors.scenario_compare import Compared, compare_scenarios
from production.selectors.scenario_kinds.base import row_id
from production.selectors.scenarios import COST, changes_of, real_changes, without_costs
from production.services.scenario_adoption import adopt_scenario, ask_adoption, refuse_adoption
from production.services.scenarios import (
    MOST_CHANGES,
    add_change,
    create_scenario,
    discard_scenario,
    edit_scenario,
    reckon_scenario,
    remove_change,
)


class ScenarioChangeOut(serializers.Serializer[Any]):
    """A change: its kind, what of it, and the same in words."""

    line = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ScenarioChange.Kind.choices)
    values = serializers.DictField()
    words = serializers.CharField()


class ScenarioResultOut(serializers.Serializer[Any]):
    """A document that came of an adopted scenario."""

    kind = serializers.CharField()
    number = serializers.CharField()


class ScenarioOut(serializers.Serializer[Any]):
    """A scenario. `figures` are those with its changes, `base` those of the same day without; money in base
    currency, only for those who may see costs.
    """

    id = IdField("scenario")
    number = serializers.CharField()
    name = serializers.CharField()
    note = serializers.CharField()
    state = serializers.ChoiceField(choices=Scenario.State.choices)
    is_waiting = serializers.BooleanField()
    error = serializers.CharField()
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField(source="created_label")
    reckoned_at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.FloatField(allow_null=True)
    changes = ScenarioChangeOut(many=True)
    figures = serializers.DictField()
    base = serializers.DictField()
    real_changes = serializers.ListField(child=serializers.CharField())
    asked_by = serializers.CharField(source="asked_label")
    asked_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField(source="decided_label")
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    results = ScenarioResultOut(many=True)
    version = serializers.IntegerField()


class ScenarioListOut(serializers.Serializer[Any]):
    """A scenario in a list: how many orders are late with it, and today."""

    id = IdField("scenario")
    number = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=Scenario.State.choices)
    is_waiting = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField(source="created_label")
    reckoned_at = serializers.DateTimeField(allow_null=True)
    late_orders = serializers.IntegerField(allow_null=True)
    late_orders_today = serializers.IntegerField(allow_null=True)
    is_asked = serializers.BooleanField()
    version = serializers.IntegerField()


def _said(text: str) -> serializers.JSONField:
    """A member of a change: a text or a number, judged by its kind."""
    return serializers.JSONField(required=False, allow_null=True, help_text=text)


class ScenarioChangeIn(Body):
    """A change: its kind, and of the other members those that the kind has.

    `add_order`: product, quantity, wanted_date, customer, price. `extra_hours`: work_center, start_date,
    end_date, hours, closed_days. `outsource`: operation, or product and quantity; supplier, lead_days,
    unit_cost. `late_supplier`: purchase_order and perhaps line, or supplier; days. `forecast_change`:
    product, start_date, end_date, and percent or quantity.
    """

    kind = TextField(max_length=20)
    product = _said("SKU or id.")
    quantity = _said("In the base unit; for a forecast with its sign.")
    wanted_date = _said("Day on which the order is wanted.")
    customer = _said("Code or id; needed for adoption.")
    price = _said("Per base unit; without it the list price.")
    work_center = _said("Code or id.")
    start_date = _said("First day.")
    end_date = _said("Last day.")
    hours = _said("Hours more a day.")
    closed_days = _said("Whether closed days are worked too.")
    operation = _said("Id of an operation that has not begun.")
    supplier = _said("Code or id.")
    lead_days = _said("Days that it takes at the supplier.")
    unit_cost = _said("Cost of a piece.")
    purchase_order = _said("Number or id.")
    line = _said("Line of the purchase order.")
    days = _said("Days later.")
    percent = _said("More, or below zero less.")


class ScenarioPatch(Body):
    """Another name or note; `changes` replace all there are. The fields of a change follow its `kind`."""

    name = TextField(required=False, max_length=120)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)
    changes = ScenarioChangeIn(many=True, required=False, max_length=MOST_CHANGES)


class ScenarioIn(ScenarioPatch):
    """A new scenario."""

    name = TextField(max_length=120)


class ScenarioLineBody(Body):
    """Which change is taken out."""

    line = serializers.IntegerField(min_value=1)


class ScenarioSaidOut(serializers.Serializer[Any]):
    """What a scenario changes, in words, and what it is about."""

    code = serializers.CharField()
    subject = serializers.CharField()
    text = serializers.CharField()


class ScenarioColumnOut(serializers.Serializer[Any]):
    """A scenario beside the others, with what differs from today."""

    id = IdField("scenario")
    number = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField()
    is_fresh = serializers.BooleanField(help_text="Reckoned on the same picture as today's figures here.")
    figures = serializers.DictField()
    differences = ScenarioSaidOut(many=True)


class ScenarioCompareOut(serializers.Serializer[Any]):
    """Up to four scenarios beside today."""

    base = serializers.DictField()
    scenarios = ScenarioColumnOut(many=True)


class ScenarioCompareQuery(Body):
    """Which: up to four ids or numbers, with commas between."""

    ids = TextField(max_length=300)


class ScenarioFilters(CreatedFilters):
    """`?state=reckoned`."""

    state = ChoicesFilter(choices=Scenario.State.choices, field_name="state")


class Scenarios(Resource):
    """What-ifs laid over the live picture; nothing real changes before one is adopted."""

    kind = "scenario"
    out = ScenarioOut
    list_out = ScenarioListOut
    filters = ScenarioFilters
    orderings = {"created_at": "created_at", "id": "id"}
    search_fields = ["number", "name"]

    def present(self, rows: Sequence[Any], *, in_list: bool) -> Sequence[Any]:
        """With changes and figures, as far as the reader may see costs."""
        sees_cost = self.actor.has(COST)
        found = [_listed(row) if in_list else _shown(row, sees_cost=sees_cost) for row in rows]
        return super().present(found, in_list=in_list)

    @creates(ScenarioIn)
    def create(self, call: Call) -> Any:
        """Write one."""
        return create_scenario(actor=call.actor, at=call.at, **call.body)

    @changes(ScenarioPatch)
    def partial_update(self, call: Call) -> Any:
        """Rename it, or replace its changes."""
        return edit_scenario(
            scenario_id=call.id,
            expected_version=call.expected_version,
            actor=call.actor,
            at=call.at,
            **call.body,
        )

    @verb(ScenarioChangeIn, path="add-change")
    def add_change(self, call: Call) -> Any:
        """Lay one more change over it."""
        return add_change(
            scenario_id=call.id,
            values=call.body,
            expected_version=call.expected_version,
            actor=call.actor,
            at=call.at,
        )

    @verb(ScenarioLineBody, path="remove-change")
    def remove_change(self, call: Call) -> Any:
        """Take a change out."""
        return remove_change(
            scenario_id=call.id,
            line=call.body["line"],
            expected_version=call.expected_version,
            actor=call.actor,
            at=call.at,
        )

    @verb()
    def reckon(self, call: Call) -> Any:
        """Reckon it beside today; `is_waiting` says that the worker does it."""
        return reckon_scenario(**_of(call))

    @verb(path="ask-adoption")
    def ask_adoption(self, call: Call) -> Any:
        """Ask somebody else to make it real."""
        return ask_adoption(**_of(call))

    @verb()
    def adopt(self, call: Call) -> Any:
        """Approve: every change becomes real, all or none."""
        return adopt_scenario(**_of(call))

    @verb(ReasonBody, path="refuse-adoption")
    def refuse_adoption(self, call: Call) -> Any:
        """Say no, and why."""
        return refuse_adoption(reason=call.body["reason"], **_of(call))

    @verb()
    def discard(self, call: Call) -> Any:
        """Put it away."""
        return discard_scenario(**_of(call))

    @extend_schema(
        operation_id="scenarios_compare", parameters=[ScenarioCompareQuery], responses=ScenarioCompareOut
    )
    @action(detail=False, methods=["get"])
    def compare(self, request: Request) -> Response:
        """Up to four side by side, with differences and why."""
        found = compare_scenarios(self.actor, self.query(ScenarioCompareQuery)["ids"].split(","))
        return Response(shown_comparison(found, sees_cost=self.actor.has(COST)))


def _of(call: Call) -> dict[str, Any]:
    return {
        "scenario_id": call.id,
        "expected_version": call.expected_version,
        "actor": call.actor,
        "at": call.at,
    }


def _listed(row: Scenario) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "late_orders": row.figures["late"]["orders"] if row.figures else None,
        "late_orders_today": row.base["late"]["orders"] if row.base else None,
    }


_PLAIN = (
    "id", "number", "name", "state", "is_waiting", "created_at", "created_label", "reckoned_at", "is_asked",
    "version",
)  # fmt: skip
_FULL = (
    *_PLAIN, "note", "error", "seconds", "asked_label", "asked_at", "decided_label", "decided_at", "reason",
    "results",
)  # fmt: skip


def _shown(row: Scenario, *, sees_cost: bool) -> dict[str, Any]:
    rows = list(row.changes.order_by("line_no"))
    figures, base = row.figures, row.base
    return {
        **{name: getattr(row, name) for name in _FULL},
        "changes": [vars(change) for change in changes_of(rows)],
        "real_changes": real_changes(rows) if row.is_open else [],
        "figures": figures if sees_cost else without_costs(figures),
        "base": base if sees_cost else without_costs(base),
    }


def shown_comparison(found: Compared, *, sees_cost: bool) -> dict[str, Any]:
    """A comparison as the API tells it."""
    return {
        "base": found.base if sees_cost else without_costs(found.base),
        "scenarios": [
            {
                "id": row_id("scenario", one.row.pk),
                "number": one.row.number,
                "name": one.row.name,
                "state": one.row.state,
                "is_fresh": one.is_fresh,
                "figures": one.figures if sees_cost else without_costs(one.figures),
                "differences": [
                    {"code": said.code, "subject": said.subject, "text": said.text} for said in one.told
                ],
            }
            for one in found.columns
        ],
    }
