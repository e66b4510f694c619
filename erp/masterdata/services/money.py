"""Currencies, exchange rates and tax codes."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.locks import row_for_update
from erp.core.records import Problems
from erp.masterdata.models import Company, Currency, ExchangeRate, TaxCode
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from erp.masterdata.services.units import RIGHT

_ISO = re.compile(r"[A-Z]{3}")


class CurrencyValues(TypedDict, total=False):
    """A currency by its ISO 4217 code."""

    code: str
    name: str
    symbol: str


class TaxCodeValues(TypedDict, total=False):
    """A kind of sales tax; `rate` is a fraction (0.13 is 13 %)."""

    code: str
    name: str
    rate: Decimal


def _check_currency(currency: Currency, problems: Problems) -> None:
    if not _ISO.fullmatch(currency.code):
        problems.add("code", _("This must be a currency code of three capital letters."))


def _check_tax(tax: TaxCode, problems: Problems) -> None:
    if not 0 <= tax.rate <= 1:
        problems.add("rate", _("This must be a fraction between 0 and 1: 0.13 is 13 %."))


def _check_rate(rate: ExchangeRate, problems: Problems) -> None:
    if rate.rate <= 0:
        problems.add("rate", _("This must be above zero."))
    base = Company.objects.values_list("base_currency_id", flat=True).get(pk=1)
    if rate.currency_id == base:
        problems.add("currency", _("The base currency needs no rate."))


@command(*RIGHT)
def create_currency(*, values: CurrencyValues, actor: Actor) -> Currency:
    """Take up a currency.

    Raises: Invalid.
    """
    return create_setup(Currency(), values=values, table="currency", actor=actor, check=_check_currency)


@command(*RIGHT)
def edit_currency(*, code: str, values: CurrencyValues, actor: Actor) -> Currency:
    """Change a currency's name or symbol.

    Locks:  the currency.
    Raises: NotFound; Invalid.
    """
    row = row_for_update(Currency, code, "currency")
    named: CurrencyValues = {**values}
    named.pop("code", None)
    return edit_setup(row, values=named, table="currency", actor=actor)


@command(*RIGHT)
def delete_currency(*, code: str, actor: Actor) -> None:
    """Delete a currency that nothing uses.

    Raises: NotFound; Conflict (`in_use`).
    """
    delete_setup(Currency, code, table="currency", actor=actor)


@command(*RIGHT)
def set_exchange_rate(*, currency_id: str, valid_from: date, rate: Decimal, actor: Actor) -> ExchangeRate:
    """Say how many units of the base currency one unit of a currency is worth from a day on.

    A second rate for the same day replaces the first.
    Raises: Invalid.
    """
    found = ExchangeRate.objects.filter(currency_id=currency_id, valid_from=valid_from).first()
    if found is None:
        return create_setup(
            ExchangeRate(),
            values={"currency_id": currency_id, "valid_from": valid_from, "rate": rate},
            table="exchange_rate",
            key="valid_from",
            actor=actor,
            check=_check_rate,
        )
    row = row_for_update(ExchangeRate, found.pk, "exchange_rate")
    return edit_setup(
        row, values={"rate": rate}, table="exchange_rate", key="valid_from", actor=actor, check=_check_rate
    )


@command(*RIGHT)
def delete_exchange_rate(*, rate_id: int, actor: Actor) -> None:
    """Take an exchange rate back; the one before it counts again.

    Raises: NotFound.
    """
    delete_setup(ExchangeRate, rate_id, table="exchange_rate", actor=actor)


@command(*RIGHT)
def create_tax_code(*, values: TaxCodeValues, actor: Actor) -> TaxCode:
    """Take up a kind of sales tax.

    Raises: Invalid.
    """
    row = TaxCode(rate=Decimal(0))
    return create_setup(row, values=values, table="tax_code", actor=actor, check=_check_tax)


@command(*RIGHT)
def edit_tax_code(*, tax_code_id: int, values: TaxCodeValues, actor: Actor) -> TaxCode:
    """Change a kind of sales tax; documents already written keep their rate.

    Locks:  the tax code.
    Raises: NotFound; Invalid.
    """
    row = row_for_update(TaxCode, tax_code_id, "tax_code")
    return edit_setup(row, values=values, table="tax_code", actor=actor, check=_check_tax)


@command(*RIGHT)
def delete_tax_code(*, tax_code_id: int, actor: Actor) -> None:
    """Delete a tax code that nothing uses.

    Raises: NotFound; Conflict (`in_use`).
    """
    delete_setup(TaxCode, tax_code_id, table="tax_code", actor=actor)
