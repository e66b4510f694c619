"""Working days of the demo company: weeks, public holidays and, in China, the days worked in their place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import holidays

WEEK: dict[str, list[list[str]]] = {
    day: [["08:30", "12:00"], ["13:00", "17:30"]]
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
}


@dataclass(frozen=True)
class Workdays:
    """Which days are worked: public holidays by name, and weekend days worked instead."""

    holidays: dict[date, str]
    made_up: frozenset[date]

    def is_open(self, day: date) -> bool:
        """Whether the company works on a day."""
        return day in self.made_up or (day.weekday() < 5 and day not in self.holidays)

    def on_or_after(self, day: date) -> date:
        """The day itself or the next open one."""
        while not self.is_open(day):
            day += timedelta(days=1)
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself or the last open one."""
        while not self.is_open(day):
            day -= timedelta(days=1)
        return day

    def plus(self, day: date, count: int) -> date:
        """So many open days later, or earlier when negative."""
        step = timedelta(days=1 if count >= 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_open(day):
                day += step
        return day

    def between(self, first: date, last: date) -> list[date]:
        """Open days from the first to the last, both included."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [day for day in days if self.is_open(day)]


def workdays_for(language: str, years: range) -> Workdays:
    """The calendar of the country the company is in.

    Source: the public holidays that the `holidays` package lists, make-up days included.
    """
    if language == "zh":
        china = holidays.country_holidays("CN", years=years, language="zh_CN")
        made_up = frozenset(day for day in getattr(china, "weekend_workdays", ()) if day.year in years)
        return Workdays(dict(china.items()), made_up)
    return Workdays(dict(holidays.country_holidays("US", years=years, language="en_US").items()), frozenset())
