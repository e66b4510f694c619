"""The two computed states of an order, as pure functions of its lines, shipments, pegs and money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class FulfillmentFacts:
    """Sums over an order's demands, and how its shipments stand. Units: base units, summed."""

    wanted: Decimal  # ordered and not cancelled
    reserved: Decimal
    shipped: Decimal
    shipments_picking: int = 0
    shipments_packed: int = 0
    shipments_shipped: int = 0
    has_started_work: bool = False
    has_pegged_supply: bool = False


def fulfillment_state(facts: FulfillmentFacts) -> str:  # noqa: PLR0911 -- a table, first match wins
    """The order's fulfillment state; the first match wins.

    Source: docs/glossary.md, "fulfillment_state".
    """
    if facts.wanted > 0 and facts.shipped >= facts.wanted:
        return "shipped" if facts.shipments_shipped else "delivered"
    if facts.shipped > 0:
        return "partially_shipped"
    if facts.shipments_packed and not facts.shipments_picking:
        return "packed"
    if facts.shipments_picking or facts.shipments_packed:
        return "picking"
    if facts.wanted > 0 and facts.reserved >= facts.wanted:
        return "allocated"
    if facts.has_started_work:
        return "in_production"
    if facts.reserved > 0:
        return "partially_allocated"
    if facts.has_pegged_supply:
        return "awaiting_supply"
    return "unallocated"


def billing_state(*, total: Decimal, billed: Decimal, paid: Decimal, is_all_billed: bool) -> str:
    """The order's billing state from its money; an order of no value is billed when shipped."""
    if billed <= 0 and not is_all_billed:
        return "unbilled"
    if is_all_billed and paid >= billed:
        return "paid"
    if paid > 0:
        return "partially_paid"
    return "billed" if is_all_billed else "partially_billed"
