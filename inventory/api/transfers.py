"""Transfers between warehouses over the API: documents with lines, from draft to received."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.errors import Invalid
from erp.core.http.fields import DateField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, ReasonBody, Resource, changes, creates, verb
from inventory.api.places import location_of
from inventory.models import Item, TransferOrder, TransferOrderLine
from inventory.selectors.items import in_base_unit
from inventory.selectors.moves import transfer_orders_in_full, transfer_orders_in_list
from inventory.services.transfer_edits import TransferLineChange, TransferValues, edit_transfer_order
from inventory.services.transfer_orders import (
    MOST_DAYS,
    MOST_LINES,
    MOST_NOTE,
    TransferInput,
    TransferLineInput,
    cancel_transfer_order,
    create_transfer_order,
    release_transfer_order,
    reserve_transfer_order,
)
from inventory.services.transfer_way import (
    TransferArrival,
    receive_transfer_order,
    send_transfer_order,
)


class TransferLineOut(serializers.Serializer[Any]):
    """One line: planned, reserved, sent, arrived. Quantities in the product's base unit."""

    line = serializers.IntegerField(source="line_no")
    product = RefField("product", source="item")
    name = serializers.CharField(source="item.name")
    unit = serializers.CharField(source="item.unit.code")
    lot = serializers.SerializerMethodField()
    quantity = QuantityField()
    reserved = QuantityField()
    sent = QuantityField()
    received = QuantityField()
    missing = QuantityField(help_text="What did not arrive and will not.")
    in_transit = QuantityField(source="on_the_way")

    def get_lot(self, row: TransferOrderLine) -> str | None:
        """The lot it has to be of."""
        return row.lot.code if row.lot else None


class TransferRowOut(serializers.Serializer[Any]):
    """A transfer as lists show it."""

    id = IdField("transfer_order")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=TransferOrder.State.choices)
    from_warehouse = RefField("warehouse")
    to_warehouse = RefField("warehouse")
    ship_date = DateField(source="ship_on")
    transit_days = serializers.IntegerField()
    due_date = DateField(source="due_on")
    note = serializers.CharField()
    cancel_reason = serializers.CharField(source="reason")
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    released_at = serializers.DateTimeField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class TransferOut(TransferRowOut):
    """A transfer with its lines."""

    lines = TransferLineOut(many=True)


class TransferLineBody(Body):
    """What a line is to bring."""

    product = RefField("product")
    quantity = QuantityField()
    unit = RefField("unit", required=False, allow_null=True, help_text="Of the quantity; else the base unit.")
    lot = TextField(max_length=60, required=False, allow_null=True, allow_blank=True)


class TransferBody(Body):
    """A new transfer; without `transit_days` it takes those between the two warehouses."""

    from_warehouse = RefField("warehouse")
    to_warehouse = RefField("warehouse")
    ship_date = DateField(required=False, allow_null=True)
    transit_days = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=MOST_DAYS)
    note = TextField(max_length=MOST_NOTE, required=False, allow_blank=True)
    lines = TransferLineBody(many=True, allow_empty=False, max_length=MOST_LINES)
    release = serializers.BooleanField(required=False, default=False)


class TransferLineChangeBody(Body):
    """A line by its number, or a new one; quantity 0 takes it out, an empty lot means any."""

    line = serializers.IntegerField(min_value=1, max_value=100_000, required=False, allow_null=True)
    product = RefField("product", required=False, allow_null=True)
    quantity = QuantityField(minimum=0, required=False, allow_null=True)
    unit = RefField("unit", required=False, allow_null=True, help_text="Of the quantity; else the base unit.")
    lot = TextField(max_length=60, required=False, allow_null=True, allow_blank=True)


class TransferChangeBody(Body):
    """What changes on a draft; `transit_days` null takes those between the two warehouses."""

    from_warehouse = RefField("warehouse", required=False)
    to_warehouse = RefField("warehouse", required=False)
    ship_date = DateField(required=False)
    transit_days = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=MOST_DAYS)
    note = TextField(max_length=MOST_NOTE, required=False, allow_blank=True)
    lines = TransferLineChangeBody(many=True, required=False, max_length=2 * MOST_LINES)


class TransferSendBody(Body):
    """Whether it may leave with less than planned: what is not reserved is not sent any more then."""

    short = serializers.BooleanField(required=False, default=False)


class TransferArrivalBody(Body):
    """What came of a line; with a `difference_reason` the rest did not arrive and is written off."""

    line = serializers.IntegerField(min_value=1)
    quantity = QuantityField(minimum=0)
    difference_reason = TextField(max_length=200, required=False, allow_blank=True)
    to_location = TextField(max_length=60, required=False, allow_null=True)


class TransferArrivedBody(Body):
    """What has come; without lines all that is on its way."""

    lines = TransferArrivalBody(many=True, required=False, max_length=MOST_LINES)
    to_location = TextField(max_length=60, required=False, allow_null=True)


class TransferFilters(CreatedFilters):
    """Filters of the list of transfers."""

    state = ChoicesFilter(choices=TransferOrder.State.choices, field_name="state")
    from_warehouse = RefFilter("warehouse", field_name="from_warehouse")
    to_warehouse = RefFilter("warehouse", field_name="to_warehouse")


class Transfers(Resource):
    """Goods that one warehouse sends to another."""

    kind = "transfer_order"
    out = TransferOut
    list_out = TransferRowOut
    filters = TransferFilters
    orderings = {"number": "number", "created_at": "created_at", "due_date": "due_on", "ship_date": "ship_on"}
    search_fields = ["number", "note"]

    def rows(self) -> QuerySet[Any]:
        """Transfers with what the answer shows."""
        rows = super().rows()
        return transfer_orders_in_list(rows) if self.action == "list" else transfer_orders_in_full(rows)

    @creates(TransferBody)
    def create(self, call: Call) -> Any:
        """Write a transfer; with `release` its goods are reserved at once."""
        body = call.body
        lines = [
            TransferLineInput(
                item=row["product"],
                quantity=_base_quantity(row["product"], row, f"lines[{place}]."),
                lot=row.get("lot") or "",
            )
            for place, row in enumerate(body["lines"])
        ]
        transfer = TransferInput(
            from_warehouse=body["from_warehouse"],
            to_warehouse=body["to_warehouse"],
            lines=lines,
            ship_on=body.get("ship_date"),
            transit_days=body.get("transit_days"),
            note=body.get("note", ""),
        )
        order = create_transfer_order(transfer=transfer, actor=call.actor, at=call.at)
        if body.get("release"):
            release_transfer_order(order_id=order.pk, actor=call.actor, at=call.at)
        return order.pk

    @changes(TransferChangeBody)
    def partial_update(self, call: Call) -> Any:
        """Change a draft: lines by number change, those without one are added, others stay."""
        given = dict(call.body)
        rows = given.pop("lines", ())
        if "ship_date" in given:
            given["ship_on"] = given.pop("ship_date")
        known = _items_of(call.id, rows)
        lines = [
            TransferLineChange(
                line_no=row.get("line"),
                item=row.get("product"),
                quantity=_base_quantity(
                    row.get("product") or known.get(row.get("line")), row, f"lines[{place}]."
                ),
                lot=row["lot"] or "" if "lot" in row else None,
            )
            for place, row in enumerate(rows)
        ]
        values: TransferValues = given  # type: ignore[assignment]  # the body's fields are its keys
        return edit_transfer_order(**_common(call), values=values, lines=lines)

    @verb()
    def release(self, call: Call) -> Any:
        """Reserve its goods where they lie, and count on them where they go."""
        return release_transfer_order(**_common(call))

    @verb()
    def reserve(self, call: Call) -> Any:
        """Reserve what has become free since."""
        return reserve_transfer_order(**_common(call))

    @verb(TransferSendBody)
    def send(self, call: Call) -> Any:
        """The goods leave."""
        return send_transfer_order(**_common(call), is_short=call.body.get("short", False))

    @verb(TransferArrivedBody)
    def receive(self, call: Call) -> Any:
        """The goods have arrived, all or in part."""
        warehouse = self.row(call.id).to_warehouse
        given = call.body.get("lines")
        lines = None
        if given is not None:
            lines = [
                TransferArrival(
                    row["line"],
                    row["quantity"],
                    row.get("difference_reason", ""),
                    location_of(warehouse, row.get("to_location"), f"lines[{place}].to_location"),
                )
                for place, row in enumerate(given)
            ]
        place = location_of(warehouse, call.body.get("to_location"), "to_location")
        return receive_transfer_order(**_common(call), lines=lines, location=place)

    @verb(ReasonBody)
    def cancel(self, call: Call) -> Any:
        """Give it up before it leaves."""
        return cancel_transfer_order(**_common(call), reason=call.body["reason"])


def _items_of(order_id: int, rows: Sequence[dict[str, Any]]) -> dict[int | None, Item]:
    """The products of lines that are named by number and measured in a unit."""
    if not any(row.get("unit") for row in rows):
        return {}
    lines = TransferOrderLine.objects.filter(order_id=order_id).select_related("item__unit")
    return {line.line_no: line.item for line in lines}


def _base_quantity(item: Item | None, row: dict[str, Any], path: str) -> Any:
    """A line's quantity in the base unit of its product; None when none was given.

    Raises: Invalid on the line's `unit`.
    """
    quantity = row.get("quantity")
    if item is None or quantity is None or not quantity:
        return quantity
    try:
        return in_base_unit(item, row.get("unit"), quantity)
    except Invalid as refusal:
        raise Invalid(errors={f"{path}{name}": texts for name, texts in refusal.errors.items()}) from None


def _common(call: Call) -> dict[str, Any]:
    return {
        "order_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }
