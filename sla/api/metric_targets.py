"""Targets of measures over the API."""

from __future__ import annotations

from typing import Any

import django_filters
from rest_framework import serializers

from erp.core.http.fields import DateField, StrictDecimalField, TextField
from erp.core.http.filters import Filters
from erp.core.http.refs import Body, IdField
from erp.core.http.views import Call, Resource, changes, creates, deletes
from sla.calc.metrics import METRICS
from sla.selectors import metrics as _metrics  # noqa: F401 -- registers who sees what
from sla.services.measures import delete_target, set_target

CODES = [(code, code) for code in METRICS]


class MetricTargetOut(serializers.Serializer[Any]):
    """What a measure is to reach from a day on."""

    id = IdField("metric_target")
    metric = serializers.CharField()
    from_on = DateField()
    target = StrictDecimalField()
    baseline = StrictDecimalField(allow_null=True)
    department = serializers.CharField()
    version = serializers.IntegerField()


class MetricTargetIn(Body):
    """A new or changed target; shares run from 0 to 1, `department` is a role's code."""

    metric = serializers.ChoiceField(choices=CODES)
    from_on = DateField()
    target = serializers.DecimalField(max_digits=14, decimal_places=6, min_value=0)
    baseline = serializers.DecimalField(
        max_digits=14, decimal_places=6, min_value=0, required=False, allow_null=True
    )
    department = TextField(max_length=40)


class MetricTargetFilters(Filters):
    """Filters of targets."""

    metric = django_filters.CharFilter(field_name="metric")
    department = django_filters.CharFilter(field_name="department")


class MetricTargets(Resource):
    """Targets of measures, with the day they are in force from."""

    kind = "metric_target"
    out = MetricTargetOut
    filters = MetricTargetFilters
    orderings = {"from_on": "from_on", "metric": "metric"}
    search_fields = ["metric", "department"]

    @creates(MetricTargetIn)
    def create(self, call: Call) -> Any:
        """Set a target from a day on."""
        return set_target(values=call.body, actor=call.actor)

    @changes(MetricTargetIn)
    def partial_update(self, call: Call) -> Any:
        """Change a target."""
        return set_target(
            values=call.body, target_id=call.id, expected_version=call.expected_version, actor=call.actor
        )

    @deletes
    def destroy(self, call: Call) -> Any:
        """Take a target back."""
        delete_target(target_id=call.id, actor=call.actor)
