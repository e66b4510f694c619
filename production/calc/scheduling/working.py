"""Working time as one number: how much of it has passed at an instant, and when so much will have passed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Interval = tuple[int, int]


class NeverWorks(ValueError):
    """A calendar without any working time: nothing could ever be planned on it."""


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time as disjoint, rising intervals; empty ones are dropped and touching ones joined."""
    found: list[Interval] = []
    for start, end in sorted(pair for pair in intervals if pair[1] > pair[0]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


class WorkingTime:
    """A calendar as rising intervals with running sums; its last `period` repeats for ever.

    An operation may be interrupted by the end of a shift and goes on with the next: in the coordinate
    "working time passed" it is one unbroken piece, so that a machine's day is plain arithmetic on one
    number.

    Raises: NeverWorks when there is no working time in the part that repeats.
    """

    __slots__ = ("_ends", "_passed", "_pattern", "_period", "_starts", "_until")

    def __init__(self, intervals: Sequence[Interval], *, period: int, until: int) -> None:
        known = merged(intervals)
        low = until - period
        self._pattern = [(max(a, low), min(b, until)) for a, b in known if b > low and a < until]
        if period <= 0 or not self._pattern:
            raise NeverWorks
        self._period, self._until = period, until
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._passed: list[int] = [0]
        for start, end in known:
            self._append(start, min(end, until))

    @classmethod
    def always(cls) -> WorkingTime:
        """A calendar that never closes."""
        return cls([(0, 1 << 40)], period=1 << 40, until=1 << 40)

    def copy(self) -> WorkingTime:
        """The same time, to grow by itself."""
        twin = WorkingTime.__new__(WorkingTime)
        twin._period, twin._until, twin._pattern = self._period, self._until, self._pattern
        twin._starts, twin._ends, twin._passed = self._starts[:], self._ends[:], self._passed[:]
        return twin

    def _append(self, start: int, end: int) -> None:
        if end <= start:
            return
        if self._ends and self._ends[-1] == start:
            self._ends[-1] = end
            self._passed[-1] += end - start
            return
        self._starts.append(start)
        self._ends.append(end)
        self._passed.append(self._passed[-1] + end - start)

    def _grow(self) -> None:
        """One more period, as the last one was."""
        for start, end in self._pattern:
            self._append(start + self._period, end + self._period)
        self._pattern = [(a + self._period, b + self._period) for a, b in self._pattern]
        self._until += self._period

    def passed(self, at: int) -> int:
        """How much working time has passed since the beginning at an instant."""
        while at > self._until:
            self._grow()
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return 0
        end = self._ends[index]
        return self._passed[index] + (at if at < end else end) - self._starts[index]

    def passed_all(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """`passed` of many instants at once."""
        while len(at) and at.max() > self._until:
            self._grow()
        index = np.searchsorted(self._starts, at, side="right") - 1
        inside = np.minimum(at, np.asarray(self._ends)[index]) - np.asarray(self._starts)[index]
        return np.where(index < 0, 0, np.asarray(self._passed)[index] + inside)

    def begins(self, work: int) -> int:
        """The instant when work that needs so much passed before it may begin: never in a break."""
        while work >= self._passed[-1]:
            self._grow()
        index = bisect_right(self._passed, work) - 1
        return self._starts[index] + work - self._passed[index]

    def ends(self, work: int) -> int:
        """The instant when so much has passed: at the end of a shift, not at the beginning of the next."""
        while work > self._passed[-1]:
            self._grow()
        index = bisect_left(self._passed, work) - 1
        if index < 0:
            return self._starts[0]
        return self._starts[index] + work - self._passed[index]

    def opens(self, at: int) -> int:
        """The instant itself when it is working time, else when the next begins."""
        return self.begins(self.passed(at))

    def finish(self, start: int, work: int) -> int:
        """When work that begins then is done."""
        return self.ends(self.passed(start) + work) if work else start

    def between(self, start: int, end: int) -> int:
        """How much working time lies between two instants."""
        return self.passed(end) - self.passed(start) if end > start else 0
