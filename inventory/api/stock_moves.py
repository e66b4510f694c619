"""The stock ledger over the API: reading it, and people's hands on the stock."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from erp.core.errors import Conflict
from erp.core.http.fields import DateField, MoneyField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, Filters, MomentFilter, NumberFilter, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.shapes import render
from erp.core.http.views import Call, Resource, creates, verb
from inventory.api.places import location_of
from inventory.models import Move, Transfer
from inventory.selectors.items import in_base_unit
from inventory.selectors.moves import moves_in_list, transfer_of_move, transfers_of
from inventory.services.stock import adjust_stock, issue_stock, receive_stock
from inventory.services.transfers import receive_transfer, transfer_stock

STATES = [("in_transit", "In transit"), ("received", "Received")]
KINDS = [(kind, kind) for kind in ("receipt", "issue", "adjustment", "transfer")]


class TransferState(serializers.Serializer[Any]):
    """How far a transfer is."""

    number = serializers.CharField()
    state = serializers.SerializerMethodField()
    to_warehouse = RefField("warehouse")
    due_date = DateField(source="due_on")
    received_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(serializers.ChoiceField(choices=STATES))
    def get_state(self, row: Transfer) -> str:
        """On its way or there."""
        return "in_transit" if row.received_at is None else "received"


class MoveOut(serializers.Serializer[Any]):
    """One line of the stock ledger; the value only for those who may see costs."""

    id = IdField("stock_move")
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=Move.Kind.choices)
    product = RefField("product", source="item")
    quantity = QuantityField(signed=True)
    value = MoneyField(signed=True, required=False, help_text="With the right inventory.view_cost alone.")
    warehouse = RefField("warehouse")
    location = serializers.CharField(source="location.code")
    lot = serializers.SerializerMethodField()
    reason = serializers.CharField()
    document = serializers.CharField(source="source_number")
    order = serializers.CharField(source="order_number")
    by = serializers.CharField(source="actor_label")
    transfer = serializers.SerializerMethodField()

    def get_lot(self, row: Move) -> str | None:
        """The lot's code."""
        return row.lot.code if row.lot else None

    @extend_schema_field(TransferState(allow_null=True))
    def get_transfer(self, row: Move) -> Any:
        """The transfer that the move belongs to."""
        transfer = self.context["transfers"].get(row.source_id) if row.source_kind == "transfer" else None
        return None if transfer is None else TransferState(transfer).data

    def to_representation(self, instance: Move) -> dict[str, Any]:
        """The move; its value is left out for those who may not see costs."""
        shown = super().to_representation(instance)
        if not self.context["actor"].has("inventory.view_cost"):
            shown.pop("value", None)
        return shown


class MoveBody(Body):
    """What to do with the stock; an adjustment has a sign, `to_warehouse` is for transfers."""

    kind = serializers.ChoiceField(choices=KINDS)
    product = RefField("product")
    quantity = QuantityField(signed=True)
    unit = RefField("unit", required=False, allow_null=True, help_text="Of the quantity; else the base unit.")
    warehouse = RefField("warehouse")
    location = TextField(
        max_length=60, required=False, allow_null=True, help_text="Its code, path (MAIN/A-01) or id."
    )
    to_warehouse = RefField("warehouse", required=False, allow_null=True)
    to_location = TextField(max_length=60, required=False, allow_null=True)
    lot = TextField(max_length=60, required=False, allow_null=True, allow_blank=True)
    expires_date = DateField(required=False, allow_null=True)
    transit_days = serializers.IntegerField(required=False, min_value=0, max_value=365)
    reason = TextField(max_length=200, required=False, allow_blank=True)


class TransferReceiveBody(Body):
    """Where a transfer's goods are put, and how much arrived where it is not all.

    The rest stays in transit; with a `difference_reason` it did not arrive and is written off.
    """

    to_location = TextField(max_length=60, required=False, allow_null=True)
    quantity = QuantityField(required=False, allow_null=True, minimum=0)
    difference_reason = TextField(max_length=200, required=False, allow_blank=True)


class MoveFilters(Filters):
    """Filters of the ledger."""

    kind = ChoicesFilter(choices=Move.Kind.choices, field_name="kind")
    product = RefFilter("product", field_name="item")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    order = NumberFilter("order", field_name="order_number")
    document = django_filters.CharFilter(field_name="source_number")
    lot = django_filters.CharFilter(field_name="lot__code")
    created_after = MomentFilter(field_name="at", lookup_expr="gte")
    created_before = MomentFilter(field_name="at", lookup_expr="lt")


class StockMoves(Resource):
    """The stock ledger; nothing in it is ever changed."""

    kind = "stock_move"
    out = MoveOut
    filters = MoveFilters
    search_fields = ["item__sku", "order_number", "source_number", "lot__code"]

    def rows(self) -> QuerySet[Any]:
        """Moves with what the answer shows."""
        return moves_in_list(super().rows())

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """By the whole SKU, document number or lot code: a ledger is too long to look inside its words."""
        wanted = text.upper()
        by_number = Q(order_number=wanted) | Q(source_number=wanted)
        return rows.filter(Q(item__sku=text) | Q(lot__code=text) | by_number)

    def present(self, rows: Any, *, in_list: bool) -> Any:
        """Moves, with the transfers that they belong to."""
        moves = list(rows)
        context = {"actor": self.actor, "request": self.request, "transfers": transfers_of(moves)}
        return render(MoveOut, moves, context)

    @creates(MoveBody)
    def create(self, call: Call) -> Any:
        """Receive, issue, adjust or transfer; answers with the first line that it wrote to the ledger."""
        return _DO[call.body["kind"]](call, _common(call))

    @verb(TransferReceiveBody)
    def receive(self, call: Call) -> Any:
        """The goods of a transfer have arrived; named by any of its moves."""
        transfer_id = transfer_of_move(call.id)
        if transfer_id is None:
            raise Conflict("not_a_transfer")
        warehouse = Transfer.objects.select_related("to_warehouse").get(pk=transfer_id).to_warehouse
        place = location_of(warehouse, call.body.get("to_location"), "to_location")
        return receive_transfer(
            transfer_id=transfer_id,
            to_location=place,
            quantity=call.body.get("quantity"),
            difference_reason=call.body.get("difference_reason", ""),
            actor=call.actor,
            at=call.at,
        )


def _common(call: Call) -> dict[str, Any]:
    body = call.body
    return {
        "item": body["product"],
        "quantity": in_base_unit(body["product"], body.get("unit"), body["quantity"]),
        "reason": body.get("reason", ""),
        "location": location_of(body["warehouse"], body.get("location"), "location"),
        "lot": body.get("lot") or None,
        "actor": call.actor,
        "at": call.at,
    }


def _receipt(call: Call, common: dict[str, Any]) -> Move:
    expires = call.body.get("expires_date")
    return receive_stock(warehouse=call.body["warehouse"], expires_on=expires, **common)[0]


def _issue(call: Call, common: dict[str, Any]) -> Move:
    return issue_stock(warehouse=call.body["warehouse"], **common)[0]


def _adjustment(call: Call, common: dict[str, Any]) -> Move:
    return adjust_stock(warehouse=call.body["warehouse"], **common)[0]


def _transfer(call: Call, common: dict[str, Any]) -> int:
    body = call.body
    target = body.get("to_warehouse") or body["warehouse"]
    transfer = transfer_stock(
        from_warehouse=body["warehouse"],
        to_warehouse=target,
        to_location=location_of(target, body.get("to_location"), "to_location"),
        transit_days=body.get("transit_days"),
        **common,
    )
    moves = Move.objects.filter(source_kind="transfer", source_id=transfer.pk).order_by("pk")
    return int(moves.values_list("pk", flat=True)[0])


_DO = {"receipt": _receipt, "issue": _issue, "adjustment": _adjustment, "transfer": _transfer}
