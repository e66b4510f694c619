"""Routings over the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.columns import columns
from erp.core.http.fields import DateField, QuantityField, StrictDecimalField, TextField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, deletes
from production.models import Routing
from production.selectors.costs import COST_RIGHT
from production.services.routings import (
    MAX_ALTERNATIVES,
    MAX_MINUTES,
    MAX_OPERATIONS,
    create_routing,
    delete_routing,
    edit_routing,
)

_REFS = {"work_center": "work_center_id", "supplier": "supplier_id"}
_VALUES = ("valid_to", "lot_quantity", "is_active", "note")


def _minutes(**kwargs: Any) -> StrictDecimalField:
    return StrictDecimalField(max_decimals=4, minimum=0, maximum=MAX_MINUTES, required=False, **kwargs)


class RoutingAlternativeOut(serializers.Serializer[Any]):
    """Another work center for an operation."""

    work_center = RefField("work_center")
    factor = StrictDecimalField()
    preference = serializers.IntegerField()


class RoutingAlternativeIn(Body):
    """Another work center; set-up and run take `factor` times as long there."""

    work_center = RefField("work_center")
    factor = StrictDecimalField(max_decimals=4, above=0, maximum=Decimal(1000), required=False)
    preference = serializers.IntegerField(min_value=1, max_value=1000, required=False)


class RoutingOperationOut(serializers.Serializer[Any]):
    """An operation: minutes of set-up once, of run per base unit, of waiting before and after."""

    number = serializers.IntegerField()
    work_center = RefField("work_center")
    name = serializers.CharField()
    setup_minutes = StrictDecimalField()
    run_minutes = StrictDecimalField()
    queue_minutes = StrictDecimalField()
    move_minutes = StrictDecimalField()
    overlap_quantity = QuantityField(allow_null=True)
    setup_group = serializers.CharField()
    supplier = RefField("supplier", allow_null=True)
    lead_days = serializers.IntegerField(allow_null=True)
    outside_price = StrictDecimalField(allow_null=True, required=False)
    instruction = serializers.CharField()
    inspection_percent = StrictDecimalField(allow_null=True)
    inspection_note = serializers.CharField()
    alternatives = RoutingAlternativeOut(many=True)

    def to_representation(self, instance: Any) -> Any:
        """The operation, without its price for those who may not see costs."""
        shown = super().to_representation(instance)
        if not self.context["actor"].has(COST_RIGHT):
            shown.pop("outside_price")
        return shown


class RoutingOperationIn(Body):
    """An operation; without a number it gets the next ten. Outside ones need their days."""

    number = serializers.IntegerField(min_value=1, max_value=999_999, required=False)
    work_center = RefField("work_center")
    name = TextField(max_length=120, required=False, allow_blank=True)
    setup_minutes = _minutes()
    run_minutes = _minutes()
    queue_minutes = _minutes()
    move_minutes = _minutes()
    overlap_quantity = QuantityField(required=False, allow_null=True)
    setup_group = TextField(max_length=40, required=False, allow_blank=True)
    supplier = RefField("supplier", required=False, allow_null=True)
    lead_days = serializers.IntegerField(min_value=0, max_value=3650, required=False, allow_null=True)
    outside_price = StrictDecimalField(max_decimals=6, minimum=0, required=False, allow_null=True)
    instruction = TextField(max_length=4000, lines=True, required=False, allow_blank=True)
    inspection_percent = StrictDecimalField(
        max_decimals=3, above=0, maximum=Decimal(100), required=False, allow_null=True,
        help_text="So many percent of its pieces are inspected before they go on.",
    )  # fmt: skip
    inspection_note = TextField(max_length=400, required=False, allow_blank=True)
    alternatives = RoutingAlternativeIn(many=True, required=False, max_length=MAX_ALTERNATIVES)


class RoutingOut(serializers.Serializer[Any]):
    """How a product is made, from a day on."""

    id = IdField("routing")
    product = RefField("product", source="item")
    version_number = serializers.IntegerField(source="version")
    valid_from = DateField()
    valid_to = DateField(allow_null=True)
    lot_quantity = QuantityField()
    is_active = serializers.BooleanField()
    note = serializers.CharField()
    operations = RoutingOperationOut(many=True)
    version = serializers.IntegerField(source="revision", help_text="Gives the ETag.")


class RoutingPatch(Body):
    """A changed routing; its operations are replaced as a whole where given."""

    operations = RoutingOperationIn(many=True, required=False, allow_empty=False, max_length=MAX_OPERATIONS)
    valid_to = DateField(required=False, allow_null=True)
    lot_quantity = QuantityField(required=False)
    is_active = serializers.BooleanField(required=False)
    note = TextField(max_length=400, required=False, allow_blank=True)


class RoutingIn(RoutingPatch):
    """A new routing, in force at once without `valid_from`; one of the same day is replaced."""

    product = RefField("product")
    operations = RoutingOperationIn(many=True, allow_empty=False, max_length=MAX_OPERATIONS)
    valid_from = DateField(required=False, allow_null=True)


class OperationAtFilter(RefFilter):
    """Routings with an operation at a work center, each once however many it has there."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Those with at least one."""
        if not value:
            return qs
        return qs.filter(pk__in=super().filter(Routing.objects.order_by(), value).values("pk"))


class RoutingFilters(Filters):
    """Filters of the list of routings."""

    product = RefFilter("product", field_name="item")
    work_center = OperationAtFilter("work_center", field_name="operations__work_center")
    is_active = django_filters.BooleanFilter(field_name="is_active")


def _operations(body: dict[str, Any]) -> Any:
    """The operations of a body as the service takes them."""
    found = []
    for row in body["operations"]:
        values = columns(row, _REFS)
        if "alternatives" in row:
            values["alternatives"] = [columns(one, _REFS) for one in row["alternatives"]]
        found.append(values)
    return found


def _values(body: dict[str, Any]) -> Any:
    return {name: body[name] for name in _VALUES if name in body}


class Routings(Resource):
    """How products are made."""

    kind = "routing"
    out = RoutingOut
    filters = RoutingFilters
    orderings = {"valid_from": "valid_from", "product": "item__sku"}
    search_fields = ["item__sku", "item__name"]

    def rows(self) -> QuerySet[Any]:
        """Routings with their operations."""
        rows = super().rows().select_related("item")
        return rows.prefetch_related(
            "operations__work_center", "operations__supplier", "operations__alternatives__work_center"
        )

    @creates(RoutingIn)
    def create(self, call: Call) -> Any:
        """Say how a product is made."""
        return create_routing(
            item_id=call.body["product"].pk,
            operations=_operations(call.body),
            valid_from=call.body.get("valid_from"),
            values=_values(call.body),
            actor=call.actor,
        )

    @changes(RoutingPatch)
    def partial_update(self, call: Call) -> Any:
        """Change a routing; work orders keep the operations that they were made with."""
        return edit_routing(
            routing_id=call.id,
            operations=_operations(call.body) if "operations" in call.body else None,
            values=_values(call.body),
            expected_version=call.expected_version,
            actor=call.actor,
        )

    @deletes
    def destroy(self, call: Call) -> Any:
        """Take a routing out; the one before it is in force again."""
        delete_routing(routing_id=call.id, expected_version=call.expected_version, actor=call.actor)
