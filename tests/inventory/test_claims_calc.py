"""The kept projection answers as the definition of available to promise does, question after question."""

from datetime import date, timedelta
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from inventory.calc.atp import Projection
from inventory.calc.claims import Claim, broken_claims

TODAY = date(2026, 3, 1)
days = st.integers(-3, 15)
quantities = st.integers(1, 20).map(D)
flows = st.lists(st.tuples(days, quantities), max_size=6)


def on(days):
    return TODAY + timedelta(days=days)


def by_definition(on_hand, supplies, demands, quantity, wanted):
    """The first day from the wanted one on which no later level falls below the quantity."""
    wanted = max(wanted, TODAY)
    last = max([on(16), wanted])

    def level(day):
        came = sum((q for d, q in supplies if (on(d) if d >= 0 else on(1)) <= day), D(0))
        left = sum((q for d, q in demands if max(on(d), TODAY) <= day), D(0))
        return on_hand + came - left

    day = wanted
    while day <= last:
        span = (last - day).days
        if all(level(day + timedelta(days=n)) >= quantity for n in range(span + 1)):
            return day
        day += timedelta(days=1)
    return None


@given(st.integers(0, 30).map(D), flows, flows, quantities, days)
def test_the_first_day_is_that_of_the_definition(on_hand, supplies, demands, quantity, wanted):
    projection = Projection(on_hand, TODAY, [(on(d), q) for d, q in supplies])
    for day, part in demands:
        projection.add(on(day), -part)
    assert projection.first_day(quantity, on(wanted)) == by_definition(
        on_hand, supplies, demands, quantity, on(wanted)
    )


@given(st.integers(0, 30).map(D), flows, flows)
def test_without_the_broken_claims_the_rest_are_all_met(on_hand, supplies, demands):
    claims = [
        Claim(n, part, on(day), rank=(20, -on(day).toordinal())) for n, (day, part) in enumerate(demands)
    ]
    coming = [(on(d), q) for d, q in supplies]
    broken = {claim.key for claim in broken_claims(on_hand, coming, claims, today=TODAY)}
    projection = Projection(on_hand, TODAY, coming)
    for claim in claims:
        if claim.key not in broken:
            projection.add(claim.promised_on, -claim.quantity)
    assert min(level for _day, level in projection.levels()) >= 0
    if sum((claim.quantity for claim in claims), D(0)) <= on_hand:
        assert broken == set()
