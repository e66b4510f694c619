"""Working time: which hours of a day count, and arithmetic in working days and working seconds.

A calendar's hours are wall-clock hours of its own zone; a day's real length follows the zone, so that
a night shift over a change of the clocks is an hour shorter or longer than it reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEARCH_DAYS = 3660
_END_OF_DAY = "24:00"

WallInterval = tuple[str, str]
Interval = tuple[datetime, datetime]


class NeverOpen(ValueError):
    """The calendar has no working time within ten years."""


@dataclass(frozen=True)
class Calendar:
    """Hours per weekday, the days that differ, and the zone in which they are meant.

    Shape: weekly {"monday": (("09:00", "12:00"), …)}; an exception without hours is a holiday, one
    with hours replaces the day (a make-up working day).
    """

    time_zone: str = "UTC"
    weekly: Mapping[str, tuple[WallInterval, ...]] = field(default_factory=dict)
    exceptions: Mapping[date, tuple[WallInterval, ...]] = field(default_factory=dict)

    def hours(self, day: date) -> tuple[WallInterval, ...]:
        """The wall-clock hours of a day."""
        if day in self.exceptions:
            return self.exceptions[day]
        return self.weekly.get(WEEKDAYS[day.weekday()], ())


ALWAYS = Calendar(weekly=dict.fromkeys(WEEKDAYS, (("00:00", _END_OF_DAY),)))


def wall_minutes(text: str) -> int:
    """Minutes since midnight of "HH:MM"; "24:00" is the day's end.

    Raises: ValueError for anything else.
    """
    hours, colon, minutes = text.partition(":")
    if not (colon and len(hours) == 2 and len(minutes) == 2 and hours.isdecimal() and minutes.isdecimal()):
        raise ValueError(text)
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > 24 * 60:
        raise ValueError(text)
    return total


def checked_intervals(intervals: list[tuple[str, str]]) -> tuple[WallInterval, ...]:
    """A day's hours in order.

    Raises: ValueError when one is malformed, empty, or overlaps another.
    """
    ordered = sorted((wall_minutes(start), wall_minutes(end), start, end) for start, end in intervals)
    reached = 0
    for start, end, _from, _until in ordered:
        if start < reached or end <= start:
            raise ValueError(f"{_from}-{_until}")
        reached = end
    return tuple((start, end) for _start, _end, start, end in ordered)


def _instant(day: date, wall: str, zone: ZoneInfo) -> datetime:
    minutes = wall_minutes(wall)
    if minutes == 24 * 60:
        day, minutes = day + timedelta(days=1), 0
    local = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=zone)
    return local.astimezone(UTC)


def working_intervals(calendar: Calendar, day: date) -> list[Interval]:
    """The working time of a local day as instants in UTC; a gap of the clocks swallows what lies in it."""
    zone = ZoneInfo(calendar.time_zone)
    found = []
    for start, end in calendar.hours(day):
        begins, ends = _instant(day, start, zone), _instant(day, end, zone)
        if begins < ends:
            found.append((begins, ends))
    return found


def is_open_day(calendar: Calendar, day: date) -> bool:
    """Whether anybody works on that day."""
    return bool(calendar.hours(day))


def _open_days(calendar: Calendar, day: date, step: int) -> Iterator[date]:
    for offset in range(SEARCH_DAYS):
        candidate = day + timedelta(days=offset * step)
        if is_open_day(calendar, candidate):
            yield candidate
    raise NeverOpen


def next_open_day(calendar: Calendar, day: date) -> date:
    """The day itself when it is open, else the next open one: where a receipt moves to.

    Raises: NeverOpen.
    """
    return next(_open_days(calendar, day, 1))


def previous_open_day(calendar: Calendar, day: date) -> date:
    """The day itself when it is open, else the last open one before: where a release moves to.

    Raises: NeverOpen.
    """
    return next(_open_days(calendar, day, -1))


def add_working_days(calendar: Calendar, day: date, days: int) -> date:
    """The open day that lies so many working days after (or, negative, before) a day.

    A closed day counts from the open day next to it, so that 0 days gives that open day.
    Raises: NeverOpen.
    """
    step = 1 if days >= 0 else -1
    found = _open_days(calendar, day, step)
    current = next(found)
    for _count in range(abs(days)):
        current = _next_beyond(calendar, current, step)
    return current


def _next_beyond(calendar: Calendar, day: date, step: int) -> date:
    return next(_open_days(calendar, day + timedelta(days=step), step))


def add_working_seconds(calendar: Calendar, moment: datetime, seconds: float) -> datetime:
    """The instant when so much working time has passed since `moment`; it ends inside working hours.

    Raises: NeverOpen.
    """
    left = timedelta(seconds=seconds)
    day = moment.astimezone(ZoneInfo(calendar.time_zone)).date() - timedelta(days=1)
    for offset in range(SEARCH_DAYS):
        for begins, ends in working_intervals(calendar, day + timedelta(days=offset)):
            starts = max(begins, moment)
            if starts >= ends:
                continue
            if left <= ends - starts:
                return starts + left
            left -= ends - starts
    raise NeverOpen


def working_seconds_between(calendar: Calendar, start: datetime, end: datetime) -> float:
    """How much working time lies between two instants; negative when they are the wrong way round."""
    if end < start:
        return -working_seconds_between(calendar, end, start)
    zone = ZoneInfo(calendar.time_zone)
    day, last = start.astimezone(zone).date() - timedelta(days=1), end.astimezone(zone).date()
    total = timedelta()
    while day <= last:
        for begins, ends in working_intervals(calendar, day):
            total += max(min(ends, end) - max(begins, start), timedelta())
        day += timedelta(days=1)
    return total.total_seconds()
