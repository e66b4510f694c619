"""Amounts of money: Decimal with a currency code, rounded half up to the currency's decimals."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from erp.core.errors import Invalid
from erp.core.errors import Text as _

_DECIMALS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "BHD": 3, "KWD": 3, "OMR": 3, "TND": 3}
MONEY_MAX = Decimal("1e15")
PRICE_QUANTUM = Decimal("0.000001")


def decimals_of(currency: str) -> int:
    """How many decimals amounts of this currency have (ISO 4217)."""
    return _DECIMALS.get(currency, 2)


def round_money(amount: Decimal, currency: str = "") -> Decimal:
    """An amount rounded half up, as invoices do.

    Raises: Invalid for an amount beyond what any column takes.
    """
    try:
        return amount.quantize(Decimal(1).scaleb(-decimals_of(currency)), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        raise Invalid.field("amount", _("This amount is too large."), "too_large") from None


def round_price(price: Decimal) -> Decimal:
    """A unit price as lines keep it: six decimals, so that a gram of what is priced by the kilogram has one.

    Raises: Invalid for a price beyond what any column takes.
    """
    try:
        return price.quantize(PRICE_QUANTUM, rounding=ROUND_HALF_UP)
    except InvalidOperation:
        raise Invalid.field("unit_price", _("This amount is too large."), "too_large") from None
