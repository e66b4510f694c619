"""Picking accuracy over the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.refs import Body, RefField
from erp.core.http.views import Endpoint
from inventory.selectors.accuracy import TARGET, Accuracy, picking_accuracy


class AccuracyQuery(Body):
    """Which days, and how they are grouped."""

    since = serializers.DateField()
    until = serializers.DateField()
    by = serializers.ChoiceField(choices=["picker", "item", "day"], default="picker")
    warehouse = RefField("warehouse", required=False, allow_null=True)


class PickingAccuracyRowOut(serializers.Serializer[Any]):
    """The scans of one picker, item or day."""

    name = serializers.CharField()
    right = serializers.IntegerField()
    wrong = serializers.IntegerField()
    found_at_packing = serializers.IntegerField()
    accuracy = serializers.CharField(allow_null=True, help_text="Right scans among all, such as 0.9991.")


class PickingAccuracyOut(serializers.Serializer[Any]):
    """Accuracy in all and by group."""

    target = serializers.CharField()
    total = PickingAccuracyRowOut()
    results = PickingAccuracyRowOut(many=True)


class PickingAccuracy(Endpoint):
    """How right the pickers' scans were."""

    @extend_schema(parameters=[AccuracyQuery], responses=PickingAccuracyOut)
    def get(self, request: Request) -> Response:
        """By picker, item or day over a span of up to 400 days."""
        query = self.query(AccuracyQuery)
        warehouse = query.get("warehouse")
        total, rows = picking_accuracy(
            self.actor,
            since=query["since"],
            until=query["until"],
            by=query["by"],
            warehouse_id=warehouse.pk if warehouse else None,
        )
        return Response(
            {"target": str(TARGET), "total": _shown(total), "results": [_shown(row) for row in rows]}
        )


def _shown(row: Accuracy) -> dict[str, Any]:
    return {
        "name": row.name,
        "right": row.right,
        "wrong": row.wrong,
        "found_at_packing": row.found_at_packing,
        "accuracy": f"{row.share:.6f}" if row.share is not None else None,
    }
