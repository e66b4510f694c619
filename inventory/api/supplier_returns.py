"""Goods sent back to suppliers over the API: what is open, replacement, claims given up."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.fields import DateField, QuantityField, TextField
from erp.core.http.filters import CreatedFilters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, verb
from inventory.models import SupplierReturn
from inventory.selectors.supplier_returns import OPEN, supplier_returns_in_full
from inventory.services.supplier_returns import order_replacement, write_off_return


class SupplierReturnOut(serializers.Serializer[Any]):
    """What went back, in the product's base unit, and what is settled of it."""

    id = IdField("supplier_return")
    number = serializers.CharField()
    supplier = RefField("supplier")
    warehouse = RefField("warehouse")
    product = RefField("product", source="item")
    unit = serializers.CharField(source="item.unit.code")
    lot = serializers.CharField(source="lot.code", default=None, allow_null=True)
    came_from = serializers.CharField(
        source="source_number", help_text="The receipt or the customer's return."
    )
    quantity = QuantityField()
    credited = QuantityField()
    replaced = QuantityField()
    replacement_coming = QuantityField(source="coming")
    written_off = QuantityField()
    open_quantity = QuantityField()
    reason = serializers.CharField()
    sent_date = DateField(source="sent_on")
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ReplaceBody(Body):
    """When the replacement comes; without a quantity all that nothing is decided about."""

    expected_date = DateField()
    quantity = QuantityField(required=False)


class WriteOffBody(Body):
    """Why nothing is expected any more; without a quantity all that nothing is decided about."""

    reason = TextField(max_length=500)
    quantity = QuantityField(required=False)


class SupplierReturnFilters(CreatedFilters):
    """Filters of the list of returns to suppliers."""

    supplier = RefFilter("supplier", field_name="supplier")
    product = RefFilter("product", field_name="item")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    open = django_filters.BooleanFilter(method="only_open")

    def only_open(self, rows: QuerySet[SupplierReturn], name: str, value: bool) -> QuerySet[SupplierReturn]:
        """Those that something is owed of, or those that are settled."""
        return rows.filter(OPEN) if value else rows.exclude(OPEN)


class SupplierReturns(Resource):
    """Goods sent back to suppliers; made by `receipts/{id}/dispose/` and by customers' returns."""

    kind = "supplier_return"
    out = SupplierReturnOut
    filters = SupplierReturnFilters
    orderings = {"number": "number", "created_at": "created_at", "sent_date": "sent_on"}
    search_fields = ["number", "source_number", "item__sku", "supplier__name"]

    def rows(self) -> QuerySet[Any]:
        """Returns with what is on its way to replace them."""
        return supplier_returns_in_full(super().rows())

    @verb(ReplaceBody)
    def replace(self, call: Call) -> Any:
        """The supplier replaces it: a purchase order for nothing brings it on a day."""
        return order_replacement(
            **_common(call), expected_on=call.body["expected_date"], quantity=call.body.get("quantity")
        )

    @verb(WriteOffBody, path="write-off")
    def write_off(self, call: Call) -> Any:
        """Expect neither credit nor replacement."""
        return write_off_return(
            **_common(call), reason=call.body["reason"], quantity=call.body.get("quantity")
        )


def _common(call: Call) -> dict[str, Any]:
    return {
        "supplier_return_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }
