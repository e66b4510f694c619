"""Price lists over the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from erp.core.http.columns import columns
from erp.core.http.fields import DateField, KeyTextField, MoneyField, QuantityField, TextField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, deletes
from orders.models import PriceListItem
from orders.selectors import price_lists as _price_lists  # noqa: F401 -- registers who sees what
from orders.services.price_lists import create_price_list, delete_price_list, edit_price_list

MOST_PRICES = 50_000
_REFS = {"currency": "currency_id"}
_PRICE_REFS = {"product": "item_id"}


class PriceOut(serializers.Serializer[Any]):
    """The price of a product from a quantity on, per base unit."""

    product = RefField("product", source="item")
    minimum_quantity = QuantityField()
    price = MoneyField()
    floor_price = MoneyField(allow_null=True, help_text="Per base unit; asking less needs approval.")
    valid_from = DateField(allow_null=True)
    valid_until = DateField(allow_null=True)


class PriceIn(Body):
    """A price, with its break and dates."""

    product = RefField("product")
    minimum_quantity = QuantityField(minimum=0, required=False)
    price = MoneyField()
    floor_price = MoneyField(required=False, allow_null=True)
    valid_from = DateField(required=False, allow_null=True)
    valid_until = DateField(required=False, allow_null=True)


class PriceListLine(serializers.Serializer[Any]):
    """A price list in a list, without its prices."""

    id = IdField("price_list")
    code = serializers.CharField()
    name = serializers.CharField()
    currency = serializers.CharField(source="currency_id")
    is_active = serializers.BooleanField()


class PriceListOut(PriceListLine):
    """A price list with its prices."""

    prices = PriceOut(many=True)


class PriceListIn(Body):
    """A new or changed price list; its prices are replaced as a whole where given."""

    code = KeyTextField(max_length=40)
    name = TextField(max_length=120)
    currency = RefField("currency")
    is_active = serializers.BooleanField(required=False)
    prices = PriceIn(many=True, required=False, max_length=MOST_PRICES)


class PriceListFilters(Filters):
    """Filters of the list of price lists."""

    currency = RefFilter("currency", field_name="currency")
    is_active = django_filters.BooleanFilter()


class PriceLists(Resource):
    """Prices per product with quantity breaks and dates."""

    kind = "price_list"
    out = PriceListOut
    list_out = PriceListLine
    filters = PriceListFilters
    orderings = {"code": "code", "name": "name"}
    search_fields = ["code", "name"]

    def rows(self) -> QuerySet[Any]:
        """Price lists; one alone comes with its prices."""
        rows = super().rows()
        if self.action == "list":
            return rows
        prices = PriceListItem.objects.select_related("item").order_by("item__sku", "minimum_quantity", "pk")
        return rows.prefetch_related(Prefetch("prices", queryset=prices))

    @creates(PriceListIn)
    def create(self, call: Call) -> Any:
        """Take up a price list."""
        prices = [columns(row, _PRICE_REFS) for row in call.body.get("prices", [])]
        return create_price_list(
            values=columns(call.body, _REFS, "prices"),
            prices=prices,
            actor=call.actor,
        )

    @changes(PriceListIn)
    def partial_update(self, call: Call) -> Any:
        """Change a price list."""
        prices = None
        if "prices" in call.body:
            prices = [columns(row, _PRICE_REFS) for row in call.body["prices"]]
        return edit_price_list(
            price_list_id=call.id,
            values=columns(call.body, _REFS, "prices"),
            prices=prices,
            actor=call.actor,
        )

    @deletes
    def destroy(self, call: Call) -> Any:
        """Delete a price list that no customer buys by."""
        delete_price_list(price_list_id=call.id, actor=call.actor)
