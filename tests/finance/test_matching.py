"""Sharing a supplier's invoice out over what arrived."""

from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from finance.calc.matching import Arrived, Part, match_line


def found(quantity, price="10", arrived=((1, 10),), **more):
    return match_line(
        quantity=D(quantity),
        price=D(price),
        order_price=D(10),
        arrived=[Arrived(pk, D(count)) for pk, count in arrived],
        **more,
    )


def test_all_agrees():
    assert found(10) == [Part(1, D(10), "matched")]
    assert found(8, arrived=((1, 5), (2, 5))) == [Part(1, D(5), "matched"), Part(2, D(3), "matched")]


def test_price_within_and_beyond_the_tolerance():
    assert found(10, "10.2", price_tolerance=D(2)) == [Part(1, D(10), "matched")]
    assert found(10, "10.21", price_tolerance=D(2)) == [Part(1, D(10), "price")]
    assert found(10, "9.79", price_tolerance=D(2)) == [Part(1, D(10), "price")]


def test_more_than_arrived_and_nothing_arrived():
    assert found(12) == [Part(1, D(10), "matched"), Part(None, D(2), "quantity")]
    assert found(12, arrived=()) == [Part(None, D(12), "not_received")]
    assert found("10.5", quantity_tolerance=D(5)) == [
        Part(1, D(10), "matched"),
        Part(None, D("0.5"), "matched"),
    ]


@given(st.integers(1, 50), st.lists(st.integers(0, 20), max_size=5))
def test_the_parts_add_up_and_never_exceed_what_arrived(quantity, arrived):
    parts = found(quantity, arrived=tuple(enumerate(arrived, start=1)))
    assert sum(part.quantity for part in parts) == quantity
    for part in parts:
        assert part.receipt_line_id is None or part.quantity <= arrived[part.receipt_line_id - 1]
