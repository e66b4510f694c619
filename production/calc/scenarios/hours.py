"""A longer day: where extra hours go in a day's opening hours."""

from __future__ import annotations

from collections.abc import Sequence

from erp.masterdata.calc.working_time import WallInterval, wall_minutes
from production.calc.scheduling.working import Interval, merged

WHOLE_DAY = 24 * 60
FIRST_HOUR = 8 * 60


class NoRoom(ValueError):
    """The day has not that many hours left; `left` are the minutes that it has."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


def longer_day(intervals: Sequence[WallInterval], minutes: int) -> list[WallInterval]:
    """A day's hours with so many minutes more: behind the last until midnight, the rest before the first.

    A closed day begins at eight. Raises: NoRoom; a day whose last shift runs past midnight has only the
    morning left.
    """
    spans = [(wall_minutes(start), wall_minutes(end)) for start, end in intervals]
    if not spans:
        return _texts(_spread([], FIRST_HOUR, FIRST_HOUR, minutes))
    is_overnight = spans[-1][1] <= spans[-1][0]
    last = WHOLE_DAY if is_overnight else spans[-1][1]
    return _texts(_spread(spans, spans[0][0], last, minutes))


def _spread(spans: list[tuple[int, int]], first: int, last: int, minutes: int) -> list[tuple[int, int]]:
    left = WHOLE_DAY - last + first
    if minutes > left:
        raise NoRoom(left)
    behind = min(minutes, WHOLE_DAY - last)
    before = minutes - behind
    found = list(spans)
    if before:
        found.insert(0, (first - before, first))
    if behind:
        found.append((last, last + behind))
    return found


def _texts(spans: list[tuple[int, int]]) -> list[WallInterval]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [(_text(start), _text(end)) for start, end in joined]


def _text(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def without(new: Sequence[Interval], old: Sequence[Interval]) -> list[Interval]:
    """What of the first intervals lies in none of the second."""
    taken = merged(old)
    found: list[Interval] = []
    for start, end in merged(new):
        at = start
        for begin, close in taken:
            if close <= at or begin >= end:
                continue
            if begin > at:
                found.append((at, begin))
            at = max(at, close)
        if at < end:
            found.append((at, end))
    return found
