"""Where to buy: quantities that may be ordered, price breaks, and who is the best source."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.calc.sourcing import Terms, candidate, order_quantity, price_at, ranked

TODAY = date(2026, 3, 2)
NEEDED = TODAY + timedelta(days=10)
numbers = st.integers(min_value=1, max_value=5000).map(D)


def terms(number=1, price="10", days=5, **more):
    return Terms(number, D(price), TODAY + timedelta(days=days), **more)


@pytest.mark.parametrize(
    ("needed", "minimum", "multiple", "ordered"),
    [(7, 0, 1, 7), (7, 10, 1, 10), (7, 0, 5, 10), (11, 10, 6, 12), (10, 10, 5, 10), (1, 10, 12, 12)],
)
def test_minimum_and_multiple(needed, minimum, multiple, ordered) -> None:
    assert order_quantity(D(needed), D(minimum), D(multiple)) == ordered


def test_every_unit_costs_the_breaks_price() -> None:
    breaks = [(D(100), D(9)), (D(500), D(8))]
    assert [price_at(D(q), D(10), breaks) for q in (1, 99, 100, 499, 500)] == [10, 10, 9, 9, 8]


def test_a_break_above_the_need_is_bought_where_it_costs_less() -> None:
    found = candidate(terms(breaks=((D(100), D(8)),)), D(90), NEEDED)
    assert (found.quantity, found.unit_price, found.landed_total) == (100, 8, 800)
    assert found.is_raised_for_price
    assert candidate(terms(breaks=((D(100), D(8)),)), D(70), NEEDED).quantity == 70


def test_landed_cost_decides_not_the_bare_price() -> None:
    near, far = terms(1, "10"), terms(2, "9.5", extra_percent=D(10))
    assert [one.terms.supplier_id for one in ranked([far, near], D(10), NEEDED)] == [1, 2]


def test_in_time_comes_before_cheap_and_the_earliest_where_nobody_is() -> None:
    slow, quick = terms(1, "5", days=20), terms(2, "9", days=5)
    assert ranked([slow, quick], D(1), NEEDED)[0].terms.supplier_id == 2
    assert ranked([slow, terms(3, "9", days=15)], D(1), NEEDED)[0].terms.supplier_id == 3


def test_a_bad_record_costs() -> None:
    good, bad = terms(1, "10", score=D("0.99")), terms(2, "9.9", score=D("0.5"))
    assert ranked([bad, good], D(1), NEEDED)[0].terms.supplier_id == 1


@given(needed=numbers, minimum=numbers, multiple=numbers)
def test_what_is_ordered_covers_the_need_and_may_be_ordered(needed, minimum, multiple) -> None:
    quantity = order_quantity(needed, minimum, multiple)
    assert quantity >= needed and quantity >= minimum
    assert quantity % multiple == 0
    assert quantity - multiple < max(needed, minimum)


@given(
    needed=numbers,
    breaks=st.lists(st.tuples(numbers, st.integers(1, 20).map(D)), max_size=4, unique_by=lambda b: b[0]),
)
def test_no_quantity_that_covers_the_need_costs_less(needed, breaks) -> None:
    offer = terms(price="21", breaks=tuple(breaks))
    found = candidate(offer, needed, NEEDED)
    for quantity in {needed, *(start for start, _ in breaks if start >= needed)}:
        assert found.landed_total <= quantity * price_at(quantity, offer.price, offer.breaks)
