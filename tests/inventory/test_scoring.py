"""A supplier's figures: each definition with numbers."""

from datetime import date, timedelta
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from inventory.calc.scoring import (
    Delivery,
    Figures,
    JudgedLot,
    bad_lots_in_a_row,
    falling,
    figures_of,
    points_of,
)

TODAY = date(2026, 6, 30)
SINCE = date(2026, 4, 1)


def due(days_ago: int, late: int | None, **more) -> Delivery:
    expected = TODAY - timedelta(days=days_ago)
    return Delivery(expected, None if late is None else expected + timedelta(days=late), **more)


def lot(accepted: int, rejected: int, days_ago: int = 1) -> JudgedLot:
    return JudgedLot(TODAY - timedelta(days=days_ago), D(accepted), D(rejected))


def of(deliveries, lots=(), **more) -> Figures:
    return figures_of(deliveries, lots, since=SINCE, until=TODAY, **more)


def test_on_time_counts_open_lines_once_their_day_has_passed():
    found = of([due(10, 0), due(10, -2), due(10, 3), due(4, None), due(-5, None), due(0, None)])
    assert (found.due, found.on_time, found.on_time_rate) == (4, 2, D("0.5"))
    assert found.mean_delay_days == D("1.75")  # (0 + 0 + 3 + 4) / 4


def test_a_line_closed_short_is_never_on_time():
    found = of([due(10, 0, is_closed_short=True), due(10, 0)])
    assert (found.due, found.on_time) == (2, 1)


def test_a_window_leaves_out_what_lies_outside():
    assert of([due(200, 9), due(90, 0)], [lot(1, 9, 100)]).due == 1
    assert of([], [lot(1, 9, 100)]).pass_rate is None


def test_pass_rate_is_by_pieces():
    assert of([], [lot(90, 10), lot(300, 0)]).pass_rate == D("0.975")


def test_price_is_for_a_hundred_at_standard_cost():
    assert of([], paid=D(1080), standard=D(1000)).price_index == 108
    assert of([], paid=D(5)).price_index is None


def test_points_leave_out_what_is_not_known():
    assert points_of(None, None, None) is None
    assert points_of(None, None, D(200)) is None  # a price alone is no history
    assert points_of(D(1), D(1), D(100)) == 100
    assert points_of(D("0.5"), None, None) == 50
    assert points_of(D("0.5"), D(1), D(150)) == 70  # 20 + 40 + 10
    assert points_of(None, D(1), D(300)) == D("66.7")


def test_three_bad_lots_in_a_row():
    bad, edge, good = lot(94, 6), lot(95, 5), lot(100, 0)
    assert bad_lots_in_a_row([good, bad, bad, bad], least=D("0.95"), count=3) == [bad, bad, bad]
    assert bad_lots_in_a_row([bad, bad, edge], least=D("0.95"), count=3) == []
    assert bad_lots_in_a_row([bad, good, bad, bad], least=D("0.95"), count=3) == []
    assert bad_lots_in_a_row([bad, bad], least=D("0.95"), count=3) == []


def test_three_falls_need_four_months():
    rates = [D("0.9"), D("0.8"), D("0.7"), D("0.6")]
    assert falling(rates, times=3)
    assert not falling(rates[1:], times=3)
    assert not falling([D("0.9"), None, D("0.7"), D("0.6")], times=3)
    assert not falling([D("0.9"), D("0.8"), D("0.8"), D("0.6")], times=3)


@given(st.lists(st.tuples(st.integers(-20, 80), st.one_of(st.none(), st.integers(-30, 40)))))
def test_rates_stay_between_nought_and_one(rows):
    found = of([due(days, late) for days, late in rows])
    assert found.on_time_rate is None or 0 <= found.on_time_rate <= 1
    assert found.mean_delay_days is None or found.mean_delay_days >= 0
