"""Who gets how much of a scarce item: by priority, by promise date, or everybody a fair share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

ZERO = Decimal(0)
PRIORITY, PROMISE_DATE, FAIR_SHARE = "priority", "promise_date", "fair_share"
SEQUENCES = (PRIORITY, PROMISE_DATE, FAIR_SHARE)


@dataclass(frozen=True)
class Claim:
    """What one demand lacks of an item, and what decides when it is served; `age` is smaller for older ones.

    Units: base units of the item.
    """

    key: int
    quantity: Decimal
    priority: int
    promised_on: date | None
    age: int


def in_sequence(claims: Sequence[Claim], sequence: str) -> list[Claim]:
    """Claims in the order in which they are served; fair share uses it where a rest has to go to somebody."""
    if sequence == PROMISE_DATE:
        return sorted(claims, key=lambda c: (c.promised_on or date.max, -c.priority, c.age))
    return sorted(claims, key=lambda c: (-c.priority, c.promised_on or date.max, c.age))


def share_out(
    free: Decimal, claims: Sequence[Claim], sequence: str, *, step: Decimal = Decimal(1)
) -> dict[int, Decimal]:
    """What each claim gets of the free quantity; claims that get nothing are left out.

    Never more than is free, never more than a claim lacks, and nothing is kept back that somebody lacks.
    """
    if sequence == FAIR_SHARE:
        return _fair(free, claims, step)
    return _one_after_the_other(free, in_sequence(claims, sequence))


def _one_after_the_other(free: Decimal, ordered: Sequence[Claim]) -> dict[int, Decimal]:
    shares: dict[int, Decimal] = {}
    left = max(free, ZERO)
    for claim in ordered:
        part = min(left, claim.quantity)
        if part > 0:
            shares[claim.key] = part
            left -= part
    return shares


def _fair(free: Decimal, claims: Sequence[Claim], step: Decimal) -> dict[int, Decimal]:
    """In proportion to what each lacks, in whole steps; the rest by largest remainder.

    Equal remainders go by priority, promise and age, so that the same question has the same answer. What is
    less than a step goes to the first who lacks it.
    Source: the largest-remainder method (Hamilton), as in Balinski and Young, "Fair Representation", ch. 3.
    """
    ordered = in_sequence([claim for claim in claims if claim.quantity > 0], PRIORITY)
    wanted = sum((claim.quantity for claim in ordered), ZERO)
    if free >= wanted:
        return {claim.key: claim.quantity for claim in ordered}
    if free <= 0:
        return {}
    shares, remainders = {}, {}
    for claim in ordered:
        exact = free * claim.quantity / wanted
        shares[claim.key] = min((exact / step).to_integral_value(ROUND_FLOOR) * step, claim.quantity)
        remainders[claim.key] = exact - shares[claim.key]
    left = free - sum(shares.values(), ZERO)
    for claim in sorted(ordered, key=lambda c: -remainders[c.key]):  # stable: equal ones stay in sequence
        part = min(step, claim.quantity - shares[claim.key])
        if part <= left:
            shares[claim.key] += part
            left -= part
    for claim in ordered:
        part = min(left, claim.quantity - shares[claim.key])
        shares[claim.key] += part
        left -= part
    return {key: quantity for key, quantity in shares.items() if quantity > 0}
