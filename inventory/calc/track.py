"""The projected stock of one item in one place, day by day, for asking it thousands of times.

It answers what `inventory.calc.atp` answers, by the same definition, but keeps the levels between
questions instead of building them anew for each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

ZERO = Decimal(0)
DAY = timedelta(days=1)


def supply_day(due_on: date, today: date) -> date:
    """The day a supply can come: its own, or tomorrow at best when that has passed."""
    return due_on if due_on >= today else today + DAY


class Track:
    """Projected levels at the end of each day on which something happens, from today on."""

    def __init__(
        self, on_hand: Decimal, supplies: Iterable[tuple[date, Decimal]] = (), *, today: date
    ) -> None:
        """Begin with what is free on hand and what is due to come."""
        self.today = today
        by_day: dict[date, Decimal] = {today: on_hand}
        for due_on, quantity in supplies:
            day = supply_day(due_on, today)
            by_day[day] = by_day.get(day, ZERO) + quantity
        self._days = sorted(by_day)
        self._levels: list[Decimal] = []
        level = ZERO
        for day in self._days:
            level += by_day[day]
            self._levels.append(level)

    def copy(self) -> Track:
        """The same track, to try something on."""
        twin = Track.__new__(Track)
        twin.today, twin._days, twin._levels = self.today, list(self._days), list(self._levels)
        return twin

    def take(self, quantity: Decimal, day: date) -> None:
        """Let a demand stand; one of the past counts today."""
        self._change(-quantity, max(day, self.today))

    def give(self, quantity: Decimal, day: date) -> None:
        """Add a supply."""
        self._change(quantity, supply_day(day, self.today))

    def _change(self, quantity: Decimal, day: date) -> None:
        place = bisect_left(self._days, day)
        if place == len(self._days) or self._days[place] != day:
            self._days.insert(place, day)
            self._levels.insert(place, self._levels[place - 1])
        levels = self._levels
        for position in range(place, len(levels)):
            levels[position] += quantity

    def free_on(self, day: date) -> Decimal:
        """What can be promised from a day on without breaking a later promise, never below zero.

        Source: APICS Dictionary, "cumulative available-to-promise with look-ahead".
        """
        place = max(bisect_right(self._days, max(day, self.today)) - 1, 0)
        return max(min(self._levels[place:]), ZERO)

    def first_day(self, quantity: Decimal, wanted: date) -> date | None:
        """The first day from the wanted one on which the quantity can be given; None for never."""
        wanted = max(wanted, self.today)
        place = max(bisect_right(self._days, wanted) - 1, 0)
        levels = self._levels
        if min(levels[place:]) >= quantity:
            return wanted
        if levels[-1] < quantity:
            return None
        last = len(levels) - 1
        while last > place and levels[last - 1] >= quantity:
            last -= 1
        return max(self._days[last], wanted)


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
    import heapq

    changes: dict[date, Decimal] = {today: on_hand}
    for due_on, quantity in supplies:
        day = supply_day(due_on, today)
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
