"""The expression language: bounded, blind to everything but its facts, refused in one clear line."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erp.core.expressions import BadExpression, FactType, evaluate, holds, names_in, nested, problems_of

KNOWN: dict[str, FactType] = {
    "order.total": "number",
    "order.requested_on": "date",
    "customer.tier": "text",
    "lines": "list",
    "lines[].category": "text",
    "lines[].quantity": "number",
}


def test_facts_become_a_tree_of_plain_values():
    facts = {"order.total": Decimal("10.50"), "order.n": Decimal("3.0"), "order.on": date(2026, 11, 22)}
    assert nested(facts) == {"order": {"total": 10.5, "n": 3, "on": "2026-11-22"}}


def test_conditions_over_facts():
    facts = {"order.total": 9999, "lines": [{"category": "custom", "quantity": 2}]}
    assert holds("order.total < 10000", facts)
    assert not holds("order.total >= 10000", facts)
    assert holds('some(lines, #.category == "custom") and sum(map(lines, #.quantity)) == 2', facts)
    assert evaluate('order.total >= 10000 ? "manager" : "finance"', facts) == "finance"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "order.total >",
        "order.total = 5",
        "1; 2",
        "金额 > 1",
        "`a`",
        "$root.order.total > 1",
        "order['total'] > 1",
        "date('now') > date('2026-01-01')",
        "d() > d('2026-01-01')",
        "date('n' + 'ow') > date('2026-01-01')",
        "date(('now')) > date('2026-01-01')",
        "d(trim('now')) > d('2026-01-01')",
        "date(true ? 'now' : 'x') > date('2026-01-01')",
        "rand(10) > 3",
        "env('HOME')",
        "__import__('os')",
        "some([1..1000000], # > 1)",
        "some(lines, some(lines, some(lines, true)))",
        "(" * 50 + "true" + ")" * 50,
        "true or " * 400 + "true",
        "order.total / 0",
        "order.total / 0 > 1",
        "order.total % 0 == 1",
        "order.total",
        "order.missing > 1",
        "customer.tier > 1",
        "true and order.total / 0",
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_line(text):
    with pytest.raises(BadExpression) as refusal:
        holds(text, {"order.total": 5, "customer.tier": "A", "lines": [{}] * 100})
    assert refusal.value.code == "bad_expression"
    assert "\n" not in refusal.value.facts["why"]


def test_problems_before_publishing_name_what_is_unknown():
    assert problems_of("order.total > 100", known=KNOWN) == []
    assert problems_of("order.totl > 1", known=KNOWN) == ['There is no fact "order.totl".']
    assert problems_of('some(lines, #.colour == "x")', known=KNOWN) == ['There is no fact "#.colour".']
    assert problems_of("some(order.total, # > 1)", known=KNOWN) == ['"order.total" is not a list.']
    assert problems_of("order.total + 1", known=KNOWN) == ["It gives 2.0 instead of yes or no."]
    assert problems_of("order.total + 1", known=KNOWN, wants="any") == []
    assert problems_of("customer.tier > 1", known=KNOWN) != []
    assert problems_of("date(order.requested_on) < date('2027-01-01')", known=KNOWN) == []


def test_names_that_an_expression_reads():
    text = 'some(lines, #.category == "x") and order.total > 1 and not (customer.tier in ["A", "B"])'
    assert names_in(text) == {"lines", "[].category", "order.total", "customer.tier"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_no_text_whatever_breaks_the_door(text):
    try:
        assert holds(text, {"order.total": 1}) in {True, False}
    except BadExpression as refusal:
        assert refusal.facts["why"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_comparison_agrees_with_arithmetic(left, right):
    assert holds("a.x < a.y", {"a.x": left, "a.y": right}) is (left < right)
    assert holds("a.x <= a.y or a.y <= a.x", {"a.x": left, "a.y": right})


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(-50, 50), st.integers(-3, 3), st.integers(-3, 3))
def test_division_is_exact_or_refused(x, y, z):
    facts = {"a.x": x, "a.y": y, "a.z": z}
    assert holds("a.y != 0 and a.x / a.y * a.y == a.x or a.y == 0", facts) or abs(y) == 3
    divides = y - z != 0
    for text in (
        "a.x / (a.y - a.z) == 1",
        "-a.x % -(a.y - a.z) >= -100",
        "2 / 2 ^ 1 + 1 / abs(a.y - a.z) > 0",
    ):
        if divides:
            assert holds(text, facts) in {True, False}
        else:
            with pytest.raises(BadExpression, match="divides by zero"):
                holds(text, facts)


MOMENT = datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        'date(order.on) == date("2031-02-03T04:05:06+00:00")',
        'd(order.on) == d("2031-02-03T04:05:06+00:00")',
        "year(order.on) == 2031 and monthOfYear(order.on) == 2 and dayOfMonth(order.on) == 3",
        'year(("no" + "w")) == 2031',
        'year(order.on ?? "x") == 2031',
        "year(d(order.on)) == 2031",
        "some(lines, year(#.on) == 2031)",
        'all(map(lines, date(#.on)), # == date("2031-02-03T04:05:06+00:00"))',
        'date(order.on) + duration("1d") > date("2031-02-04")',
        "100 / year(order.on) < 1",
    ],
)
def test_a_fact_that_says_now_means_the_moment_that_was_passed_in(text):
    facts = {"order.on": "now", "lines": [{"on": "now"}]}
    assert holds(text, facts, at=MOMENT)
    try:
        assert not holds(text, facts)  # without a moment it fails; it never reads the clock
    except BadExpression as refusal:
        assert refusal.facts["why"]


def test_a_date_that_a_fact_gives_is_what_it_says_whatever_the_moment():
    for text in ('date(order.on) == date("2026-01-05")', "dayOfMonth(order.on) == 5"):
        assert holds(text, {"order.on": "2026-01-05"}, at=MOMENT)
        assert holds(text, {"order.on": "2026-01-05"})
    assert holds('order.on == "now"', {"order.on": "now"}, at=MOMENT)  # as text it stays what it is


@pytest.mark.parametrize("text", ['year("now") > 1', 'dayOfWeek(" Now ") > 1', 'date("now") > 1', "d() > 1"])
def test_no_word_of_an_expression_reads_the_clock(text):
    with pytest.raises(BadExpression, match="clock"):
        holds(text, {}, at=MOMENT)
