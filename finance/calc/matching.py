"""Three-way match: does a supplier's invoice agree with what was ordered and what arrived?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ZERO, HUNDRED = Decimal(0), Decimal(100)
MATCHED, PRICE, QUANTITY, NOT_RECEIVED = "matched", "price", "quantity", "not_received"


@dataclass(frozen=True)
class Arrived:
    """A receipt's line of the order line billed, and how much of it may still be billed."""

    receipt_line_id: int
    billable: Decimal


@dataclass(frozen=True)
class Part:
    """A part of a billed line: the receipt's line it belongs to (None: none), and whether it agrees."""

    receipt_line_id: int | None
    quantity: Decimal
    outcome: str


def match_line(
    *,
    quantity: Decimal,
    price: Decimal,
    order_price: Decimal,
    arrived: Sequence[Arrived],
    price_tolerance: Decimal = ZERO,
    quantity_tolerance: Decimal = ZERO,
) -> list[Part]:
    """Share a billed quantity out over what arrived, in its order; the parts add up to it.

    A part is `price` where the price differs from the order's by more than the tolerance (in percent of
    the order's), else `matched`. What is billed above everything that arrived is `not_received` where
    nothing is left to bill, else `quantity`; within the quantity tolerance it joins the last part.
    """
    agrees = abs(price - order_price) * HUNDRED <= order_price * price_tolerance
    outcome = MATCHED if agrees else PRICE
    left, parts = quantity, []
    there = sum((one.billable for one in arrived), ZERO)
    for one in arrived:
        part = min(left, one.billable)
        if part > 0:
            parts.append(Part(one.receipt_line_id, part, outcome))
            left -= part
    if left > 0 and parts and left * HUNDRED <= there * quantity_tolerance:
        parts.append(Part(None, left, outcome))
    elif left > 0:
        parts.append(Part(None, left, QUANTITY if parts else NOT_RECEIVED))
    return parts
