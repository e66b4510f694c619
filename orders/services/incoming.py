"""The shape of an order that comes from outside: one for the API, for intake and for replay."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from erp.core.custom_fields import clean_custom
from erp.core.http.fields import (
    CustomField,
    DateField,
    MoneyField,
    QuantityField,
    StrictDecimalField,
    TextField,
)
from erp.core.http.refs import Body, RefField
from erp.core.records import Problems
from erp.masterdata.models import Company
from orders.models import Order
from orders.services.entry import MAX_LINES, OrderInput
from orders.services.order_lines import LineInput


class ShipToBody(Body):
    """Where the goods go."""

    recipient = TextField(max_length=200, required=False, allow_blank=True)
    phone = TextField(max_length=60, required=False, allow_blank=True)
    line1 = TextField(max_length=200, required=False, allow_blank=True)
    line2 = TextField(max_length=200, required=False, allow_blank=True)
    city = TextField(max_length=120, required=False, allow_blank=True)
    state = TextField(max_length=120, required=False, allow_blank=True)
    postal_code = TextField(max_length=40, required=False, allow_blank=True)
    country = TextField(max_length=80, required=False, allow_blank=True)


def discount_field() -> StrictDecimalField:
    """A discount as a fraction: 0.05 is 5 %."""
    return StrictDecimalField(required=False, allow_null=True, minimum=0, maximum=Decimal(1), max_decimals=6)


class LineBody(Body):
    """A line of an order; a price left out is looked up."""

    product = RefField("product")
    quantity = QuantityField()
    unit_price = MoneyField(required=False, allow_null=True)
    unit = RefField("unit", required=False, allow_null=True)
    discount_rate = discount_field()
    requested_date = DateField(required=False, allow_null=True)
    description = TextField(max_length=200, required=False, allow_blank=True)
    custom = CustomField()


class OrderBody(Body):
    """An order; what is left out comes from the customer or the company."""

    customer = RefField("customer")
    external_id = TextField(max_length=120, required=False, allow_null=True, allow_blank=True)
    channel = TextField(max_length=40, required=False, allow_blank=True)
    priority = serializers.ChoiceField(choices=Order.Priority.choices, required=False)
    requested_date = DateField(required=False, allow_null=True)
    ship_complete = serializers.BooleanField(required=False, allow_null=True)
    warehouse = RefField("warehouse", required=False, allow_null=True)
    carrier = RefField("carrier", required=False, allow_null=True)
    customer_po = TextField(max_length=120, required=False, allow_blank=True)
    note = TextField(max_length=5000, required=False, allow_blank=True, lines=True)
    ship_to = ShipToBody(required=False, allow_null=True)
    reservation_policy = serializers.ChoiceField(
        choices=Company.ReservationPolicy.choices, required=False, allow_blank=True
    )
    custom = CustomField()
    lines = LineBody(many=True, allow_empty=False, max_length=MAX_LINES)
    submit = serializers.BooleanField(required=False, default=False)


def line_input(line: dict[str, Any]) -> LineInput:
    """A validated line as the commands take it."""
    unit = line.get("unit")
    return LineInput(
        item_id=line["product"].pk,
        quantity=line["quantity"],
        unit_price=line.get("unit_price"),
        unit_id=unit.pk if unit else None,
        discount_rate=line.get("discount_rate"),
        description=line.get("description", ""),
        requested_on=line.get("requested_date"),
        custom=line.get("custom") or {},
    )


def order_input(body: dict[str, Any]) -> OrderInput:
    """A validated order as the commands take it.

    Raises: Invalid on `custom.<key>` and `lines[n].custom.<key>`.
    """
    problems = Problems()
    custom = own_fields("order", body.get("custom"), problems)
    for position, line in enumerate(body["lines"]):
        if line.get("custom"):
            own = Problems(f"lines[{position}].")
            line["custom"] = own_fields("order_line", line["custom"], own)
            problems.merge(own.errors)
    problems.refuse()
    warehouse, ship_to = body.get("warehouse"), body.get("ship_to")
    carrier = body.get("carrier")
    return OrderInput(
        customer_id=body["customer"].pk,
        lines=[line_input(line) for line in body["lines"]],
        external_id=body.get("external_id") or None,
        channel=body.get("channel", ""),
        priority=body.get("priority", Order.Priority.NORMAL),
        requested_on=body.get("requested_date"),
        ship_complete=body.get("ship_complete"),
        carrier_id=carrier.pk if carrier else None,
        warehouse_id=warehouse.pk if warehouse else None,
        customer_po=body.get("customer_po", ""),
        note=body.get("note", ""),
        ship_to=None if ship_to is None else {name: text for name, text in ship_to.items() if text},
        custom=custom,
        reservation_policy=body.get("reservation_policy"),
    )


def own_fields(subject: str, values: Any, problems: Problems, stored: Any = None) -> dict[str, Any]:
    """The company's own fields of an order or line, checked; nothing is asked where none are given."""
    if not values:
        return dict(stored or {})
    return clean_custom(subject, values, stored=stored, problems=problems)
