"""A clock's arithmetic: when it is up, when each rung of its ladder is due, how much of it is spent.

Everything counts in business time of the clock's calendar, from the start of the clock; time in which it
was paused does not count. Reckoning is on whole microseconds, so that pausing and resuming loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from erp.masterdata.calc.working_time import (
    ALWAYS,
    Calendar,
    NeverOpen,
    add_business,
    add_business_days,
    business_microseconds,
)

SECOND = 1_000_000
LATE_AFTER = timedelta(seconds=60)
LIGHT = ("warn", "remind")
ACTIONS = ("warn", "remind", "escalate", "reassign", "approve", "reject", "mark_exception")


@dataclass(frozen=True)
class RungSpec:
    """A rung as a policy has it: so long after the start, or before (negative) or after the target."""

    action: str
    after_seconds: int | None = None
    from_due_seconds: int | None = None
    to: dict[str, Any] | None = None

    def seconds(self, target_seconds: int) -> int:
        """How long after the start it comes; at the start where it would come before."""
        after = self.after_seconds
        return max(target_seconds + (self.from_due_seconds or 0) if after is None else after, 0)


@dataclass(frozen=True)
class Rung:
    """A rung of a running clock: its number on the ladder, what it does, after how much business time."""

    number: int
    action: str
    after_seconds: int
    to: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """As the timer keeps it."""
        kept: dict[str, Any] = {"rung": self.number, "action": self.action}
        kept["after_seconds"] = self.after_seconds
        return {**kept, "to": self.to} if self.to else kept


def rungs_of(kept: Sequence[dict[str, Any]]) -> list[Rung]:
    """The rungs as a timer keeps them."""
    return [Rung(one["rung"], one["action"], one["after_seconds"], one.get("to")) for one in kept]


def laid(specs: Iterable[RungSpec], target_seconds: int) -> list[Rung]:
    """A policy's ladder leaned against a target: rungs in order of time, numbered from 1.

    A rung that would come before the start comes at the start.
    """
    timed = [(one.seconds(target_seconds), position, one) for position, one in enumerate(specs)]
    timed.sort(key=lambda each: each[:2])
    return [Rung(number, one.action, after, one.to) for number, (after, _at, one) in enumerate(timed, 1)]


def moment_after(calendar: Calendar, since: datetime, spent: int, after_seconds: int) -> datetime:
    """When a running clock will have spent so many seconds; `since` when it is past that already.

    A calendar that has no working time left counts every hour, so that no clock stands for ever.
    """
    left = after_seconds * SECOND - spent
    if left <= 0:
        return since
    try:
        return add_business(calendar, since, left / SECOND)
    except NeverOpen:
        return add_business(ALWAYS, since, left / SECOND)


def spent_until(calendar: Calendar, intervals: Iterable[tuple[datetime, datetime]]) -> int:
    """The business time of running intervals, in microseconds."""
    return sum(business_microseconds(calendar, began, ended) for began, ended in intervals)


def target_of_days(calendar: Calendar, start: datetime, days: int) -> int:
    """How many business seconds lie in so many working days from a start."""
    try:
        due = add_business_days(calendar, start, days)
    except NeverOpen:
        return days * 86_400
    return max(business_microseconds(calendar, start, due) // SECOND, 1)


def next_rung(rungs: Sequence[Rung], done: int) -> Rung | None:
    """The lowest rung above the last one done."""
    return next((rung for rung in rungs if rung.number > done), None)
