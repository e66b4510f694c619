"""Quotations over the API: written, approved, sent, turned into orders."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from erp.core.http.fields import DateField, MoneyField, QuantityField, StrictDecimalField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.renderers import PdfRenderer
from erp.core.http.views import Call, ReasonBody, Resource, changes, creates, verb
from erp.core.money import round_money
from erp.core.views.papers import pdf_answer
from orders.api.shapes import COSTS
from orders.models import Quotation, QuotationAnswer, QuotationLine
from orders.selectors.quotations import (
    kept_back,
    margin_of,
    quotations_in_full,
    quotations_in_list,
    searched_quotations,
)
from orders.services.entry import MAX_LINES, OrderInput
from orders.services.incoming import ShipToBody, discount_field, line_input
from orders.services.quotation_approvals import (
    revise_quotation,
    send_back_quotation,
    sign_quotation,
    submit_quotation,
)
from orders.services.quotation_documents import quotation_pdf
from orders.services.quotation_ends import convert_quotation, expire_quotation, lose_quotation
from orders.services.quotation_mails import mail_quotation, send_quotation
from orders.services.quotations import (
    QuotationInput,
    copy_quotation,
    create_quotation,
    order_input_of,
    rewrite_quotation,
)


class QuotationHoldOut(serializers.Serializer[Any]):
    """Goods kept back for a line; for a kit there is one of these a component."""

    number = serializers.CharField()
    product = RefField("product", source="item")
    quantity = QuantityField(help_text="In the product's base unit.")


class QuotationLineOut(serializers.Serializer[Any]):
    """A line of an offer; quantities in the line's unit."""

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
    price_flag = serializers.CharField(help_text="floor or margin where it lies below one, or empty.")
    requested_date = DateField(source="requested_on", allow_null=True)
    promised_date = DateField(source="promised_on", allow_null=True, help_text="As of its submission.")
    promise_sources = serializers.ListField(source="promise_reason", child=serializers.DictField())
    held = QuantityField(
        source="kept.quantity", help_text="In the product's base unit; of a kit how many are complete."
    )
    hold_state = serializers.ChoiceField(
        source="kept.state",
        choices=["full", "part", "none", "not_needed"],
        help_text="not_needed: a service has no goods to keep back.",
    )
    hold = serializers.CharField(allow_null=True, help_text="The first of `holds`.")
    holds = QuotationHoldOut(source="kept.holds", many=True)

    def to_representation(self, instance: QuotationLine) -> dict[str, Any]:
        """The line with what is kept back for it."""
        instance.kept = kept = kept_back(instance)  # type: ignore[attr-defined]  # computed for this row, not a column
        instance.hold = kept.holds[0].number if kept.holds else None  # type: ignore[attr-defined]  # as above
        return super().to_representation(instance)


class QuotationRowOut(serializers.Serializer[Any]):
    """An offer as lists show it; cost and margin only for those who may see them."""

    id = IdField("quotation")
    number = serializers.CharField()
    revision = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Quotation.State.choices)
    customer = RefField("customer")
    salesperson = RefField("user", allow_null=True)
    valid_until = DateField()
    currency = serializers.CharField(source="currency_id")
    subtotal = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    cost = MoneyField(required=False, help_text="With the right inventory.view_cost alone.")
    margin = MoneyField(required=False, signed=True, help_text="With the right inventory.view_cost alone.")
    margin_percent = StrictDecimalField(required=False, allow_null=True)
    price_exception = serializers.CharField(help_text="open, approved or empty.")
    customer_reference = serializers.CharField()
    requested_date = DateField(source="requested_on", allow_null=True)
    promised_date = DateField(source="promised_on", allow_null=True)
    hold_stock = serializers.BooleanField(source="holds_stock")
    order = serializers.CharField(source="order.number", default=None, allow_null=True)
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    approved_by = serializers.CharField()
    sent_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()

    def to_representation(self, instance: Quotation) -> dict[str, Any]:
        """The offer; costs are left out for those who may not see them."""
        margin = round_money(margin_of(instance), instance.currency_id)
        instance.margin = margin  # type: ignore[attr-defined]  # computed for this row, not a column
        instance.margin_percent = (  # type: ignore[attr-defined]  # computed for this row, not a column
            round(margin / instance.subtotal * 100, 2) if instance.subtotal else None
        )
        shown = super().to_representation(instance)
        if not self.context["actor"].has("inventory.view_cost"):
            for name in COSTS:
                shown.pop(name, None)
        return shown


class QuotationAnswerOut(serializers.Serializer[Any]):
    """What the customer answered through the link."""

    kind = serializers.ChoiceField(choices=QuotationAnswer.Kind.choices)
    name = serializers.CharField()
    reason = serializers.CharField()
    revision = serializers.IntegerField()
    terms_version = serializers.IntegerField(source="terms.version", default=None, allow_null=True)
    answered_at = serializers.DateTimeField()


class QuotationOut(QuotationRowOut):
    """An offer with its lines."""

    warehouse = RefField("warehouse")
    carrier = RefField("carrier", allow_null=True)
    ship_complete = serializers.BooleanField(source="is_ship_complete")
    ship_to = serializers.DictField()
    note = serializers.CharField()
    rejection = serializers.CharField(help_text="Why it was sent back to sales last.")
    lost_reason = serializers.CharField()
    copied_from = serializers.CharField(source="copied_from.number", default=None, allow_null=True)
    answer = QuotationAnswerOut(
        default=None, allow_null=True, help_text="What the customer answered through the link, if they did."
    )
    lines = QuotationLineOut(many=True)


class QuotationLineBody(Body):
    """A line of an offer; a price left out is looked up."""

    product = RefField("product")
    quantity = QuantityField()
    unit_price = MoneyField(required=False, allow_null=True)
    unit = RefField("unit", required=False, allow_null=True)
    discount_rate = discount_field()
    requested_date = DateField(required=False, allow_null=True)
    description = TextField(max_length=200, required=False, allow_blank=True)


class QuotationPatch(Body):
    """New terms of a draft; what is left out stays, lines are replaced as a whole where given."""

    customer = RefField("customer", required=False)
    valid_until = DateField(required=False)
    hold_stock = serializers.BooleanField(required=False)
    customer_reference = TextField(max_length=120, required=False, allow_blank=True)
    requested_date = DateField(required=False, allow_null=True)
    ship_complete = serializers.BooleanField(required=False)
    warehouse = RefField("warehouse", required=False)
    carrier = RefField("carrier", required=False, allow_null=True)
    note = TextField(max_length=5000, required=False, allow_blank=True, lines=True)
    ship_to = ShipToBody(required=False, allow_null=True)
    lines = QuotationLineBody(many=True, required=False, allow_empty=False, max_length=MAX_LINES)


class QuotationBody(QuotationPatch):
    """A new offer; what is left out comes from the customer or the company."""

    customer = RefField("customer")
    lines = QuotationLineBody(many=True, allow_empty=False, max_length=MAX_LINES)
    submit = serializers.BooleanField(required=False, default=False)


class QuotationApproveBody(Body):
    """An approval, with or without words."""

    reason = TextField(max_length=500, required=False, allow_blank=True)


class QuotationConvertBody(Body):
    """What the customer's order adds to the offer."""

    customer_po = TextField(max_length=120, required=False, allow_blank=True)
    requested_date = DateField(required=False, allow_null=True)
    submit = serializers.BooleanField(required=False, default=True)


class QuotationSendBody(Body):
    """Where the offer is mailed to; with `by_mail` false it is only noted that the customer has it."""

    by_mail = serializers.BooleanField(required=False, default=True)
    to = TextField(max_length=254, required=False, allow_blank=True)
    language = TextField(max_length=10, required=False, allow_blank=True)


class QuotationFilters(CreatedFilters):
    """Filters of the list of quotations."""

    state = ChoicesFilter(choices=Quotation.State.choices, field_name="state")
    customer = RefFilter("customer", field_name="customer")
    salesperson = RefFilter("user", field_name="salesperson")
    valid_before = django_filters.DateFilter(field_name="valid_until", lookup_expr="lte")
    valid_after = django_filters.DateFilter(field_name="valid_until", lookup_expr="gte")


_PLAIN = {
    "requested_date": "requested_on",
    "ship_complete": "ship_complete",
    "customer_reference": "customer_po",
    "note": "note",
}
_REFS = {"customer": "customer_id", "warehouse": "warehouse_id", "carrier": "carrier_id"}


def _given(body: dict[str, Any]) -> dict[str, Any]:
    """What of an order was given, by the names of its input."""
    values: dict[str, Any] = {name: body[key] for key, name in _PLAIN.items() if key in body}
    values |= {name: body[key].pk if body[key] else None for key, name in _REFS.items() if key in body}
    if "ship_to" in body:
        sent = body["ship_to"]
        values["ship_to"] = None if sent is None else {name: text for name, text in sent.items() if text}
    if "lines" in body:
        values["lines"] = [line_input(line) for line in body["lines"]]
    return values


class Quotations(Resource):
    """Offers to customers."""

    kind = "quotation"
    out = QuotationOut
    list_out = QuotationRowOut
    filters = QuotationFilters
    orderings = {
        "number": "number",
        "created_at": "created_at",
        "valid_until": "valid_until",
        "total": "total",
    }
    search_fields = ["number", "customer", "customer_reference"]

    def rows(self) -> QuerySet[Quotation]:
        """Offers with what the answer shows of them."""
        rows = super().rows()
        return quotations_in_list(rows) if self.action == "list" else quotations_in_full(rows)

    def searched(self, rows: QuerySet[Quotation], text: str) -> QuerySet[Quotation]:
        """By number, customer or the customer's inquiry."""
        return searched_quotations(rows, text)

    @creates(QuotationBody)
    def create(self, call: Call) -> Any:
        """Write an offer; with `submit` it is submitted in the same transaction."""
        entered = QuotationInput(
            OrderInput(**_given(call.body)), call.body.get("valid_until"), call.body.get("hold_stock", False)
        )
        row = create_quotation(quotation=entered, actor=call.actor, at=call.at)
        if call.body["submit"]:
            submit_quotation(quotation_id=row.pk, actor=call.actor, at=call.at)
        return row

    @changes(QuotationPatch)
    def partial_update(self, call: Call) -> Any:
        """Change a draft; its lines are replaced as a whole where given."""
        row = Quotation.objects.get(pk=call.id)
        entered = QuotationInput(
            replace(order_input_of(row), **_given(call.body)),
            call.body.get("valid_until", row.valid_until),
            call.body.get("hold_stock", row.holds_stock),
        )
        return rewrite_quotation(
            quotation_id=call.id,
            quotation=entered,
            actor=call.actor,
            expected_version=call.expected_version,
            at=call.at,
        )

    @verb()
    def submit(self, call: Call) -> Any:
        """Ask whether it may go out; routine offers approve themselves."""
        return submit_quotation(**_seen(call))

    @verb(QuotationApproveBody)
    def approve(self, call: Call) -> Any:
        """Approve it, by its open task where the process asks for one."""
        return sign_quotation(**_seen(call), reason=call.body.get("reason", ""))

    @verb(ReasonBody)
    def reject(self, call: Call) -> Any:
        """Send it back to sales: it is a draft again."""
        return send_back_quotation(**_seen(call), reason=call.body["reason"])

    @verb()
    def revise(self, call: Call) -> Any:
        """Write a new revision; what was approved and held is void."""
        return revise_quotation(**_seen(call))

    @verb(status=201)
    def copy(self, call: Call) -> Any:
        """Write a new draft like it, at its prices."""
        return copy_quotation(quotation_id=call.id, actor=call.actor, at=call.at)

    @verb(QuotationSendBody)
    def send(self, call: Call) -> Any:
        """E-mail it to the customer, or note that the customer has it."""
        if not call.body["by_mail"]:
            return send_quotation(**_seen(call))
        request: Request = self.request
        mail = mail_quotation(
            **_seen(call),
            site=request.build_absolute_uri("/").rstrip("/"),
            to=call.body.get("to", ""),
            language=call.body.get("language", ""),
        )
        return mail.quotation

    @verb(QuotationConvertBody)
    def convert(self, call: Call) -> Any:
        """Turn it into its order, at its prices; the order is submitted unless told otherwise."""
        return convert_quotation(
            **_seen(call),
            customer_po=call.body.get("customer_po", ""),
            requested_on=call.body.get("requested_date"),
            submit=call.body["submit"],
        )

    @verb(ReasonBody)
    def lose(self, call: Call) -> Any:
        """Note that the customer does not take it."""
        return lose_quotation(**_seen(call), reason=call.body["reason"])

    @verb()
    def expire(self, call: Call) -> Any:
        """End it now: its day is over, or it is taken back before."""
        return expire_quotation(**_seen(call))

    @extend_schema(
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
        parameters=[OpenApiParameter("language", str, enum=["en", "zh-hans"])],
        filters=False,
    )
    @action(detail=True, methods=["get"], pagination_class=None, renderer_classes=[PdfRenderer, JSONRenderer])
    def pdf(self, request: Request, **kwargs: Any) -> HttpResponse:
        """The offer as it goes to the customer, in the language asked for or the reader's."""
        row = Quotation.objects.get(pk=self.found_id())
        asked = request.query_params.get("language", "") or self.actor.language
        language = "zh-hans" if asked.lower().startswith("zh") else "en"
        return pdf_answer(quotation_pdf(quotation_id=row.pk, language=language), row.number)


def _seen(call: Call) -> dict[str, Any]:
    return {
        "quotation_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }
