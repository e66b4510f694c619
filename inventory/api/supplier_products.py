"""Suppliers' offers over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.columns import columns
from erp.core.http.fields import DateField, MoneyField, QuantityField, TextField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, deletes
from inventory.selectors import items as _items  # noqa: F401 -- registers who sees what
from inventory.services.suppliers import create_offer, delete_offer, edit_offer

COST_RIGHT = "inventory.view_cost"
_REFS = {"supplier": "supplier_id", "product": "item_id", "currency": "currency_id", "unit": "unit_id"}


class BreakOut(serializers.Serializer[Any]):
    """From this quantity on every unit costs this much."""

    from_quantity = QuantityField()
    price = MoneyField()


class BreakIn(Body):
    """From this quantity on every unit costs this much."""

    from_quantity = QuantityField()
    price = MoneyField()


class OfferOut(serializers.Serializer[Any]):
    """What a supplier offers; the price is shown to those who may see costs."""

    id = IdField("supplier_product")
    supplier = RefField("supplier")
    product = RefField("product", source="item")
    supplier_sku = serializers.CharField()
    unit = serializers.SerializerMethodField()
    price = MoneyField(required=False)
    lead_time_days = serializers.IntegerField()
    inspection_days = serializers.IntegerField()
    minimum_quantity = QuantityField()
    multiple = QuantityField()
    currency = serializers.SerializerMethodField()
    extra_cost_percent = MoneyField()
    valid_from = DateField(allow_null=True)
    valid_to = DateField(allow_null=True)
    price_breaks = BreakOut(many=True, required=False)

    def get_unit(self, offer: Any) -> str:
        """What price, minimum, multiple and breaks are given in."""
        unit = offer.unit or offer.item.unit
        return str(unit.code)

    def get_currency(self, offer: Any) -> str:
        """The offer's own currency, else the supplier's."""
        return offer.currency_id or offer.supplier.currency_id

    def to_representation(self, instance: Any) -> Any:
        """The offer, without its price for those who may not see costs."""
        shown = super().to_representation(instance)
        if not self.context["actor"].has(COST_RIGHT):
            for name in ("price", "price_breaks", "extra_cost_percent"):
                shown.pop(name)
        return shown


class OfferPatch(Body):
    """A changed offer."""

    supplier_sku = TextField(max_length=60, required=False, allow_blank=True)
    unit = RefField("unit", required=False, allow_null=True)
    price = MoneyField(required=False)
    lead_time_days = serializers.IntegerField(min_value=0, max_value=3650, required=False)
    inspection_days = serializers.IntegerField(min_value=0, max_value=365, required=False)
    minimum_quantity = QuantityField(minimum=0, required=False)
    multiple = QuantityField(required=False)
    currency = RefField("currency", required=False, allow_null=True)
    extra_cost_percent = MoneyField(required=False)
    valid_from = DateField(required=False, allow_null=True)
    valid_to = DateField(required=False, allow_null=True)
    price_breaks = BreakIn(many=True, required=False)


class OfferIn(OfferPatch):
    """A new offer."""

    supplier = RefField("supplier")
    product = RefField("product")


class OfferFilters(Filters):
    """Filters of the list of offers."""

    supplier = RefFilter("supplier", field_name="supplier")
    product = RefFilter("product", field_name="item")


def _breaks(body: dict[str, Any]) -> list[tuple[Any, Any]] | None:
    """The price breaks of a body, taken out of it; None when it names none."""
    found = body.pop("price_breaks", None)
    return None if found is None else [(row["from_quantity"], row["price"]) for row in found]


class SupplierProducts(Resource):
    """What suppliers offer: price, lead time, least and multiple quantity."""

    kind = "supplier_product"
    out = OfferOut
    filters = OfferFilters
    orderings = {"price": "price", "lead_time_days": "lead_time_days"}
    search_fields = ["supplier_sku", "item__sku", "supplier__code"]

    def rows(self) -> QuerySet[Any]:
        """Offers with supplier and product."""
        return (
            super().rows().select_related("supplier", "item__unit", "unit").prefetch_related("price_breaks")
        )

    @creates(OfferIn)
    def create(self, call: Call) -> Any:
        """Take up an offer."""
        breaks = _breaks(call.body)
        return create_offer(values=columns(call.body, _REFS), price_breaks=breaks, actor=call.actor)

    @changes(OfferPatch)
    def partial_update(self, call: Call) -> Any:
        """Change an offer."""
        breaks = _breaks(call.body)
        values = columns(call.body, _REFS)
        return edit_offer(offer_id=call.id, values=values, price_breaks=breaks, actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Take an offer out."""
        delete_offer(offer_id=call.id, actor=call.actor)
