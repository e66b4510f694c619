"""Which price applies: the customer's price list with quantity breaks, else the list price."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class PriceRow:
    """One row of a price list. Units: price per base unit of the item, in the list's currency."""

    item_id: int
    minimum_quantity: Decimal
    price: Decimal
    valid_from: date | None = None
    valid_until: date | None = None
    floor_price: Decimal | None = None


@dataclass(frozen=True)
class Price:
    """A price and why it applies: `source` is price_list, list_price or manual.

    `floor_price` is the lowest that may be asked without approval, per base unit; None without one.
    """

    unit_price: Decimal
    discount_rate: Decimal
    source: str
    from_quantity: Decimal = Decimal(0)
    floor_price: Decimal | None = None


def best_row(rows: Iterable[PriceRow], quantity: Decimal, on: date) -> PriceRow | None:
    """The row in force with the highest break that the quantity reaches; a later start wins a tie."""
    fitting = [
        row
        for row in rows
        if row.minimum_quantity <= quantity
        and (row.valid_from is None or row.valid_from <= on)
        and (row.valid_until is None or on <= row.valid_until)
    ]
    return max(fitting, key=lambda row: (row.minimum_quantity, row.valid_from or date.min), default=None)


def price_for(
    rows: Iterable[PriceRow], *, list_price: Decimal, quantity: Decimal, on: date, discount_rate: Decimal
) -> Price:
    """The price of one item for a quantity on a day. The customer's discount applies to both kinds."""
    row = best_row(rows, quantity, on)
    if row is None:
        return Price(list_price, discount_rate, "list_price")
    return Price(row.price, discount_rate, "price_list", row.minimum_quantity, row.floor_price)
