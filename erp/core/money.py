"""Amounts of money: Decimal with a currency code, rounded half up to the currency's decimals."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_DECIMALS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "BHD": 3, "KWD": 3, "OMR": 3, "TND": 3}
MONEY_MAX = Decimal("1e15")


def decimals_of(currency: str) -> int:
    """How many decimals amounts of this currency have (ISO 4217)."""
    return _DECIMALS.get(currency, 2)


def round_money(amount: Decimal, currency: str = "") -> Decimal:
    """An amount rounded half up, as invoices do."""
    return amount.quantize(Decimal(1).scaleb(-decimals_of(currency)), rounding=ROUND_HALF_UP)
