"""The clock of a load: how far the past is moved, and which of it has happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from erp.masterdata.selectors.company import company


@dataclass(frozen=True, slots=True)
class LoadCalendar:
    """Days of the files as days of the product; what lies after `as_of` has not happened.

    `as_of` is a day of the files, none for "all of it has happened"; `shift` moves every day.
    """

    as_of: date | None
    shift: timedelta
    now: datetime

    def day(self, value: date) -> date:
        """A day of the files as a day of the product."""
        return value + self.shift

    def maybe(self, value: date | None) -> date | None:
        """The same for a day that may be missing."""
        return None if value is None else value + self.shift

    def has_come(self, value: date) -> bool:
        """Whether a day of the files lies in the past or is the day of the load."""
        return self.as_of is None or value <= self.as_of

    def at(self, value: date, hour: int, offset: int = 0) -> datetime:
        """An instant of a day of the files, `offset` seconds after an hour of the company's, at most now."""
        zone = ZoneInfo(company().time_zone)
        moment = datetime.combine(self.day(value), time(hour), tzinfo=zone).astimezone(UTC)
        return min(moment + timedelta(seconds=offset), self.now)

    def happened(self, value: date, hour: int, offset: int = 0) -> datetime | None:
        """The same, or nothing when it has not happened."""
        return self.at(value, hour, offset) if self.has_come(value) else None
