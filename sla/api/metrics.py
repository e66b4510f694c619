"""Measures of service levels over the API: figures, the orders behind them, targets, lateness, reviews."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import DateField, StrictDecimalField, TextField
from erp.core.http.filters import ChoicesFilter, Filters
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Endpoint, Resource, changes, creates, deletes, verb
from erp.masterdata.selectors.company import business_day
from sla.calc.lateness import added, by_party
from sla.calc.metrics import METRICS, perfect_parts
from sla.models import ReviewAction, ReviewPack
from sla.selectors import metrics as _metrics  # noqa: F401 -- registers who sees what
from sla.selectors import reviews as _reviews  # noqa: F401 -- registers who sees what
from sla.selectors.lateness import late_orders_between
from sla.selectors.measure_words import HOW, metric_name
from sla.selectors.metrics import FIRST_YEAR, Figure, Question, board, metric_of, orders_behind
from sla.selectors.order_facts import Filters as OrderFilters
from sla.services.measures import delete_target, set_target
from sla.services.reviews import add_action, hold_review, open_review, settle_action, write_conclusion

MOST_ORDERS = 1000
EARLIEST = date(FIRST_YEAR, 1, 1)
CODES = [(code, code) for code in METRICS]


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
        filters=OrderFilters(**keys, channel=given["channel"]),
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


class ReviewActionOut(serializers.Serializer[Any]):
    """An action of a review."""

    id = IdField("review_action")
    metric = serializers.CharField()
    title = serializers.CharField()
    owner = RefField("user")
    due_on = DateField()
    state = serializers.CharField()
    result = serializers.CharField()


class ReviewOut(serializers.Serializer[Any]):
    """A review pack: figures and causes as they were when it was prepared, and its actions."""

    id = IdField("review")
    number = serializers.CharField()
    state = serializers.CharField()
    starts_on = DateField()
    ends_on = DateField()
    as_of = DateField()
    figures = serializers.JSONField()
    causes = serializers.JSONField()
    conclusion = serializers.CharField()
    actions = ReviewActionOut(many=True)
    version = serializers.IntegerField()


class ReviewIn(Body):
    """Which period is reviewed."""

    starts_on = DateField()
    ends_on = DateField()


class ReviewPatch(Body):
    """What the review came to."""

    conclusion = TextField(max_length=10_000, allow_blank=True)


class ReviewActionIn(Body):
    """Who does what by when."""

    title = TextField(max_length=200)
    metric = serializers.ChoiceField(choices=CODES, required=False, allow_blank=True, default="")
    owner = RefField("user")
    due_on = DateField()


class ActionResultIn(Body):
    """What came of it."""

    result = TextField(max_length=500)


class ReviewFilters(Filters):
    """Filters of reviews."""

    state = ChoicesFilter(choices=ReviewPack.State.choices, field_name="state")


class ReviewActionFilters(Filters):
    """Filters of actions."""

    state = ChoicesFilter(choices=ReviewAction.State.choices, field_name="state")


class Reviews(Resource):
    """Reviews of service levels."""

    kind = "review"
    out = ReviewOut
    filters = ReviewFilters
    orderings = {"starts_on": "starts_on", "number": "number"}
    search_fields = ["number", "conclusion"]

    def rows(self) -> QuerySet[Any]:
        """Packs with their actions."""
        return super().rows().prefetch_related("actions__owner")

    @creates(ReviewIn)
    def create(self, call: Call) -> Any:
        """Prepare the review of a period."""
        return open_review(
            since=call.body["starts_on"], until=call.body["ends_on"], actor=call.actor, at=call.at
        )

    @changes(ReviewPatch)
    def partial_update(self, call: Call) -> Any:
        """Write its conclusion."""
        return write_conclusion(
            pack_id=call.id,
            text=call.body.get("conclusion", ""),
            expected_version=call.expected_version,
            actor=call.actor,
        )

    @verb()
    def hold(self, call: Call) -> Any:
        """The review took place."""
        return hold_review(
            pack_id=call.id, expected_version=call.expected_version, actor=call.actor, at=call.at
        )

    @verb(ReviewActionIn, path="add-action")
    def add_action(self, call: Call) -> Any:
        """Agree an action."""
        return add_action(pack_id=call.id, **call.body, actor=call.actor, at=call.at).pack


class ReviewActions(Resource):
    """Actions of reviews."""

    kind = "review_action"
    out = ReviewActionOut
    filters = ReviewActionFilters
    orderings = {"due_on": "due_on"}
    search_fields = ["title", "metric", "result", "pack__number"]

    @verb(ActionResultIn)
    def finish(self, call: Call) -> Any:
        """It is done."""
        return self._settle(call, "finish")

    @verb(ActionResultIn)
    def drop(self, call: Call) -> Any:
        """It will not be done."""
        return self._settle(call, "drop")

    @verb()
    def reopen(self, call: Call) -> Any:
        """It has to be done after all."""
        return self._settle(call, "reopen")

    def _settle(self, call: Call, step: str) -> Any:
        return settle_action(
            action_id=call.id, verb=step, result=call.body.get("result", ""), actor=call.actor, at=call.at
        )
