"""What answers about orders look like."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from erp.core.http.fields import CustomField, DateField, MoneyField, QuantityField, StrictDecimalField
from erp.core.http.refs import IdField, RefField
from erp.core.money import round_money
from orders.models import Order, OrderLine
from orders.selectors.kits import kit_components
from orders.selectors.orders import line_quantities

ZERO = Decimal(0)
DELIVERY_KINDS = [("complete", "complete"), ("split", "split")]
COSTS = ("cost", "margin", "margin_percent")


class KitComponentOut(serializers.Serializer[Any]):
    """A component of a kit's line, as it was frozen; quantities in its base unit."""

    product = RefField("product", source="item")
    quantity = QuantityField(source="wanted")
    unit = serializers.CharField(source="item.unit.code")
    reserved = QuantityField(source="demand.reserved", default=ZERO)
    backordered = QuantityField(source="demand.backordered", default=ZERO)
    shipped = QuantityField(source="demand.shipped", default=ZERO)


class OrderLineOut(serializers.Serializer[Any]):
    """A line of an order; quantities in the line's unit."""

    id = IdField("order_line")
    line = serializers.IntegerField(source="line_no")
    product = RefField("product", source="item")
    description = serializers.CharField()
    quantity = QuantityField()
    unit = RefField("unit")
    unit_price = MoneyField()
    discount_rate = StrictDecimalField()
    tax_rate = StrictDecimalField()
    net = MoneyField()
    tax = MoneyField()
    requested_date = DateField(source="requested_on", allow_null=True)
    first_promised_date = DateField(source="first_promised_on", allow_null=True)
    promised_date = DateField(source="promised_on", allow_null=True)
    promise_sources = serializers.ListField(source="promise_reason", child=serializers.DictField())
    reserved = QuantityField(read_only=True)
    backordered = QuantityField(read_only=True)
    shipped = QuantityField(read_only=True)
    invoiced = QuantityField(read_only=True)
    returned = QuantityField(read_only=True)
    cancelled = QuantityField(read_only=True)
    components = KitComponentOut(many=True, required=False, help_text="What a kit consists of; kits alone.")
    custom = CustomField()

    def to_representation(self, instance: OrderLine) -> dict[str, Any]:
        """The line with what became of its quantity."""
        for name, quantity in line_quantities(instance.order, instance).items():
            setattr(instance, name, quantity)
        if instance.item.kind == "kit":
            found = kit_components([instance]).get(instance.pk, [])
            return {**self._plain(instance), "components": KitComponentOut(found, many=True).data}
        return self._plain(instance)

    def _plain(self, instance: OrderLine) -> dict[str, Any]:
        self.fields.pop("components", None)
        return super().to_representation(instance)


class OrderRowOut(serializers.Serializer[Any]):
    """An order as lists show it; cost and margin only for those who may see them."""

    id = IdField("order")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=Order.State.choices)
    fulfillment_state = serializers.ChoiceField(choices=Order.Fulfillment.choices)
    billing_state = serializers.ChoiceField(choices=Order.Billing.choices)
    customer = RefField("customer")
    customer_name = serializers.CharField(source="customer.name")
    customer_po = serializers.CharField()
    channel = serializers.CharField()
    external_id = serializers.CharField(allow_null=True)
    priority = serializers.ChoiceField(choices=Order.Priority.choices)
    salesperson = RefField("user", allow_null=True)
    warehouse = RefField("warehouse")
    requested_date = DateField(source="requested_on", allow_null=True)
    first_promised_date = DateField(source="first_promised_on", allow_null=True)
    promised_date = DateField(source="promised_on", allow_null=True)
    promises_at_risk = serializers.IntegerField(source="open_slips")
    ship_complete = serializers.BooleanField(source="is_ship_complete")
    reservation_policy = serializers.CharField()
    carrier = RefField("carrier", allow_null=True)
    currency = serializers.CharField(source="currency_id")
    subtotal = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    billed = MoneyField()
    paid = MoneyField()
    cost = MoneyField(required=False, help_text="With the right inventory.view_cost alone.")
    margin = MoneyField(required=False, signed=True, help_text="With the right inventory.view_cost alone.")
    margin_percent = StrictDecimalField(required=False, allow_null=True)
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    shipped_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()

    def to_representation(self, instance: Order) -> dict[str, Any]:
        """The order; costs are left out for those who may not see them."""
        if self.context["actor"].has("inventory.view_cost"):
            margin = instance.subtotal - round_money(instance.cost / instance.rate, instance.currency_id)
            instance.margin = margin  # type: ignore[attr-defined]  # computed for this row, not a column
            instance.margin_percent = (  # type: ignore[attr-defined]  # computed for this row, not a column
                round(margin / instance.subtotal * 100, 2) if instance.subtotal else None
            )
            return super().to_representation(instance)
        shown = super().to_representation(instance)
        for name in COSTS:
            shown.pop(name, None)
        return shown


class OrderOut(OrderRowOut):
    """An order with its lines."""

    ship_to = serializers.DictField()
    note = serializers.CharField()
    reason = serializers.CharField(help_text="Why it is on hold, rejected or cancelled.")
    custom = CustomField()
    lines = OrderLineOut(many=True)


class TimelineEntryOut(serializers.Serializer[Any]):
    """One event of an order's story."""

    at = serializers.DateTimeField()
    actor = serializers.CharField()
    event = serializers.CharField(help_text="A stable code, such as order.confirmed.")
    label = serializers.CharField(  # type: ignore[assignment]  # a field named as an attribute of its base class
        help_text="The event in the reader's language."
    )
    document = serializers.CharField(help_text="The number of the document it happened to.")
    node = serializers.CharField(allow_null=True)
    dwell_seconds = serializers.FloatField(allow_null=True, help_text="Since the order's event before.")
    detail = serializers.DictField()


class PromiseChangeOut(serializers.Serializer[Any]):
    """One change of a line's promise after the first."""

    at = serializers.DateTimeField()
    old_promise = DateField(source="old_promised_on", allow_null=True)
    new_promise = DateField(source="new_promised_on", allow_null=True)
    cause = serializers.CharField()
    cause_document = serializers.CharField(source="cause_number")
    actor = serializers.CharField(source="actor_label")


class PromiseHistoryOut(serializers.Serializer[Any]):
    """The dates of one line, from the wish to the delivery of its last goods."""

    line = serializers.IntegerField(source="line.line_no")
    product = RefField("product", source="line.item")
    requested_date = DateField(source="line.requested_on", allow_null=True)
    first_promised_date = DateField(source="line.first_promised_on", allow_null=True)
    promised_date = DateField(source="line.promised_on", allow_null=True)
    shipped_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    changes = PromiseChangeOut(many=True)


class PromiseWaitOut(serializers.Serializer[Any]):
    """What keeps something made anew the longest."""

    kind = serializers.CharField(help_text="capacity, calendar, material, predecessor, move or queue")
    work_center = serializers.CharField()
    since = DateField()
    until = DateField()


class PromiseSourceOut(serializers.Serializer[Any]):
    """Where a promised quantity comes from."""

    kind = serializers.CharField(help_text="on_hand, purchase, transfer, work_order, plan or capacity")
    quantity = QuantityField()
    date = DateField(help_text="When it can be used: a supply's inspection is over by then.")
    document = serializers.CharField(required=False)
    inspection_days = serializers.IntegerField(required=False)
    product = serializers.CharField(required=False, help_text="Of what is planned, and of its parts.")
    lead_time_days = serializers.IntegerField(required=False)
    work_center = serializers.CharField(
        required=False, help_text="Of capacity: where it is worked on last, put into the schedule's gaps."
    )
    wait = PromiseWaitOut(required=False)
    needs = serializers.ListField(
        child=serializers.DictField(), required=False, help_text="The sources of a made product's parts."
    )


class PromisePartOut(serializers.Serializer[Any]):
    """A part of a quantity and the day it can be given."""

    date = DateField()
    quantity = QuantityField()


class PromiseOptionOut(serializers.Serializer[Any]):
    """One way to deliver: `complete` at once, or `split` in parts; `date` is the first day."""

    kind = serializers.ChoiceField(choices=DELIVERY_KINDS)
    date = DateField()
    parts = PromisePartOut(many=True)


class AtpPeriodOut(serializers.Serializer[Any]):
    """One period; what can be promised of its own supply, and in all."""

    start = DateField()
    end = DateField()
    supply = QuantityField(signed=True)
    demand = QuantityField(signed=True)
    projected = QuantityField(signed=True)
    discrete = QuantityField(signed=True)
    cumulative = QuantityField(signed=True, help_text="Looking ahead: what promises are made from.")
    cumulative_without_look_ahead = QuantityField(signed=True)


class AtpTableOut(serializers.Serializer[Any]):
    """Available to promise by period; `on_hand` is the stock before the first."""

    product = serializers.CharField()
    warehouse = serializers.CharField()
    on_hand = QuantityField(signed=True)
    safety_stock = QuantityField()
    periods = AtpPeriodOut(many=True)


class PromiseOut(serializers.Serializer[Any]):
    """What can be promised of a product."""

    product = serializers.CharField()
    quantity = QuantityField()
    available_now = QuantityField()
    promise_date = DateField(allow_null=True)
    ship_date = DateField(allow_null=True, help_text="When the goods must leave for the promise date.")
    on_time = serializers.BooleanField()
    sources = PromiseSourceOut(many=True)
    reason = serializers.CharField(help_text="The sources in a sentence, in the reader's language.")
    options = PromiseOptionOut(many=True, help_text="Empty when all of it comes at once.")


class PromisesOut(serializers.Serializer[Any]):
    """What can be promised of many lines that share the stock, in their order."""

    lines = PromiseOut(many=True)


class SimulatedLineOut(PromiseOut):
    """A line as it would be."""

    unit = serializers.CharField()
    unit_price = MoneyField()
    discount_rate = StrictDecimalField()
    net = MoneyField()
    tax = MoneyField()
    margin = MoneyField(required=False, signed=True)
    rush_promise_date = DateField(required=False, allow_null=True)


class CreditCheckOut(serializers.Serializer[Any]):
    """Whether the customer's credit covers the order, in the base currency."""

    limit = MoneyField(allow_null=True)
    open_receivables = MoneyField()
    open_orders = MoneyField()
    exposure = MoneyField()
    available = MoneyField(allow_null=True, signed=True)
    needed = MoneyField()
    is_covered = serializers.BooleanField()


class AffectedOrderOut(serializers.Serializer[Any]):
    """An order that would slip."""

    number = serializers.CharField()
    old_promise = DateField(allow_null=True)
    new_promise = DateField(allow_null=True)
    customer_name = serializers.CharField()
    days = serializers.IntegerField(allow_null=True)
    value = MoneyField(help_text="Of the late lines, in the base currency.")
    margin = MoneyField(required=False, signed=True)
    penalty = MoneyField(help_text="What the lateness costs, in the base currency.")


class RushOptionOut(serializers.Serializer[Any]):
    """One way to answer a rush order; money in the base currency."""

    kind = serializers.CharField(help_text="first, after, wait, split or warehouse")
    detail = serializers.CharField(help_text="The orders it is served after, or the warehouse.")
    promise_date = DateField(allow_null=True)
    quantity_now = QuantityField(allow_null=True)
    affected = serializers.IntegerField(help_text="Orders that slip.")
    days = serializers.IntegerField(help_text="Days of lateness to others, added up.")
    penalty = MoneyField()
    own_penalty = MoneyField()
    freight = MoneyField()
    harm = MoneyField(help_text="All of it: penalties and freight.")


class RushOut(serializers.Serializer[Any]):
    """The price tag of a rush order."""

    currency = serializers.CharField()
    least_harmful = serializers.IntegerField(help_text="The position of the option that costs least.")
    options = RushOptionOut(many=True)


class DeliveryLineOut(serializers.Serializer[Any]):
    """A product's quantity in one delivery, in base units."""

    product = serializers.CharField()
    quantity = QuantityField()


class DeliveryOut(serializers.Serializer[Any]):
    """What arrives on one day."""

    date = DateField()
    lines = DeliveryLineOut(many=True)


class DeliveryOptionOut(serializers.Serializer[Any]):
    """One way to deliver an order: `complete` on its latest line's day, or `split` as it comes."""

    kind = serializers.ChoiceField(choices=DELIVERY_KINDS)
    date = DateField()
    deliveries = DeliveryOut(many=True)


class SimulationOut(serializers.Serializer[Any]):
    """What an order would be; nothing of it is stored."""

    customer = serializers.CharField()
    currency = serializers.CharField()
    subtotal = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    margin = MoneyField(required=False, signed=True)
    margin_percent = StrictDecimalField(required=False, allow_null=True)
    promise_date = DateField(allow_null=True)
    on_time = serializers.BooleanField()
    credit = CreditCheckOut(required=False)
    lines = SimulatedLineOut(many=True)
    options = DeliveryOptionOut(many=True, help_text="Empty when all of it comes on one day.")
    affected_orders = AffectedOrderOut(many=True)
    rush = RushOut(required=False)
