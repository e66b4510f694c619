"""Purchase orders over the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from erp.core.http.fields import DateField, MoneyField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, ReasonBody, Resource, changes, creates, verb
from erp.masterdata.selectors.company import business_day
from inventory.models import PurchaseMail, PurchaseOrder, Receipt
from inventory.selectors.purchases import endangering, purchase_orders_in_full
from inventory.services.arrivals import MOST_SERIALS
from inventory.services.purchase import (
    MAX_LINES,
    MOST_NOTE,
    PurchaseLineInput,
    close_purchase_order,
    create_purchase_order,
    send_purchase_order,
)
from inventory.services.purchase_changes import reschedule_purchase_order
from inventory.services.purchase_drafts import LineChange, edit_purchase_order
from inventory.services.purchase_mails import mail_purchase_order
from inventory.services.purchase_reductions import (
    ask_reduction,
    note_reduction_answer,
    withdraw_reduction,
)
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from inventory.services.supplier_answers import accept_proposal, confirm_purchase_order, decline_proposal
from inventory.services.supplier_links import make_supplier_link


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


def _arrived(line: dict[str, Any]) -> ReceiptInput:
    return ReceiptInput(
        line_no=line["line"],
        quantity=line["quantity"],
        lot=line.get("lot") or "",
        expires_on=line.get("expires_date"),
        serials=tuple(line.get("serials") or ()),
        damaged=line.get("damaged") or Decimal(0),
        damage_reason=line.get("damage_reason") or "",
        close_rest=line["close_rest"],
        unit=line.get("unit"),
    )


class PurchaseOrderFilters(CreatedFilters):
    """Filters of the list of purchase orders."""

    state = ChoicesFilter(choices=PurchaseOrder.State.choices, field_name="state")
    confirmation = ChoicesFilter(choices=PurchaseOrder.Confirmation.choices, field_name="confirmation")
    supplier = RefFilter("supplier", field_name="supplier")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    product = RefFilter("product", field_name="lines__item", distinct=True)
    endangers_orders = django_filters.BooleanFilter(method="with_endangered")

    def with_endangered(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        """Orders that come too late for a promise that leans on them, or the others."""
        condition = endangering(business_day(timezone.now()))
        return rows.filter(condition) if value else rows.exclude(condition)


class PurchaseOrders(Resource):
    """Goods ordered from suppliers."""

    kind = "purchase_order"
    out = PurchaseOrderOut
    filters = PurchaseOrderFilters
    orderings = {"number": "number", "created_at": "created_at", "expected_date": "expected_on"}
    search_fields = ["number", "supplier__name"]

    def rows(self) -> QuerySet[Any]:
        """Purchase orders with their lines."""
        return purchase_orders_in_full(super().rows())

    @creates(PurchaseOrderBody)
    def create(self, call: Call) -> Any:
        """Write a draft."""
        lines = [
            PurchaseLineInput(
                item=line["product"],
                quantity=line["quantity"],
                unit_price=line.get("unit_price"),
                expected_on=line.get("expected_date"),
                unit=line.get("unit"),
            )
            for line in call.body["lines"]
        ]
        return create_purchase_order(
            supplier=call.body["supplier"],
            warehouse=call.body["warehouse"],
            expected_on=call.body["expected_date"],
            currency=currency.code if (currency := call.body.get("currency")) else "",
            note=call.body.get("note", ""),
            lines=lines,
            actor=call.actor,
            at=call.at,
        )

    @changes(ChangeBody)
    def partial_update(self, call: Call) -> Any:
        """Change a draft: lines by number change, those without one are added, others stay."""
        lines = [
            LineChange(
                line_no=line.get("line"),
                item=line.get("product"),
                quantity=line.get("quantity"),
                unit_price=line.get("unit_price"),
                expected_on=line.get("expected_date"),
                unit=line.get("unit"),
            )
            for line in call.body.get("lines", ())
        ]
        return edit_purchase_order(**_common(call), lines=lines, note=call.body.get("note"))

    @verb(ConfirmBody)
    def confirm(self, call: Call) -> Any:
        """Note that the supplier has confirmed it as it is."""
        return confirm_purchase_order(**_common(call), reference=call.body.get("reference", ""))

    @verb(path="accept-proposal")
    def accept_proposal(self, call: Call) -> Any:
        """Agree to the quantities and days that the supplier proposes."""
        return accept_proposal(**_common(call))

    @verb(ReasonBody, path="decline-proposal")
    def decline_proposal(self, call: Call) -> Any:
        """Insist on the order as it is."""
        return decline_proposal(**_common(call), reason=call.body["reason"])

    @verb(RescheduleBody)
    def reschedule(self, call: Call) -> Any:
        """Expect lines on other days; promises that lean on them are looked at again."""
        dates = {line["line"]: line["expected_date"] for line in call.body["lines"]}
        return reschedule_purchase_order(**_common(call), dates=dates, reason=call.body["reason"])

    @verb(LessBody, path="ask-reduction")
    def ask_reduction(self, call: Call) -> Any:
        """Ask the supplier for less of a line, in the product's base unit; all that is to come cancels it."""
        body = call.body
        ask_reduction(**_common(call), line_no=body["line"], quantity=body["quantity"], reason=body["reason"])
        return call.id

    @verb(LessAnswerBody, path="answer-reduction")
    def answer_reduction(self, call: Call) -> Any:
        """Note what the supplier said to it."""
        return note_reduction_answer(
            **_common(call), line_no=call.body["line"], is_agreed=call.body["agreed"], note=call.body["note"]
        )

    @verb(LessLineBody, path="withdraw-reduction")
    def withdraw_reduction(self, call: Call) -> Any:
        """Take the request back."""
        return withdraw_reduction(**_common(call), line_no=call.body["line"])

    @verb(LinkBody, path="supplier-link", out=LinkOut, show=lambda self, url: {"url": self.address_of(url)})
    def supplier_link(self, call: Call) -> Any:
        """The address at which the supplier confirms it without an account, good for thirty days."""
        return make_supplier_link(purchase_order_id=call.id, is_new=call.body["new"], actor=call.actor)

    def address_of(self, path: str) -> str:
        """A path of ours as a whole address."""
        return str(self.request.build_absolute_uri(path))

    @verb(
        MailBody,
        path="mail",
        status=202,
        out=PurchaseMailOut,
        show=lambda self, row: PurchaseMailOut(row).data,
    )
    def mail(self, call: Call) -> Any:
        """Have it e-mailed to the supplier with its paper and the link to confirm it."""
        return mail_purchase_order(
            **_common(call),
            site=self.address_of("/"),
            to=call.body.get("to", ""),
            language=call.body.get("language", ""),
        )

    @extend_schema(responses=PurchaseMailOut(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def mails(self, request: Any, id: str | None = None) -> Response:
        """Its last e-mails, the newest first."""
        rows = PurchaseMail.objects.filter(purchase_order_id=self.found_id())[:50]
        return Response(PurchaseMailOut(rows, many=True).data)

    @verb()
    def send(self, call: Call) -> Any:
        """Order from the supplier: its lines are supply from now on."""
        return send_purchase_order(**_common(call))

    @verb(ReceiptBody)
    def receive(self, call: Call) -> Any:
        """Take in what has arrived: makes a receipt, the last of `receipts`, which says what comes next."""
        return receive_purchase_order(
            **_common(call),
            lines=[_arrived(line) for line in call.body["lines"]],
            delivery_note=call.body.get("delivery_note") or "",
            inspect_all=call.body["inspect"],
        )

    @verb()
    def close(self, call: Call) -> Any:
        """Expect nothing more of it."""
        return close_purchase_order(**_common(call))


def _common(call: Call) -> dict[str, Any]:
    return {
        "purchase_order_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }
