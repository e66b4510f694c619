"""Worked examples of available to promise.

Source: APICS Dictionary, "available-to-promise", "cumulative ATP with look-ahead": the uncommitted
part of stock and planned supply, of which later commitments have taken their share.
"""

from datetime import date, timedelta
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from inventory.calc.atp import Flow, cumulative_atp, projected, quote

TODAY = date(2026, 3, 2)


def day(n):
    return TODAY + timedelta(days=n)


def flows(*pairs):
    return [Flow(day(n), D(q), "purchase" if q > 0 else "demand", f"D{n}") for n, q in pairs]


def test_look_ahead_leaves_later_promises_their_share():
    # 20 on hand; 15 promised for day 5; 30 come on day 7; 32 promised for day 9.
    known = flows((5, -15), (7, 30), (9, -32))
    series = projected(D(20), known, today=TODAY)
    assert series == [(day(0), 20), (day(5), 5), (day(7), 35), (day(9), 3)]
    assert cumulative_atp(series) == [(day(0), 3), (day(5), 3), (day(7), 3), (day(9), 3)]


def test_a_quantity_is_promised_on_the_first_day_that_breaks_nothing():
    known = flows((5, -15), (7, 30))
    small = quote(D(5), D(20), known, today=TODAY, requested_on=None, lead_time_days=30)
    assert (small.promised_on, [(s.kind, s.quantity) for s in small.sources]) == (TODAY, [("on_hand", 5)])
    large = quote(D(12), D(20), known, today=TODAY, requested_on=None, lead_time_days=30)
    assert large.promised_on == day(7)
    assert [(s.kind, s.quantity, s.document) for s in large.sources] == [
        ("on_hand", 5, ""),
        ("purchase", 7, "D7"),
    ]


def test_what_nothing_covers_is_planned_after_the_lead_time():
    result = quote(D(50), D(20), flows((7, 10)), today=TODAY, requested_on=None, lead_time_days=14)
    assert result.promised_on == day(14)
    assert [(s.kind, s.quantity) for s in result.sources] == [("on_hand", 20), ("purchase", 10), ("plan", 20)]


def test_without_planning_there_is_no_promise():
    result = quote(D(50), D(20), [], today=TODAY, requested_on=None, lead_time_days=None)
    assert (result.promised_on, result.sources) == (None, ())


def test_the_requested_day_is_kept_when_it_can_be():
    result = quote(D(20), D(20), flows((30, -1)), today=TODAY, requested_on=day(10), lead_time_days=5)
    assert result.promised_on == day(10)


def test_overdue_supply_comes_tomorrow_at_best_and_overdue_demand_counts_today():
    late = [Flow(day(-5), D(10), "purchase", "PO"), Flow(day(-3), D(-4), "demand", "SO")]
    assert projected(D(6), late, today=TODAY) == [(day(0), 2), (day(1), 12)]


CHANGES = st.lists(st.tuples(st.integers(0, 20), st.integers(-20, 20).filter(bool)), max_size=12)


@given(stock=st.integers(0, 40), changes=CHANGES, quantity=st.integers(1, 40), wanted=st.integers(0, 15))
def test_a_promise_never_lowers_the_least_stock_below_zero(stock, changes, quantity, wanted):
    known = flows(*changes)
    result = quote(D(quantity), D(stock), known, today=TODAY, requested_on=day(wanted), lead_time_days=None)
    if result.promised_on is None:
        return
    assert result.promised_on >= day(wanted)
    before = projected(D(stock), known, today=TODAY)
    after = projected(D(stock), [*known, Flow(result.promised_on, D(-quantity))], today=TODAY)
    least = (
        min(level for on, level in before if on >= result.promised_on)
        if any(on >= result.promised_on for on, _ in before)
        else before[-1][1]
    )
    assert least >= quantity
    assert min(level for on, level in after if on >= result.promised_on) >= 0
    assert sum(source.quantity for source in result.sources) == quantity
