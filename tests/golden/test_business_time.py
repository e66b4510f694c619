"""Business time by worked cases of three zones, with lunch breaks, holidays and changed clocks.

The dates off and made up in China are those of the State Council's notice for 2026; the changes of the
clocks are those of the tz database. Every instant is written in local time with its offset.
"""

from datetime import UTC, date, datetime

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.masterdata.calc.working_time import (
    WEEKDAYS,
    Calendar,
    NeverOpen,
    add_business,
    add_business_days,
    business_microseconds,
    business_seconds,
    checked_intervals,
)

WORKDAYS = WEEKDAYS[:5]
OFFICE = (("09:00", "12:00"), ("13:00", "18:00"))
SPRING_FESTIVAL = {date(2026, 2, day): () for day in range(15, 24)}
SHANGHAI = Calendar(
    "Asia/Shanghai",
    dict.fromkeys(WORKDAYS, OFFICE),
    {**SPRING_FESTIVAL, date(2026, 2, 14): OFFICE, date(2026, 2, 28): OFFICE},
)
DETROIT = Calendar(
    "America/Detroit",
    dict.fromkeys(WORKDAYS, (("08:30", "12:00"), ("12:30", "17:00"))),
    {date(2026, 7, 3): (), date(2026, 11, 26): (), date(2026, 12, 24): (("08:30", "12:00"),)},
)
BERLIN = Calendar(
    "Europe/Berlin",
    {
        **dict.fromkeys(WORKDAYS[:4], (("08:00", "12:00"), ("12:45", "16:45"))),
        "friday": (("08:00", "13:00"),),
    },
    {date(2026, 4, 3): (), date(2026, 4, 6): (), date(2026, 5, 1): ()},
)
NIGHTS_DETROIT = Calendar("America/Detroit", dict.fromkeys(WEEKDAYS, (("22:00", "06:00"),)))
MINUTE, HOUR = 60, 3600


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("calendar", "start", "seconds", "due"),
    [
        # Friday 17:50, half an hour: ten minutes today, twenty on Monday
        (SHANGHAI, "2026-03-06T17:50+08:00", 30 * MINUTE, "2026-03-09T09:20+08:00"),
        # over lunch
        (SHANGHAI, "2026-03-09T11:45+08:00", 30 * MINUTE, "2026-03-09T13:15+08:00"),
        # raised at night: begins at nine
        (SHANGHAI, "2026-03-09T22:00+08:00", 30 * MINUTE, "2026-03-10T09:30+08:00"),
        # the Friday before Spring Festival: the Saturday is made up, then nine days off
        (SHANGHAI, "2026-02-13T17:30+08:00", 1 * HOUR, "2026-02-14T09:30+08:00"),
        (SHANGHAI, "2026-02-14T17:30+08:00", 1 * HOUR, "2026-02-24T09:30+08:00"),
        (SHANGHAI, "2026-02-13T09:00+08:00", 24 * HOUR, "2026-02-24T18:00+08:00"),
        # and the Saturday after it
        (SHANGHAI, "2026-02-27T17:00+08:00", 2 * HOUR, "2026-02-28T10:00+08:00"),
        # exactly to closing time stays on that day
        (SHANGHAI, "2026-03-09T13:00+08:00", 5 * HOUR, "2026-03-09T18:00+08:00"),
        # the weekend in which the clocks go forward, and back
        (DETROIT, "2026-03-06T16:30-05:00", 1 * HOUR, "2026-03-09T09:00-04:00"),
        (DETROIT, "2026-10-30T16:30-04:00", 1 * HOUR, "2026-11-02T09:00-05:00"),
        # Independence Day observed, then a weekend
        (DETROIT, "2026-07-02T16:00-04:00", 2 * HOUR, "2026-07-06T09:30-04:00"),
        # Christmas Eve is a short day
        (DETROIT, "2026-12-24T11:00-05:00", 2 * HOUR, "2026-12-25T09:30-05:00"),
        # Good Friday to Easter Monday, with the summer time just begun
        (BERLIN, "2026-04-02T16:15+02:00", 1 * HOUR, "2026-04-07T08:30+02:00"),
        (BERLIN, "2026-03-27T12:30+01:00", 1 * HOUR, "2026-03-30T08:30+02:00"),
        # a night shift of which the clocks take an hour: 22:00 to 06:00 lasts seven hours
        (NIGHTS_DETROIT, "2026-03-07T22:00-05:00", 7 * HOUR, "2026-03-08T06:00-04:00"),
        (NIGHTS_DETROIT, "2026-10-31T22:00-04:00", 9 * HOUR, "2026-11-01T06:00-05:00"),
    ],
)
def test_when_business_time_is_up(calendar, start, seconds, due):
    found = add_business(calendar, at(start), seconds)
    assert found == at(due)
    assert business_seconds(calendar, at(start), found) == seconds


@pytest.mark.parametrize(
    ("calendar", "start", "end", "seconds"),
    [
        (SHANGHAI, "2026-02-13T18:00+08:00", "2026-02-25T09:00+08:00", 16 * HOUR),  # 14th and 24th
        (SHANGHAI, "2026-03-09T12:00+08:00", "2026-03-09T13:00+08:00", 0),
        (DETROIT, "2026-03-07T00:00-05:00", "2026-03-09T00:00-04:00", 0),
        (DETROIT, "2026-11-25T00:00-05:00", "2026-11-28T00:00-05:00", 16 * HOUR),  # Thanksgiving between
        (BERLIN, "2026-03-23T00:00+01:00", "2026-03-30T00:00+02:00", 37 * HOUR),  # one week
        (NIGHTS_DETROIT, "2026-03-08T00:00-05:00", "2026-03-09T00:00-04:00", 7 * HOUR),
        (NIGHTS_DETROIT, "2026-11-01T00:00-04:00", "2026-11-02T00:00-05:00", 9 * HOUR),
        (SHANGHAI, "2026-03-09T10:00+08:00", "2026-03-06T17:00+08:00", -2 * HOUR),
    ],
)
def test_how_much_business_time_lies_between(calendar, start, end, seconds):
    assert business_seconds(calendar, at(start), at(end)) == seconds


@pytest.mark.parametrize(
    ("calendar", "start", "days", "due"),
    [
        (SHANGHAI, "2026-02-13T10:00+08:00", 1, "2026-02-14T10:00+08:00"),  # the made-up Saturday counts
        (SHANGHAI, "2026-02-14T10:00+08:00", 1, "2026-02-24T10:00+08:00"),
        (SHANGHAI, "2026-02-18T10:00+08:00", 1, "2026-02-25T09:00+08:00"),  # a holiday: from the next opening
        (BERLIN, "2026-03-26T15:00+01:00", 1, "2026-03-27T13:00+01:00"),  # a short Friday ends at one
        (DETROIT, "2026-03-06T09:00-05:00", 1, "2026-03-09T09:00-04:00"),  # nine o'clock stays nine o'clock
        (DETROIT, "2026-12-23T12:15-05:00", 1, "2026-12-24T12:00-05:00"),
        (NIGHTS_DETROIT, "2026-06-10T02:00-04:00", 1, "2026-06-11T02:00-04:00"),
    ],
)
def test_a_day_is_a_working_day(calendar, start, days, due):
    assert add_business_days(calendar, at(start), days) == at(due)


def test_a_day_and_eight_hours_differ():
    thursday = at("2026-03-26T15:00+01:00")
    assert add_business_days(BERLIN, thursday, 1) == at("2026-03-27T13:00+01:00")
    assert add_business(BERLIN, thursday, 8 * HOUR) == at("2026-03-30T09:15+02:00")


def test_the_package_knows_the_same_spring_festival():
    found = holidays.country_holidays("CN", years=[2026])
    off = {day for day in found if day.month == 2}
    assert {day for day in SPRING_FESTIVAL if day.weekday() < 5} <= off
    assert {date(2026, 2, 14), date(2026, 2, 28)} <= set(found.weekend_workdays)


def test_a_night_before_a_holiday_is_worked_to_its_end():
    nights = Calendar("Asia/Shanghai", dict.fromkeys(WORKDAYS, (("20:00", "04:00"),)), {date(2026, 5, 1): ()})
    assert (
        business_seconds(nights, at("2026-04-30T00:00+08:00"), at("2026-05-02T00:00+08:00"))
        == 8 * HOUR + 4 * HOUR
    )
    assert checked_intervals([("20:00", "04:00")]) == (("20:00", "04:00"),)
    with pytest.raises(ValueError):
        checked_intervals([("20:00", "04:00"), ("03:00", "05:00")])


def test_hours_that_the_clocks_skip_are_no_business_time():
    for hours in (("02:00", "02:30"), ("02:10", "02:50")):
        night = Calendar("America/Detroit", {"sunday": (hours,)})
        assert business_seconds(night, at("2026-03-08T00:00-05:00"), at("2026-03-09T00:00-04:00")) == 0
    night = Calendar("America/Detroit", {"sunday": (("02:30", "04:00"),)})
    assert business_seconds(night, at("2026-03-08T00:00-05:00"), at("2026-03-09T00:00-04:00")) == HOUR


def test_a_calendar_that_never_opens_is_refused():
    for nothing in (Calendar(), Calendar(exceptions={date(2026, 1, 1): ()})):
        assert not nothing.is_ever_open
        with pytest.raises(NeverOpen):
            add_business(nothing, at("2026-01-01T00:00+00:00"), 1)
    with pytest.raises(ValueError):
        add_business(SHANGHAI, at("2026-01-01T00:00+00:00"), -1)


CALENDARS = st.sampled_from([SHANGHAI, DETROIT, BERLIN, NIGHTS_DETROIT])
MOMENTS = st.datetimes(datetime(2025, 11, 1), datetime(2027, 2, 1)).map(lambda one: one.replace(tzinfo=UTC))  # noqa: DTZ001 -- hypothesis draws naive ones; the zone is put on


@given(CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_business_time_is_additive(calendar, a, b, c):
    whole = business_microseconds(calendar, a, c)
    assert business_microseconds(calendar, a, b) + business_microseconds(calendar, b, c) == whole


@given(CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_business_time_is_monotone(calendar, start, one, other):
    early, late = sorted([one, other])
    assert business_microseconds(calendar, start, early) <= business_microseconds(calendar, start, late)
    assert 0 <= business_microseconds(calendar, early, late) <= (late - early).total_seconds() * 1_000_000


@given(CALENDARS, MOMENTS, st.integers(0, 400 * HOUR), st.integers(1, 30 * HOUR))
def test_adding_inverts_between(calendar, start, seconds, more):
    due = add_business(calendar, start, seconds)
    assert business_seconds(calendar, start, due) == seconds
    assert add_business(calendar, start, seconds + more) == add_business(calendar, due, more) > due


@given(CALENDARS, MOMENTS, st.integers(0, 20), st.integers(0, 5))
def test_more_days_are_never_sooner(calendar, start, days, more):
    assert (
        start <= add_business_days(calendar, start, days) <= add_business_days(calendar, start, days + more)
    )


def test_ten_years_are_no_long_walk():
    start, end = at("2020-01-01T00:00+08:00"), at("2030-01-01T00:00+08:00")
    business_seconds(SHANGHAI, start, end)
    years = dict(SHANGHAI.years)
    assert business_seconds(SHANGHAI, start, end) > 0
    assert SHANGHAI.years == years  # nothing is reckoned twice
