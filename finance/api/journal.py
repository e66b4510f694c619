"""The journal over the API; it is read only."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.fields import DateField, MoneyField
from erp.core.http.filters import Filters, NumberFilter
from erp.core.http.refs import IdField
from erp.core.http.views import Resource
from finance.selectors.journal import entries_in_full


class JournalLineOut(serializers.Serializer[Any]):
    """One side: positive is debit, negative is credit."""

    account = serializers.CharField(source="account.code")
    account_name = serializers.CharField(source="account.name")
    amount = MoneyField(signed=True, help_text="In the base currency.")
    currency = serializers.CharField(source="currency_id")
    currency_amount = MoneyField(signed=True)


class JournalEntryOut(serializers.Serializer[Any]):
    """A balanced posting with its source."""

    id = IdField("journal_entry")
    posted_date = DateField(source="posted_on")
    at = serializers.DateTimeField()
    kind = serializers.CharField()
    document_kind = serializers.CharField(source="source_kind")
    document = serializers.CharField(source="source_number")
    order = serializers.CharField(source="order_number")
    by = serializers.CharField(source="actor_label")
    lines = JournalLineOut(many=True)


class JournalFilters(Filters):
    """Filters of the journal."""

    kind = django_filters.CharFilter(field_name="kind")
    document = django_filters.CharFilter(field_name="source_number")
    order = NumberFilter("order", field_name="order_number")
    account = django_filters.CharFilter(field_name="lines__account__code", distinct=True)
    posted_after = django_filters.DateFilter(field_name="posted_on", lookup_expr="gte")
    posted_before = django_filters.DateFilter(field_name="posted_on", lookup_expr="lte")


class JournalEntries(Resource):
    """The journal; entries are never changed, only reversed."""

    kind = "journal_entry"
    out = JournalEntryOut
    filters = JournalFilters
    orderings = {"posted_date": "posted_on"}
    search_fields = ["source_number", "order_number"]

    def rows(self) -> QuerySet[Any]:
        """Entries with their lines."""
        return entries_in_full(super().rows())
