"""What customers and suppliers share over the API, and the suppliers."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.columns import columns
from erp.core.http.fields import CustomField, KeyTextField, TextField
from erp.core.http.filters import CreatedFilters
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates
from erp.core.search import search_filter
from erp.masterdata.models import Address
from erp.masterdata.selectors import parties as _parties  # noqa: F401 -- registers who sees what
from erp.masterdata.services.suppliers import create_supplier, edit_supplier

PARTY_REFS = {"currency": "currency_id", "calendar": "calendar_id"}


class ContactOut(serializers.Serializer[Any]):
    """A person at a customer or supplier."""

    id = serializers.CharField(source="pk")
    name = serializers.CharField()
    role = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()


class ContactIn(Body):
    """A person; with `id` an existing one is kept."""

    id = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    name = TextField(max_length=120)
    role = TextField(max_length=80, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    phone = TextField(max_length=60, required=False, allow_blank=True)


class AddressOut(serializers.Serializer[Any]):
    """Where a customer or supplier gets goods or bills."""

    id = serializers.CharField(source="pk")
    kind = serializers.ChoiceField(choices=Address.Kind.choices)
    recipient = serializers.CharField()
    phone = serializers.CharField()
    line1 = serializers.CharField()
    line2 = serializers.CharField()
    city = serializers.CharField()
    state = serializers.CharField()
    postal_code = serializers.CharField()
    country = serializers.CharField()
    is_default = serializers.BooleanField()


class AddressIn(Body):
    """A place; with `id` an existing one is kept."""

    id = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    kind = serializers.ChoiceField(choices=Address.Kind.choices, required=False)
    recipient = TextField(max_length=200, required=False, allow_blank=True)
    phone = TextField(max_length=60, required=False, allow_blank=True)
    line1 = TextField(max_length=200)
    line2 = TextField(max_length=200, required=False, allow_blank=True)
    city = TextField(max_length=100)
    state = TextField(max_length=100, required=False, allow_blank=True)
    postal_code = TextField(max_length=20, required=False, allow_blank=True)
    country = TextField(max_length=2, required=False, allow_blank=True)
    is_default = serializers.BooleanField(required=False)


class PartyOut(serializers.Serializer[Any]):
    """What answers show of any party."""

    code = serializers.CharField()
    name = serializers.CharField()
    legal_name = serializers.CharField()
    tax_number = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    currency = serializers.CharField(source="currency_id")
    calendar = RefField("calendar", allow_null=True)
    time_zone = serializers.CharField()
    contacts = ContactOut(many=True)
    addresses = AddressOut(many=True)
    custom = CustomField()
    is_active = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class PartyIn(Body):
    """What bodies say of any party; contacts and addresses are replaced as a whole where given."""

    code = KeyTextField(max_length=40, required=False, allow_blank=True)
    name = TextField(max_length=200)
    legal_name = TextField(max_length=200, required=False, allow_blank=True)
    tax_number = TextField(max_length=60, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    phone = TextField(max_length=60, required=False, allow_blank=True)
    currency = RefField("currency", required=False)
    calendar = RefField("calendar", required=False, allow_null=True)
    time_zone = TextField(max_length=60, required=False, allow_blank=True)
    contacts = ContactIn(many=True, required=False, max_length=100)
    addresses = AddressIn(many=True, required=False, max_length=100)
    custom = CustomField(required=False)
    is_active = serializers.BooleanField(required=False)


class PartyFilters(CreatedFilters):
    """Filters of lists of parties."""

    is_active = django_filters.BooleanFilter()


class SupplierOut(PartyOut):
    """A supplier."""

    id = IdField("supplier")
    lead_time_days = serializers.IntegerField()
    is_inspection_exempt = serializers.BooleanField()


class SupplierIn(PartyIn):
    """A new or changed supplier."""

    lead_time_days = serializers.IntegerField(min_value=0, max_value=3650, required=False)
    is_inspection_exempt = serializers.BooleanField(required=False)


class Suppliers(Resource):
    """Who sells to us."""

    kind = "supplier"
    out = SupplierOut
    filters = PartyFilters
    orderings = {"code": "code", "name": "name", "created_at": "created_at"}
    search_fields = ["search_key"]

    def rows(self) -> QuerySet[Any]:
        """Suppliers with contacts and addresses."""
        return super().rows().select_related("calendar").prefetch_related("contacts", "addresses")

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Suppliers by code, name, pinyin or number."""
        return rows.filter(search_filter(text))

    @creates(SupplierIn)
    def create(self, call: Call) -> Any:
        """Take up a supplier."""
        return create_supplier(
            values=columns(call.body, PARTY_REFS, "contacts", "addresses"),
            contacts=call.body.get("contacts", []),
            addresses=call.body.get("addresses", []),
            actor=call.actor,
        )

    @changes(SupplierIn)
    def partial_update(self, call: Call) -> Any:
        """Change a supplier."""
        return edit_supplier(
            supplier_id=call.id,
            values=columns(call.body, PARTY_REFS, "contacts", "addresses"),
            contacts=call.body.get("contacts"),
            addresses=call.body.get("addresses"),
            expected_version=call.expected_version,
            actor=call.actor,
        )
