"""The master schedule over the API: its items week by week, and setting what is firm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from erp.core.http.fields import DateField, QuantityField, TextField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, verb
from erp.masterdata.selectors.company import business_day
from production.selectors.master_schedule import WEEKS, master_rows
from production.services.master_schedule import MOST_REASON, WeekQuantity, set_master_schedule


class MasterWeekOut(serializers.Serializer[Any]):
    """A week: what is asked of the item, what is scheduled, what is left to promise."""

    week = DateField(source="starts_on", help_text="Its Monday.")
    forecast = QuantityField()
    used_up = QuantityField(source="taken", help_text="Of the forecast, by orders.")
    forecast_beyond_orders = QuantityField(source="expected")
    orders = QuantityField()
    other = QuantityField(help_text="What production and transfers take.")
    planned = QuantityField()
    firm = QuantityField()
    projected = QuantityField(signed=True)
    atp = QuantityField(signed=True)
    atp_cumulative = QuantityField(source="atp_all", signed=True)
    in_demand_fence = serializers.BooleanField(source="is_in_demand_fence")
    in_planning_fence = serializers.BooleanField(source="is_in_planning_fence")


class MasterScheduleOut(serializers.Serializer[Any]):
    """An item of the master schedule: thirteen weeks from this one on, all warehouses together."""

    id = IdField("master_schedule")
    product = RefField("product", source="item")
    unit = serializers.CharField(source="item.unit.code")
    on_hand = QuantityField()
    weeks = MasterWeekOut(many=True)


class MasterWeekIn(Body):
    """What is to come in a week in all, firm; `seen` refuses it when another quantity is firm by now."""

    week = serializers.DateField(help_text="A Monday.")
    quantity = QuantityField(minimum=0)
    seen = QuantityField(minimum=0, required=False, allow_null=True)


class MasterScheduleIn(Body):
    """Weeks to be set, all or none, and why."""

    weeks = MasterWeekIn(many=True, min_length=1, max_length=WEEKS)
    reason = TextField(max_length=MOST_REASON)


class MasterScheduleFilters(Filters):
    """`?product=A-1`."""

    product = RefFilter("product", field_name="item")


class MasterSchedule(Resource):
    """Items that planners schedule week by week."""

    kind = "master_schedule"
    out = MasterScheduleOut
    filters = MasterScheduleFilters
    orderings = {"product": "item__sku", "id": "id"}
    default_ordering = "product"
    search_fields = ["item__sku", "item__name"]

    def present(self, rows: Sequence[Any], *, in_list: bool) -> Sequence[Any]:
        """With their weeks."""
        known = {row.rule.pk: row for row in master_rows(rows, today=business_day(timezone.now()))}
        for row in rows:
            row.on_hand, row.weeks = known[row.pk].on_hand, known[row.pk].weeks
        return super().present(rows, in_list=in_list)

    @verb(MasterScheduleIn, path="set")
    def set_weeks(self, call: Call) -> Any:
        """Make the firm supply of weeks what the planner says."""
        weeks = [WeekQuantity(one["week"], one["quantity"], one.get("seen")) for one in call.body["weeks"]]
        return set_master_schedule(
            rule_id=call.id or 0, weeks=weeks, reason=call.body["reason"], actor=call.actor, at=call.at
        )
