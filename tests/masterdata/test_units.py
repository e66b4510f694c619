from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.core.quantity import from_base, to_base
from erp.masterdata.calc.units import NotConvertible, UnitMeasure, conversion

PIECE = UnitMeasure("pcs", "count")
DOZEN = UnitMeasure("dz", "count", 12)
CARTON = UnitMeasure("ctn", "package")
GRAM = UnitMeasure("g", "mass")
KILOGRAM = UnitMeasure("kg", "mass", 1000)
INCH = UnitMeasure("in", "length", 254, 10)
METER = UnitMeasure("m", "length", 1000)


def test_units_of_one_dimension_convert_exactly():
    assert conversion(DOZEN, PIECE) == 12
    assert conversion(PIECE, DOZEN) == Fraction(1, 12)
    assert conversion(GRAM, KILOGRAM) == Fraction(1, 1000)
    assert conversion(INCH, METER) == Fraction(254, 10_000)


def test_an_items_own_unit_wins():
    assert conversion(CARTON, PIECE, {"ctn": Fraction(24)}) == 24
    assert conversion(DOZEN, PIECE, {"dz": Fraction(13)}) == 13
    assert conversion(PIECE, PIECE, {"pcs": Fraction(5)}) == 1


def test_units_of_two_dimensions_do_not_convert():
    with pytest.raises(NotConvertible):
        conversion(CARTON, PIECE)


@given(
    thousandths=st.integers(1, 10**9),
    numerator=st.integers(1, 1000),
    denominator=st.sampled_from([1, 2, 4, 5, 8, 10]),
)
def test_a_quantity_goes_to_the_base_unit_and_back(thousandths, numerator, denominator):
    quantity = Decimal(thousandths) / 1000
    base = to_base(quantity, numerator, denominator)
    assert abs(from_base(base, numerator, denominator) - quantity) <= Decimal("0.000001") * denominator
