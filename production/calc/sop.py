"""Months, the plan in force for a month, and how far what came is from what was agreed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

PAST, AHEAD = 6, 6


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def month_after(month: date, count: int = 1) -> date:
    """The first day of the month so many months later, earlier where below zero."""
    place = month.year * 12 + month.month - 1 + count
    return date(place // 12, place % 12 + 1, 1)


def months_around(today: date) -> list[date]:
    """The six months before, this one, and the six after it."""
    here = month_of(today)
    return [month_after(here, n) for n in range(-PAST, AHEAD + 1)]


@dataclass(frozen=True)
class Agreed:
    """What one version of a plan says of one month."""

    month: date
    number: int
    agreed_on: date
    demand: Decimal
    supply: Decimal
    stock: Decimal


def in_force(versions: Iterable[Agreed]) -> dict[date, Agreed]:
    """By month what it is tracked against: agreed last before it began, else agreed first.

    So nobody's plan gets better by being agreed anew once its month runs.
    """
    found: dict[date, Agreed] = {}
    for one in sorted(versions, key=lambda one: one.number):
        if one.month not in found or one.agreed_on < one.month:
            found[one.month] = one
    return found


@dataclass(frozen=True)
class Tracked:
    """What came against what was agreed."""

    agreed: Decimal
    came: Decimal

    @property
    def difference(self) -> Decimal:
        """What came less what was agreed."""
        return self.came - self.agreed

    @property
    def share(self) -> Decimal | None:
        """The difference as a part of what was agreed; None where nothing was."""
        return self.difference / abs(self.agreed) if self.agreed else None
