from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from production.calc.explosion import Bill, Component, cycle_in, explode, rounded


def bill(*parts, output="1"):
    return Bill(Decimal(output), tuple(Component(item, Decimal(q), Decimal(s)) for item, q, s in parts))


def test_a_bicycle_explodes_through_all_levels():
    bills = {1: bill((2, "2", "0"), (3, "1", "0")), 2: bill((4, "36", "0"), (5, "1", "0"))}
    needs = explode(bills, 1, Decimal(10))
    assert [(need.item_id, need.level, need.quantity, need.path, need.is_made) for need in needs] == [
        (2, 1, Decimal(20), (1,), True),
        (4, 2, Decimal(720), (1, 2), False),
        (5, 2, Decimal(20), (1, 2), False),
        (3, 1, Decimal(10), (1,), False),
    ]


def test_scrap_comes_on_top_at_every_level():
    bills = {1: bill((2, "1", "10")), 2: bill((3, "1", "10"))}
    assert [need.quantity for need in explode(bills, 1, Decimal(100))] == [Decimal(110), Decimal(121)]


def test_a_bill_for_a_batch_gives_the_share_of_one():
    assert explode({1: bill((2, "1", "0"), output="3")}, 1, Decimal(1))[0].quantity == Decimal("0.333334")
    assert explode({1: bill((2, "1", "0"), output="3")}, 1, Decimal(3))[0].quantity == 1


def test_a_circle_is_found_with_its_way():
    assert cycle_in({1: [2, 3], 2: [4], 4: [1]}, 1) == [1, 2, 4, 1]
    assert cycle_in({1: [1]}, 1) == [1, 1]
    assert cycle_in({1: [2, 3], 2: [3], 3: []}, 1) is None
    assert cycle_in({1: [2], 2: [3], 3: [2]}, 1) == [2, 3, 2]
    with pytest.raises(ValueError):
        explode({1: bill((2, "1", "0")), 2: bill((1, "1", "0"))}, 1, Decimal(1))


def test_a_shared_part_deep_down_is_followed_once():
    wide = {level: [2 * level + 1, 2 * level + 2] for level in range(1000)}
    assert cycle_in(wide, 0) is None


@given(st.fractions(min_value=0, max_value=1000, max_denominator=1000))
def test_rounding_never_plans_too_little(quantity):
    found = Fraction(rounded(quantity))
    assert 0 <= found - quantity < Fraction(1, 1_000_000)
