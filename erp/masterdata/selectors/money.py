"""Currencies, exchange rates and tax codes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from erp.core.errors import Misconfigured
from erp.core.money import round_money
from erp.masterdata.models import Currency, ExchangeRate, TaxCode
from erp.masterdata.selectors.company import base_currency

__all__ = [
    "base_currency",
    "convert",
    "currency_rows",
    "exchange_rate_rows",
    "rate_between",
    "rate_on",
    "tax_code_rows",
]


@document("currency", prefix="cur", key="code")
def currency_rows(actor: Actor | None = None) -> QuerySet[Currency]:
    """All currencies."""
    return Currency.objects.order_by("code")


@document("exchange_rate", prefix="fxr")
def exchange_rate_rows(actor: Actor | None = None) -> QuerySet[ExchangeRate]:
    """All exchange rates, newest first."""
    return ExchangeRate.objects.order_by("-valid_from", "-pk")


@document("tax_code", prefix="tax", key="code")
def tax_code_rows(actor: Actor | None = None) -> QuerySet[TaxCode]:
    """All kinds of sales tax."""
    return TaxCode.objects.order_by("code")


def rate_on(currency: str, day: date) -> Decimal:
    """Units of the base currency for one unit of a currency on a day: the last rate on or before it.

    Raises: Misconfigured (`exchange_rate_missing`) when there is none.
    """
    if currency == base_currency():
        return Decimal(1)
    rate = (
        ExchangeRate.objects.filter(currency_id=currency, valid_from__lte=day)
        .order_by("-valid_from")
        .values_list("rate", flat=True)
        .first()
    )
    if rate is not None:
        return rate
    raise Misconfigured("exchange_rate_missing", currency=currency, day=day.isoformat())


def rate_between(source: str, target: str, day: date) -> Decimal:
    """How many units of one currency a unit of another is on a day, through the base currency.

    Raises: Misconfigured when a rate is missing.
    """
    if source == target:
        return Decimal(1)
    return rate_on(source, day) / rate_on(target, day)


def convert(amount: Decimal, source: str, target: str, day: date) -> Decimal:
    """An amount of one currency in another, rounded as its amounts are.

    Raises: Misconfigured when a rate is missing.
    """
    return round_money(amount * rate_between(source, target, day), target)
