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
from erp.core.http.fields import DateField, QuantityField, StrictDecimalField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, deletes
from erp.masterdata.selectors.company import business_day
from production.selectors.boms import exploded_bom
from production.services.boms import create_bom, delete_bom, edit_bom

_REFS = {"product": "item_id"}


class ComponentOut(serializers.Serializer[Any]):
    """A component of a bill."""

    product = RefField("product", source="item")
    quantity = QuantityField()
    scrap_percent = StrictDecimalField()


class ComponentIn(Body):
    """A component of a bill, in the component's base unit."""

    product = RefField("product")
    quantity = QuantityField()
    scrap_percent = StrictDecimalField(max_decimals=3, minimum=0, maximum=Decimal(100), required=False)


class BomOut(serializers.Serializer[Any]):
    """What a quantity of a product consists of, from a day on."""

    id = IdField("bom")
    product = RefField("product", source="item")
    valid_from = DateField()
    output_quantity = QuantityField()
    components = ComponentOut(many=True)


class BomPatch(Body):
    """A changed bill; its components are replaced as a whole where given."""

    output_quantity = QuantityField(required=False)
    components = ComponentIn(many=True, required=False, allow_empty=False, max_length=2000)


class BomIn(Body):
    """A new bill, in force at once without `valid_from`; one of the same day is replaced."""

    product = RefField("product")
    components = ComponentIn(many=True, allow_empty=False, max_length=2000)
    valid_from = DateField(required=False, allow_null=True)
    output_quantity = QuantityField(required=False)


class BomFilters(Filters):
    """Filters of the list of bills."""

    product = RefFilter("product", field_name="item")
    component = RefFilter("product", field_name="components__item")
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
    unit = serializers.CharField(source="item.unit.code")
    path = serializers.ListField(child=serializers.CharField())
    is_made = serializers.BooleanField()


class Boms(Resource):
    """Bills of materials."""

    kind = "bom"
    out = BomOut
    filters = BomFilters
    orderings = {"valid_from": "valid_from", "product": "item__sku"}
    search_fields = ["item__sku", "item__name"]

    def rows(self) -> QuerySet[Any]:
        """Bills with their components."""
        return super().rows().select_related("item").prefetch_related("components__item")

    @creates(BomIn)
    def create(self, call: Call) -> Any:
        """Say what a product consists of; a circle is refused with its path."""
        return create_bom(
            item_id=call.body["product"].pk,
            components=[columns(row, _REFS) for row in call.body["components"]],
            valid_from=call.body.get("valid_from"),
            output_quantity=call.body.get("output_quantity", Decimal(1)),
            actor=call.actor,
        )

    @changes(BomPatch)
    def partial_update(self, call: Call) -> Any:
        """Change a bill."""
        components = None
        if "components" in call.body:
            components = [columns(row, _REFS) for row in call.body["components"]]
        return edit_bom(
            bom_id=call.id,
            components=components,
            output_quantity=call.body.get("output_quantity"),
            actor=call.actor,
        )

    @deletes
    def destroy(self, call: Call) -> Any:
        """Take a bill out; the one before it is in force again."""
        delete_bom(bom_id=call.id, actor=call.actor)

    @extend_schema(parameters=[ExplodeIn], responses=NeedOut(many=True))
    @action(detail=True, methods=["get"])
    def explode(self, request: Request, id: str = "") -> Response:
        """Everything that a quantity of the product consists of, through all levels."""
        asked = self.query(ExplodeIn)
        bom = self.found_row()
        day = asked.get("date", business_day(timezone.now()))
        lines = exploded_bom(bom, asked.get("quantity", bom.output_quantity), day)
        return Response(NeedOut(lines, many=True).data)
