"""Shipments over the API: release, pick, pack, ship, deliver."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.fields import DateField, QuantityField, StrictDecimalField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, DocumentFilter, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, ReasonBody, Resource, creates, verb
from inventory.models import Shipment, ShipmentLine
from inventory.selectors.shipments import shipments_in_full, whole_shipment
from inventory.services.dispatch import deliver_shipment, ship_shipment
from inventory.services.packing import PackageInput, pack_shipment
from inventory.services.picking import pick_shipment
from inventory.services.releases import ShippingTerms, release_shipments
from inventory.services.scanning import TAKE, ScanAction
from inventory.services.scans import ScanInput
from inventory.services.shipments import cancel_shipment
from inventory.services.shorts import short_line

MOST_SCANS = 5000
MOST_ACTIONS = 500


class ShipmentLineOut(serializers.Serializer[Any]):
    """A quantity to take from one place and lot; base units."""

    id = serializers.IntegerField(help_text="The shipment's line, for scans and short picks.")
    line = serializers.IntegerField(source="demand.line_no", help_text="The order's line.")
    product = RefField("product", source="item")
    name = serializers.CharField(source="item.name")
    barcode = serializers.CharField(source="item.barcode")
    quantity = QuantityField()
    picked = QuantityField()
    unit = serializers.CharField(source="item.unit.code")
    location = serializers.CharField(source="location.code")
    lot = serializers.SerializerMethodField()
    short_reason = serializers.CharField()

    def get_lot(self, row: ShipmentLine) -> str | None:
        """The lot's code."""
        return row.lot.code if row.lot else None


class PackageOut(serializers.Serializer[Any]):
    """A box."""

    sequence = serializers.IntegerField()
    weight_kg = StrictDecimalField(allow_null=True)
    length_cm = StrictDecimalField(allow_null=True)
    width_cm = StrictDecimalField(allow_null=True)
    height_cm = StrictDecimalField(allow_null=True)
    sscc = serializers.CharField(help_text="Serial shipping container code; empty without a GS1 prefix.")
    contents = serializers.ListField(child=serializers.DictField())


class ShipmentRowOut(serializers.Serializer[Any]):
    """A shipment as lists show it."""

    id = IdField("shipment")
    number = serializers.CharField()
    order = serializers.CharField(source="document_number")
    state = serializers.ChoiceField(choices=Shipment.State.choices)
    warehouse = RefField("warehouse")
    customer = RefField("customer", allow_null=True)
    wave = RefField("wave", allow_null=True)
    carrier = serializers.SerializerMethodField()
    tracking_number = serializers.CharField()
    due_date = DateField(source="due_on", allow_null=True)
    released_at = serializers.DateTimeField(allow_null=True)
    picked_at = serializers.DateTimeField(allow_null=True)
    packed_at = serializers.DateTimeField(allow_null=True)
    shipped_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    delivered_to = serializers.CharField()
    version = serializers.IntegerField()

    def get_carrier(self, row: Shipment) -> str:
        """The carrier's name as given at dispatch, else its code."""
        return row.carrier_name or (row.carrier.code if row.carrier else "")


class ShipmentOut(ShipmentRowOut):
    """A shipment with its lines and packages."""

    ship_to = serializers.DictField()
    lines = ShipmentLineOut(many=True)
    packages = PackageOut(many=True)


class ReleaseBody(Body):
    """Which order's reserved goods to ship."""

    order = RefField("order")
    carrier = RefField("carrier", required=False, allow_null=True)


class ScanBody(Body):
    """One scan: a bar code or a product, how many, and optionally where and which lot."""

    barcode = TextField(max_length=120, required=False, allow_blank=True)
    product = RefField("product", required=False, allow_null=True)
    quantity = QuantityField(required=False)
    location = TextField(max_length=60, required=False, allow_null=True, allow_blank=True)
    lot = TextField(max_length=60, required=False, allow_null=True, allow_blank=True)


class PickBody(Body):
    """What was picked; without scans, all of it. Fewer than asked need `short_reason` or `partial`."""

    scans = ScanBody(many=True, required=False, allow_null=True, max_length=MOST_SCANS)
    short_reason = TextField(max_length=200, required=False, allow_blank=True)
    partial = serializers.BooleanField(required=False, default=False)  # type: ignore[assignment]  # a field named as an attribute of its base class


def _side() -> StrictDecimalField:
    return StrictDecimalField(
        required=False, allow_null=True, minimum=0, maximum=Decimal(10**5), max_decimals=1
    )


class PackageBody(Body):
    """A box."""

    weight_kg = StrictDecimalField(
        required=False, allow_null=True, minimum=0, maximum=Decimal(10**8), max_decimals=3
    )
    length_cm = _side()
    width_cm = _side()
    height_cm = _side()
    contents = serializers.ListField(child=serializers.DictField(), required=False, max_length=1000)


class PackBody(Body):
    """What was verified into which boxes; without scans, all that was picked."""

    scans = ScanBody(many=True, required=False, allow_null=True, max_length=MOST_SCANS)
    scanned = serializers.BooleanField(
        required=False,
        default=False,
        help_text="The pieces were sent by `scan` before, and must be complete.",
    )
    packages = PackageBody(many=True, required=False, max_length=500)
    short_reason = TextField(max_length=200, required=False, allow_blank=True)


class ShipBody(Body):
    """Who takes the goods."""

    carrier = TextField(max_length=120, required=False, allow_blank=True)
    tracking_number = TextField(max_length=80, required=False, allow_blank=True)


class DeliverBody(Body):
    """Who took the goods."""

    delivered_to = TextField(max_length=120, required=False, allow_blank=True)


class ScanActionBody(Body):
    """A scan with the id that its device gave it, or taking an earlier scan back."""

    id = serializers.UUIDField()
    undo = serializers.UUIDField(required=False, allow_null=True, help_text="The scan to take back.")
    barcode = TextField(max_length=120, required=False, allow_blank=True)
    product = RefField("product", required=False, allow_null=True)
    quantity = QuantityField(required=False)
    location = TextField(max_length=60, required=False, allow_null=True, allow_blank=True)
    lot = TextField(max_length=60, required=False, allow_null=True, allow_blank=True)
    line = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**62)
    package = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=500)
    scanned_at = serializers.DateTimeField(required=False, allow_null=True)


class ScanActionsBody(Body):
    """Scans in the order in which they were made."""

    stage = serializers.ChoiceField(choices=["pick", "pack"], default="pick")
    scans = ScanActionBody(many=True, allow_empty=False, max_length=MOST_ACTIONS)


class ScanResultOut(serializers.Serializer[Any]):
    """What became of one scan."""

    id = serializers.UUIDField(source="uid")
    result = serializers.ChoiceField(choices=["counted", "undone", "refused"])
    code = serializers.CharField(help_text="Why it was refused, such as `wrong_item`; else empty.")
    detail = serializers.CharField()
    replayed = serializers.BooleanField(source="is_replay")


class ScanAnswerOut(serializers.Serializer[Any]):
    """What became of the scans, and where the shipment stands."""

    results = ScanResultOut(many=True)
    shipment = ShipmentOut()


class ShortBody(Body):
    """Which line has less, and why."""

    line = serializers.IntegerField(min_value=1, max_value=2**62)
    reason = TextField(max_length=200)


def _action(row: dict[str, Any]) -> ScanAction:
    if row.get("undo"):
        return ScanAction(uid=row["id"], undo=row["undo"])
    [scan] = _scans([row]) or []
    return ScanAction(
        uid=row["id"],
        scan=replace(
            scan,
            uid=row["id"],
            line_id=row.get("line"),
            package=row.get("package"),
            scanned_at=row.get("scanned_at"),
        ),
    )


def _scan_answer(resource: Any, result: tuple[int, list[Any]]) -> dict[str, Any]:
    pk, outcomes = result
    answer: dict[str, Any] = ScanAnswerOut({"results": outcomes, "shipment": whole_shipment(pk)}).data
    return answer


class ShipmentFilters(CreatedFilters):
    """Filters of the list of shipments."""

    order = DocumentFilter("order")
    state = ChoicesFilter(choices=Shipment.State.choices, field_name="state")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    customer = RefFilter("customer", field_name="customer")
    wave = RefFilter("wave", field_name="wave")
    tracking_number = django_filters.CharFilter(field_name="tracking_number")


class Shipments(Resource):
    """Goods of one order that leave one warehouse together."""

    kind = "shipment"
    out = ShipmentOut
    list_out = ShipmentRowOut
    whole = staticmethod(whole_shipment)
    filters = ShipmentFilters
    search_fields = ["number", "document_number", "tracking_number"]
    orderings = {"number": "number", "created_at": "created_at", "due_date": "due_on"}

    def rows(self) -> QuerySet[Any]:
        """Shipments with what the answer shows."""
        rows = super().rows()
        return rows if self.action == "list" else shipments_in_full(rows)

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """By the number of the shipment or order, or the tracking number."""
        wanted = text.upper()
        return (
            rows.filter(number=wanted)
            | rows.filter(document_number=wanted)
            | rows.filter(tracking_number=text)
        )

    @creates(ReleaseBody)
    def create(self, call: Call) -> Any:
        """Release what is reserved for an order, and in no shipment yet, to picking.

        One shipment a warehouse; answers with the first.
        """
        order, carrier = call.body["order"], call.body.get("carrier")
        terms = ShippingTerms(ship_to=order.ship_to, carrier_id=carrier.pk if carrier else order.carrier_id)
        return release_shipments(document=order.ref, terms=terms, actor=call.actor, at=call.at)[0]

    @verb(PickBody)
    def pick(self, call: Call) -> Any:
        """Take the goods off the shelf, by scan or by hand."""
        return pick_shipment(
            **_common(call),
            scans=_scans(call.body.get("scans")),
            short_reason=call.body.get("short_reason", ""),
            is_partial=call.body["partial"],
        )

    @verb(PackBody)
    def pack(self, call: Call) -> Any:
        """Verify what was picked and put it in boxes."""
        boxes = [
            PackageInput(
                **{name: box.get(name) for name in ("weight_kg", "length_cm", "width_cm", "height_cm")},
                contents=[dict(c) for c in box.get("contents", [])],
            )
            for box in call.body.get("packages", [])
        ]
        scans = _scans(call.body.get("scans"))
        short = call.body.get("short_reason", "")
        return pack_shipment(
            **_common(call), scans=scans, packages=boxes, short_reason=short, is_scanned=call.body["scanned"]
        )

    @verb(ScanActionsBody, out=ScanAnswerOut, show=_scan_answer)
    def scan(self, call: Call) -> Any:
        """Count scans one by one, each by its own id: sent again they answer as before and count once.

        A wrong scan is answered with `refused` and why; it counts nothing and is kept as evidence.
        """
        take = TAKE[call.body["stage"]]
        actions = [_action(row) for row in call.body["scans"]]
        return call.id, take(shipment_id=call.id, actions=actions, actor=call.actor, at=call.at)

    @verb(ShortBody)
    def short(self, call: Call) -> Any:
        """Less lies in the bin than asked: close the line and look at other places for the rest."""
        return short_line(
            shipment_id=call.id,
            line_id=call.body["line"],
            reason=call.body["reason"],
            actor=call.actor,
            at=call.at,
        )

    @verb(ShipBody)
    def ship(self, call: Call) -> Any:
        """Hand it to the carrier: the stock leaves and the receivable is raised."""
        return ship_shipment(
            **_common(call),
            carrier=call.body.get("carrier", ""),
            tracking_number=call.body.get("tracking_number", ""),
        )

    @verb(DeliverBody)
    def deliver(self, call: Call) -> Any:
        """The customer has the goods."""
        return deliver_shipment(**_common(call), delivered_to=call.body.get("delivered_to", ""))

    @verb(ReasonBody)
    def cancel(self, call: Call) -> Any:
        """Take it back before it leaves; its goods stay reserved for the order."""
        return cancel_shipment(**_common(call), reason=call.body["reason"])


def _common(call: Call) -> dict[str, Any]:
    return {
        "shipment_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }


def _scans(rows: list[dict[str, Any]] | None) -> list[ScanInput] | None:
    if rows is None:
        return None
    return [
        ScanInput(
            **({"quantity": row["quantity"]} if "quantity" in row else {}),
            barcode=row.get("barcode") or (row["product"].sku if row.get("product") else ""),
            item_id=row["product"].pk if row.get("product") else None,
            location=row.get("location") or "",
            lot=row.get("lot") or "",
        )
        for row in rows
    ]
