"""From the warehouse's door to the customer: closed days, cut-off, transit, zones."""

from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from erp.masterdata.calc.delivery import DIRECT, Route, arrives_on, kept_on, leaves_on, must_leave_on
from erp.masterdata.calc.working_time import ALWAYS, Calendar

WEEKDAYS = Calendar(
    weekly=dict.fromkeys(["monday", "tuesday", "wednesday", "thursday", "friday"], (("09:00", "17:00"),)),
    exceptions={date(2026, 12, 25): ()},
)
THURSDAY = date(2026, 12, 3)
MORNING = datetime(2026, 12, 3, 8, tzinfo=UTC)


def test_without_a_carrier_and_calendars_goods_arrive_when_they_are_ready():
    assert leaves_on(DIRECT, ALWAYS, THURSDAY, at=MORNING) == THURSDAY
    assert kept_on(DIRECT, THURSDAY, None) == THURSDAY
    assert kept_on(DIRECT, THURSDAY, date(2026, 12, 9)) == date(2026, 12, 9)
    assert must_leave_on(DIRECT, ALWAYS, date(2026, 12, 9)) == date(2026, 12, 9)


def test_what_is_ready_on_a_closed_day_leaves_on_the_next_open_one():
    assert leaves_on(DIRECT, WEEKDAYS, date(2026, 12, 5), at=MORNING) == date(2026, 12, 7)
    assert leaves_on(DIRECT, WEEKDAYS, date(2026, 12, 25), at=MORNING) == date(2026, 12, 28)


def test_after_the_cut_off_in_the_warehouse_s_zone_goods_leave_on_the_next_open_day():
    route = Route("SF", 1, time(15), "Asia/Shanghai")
    before = datetime(2026, 12, 4, 6, 59, tzinfo=UTC)  # 14:59 in Shanghai, a Friday
    after = datetime(2026, 12, 4, 7, 0, tzinfo=UTC)
    friday = date(2026, 12, 4)
    assert leaves_on(route, WEEKDAYS, friday, at=before) == friday
    assert leaves_on(route, WEEKDAYS, friday, at=after) == date(2026, 12, 7)
    assert leaves_on(route, WEEKDAYS, date(2026, 12, 8), at=after) == date(2026, 12, 8)


def test_goods_arrive_on_the_customer_s_open_day_in_the_customer_s_zone():
    # Three zones: the person asking in UTC, the warehouse in Berlin, the customer in Auckland.
    route = Route("Air", 2, time(18), "Europe/Berlin", "Pacific/Auckland", WEEKDAYS)
    # leaves Thursday; handed over Saturday 18:00 in Berlin = Sunday 06:00 in Auckland: open on Monday
    assert arrives_on(route, THURSDAY) == date(2026, 12, 7)
    # westward the same instant is still the day itself
    west = Route("Air", 1, time(18), "Asia/Shanghai", "America/New_York")
    assert arrives_on(west, THURSDAY) == date(2026, 12, 4)


def test_goods_leave_early_enough_for_the_day_that_is_wanted():
    route = Route("Road", 3, None, "UTC", "UTC", WEEKDAYS)
    # wanted on Sunday: due on Friday the 11th, three days on the road
    assert must_leave_on(route, WEEKDAYS, date(2026, 12, 13)) == date(2026, 12, 8)
    assert kept_on(route, date(2026, 12, 8), date(2026, 12, 13)) == date(2026, 12, 11)


@given(
    wanted=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    days=st.integers(0, 20),
    zones=st.tuples(
        st.sampled_from(["UTC", "Asia/Shanghai", "America/Los_Angeles"]),
        st.sampled_from(["", "UTC", "Pacific/Auckland", "America/New_York"]),
    ),
    calendars=st.tuples(st.sampled_from([ALWAYS, WEEKDAYS]), st.sampled_from([ALWAYS, WEEKDAYS])),
)
def test_what_leaves_in_time_arrives_in_time(wanted, days, zones, calendars):
    warehouse, customer = calendars
    route = Route("X", days, time(16), zones[0], zones[1], customer)
    day = must_leave_on(route, warehouse, wanted)
    assert arrives_on(route, day) <= wanted
    assert kept_on(route, day, wanted) <= wanted
