"""Working time: which hours of a day count, and arithmetic in working days and working seconds.

A calendar's hours are wall-clock hours of its own zone; a day's real length follows the zone, so that
a night shift over a change of the clocks is an hour shorter or longer than it reads. Hours that the
clocks skip are no working time; of hours that come twice the first time counts. An interval that
ends at or before its start goes on past midnight and belongs to the day on which it begins: a
holiday the day after does not cut it off.

Business time is reckoned on whole microseconds, so that it is exactly additive. Each calendar keeps
the sums of the years it was asked about: a range of ten years costs ten additions.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEARCH_DAYS = 3660
SEARCH_YEARS = 10
LONGEST_NIGHT = 16 * 60  # minutes; an interval over midnight that is longer is a slip of the pen
_END_OF_DAY = "24:00"
_DAY_MINUTES = 24 * 60
_SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

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

    @cached_property
    def years(self) -> dict[int, Year]:
        """The years reckoned so far; filled by `_year`."""
        return {}

    @property
    def is_ever_open(self) -> bool:
        """Whether there is any working time, in the week or on a single day."""
        return any(self.weekly.values()) or any(self.exceptions.values())


@dataclass(frozen=True)
class Year:
    """A calendar's working time within one year of UTC, in microseconds since 1970.

    Shape: interval i runs from starts[i] to ends[i]; sums[i] is the working time before it, the last
    of sums all of the year.
    """

    starts: list[int]
    ends: list[int]
    sums: list[int]

    def until(self, moment: int) -> int:
        """The year's working time before a moment."""
        at = bisect_right(self.starts, moment)
        if at == 0:
            return 0
        return self.sums[at - 1] + min(moment, self.ends[at - 1]) - self.starts[at - 1]


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
    """A day's hours in order; the last one may go on past midnight for up to sixteen hours in all.

    Raises: ValueError when one is malformed, empty, or overlaps another.
    """
    ordered = sorted((wall_minutes(start), wall_minutes(end), start, end) for start, end in intervals)
    reached = 0
    for position, (start, end, _from, _until) in enumerate(ordered):
        until = end
        if end < start and position == len(ordered) - 1:
            until = end + _DAY_MINUTES
            if until - start > LONGEST_NIGHT or end > ordered[0][0]:
                raise ValueError(f"{_from}-{_until}")
        if start < reached or until <= start:
            raise ValueError(f"{_from}-{_until}")
        reached = until
    return tuple((start, end) for _start, _end, start, end in ordered)


def night_before_overlaps(evening: tuple[WallInterval, ...], morning: tuple[WallInterval, ...]) -> bool:
    """Whether the shift that goes on past a day's midnight runs into the next day's first one."""
    if not (evening and morning):
        return False
    start, end = evening[-1]
    return wall_minutes(end) < wall_minutes(start) and wall_minutes(end) > wall_minutes(morning[0][0])


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _instant(day: date, wall: str, zone: ZoneInfo, *, is_next_day: bool = False) -> datetime:
    minutes = wall_minutes(wall)
    if is_next_day or minutes == _DAY_MINUTES:
        day, minutes = day + timedelta(days=1), minutes % _DAY_MINUTES
    local = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        return _change_of_clocks(local, zone)
    return found


def _change_of_clocks(skipped: datetime, zone: ZoneInfo) -> datetime:
    """The instant of the change that skips a wall-clock time: it lies within that gap, to the second."""
    before, after = skipped.replace(fold=1).astimezone(UTC), skipped.replace(fold=0).astimezone(UTC)
    old = before.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)


def working_intervals(calendar: Calendar, day: date) -> list[Interval]:
    """The working time of a local day as instants in UTC; a gap of the clocks swallows what lies in it."""
    zone = _zone(calendar.time_zone)
    found = []
    for start, end in calendar.hours(day):
        is_night = end < start and end != _END_OF_DAY
        begins, ends = _instant(day, start, zone), _instant(day, end, zone, is_next_day=is_night)
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


def _micro(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _year(calendar: Calendar, year: int) -> Year:
    """A year's working time, reckoned once: its days' intervals and the night before, clipped, merged."""
    known = calendar.years.get(year)
    if known is not None:
        return known
    first, last = _micro(datetime(year, 1, 1, tzinfo=UTC)), _micro(datetime(year + 1, 1, 1, tzinfo=UTC))
    starts: list[int] = []
    ends: list[int] = []
    day, stop = date(year, 1, 1) - timedelta(days=2), date(year + 1, 1, 1) + timedelta(days=1)
    while day <= stop:
        for begins, closes in working_intervals(calendar, day):
            start, end = max(_micro(begins), first), min(_micro(closes), last)
            if starts and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            elif start < end:
                starts.append(start)
                ends.append(end)
        day += timedelta(days=1)
    lengths = (end - start for start, end in zip(starts, ends, strict=True))
    found = calendar.years[year] = Year(starts, ends, list(accumulate(lengths, initial=0)))
    return found


def add_business(calendar: Calendar, at: datetime, seconds: float) -> datetime:
    """The first instant when so much business time has passed since `at`; it ends inside working hours.

    Nothing to add gives the moment itself when the calendar is open, else its next opening.
    Raises: NeverOpen; ValueError for less than nothing.
    """
    left = round(seconds * _SECOND)
    if left < 0:
        raise ValueError(seconds)
    start = _micro(at)
    first = at.astimezone(UTC).year
    for number in range(first, min(first + SEARCH_YEARS, 9998) + 1):
        year = _year(calendar, number)
        wanted = year.until(start) + left if number == first else left
        if wanted < year.sums[-1] or (left and wanted == year.sums[-1]):
            return _EPOCH + _MICROSECOND * _reached(year, wanted, is_nothing=not left)
        left = wanted - year.sums[-1]
    raise NeverOpen


def _reached(year: Year, wanted: int, *, is_nothing: bool) -> int:
    """The moment of a year at which its working time has come to `wanted`: at an end of hours, or past it."""
    after = bisect_right(year.sums, wanted) if is_nothing else bisect_left(year.sums, wanted)
    return year.starts[after - 1] + wanted - year.sums[after - 1]


def business_seconds(calendar: Calendar, start: datetime, end: datetime) -> float:
    """How much business time lies between two instants; negative when they are the wrong way round.

    Exactly additive: from a to b and from b to c is from a to c.
    """
    return business_microseconds(calendar, start, end) / _SECOND


def business_microseconds(calendar: Calendar, start: datetime, end: datetime) -> int:
    """The same in whole microseconds."""
    if end < start:
        return -business_microseconds(calendar, end, start)
    first, last = start.astimezone(UTC).year, end.astimezone(UTC).year
    total = sum(_year(calendar, number).sums[-1] for number in range(first, last))
    return total + _year(calendar, last).until(_micro(end)) - _year(calendar, first).until(_micro(start))


def add_business_days(calendar: Calendar, at: datetime, days: int) -> datetime:
    """The same time of day so many working days later: "1 day" is a working day, not so many hours.

    A moment outside the hours counts from the next opening; where the day reached is closed at that
    time (a lunch break, a short day), what is meant is the end of the hours before it, or their
    beginning when the day opens later.
    Raises: NeverOpen; ValueError for less than nothing.
    """
    if days < 0:
        raise ValueError(days)
    zone = _zone(calendar.time_zone)
    opened = add_business(calendar, at, 0)
    if days == 0:
        return opened
    home = _home_day(calendar, opened)
    there = add_working_days(calendar, home, days)
    shift = opened.astimezone(zone).date() - home
    wall = opened.astimezone(zone).time()
    wished = datetime.combine(there + shift, wall, tzinfo=zone).astimezone(UTC)
    intervals = working_intervals(calendar, there)
    if not intervals:  # all of the day's hours were skipped by the clocks
        return add_business(calendar, wished, 0)
    begun = [(begins, ends) for begins, ends in intervals if begins <= wished]
    if not begun:
        return intervals[0][0]
    return min(wished, begun[-1][1])


def _home_day(calendar: Calendar, opened: datetime) -> date:
    """The working day that an open moment belongs to: a night shift belongs to the day it began on."""
    day = opened.astimezone(_zone(calendar.time_zone)).date()
    before = day - timedelta(days=1)
    if any(begins <= opened < ends for begins, ends in working_intervals(calendar, day)):
        return day
    if any(begins <= opened < ends for begins, ends in working_intervals(calendar, before)):
        return before
    return day


def add_working_seconds(calendar: Calendar, moment: datetime, seconds: float) -> datetime:
    """The instant when so much working time has passed since `moment`; it ends inside working hours.

    Raises: NeverOpen.
    """
    return add_business(calendar, moment, seconds)


def working_seconds_between(calendar: Calendar, start: datetime, end: datetime) -> float:
    """How much working time lies between two instants; negative when they are the wrong way round."""
    return business_seconds(calendar, start, end)
