"""Working time of a stored calendar; without one every day and hour is open."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from erp.core.errors import Misconfigured
from erp.core.fresh import kept_for
from erp.masterdata.calc import working_time
from erp.masterdata.calc.working_time import ALWAYS, Calendar, Interval, NeverOpen
from erp.masterdata.models import WorkingCalendar

__all__ = [
    "ALWAYS",
    "Calendar",
    "add_business",
    "add_business_days",
    "add_working_days",
    "add_working_seconds",
    "business_seconds",
    "calendar_by_id",
    "calendar_rows",
    "calendars_by_id",
    "forget_calendars",
    "kept_calendar",
    "next_open_day",
    "previous_open_day",
    "working_intervals",
    "working_seconds_between",
]


@document("calendar", prefix="cal", key="code")
def calendar_rows(actor: Actor | None = None) -> QuerySet[WorkingCalendar]:
    """All calendars; everybody may know when the company works."""
    return WorkingCalendar.objects.all()


def _built(row: WorkingCalendar) -> Calendar:
    return Calendar(
        time_zone=row.time_zone,
        weekly={day: tuple((start, end) for start, end in hours) for day, hours in row.weekly.items()},
        exceptions={
            exception.date: tuple((start, end) for start, end in exception.intervals)
            for exception in row.exceptions.all()
        },
    )


def calendars_by_id(calendar_ids: set[int]) -> dict[int, Calendar]:
    """Calendars ready to reckon with, in two queries."""
    return {
        row.pk: _built(row)
        for row in calendar_rows().prefetch_related("exceptions").filter(pk__in=calendar_ids)
    }


def calendar_by_id(calendar_id: int | None) -> Calendar:
    """One calendar ready to reckon with; none means always open."""
    if calendar_id is None:
        return ALWAYS
    return calendars_by_id({calendar_id}).get(calendar_id, ALWAYS)


_reckoned: dict[int, Calendar] = {}


def kept_calendar(calendar_id: int | None) -> Calendar:
    """One calendar as `calendar_by_id` gives it, at most ten seconds old: for promises, made all the time."""
    if calendar_id is None:
        return ALWAYS
    return _fresh_calendar(calendar_id)


@kept_for(seconds=10.0)
def _fresh_calendar(calendar_id: int) -> Calendar:
    read = calendar_by_id(calendar_id)
    if _reckoned.get(calendar_id) != read:
        _reckoned[calendar_id] = read
    return _reckoned[calendar_id]  # the same object while nothing has changed: its years are reckoned already


def forget_calendars() -> None:
    """Read calendars anew next time; called when one was edited."""
    _fresh_calendar.forget()


def working_intervals(calendar: Calendar, day: date) -> list[Interval]:
    """The working time of a day in the calendar's zone, as instants in UTC."""
    return working_time.working_intervals(calendar, day)


def next_open_day(calendar: Calendar, day: date) -> date:
    """The day when it is open, else the next one that is.

    Raises: Misconfigured when the calendar is never open.
    """
    try:
        return working_time.next_open_day(calendar, day)
    except NeverOpen:
        raise Misconfigured("calendar_never_open") from None


def previous_open_day(calendar: Calendar, day: date) -> date:
    """The day when it is open, else the last one before that is.

    Raises: Misconfigured when the calendar is never open.
    """
    try:
        return working_time.previous_open_day(calendar, day)
    except NeverOpen:
        raise Misconfigured("calendar_never_open") from None


def add_working_days(calendar: Calendar, day: date, days: int) -> date:
    """The open day so many working days later, or earlier when negative.

    Raises: Misconfigured when the calendar is never open.
    """
    try:
        return working_time.add_working_days(calendar, day, days)
    except NeverOpen:
        raise Misconfigured("calendar_never_open") from None


def add_working_seconds(calendar: Calendar, moment: datetime, seconds: float) -> datetime:
    """The instant when so much working time has passed.

    Raises: Misconfigured when the calendar is never open.
    """
    try:
        return working_time.add_working_seconds(calendar, moment, seconds)
    except NeverOpen:
        raise Misconfigured("calendar_never_open") from None


def working_seconds_between(calendar: Calendar, start: datetime, end: datetime) -> float:
    """How much working time lies between two instants."""
    return working_time.working_seconds_between(calendar, start, end)


def business_seconds(calendar: Calendar, start: datetime, end: datetime) -> float:
    """How much business time lies between two instants; exactly additive."""
    return working_time.business_seconds(calendar, start, end)


def add_business(calendar: Calendar, at: datetime, seconds: float) -> datetime:
    """The first instant when so much business time has passed.

    Raises: Misconfigured when the calendar is never open.
    """
    try:
        return working_time.add_business(calendar, at, seconds)
    except NeverOpen:
        raise Misconfigured("calendar_never_open") from None


def add_business_days(calendar: Calendar, at: datetime, days: int) -> datetime:
    """The same time of day so many working days later.

    Raises: Misconfigured when the calendar is never open.
    """
    try:
        return working_time.add_business_days(calendar, at, days)
    except NeverOpen:
        raise Misconfigured("calendar_never_open") from None
