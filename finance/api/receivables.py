"""Ageing and credit over the API."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import DateField, MoneyField
from erp.core.http.pages import CursorPage, PageQuery
from erp.core.http.refs import resolve
from erp.core.http.views import Endpoint
from erp.masterdata.selectors.company import base_currency, business_day
from finance.selectors.ageing import ageing_by_customer, ageing_totals
from finance.selectors.credit import VIEW_CREDIT, credit_of


class AmountsOut(serializers.Serializer[Any]):
    """Open amounts by days overdue, in the base currency."""

    open_total = MoneyField()
    not_due = MoneyField()
    days_1_30 = MoneyField()
    days_31_60 = MoneyField()
    days_61_90 = MoneyField()
    days_over_90 = MoneyField()


class AgeingRowOut(AmountsOut):
    """What one customer owes."""

    customer = serializers.CharField(source="code")
    customer_name = serializers.CharField(source="name")
    unapplied = MoneyField(help_text="Paid, but for no invoice yet.")


class AgeingOut(serializers.Serializer[Any]):
    """A page of customers who owe something, and the sums over all of them."""

    as_of = DateField()
    currency = serializers.CharField()
    totals = AmountsOut()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = AgeingRowOut(many=True)


class AgeingQuery(PageQuery):
    """Counted on which day."""

    as_of = DateField(required=False)


class Ageing(Endpoint):
    """How old receivables are."""

    @extend_schema(
        operation_id="receivables_ageing",
        parameters=[AgeingQuery],
        responses=AgeingOut,
    )
    def get(self, request: Request) -> Response:
        """Open amounts per customer by days overdue."""
        as_of = self.query(AgeingQuery).get("as_of") or business_day(timezone.now())
        rows = ageing_by_customer(self.actor, as_of=as_of)
        page = CursorPage(request, {"customer": "code", "open_total": "open_total"}, "customer")
        found = page.take(rows)
        head = {"as_of": as_of.isoformat(), "currency": base_currency()}
        totals = AmountsOut(ageing_totals(self.actor, as_of=as_of)).data
        return Response(head | {"totals": totals} | page.answer([*AgeingRowOut(found, many=True).data]))


class CreditOut(serializers.Serializer[Any]):
    """A customer's credit in the base currency; `limit` and `available` are null without a limit."""

    customer = serializers.CharField()
    currency = serializers.CharField()
    grade = serializers.CharField()
    limit = MoneyField(allow_null=True)
    open_receivables = MoneyField()
    open_orders = MoneyField()
    exposure = MoneyField()
    available = MoneyField(allow_null=True, signed=True)
    payment_days = serializers.IntegerField()


class Credit(Endpoint):
    """How much a customer may owe, and does."""

    @extend_schema(operation_id="credit_retrieve", responses=CreditOut)
    def get(self, request: Request, customer: str) -> Response:
        """Limit, exposure and what is left of a customer's credit; named by code or id."""
        self.actor.require(VIEW_CREDIT)
        account = credit_of(resolve("customer", customer, self.actor), self.actor)
        body = {
            "customer": account.customer.code,
            "currency": base_currency(),
            "grade": account.grade,
            "limit": account.limit,
            "open_receivables": account.open_receivables,
            "open_orders": account.open_orders,
            "exposure": account.exposure,
            "available": None if account.limit is None else account.limit - account.exposure,
            "payment_days": account.payment_days,
        }
        return Response(CreditOut(body).data)
