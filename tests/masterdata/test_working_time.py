from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.masterdata.calc.working_time import (
    ALWAYS,
    Calendar,
    NeverOpen,
    add_working_days,
    add_working_seconds,
    checked_intervals,
    next_open_day,
    previous_open_day,
    working_intervals,
    working_seconds_between,
)

OFFICE_HOURS = (("09:00", "12:00"), ("13:00", "18:00"))
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), OFFICE_HOURS)
SHANGHAI = Calendar(
    time_zone="Asia/Shanghai",
    weekly=WEEK,
    exceptions={date(2026, 10, 1): (), date(2026, 10, 2): (), date(2026, 10, 10): OFFICE_HOURS},
)
NEW_YORK_ALL_DAY = Calendar(time_zone="America/New_York", weekly=ALWAYS.weekly)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_day_has_its_intervals_in_utc():
    assert working_intervals(SHANGHAI, date(2026, 9, 30)) == [
        (utc("2026-09-30T01:00"), utc("2026-09-30T04:00")),
        (utc("2026-09-30T05:00"), utc("2026-09-30T10:00")),
    ]


def test_a_holiday_is_closed_and_a_make_up_saturday_is_open():
    assert next_open_day(SHANGHAI, date(2026, 10, 1)) == date(2026, 10, 5)
    assert next_open_day(SHANGHAI, date(2026, 10, 10)) == date(2026, 10, 10)
    assert previous_open_day(SHANGHAI, date(2026, 10, 4)) == date(2026, 9, 30)
    assert previous_open_day(SHANGHAI, date(2026, 10, 11)) == date(2026, 10, 10)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, date(2026, 9, 30)),
        (1, date(2026, 10, 5)),
        (5, date(2026, 10, 9)),
        (6, date(2026, 10, 10)),
        (-1, date(2026, 9, 29)),
    ],
)
def test_working_days_skip_holidays_and_count_make_up_days(days, expected):
    assert add_working_days(SHANGHAI, date(2026, 9, 30), days) == expected


def test_working_days_from_a_closed_day_count_from_the_next_open_one():
    assert add_working_days(SHANGHAI, date(2026, 10, 3), 0) == date(2026, 10, 5)
    assert add_working_days(SHANGHAI, date(2026, 10, 3), 1) == date(2026, 10, 6)


def test_the_day_of_the_spring_change_is_23_hours_long():
    (interval,) = working_intervals(NEW_YORK_ALL_DAY, date(2026, 3, 8))
    assert interval[1] - interval[0] == timedelta(hours=23)


def test_the_day_of_the_autumn_change_is_25_hours_long():
    (interval,) = working_intervals(NEW_YORK_ALL_DAY, date(2026, 11, 1))
    assert interval[1] - interval[0] == timedelta(hours=25)


def test_an_hour_that_the_clocks_skip_is_no_working_time():
    night = Calendar(time_zone="America/New_York", weekly={"sunday": (("01:00", "04:00"),)})
    (interval,) = working_intervals(night, date(2026, 3, 8))
    assert interval[1] - interval[0] == timedelta(hours=2)
    assert working_intervals(
        Calendar(time_zone="America/New_York", weekly={"sunday": (("02:00", "02:30"),)}), date(2026, 3, 8)
    ) in ([], [(utc("2026-03-08T07:00"), utc("2026-03-08T07:30"))])


def test_working_seconds_pause_for_lunch_night_and_weekend():
    friday_afternoon = utc("2026-09-25T09:00")  # 17:00 in Shanghai
    assert add_working_seconds(SHANGHAI, friday_afternoon, 2 * 3600) == utc("2026-09-28T02:00")
    assert working_seconds_between(SHANGHAI, friday_afternoon, utc("2026-09-28T02:00")) == 2 * 3600
    assert add_working_seconds(SHANGHAI, utc("2026-09-28T03:30"), 3600) == utc("2026-09-28T05:30")


def test_working_time_that_ends_with_the_day_ends_that_day():
    assert add_working_seconds(SHANGHAI, utc("2026-09-28T05:00"), 5 * 3600) == utc("2026-09-28T10:00")


def test_a_calendar_without_hours_is_never_open():
    with pytest.raises(NeverOpen):
        next_open_day(Calendar(), date(2026, 1, 1))
    with pytest.raises(NeverOpen):
        add_working_seconds(Calendar(), utc("2026-01-01T00:00"), 1)


@given(
    start=st.datetimes(
        utc("2026-01-01T00:00").replace(tzinfo=None), utc("2026-12-31T00:00").replace(tzinfo=None)
    ),
    seconds=st.integers(min_value=0, max_value=40 * 3600),
)
def test_what_is_added_is_what_lies_between(start, seconds):
    moment = start.replace(tzinfo=UTC)
    ends = add_working_seconds(SHANGHAI, moment, seconds)
    assert working_seconds_between(SHANGHAI, moment, ends) == seconds


@given(day=st.dates(date(2026, 1, 1), date(2026, 12, 31)), days=st.integers(0, 60))
def test_working_days_go_there_and_back(day, days):
    there = add_working_days(SHANGHAI, day, days)
    assert add_working_days(SHANGHAI, there, -days) == next_open_day(SHANGHAI, day)


@pytest.mark.parametrize(
    "intervals",
    [
        [("09:00", "09:00")],
        [("10:00", "09:00")],
        [("9:00", "12:00")],
        [("09:00", "12:60")],
        [("09:00", "25:00")],
        [("09:00", "12:00"), ("11:00", "13:00")],
        [("a", "b")],
    ],
)
def test_hours_that_make_no_sense_are_refused(intervals):
    with pytest.raises(ValueError):
        checked_intervals(intervals)


def test_hours_are_put_in_order():
    assert checked_intervals([("13:00", "24:00"), ("09:00", "12:00")]) == (
        ("09:00", "12:00"),
        ("13:00", "24:00"),
    )
