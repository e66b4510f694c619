"""Promise accuracy over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import DateField, QuantityField, StrictDecimalField, TextField
from erp.core.http.refs import Body
from erp.core.http.views import Endpoint
from erp.masterdata.selectors.company import business_day
from orders.calc.promise_accuracy import Accuracy
from orders.selectors.promise_accuracy import BASES, BY, EVENTS, Question, accuracy_by

GROUPS = [(name, name) for name in BY]
PROMISES = [(name, name) for name in BASES]
MOMENTS = [(name, name) for name in EVENTS]


class AccuracyQuery(Body):
    """What is asked for; the last twelve months by month against the first promise unless said so."""

    by = serializers.ChoiceField(choices=GROUPS, required=False, default=BY[0])
    basis = serializers.ChoiceField(choices=PROMISES, required=False, default=BASES[0])
    event = serializers.ChoiceField(choices=MOMENTS, required=False, default=EVENTS[0])
    start = DateField(required=False)
    end = DateField(required=False)
    as_of = DateField(required=False)
    customer = TextField(max_length=40, required=False, default="")
    product = TextField(max_length=60, required=False, default="")


class AccuracyFigures(serializers.Serializer[Any]):
    """Counted lines and their rates; a rate is null without a counted line."""

    kept = serializers.IntegerField()
    missed = serializers.IntegerField()
    rate = StrictDecimalField(allow_null=True)
    due = QuantityField()
    in_time = QuantityField()
    quantity_rate = StrictDecimalField(allow_null=True)
    mean_days_late = StrictDecimalField(allow_null=True)


class AccuracyRowOut(AccuracyFigures):
    """One month, customer or product."""

    key = serializers.CharField()
    name = serializers.CharField()


class PromiseAccuracyOut(serializers.Serializer[Any]):
    """Promise accuracy in all and by group."""

    basis = serializers.CharField()
    event = serializers.CharField()
    start = DateField()
    end = DateField()
    as_of = DateField()
    total = AccuracyFigures()
    rows = AccuracyRowOut(many=True)


class PromiseAccuracy(Endpoint):
    """How often goods were there when they were promised."""

    @extend_schema(operation_id="promise_accuracy", parameters=[AccuracyQuery], responses=PromiseAccuracyOut)
    def get(self, request: Request) -> Response:
        """Promise accuracy by month, customer or product, against the first or the current promise."""
        asked = self.query(AccuracyQuery)
        today = business_day(timezone.now())
        question = Question(
            start=asked.get("start") or today - timedelta(days=365),
            end=asked.get("end") or today,
            as_of=asked.get("as_of") or today,
            basis=asked["basis"],
            event=asked["event"],
            customer=asked["customer"],
            product=asked["product"],
        )
        total, rows = accuracy_by(question, asked["by"], self.actor)
        body = {
            **{name: getattr(question, name) for name in ("basis", "event", "start", "end", "as_of")},
            "total": _figures(total),
            "rows": [{"key": row.key, "name": row.name, **_figures(row.accuracy)} for row in rows],
        }
        return Response(PromiseAccuracyOut(body).data)


def _figures(found: Accuracy) -> dict[str, Any]:
    rates = {
        name: None if value is None else round(value, 4)
        for name, value in (
            ("rate", found.rate),
            ("quantity_rate", found.quantity_rate),
            ("mean_days_late", found.mean_days_late),
        )
    }
    return {
        "kept": found.kept,
        "missed": found.missed,
        "due": found.due,
        "in_time": found.in_time,
        **rates,
    }
