"""Cells: what people type, what is stored, and back."""

import pytest

from erp.rules.calc.cells import BadCell, cell_text, clean_cell, read_cell


@pytest.mark.parametrize(
    ("typed", "kind", "stored"),
    [
        ("", "number", None),
        ("10,000", "number", {"op": "eq", "value": 10000}),
        (">= 10000", "number", {"op": "ge", "value": 10000}),
        ("≤ 2.5", "number", {"op": "le", "value": 2.5}),
        ("10000..20000", "number", {"op": "between", "value": [10000, 20000]}),
        ("10000~<20000", "number", {"op": "from_below", "value": [10000, 20000]}),
        ("1; 2; 3", "number", {"op": "one_of", "value": [1, 2, 3]}),
        ("A、B", "text", {"op": "one_of", "value": ["A", "B"]}),
        ("not A, B", "text", {"op": "not_one_of", "value": ["A", "B"]}),
        ("非 A", "text", {"op": "not_one_of", "value": ["A"]}),
        ("VIP*", "text", {"op": "starts_with", "value": "VIP"}),
        ("*VIP*", "text", {"op": "contains", "value": "VIP"}),
        ("(empty)", "text", {"op": "empty"}),
        ("是", "boolean", {"op": "eq", "value": True}),
        ("2026-01-01..2026-02-01", "date", {"op": "between", "value": ["2026-01-01", "2026-02-01"]}),
        ("red, blue", "list", {"op": "has_any", "value": ["red", "blue"]}),
    ],
)
def test_a_typed_cell_is_understood_and_reads_back_the_same(typed, kind, stored):
    cell = read_cell(typed, kind)
    assert cell == stored
    if kind != "number" or "one_of" not in str(cell):
        assert read_cell(cell_text(cell), kind) == stored


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ({"op": "ge", "value": "much"}, "number"),
        ({"op": "ge", "value": True}, "number"),
        ({"op": "ge", "value": float("inf")}, "number"),
        ({"op": "starts_with", "value": "1"}, "number"),
        ({"op": "between", "value": [5, 1]}, "number"),
        ({"op": "between", "value": [5]}, "number"),
        ({"op": "one_of", "value": []}, "text"),
        ({"op": "eq", "value": 'a" or "a'}, "text"),
        ({"op": "eq", "value": "a\\"}, "text"),
        ({"op": "eq", "value": "2026-02-30"}, "date"),
        ({"op": "eq", "value": "yes"}, "boolean"),
        ({"op": "eval", "value": 1}, "number"),
        ("5", "number"),
        ({"op": ["eq"]}, "number"),
    ],
)
def test_a_cell_that_does_not_suit_its_column_is_refused(cell, kind):
    with pytest.raises(BadCell):
        clean_cell(cell, kind)
