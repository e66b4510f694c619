"""Back-orders and sharing out over the API: who waits, who would get what, and giving it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.errors import Conflict
from erp.core.http.fields import DateField, QuantityField
from erp.core.http.filters import CreatedFilters, DocumentFilter, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Endpoint, Resource
from erp.core.quantity import plain
from erp.masterdata.selectors.company import business_day, company
from inventory.calc.sharing import SEQUENCES
from inventory.models import Demand, Warehouse
from inventory.selectors.backorders import (
    SharePreview,
    coming_for,
    preview_shares,
    waiting_in_list,
    waiting_rows,
)
from inventory.selectors.stock import VIEW_STOCK
from inventory.selectors.warehouses import default_warehouse
from inventory.services.backorders import allocate_item


class ComingOut(serializers.Serializer[Any]):
    """A supply that is to serve it, or the next one for its product where none is promised."""

    document = serializers.CharField(source="document.number")
    date = DateField(source="on")
    quantity = QuantityField()
    is_promised = serializers.BooleanField()


class BackorderOut(serializers.Serializer[Any]):
    """A line that waits for stock."""

    id = IdField("backorder")
    order = serializers.CharField(source="document_number")
    line = serializers.IntegerField(source="line_no")
    customer = RefField("customer", allow_null=True)
    product = RefField("product", source="item")
    warehouse = RefField("warehouse")
    quantity = QuantityField()
    backordered = QuantityField()
    unit = serializers.CharField(source="item.unit.code")
    priority = serializers.IntegerField()
    on_hold = serializers.BooleanField(source="is_held")
    promised_date = DateField(source="promised_on", allow_null=True)
    reserve_from = DateField(source="reserve_on", allow_null=True)
    waiting_since = serializers.DateTimeField(source="created_at")
    coming = ComingOut(allow_null=True)


class BackorderFilters(CreatedFilters):
    """Filters of the list of back-orders."""

    order = DocumentFilter("order", prefix="document")
    product = RefFilter("product", field_name="item")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    customer = RefFilter("customer", field_name="customer")


class Backorders(Resource):
    """Who waits for what, since when, and what comes when."""

    kind = "backorder"
    out = BackorderOut
    filters = BackorderFilters
    orderings = {"waiting_since": "created_at", "promised_date": "promised_on", "priority": "priority"}
    default_ordering = "id"
    search_fields = ["item__sku", "document_number"]

    def rows(self) -> QuerySet[Demand]:
        """Back-orders with what the answer shows."""
        return waiting_in_list(super().rows())

    def present(self, rows: Sequence[Any], *, in_list: bool) -> Sequence[Any]:
        """With what comes for each, in two queries for all."""
        found = coming_for(rows)
        for row in rows:
            row.coming = found.get(row.pk)
        return super().present(rows, in_list=in_list)


class ShareOutQuery(Body):
    """A product at a warehouse; without one the usual."""

    product = RefField("product")
    warehouse = RefField("warehouse", required=False, allow_null=True)


class ShareOutBody(ShareOutQuery):
    """Share it out in this sequence; without one the company's."""

    sequence = serializers.ChoiceField(choices=SEQUENCES, required=False)


class ShareOut(serializers.Serializer[Any]):
    """One who waits; `given` says per sequence what he would get."""

    order = serializers.CharField(allow_null=True, help_text="Null for orders that the caller may not see.")
    line = serializers.IntegerField()
    lacks = QuantityField()
    promised_date = DateField(allow_null=True)
    given = serializers.DictField(child=serializers.CharField())


class SharePreviewOut(serializers.Serializer[Any]):
    """What is free, what is wanted, and who would get how much."""

    free = QuantityField()
    wanted = QuantityField()
    sequence = serializers.CharField(help_text="The company's usual one.")
    shares = ShareOut(many=True)


class ServedOut(serializers.Serializer[Any]):
    """How many documents got stock."""

    served = serializers.IntegerField()


def _warehouse(found: Warehouse | None) -> Warehouse:
    warehouse = found or default_warehouse()
    if warehouse is None:
        raise Conflict("no_warehouse")
    return warehouse


class Allocation(Endpoint):
    """Sharing scarce stock of one product out: look first, then do."""

    @extend_schema(operation_id="allocation_preview", parameters=[ShareOutQuery], responses=SharePreviewOut)
    def get(self, request: Request) -> Response:
        """Who would get how much under each sequence; nothing is done."""
        self.actor.require(VIEW_STOCK)
        query = self.query(ShareOutQuery)
        warehouse = _warehouse(query.get("warehouse"))
        today = business_day(timezone.now())
        preview = preview_shares(item=query["product"], warehouse_id=warehouse.pk, today=today)
        visible = set(waiting_rows(self.actor).filter(item=query["product"]).values_list("pk", flat=True))
        return Response(_shown(preview, visible))

    @extend_schema(operation_id="allocation_do", request=ShareOutBody, responses=ServedOut)
    def post(self, request: Request) -> Response:
        """Give what is free to those who wait."""
        body = self.body(ShareOutBody)
        return self.run(
            lambda: allocate_item(
                item_id=body["product"].pk,
                warehouse_id=_warehouse(body.get("warehouse")).pk,
                sequence=body.get("sequence") or company().allocation_sequence,
                actor=self.actor,
            ),
            lambda served: {"served": served},
        )


def _shown(preview: SharePreview, visible: set[int]) -> dict[str, Any]:
    shares = [
        {
            "order": one.demand.document_number if one.demand.pk in visible else None,
            "line": one.demand.line_no,
            "lacks": one.lacks,
            "promised_date": one.demand.promised_on,
            "given": {name: plain(quantity) for name, quantity in one.given.items()},
        }
        for one in preview.shares
    ]
    whole = {"free": preview.free, "wanted": preview.wanted, "shares": shares}
    found: dict[str, Any] = SharePreviewOut(whole | {"sequence": company().allocation_sequence}).data
    return found
