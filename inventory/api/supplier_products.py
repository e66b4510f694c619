"""Suppliers' offers over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.columns import columns
from erp.core.http.fields import MoneyField, QuantityField, TextField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, deletes
from inventory.selectors import items as _items  # noqa: F401 -- registers who sees what
from inventory.services.suppliers import create_offer, delete_offer, edit_offer

COST_RIGHT = "inventory.view_cost"
_REFS = {"supplier": "supplier_id", "product": "item_id"}


class OfferOut(serializers.Serializer[Any]):
    """What a supplier offers; the price is shown to those who may see costs."""

    id = IdField("supplier_product")
    supplier = RefField("supplier")
    product = RefField("product", source="item")
    supplier_sku = serializers.CharField()
    price = MoneyField(required=False)
    lead_time_days = serializers.IntegerField()
    minimum_quantity = QuantityField()
    multiple = QuantityField()

    def to_representation(self, instance: Any) -> Any:
        """The offer, without its price for those who may not see costs."""
        shown = super().to_representation(instance)
        if not self.context["actor"].has(COST_RIGHT):
            shown.pop("price")
        return shown


class OfferPatch(Body):
    """A changed offer."""

    supplier_sku = TextField(max_length=60, required=False, allow_blank=True)
    price = MoneyField(required=False)
    lead_time_days = serializers.IntegerField(min_value=0, max_value=3650, required=False)
    minimum_quantity = QuantityField(minimum=0, required=False)
    multiple = QuantityField(required=False)


class OfferIn(OfferPatch):
    """A new offer."""

    supplier = RefField("supplier")
    product = RefField("product")


class OfferFilters(Filters):
    """Filters of the list of offers."""

    supplier = RefFilter("supplier", field_name="supplier")
    product = RefFilter("product", field_name="item")


class SupplierProducts(Resource):
    """What suppliers offer: price, lead time, least and multiple quantity."""

    kind = "supplier_product"
    out = OfferOut
    filters = OfferFilters
    orderings = {"price": "price", "lead_time_days": "lead_time_days"}
    search_fields = ["supplier_sku", "item__sku", "supplier__code"]

    def rows(self) -> QuerySet[Any]:
        """Offers with supplier and product."""
        return super().rows().select_related("supplier", "item")

    @creates(OfferIn)
    def create(self, call: Call) -> Any:
        """Take up an offer."""
        return create_offer(values=columns(call.body, _REFS), actor=call.actor)

    @changes(OfferPatch)
    def partial_update(self, call: Call) -> Any:
        """Change an offer."""
        return edit_offer(offer_id=call.id, values=call.body, actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Take an offer out."""
        delete_offer(offer_id=call.id, actor=call.actor)
