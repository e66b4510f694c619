"""Who gets how much of a scarce item."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from inventory.calc.sharing import FAIR_SHARE, PRIORITY, PROMISE_DATE, SEQUENCES, Claim, share_out

DAY = date(2026, 11, 1)


def claim(key, quantity, *, priority=20, days=0):
    return Claim(key, D(quantity), priority, DAY + timedelta(days=days), key)


def test_priority_goes_before_promise_date():
    claims = [claim(1, 6, days=1), claim(2, 6, priority=40, days=9), claim(3, 6)]
    assert share_out(D(10), claims, PRIORITY) == {2: D(6), 3: D(4)}


def test_the_earlier_promise_goes_before_priority():
    claims = [claim(1, 6, days=1), claim(2, 6, priority=40, days=9), claim(3, 6)]
    assert share_out(D(10), claims, PROMISE_DATE) == {3: D(6), 1: D(4)}


def test_a_demand_without_a_promise_waits_for_those_with_one():
    late = Claim(1, D(5), 20, None, 1)
    assert share_out(D(5), [late, claim(2, 5, days=300)], PROMISE_DATE) == {2: D(5)}


def test_a_fair_share_is_in_proportion_in_whole_units():
    # 10 for 60, 30 and 10: quotas 6, 3, 1
    assert share_out(D(10), [claim(1, 60), claim(2, 30), claim(3, 10)], FAIR_SHARE) == {1: 6, 2: 3, 3: 1}
    # 7 for 4, 4 and 2: quotas 2.8, 2.8, 1.4 → 2, 2, 1 and the two largest remainders
    assert share_out(D(7), [claim(1, 4), claim(2, 4), claim(3, 2)], FAIR_SHARE) == {1: 3, 2: 3, 3: 1}


def test_equal_remainders_go_by_priority_then_promise_then_age():
    claims = [claim(1, 1), claim(2, 1, days=-1), claim(3, 1, priority=30, days=9)]
    assert share_out(D(1), claims, FAIR_SHARE) == {3: 1}
    assert share_out(D(2), claims, FAIR_SHARE) == {3: 1, 2: 1}


def test_shares_come_in_whole_packs_and_a_rest_smaller_than_one_goes_to_the_first():
    shares = share_out(D(50), [claim(1, 60), claim(2, 40)], FAIR_SHARE, step=D(12))
    # quotas 30 and 20 → 24 and 12; the larger remainder gets a pack, the first one the last two
    assert shares == {1: D(26), 2: D(24)}


quantities = st.integers(1, 10**6).map(lambda n: D(n) / 1000)
claims_strategy = st.lists(
    st.tuples(quantities, st.sampled_from([10, 20, 30, 40]), st.integers(-5, 60) | st.none()), max_size=8
).map(
    lambda rows: [
        Claim(n, q, p, None if d is None else DAY + timedelta(days=d), n) for n, (q, p, d) in enumerate(rows)
    ]
)


@given(st.integers(0, 4 * 10**6).map(lambda n: D(n) / 1000), claims_strategy, st.sampled_from(SEQUENCES))
def test_never_more_than_is_free_nor_than_is_needed_and_nothing_is_kept_back(free, claims, sequence):
    shares = share_out(free, claims, sequence)
    needs = {one.key: one.quantity for one in claims}
    assert all(D(0) < quantity <= needs[key] for key, quantity in shares.items())
    assert sum(shares.values(), D(0)) == min(free, sum(needs.values(), D(0)))


@given(st.integers(0, 500), st.lists(st.integers(1, 100), min_size=1, max_size=12))
def test_whole_units_stay_whole_and_nobody_is_a_unit_off_his_quota(free, needs):
    shares = share_out(D(free), [claim(n, need) for n, need in enumerate(needs)], FAIR_SHARE)
    wanted = sum(needs)
    for n, need in enumerate(needs):
        got = shares.get(n, D(0))
        assert got == got.to_integral_value()
        if free < wanted:
            assert abs(got - D(free) * need / wanted) < 1


@given(st.integers(0, 200), claims_strategy, st.randoms())
def test_the_order_of_asking_changes_nothing(free, claims, random):
    mixed = list(claims)
    random.shuffle(mixed)
    for sequence in SEQUENCES:
        assert share_out(D(free), claims, sequence) == share_out(D(free), mixed, sequence)
