"""Soft holds over the API: stock kept back without an order."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from erp.core.errors import Invalid
from erp.core.http.fields import QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, creates, verb
from inventory.models import Hold, Warehouse
from inventory.selectors.holds import holds_in_list
from inventory.selectors.warehouses import default_warehouse
from inventory.services.holds import HoldInput, extend_hold, hold_stock, release_hold


class HoldOut(serializers.Serializer[Any]):
    """A soft hold: how much is kept back of what, for whom and until when."""

    id = IdField("hold")
    number = serializers.CharField()
    state = serializers.CharField()
    product = RefField("product", source="item")
    warehouse = RefField("warehouse")
    customer = RefField("customer", allow_null=True)
    quantity = QuantityField()
    reserved = QuantityField(source="demand.reserved")
    unit = serializers.CharField(source="item.unit.code")
    expires_at = serializers.DateTimeField()
    reference = serializers.CharField()
    note = serializers.CharField()
    made_by = serializers.CharField()
    taken_over_by = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_taken_over_by(self, row: Hold) -> str | None:
        """The number of the order that took it over."""
        return row.taken_by_number or None


class HoldIn(Body):
    """What to keep back; without a warehouse the usual one."""

    product = RefField("product")
    warehouse = RefField("warehouse", required=False, allow_null=True)
    quantity = QuantityField()
    expires_at = serializers.DateTimeField()
    customer = RefField("customer", required=False, allow_null=True)
    reference = TextField(max_length=60, required=False, allow_blank=True)
    note = TextField(max_length=500, required=False, allow_blank=True)


class ExtendIn(Body):
    """Until when instead."""

    expires_at = serializers.DateTimeField()


class ReleaseIn(Body):
    """Why, if there is something to say."""

    reason = TextField(max_length=500, required=False, allow_blank=True)


class HoldFilters(CreatedFilters):
    """Filters of the list of holds."""

    state = ChoicesFilter(choices=Hold.State.choices, field_name="state")
    product = RefFilter("product", field_name="item")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    customer = RefFilter("customer", field_name="customer")


def make_hold(call: Call) -> Hold:
    """Hold what a request's body asks for."""
    body = call.body
    return hold_stock(
        hold=HoldInput(
            item=body["product"],
            warehouse=body.get("warehouse") or _usual_warehouse(),
            quantity=body["quantity"],
            expires_at=body["expires_at"],
            customer=body.get("customer"),
            reference=body.get("reference", ""),
            note=body.get("note", ""),
        ),
        actor=call.actor,
        at=call.at,
    )


def _usual_warehouse() -> Warehouse:
    usual = default_warehouse()
    if usual is None:
        raise Invalid.field("warehouse", _("There is no warehouse yet."), "required")
    return usual


class Holds(Resource):
    """Stock kept back without an order, until a moment."""

    kind = "hold"
    out = HoldOut
    filters = HoldFilters
    orderings = {"created_at": "created_at", "expires_at": "expires_at", "number": "number"}
    search_fields = ["number", "reference", "item__sku", "customer__name"]

    def rows(self) -> QuerySet[Any]:
        """Holds with what the answer shows."""
        return holds_in_list(super().rows())

    @creates(HoldIn)
    def create(self, call: Call) -> Any:
        """Keep free stock back: all of it or none."""
        return make_hold(call)

    @verb(ExtendIn)
    def extend(self, call: Call) -> Any:
        """Let it end at another moment."""
        return extend_hold(
            hold_id=call.id,
            expires_at=call.body["expires_at"],
            actor=call.actor,
            expected_version=call.expected_version,
            at=call.at,
        )

    @verb(ReleaseIn)
    def release(self, call: Call) -> Any:
        """Give it up: the stock is free for others."""
        return release_hold(
            hold_id=call.id,
            reason=call.body.get("reason", ""),
            actor=call.actor,
            expected_version=call.expected_version,
            at=call.at,
        )
