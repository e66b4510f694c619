"""Pegs over the API: seen both ways, tied, fixed and undone."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from erp.core.errors import Invalid
from erp.core.http.fields import DateField, QuantityField, TextField
from erp.core.http.filters import DocumentFilter, Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, creates, deletes
from inventory.selectors.pegs import pegs_in_list, supply_by_document
from inventory.services.manual_pegs import peg_by_hand, unpeg_by_hand


class PegOut(serializers.Serializer[Any]):
    """The link from a supply to the demand it serves."""

    id = IdField("peg")
    product = RefField("product", source="demand.item")
    warehouse = RefField("warehouse", source="demand.warehouse")
    order = serializers.CharField(source="demand.document_number")
    line = serializers.IntegerField(source="demand.line_no")
    promised_date = DateField(source="demand.promised_on", allow_null=True)
    supply = serializers.CharField(source="supply.document_number")
    supply_kind = serializers.CharField(source="supply.kind")
    due_date = DateField(source="supply.due_on")
    quantity = QuantityField()
    hard = serializers.BooleanField(source="is_hard")


class PegIn(Body):
    """A tie: an order's line, and the document that brings what it lacks."""

    order_line = RefField("order_line")
    supply = TextField(max_length=60)
    quantity = QuantityField()
    hard = serializers.BooleanField(required=False, default=True)


class PegFilters(Filters):
    """Filters of the list of pegs."""

    product = RefFilter("product", field_name="demand__item")
    warehouse = RefFilter("warehouse", field_name="demand__warehouse")
    order = DocumentFilter("order", prefix="demand__document")
    purchase_order = DocumentFilter("purchase_order", prefix="supply__document")


class Pegs(Resource):
    """Which supply serves which demand."""

    kind = "peg"
    out = PegOut
    filters = PegFilters
    orderings = {"due_date": "supply__due_on"}
    search_fields = ["demand__item__sku", "demand__document_number", "supply__document_number"]

    def rows(self) -> QuerySet[Any]:
        """Pegs with what the answer shows."""
        return pegs_in_list(super().rows())

    @creates(PegIn)
    def create(self, call: Call) -> Any:
        """Tie a supply to an order's line, or change the tie; a hard one is not moved by the system."""
        demand = call.body["order_line"].demand
        if demand is None:
            raise Invalid.field("order_line", _("The order is not confirmed."), "not_confirmed")
        supply = supply_by_document(demand, call.body["supply"])
        if supply is None:
            text = _("Nothing of it is expected from this document in this warehouse.")
            raise Invalid.field("supply", text, "unknown")
        return peg_by_hand(
            demand_id=demand.pk,
            supply_id=supply.pk,
            quantity=call.body["quantity"],
            is_hard=call.body["hard"],
            actor=call.actor,
            at=call.at,
        )

    @deletes
    def destroy(self, call: Call) -> Any:
        """Undo a tie."""
        unpeg_by_hand(peg_id=call.id, actor=call.actor, at=call.at)
