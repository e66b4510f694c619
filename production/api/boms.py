"""Bills of materials over the API."""

from __future__ import annotations

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

from erp.core.http.columns import columns
from erp.core.http.fields import DateField, QuantityField, StrictDecimalField, TextField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Endpoint, Resource, changes, creates, deletes
from erp.masterdata.selectors.company import business_day
from production.models import BomOutput
from production.selectors.boms import VIEW, exploded_bom, used_everywhere
from production.services.boms import create_bom, delete_bom, edit_bom

_REFS = {"product": "item_id", "unit": "unit_id"}
_VALUES = ("valid_to", "is_phantom", "is_active", "note")


class ComponentSubstituteOut(serializers.Serializer[Any]):
    """What may be used instead: `ratio` of it for one of the component."""

    product = RefField("product", source="item")
    ratio = QuantityField()
    preference = serializers.IntegerField()


class ComponentSubstituteIn(Body):
    """What may be used instead; the lowest preference first."""

    product = RefField("product")
    ratio = QuantityField(required=False)
    preference = serializers.IntegerField(min_value=1, max_value=1000, required=False)


class ComponentOut(serializers.Serializer[Any]):
    """A component of a bill: `quantity` in its base unit; what was entered in another unit stands beside."""

    product = RefField("product", source="item")
    quantity = QuantityField()
    scrap_percent = StrictDecimalField()
    unit = RefField("unit", allow_null=True, required=False)
    unit_quantity = QuantityField(allow_null=True, required=False)
    is_fixed = serializers.BooleanField(required=False)
    operation_number = serializers.IntegerField(allow_null=True, required=False)
    substitutes = ComponentSubstituteOut(many=True, required=False)

    def to_representation(self, instance: Any) -> Any:
        """Product, quantity and scrap always; the rest where the component says something of it."""
        shown = super().to_representation(instance)
        for name in ("unit", "unit_quantity", "is_fixed", "operation_number", "substitutes"):
            if not shown[name]:
                shown.pop(name)
        return shown


class ComponentIn(Body):
    """A component of a bill, in the component's base unit unless `unit` says another."""

    product = RefField("product")
    quantity = QuantityField()
    unit = RefField("unit", required=False, allow_null=True)
    scrap_percent = StrictDecimalField(max_decimals=3, minimum=0, maximum=Decimal(100), required=False)
    is_fixed = serializers.BooleanField(required=False)
    operation_number = serializers.IntegerField(
        min_value=1, max_value=999_999, required=False, allow_null=True
    )
    substitutes = ComponentSubstituteIn(many=True, required=False, max_length=20)


class OutputOut(serializers.Serializer[Any]):
    """A co-product or by-product."""

    product = RefField("product", source="item")
    kind = serializers.ChoiceField(choices=BomOutput.Kind.choices)
    quantity = QuantityField()
    cost_share_percent = StrictDecimalField()


class OutputIn(Body):
    """A co-product or by-product; it takes its share of the cost with it."""

    product = RefField("product")
    kind = serializers.ChoiceField(choices=BomOutput.Kind.choices, required=False)
    quantity = QuantityField()
    cost_share_percent = StrictDecimalField(max_decimals=3, minimum=0, maximum=Decimal(100), required=False)


class BomOut(serializers.Serializer[Any]):
    """What a quantity of a product consists of, from a day on."""

    id = IdField("bom")
    product = RefField("product", source="item")
    version_number = serializers.IntegerField(source="version")
    alternative = serializers.CharField()
    valid_from = DateField()
    valid_to = DateField(allow_null=True)
    output_quantity = QuantityField()
    is_phantom = serializers.BooleanField()
    is_active = serializers.BooleanField()
    note = serializers.CharField()
    components = ComponentOut(many=True)
    outputs = OutputOut(many=True)
    version = serializers.IntegerField(source="revision", help_text="Gives the ETag.")


class BomPatch(Body):
    """A changed bill; its components and its outputs are replaced as a whole where given."""

    output_quantity = QuantityField(required=False)
    components = ComponentIn(many=True, required=False, allow_empty=False, max_length=2000)
    outputs = OutputIn(many=True, required=False, max_length=50)
    valid_to = DateField(required=False, allow_null=True)
    is_phantom = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)
    note = TextField(max_length=400, required=False, allow_blank=True)


class BomIn(BomPatch):
    """A new bill, in force at once without `valid_from`; one of the same day is replaced."""

    product = RefField("product")
    components = ComponentIn(many=True, allow_empty=False, max_length=2000)
    valid_from = DateField(required=False, allow_null=True)
    alternative = TextField(max_length=40, required=False, allow_blank=True)


def _components(body: dict[str, Any]) -> Any:
    """The components of a body as the service takes them."""
    found = []
    for row in body["components"]:
        values = columns(row, _REFS)
        if "substitutes" in row:
            values["substitutes"] = [columns(one, _REFS) for one in row["substitutes"]]
        found.append(values)
    return found


def _values(body: dict[str, Any]) -> Any:
    return {name: body[name] for name in _VALUES if name in body}


class BomFilters(Filters):
    """Filters of the list of bills."""

    product = RefFilter("product", field_name="item")
    component = RefFilter("product", field_name="components__item")
    is_active = django_filters.BooleanFilter(field_name="is_active")
    is_phantom = django_filters.BooleanFilter(field_name="is_phantom")
    valid_from = django_filters.DateFilter(field_name="valid_from")


class ExplodeIn(Body):
    """For which quantity, by the bills of which day."""

    quantity = QuantityField(required=False)
    date = DateField(required=False)


class NeedOut(serializers.Serializer[Any]):
    """What a level needs; `path` names the products above."""

    product = RefField("product", source="item")
    level = serializers.IntegerField()
    quantity = QuantityField()
    unit = serializers.CharField(source="item.unit_code")
    path = serializers.ListField(child=serializers.CharField())
    is_made = serializers.BooleanField()
    is_phantom = serializers.BooleanField()


class WhereUsedIn(Body):
    """Of which product, by the bills of which day, how far up."""

    product = RefField("product")
    date = DateField(required=False)
    levels = serializers.IntegerField(min_value=1, max_value=50, required=False)


class UseOut(serializers.Serializer[Any]):
    """A product that consists of the one asked for: `quantity` of that goes into one of this, with scrap."""

    product = RefField("product", source="item")
    level = serializers.IntegerField()
    quantity = QuantityField()
    path = serializers.ListField(child=serializers.CharField())
    is_top = serializers.BooleanField()


class Boms(Resource):
    """Bills of materials."""

    kind = "bom"
    out = BomOut
    filters = BomFilters
    orderings = {"valid_from": "valid_from", "product": "item__sku"}
    search_fields = ["item__sku", "item__name"]

    def rows(self) -> QuerySet[Any]:
        """Bills with their components."""
        rows = super().rows().select_related("item")
        return rows.prefetch_related(
            "components__item", "components__unit", "components__substitutes__item", "outputs__item"
        )

    @creates(BomIn)
    def create(self, call: Call) -> Any:
        """Say what a product consists of; a circle is refused with its path."""
        return create_bom(
            item_id=call.body["product"].pk,
            components=_components(call.body),
            valid_from=call.body.get("valid_from"),
            output_quantity=call.body.get("output_quantity", Decimal(1)),
            alternative=call.body.get("alternative", ""),
            outputs=[columns(row, _REFS) for row in call.body.get("outputs", ())],
            values=_values(call.body),
            actor=call.actor,
        )

    @changes(BomPatch)
    def partial_update(self, call: Call) -> Any:
        """Change a bill."""
        outputs = None
        if "outputs" in call.body:
            outputs = [columns(row, _REFS) for row in call.body["outputs"]]
        return edit_bom(
            bom_id=call.id,
            components=_components(call.body) if "components" in call.body else None,
            output_quantity=call.body.get("output_quantity"),
            outputs=outputs,
            values=_values(call.body),
            expected_version=call.expected_version,
            actor=call.actor,
        )

    @deletes
    def destroy(self, call: Call) -> Any:
        """Take a bill out; the one before it is in force again."""
        delete_bom(bom_id=call.id, expected_version=call.expected_version, actor=call.actor)

    @extend_schema(parameters=[ExplodeIn], responses=NeedOut(many=True))
    @action(detail=True, methods=["get"])
    def explode(self, request: Request, id: str = "") -> Response:
        """Everything that a quantity of the product consists of, through all levels."""
        asked = self.query(ExplodeIn)
        bom = self.found_row()
        day = asked.get("date", business_day(timezone.now()))
        lines = exploded_bom(bom, asked.get("quantity", bom.output_quantity), day)
        return Response(NeedOut(lines, many=True).data)


class WhereUsed(Endpoint):
    """Where a product is used, directly and through others."""

    @extend_schema(parameters=[WhereUsedIn], responses=UseOut(many=True))
    def get(self, request: Request) -> Response:
        """Every product that consists of this one on a day, as they hang in the tree."""
        self.actor.require(VIEW)
        asked = self.query(WhereUsedIn)
        day = asked.get("date", business_day(timezone.now()))
        lines = used_everywhere(asked["product"].pk, day, levels=asked.get("levels"))
        return Response(UseOut(lines, many=True).data)
