"""Numbers as people type them."""

from decimal import Decimal

import pytest

from erp.core.views import typed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200.5", "1200.5"),
        ("12,345,678", "12345678"),
        ("１２００", "1200"),
        ("¥ 12", "12"),
        ("-3", "-3"),
        (" 0.50 ", "0.50"),
        ("1e-05", "0.00001"),
    ],
)
def test_usual_forms_are_read(text, value):
    assert typed.number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["1,5", "12,00", "1,2345", ",5", "1.200,50", "NaN", "1e400", "", "1" * 41, "twelve"]
)
def test_what_could_mean_two_things_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        typed.number(text)
