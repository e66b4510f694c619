"""Free stock is given first expired, first received, first out; never more than there is."""

from datetime import date, timedelta
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from inventory.calc.allocation import Need, Pile, allocate

TODAY = date(2026, 3, 2)


def test_first_expired_then_first_received_then_in_picking_order():
    piles = [
        Pile(1, 7, 1, D(5), None, TODAY - timedelta(days=9), 1),
        Pile(2, 7, 1, D(5), TODAY + timedelta(days=30), TODAY, 2),
        Pile(3, 7, 1, D(5), None, TODAY - timedelta(days=20), 9),
        Pile(4, 7, 1, D(5), TODAY - timedelta(days=1), TODAY, 1),
    ]
    outcome = allocate([Need(1, 7, 1, D(12))], piles, on=TODAY)
    assert [(s.pile_id, s.quantity) for s in outcome.shares] == [(2, 5), (3, 5), (1, 2)]
    assert outcome.given == {1: 12}


def test_needs_are_served_in_their_order_and_another_warehouse_is_left_alone():
    piles = [Pile(1, 7, 1, D(5)), Pile(2, 7, 2, D(50))]
    outcome = allocate([Need(1, 7, 1, D(3)), Need(2, 7, 1, D(4))], piles, on=TODAY)
    assert outcome.given == {1: 3, 2: 2}


PILES = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 9)), max_size=8)
NEEDS = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 12)), max_size=8)


@given(piles=PILES, needs=NEEDS)
def test_shares_add_up_and_nothing_is_left_that_was_needed(piles, needs):
    stock = [Pile(n, item, 1, D(free)) for n, (item, free) in enumerate(piles)]
    wanted = [Need(n, item, 1, D(quantity)) for n, (item, quantity) in enumerate(needs)]
    outcome = allocate(wanted, stock, on=TODAY)
    for item in (1, 2, 3):
        there = sum(free for i, free in piles if i == item)
        asked = sum(quantity for i, quantity in needs if i == item)
        got = sum(outcome.given[n] for n, (i, _q) in enumerate(needs) if i == item)
        assert got == min(there, asked)
    assert sum(s.quantity for s in outcome.shares) == sum(outcome.given.values())
    assert all(pile.free >= 0 for pile in stock)
