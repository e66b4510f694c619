"""Products and their categories over the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.columns import columns
from erp.core.http.fields import (
    CustomField,
    KeyTextField,
    MoneyField,
    QuantityField,
    StrictDecimalField,
    TextField,
)
from erp.core.http.filters import ChoicesFilter, CreatedFilters, Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, deletes
from erp.core.search import search_filter
from erp.masterdata.selectors.units import unit_rows
from inventory.models import Item
from inventory.selectors import items as _items  # noqa: F401 -- registers who sees what
from inventory.services.categories import create_category, delete_category, edit_category
from inventory.services.items import create_item, edit_item

COST_RIGHT = "inventory.view_cost"
USUAL_UNIT = "pcs"
MAX_FACTOR = 10**12
_REFS = {"category": "category_id", "unit": "unit_id", "tax_code": "tax_code_id"}


class ItemUnitOut(serializers.Serializer[Any]):
    """A further unit of a product: numerator/denominator base units."""

    unit = RefField("unit")
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField()
    barcode = serializers.CharField()


class ItemUnitIn(Body):
    """A further unit of a product."""

    unit = RefField("unit")
    numerator = serializers.IntegerField(min_value=1, max_value=MAX_FACTOR, required=False, default=1)
    denominator = serializers.IntegerField(min_value=1, max_value=MAX_FACTOR, required=False, default=1)
    barcode = TextField(max_length=60, required=False, allow_blank=True)


class ProductOut(serializers.Serializer[Any]):
    """A product; the standard cost is shown to those who may see costs."""

    id = IdField("product")
    sku = serializers.CharField()
    name = serializers.CharField()
    barcode = serializers.CharField()
    category = RefField("category", allow_null=True)
    unit = RefField("unit")
    units = ItemUnitOut(many=True)
    kind = serializers.ChoiceField(choices=Item.Kind.choices)
    supply = serializers.ChoiceField(choices=Item.Supply.choices)
    planning = serializers.ChoiceField(choices=Item.Planning.choices)
    tracking = serializers.ChoiceField(choices=Item.Tracking.choices)
    list_price = MoneyField()
    standard_cost = MoneyField(required=False)
    tax_code = RefField("tax_code", allow_null=True)
    safety_stock = QuantityField()
    reorder_point = QuantityField(allow_null=True)
    reorder_quantity = QuantityField(allow_null=True)
    lead_time_days = serializers.IntegerField()
    weight_kg = StrictDecimalField()
    shelf_life_days = serializers.IntegerField(allow_null=True)
    is_active = serializers.BooleanField()
    is_sold = serializers.BooleanField()
    custom = CustomField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, instance: Any) -> Any:
        """The product, without its cost for those who may not see costs."""
        shown = super().to_representation(instance)
        if not self.context["actor"].has(COST_RIGHT):
            shown.pop("standard_cost")
        return shown


class ProductIn(Body):
    """A new or changed product; further units are replaced as a whole where given."""

    sku = KeyTextField(max_length=60)
    name = TextField(max_length=200)
    barcode = TextField(max_length=60, required=False, allow_blank=True)
    category = RefField("category", required=False, allow_null=True)
    unit = RefField("unit", required=False)
    units = ItemUnitIn(many=True, required=False, max_length=20)
    kind = serializers.ChoiceField(choices=Item.Kind.choices, required=False)
    supply = serializers.ChoiceField(choices=Item.Supply.choices, required=False)
    planning = serializers.ChoiceField(choices=Item.Planning.choices, required=False)
    tracking = serializers.ChoiceField(choices=Item.Tracking.choices, required=False)
    list_price = MoneyField(required=False)
    standard_cost = MoneyField(required=False)
    tax_code = RefField("tax_code", required=False, allow_null=True)
    safety_stock = QuantityField(minimum=0, required=False)
    reorder_point = QuantityField(minimum=0, required=False, allow_null=True)
    reorder_quantity = QuantityField(minimum=0, required=False, allow_null=True)
    lead_time_days = serializers.IntegerField(min_value=0, max_value=3650, required=False)
    weight_kg = StrictDecimalField(max_decimals=4, minimum=0, maximum=Decimal(10**7), required=False)
    shelf_life_days = serializers.IntegerField(
        min_value=0, max_value=100_000, required=False, allow_null=True
    )
    is_active = serializers.BooleanField(required=False)
    is_sold = serializers.BooleanField(required=False)
    custom = CustomField(required=False)


class ProductFilters(CreatedFilters):
    """Filters of the list of products."""

    category = RefFilter("category", field_name="category")
    kind = ChoicesFilter(choices=Item.Kind.choices, field_name="kind")
    supply = ChoicesFilter(choices=Item.Supply.choices, field_name="supply")
    planning = ChoicesFilter(choices=Item.Planning.choices, field_name="planning")
    tracking = ChoicesFilter(choices=Item.Tracking.choices, field_name="tracking")
    sku = django_filters.CharFilter(field_name="sku")
    barcode = django_filters.CharFilter(field_name="barcode")
    is_active = django_filters.BooleanFilter()
    is_sold = django_filters.BooleanFilter()


class Products(Resource):
    """What is made, bought, stocked and sold."""

    kind = "product"
    out = ProductOut
    filters = ProductFilters
    orderings = {"sku": "sku", "name": "name", "list_price": "list_price", "created_at": "created_at"}
    search_fields = ["search_key"]

    def rows(self) -> QuerySet[Any]:
        """Products with what they refer to."""
        return super().rows().select_related("category", "unit", "tax_code").prefetch_related("units__unit")

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Products by SKU, bar code, name or pinyin."""
        return rows.filter(search_filter(text))

    @creates(ProductIn)
    def create(self, call: Call) -> Any:
        """Take up a product; without a unit it is counted in pieces."""
        values = columns(call.body, _REFS, "units")
        if "unit_id" not in values:
            values["unit_id"] = unit_rows().filter(code=USUAL_UNIT).values_list("pk", flat=True).first()
        units = [columns(row, {"unit": "unit_id"}) for row in call.body.get("units", [])]
        return create_item(values=values, units=units, actor=call.actor)

    @changes(ProductIn)
    def partial_update(self, call: Call) -> Any:
        """Change a product."""
        units = None
        if "units" in call.body:
            units = [columns(row, {"unit": "unit_id"}) for row in call.body["units"]]
        return edit_item(
            item_id=call.id,
            values=columns(call.body, _REFS, "units"),
            units=units,
            expected_version=call.expected_version,
            actor=call.actor,
        )


class CategoryOut(serializers.Serializer[Any]):
    """A group of products."""

    id = IdField("category")
    code = serializers.CharField()
    name = serializers.CharField()
    parent = RefField("category", allow_null=True)  # type: ignore[assignment]  # a field named as an attribute of its base class
    margin_floor_percent = StrictDecimalField(
        allow_null=True,
        help_text="Prices with a margin below this need approval; empty: the parent's, else the company's.",
    )


class CategoryIn(Body):
    """A new or changed group."""

    code = KeyTextField(max_length=40)
    name = TextField(max_length=120)
    parent = RefField("category", required=False, allow_null=True)  # type: ignore[assignment]  # a field named as an attribute of its base class
    margin_floor_percent = StrictDecimalField(required=False, allow_null=True)


class CategoryFilters(Filters):
    """Filters of the list of categories."""

    parent = RefFilter("category", field_name="parent")


class Categories(Resource):
    """Groups of products; groups nest."""

    kind = "category"
    out = CategoryOut
    filters = CategoryFilters
    orderings = {"code": "code", "name": "name"}
    search_fields = ["code", "name"]

    def rows(self) -> QuerySet[Any]:
        """Groups with the group they are part of."""
        return super().rows().select_related("parent")

    @creates(CategoryIn)
    def create(self, call: Call) -> Any:
        """Take up a group."""
        values = columns(call.body, {"parent": "parent_id"})
        return create_category(values=values, actor=call.actor)

    @changes(CategoryIn)
    def partial_update(self, call: Call) -> Any:
        """Change a group."""
        values = columns(call.body, {"parent": "parent_id"})
        return edit_category(category_id=call.id, values=values, actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Delete a group that nothing is in."""
        delete_category(category_id=call.id, actor=call.actor)
