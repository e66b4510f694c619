"""Zones, bins in bulk, put-away rules and suggestions, and what a barcode names, over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.documents import known_document
from erp.core.errors import Invalid, NotFound
from erp.core.http.columns import columns
from erp.core.http.fields import KeyTextField, QuantityField, StrictDecimalField, TextField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Endpoint, Resource, changes, creates, deletes
from inventory.api.places import location_of
from inventory.models import Location, Lot
from inventory.selectors.barcodes import the_one_named
from inventory.selectors.putaway import suggest_putaway
from inventory.services.zones import (
    create_bins,
    create_putaway_rule,
    create_zone,
    delete_putaway_rule,
    delete_transit_time,
    delete_zone,
    edit_putaway_rule,
    edit_zone,
    set_transit_time,
)


class ZoneOut(serializers.Serializer[Any]):
    """A part of a warehouse."""

    id = IdField("zone")
    code = serializers.CharField()
    name = serializers.CharField()
    warehouse = RefField("warehouse")
    pick_sequence = serializers.IntegerField()


class ZonePatch(Body):
    """A changed zone; it stays in its warehouse."""

    code = KeyTextField(max_length=40)
    name = TextField(max_length=120, required=False, allow_blank=True)
    pick_sequence = serializers.IntegerField(min_value=0, max_value=10**9, required=False)


class ZoneIn(ZonePatch):
    """A new zone."""

    warehouse = RefField("warehouse")


class ZoneFilters(Filters):
    """Filters of the list of zones."""

    warehouse = RefFilter("warehouse", field_name="warehouse")


class Zones(Resource):
    """Parts of warehouses; their codes repeat between warehouses, so addresses take ids."""

    kind = "zone"
    out = ZoneOut
    filters = ZoneFilters
    orderings = {"code": "code", "pick_sequence": "pick_sequence"}
    search_fields = ["code", "name"]

    def rows(self) -> QuerySet[Any]:
        """Zones with their warehouses."""
        return super().rows().select_related("warehouse")

    @creates(ZoneIn)
    def create(self, call: Call) -> Any:
        """Take up a zone."""
        values = columns(call.body, None, "warehouse")
        return create_zone(warehouse_id=call.body["warehouse"].pk, values=values, actor=call.actor)

    @changes(ZonePatch)
    def partial_update(self, call: Call) -> Any:
        """Change a zone; its bins follow."""
        return edit_zone(zone_id=call.id, values=call.body, actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Delete a zone without bins."""
        delete_zone(zone_id=call.id, actor=call.actor)


class PutawayRuleOut(serializers.Serializer[Any]):
    """Where goods go first."""

    id = IdField("putaway_rule")
    warehouse = RefField("warehouse")
    sequence = serializers.IntegerField()
    product = RefField("product", source="item", allow_null=True)
    category = RefField("category", allow_null=True)
    zone = serializers.CharField(source="zone.code", default=None, allow_null=True)
    location = serializers.CharField(source="location.path", default=None, allow_null=True)


class PutawayRulePatch(Body):
    """A changed rule: for a product, a category or anything, into a zone or one bin (code or id)."""

    sequence = serializers.IntegerField(min_value=0, max_value=10**6, required=False)
    product = RefField("product", required=False, allow_null=True)
    category = RefField("category", required=False, allow_null=True)
    zone = TextField(max_length=40, required=False, allow_null=True)
    location = TextField(max_length=60, required=False, allow_null=True)


class PutawayRuleIn(PutawayRulePatch):
    """A new rule."""

    warehouse = RefField("warehouse")


def _rule_values(body: dict[str, Any], warehouse: Any) -> Any:
    values = columns(body, {"product": "item_id", "category": "category_id"}, "warehouse", "zone", "location")
    if "zone" in body:
        zone = warehouse.zones.filter(code=body["zone"] or "").first()
        if zone is None and body["zone"]:
            raise Invalid.field("zone", "This warehouse has no such zone.", "unknown")
        values["zone_id"] = zone.pk if zone else None
    if "location" in body:
        place = location_of(warehouse, body["location"], "location")
        values["location_id"] = place.pk if place else None
    return values


class PutawayRules(Resource):
    """The order in which bins are filled; the first rule that fits a product wins."""

    kind = "putaway_rule"
    out = PutawayRuleOut
    filters = ZoneFilters
    orderings = {"sequence": "sequence"}
    search_fields = ["item__sku", "category__code", "zone__code", "location__code"]

    def rows(self) -> QuerySet[Any]:
        """Rules with what the answer shows."""
        return super().rows().select_related("warehouse", "item", "category", "zone", "location__warehouse")

    @creates(PutawayRuleIn)
    def create(self, call: Call) -> Any:
        """Take up a rule."""
        warehouse = call.body["warehouse"]
        values = _rule_values(call.body, warehouse)
        return create_putaway_rule(warehouse_id=warehouse.pk, values=values, actor=call.actor)

    @changes(PutawayRulePatch)
    def partial_update(self, call: Call) -> Any:
        """Change a rule."""
        values = _rule_values(call.body, self.row(call.id).warehouse)
        return edit_putaway_rule(rule_id=call.id, values=values, actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Delete a rule."""
        delete_putaway_rule(rule_id=call.id, actor=call.actor)


class PutawayQuery(Body):
    """Goods that want a place."""

    product = RefField("product")
    warehouse = RefField("warehouse")
    quantity = QuantityField()
    lot = TextField(max_length=60, required=False, allow_null=True)


class PutawayPartOut(serializers.Serializer[Any]):
    """A bin and what should go into it."""

    location = serializers.CharField()
    zone = serializers.CharField()
    quantity = QuantityField()


class PutawayOut(serializers.Serializer[Any]):
    """Bins in the order they should be filled."""

    parts = PutawayPartOut(many=True)


class PutawaySuggestion(Endpoint):
    """Where arriving goods should lie."""

    @extend_schema(operation_id="putaway_suggestion", parameters=[PutawayQuery], responses=PutawayOut)
    def get(self, request: Request) -> Response:
        """Bins for a quantity, by the rules, what lies there and what still fits."""
        self.actor.require("inventory.view_stock")
        asked = self.query(PutawayQuery)
        lot = None
        if asked.get("lot"):
            lot = Lot.objects.filter(item=asked["product"], code=asked["lot"]).first()
        parts = suggest_putaway(
            item=asked["product"], warehouse_id=asked["warehouse"].pk, quantity=asked["quantity"], lot=lot
        )
        told = [{"location": p.path, "zone": p.zone, "quantity": quantity} for p, quantity in parts]
        return Response(PutawayOut({"parts": told}).data)


class BulkBinsBody(Body):
    """Aisles, racks and levels as ranges: A-C, 01-12, 1-4."""

    warehouse = RefField("warehouse")
    aisles = TextField(max_length=9)
    racks = TextField(max_length=9, required=False, allow_blank=True)
    levels = TextField(max_length=9, required=False, allow_blank=True)
    zone = TextField(max_length=40, required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=Location.Kind.choices, required=False)
    pick_sequence = serializers.IntegerField(min_value=0, max_value=10**8, required=False)
    capacity_quantity = QuantityField(required=False, allow_null=True)
    capacity_weight_kg = StrictDecimalField(required=False, allow_null=True)
    category = RefField("category", required=False, allow_null=True)
    allows_mixed_items = serializers.BooleanField(required=False)
    allows_mixed_lots = serializers.BooleanField(required=False)


class BulkBinsOut(serializers.Serializer[Any]):
    """The bins made."""

    count = serializers.IntegerField()
    locations = serializers.ListField(child=serializers.CharField())


class BulkBins(Endpoint):
    """Many bins at once."""

    @extend_schema(operation_id="locations_bulk", request=BulkBinsBody, responses={201: BulkBinsOut})
    def post(self, request: Request) -> Response:
        """Take up the bins of aisles, racks and levels in walking order."""
        body = self.body(BulkBinsBody)
        values = columns(body, {"category": "category_id"}, "warehouse", "aisles", "racks", "levels")
        warehouse = body["warehouse"]
        return self.run(
            lambda: create_bins(
                warehouse_id=warehouse.pk,
                aisles=body["aisles"],
                racks=body.get("racks", ""),
                levels=body.get("levels", ""),
                values=values,
                actor=self.actor,
            ),
            lambda rows: (
                BulkBinsOut(
                    {"count": len(rows), "locations": [f"{warehouse.code}/{row.code}" for row in rows]}
                ).data
            ),
            status=201,
        )


class BarcodeQuery(Body):
    """A scanned code."""

    code = TextField(max_length=120)


class BarcodeOut(serializers.Serializer[Any]):
    """What a code names."""

    kind = serializers.ChoiceField(choices=[(k, k) for k in ("product", "unit", "location", "lot")])
    product = serializers.CharField(allow_null=True)
    unit = serializers.CharField(allow_null=True, help_text="The pack's unit, or the product's own.")
    numerator = serializers.IntegerField(help_text="Base units in one, as a fraction.")
    denominator = serializers.IntegerField()
    location = serializers.CharField(allow_null=True)
    lot = serializers.CharField(allow_null=True)
    id = serializers.CharField()


class Barcodes(Endpoint):
    """What a scanned code stands for."""

    @extend_schema(operation_id="barcode_retrieve", parameters=[BarcodeQuery], responses=BarcodeOut)
    def get(self, request: Request) -> Response:
        """The one product, pack, bin or lot that a code names; 409 `ambiguous_barcode` when it is several."""
        self.actor.require("inventory.view_item")
        code = self.query(BarcodeQuery)["code"]
        found = the_one_named(code)
        if found is None:
            raise NotFound(kind="barcode", value=code[:80])
        row, item = found.row, found.item
        is_pack = found.kind == "unit"
        kind = "product" if is_pack else found.kind
        told = {
            "kind": found.kind,
            "product": item.sku if item else None,
            "unit": row.unit.code if is_pack else item.unit.code if item else None,
            "numerator": row.numerator if is_pack else 1,
            "denominator": row.denominator if is_pack else 1,
            "location": row.path if found.kind == "location" else None,
            "lot": row.code if found.kind == "lot" else None,
            "id": known_document(kind).public_id(item.pk if is_pack and item else row.pk),
        }
        return Response(BarcodeOut(told).data)


class TransitTimeOut(serializers.Serializer[Any]):
    """How many days goods travel between two warehouses."""

    id = IdField("transit_time")
    from_warehouse = RefField("warehouse")
    to_warehouse = RefField("warehouse")
    days = serializers.IntegerField()


class TransitTimeIn(Body):
    """Days between two warehouses; said again, the new number counts."""

    from_warehouse = RefField("warehouse")
    to_warehouse = RefField("warehouse")
    days = serializers.IntegerField(min_value=0, max_value=365)


class TransitTimes(Resource):
    """Transit times; a transfer takes them unless it says its own."""

    kind = "transit_time"
    out = TransitTimeOut
    search_fields = ["from_warehouse__code", "to_warehouse__code"]

    def rows(self) -> QuerySet[Any]:
        """Transit times with their warehouses."""
        return super().rows().select_related("from_warehouse", "to_warehouse")

    @creates(TransitTimeIn)
    def create(self, call: Call) -> Any:
        """Say how long goods travel."""
        return set_transit_time(
            from_warehouse_id=call.body["from_warehouse"].pk,
            to_warehouse_id=call.body["to_warehouse"].pk,
            days=call.body["days"],
            actor=call.actor,
        )

    @deletes
    def destroy(self, call: Call) -> Any:
        """Forget it."""
        delete_transit_time(transit_time_id=call.id, actor=call.actor)
