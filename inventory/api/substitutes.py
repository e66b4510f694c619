"""Substitutes over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.columns import columns
from erp.core.http.fields import QuantityField, TextField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, deletes
from inventory.selectors import substitutes as _rows  # noqa: F401 -- registers who sees what
from inventory.services.substitutes import create_substitute, delete_substitute, edit_substitute

_REFS = {"product": "item_id", "substitute": "substitute_id"}


class SubstituteOut(serializers.Serializer[Any]):
    """An item that may be given instead of another; `ratio` of it replace one."""

    id = IdField("item_substitute")
    product = RefField("product", source="item")
    substitute = RefField("product")
    ratio = QuantityField()
    preference = serializers.IntegerField()
    note = serializers.CharField()
    is_active = serializers.BooleanField()


class SubstitutePatch(Body):
    """A changed substitute."""

    ratio = QuantityField(required=False)
    preference = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    note = TextField(max_length=200, required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False)


class SubstituteIn(SubstitutePatch):
    """A new substitute."""

    product = RefField("product")
    substitute = RefField("product")


class SubstituteFilters(Filters):
    """Filters of the list of substitutes."""

    product = RefFilter("product", field_name="item")
    substitute = RefFilter("product", field_name="substitute")


class ItemSubstitutes(Resource):
    """Which items may be given instead of others."""

    kind = "item_substitute"
    out = SubstituteOut
    filters = SubstituteFilters
    orderings = {"preference": "preference"}
    search_fields = ["item__sku", "substitute__sku"]

    def rows(self) -> QuerySet[Any]:
        """Substitutes with both products."""
        return super().rows().select_related("item", "substitute")

    @creates(SubstituteIn)
    def create(self, call: Call) -> Any:
        """Let an item be given instead of another."""
        return create_substitute(values=columns(call.body, _REFS), actor=call.actor)

    @changes(SubstitutePatch)
    def partial_update(self, call: Call) -> Any:
        """Change a substitute."""
        values = columns(call.body, _REFS)
        return edit_substitute(substitute_id=call.id, values=values, actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Take a substitute out."""
        delete_substitute(substitute_id=call.id, actor=call.actor)
