"""Supply that nobody needs any more, over the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import DateField, QuantityField, TextField
from erp.core.http.refs import Body, RefField, resolve
from erp.core.http.views import Endpoint
from production.models.work_order import KIND
from production.selectors.left_over import REQUISITION, left_over
from production.selectors.work_orders import VIEW
from production.services.left_over import CHOICES, settle_left_over

KINDS = [(KIND, KIND), (REQUISITION, REQUISITION)]


class LeftOverQuery(Body):
    """Of one order and what was made or bought for it, or of all."""

    order = RefField("order", required=False)


class LeftOverOut(serializers.Serializer[Any]):
    """A work order or requisition, how much of it is left over, and whom it was for."""

    kind = serializers.ChoiceField(choices=KINDS)
    number = serializers.CharField()
    state = serializers.CharField()
    product = RefField("product", source="item")
    quantity = QuantityField(help_text="Left over.")
    whole = QuantityField()
    due_date = DateField(source="due_on")
    document = serializers.CharField(source="document.number", help_text="Whom it was asked for.")
    purchase_order = serializers.CharField(source="ordered_with", help_text="Where it was ordered already.")
    asked_less = QuantityField(
        allow_null=True, help_text="What its supplier is asked to deliver less; null where nobody asked."
    )
    may_ask_supplier = serializers.BooleanField(source="may_ask")
    version = serializers.IntegerField()


class LeftOverListOut(serializers.Serializer[Any]):
    """What is left over, the most urgent first."""

    results = LeftOverOut(many=True)


class LeftOverBody(Body):
    """What becomes of it: `order` gets what is handed over; `document` says whose, where many asked."""

    kind = serializers.ChoiceField(choices=KINDS)
    number = TextField(max_length=60)
    document = TextField(max_length=60, required=False, allow_blank=True)
    choice = serializers.ChoiceField(choices=[(one, one) for one in CHOICES])
    quantity = QuantityField(required=False, allow_null=True)
    order = RefField("order", required=False, allow_null=True)
    version = serializers.IntegerField(required=False, allow_null=True, min_value=1)


class LeftOvers(Endpoint):
    """Work orders and requisitions of which nobody needs all any more."""

    @extend_schema(
        operation_id="left_over_supply_list", parameters=[LeftOverQuery], responses=LeftOverListOut
    )
    def get(self, request: Request) -> Response:
        """What is left over."""
        self.actor.require(VIEW)
        order = self.query(LeftOverQuery).get("order")
        rows = left_over(order=order.ref if order else None)
        return Response(LeftOverListOut({"results": rows}, context={"actor": self.actor}).data)


class LeftOverSettle(Endpoint):
    """What becomes of supply that nobody needs."""

    @extend_schema(operation_id="left_over_supply_settle", request=LeftOverBody, responses=LeftOverListOut)
    def post(self, request: Request) -> Response:
        """Keep it for stock, reduce or cancel it, ask its supplier to, or hand it to another order.

        Gives what is left then.
        """
        self.actor.require(VIEW)
        body = self.body(LeftOverBody)
        order = body.get("order")
        settle_left_over(
            kind=body["kind"],
            row_id=resolve(body["kind"], body["number"], self.actor),
            document_number=body.get("document") or "",
            choice=body["choice"],
            quantity=body.get("quantity"),
            target=order.ref if order else None,
            expected_version=body.get("version"),
            actor=self.actor,
        )
        return Response(LeftOverListOut({"results": left_over()}, context={"actor": self.actor}).data)
