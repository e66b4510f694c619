"""Lateness is split without rest: the parts are never negative and add up to it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sla.calc.lateness import (
    CARRIER,
    CUSTOMER,
    PARTIES,
    SUPPLIER,
    US,
    Claim,
    Part,
    Span,
    added,
    by_party,
    carved,
    lateness,
    split,
)


def test_in_time_is_nobodys():
    assert split([Span(0, 10, "picking", US, 5)], promised=20) == []
    assert split([], promised=0) == []


def test_slack_is_used_up_before_anybody_is_late():
    spans = [Span(0, 50, "confirmation", US, 10), Span(50, 110, "transport", CARRIER, 30)]
    # outlook: 40 → 80 after confirmation → 110; promised 90: 20 late, all in transport
    assert split(spans, promised=90) == [Part("transport", CARRIER, 20)]
    # promised 60: confirmation pushed the outlook from 40 to 80 (20 late), transport by 30 more
    assert split(spans, promised=60) == [Part("confirmation", US, 20), Part("transport", CARRIER, 30)]


def test_time_won_is_taken_off_the_last_part_first():
    spans = [
        Span(0, 30, "allocation", US, 0),
        Span(30, 50, "picking", US, 10),
        Span(50, 60, "transport", CARRIER, 25),
    ]
    # outlook 35 → 65 → 75 → 60; promised 40: +25, +10, −15
    assert split(spans, promised=40) == [Part("allocation", US, 20)]


def test_a_promise_that_could_not_be_kept_is_our_own():
    assert split([Span(0, 100, "transport", CARRIER, 100)], promised=60) == [Part("promise", US, 40)]


def test_claimed_time_is_cut_out_and_the_customer_comes_before_the_supplier():
    span = Span(0, 100, "allocation", US, 20)
    claims = [Claim(40, 90, "supply", SUPPLIER), Claim(80, 95, "customer", CUSTOMER)]
    assert carved([span], claims) == [
        Span(0, 40, "allocation", US, 20),
        Span(40, 80, "supply", SUPPLIER, 0),
        Span(80, 95, "customer", CUSTOMER, 0),
        Span(95, 100, "allocation", US, 0),
    ]
    parts = split(carved([span], claims), promised=25)
    assert parts == [
        Part("allocation", US, 20),
        Part("supply", SUPPLIER, 40),
        Part("customer", CUSTOMER, 15),
    ]


lengths = st.lists(
    st.tuples(
        st.integers(0, 10**6),
        st.integers(0, 10**6),
        st.sampled_from(["confirmation", "allocation", "picking", "transport"]),
        st.sampled_from(PARTIES),
    ),
    max_size=12,
)
claims = st.lists(
    st.tuples(st.integers(0, 10**7), st.integers(0, 10**6), st.sampled_from(PARTIES)), max_size=8
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # busy machines draw slowly
@given(lengths, claims, st.integers(0, 10**7))
def test_parts_add_up_to_the_lateness_whatever_happened(steps, claimed, promised):
    spans, at = [], 0
    for seconds, allowance, step, party in steps:
        spans.append(Span(at, at + seconds, step, party, allowance))
        at += seconds
    cut = carved(spans, [Claim(start, start + length, "claim", party) for start, length, party in claimed])
    assert sum(one.seconds for one in cut) == at
    assert all(a.end == b.start for a, b in zip(cut, cut[1:], strict=False))
    parts = split(cut, promised=promised)
    assert all(one.seconds > 0 for one in parts)
    assert sum(one.seconds for one in parts) == lateness(cut, promised=promised)
    assert sum(by_party(parts).values()) == lateness(spans, promised=promised)


@given(
    st.lists(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(PARTIES), st.integers(1, 99))))
)
def test_the_sum_of_many_orders_loses_nothing(orders):
    splits = [[Part(*part) for part in parts] for parts in orders]
    total = sum(part.seconds for parts in splits for part in parts)
    assert sum(part.seconds for part in added(splits)) == total
