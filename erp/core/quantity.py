"""Quantities: exact decimals in an item's base unit; factors of other units are exact fractions."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from erp.core.errors import Invalid
from erp.core.errors import Text as _

QUANTUM = Decimal("0.000001")
QUANTITY_MAX = Decimal("1e12")
ZERO = Decimal(0)


def to_base(quantity: Decimal, numerator: int, denominator: int) -> Decimal:
    """A quantity in the base unit, for a unit of numerator/denominator base units.

    Units: exact where the result has at most six decimals, else rounded half up once.
    Raises: Invalid for more than any column takes.
    """
    return _rounded(Fraction(quantity) * Fraction(numerator, denominator))


def _rounded(exact: Fraction) -> Decimal:
    found = Decimal(exact.numerator) / Decimal(exact.denominator)
    if found > QUANTITY_MAX:
        raise Invalid.field("quantity", _("This number is too large."), "too_large")
    return found.quantize(QUANTUM, rounding=ROUND_HALF_UP)


def from_base(quantity: Decimal, numerator: int, denominator: int) -> Decimal:
    """A base quantity expressed in a unit of numerator/denominator base units."""
    return to_base(quantity, denominator, numerator)


def portion(quantity: Decimal, *, base: Decimal, whole: Decimal) -> Decimal:
    """How much of `whole`, in its own unit, a base quantity is, where `base` is all of it.

    All of it is exactly `whole` even where its unit has no exact base quantity, such as a third of a piece.
    """
    return _rounded(Fraction(quantity) * Fraction(whole) / Fraction(base))


def plain(quantity: Decimal) -> str:
    """A quantity as people write it: no exponent, no trailing zeros."""
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
