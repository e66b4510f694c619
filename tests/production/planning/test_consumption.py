"""How orders use up a forecast; the source of each table stands beside it, the rest follows by hand."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from production.calc.planning.consumption import consume, into_weeks, whole_pieces
from production.calc.planning.model import SCALE, ints


def weeks(count):
    return ints(range(0, 7 * count + 1, 7))


def used(expected, orders, *, edges=None, back=0, ahead=0, fence=0):
    """What is left of one item's forecast after (day, quantity) orders."""
    table = ints([expected])
    days, quantities = ([row[at] for row in orders] for at in (0, 1))
    rows = (ints([0] * len(orders)), ints(days), ints(quantities))
    each = {"back": ints([back]), "ahead": ints([ahead]), "fence": ints([fence])}
    edges = weeks(len(expected)) if edges is None else ints(edges)
    return consume(table, rows, edges=edges, **each).left[0].tolist()


def test_orders_use_up_their_own_month():
    """Microsoft Dynamics AX, "About forecast consumption", example 2: 1,000 a month against orders."""
    orders = [(15, 956), (45, 1176), (75, 451), (105, 119)]
    left = used([1000] * 5, orders, edges=[0, 31, 59, 90, 120, 151])
    assert left == [44, 0, 549, 881, 1000]


def test_excess_goes_back_first_then_ahead_as_far_as_the_windows_reach():
    """The order of search of Oracle MRP, "Backward and Forward Consumption Days": back, then ahead."""
    expected, order = [10, 10, 10, 10, 10], [(16, 35)]  # the third week is 14 to 20
    assert used(expected, order) == [10, 10, 0, 10, 10]
    assert used(expected, order, back=2) == [10, 10, 0, 10, 10]
    assert used(expected, order, back=3) == [10, 0, 0, 10, 10]
    assert used(expected, order, back=30) == [0, 0, 0, 10, 10]
    assert used(expected, order, back=3, ahead=4) == [10, 0, 0, 10, 10]
    assert used(expected, order, back=3, ahead=5) == [10, 0, 0, 0, 10]
    assert used(expected, [(16, 25)], ahead=30) == [10, 10, 0, 0, 5]


def test_every_order_has_its_own_week_before_anybody_elses_excess():
    assert used([10, 10], [(1, 18), (8, 10)], ahead=30) == [0, 0]
    assert used([10, 10, 10], [(1, 18), (8, 4)], ahead=30) == [0, 0, 8]


def test_inside_the_demand_fence_only_orders_count():
    """T. Vollmann et al.: before the demand time fence the forecast is disregarded."""
    assert used([10, 10, 10], [(1, 4)], fence=8) == [0, 0, 10]
    assert used([10, 10, 10], [(1, 14)], fence=7, ahead=7) == [0, 6, 10]
    assert used([10, 10], [], fence=0) == [10, 10]


def test_orders_of_weeks_that_are_over_use_up_nothing_and_late_ones_go_back():
    assert used([10, 10], [(-1, 50)], ahead=30) == [10, 10]
    assert used([10, 10], [(15, 7)], back=5) == [10, 3]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-5, 40), st.integers(1, 30)), max_size=25),
       st.integers(0, 20), st.integers(0, 20))  # fmt: skip
def test_never_more_than_was_ordered_or_expected(rows, back, ahead):
    expected = np.full((3, 5), 10)
    items, days, sizes = (ints([row[at] for row in rows]) for at in range(3))
    each = {"back": np.full(3, back), "ahead": np.full(3, ahead), "fence": np.zeros(3, dtype=int)}
    found = consume(expected, (items, days, sizes), edges=weeks(5), **each)
    assert (found.left >= 0).all() and (found.taken >= 0).all()
    assert (found.left + found.taken == expected).all()
    for item in range(3):
        asked = sum(quantity for one, day, quantity in rows if one == item and day >= 0)
        assert found.taken[item].sum() <= asked


def test_months_are_spread_over_weeks_by_their_days():
    edges = ints([-2, 5, 12, 19, 26, 33])
    spread = into_weeks(ints([0, 0]), ints([-10, 21]), ints([20, 50]), ints([310, 300]), edges=edges, count=1)
    assert spread.tolist() == [[70, 70, 70, 70, 70]]


def test_pieces_are_whole_and_never_more_than_one_too_many():
    said = ints([[4, 4, 4, 4, 4], [4, 4, 4, 4, 4]]) * (SCALE // 10)
    found = whole_pieces(said, np.array([True, False]))
    assert (found[0] / SCALE).tolist() == [1, 0, 1, 0, 0]
    assert (found[1] == said[1]).all()
