"""Working calendars: the week, the days that differ, and the holidays of a country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Invalid
from erp.core.records import Changes, Problems
from erp.masterdata import locks
from erp.masterdata.calc import china
from erp.masterdata.calc.working_time import WEEKDAYS, checked_intervals, night_before_overlaps
from erp.masterdata.models import CalendarException, WorkingCalendar
from erp.masterdata.selectors.calendars import forget_calendars
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from erp.masterdata.services.units import RIGHT

MAX_EXCEPTIONS = 2000
MAX_INTERVALS = 24


class ExceptionValues(TypedDict, total=False):
    """A day that differs: without intervals a holiday, with intervals a make-up day or short day."""

    date: date
    intervals: Sequence[Sequence[str]]
    name: str


class CalendarValues(TypedDict, total=False):
    """A working calendar; `weekly` maps weekdays to intervals ("09:00", "12:00")."""

    code: str
    name: str
    time_zone: str
    weekly: Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True)
class HolidaysTaken:
    """What seeding a country's holidays has added."""

    holidays: int
    make_up_days: int
    unannounced: tuple[int, ...] = ()


def _intervals(value: Any, path: str, problems: Problems) -> list[list[str]]:
    message = _("These must be intervals such as 09:00 to 12:00, in order and without overlap.")
    pairs = []
    for pair in value if isinstance(value, list | tuple) else [None]:
        if not isinstance(pair, list | tuple) or len(pair) != 2 or not all(isinstance(t, str) for t in pair):
            problems.add(path, message)
            return []
        pairs.append((pair[0], pair[1]))
    try:
        if len(pairs) > MAX_INTERVALS:
            raise ValueError
        return [list(interval) for interval in checked_intervals(pairs)]
    except ValueError:
        problems.add(path, message)
        return []


def _week(value: Any, problems: Problems) -> dict[str, list[list[str]]]:
    if not isinstance(value, Mapping):
        problems.add("weekly", _("This must be an object of keys and values."))
        return {}
    for unknown in [key for key in value if key not in WEEKDAYS]:
        problems.add(f"weekly.{str(unknown)[:20]}", _("There is no such weekday."))
    week = {day: _intervals(value[day], f"weekly.{day}", problems) for day in WEEKDAYS if value.get(day)}
    for day, following in zip(WEEKDAYS, (*WEEKDAYS[1:], WEEKDAYS[0]), strict=True):
        evening, morning = (tuple((a, b) for a, b in week.get(one, [])) for one in (day, following))
        if night_before_overlaps(evening, morning):
            problems.add(f"weekly.{following}", _("The night shift of the day before runs into these hours."))
    return {day: intervals for day, intervals in week.items() if intervals}


def _check(calendar: WorkingCalendar, problems: Problems) -> None:
    if calendar.time_zone not in available_timezones():
        problems.add("time_zone", _("There is no such time zone."))


def _clean(
    values: CalendarValues, exceptions: Sequence[ExceptionValues] | None
) -> tuple[dict[str, Any], list[CalendarException] | None]:
    problems = Problems()
    cleaned: dict[str, Any] = {**values}
    if "weekly" in values:
        cleaned["weekly"] = _week(values["weekly"], problems)
    built = None
    if exceptions is not None:
        built = []
        if len(exceptions) > MAX_EXCEPTIONS:
            problems.add("exceptions", _("There may be at most %(count)s.") % {"count": MAX_EXCEPTIONS})
        seen: set[date] = set()
        for index, entry in enumerate(exceptions[:MAX_EXCEPTIONS]):
            path = f"exceptions[{index}]"
            day = entry.get("date")
            if day is None or day in seen:
                problems.add(f"{path}.date", _("Every exception needs a day of its own."))
                continue
            seen.add(day)
            intervals = _intervals(entry.get("intervals") or [], f"{path}.intervals", problems)
            name = str(entry.get("name") or "")[:120]
            built.append(CalendarException(date=day, intervals=intervals, name=name))
    problems.refuse()
    return cleaned, built


def _need_hours(calendar: WorkingCalendar, cleaned: Mapping[str, Any]) -> None:
    """Refuse a calendar in which nobody ever works: every clock that went by it would stand for ever."""
    weekly = cleaned.get("weekly", calendar.weekly)
    if not weekly and not any(row.intervals for row in calendar.exceptions.all()):
        raise Invalid.field("weekly", _("A calendar needs working time."))


def _replace_exceptions(calendar: WorkingCalendar, built: list[CalendarException]) -> Changes:
    before = {row.date: (row.intervals, row.name) for row in calendar.exceptions.all()}
    after = {row.date: (row.intervals, row.name) for row in built}
    if before == after:
        return {}
    calendar.exceptions.all().delete()
    for row in built:
        row.calendar = calendar
    CalendarException.objects.bulk_create(built)
    changed = sorted(day for day in before.keys() | after.keys() if before.get(day) != after.get(day))
    return {
        "exceptions": [
            {day.isoformat(): list(before[day]) for day in changed if day in before},
            {day.isoformat(): list(after[day]) for day in changed if day in after},
        ]
    }


@command(*RIGHT)
def create_calendar(
    *, values: CalendarValues, exceptions: Sequence[ExceptionValues] = (), actor: Actor
) -> WorkingCalendar:
    """Take up a working calendar.

    Raises: Invalid.
    """
    cleaned, built = _clean(values, exceptions)
    calendar = create_setup(WorkingCalendar(), values=cleaned, table="calendar", actor=actor, check=_check)
    _replace_exceptions(calendar, built or [])
    _need_hours(calendar, cleaned)
    return calendar


@command(*RIGHT)
def edit_calendar(
    *,
    calendar_id: int,
    values: CalendarValues,
    exceptions: Sequence[ExceptionValues] | None = None,
    actor: Actor,
) -> WorkingCalendar:
    """Change a working calendar; exceptions are replaced as a whole where given.

    Locks:  the calendar.
    Raises: NotFound; Invalid.
    """
    cleaned, built = _clean(values, exceptions)
    calendar = locks.calendar_for_update(calendar_id)
    told = {} if built is None else _replace_exceptions(calendar, built)
    if built is not None or "weekly" in cleaned:
        _need_hours(calendar, cleaned)
    forget_calendars()
    return edit_setup(calendar, values=cleaned, table="calendar", actor=actor, check=_check, told=told)


@command(*RIGHT)
def delete_calendar(*, calendar_id: int, actor: Actor) -> None:
    """Delete a calendar that nobody works by.

    Raises: NotFound; Conflict (`in_use`).
    """
    delete_setup(WorkingCalendar, calendar_id, table="calendar", actor=actor)


@command(*RIGHT)
def take_holidays(*, calendar_id: int, country: str, years: Sequence[int], actor: Actor) -> HolidaysTaken:
    """Enter a country's public holidays; where a weekend day is worked instead (China), that too.

    A make-up day has the hours of a Monday. Days entered by hand stay as they are. China's make-up days of
    a year that is not announced yet are not known: `unannounced` names it, and it is entered again later.
    Locks:  the calendar.
    Raises: NotFound; Invalid when the country is not known or has no data.
    Source: `erp.masterdata.calc.china`, else the `holidays` package.
    """
    off, worked = _public_days(country, years)
    calendar = locks.calendar_for_update(calendar_id)
    taken = set(calendar.exceptions.values_list("date", flat=True))
    usual: list[Any] = calendar.weekly.get("monday") or next(iter(calendar.weekly.values()), [])
    holidays = [
        CalendarException(calendar=calendar, date=day, intervals=[], name=name[:120])
        for day, name in sorted(off.items())
        if day not in taken
    ]
    made_up = [
        CalendarException(calendar=calendar, date=day, intervals=usual, name=_("Make-up working day"))
        for day in sorted(worked)
        if day not in taken and day not in off
    ]
    CalendarException.objects.bulk_create([*holidays, *made_up])
    forget_calendars()
    told: Changes = {"holidays": [None, f"{country} {min(years)}-{max(years)}"]}
    edit_setup(calendar, values={}, table="calendar", actor=actor, told=told if holidays or made_up else {})
    unannounced = [year for year in sorted(set(years)) if country == "CN" and year > china.LAST_ANNOUNCED]
    return HolidaysTaken(len(holidays), len(made_up), tuple(unannounced))


def _public_days(country: str, years: Sequence[int]) -> tuple[dict[date, str], set[date]]:
    import holidays  # a large package: loaded when somebody asks for holidays

    if not years or len(years) > 20 or not all(1990 <= year <= 2100 for year in years):
        raise Invalid.field("years", _("Between one and twenty years from 1990 on."))
    try:
        found = holidays.country_holidays(country, years=list(years))
    except (NotImplementedError, KeyError, AttributeError):
        raise Invalid.field("country", _("There are no holidays known for this country.")) from None
    worked = {day for day in getattr(found, "weekend_workdays", None) or () if day.year in years}
    off = {day: str(name) for day, name in found.items() if day.year in years}
    for year in years if country == "CN" else ():
        kept = china.announced(year)
        if kept is not None:
            off = {day: name for day, name in off.items() if day.year != year} | kept[0]
            worked = {day for day in worked if day.year != year} | kept[1]
    return off, worked
