"""Currencies and exchange rates over the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.errors import NotFound
from erp.core.http.fields import DateField, StrictDecimalField, TextField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Endpoint, Resource, creates, deletes
from erp.core.money import MONEY_MAX
from erp.masterdata.models import Currency
from erp.masterdata.selectors.money import currency_rows
from erp.masterdata.services.money import (
    create_currency,
    delete_currency,
    delete_exchange_rate,
    edit_currency,
    set_exchange_rate,
)


class CurrencyOut(serializers.Serializer[Any]):
    """A currency; its code is its id."""

    id = serializers.CharField(source="code")
    code = serializers.CharField()
    name = serializers.CharField()
    symbol = serializers.CharField()


class CurrencyPageOut(serializers.Serializer[Any]):
    """All currencies on one page."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = CurrencyOut(many=True)


class CurrencyIn(Body):
    """A new currency."""

    code = serializers.RegexField(r"^[A-Z]{3}$")
    name = TextField(max_length=60)
    symbol = TextField(max_length=8, required=False, allow_blank=True)


class CurrencyPatch(Body):
    """A changed currency."""

    name = TextField(max_length=60, required=False)
    symbol = TextField(max_length=8, required=False, allow_blank=True)


def _shown(row: Currency) -> Any:
    return CurrencyOut(row).data


class Currencies(Endpoint):
    """Currencies by ISO 4217 code, all on one page."""

    @extend_schema(operation_id="currencies_list", responses=CurrencyPageOut)
    def get(self, request: Request) -> Response:
        """All currencies."""
        rows = [_shown(row) for row in currency_rows(self.actor)]
        return Response({"next": None, "previous": None, "results": rows})

    @extend_schema(request=CurrencyIn, responses={201: CurrencyOut})
    def post(self, request: Request) -> Response:
        """Take up a currency."""
        body = self.body(CurrencyIn)
        return self.run(
            lambda: create_currency(values=body, actor=self.actor),
            _shown,
            status=201,
        )


class OneCurrency(Endpoint):
    """A currency."""

    def _row(self, code: str) -> Currency:
        row = currency_rows(self.actor).filter(code=code[:10]).first()
        if row is None:
            raise NotFound(kind="currency")
        return row

    @extend_schema(responses=CurrencyOut)
    def get(self, request: Request, code: str) -> Response:
        """One currency."""
        return Response(_shown(self._row(code)))

    @extend_schema(request=CurrencyPatch, responses=CurrencyOut)
    def patch(self, request: Request, code: str) -> Response:
        """Change a currency's name or symbol."""
        row, body = self._row(code), self.body(CurrencyPatch, partial=True)
        return self.run(lambda: edit_currency(code=row.code, values=body, actor=self.actor), _shown)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, code: str) -> Response:
        """Delete a currency that nothing uses."""
        row = self._row(code)
        self.run(lambda: delete_currency(code=row.code, actor=self.actor), lambda _none: {}, status=204)
        return Response(status=204)


class ExchangeRateOut(serializers.Serializer[Any]):
    """Units of the base currency for one unit of a currency, from a day on."""

    id = IdField("exchange_rate")
    currency = serializers.CharField(source="currency_id")
    valid_from = DateField()
    rate = StrictDecimalField(max_decimals=10)


class ExchangeRateIn(Body):
    """A rate; a second one for the same day replaces the first."""

    currency = RefField("currency")
    valid_from = DateField()
    rate = StrictDecimalField(max_decimals=10, above=0, maximum=MONEY_MAX)


class ExchangeRateFilters(Filters):
    """Filters of the list of rates."""

    currency = RefFilter("currency", field_name="currency")


class ExchangeRates(Resource):
    """Exchange rates to the base currency."""

    kind = "exchange_rate"
    out = ExchangeRateOut
    filters = ExchangeRateFilters
    orderings = {"valid_from": "valid_from"}
    search_fields = ["currency__code"]

    @creates(ExchangeRateIn)
    def create(self, call: Call) -> Any:
        """Say what a currency is worth from a day on."""
        return set_exchange_rate(
            currency_id=call.body["currency"].pk,
            valid_from=call.body["valid_from"],
            rate=call.body["rate"],
            actor=call.actor,
        )

    @deletes
    def destroy(self, call: Call) -> Any:
        """Take a rate back."""
        delete_exchange_rate(rate_id=call.id, actor=call.actor)
