"""Units with exact factors: there and back again gives what was there."""

from decimal import Decimal as D
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from erp.core.quantity import QUANTUM, from_base, portion, to_base

FACTORS = st.sampled_from([(12, 1), (1, 3), (1, 12), (1000, 1), (1, 1000), (1_000_000, 1), (7, 9), (24, 1)])
WHOLE = st.integers(1, 10**6).map(D)


@given(WHOLE, FACTORS)
def test_a_quantity_survives_the_way_to_the_base_unit_and_back(quantity, factor):
    """Exactly where the base quantity is exact, else within what six decimals hold."""
    base = to_base(quantity, *factor)
    back = from_base(base, *factor)
    exact = Fraction(quantity) * Fraction(*factor)
    if Fraction(base) == exact:
        assert back == quantity
    assert abs(Fraction(back) - Fraction(quantity)) <= Fraction(QUANTUM) * (
        1 + Fraction(factor[1], factor[0])
    )


@given(WHOLE, FACTORS, st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_parts_of_a_line_add_up_to_the_line_in_its_own_unit(quantity, factor, weights):
    """Shipped in parts, a line of thirds is still exactly the line when the last part has left."""
    base = to_base(quantity, *factor)
    if base == 0:
        return
    told, done = D(0), D(0)
    for n, weight in enumerate(weights):
        last = n == len(weights) - 1
        part = base - done if last else (base * weight / (sum(weights) + 1)).quantize(QUANTUM)
        done += part
        told = portion(done, base=base, whole=quantity)
        assert 0 <= told <= quantity
    assert told == quantity


@given(st.integers(1, 10**6).map(D))
def test_grams_kilograms_and_tonnes_agree(tonnes):
    assert to_base(tonnes, 1_000_000, 1) == to_base(to_base(tonnes, 1000, 1), 1000, 1)
    assert from_base(to_base(tonnes, 1_000_000, 1), 1_000_000, 1) == tonnes
