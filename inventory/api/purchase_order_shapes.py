"""What purchase orders look like over the API, and what their verbs are told."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from erp.core.http.fields import DateField, MoneyField, QuantityField, TextField
from erp.core.http.refs import Body, IdField, RefField
from inventory.models import PurchaseMail, PurchaseOrder, Receipt
from inventory.services.arrivals import MOST_SERIALS
from inventory.services.purchase import MAX_LINES, MOST_NOTE


class PurchaseLineOut(serializers.Serializer[Any]):
    """A line of a purchase order; quantities and price in its `unit`, `base_quantity` in the product's."""

    line = serializers.IntegerField(source="line_no")
    product = RefField("product", source="item")
    quantity = QuantityField(source="ordered")
    received = serializers.SerializerMethodField()
    unit = serializers.CharField(source="unit_code")
    base_quantity = QuantityField(source="quantity")
    unit_price = MoneyField(required=False)
    expected_date = DateField(source="expected_on")
    proposed_quantity = serializers.SerializerMethodField()
    proposed_date = DateField(source="proposed_on", allow_null=True)
    asked_quantity = serializers.SerializerMethodField()
    requisitions = serializers.SerializerMethodField()

    @extend_schema_field(QuantityField())
    def get_received(self, line: Any) -> Any:
        """What has arrived, in the line's unit."""
        return QuantityField().to_representation(line.in_unit(line.received))

    @extend_schema_field(QuantityField(allow_null=True))
    def get_asked_quantity(self, line: Any) -> Any:
        """What we asked the supplier to leave of it, in the product's base unit; null where we did not."""
        found = next((one for one in line.reductions.all() if one.answer == "open"), None)
        return None if found is None else QuantityField().to_representation(found.target)

    @extend_schema_field(QuantityField(allow_null=True))
    def get_proposed_quantity(self, line: Any) -> Any:
        """What the supplier proposes, in the line's unit."""
        if line.proposed_quantity is None:
            return None
        return QuantityField().to_representation(line.in_unit(line.proposed_quantity))

    def get_requisitions(self, line: Any) -> list[str]:
        """Numbers of the requisitions that the line serves."""
        return [row.number for row in line.requisitions.all()]


class ReceiptOfOrderOut(serializers.Serializer[Any]):
    """A receipt of the order, and the verb of `receipts` that comes next for it ("" when it is done)."""

    id = IdField("receipt")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=Receipt.State.choices)
    next = serializers.ChoiceField(choices=["inspect", "put_away", ""], source="next_step")


class PurchaseOrderOut(serializers.Serializer[Any]):
    """A purchase order; prices only for those who may see costs."""

    id = IdField("purchase_order")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=PurchaseOrder.State.choices)
    supplier = RefField("supplier")
    warehouse = RefField("warehouse")
    currency = serializers.CharField(source="currency_id")
    ordered_date = DateField(source="ordered_on")
    expected_date = DateField(source="expected_on")
    received_at = serializers.DateTimeField(allow_null=True)
    total = MoneyField(required=False)
    note = serializers.CharField()
    confirmation = serializers.ChoiceField(choices=PurchaseOrder.Confirmation.choices)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    supplier_reference = serializers.CharField()
    supplier_note = serializers.CharField()
    lines = PurchaseLineOut(many=True)
    receipts = ReceiptOfOrderOut(many=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, instance: PurchaseOrder) -> dict[str, Any]:
        """The order; what things cost is left out for those who may not see costs."""
        shown = super().to_representation(instance)
        if not self.context["actor"].has("inventory.view_cost"):
            shown.pop("total")
            for line in shown["lines"]:
                line.pop("unit_price")
        return shown


class LessLineBody(Body):
    """The line of which the supplier was asked for less."""

    line = serializers.IntegerField(min_value=1, max_value=MAX_LINES)


class LessBody(LessLineBody):
    """So much less of a line, in the product's base unit, and why."""

    quantity = QuantityField()
    reason = TextField(max_length=500)


class LessAnswerBody(LessLineBody):
    """What the supplier said to it."""

    agreed = serializers.BooleanField()
    note = TextField(max_length=500, required=False, default="", allow_blank=True)


class PurchaseLineBody(Body):
    """A quantity to buy, in `unit` or the base unit; a price left out is the supplier's offer."""

    product = RefField("product")
    quantity = QuantityField()
    unit = RefField("unit", required=False, allow_null=True)
    unit_price = MoneyField(required=False, allow_null=True)
    expected_date = DateField(required=False, allow_null=True)


class PurchaseOrderBody(Body):
    """What to buy from whom, for where, by when."""

    supplier = RefField("supplier")
    warehouse = RefField("warehouse")
    expected_date = DateField()
    currency = RefField("currency", required=False, allow_null=True)
    note = TextField(max_length=MOST_NOTE, required=False, allow_blank=True)
    lines = PurchaseLineBody(many=True, allow_empty=False, max_length=MAX_LINES)


class ChangedLineBody(Body):
    """A line by its number, or a new one; quantity 0 takes it out."""

    line = serializers.IntegerField(min_value=1, max_value=100_000, required=False, allow_null=True)
    product = RefField("product", required=False, allow_null=True)
    quantity = QuantityField(minimum=0, required=False, allow_null=True)
    unit = RefField("unit", required=False, allow_null=True)
    unit_price = MoneyField(required=False, allow_null=True)
    expected_date = DateField(required=False, allow_null=True)


class ChangeBody(Body):
    """What changes on a draft."""

    note = TextField(max_length=MOST_NOTE, required=False, allow_blank=True)
    lines = ChangedLineBody(many=True, required=False, max_length=MAX_LINES)


class ConfirmBody(Body):
    """The number that the supplier gave the order."""

    reference = TextField(max_length=60, required=False, allow_blank=True)


class NewDateBody(Body):
    """A line and the day on which it is expected now."""

    line = serializers.IntegerField(min_value=1, max_value=100_000)
    expected_date = DateField()


class RescheduleBody(Body):
    """New days, and why."""

    lines = NewDateBody(many=True, allow_empty=False, max_length=MAX_LINES)
    reason = TextField(max_length=500)


class LinkBody(Body):
    """Whether older links stop working."""

    new = serializers.BooleanField(required=False, default=False)


class LinkOut(serializers.Serializer[Any]):
    """The supplier's address."""

    url = serializers.CharField()


class MailBody(Body):
    """To whom and in which language; without, to the supplier's own address in the caller's language."""

    to = TextField(max_length=254, required=False, allow_blank=True)
    language = TextField(max_length=10, required=False, allow_blank=True)


class PurchaseMailOut(serializers.Serializer[Any]):
    """An e-mail of the order, and what became of it."""

    address = serializers.CharField()
    language = serializers.CharField()
    state = serializers.ChoiceField(choices=PurchaseMail.State.choices)
    attempts = serializers.IntegerField()
    problem = serializers.CharField()
    asked_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)


class ReceiptLineBody(Body):
    """What has arrived of a line, by its number: all of it, and the part of it that is damaged."""

    line = serializers.IntegerField(min_value=1, max_value=100_000)
    quantity = QuantityField()
    unit = RefField(
        "unit", required=False, allow_null=True, help_text="What was counted in; the line's unit without."
    )
    lot = TextField(max_length=60, required=False, allow_null=True, allow_blank=True)
    expires_date = DateField(required=False, allow_null=True)
    serials = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, max_length=MOST_SERIALS
    )
    damaged = QuantityField(minimum=0, required=False)
    damage_reason = TextField(max_length=200, required=False, allow_blank=True)
    close_rest = serializers.BooleanField(
        required=False, default=False, help_text="Nothing more of this line will come."
    )


class ReceiptBody(Body):
    """What has arrived; `inspect` has exempt goods inspected as well."""

    lines = ReceiptLineBody(many=True, allow_empty=False, max_length=MAX_LINES)
    delivery_note = TextField(max_length=60, required=False, allow_blank=True)
    inspect = serializers.BooleanField(required=False, default=False)
