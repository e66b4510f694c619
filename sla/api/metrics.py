"""Measures of service levels over the API: figures, the orders behind them, who made orders late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import DateField, StrictDecimalField, TextField
from erp.core.http.refs import Body, RefField
from erp.core.http.views import Endpoint
from erp.masterdata.selectors.company import business_day
from sla.calc.lateness import added, by_party
from sla.calc.metrics import perfect_parts
from sla.selectors.lateness import late_orders_between
from sla.selectors.measure_words import HOW, metric_name
from sla.selectors.metrics import FIRST_YEAR, Figure, Question, board, metric_of, orders_behind
from sla.selectors.order_facts import Filters

MOST_ORDERS = 1000
EARLIEST = date(FIRST_YEAR, 1, 1)


class MetricsQuery(Body):
    """The span (the last 90 days by default), the as-of day and which orders."""

    since = DateField(required=False)
    until = DateField(required=False)
    as_of = DateField(required=False)
    region = RefField("region", required=False)
    team = RefField("team", required=False)
    category = RefField("category", required=False)
    warehouse = RefField("warehouse", required=False)
    channel = TextField(max_length=40, required=False, default="")


class MetricOrdersQuery(MetricsQuery):
    """The same, and whether missed orders alone are wanted."""

    missed = serializers.BooleanField(required=False, default=False)


class MetricPointOut(serializers.Serializer[Any]):
    """A measure over one month or span; the value is null without a counted order."""

    starts_on = DateField()
    ends_on = DateField()
    value = StrictDecimalField(allow_null=True)
    target = StrictDecimalField()
    counted = serializers.IntegerField()
    hits = serializers.IntegerField()
    is_missed = serializers.BooleanField()


class MetricOut(MetricPointOut):
    """A measure with its definition and its course by month. Shares run from 0 to 1."""

    metric = serializers.CharField()
    name = serializers.CharField()
    definition = serializers.CharField()
    unit = serializers.CharField()
    is_higher_better = serializers.BooleanField()
    baseline = StrictDecimalField(allow_null=True)
    department = serializers.CharField()
    trend = MetricPointOut(many=True)


class MetricsOut(serializers.Serializer[Any]):
    """All measures as of a day."""

    as_of = DateField()
    metrics = MetricOut(many=True)


class MetricOrderOut(serializers.Serializer[Any]):
    """An order behind a figure."""

    order = serializers.CharField()
    on = DateField()
    is_hit = serializers.BooleanField()
    seconds = serializers.IntegerField()
    evidence = serializers.DictField(child=serializers.CharField(), help_text="Parts of a perfect order.")


class MetricOrdersOut(serializers.Serializer[Any]):
    """The orders behind a figure, misses first; at most 1,000 of `count`."""

    metric = serializers.CharField()
    count = serializers.IntegerField()
    orders = MetricOrderOut(many=True)


class LatenessPartOut(serializers.Serializer[Any]):
    """A share of lateness."""

    step = serializers.CharField()
    party = serializers.CharField()
    seconds = serializers.IntegerField()


class LateOrderOut(serializers.Serializer[Any]):
    """A late order; its parts add up to its seconds."""

    order = serializers.CharField()
    seconds = serializers.IntegerField()
    is_open = serializers.BooleanField()
    parts = LatenessPartOut(many=True)


class LatenessOut(serializers.Serializer[Any]):
    """Who made orders late, in sum and by order (at most 1,000)."""

    seconds = serializers.IntegerField()
    by_party = serializers.DictField(child=serializers.IntegerField())
    parts = LatenessPartOut(many=True)
    orders = LateOrderOut(many=True)


def _question(given: dict[str, Any]) -> Question:
    today = business_day(timezone.now())
    until = given.get("until") or today
    keys = {
        name: getattr(given.get(name), "pk", None) for name in ("region", "team", "category", "warehouse")
    }
    return Question(
        since=given.get("since") or max(until, EARLIEST) - timedelta(days=89),
        until=until,
        as_of=min(given.get("as_of") or today, today),
        filters=Filters(**keys, channel=given["channel"]),
    )


def _point(one: Figure) -> dict[str, Any]:
    return {
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "value": None if one.value is None else round(one.value, 6),
        "target": one.goal.target,
        "counted": one.sum.counted,
        "hits": one.sum.hits,
        "is_missed": one.is_missed,
    }


class SlaMetrics(Endpoint):
    """All measures of service levels."""

    @extend_schema(operation_id="sla_metrics", parameters=[MetricsQuery], responses=MetricsOut)
    def get(self, request: Request) -> Response:
        """Every measure over a span, with its course by month."""
        question = _question(self.query(MetricsQuery))
        found = board(self.actor, question)
        rows = [
            {
                **_point(figure),
                "metric": code,
                "name": metric_name(code),
                "definition": str(HOW[code]),
                "unit": figure.metric.unit,
                "is_higher_better": figure.metric.is_higher_better,
                "baseline": figure.goal.baseline,
                "department": figure.goal.department,
                "trend": [_point(one) for one in found.trend[code]],
            }
            for code, figure in found.figures.items()
        ]
        return Response(MetricsOut({"as_of": question.as_of, "metrics": rows}).data)


class SlaMetricOrders(Endpoint):
    """The orders behind a figure."""

    @extend_schema(
        operation_id="sla_metric_orders", parameters=[MetricOrdersQuery], responses=MetricOrdersOut
    )
    def get(self, request: Request, code: str) -> Response:
        """The orders that a measure counts over a span, misses first."""
        given = self.query(MetricOrdersQuery)
        metric = metric_of(code)
        pairs = orders_behind(self.actor, code, _question(given), missed=given["missed"])
        rows = [
            {
                "order": one.number,
                "on": verdict.on,
                "is_hit": verdict.is_hit,
                "seconds": verdict.seconds,
                "evidence": perfect_parts(one) if metric.code == "perfect_order" else {},
            }
            for one, verdict in pairs[:MOST_ORDERS]
        ]
        return Response(MetricOrdersOut({"metric": code, "count": len(pairs), "orders": rows}).data)


class SlaLateness(Endpoint):
    """Who made orders late."""

    @extend_schema(operation_id="sla_lateness", parameters=[MetricsQuery], responses=LatenessOut)
    def get(self, request: Request) -> Response:
        """The lateness of the orders promised in a span, by step and party; the parts add up."""
        late = late_orders_between(self.actor, _question(self.query(MetricsQuery)))
        parts = added(one.parts for one in late)
        body = {
            "seconds": sum(one.seconds for one in late),
            "by_party": by_party(parts),
            "parts": parts,
            "orders": [
                {
                    "order": one.facts.number,
                    "seconds": one.seconds,
                    "is_open": one.is_open,
                    "parts": one.parts,
                }
                for one in late[:MOST_ORDERS]
            ],
        }
        return Response(LatenessOut(body).data)
