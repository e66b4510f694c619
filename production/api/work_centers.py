"""Work centers over the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.columns import columns
from erp.core.http.fields import KeyTextField, MoneyField, StrictDecimalField, TextField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, deletes
from production.selectors.costs import COST_RIGHT
from production.services.work_centers import (
    MAX_MACHINES,
    create_work_center,
    delete_work_center,
    edit_work_center,
)

_REFS = {"calendar": "calendar_id", "supplier": "supplier_id"}


class WorkCenterOut(serializers.Serializer[Any]):
    """Where operations run; the rates are shown to those who may see costs."""

    id = IdField("work_center")
    code = serializers.CharField()
    name = serializers.CharField()
    calendar = RefField("calendar", allow_null=True)
    machines = serializers.IntegerField()
    efficiency = StrictDecimalField()
    cost_per_hour = MoneyField(required=False)
    setup_cost_per_hour = MoneyField(required=False)
    is_outside = serializers.BooleanField()
    supplier = RefField("supplier", allow_null=True)
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()

    def to_representation(self, instance: Any) -> Any:
        """The work center, without its rates for those who may not see costs."""
        shown = super().to_representation(instance)
        if not self.context["actor"].has(COST_RIGHT):
            for name in ("cost_per_hour", "setup_cost_per_hour"):
                shown.pop(name)
        return shown


class WorkCenterPatch(Body):
    """A changed work center; ours needs a calendar, whose intervals are its shifts."""

    code = KeyTextField(max_length=40, required=False)
    name = TextField(max_length=120, required=False)
    calendar = RefField("calendar", required=False, allow_null=True)
    machines = serializers.IntegerField(min_value=1, max_value=MAX_MACHINES, required=False)
    efficiency = StrictDecimalField(max_decimals=4, above=0, maximum=Decimal(10), required=False)
    cost_per_hour = MoneyField(required=False)
    setup_cost_per_hour = MoneyField(required=False)
    is_outside = serializers.BooleanField(required=False)
    supplier = RefField("supplier", required=False, allow_null=True)
    is_active = serializers.BooleanField(required=False)


class WorkCenterIn(WorkCenterPatch):
    """A new work center."""

    code = KeyTextField(max_length=40)
    name = TextField(max_length=120)


class WorkCenterFilters(Filters):
    """Filters of the list of work centers."""

    calendar = RefFilter("calendar", field_name="calendar")
    is_outside = django_filters.BooleanFilter(field_name="is_outside")
    is_active = django_filters.BooleanFilter(field_name="is_active")


class WorkCenters(Resource):
    """Where operations run: machines with a calendar, or suppliers' shops."""

    kind = "work_center"
    out = WorkCenterOut
    filters = WorkCenterFilters
    orderings = {"code": "code", "name": "name"}
    search_fields = ["code", "name"]

    def rows(self) -> QuerySet[Any]:
        """Work centers with calendar and supplier."""
        return super().rows().select_related("calendar", "supplier")

    @creates(WorkCenterIn)
    def create(self, call: Call) -> Any:
        """Take up a work center."""
        return create_work_center(values=columns(call.body, _REFS), actor=call.actor)

    @changes(WorkCenterPatch)
    def partial_update(self, call: Call) -> Any:
        """Change a work center."""
        return edit_work_center(
            work_center_id=call.id,
            values=columns(call.body, _REFS),
            expected_version=call.expected_version,
            actor=call.actor,
        )

    @deletes
    def destroy(self, call: Call) -> Any:
        """Delete a work center that nothing names."""
        delete_work_center(work_center_id=call.id, actor=call.actor)
