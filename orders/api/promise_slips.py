"""Promises at risk over the API: what no longer holds, why, and what is answered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.events import to_json
from erp.core.http.fields import DateField, MoneyField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, verb
from erp.masterdata.selectors.company import business_day
from orders.models import PromiseSlip
from orders.selectors.remedies import RIGHTS, Remedy, remedies_for
from orders.selectors.slips import mine, slips_in_list
from orders.services.remedies import remedy_slip
from orders.services.slip_answers import accept_slip

KINDS = [(kind, kind) for kind in sorted(RIGHTS)]


class PromiseSlipOut(serializers.Serializer[Any]):
    """A promise that no longer holds; dates as they were found last."""

    id = IdField("promise_slip")
    order = RefField("order")
    line = serializers.IntegerField(source="line.line_no")
    customer = RefField("customer", source="order.customer")
    product = RefField("product", source="line.item")
    quantity = QuantityField(source="line.quantity")
    value = MoneyField(source="line.net")
    currency = serializers.CharField(source="order.currency_id")
    state = serializers.ChoiceField(choices=PromiseSlip.State.choices)
    old_promise = DateField(source="old_promised_on")
    new_promise = DateField(source="new_promised_on", allow_null=True)
    days = serializers.IntegerField(allow_null=True)
    cause = serializers.ChoiceField(choices=PromiseSlip.Cause.choices)
    cause_document = serializers.CharField(source="cause_number")
    remedy = serializers.CharField()
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class RemedyOut(serializers.Serializer[Any]):
    """One way to keep the promise, or to break it less; the cost is in the base currency."""

    kind = serializers.ChoiceField(choices=KINDS)
    choice = serializers.CharField()
    promise_date = DateField(source="on")
    cost = MoneyField(allow_null=True, signed=True, help_text="Null for those who may not see costs.")
    permission = serializers.CharField(source="right")
    detail = serializers.SerializerMethodField()

    def get_detail(self, remedy: Remedy) -> dict[str, Any]:
        """What would be done."""
        shown: dict[str, Any] = to_json(remedy.facts)
        return shown


class RemedyBody(Body):
    """The remedy to do."""

    kind = serializers.ChoiceField(choices=KINDS)
    choice = TextField(max_length=40, required=False, allow_blank=True)


class PromiseSlipFilters(Filters):
    """Filters of the list of promises at risk."""

    state = ChoicesFilter(choices=PromiseSlip.State.choices, field_name="state")
    cause = ChoicesFilter(choices=PromiseSlip.Cause.choices, field_name="cause")
    order = RefFilter("order", field_name="order")
    customer = RefFilter("customer", field_name="order__customer")
    product = RefFilter("product", field_name="line__item")
    salesperson = RefFilter("user", field_name="order__salesperson")
    cause_document = django_filters.CharFilter(field_name="cause_number")
    mine = django_filters.BooleanFilter(method="only_mine")

    def only_mine(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        """The slips of the caller's own orders and customers."""
        return rows.filter(mine(self.request.actor)) if value else rows


class PromiseSlips(Resource):
    """Promises that no longer hold."""

    kind = "promise_slip"
    out = PromiseSlipOut
    filters = PromiseSlipFilters
    orderings = {"opened_at": "opened_at", "old_promise": "old_promised_on"}
    search_fields = ["order__number", "cause_number", "line__item__sku"]

    def rows(self) -> QuerySet[Any]:
        """Slips with what the answer shows."""
        return slips_in_list(super().rows())

    @extend_schema(responses=RemedyOut(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def remedies(self, request: Request, **kwargs: Any) -> Response:
        """What can be done about it, until when it helps and what it costs; none once it is settled."""
        slip = self.rows().get(pk=self.found_id())
        today = business_day(timezone.now())
        found = remedies_for(slip, self.actor, today=today) if slip.state == "open" else []
        return Response(RemedyOut(found, many=True).data)

    @verb(RemedyBody)
    def remedy(self, call: Call) -> Any:
        """Do one of the remedies; `choice` is the one that the list of remedies named."""
        return remedy_slip(
            slip_id=call.id,
            kind=call.body["kind"],
            choice=call.body.get("choice", ""),
            actor=call.actor,
            at=call.at,
        )

    @verb()
    def accept(self, call: Call) -> Any:
        """Promise the new date; the first promise stays on record."""
        return accept_slip(slip_id=call.id, actor=call.actor, at=call.at)
