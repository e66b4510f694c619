"""Receipts over the API: inspect, put away, send back or scrap."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from erp.core.errors import Invalid
from erp.core.http.fields import DateField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, verb
from inventory.models import Receipt, ReceiptLine
from inventory.selectors.receiving import receipts_in_full
from inventory.services.inspections import InspectionInput, dispose_rejected, inspect_receipt
from inventory.services.put_away import PutAwayInput, put_away_receipt

MOST_LINES = 1000


class ReceiptLineOut(serializers.Serializer[Any]):
    """A line: what arrived, how it is inspected, and what became of it."""

    line = serializers.IntegerField(source="line_no")
    order_line = serializers.IntegerField(source="order_line.line_no")
    product = RefField("product", source="item")
    unit = serializers.CharField(source="item.unit.code")
    lot = serializers.CharField(source="lot.code", default=None, allow_null=True)
    expires_date = DateField(source="lot.expires_on", default=None, allow_null=True)
    quantity = QuantityField()
    damaged = QuantityField()
    waiting = QuantityField(help_text="Not judged yet.")
    accepted = QuantityField()
    rejected = QuantityField()
    put_away = QuantityField()
    returned = QuantityField()
    scrapped = QuantityField()
    invoiced = QuantityField()
    inspection = serializers.ChoiceField(choices=ReceiptLine.Inspection.choices)
    sample_size = serializers.IntegerField()
    acceptance_number = serializers.IntegerField(help_text="With more defects in the sample it is rejected.")
    defects = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()


class ReceiptOut(serializers.Serializer[Any]):
    """A receipt; `next` is the verb that comes next, "" when it is done."""

    id = IdField("receipt")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=Receipt.State.choices)
    next = serializers.ChoiceField(choices=["inspect", "put_away", ""], source="next_step")
    purchase_order = RefField("purchase_order")
    supplier = RefField("supplier")
    warehouse = RefField("warehouse")
    delivery_note = serializers.CharField()
    arrived_at = serializers.DateTimeField()
    arrived_date = DateField(source="arrived_on")
    received_by = serializers.CharField()
    inspected_at = serializers.DateTimeField(allow_null=True)
    inspected_by = serializers.CharField()
    put_away_at = serializers.DateTimeField(allow_null=True)
    lines = ReceiptLineOut(many=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class VerdictBody(Body):
    """The verdict on one line; one quantity alone stands for the rest as well, `defects` asks the plan."""

    line = serializers.IntegerField(min_value=1, max_value=100_000)
    accepted = QuantityField(minimum=0, required=False)
    rejected = QuantityField(minimum=0, required=False)
    defects = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)
    reason = TextField(max_length=200, required=False, allow_blank=True)


class InspectBody(Body):
    """Either quantities of the one line that waits (or of all of them together), or `lines`."""

    accepted = QuantityField(minimum=0, required=False)
    rejected = QuantityField(minimum=0, required=False)
    reason = TextField(max_length=200, required=False, allow_blank=True)
    lines = VerdictBody(many=True, required=False, allow_empty=False, max_length=MOST_LINES)


class PutAwayLineBody(Body):
    """Where a line, or a part of it, goes."""

    line = serializers.IntegerField(min_value=1, max_value=100_000)
    location = serializers.CharField(max_length=60, help_text="Code or id of a place of the warehouse.")
    quantity = QuantityField(required=False)


class PutAwayBody(Body):
    """Without `lines` everything goes where the put-away rules say."""

    lines = PutAwayLineBody(many=True, required=False, allow_empty=False, max_length=MOST_LINES)


class DisposeBody(Body):
    """What happens to rejected goods: back to the supplier, or to scrap."""

    line = serializers.IntegerField(min_value=1, max_value=100_000)
    quantity = QuantityField()
    disposition = serializers.ChoiceField(choices=["return", "scrap"])
    reason = TextField(max_length=500)


class ReceiptFilters(CreatedFilters):
    """Filters of the list of receipts."""

    state = ChoicesFilter(choices=Receipt.State.choices, field_name="state")
    supplier = RefFilter("supplier", field_name="supplier")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    purchase_order = RefFilter("purchase_order", field_name="purchase_order")
    product = RefFilter("product", field_name="lines__item", distinct=True)
    arrived_after = django_filters.DateFilter(field_name="arrived_on", lookup_expr="gte")
    arrived_before = django_filters.DateFilter(field_name="arrived_on", lookup_expr="lte")


class Receipts(Resource):
    """What deliveries of purchase orders brought; made by `purchase-orders/{id}/receive/`."""

    kind = "receipt"
    out = ReceiptOut
    filters = ReceiptFilters
    orderings = {"number": "number", "created_at": "created_at", "arrived_date": "arrived_on"}
    search_fields = ["number", "purchase_order__number", "supplier__name", "delivery_note"]

    def rows(self) -> QuerySet[Any]:
        """Receipts with their lines."""
        return receipts_in_full(super().rows())

    @verb(InspectBody)
    def inspect(self, call: Call) -> Any:
        """Say what is accepted and what is rejected; accepted goods are available at once."""
        return inspect_receipt(**_common(call), lines=_verdicts(call))

    @verb(PutAwayBody, path="put_away")
    def put_away(self, call: Call) -> Any:
        """Bring accepted goods from the dock to their bins."""
        lines = None
        if call.body.get("lines"):
            lines = [
                PutAwayInput(line["line"], _place(call, position, line["location"]), line.get("quantity"))
                for position, line in enumerate(call.body["lines"])
            ]
        return put_away_receipt(**_common(call), lines=lines)

    @verb(DisposeBody)
    def dispose(self, call: Call) -> Any:
        """Send rejected goods back to the supplier, or scrap them."""
        body = call.body
        return dispose_rejected(
            **_common(call),
            line_no=body["line"],
            quantity=body["quantity"],
            disposition=body["disposition"],
            reason=body["reason"],
        )


def _common(call: Call) -> dict[str, Any]:
    return {
        "receipt_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }


def _verdicts(call: Call) -> list[InspectionInput]:
    """The body's verdicts by line; quantities of the whole receipt where it leaves no doubt."""
    body = call.body
    if "lines" in body:
        return [
            InspectionInput(
                line["line"],
                line.get("accepted"),
                line.get("rejected"),
                line.get("defects"),
                line.get("reason") or "",
            )
            for line in body["lines"]
        ]
    accepted, rejected = body.get("accepted"), body.get("rejected")
    reason = body.get("reason") or ""
    waiting = [line for line in ReceiptLine.objects.filter(receipt_id=call.id) if line.waiting > 0]
    if len(waiting) <= 1:
        return [InspectionInput(line.line_no, accepted, rejected, None, reason) for line in waiting]
    total = sum((line.waiting for line in waiting), Decimal(0))
    if accepted == total and not rejected:
        return [InspectionInput(line.line_no, line.waiting, Decimal(0), None, reason) for line in waiting]
    if rejected == total and not accepted:
        return [InspectionInput(line.line_no, Decimal(0), line.waiting, None, reason) for line in waiting]
    raise Invalid.field("lines", _("Several lines wait: say for each what is accepted."), "required")


def _place(call: Call, position: int, key: str) -> Any:
    """A place of the receipt's warehouse by code, bar code or id."""
    from inventory.selectors.warehouses import place_by_key

    warehouse_id = Receipt.objects.values_list("warehouse_id", flat=True).get(pk=call.id)
    place = place_by_key(warehouse_id, key)
    if place is None:
        raise Invalid.field(f"lines[{position}].location", _("There is no such place."), "unknown")
    return place
