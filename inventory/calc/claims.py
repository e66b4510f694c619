"""Which promises of one item in one place can't all be kept, by the same days as `inventory.calc.atp`."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inventory.calc.atp import ZERO, counts_on


@dataclass(frozen=True)
class Claim:
    """What one promise still needs of a place, and how strong its claim is.

    `rank` sorts who keeps its promise: the highest stays longest. `is_leaning` marks a claim on a
    supply that will not be there in time: it is the first whose promise breaks.
    """

    key: int
    quantity: Decimal
    promised_on: date
    rank: tuple[int, ...] = ()
    is_leaning: bool = False
    is_fixed: bool = False


def broken_claims(
    on_hand: Decimal, supplies: Iterable[tuple[date, Decimal]], claims: Iterable[Claim], *, today: date
) -> list[Claim]:
    """The claims that can't all be met on their days: as few as the day's shortage needs.

    Day by day the projected stock is followed; where it falls below zero, claims due until then
    break until it is whole again: first those that lean on a late supply, then the lowest rank.
    Claims that are fixed never break.
    """
    changes: dict[date, Decimal] = {today: on_hand}
    for due_on, quantity in supplies:
        day = counts_on(due_on, quantity, today)
        changes[day] = changes.get(day, ZERO) + quantity
    due: dict[date, list[Claim]] = {}
    for claim in claims:
        due.setdefault(max(claim.promised_on, today), []).append(claim)
    level = ZERO
    waiting: list[tuple[bool, tuple[int, ...], int, Claim]] = []
    broken: list[Claim] = []
    for day in sorted({*changes, *due}):
        level += changes.get(day, ZERO)
        for claim in due.get(day, ()):
            level -= claim.quantity
            if not claim.is_fixed:
                heapq.heappush(waiting, (not claim.is_leaning, claim.rank, -claim.key, claim))
        while level < 0 and waiting:
            claim = heapq.heappop(waiting)[3]
            broken.append(claim)
            level += claim.quantity
    return broken
