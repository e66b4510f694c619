"""Warehouses and locations over the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.columns import columns
from erp.core.http.fields import KeyTextField, QuantityField, StrictDecimalField, TextField
from erp.core.http.filters import ChoicesFilter, Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, deletes
from inventory.models import Location
from inventory.selectors import warehouses as _warehouses  # noqa: F401 -- registers who sees what
from inventory.services.warehouses import (
    create_location,
    create_warehouse,
    delete_location,
    delete_warehouse,
    edit_location,
    edit_warehouse,
)


class WarehouseOut(serializers.Serializer[Any]):
    """A warehouse."""

    id = IdField("warehouse")
    code = serializers.CharField()
    name = serializers.CharField()
    address = serializers.CharField()
    time_zone = serializers.CharField()
    calendar = RefField("calendar", allow_null=True)
    is_default = serializers.BooleanField()
    is_active = serializers.BooleanField()


class WarehouseIn(Body):
    """A new or changed warehouse."""

    code = KeyTextField(max_length=40)
    name = TextField(max_length=120)
    address = TextField(max_length=1000, lines=True, required=False, allow_blank=True)
    time_zone = TextField(max_length=60, required=False)
    calendar = RefField("calendar", required=False, allow_null=True)
    is_default = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)


class Warehouses(Resource):
    """Places that keep stock and ship it."""

    kind = "warehouse"
    out = WarehouseOut
    orderings = {"code": "code", "name": "name"}
    search_fields = ["code", "name"]

    def rows(self) -> QuerySet[Any]:
        """Warehouses with their calendars."""
        return super().rows().select_related("calendar")

    @creates(WarehouseIn)
    def create(self, call: Call) -> Any:
        """Take up a warehouse with its first locations."""
        values = columns(call.body, {"calendar": "calendar_id"})
        return create_warehouse(values=values, actor=call.actor)

    @changes(WarehouseIn)
    def partial_update(self, call: Call) -> Any:
        """Change a warehouse."""
        values = columns(call.body, {"calendar": "calendar_id"})
        return edit_warehouse(warehouse_id=call.id, values=values, actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Delete a warehouse that was never used."""
        delete_warehouse(warehouse_id=call.id, actor=call.actor)


class LocationOut(serializers.Serializer[Any]):
    """A bin or area of a warehouse."""

    id = IdField("location")
    code = serializers.CharField()
    path = serializers.CharField(help_text="The human key: MAIN/A-01-03.")
    warehouse = RefField("warehouse")
    kind = serializers.ChoiceField(choices=Location.Kind.choices)
    is_usable = serializers.BooleanField()
    zone = serializers.CharField()
    pick_sequence = serializers.IntegerField()
    barcode = serializers.CharField()
    capacity_quantity = QuantityField(allow_null=True)
    capacity_weight_kg = StrictDecimalField(allow_null=True)
    category = RefField("category", allow_null=True)
    allows_mixed_items = serializers.BooleanField()
    allows_mixed_lots = serializers.BooleanField()
    is_active = serializers.BooleanField()


class LocationPatch(Body):
    """A changed location; it stays in its warehouse."""

    code = KeyTextField(max_length=40)
    kind = serializers.ChoiceField(choices=Location.Kind.choices, required=False)
    is_usable = serializers.BooleanField(required=False)
    zone = TextField(max_length=40, required=False, allow_blank=True)
    pick_sequence = serializers.IntegerField(min_value=0, max_value=10**9, required=False)
    barcode = TextField(max_length=60, required=False, allow_blank=True)
    capacity_quantity = QuantityField(required=False, allow_null=True)
    capacity_weight_kg = StrictDecimalField(required=False, allow_null=True)
    category = RefField("category", required=False, allow_null=True)
    allows_mixed_items = serializers.BooleanField(required=False)
    allows_mixed_lots = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)


class LocationIn(LocationPatch):
    """A new location."""

    warehouse = RefField("warehouse")


class LocationFilters(Filters):
    """Filters of the list of locations."""

    warehouse = RefFilter("warehouse", field_name="warehouse")
    kind = ChoicesFilter(choices=Location.Kind.choices, field_name="kind")
    code = django_filters.CharFilter(field_name="code")
    zone = django_filters.CharFilter(field_name="zone")
    barcode = django_filters.CharFilter(field_name="barcode")
    is_active = django_filters.BooleanFilter()


class Locations(Resource):
    """Bins and areas; they are named by their path, MAIN/A-01-03, or their id (an address takes the id)."""

    kind = "location"
    out = LocationOut
    filters = LocationFilters
    orderings = {"code": "code", "pick_sequence": "pick_sequence"}
    search_fields = ["code", "zone", "barcode"]

    def rows(self) -> QuerySet[Any]:
        """Locations with their warehouses."""
        return super().rows().select_related("warehouse", "category")

    @creates(LocationIn)
    def create(self, call: Call) -> Any:
        """Take up a location."""
        values = columns(call.body, {"category": "category_id"}, "warehouse")
        warehouse = call.body["warehouse"]
        return create_location(warehouse_id=warehouse.pk, values=values, actor=call.actor)

    @changes(LocationPatch)
    def partial_update(self, call: Call) -> Any:
        """Change a location."""
        values = columns(call.body, {"category": "category_id"})
        return edit_location(location_id=call.id, values=values, actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Delete a location that was never used."""
        delete_location(location_id=call.id, actor=call.actor)
