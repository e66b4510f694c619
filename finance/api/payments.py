"""Payments over the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from erp.core.http.fields import DateField, MoneyField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, creates, verb
from erp.masterdata.selectors.company import business_day
from erp.masterdata.selectors.money import rate_on
from finance.models import Payment
from finance.selectors.payments import payments_in_full, whole_payment
from finance.services.payments import allocate_payment, deallocate_payment, record_payment, refund_payment

MOST_ALLOCATIONS = 1000


class AllocationOut(serializers.Serializer[Any]):
    """A part of the payment that paid a part of an invoice; negative when it was taken back."""

    invoice = serializers.CharField(source="invoice.number")
    amount = MoneyField(signed=True)
    at = serializers.DateTimeField()


class PaymentOut(serializers.Serializer[Any]):
    """Money received; what is not allocated is the customer's credit."""

    id = IdField("payment")
    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=Payment.Kind.choices, help_text="Money, or a credit note.")
    state = serializers.ChoiceField(choices=Payment.State.choices)
    customer = RefField("customer")
    currency = serializers.CharField(source="currency_id")
    amount = MoneyField()
    unapplied = MoneyField()
    refunded = MoneyField()
    method = serializers.CharField()
    reference = serializers.CharField()
    received_date = DateField(source="received_on")
    allocations = AllocationOut(many=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class AllocationBody(Body):
    """What to pay of which invoice."""

    invoice = RefField("invoice")
    amount = MoneyField(above=0)


class PaymentBody(Body):
    """Money received from a customer; without a currency, in the customer's."""

    customer = RefField("customer")
    amount = MoneyField(above=0)
    currency = RefField("currency", required=False, allow_null=True)
    reference = TextField(max_length=120, required=False, allow_blank=True)
    method = TextField(max_length=40, required=False, allow_blank=True)
    received_date = DateField(required=False, allow_null=True)
    allocations = AllocationBody(many=True, required=False, max_length=MOST_ALLOCATIONS)


class AllocateBody(Body):
    """What to pay of which invoices."""

    allocations = AllocationBody(many=True, allow_empty=False, max_length=MOST_ALLOCATIONS)


class DeallocateBody(Body):
    """From which invoice to take the payment back."""

    invoice = RefField("invoice")


class RefundBody(Body):
    """How much to give back; without an amount, all that is left."""

    amount = MoneyField(above=0, required=False, allow_null=True)


class PaymentFilters(CreatedFilters):
    """Filters of the list of payments."""

    state = ChoicesFilter(choices=Payment.State.choices, field_name="state")
    kind = ChoicesFilter(choices=Payment.Kind.choices, field_name="kind")
    customer = RefFilter("customer", field_name="customer")
    reference = django_filters.CharFilter(field_name="reference")
    invoice = RefFilter("invoice", field_name="allocations__invoice", distinct=True)


class Payments(Resource):
    """Money received from customers."""

    kind = "payment"
    out = PaymentOut
    whole = staticmethod(whole_payment)
    filters = PaymentFilters
    orderings = {"number": "number", "created_at": "created_at", "received_date": "received_on"}
    search_fields = ["number", "reference"]

    def rows(self) -> QuerySet[Any]:
        """Payments with what they paid."""
        return payments_in_full(super().rows())

    @creates(PaymentBody)
    def create(self, call: Call) -> Any:
        """Take money in and pay invoices with it."""
        body = call.body
        currency = body["currency"].code if body.get("currency") else body["customer"].currency_id
        received = body.get("received_date")
        return record_payment(
            customer_id=body["customer"].pk,
            amount=body["amount"],
            currency=currency,
            rate=rate_on(currency, received or business_day(timezone.now())),
            reference=body.get("reference", ""),
            method=body.get("method", ""),
            received_on=received,
            allocations=_allocations(body),
            actor=call.actor,
            at=call.at,
        )

    @verb(AllocateBody)
    def allocate(self, call: Call) -> Any:
        """Pay invoices with what is left."""
        return allocate_payment(**_common(call), allocations=_allocations(call.body))

    @verb(DeallocateBody)
    def deallocate(self, call: Call) -> Any:
        """Take the payment back from an invoice."""
        return deallocate_payment(**_common(call), invoice_id=call.body["invoice"].pk)

    @verb(RefundBody)
    def refund(self, call: Call) -> Any:
        """Give back what paid for nothing."""
        return refund_payment(**_common(call), amount=call.body.get("amount"))


def _allocations(body: dict[str, Any]) -> list[tuple[int, Any]]:
    return [(row["invoice"].pk, row["amount"]) for row in body.get("allocations", [])]


def _common(call: Call) -> dict[str, Any]:
    return {
        "payment_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }
