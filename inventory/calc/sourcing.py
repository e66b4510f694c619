"""Which supplier to buy from: the quantity that may be ordered, its price, its day, and the least cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

ZERO = Decimal(0)
NEUTRAL_SCORE = Decimal("0.9")
SCORE_WEIGHT = Decimal("0.2")


@dataclass(frozen=True)
class Terms:
    """What one supplier offers for one item, in one currency; breaks are (from quantity, price)."""

    supplier_id: int
    price: Decimal
    arrives_on: date
    breaks: tuple[tuple[Decimal, Decimal], ...] = ()
    minimum: Decimal = ZERO
    multiple: Decimal = Decimal(1)
    extra_percent: Decimal = ZERO
    score: Decimal | None = None


@dataclass(frozen=True)
class Candidate:
    """What buying a quantity from one supplier comes to.

    `weighed` is the landed total raised for an unreliable supplier: what candidates are compared by.
    """

    terms: Terms
    quantity: Decimal
    unit_price: Decimal
    landed_total: Decimal
    weighed: Decimal
    is_in_time: bool
    is_raised_for_price: bool


def order_quantity(needed: Decimal, minimum: Decimal, multiple: Decimal) -> Decimal:
    """The least quantity that may be ordered for a need: not below the minimum, in whole multiples."""
    wanted = max(needed, minimum)
    if multiple <= 0:
        return wanted
    return (wanted / multiple).to_integral_value(ROUND_CEILING) * multiple


def price_at(quantity: Decimal, price: Decimal, breaks: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """The price per unit of a quantity where every unit costs the break's price ("all-units discount")."""
    reached = [(start, cost) for start, cost in breaks if quantity >= start]
    return max(reached)[1] if reached else price


def candidate(terms: Terms, needed: Decimal, needed_on: date) -> Candidate:
    """What a need costs at one supplier, at the quantity that costs least.

    Where a higher price break makes more units cost less than the units needed, the break is bought:
    with all-units discounts the least cost lies at the need or at a break above it.
    """
    least = order_quantity(needed, terms.minimum, terms.multiple)
    quantities = [least] + [
        order_quantity(start, terms.minimum, terms.multiple)
        for start, _price in terms.breaks
        if start > least
    ]
    costs = [(quantity * price_at(quantity, terms.price, terms.breaks), quantity) for quantity in quantities]
    cost, quantity = min(costs)
    landed = cost * (1 + terms.extra_percent / 100)
    score = NEUTRAL_SCORE if terms.score is None else terms.score
    return Candidate(
        terms=terms,
        quantity=quantity,
        unit_price=price_at(quantity, terms.price, terms.breaks),
        landed_total=landed,
        weighed=landed * (1 + (1 - score) * SCORE_WEIGHT),
        is_in_time=terms.arrives_on <= needed_on,
        is_raised_for_price=quantity > least,
    )


def ranked(offers: Sequence[Terms], needed: Decimal, needed_on: date) -> list[Candidate]:
    """Every offer as a candidate, the best first.

    Who delivers in time comes before who does not; among those in time the least weighed cost, then the
    earlier day; where nobody is in time, the earliest day, then the cost.
    """
    found = [candidate(terms, needed, needed_on) for terms in offers]

    def place(one: Candidate) -> tuple[object, ...]:
        if one.is_in_time:
            return (0, one.weighed, one.terms.arrives_on, one.terms.supplier_id)
        return (1, one.terms.arrives_on, one.weighed, one.terms.supplier_id)

    return sorted(found, key=place)
