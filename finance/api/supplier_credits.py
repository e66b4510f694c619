"""Suppliers' credit notes over the API: enter, use for invoices, refund, void."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.fields import DateField, MoneyField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, ReasonBody, Resource, creates, verb
from finance.models import SupplierCredit
from finance.selectors.supplier_credits import claim_for, supplier_credits_in_full
from finance.services.billed_lines import MAX_LINES
from finance.services.supplier_credits import (
    CreditedGoods,
    record_supplier_credit,
    refund_supplier_credit,
    use_supplier_credit,
    void_supplier_credit,
)


class SupplierCreditLineOut(serializers.Serializer[Any]):
    """What is credited of one return, in the product's base unit."""

    line = serializers.IntegerField(source="line_no")
    supplier_return = serializers.CharField(source="supplier_return.number")
    product = RefField("product", source="item")
    quantity = QuantityField()
    net = MoneyField()


class SupplierCreditUseOut(serializers.Serializer[Any]):
    """What it paid of an invoice, or (without one) brought back as money."""

    payable = serializers.CharField(source="payable.number", default=None, allow_null=True)
    amount = MoneyField()
    date = DateField(source="used_on")
    reference = serializers.CharField()


class SupplierCreditOut(serializers.Serializer[Any]):
    """A supplier's credit note."""

    id = IdField("supplier_credit")
    number = serializers.CharField()
    supplier = RefField("supplier")
    supplier_number = serializers.CharField()
    state = serializers.ChoiceField(choices=SupplierCredit.State.choices)
    currency = serializers.CharField(source="currency_id")
    credit_date = DateField(source="credited_on")
    subtotal = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    open_amount = MoneyField()
    reason = serializers.CharField()
    lines = SupplierCreditLineOut(many=True)
    uses = SupplierCreditUseOut(many=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class CreditedReturnBody(Body):
    """What is credited of a return; without a net amount what the goods were bought for."""

    supplier_return = RefField("supplier_return")
    quantity = QuantityField()
    net = MoneyField(required=False)


class SupplierCreditBody(Body):
    """A supplier's credit note about goods that went back."""

    supplier = RefField("supplier")
    supplier_number = TextField(max_length=60)
    credit_date = DateField()
    tax = MoneyField(required=False)
    lines = CreditedReturnBody(many=True, allow_empty=False, max_length=MAX_LINES)


class UseCreditBody(Body):
    """Which invoice it pays; without an amount as much as both leave open."""

    payable = RefField("payable")
    amount = MoneyField(above=0, required=False, allow_null=True)


class RefundCreditBody(Body):
    """How much came back as money; without an amount all that is open."""

    amount = MoneyField(above=0, required=False, allow_null=True)
    received_date = DateField(required=False, allow_null=True)
    reference = TextField(max_length=120, required=False, allow_blank=True)


class SupplierCreditFilters(CreatedFilters):
    """Filters of the list of suppliers' credit notes."""

    state = ChoicesFilter(choices=SupplierCredit.State.choices, field_name="state")
    supplier = RefFilter("supplier", field_name="supplier")
    supplier_return = RefFilter("supplier_return", field_name="lines__supplier_return", distinct=True)


class SupplierCredits(Resource):
    """What suppliers owe us for goods that went back."""

    kind = "supplier_credit"
    out = SupplierCreditOut
    filters = SupplierCreditFilters
    orderings = {
        "number": "number",
        "created_at": "created_at",
        "credit_date": "credited_on",
        "total": "total",
    }
    search_fields = ["number", "supplier_number", "supplier__name"]

    def rows(self) -> QuerySet[Any]:
        """Credit notes with their lines and uses."""
        return supplier_credits_in_full(super().rows())

    @creates(SupplierCreditBody)
    def create(self, call: Call) -> Any:
        """Enter a credit note: what it credits is settled, and the supplier owes us its total."""
        body = call.body
        lines = []
        for line in body["lines"]:
            row, net = line["supplier_return"], line.get("net")
            expected = claim_for(row, line["quantity"]) if net is None else net
            lines.append(CreditedGoods(row.pk, line["quantity"], expected))
        return record_supplier_credit(
            supplier_id=body["supplier"].pk,
            supplier_number=body["supplier_number"],
            credited_on=body["credit_date"],
            tax=body.get("tax") or Decimal(0),
            lines=lines,
            actor=call.actor,
            at=call.at,
        )

    @verb(UseCreditBody)
    def use(self, call: Call) -> Any:
        """Pay an invoice of the supplier with it."""
        return use_supplier_credit(
            **_common(call), payable_id=call.body["payable"].pk, amount=call.body.get("amount")
        )

    @verb(RefundCreditBody)
    def refund(self, call: Call) -> Any:
        """Record that the supplier paid it out."""
        return refund_supplier_credit(
            **_common(call),
            amount=call.body.get("amount"),
            received_on=call.body.get("received_date"),
            reference=call.body.get("reference") or "",
        )

    @verb(ReasonBody)
    def void(self, call: Call) -> Any:
        """Take it back; what it credited is owed anew."""
        return void_supplier_credit(**_common(call), reason=call.body["reason"])


def _common(call: Call) -> dict[str, Any]:
    return {
        "credit_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }
