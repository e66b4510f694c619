"""Customers over the API: identity, credit and terms of sale as one record."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.columns import columns
from erp.core.http.fields import MoneyField, StrictDecimalField, TextField
from erp.core.http.filters import RefFilter
from erp.core.http.refs import IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates
from erp.core.search import search_filter
from erp.masterdata.api.parties import PARTY_REFS, PartyFilters, PartyIn, PartyOut
from erp.masterdata.models import Company
from finance.models import CreditAccount
from orders.selectors.customers import customers_in_full
from orders.services.customers import CustomerInput, create_customer, edit_customer

VIEW_CREDIT = "finance.view_credit"
_CREDIT = {"credit_grade": "grade", "credit_limit": "limit", "payment_days": "payment_days"}
_TERMS = {
    "discount_rate": "discount_rate",
    "channel": "channel",
    "tier": "tier",
    "ship_complete": "is_ship_complete",
    "late_penalty_percent": "late_penalty_percent",
    "shelf_life_days": "shelf_life_days",
    "reservation_policy": "reservation_policy",
}
_REFS = PARTY_REFS | {
    "region": "region_id",
    "team": "team_id",
    "salesperson": "salesperson_id",
    "tax_code": "tax_code_id",
}


class CustomerOut(PartyOut):
    """A customer; credit is shown to those who may see it."""

    id = IdField("customer")
    region = RefField("region", allow_null=True)
    team = RefField("team", allow_null=True)
    salesperson = RefField("user", allow_null=True)
    tax_code = RefField("tax_code", allow_null=True)
    language = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    price_list = serializers.CharField(allow_null=True)
    discount_rate = StrictDecimalField()
    channel = serializers.CharField()
    tier = serializers.CharField()
    ship_complete = serializers.BooleanField()
    late_penalty_percent = StrictDecimalField(
        allow_null=True, help_text="Of the value, for every day late; null: the company's."
    )
    shelf_life_days = serializers.IntegerField(help_text="How long goods have to last when they leave.")
    reservation_policy = serializers.CharField()
    carrier = serializers.CharField(allow_null=True, help_text="Whose days and cut-off promises count with.")
    credit_grade = serializers.ChoiceField(choices=CreditAccount.Grade.choices, required=False)
    credit_limit = MoneyField(required=False, allow_null=True)
    payment_days = serializers.IntegerField(required=False)

    def to_representation(self, instance: Any) -> Any:
        """The customer with terms, and with credit for those who may see it."""
        terms = getattr(instance, "terms", None)
        instance.price_list = terms.price_list.code if terms and terms.price_list else None
        instance.discount_rate = terms.discount_rate if terms else 0
        instance.channel = terms.channel if terms else ""
        instance.tier = terms.tier if terms else ""
        instance.ship_complete = bool(terms and terms.is_ship_complete)
        instance.shelf_life_days = terms.shelf_life_days if terms else 0
        instance.reservation_policy = terms.reservation_policy if terms else ""
        instance.carrier = terms.carrier.code if terms and terms.carrier else None
        instance.late_penalty_percent = terms.late_penalty_percent if terms else None
        credit = getattr(instance, "credit_account", None) or CreditAccount()
        instance.credit_grade = credit.grade
        instance.credit_limit = credit.limit
        instance.payment_days = credit.payment_days
        shown = super().to_representation(instance)
        if not self.context["actor"].has(VIEW_CREDIT):
            for name in _CREDIT:
                shown.pop(name)
        return shown


class CustomerIn(PartyIn):
    """A new or changed customer; a credit limit of null is no limit."""

    region = RefField("region", required=False, allow_null=True)
    team = RefField("team", required=False, allow_null=True)
    salesperson = RefField("user", required=False, allow_null=True)
    tax_code = RefField("tax_code", required=False, allow_null=True)
    language = TextField(max_length=10, required=False, allow_blank=True)
    tags = serializers.ListField(child=TextField(max_length=40), required=False, max_length=50)
    price_list = RefField("price_list", required=False, allow_null=True)
    discount_rate = StrictDecimalField(minimum=0, required=False)
    channel = TextField(max_length=40, required=False, allow_blank=True)
    tier = TextField(max_length=20, required=False, allow_blank=True)
    ship_complete = serializers.BooleanField(required=False)
    late_penalty_percent = StrictDecimalField(minimum=0, max_decimals=4, required=False, allow_null=True)
    shelf_life_days = serializers.IntegerField(required=False, min_value=0, max_value=3650)
    reservation_policy = serializers.ChoiceField(
        choices=Company.ReservationPolicy.choices, required=False, allow_blank=True
    )
    carrier = RefField("carrier", required=False, allow_null=True)
    credit_grade = serializers.ChoiceField(choices=CreditAccount.Grade.choices, required=False)
    credit_limit = MoneyField(required=False, allow_null=True)
    payment_days = serializers.IntegerField(min_value=0, max_value=3650, required=False)


class CustomerFilters(PartyFilters):
    """Filters of the list of customers."""

    region = RefFilter("region", field_name="region")
    team = RefFilter("team", field_name="team")
    salesperson = RefFilter("user", field_name="salesperson")
    channel = django_filters.CharFilter(field_name="terms__channel")
    tier = django_filters.CharFilter(field_name="terms__tier")
    tag = django_filters.CharFilter(method="with_tag")
    code = django_filters.CharFilter(field_name="code")
    currency = RefFilter("currency", field_name="currency")

    def with_tag(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Customers that bear a tag."""
        return rows.filter(tags__contains=[value])


def _input(body: dict[str, Any]) -> CustomerInput:
    apart = {*_CREDIT, *_TERMS, "price_list", "carrier", "contacts", "addresses"}
    terms = {_TERMS[name]: value for name, value in body.items() if name in _TERMS}
    if "carrier" in body:
        terms["carrier_id"] = body["carrier"].pk if body["carrier"] else None
    if "price_list" in body:
        terms["price_list_id"] = body["price_list"].pk if body["price_list"] else None
    return CustomerInput(
        identity=columns(body, _REFS, *apart),
        terms=terms,  # type: ignore[arg-type]  # checked by the form or body before
        credit={_CREDIT[name]: value for name, value in body.items() if name in _CREDIT},  # type: ignore[arg-type]  # checked by the form or body before
        contacts=body.get("contacts"),
        addresses=body.get("addresses"),
    )


class Customers(Resource):
    """Who buys."""

    kind = "customer"
    out = CustomerOut
    filters = CustomerFilters
    orderings = {"code": "code", "name": "name", "created_at": "created_at"}
    search_fields = ["search_key"]

    def rows(self) -> QuerySet[Any]:
        """The customers of the actor's scope, in full."""
        return customers_in_full(self.actor)

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Customers by code, name, pinyin or number."""
        return rows.filter(search_filter(text))

    @creates(CustomerIn)
    def create(self, call: Call) -> Any:
        """Take up a customer."""
        return create_customer(values=_input(call.body), actor=call.actor)

    @changes(CustomerIn)
    def partial_update(self, call: Call) -> Any:
        """Change a customer."""
        return edit_customer(
            customer_id=call.id,
            values=_input(call.body),
            expected_version=call.expected_version,
            actor=call.actor,
        )
