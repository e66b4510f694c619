"""Operations over the API: what terminals and machines tell, once each, in whatever order it comes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.documents import parse_id
from erp.core.errors import DomainError
from erp.core.http.fields import DateField, MoneyField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, Filters, RefFilter
from erp.core.http.messages import wording
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Endpoint, NoBody, Resource, verb
from production.api.quality import InspectionBody, findings_of
from production.models import Operation, WorkReport
from production.selectors.outside_work import bought_for
from production.services.inspecting import inspect_work
from production.services.machine_news import KINDS, News, take_news
from production.services.outsourcing import MOST_DAYS, outsource_operation
from production.services.reporting import Pieces, move_operation, report_work

ZERO = Decimal(0)
MOST_EVENTS = 500


class OperationOut(serializers.Serializer[Any]):
    """An operation with the work order that it belongs to. Quantities in the product's base unit."""

    id = IdField("operation")
    work_order = RefField("work_order")
    work_order_state = serializers.CharField(source="work_order.state")
    product = RefField("product", source="work_order.item")
    operation = serializers.IntegerField(source="number")
    name = serializers.CharField()
    work_center = serializers.CharField(source="work_center.code", default=None, allow_null=True)
    state = serializers.ChoiceField(choices=Operation.State.choices)
    quantity = QuantityField(source="work_order.quantity")
    good = QuantityField()
    scrap = QuantityField(source="scrapped")
    to_inspect = QuantityField(source="unchecked")
    to_decide = QuantityField(source="rejected")
    reworked = QuantityField()
    setup_minutes = serializers.DecimalField(max_digits=14, decimal_places=4)
    run_minutes = serializers.DecimalField(max_digits=14, decimal_places=4)
    worker = serializers.CharField()
    back_date = DateField(source="back_on", allow_null=True, help_text="When its supplier brings it back.")
    purchase_order = serializers.CharField(help_text="That buys it outside; empty where none does.")
    requisition = serializers.CharField(help_text="That asks for it to be bought outside.")
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class OperationReportBody(Body):
    """Pieces since the last report."""

    good = QuantityField(minimum=0, required=False)
    scrap = QuantityField(minimum=0, required=False)
    rejected = QuantityField(minimum=0, required=False, help_text="Not good; to be decided.")
    reason = TextField(max_length=200, required=False, allow_blank=True)
    lot = TextField(max_length=60, required=False, allow_blank=True, allow_null=True)


class OutsourceBody(Body):
    """Who does it, in how many days, for how much a piece in the supplier's currency."""

    supplier = RefField("supplier")
    lead_days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS)
    unit_cost = MoneyField(required=False, allow_null=True)


class OperationEventBody(Body):
    """What a machine or terminal tells. `event_id` is its own name of it: the same again changes nothing."""

    event_id = TextField(max_length=120)
    event = serializers.ChoiceField(choices=list(KINDS))
    at = serializers.DateTimeField(required=False, allow_null=True, help_text="When it happened; else now.")
    good = QuantityField(minimum=0, required=False)
    scrap = QuantityField(minimum=0, required=False)
    rejected = QuantityField(minimum=0, required=False, help_text="Not good; to be decided.")
    reason = TextField(max_length=200, required=False, allow_blank=True)
    worker = TextField(max_length=150, required=False, allow_blank=True)


class NamedEventBody(OperationEventBody):
    """An event of an operation named by its id."""

    operation = TextField(max_length=30, help_text="The operation's id.")


class OperationEventsBody(Body):
    """Events of any operations; each is taken by itself."""

    events = NamedEventBody(many=True, allow_empty=False, max_length=MOST_EVENTS)


class OperationEventOut(serializers.Serializer[Any]):
    """What became of an event: `applied`; `waiting` for what it builds on; `refused`, with the reason."""

    event_id = serializers.CharField()
    state = serializers.ChoiceField(choices=WorkReport.State.choices)
    code = serializers.CharField(allow_blank=True, help_text="Of the refusal, where it was not kept.")
    detail = serializers.CharField(allow_blank=True)


class OperationEventsOut(serializers.Serializer[Any]):
    """What became of each event, in their order."""

    results = OperationEventOut(many=True)


class OperationFilters(Filters):
    """Filters of the list of operations."""

    state = ChoicesFilter(choices=Operation.State.choices, field_name="state")
    work_order = RefFilter("work_order", field_name="work_order")
    work_center = django_filters.CharFilter(field_name="work_center__code")


class Operations(Resource):
    """The steps of work orders, for terminals and machines."""

    kind = "operation"
    out = OperationOut
    filters = OperationFilters
    orderings = {"number": "number", "due_date": "work_order__due_on"}
    search_fields = ["name", "work_order__number"]

    def rows(self) -> QuerySet[Any]:
        """Operations with what the answer shows."""
        return super().rows().select_related("work_order__item", "work_center")

    def present(self, rows: Sequence[Any], *, in_list: bool) -> Sequence[Any]:
        """With what is bought for those done outside."""
        found = bought_for([row.pk for row in rows])
        for row in rows:
            one = found.get(row.pk)
            row.purchase_order = one.purchase_order if one else ""
            row.requisition = one.requisition.number if one else ""
        return super().present(rows, in_list=in_list)

    @verb(NoBody)
    def start(self, call: Call) -> Any:
        """Begin it, or go on."""
        return _moved(call, "start")

    @verb(NoBody)
    def pause(self, call: Call) -> Any:
        """Let it rest."""
        return _moved(call, "pause")

    @verb(NoBody)
    def finish(self, call: Call) -> Any:
        """It is done."""
        return _moved(call, "finish")

    @verb(OperationReportBody)
    def report(self, call: Call) -> Any:
        """Report good and spoiled pieces of it."""
        order_id, number = Operation.objects.values_list("work_order_id", "number").get(pk=call.id)
        report_work(
            work_order_id=order_id,
            operation=number,
            good=call.body.get("good") or ZERO,
            scrap=call.body.get("scrap") or ZERO,
            rejected=call.body.get("rejected") or ZERO,
            reason=call.body.get("reason") or "",
            lot=call.body.get("lot") or "",
            seen=call.expected_version,
            actor=call.actor,
            at=call.at,
        )
        return call.id

    @verb(OutsourceBody)
    def outsource(self, call: Call) -> Any:
        """Have a supplier do it: once the work order is released the service is asked for and bought."""
        outsource_operation(
            operation_id=call.id or 0,
            supplier=call.body["supplier"],
            lead_days=call.body["lead_days"],
            unit_cost=call.body.get("unit_cost"),
            seen=call.expected_version,
            actor=call.actor,
            at=call.at,
        )
        return call.id

    @verb(InspectionBody)
    def inspect(self, call: Call) -> Any:
        """Say what an inspection of its finished pieces has found."""
        order_id, number = Operation.objects.values_list("work_order_id", "number").get(pk=call.id)
        inspect_work(
            work_order_id=order_id,
            operation=number,
            findings=findings_of(call.body),
            seen=call.expected_version,
            actor=call.actor,
            at=call.at,
        )
        return call.id

    @extend_schema(request=OperationEventBody, responses=OperationEventOut)
    @action(detail=True, methods=["post"])
    def events(self, request: Request, id: str | None = None) -> Response:
        """Tell one event of it, as often as it takes."""
        body = self.body(OperationEventBody)
        return Response(_told(take_news(news=_news(self.found_id(), body), actor=self.actor)))


class OperationEvents(Endpoint):
    """Events of machines, many at once."""

    @extend_schema(
        operation_id="operations_events_of_many", request=OperationEventsBody, responses=OperationEventsOut
    )
    def post(self, request: Request) -> Response:
        """Take each event by itself; what one is refused for stops no other."""
        body = self.body(OperationEventsBody)
        return Response({"results": [self._take(event) for event in body["events"]]})

    def _take(self, event: dict[str, Any]) -> dict[str, str]:
        try:
            pk = parse_id("opn", event["operation"]) or 0
            return _told(take_news(news=_news(pk, event), actor=self.actor))
        except DomainError as refusal:
            texts = [text for texts in (refusal.errors or {}).values() for text in texts]
            detail = " ".join(map(str, texts)) or wording(refusal.code, refusal.facts)[1]
            return {"event_id": event["event_id"], "state": "refused", "code": refusal.code, "detail": detail}


def _moved(call: Call, kind: str) -> int:
    order_id, number = Operation.objects.values_list("work_order_id", "number").get(pk=call.id)
    move_operation(
        work_order_id=order_id, operation=number, verb=kind, seen=call.expected_version, actor=call.actor,
        at=call.at,
    )  # fmt: skip
    return call.id


def _news(operation_id: int, body: dict[str, Any]) -> News:
    pieces = Pieces(
        good=body.get("good") or ZERO,
        scrap=body.get("scrap") or ZERO,
        reason=(body.get("reason") or "").strip(),
        rejected=body.get("rejected") or ZERO,
    )
    at = body.get("at") or timezone.now()
    return News(body["event_id"], operation_id, body["event"], at, pieces, body.get("worker") or "")


def _told(row: WorkReport) -> dict[str, str]:
    return {"event_id": row.key or "", "state": row.state, "code": "", "detail": row.refusal}
