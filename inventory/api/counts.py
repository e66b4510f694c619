"""Stock counts over the API: made, counted blind, counted again, approved and posted."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from erp.core.errors import Invalid
from erp.core.http.fields import DateField, MoneyField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Endpoint, NoBody, ReasonBody, Resource, creates, verb
from erp.masterdata.selectors.company import business_day
from inventory.api.places import location_of
from inventory.models import StockCount, StockCountLine
from inventory.selectors.counts import Accuracy, count_accuracy, counts_in_full, counts_in_list, sees_expected
from inventory.services.count_proposals import propose_counts
from inventory.services.counting import CountAnswer, record_counts
from inventory.services.counts import (
    CountScope,
    approve_count,
    cancel_count,
    create_count,
    finish_count,
    open_count,
    recount,
)

MOST_LINES = 2000
CLASSES = [("A", "A"), ("B", "B"), ("C", "C")]


class CountLineOut(serializers.Serializer[Any]):
    """A place to count. What the books say is shown to those who approve, and to all once posted."""

    id = serializers.IntegerField()
    product = RefField("product", source="item")
    name = serializers.CharField(source="item.name")
    unit = serializers.CharField(source="item.unit.code")
    location = serializers.CharField(source="location.code")
    lot = serializers.SerializerMethodField()
    abc_class = serializers.CharField()
    counted = QuantityField(allow_null=True)
    counted_at = serializers.DateTimeField(allow_null=True)
    rounds = serializers.IntegerField()
    needs_recount = serializers.BooleanField()
    found = serializers.BooleanField(source="is_found")
    reason = serializers.CharField()
    expected = QuantityField(required=False, signed=True, allow_null=True)
    difference = QuantityField(required=False, signed=True, allow_null=True)
    value = MoneyField(required=False, signed=True)

    def get_lot(self, row: StockCountLine) -> str | None:
        """The lot's code."""
        return row.lot.code if row.lot else None


class CountRowOut(serializers.Serializer[Any]):
    """A count as lists show it; figures of differences as with its lines."""

    id = IdField("count")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=StockCount.State.choices)
    warehouse = RefField("warehouse")
    abc_class = serializers.CharField()
    zone = serializers.CharField()
    proposed = serializers.BooleanField(source="is_proposed")
    note = serializers.CharField()
    due_date = DateField(source="due_on", allow_null=True)
    places = serializers.IntegerField()
    counted_places = serializers.IntegerField(source="done")
    created_at = serializers.DateTimeField()
    opened_at = serializers.DateTimeField(allow_null=True)
    counted_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    approved_by = serializers.CharField()
    posted_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    differences = serializers.IntegerField(source="differing", required=False)
    value = MoneyField(required=False, signed=True)
    version = serializers.IntegerField()

    hidden = ("differences", "value")

    def to_representation(self, instance: StockCount) -> dict[str, Any]:
        """The count; what the books say is left out for those who count blind."""
        answer = super().to_representation(instance)
        actor = self.context["actor"]
        if not sees_expected(actor, instance):
            for name in self.hidden:
                answer.pop(name, None)
        if not actor.has("inventory.view_cost"):
            answer.pop("value", None)
        return answer


class CountOut(CountRowOut):
    """A count with its lines."""

    lines = CountLineOut(many=True)

    def to_representation(self, instance: StockCount) -> dict[str, Any]:
        """The count; its lines without what the books say for those who count blind."""
        answer = super().to_representation(instance)
        actor = self.context["actor"]
        blind = [] if sees_expected(actor, instance) else ["expected", "difference", "value"]
        if not actor.has("inventory.view_cost"):
            blind.append("value")
        for line in answer["lines"]:
            for name in blind:
                line.pop(name, None)
        return answer


class CountBody(Body):
    """What to count; without locations everything usable of the warehouse."""

    warehouse = RefField("warehouse")
    abc_class = serializers.ChoiceField(choices=CLASSES, required=False, allow_blank=True)
    zone = TextField(max_length=40, required=False, allow_blank=True)
    locations = serializers.ListField(child=TextField(max_length=60), required=False, max_length=MOST_LINES)
    products = serializers.ListField(child=RefField("product"), required=False, max_length=MOST_LINES)
    due_date = DateField(required=False, allow_null=True)
    note = TextField(max_length=200, required=False, allow_blank=True)
    open = serializers.BooleanField(required=False, default=True)


class AnswerBody(Body):
    """What was found at a line, or at a place that is not on the list."""

    line = serializers.IntegerField(required=False, allow_null=True)
    product = RefField("product", required=False, allow_null=True)
    location = TextField(max_length=60, required=False, allow_null=True, allow_blank=True)
    lot = TextField(max_length=60, required=False, allow_null=True, allow_blank=True)
    quantity = QuantityField(minimum=0)
    reason = TextField(max_length=200, required=False, allow_blank=True)
    at = serializers.DateTimeField(required=False, allow_null=True)


class AnswersBody(Body):
    """What was counted."""

    lines = AnswerBody(many=True, allow_empty=False, max_length=MOST_LINES)


class RecountBody(Body):
    """Which lines to count again; all that differ when none is named."""

    lines = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=MOST_LINES)


class CountFilters(CreatedFilters):
    """Filters of the list of counts."""

    state = ChoicesFilter(choices=StockCount.State.choices, field_name="state")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    abc_class = ChoicesFilter(choices=CLASSES, field_name="abc_class")


class Counts(Resource):
    """Lists of places that are counted, and the corrections that follow."""

    kind = "count"
    out = CountOut
    list_out = CountRowOut
    filters = CountFilters
    orderings = {"number": "number", "created_at": "created_at", "due_date": "due_on"}
    search_fields = ["number"]

    def rows(self) -> QuerySet[Any]:
        """Counts with what the answer shows."""
        rows = super().rows()
        return counts_in_list(rows) if self.action == "list" else counts_in_full(rows)

    @creates(CountBody)
    def create(self, call: Call) -> Any:
        """Make a count and hand it out, unless `open` is false."""
        body = call.body
        places = [
            location_of(body["warehouse"], code, f"locations[{n}]")
            for n, code in enumerate(body.get("locations", []))
        ]
        scope = CountScope(
            warehouse=body["warehouse"],
            abc_class=body.get("abc_class", ""),
            zone=body.get("zone", ""),
            location_ids=[place.pk for place in places if place is not None],
            item_ids=[item.pk for item in body.get("products", [])],
        )
        return create_count(
            scope=scope,
            due_on=body.get("due_date"),
            note=body.get("note", ""),
            open_now=body["open"],
            actor=call.actor,
            at=call.at,
        )

    @verb()
    def open(self, call: Call) -> Any:
        """Hand it to the counters."""
        return open_count(**_common(call))

    @verb(AnswersBody)
    def count(self, call: Call) -> Any:
        """Write down what was found; may be repeated until `finish`."""
        count = StockCount.objects.select_related("warehouse").get(pk=call.id)
        answers = [
            CountAnswer(
                quantity=row["quantity"],
                line_id=row.get("line"),
                item=row.get("product"),
                location=location_of(count.warehouse, row.get("location"), f"lines[{n}].location"),
                lot=row.get("lot") or "",
                reason=row.get("reason", ""),
                at=row.get("at"),
            )
            for n, row in enumerate(call.body["lines"])
        ]
        return record_counts(**_common(call), answers=answers)

    @verb()
    def finish(self, call: Call) -> Any:
        """Everything is counted: large differences are to be counted again, small ones are posted."""
        return finish_count(**_common(call))

    @verb(RecountBody)
    def recount(self, call: Call) -> Any:
        """Have places counted again."""
        return recount(**_common(call), line_ids=call.body.get("lines", []))

    @verb()
    def approve(self, call: Call) -> Any:
        """Believe the differences and post them."""
        return approve_count(**_common(call))

    @verb(ReasonBody)
    def cancel(self, call: Call) -> Any:
        """Give it up; nothing is posted."""
        return cancel_count(**_common(call), reason=call.body["reason"])


def _common(call: Call) -> dict[str, Any]:
    return {
        "count_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }


class AccuracyQuery(Body):
    """Which period and warehouse; the last 90 days by default."""

    since = DateField(required=False)
    until = DateField(required=False)
    warehouse = RefField("warehouse", required=False, allow_null=True)


class ClassAccuracyOut(serializers.Serializer[Any]):
    """Accuracy of one class; `class` is empty for all of them."""

    abc_class = serializers.CharField()
    counts = serializers.IntegerField()
    places = serializers.IntegerField()
    accurate = serializers.IntegerField()
    rate = serializers.DecimalField(max_digits=8, decimal_places=6, allow_null=True)
    net = MoneyField(required=False, signed=True)
    gross = MoneyField(required=False)


class AccuracyOut(serializers.Serializer[Any]):
    """Inventory record accuracy: places within tolerance ÷ places counted."""

    since = DateField()
    until = DateField()
    classes = ClassAccuracyOut(many=True)


def period_of(since: Any, until: Any, days: int = 90) -> tuple[datetime, datetime]:
    """A period of days as moments, its last day included.

    Raises: Invalid when it ends before it begins.
    """
    last = until or business_day(timezone.now())
    first = since or last - timedelta(days=days - 1)
    if first > last:
        raise Invalid.field("since", "The period ends before it begins.")
    zone = timezone.get_current_timezone()
    return (
        datetime.combine(first, time.min, zone),
        datetime.combine(last + timedelta(days=1), time.min, zone),
    )


class CountAccuracy(Endpoint):
    """How exact the books were when they were counted."""

    @extend_schema(parameters=[AccuracyQuery], responses=AccuracyOut)
    def get(self, request: Any) -> Response:
        """Inventory record accuracy by class."""
        asked = self.query(AccuracyQuery)
        since, until = period_of(asked.get("since"), asked.get("until"))
        warehouse = asked.get("warehouse")
        found = count_accuracy(
            self.actor, since=since, until=until, warehouse_id=warehouse.pk if warehouse else None
        )
        shown = [self._shown(name, row) for name, row in sorted(found.items())]
        body = {"since": since.date(), "until": (until - timedelta(days=1)).date(), "classes": shown}
        return Response(AccuracyOut(body).data)

    def _shown(self, name: str, row: Accuracy) -> dict[str, Any]:
        rate = None if row.rate is None else round(row.rate, 6)
        figures = {"counts": row.counts, "places": row.places, "accurate": row.accurate, "rate": rate}
        money = {"net": row.net, "gross": row.gross} if self.actor.has("inventory.view_cost") else {}
        return {"abc_class": name, **figures, **money}


class ProposalOut(serializers.Serializer[Any]):
    """The drafts that were made, by warehouse."""

    counts = serializers.DictField(child=serializers.CharField())


class CountProposal(Endpoint):
    """Drafts of the counts that are due."""

    @extend_schema(request=NoBody, responses={201: ProposalOut})
    def post(self, request: Any) -> Response:
        """Make a draft per warehouse of the places whose last count is too long ago."""
        self.body(NoBody)
        return self.run(
            lambda: propose_counts(actor=self.actor), lambda made: {"counts": made.counts}, status=201
        )
