"""Sampling plans by the published tables of ISO 2859-1, level II, normal inspection."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.calc.sampling import AQLS, Plan, code_letter, full_plan, is_skipped, judged, sampling_plan


@pytest.mark.parametrize(
    ("size", "letter"),
    [(2, "A"), (8, "A"), (9, "B"), (50, "D"), (51, "E"), (500, "H"), (501, "J"), (1200, "J"), (1201, "K"),
     (10_000, "L"), (35_000, "M"), (150_000, "N"), (500_000, "P"), (500_001, "Q")],
)  # fmt: skip
def test_code_letters_of_table_1(size, letter):
    assert code_letter(size) == letter


@pytest.mark.parametrize(
    ("size", "aql", "sample", "accept"),
    [
        (1000, "1.0", 80, 2),
        (1000, "2.5", 80, 5),
        (2000, "1.0", 125, 3),
        (2000, "0.65", 125, 2),
        (5000, "4.0", 200, 14),
        (300, "1.0", 50, 1),
        (200, "1.0", 50, 1),  # letter G: the arrow leads down to H
        (120, "1.0", 13, 0),  # letter F: the arrow leads up to E
        (40, "1.0", 13, 0),  # letter D: the arrow leads down to E
        (100, "6.5", 20, 3),
        (20, "6.5", 8, 1),  # letter C: the arrow leads down to D
        (600_000, "1.0", 1250, 21),
        (600_000, "2.5", 500, 21),  # above the ladder the arrow leads up
        (400, "0.40", 32, 0),
    ],
)
def test_plans_of_table_2a(size, aql, sample, accept):
    assert sampling_plan(D(size), aql) == Plan(sample, accept)


def test_a_lot_no_larger_than_its_sample_is_looked_at_whole():
    assert sampling_plan(D(10), "1.0") == Plan(10, 10, is_full=True)
    assert full_plan(D("2.5")) == Plan(3, 3, is_full=True)


@given(st.integers(1, 2_000_000), st.sampled_from(AQLS))
def test_a_sample_is_never_larger_than_the_lot_and_a_finer_level_never_allows_more(size, aql):
    plan = sampling_plan(D(size), aql)
    assert 1 <= plan.sample_size <= size
    assert plan.is_full or 0 <= plan.acceptance_number < plan.sample_size


def test_lots_are_skipped_after_a_run_of_good_ones():
    assert not is_skipped([True] * 9, after=10, every=5)
    assert is_skipped([True] * 10, after=10, every=5)
    assert is_skipped([None, None, None, *[True] * 10], after=10, every=5)
    assert not is_skipped([None, None, None, None, *[True] * 10], after=10, every=5)
    assert not is_skipped([True, False, *[True] * 20], after=10, every=5)
    assert not is_skipped([True] * 10, after=10, every=1)


def test_the_plan_decides_what_of_the_lot_is_accepted():
    plan = Plan(50, 1)
    assert judged(D(300), 0, plan) == (300, 0)
    assert judged(D(300), 1, plan) == (299, 1)
    assert judged(D(300), 2, plan) == (0, 300)
    assert judged(D(10), 4, full_plan(D(10))) == (6, 4)


def test_a_level_that_no_table_knows_has_no_plan() -> None:
    with pytest.raises(ValueError, match=r"0\.99"):
        sampling_plan(D(100), "0.99")
