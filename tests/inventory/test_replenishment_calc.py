"""Safety stock, reorder point and lots against worked problems of textbooks, and their properties."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.calc import analysis
from inventory.calc.replenishment import (
    DemandRate,
    economic_lot_with_breaks,
    economic_order_quantity,
    lots_above,
    period_days,
    rate_from_weeks,
    reorder_point,
    safety_factor,
    safety_stock,
    up_to,
    yearly_cost,
)

some = st.floats(min_value=0.01, max_value=10_000)


def test_eoq_of_a_worked_problem() -> None:
    # Heizer/Render, "Operations Management", ch. Inventory: D=1000, S=10, H=0.50 → 200 units
    assert economic_order_quantity(1000, 10, 0.5) == pytest.approx(200)


def test_discounts_on_all_units_of_a_worked_problem() -> None:
    # Heizer/Render, Wohl's Discount Store: D=5000, S=49, I=20 %; 5.00, 4.80 from 1000, 4.75 from 2000
    lot, price = economic_lot_with_breaks(5000, 49, 0.2, [(0, 5.0), (1000, 4.8), (2000, 4.75)])
    assert (lot, price) == (1000, 4.8)
    assert yearly_cost(lot, 5000, 49, 0.2, price) == pytest.approx(24_725)
    assert yearly_cost(700, 5000, 49, 0.2, 5.0) == pytest.approx(25_700, abs=1)


def test_reorder_point_with_both_varying() -> None:
    # Heizer/Render, digital cameras: d=150, σd=16, L=5, σL=1, 95 % → ROP ≈ 1004 with z = 1.65
    rate = DemandRate(150, 16)
    safety = safety_stock(rate, 5, 1, 0.95)
    assert safety == pytest.approx(safety_factor(0.95) * sqrt(5 * 256 + 22_500))
    assert reorder_point(rate, 5, safety) == pytest.approx(1004, abs=1.5)


def test_reorder_point_with_demand_varying() -> None:
    # Heizer/Render, iPods: d=15, σd=5, L=2, 90 % → safety stock 9, ROP 39
    safety = safety_stock(DemandRate(15, 5), 2, 0, 0.9)
    assert safety == pytest.approx(9, abs=0.1)
    assert reorder_point(DemandRate(15, 5), 2, safety) == pytest.approx(39, abs=0.1)


def test_reorder_point_with_the_lead_time_varying() -> None:
    # Heizer/Render, digital cameras at a constant 10 a day, L=6, σL=3, 98 % → ROP ≈ 121.6 with z=2.055
    safety = safety_stock(DemandRate(10, 0), 6, 3, 0.98)
    assert reorder_point(DemandRate(10, 0), 6, safety) == pytest.approx(121.6, abs=0.1)


def test_weeks_without_demand_count() -> None:
    rate = rate_from_weeks(total=40, squares=20 * 20 * 2, weeks=4)
    assert rate.mean == pytest.approx(40 / 28)
    assert rate.deviation == pytest.approx(sqrt((800 - 400) / 3 / 7))
    assert rate_from_weeks(0, 0, 0) == DemandRate(0, 0)
    assert rate_from_weeks(-5, 25, 4).mean == 0


def test_lots_and_levels() -> None:
    assert lots_above(100, 50, 20) == 0
    assert lots_above(50, 50, 20) == 20
    assert lots_above(5, 50, 20) == 60
    assert lots_above(10, 50, 20) == 60
    assert lots_above(10, 50, 0) == 40
    assert up_to(20, 20, 80) == 60 and up_to(21, 20, 80) == 0
    assert period_days(70, DemandRate(10, 0)) == 7 and period_days(0, DemandRate(1, 0)) == 1


@given(demand=some, order=some, holding=some, other=some)
def test_no_lot_costs_less_than_the_economic_one(demand, order, holding, other) -> None:
    best = economic_order_quantity(demand, order, holding)

    def cost(lot):
        return demand / lot * order + lot / 2 * holding

    assert cost(best) <= cost(other) * (1 + 1e-9)


@given(demand=some, order=some, breaks=st.lists(st.tuples(some, some), max_size=4), other=some)
def test_no_lot_costs_less_than_the_one_with_breaks(demand, order, breaks, other) -> None:
    tiers = {0.0: 10_001.0}
    price = 10_000.0
    for start, factor in sorted(breaks):  # all-units discounts fall with the quantity
        price *= factor / 10_001
        tiers[start] = price
    prices = sorted(tiers.items())
    lot, _price = economic_lot_with_breaks(demand, order, 0.2, prices)

    def cost(quantity):
        unit = max(pair for pair in prices if pair[0] <= quantity)[1]
        return yearly_cost(quantity, demand, order, 0.2, unit)

    assert cost(lot) <= cost(other) * (1 + 1e-6)


@given(mean=some, deviation=some, lead=some, spread=some, level=st.floats(0.5, 0.99))
def test_more_service_and_more_doubt_need_more_stock(mean, deviation, lead, spread, level) -> None:
    rate = DemandRate(mean, deviation)
    least = safety_stock(rate, lead, 0, level)
    assert 0 <= least <= safety_stock(rate, lead, spread, level)
    assert safety_stock(rate, lead, spread, level) <= safety_stock(rate, lead, spread, 0.995) + 1e-9


@given(position=st.floats(-1000, 1000), point=st.floats(0, 1000), lot=st.floats(0.5, 500))
def test_lots_lift_above_the_point_and_no_lot_too_many(position, point, lot) -> None:
    bought = lots_above(position, point, lot)
    if position > point:
        assert bought == 0
    else:
        assert position + bought >= point - 1e-6
        assert bought < point - position + 2 * lot + 1e-6


def test_abc_by_value() -> None:
    values = {"a": 70.0, "b": 15.0, "c": 10.0, "d": 5.0, "e": 0.0}
    assert analysis.abc_classes(values) == {"a": "A", "b": "A", "c": "B", "d": "C", "e": "C"}
    assert analysis.abc_classes({"x": 0.0}) == {"x": "C"}


def test_xyz_by_variation() -> None:
    assert [analysis.xyz_class(10, d) for d in (5, 5.1, 10, 10.1)] == ["X", "Y", "Y", "Z"]
    assert analysis.xyz_class(0, 0) == "Z"


def test_turnover_cover_slow_excess_and_sell_through() -> None:
    today = date(2026, 3, 1)
    assert analysis.turnover(500, 1000, 182) == pytest.approx(1.0027, abs=0.001)
    assert analysis.turnover(500, 0, 182) is None
    assert analysis.cover_days(30, 2) == 15 and analysis.cover_days(30, 0) is None
    assert analysis.excess(100, 1, 90, 5) == 5 and analysis.excess(50, 1, 90, 5) == 0
    assert analysis.is_slow(1, today - timedelta(days=90), today, 90)
    assert not analysis.is_slow(1, today - timedelta(days=89), today, 90)
    assert analysis.is_slow(1, None, today, 90) and not analysis.is_slow(0, None, today, 90)
    assert analysis.sell_through(30, 70) == 0.3 and analysis.sell_through(0, 0) is None
    assert analysis.moving_rate(3, 4) == 0.75 and analysis.moving_rate(0, 0) is None


@given(st.dictionaries(st.integers(), st.floats(0, 1e6), max_size=60))
def test_every_item_has_a_class_and_better_ones_use_more(values) -> None:
    classes = analysis.abc_classes(values)
    assert set(classes) == set(values)
    for better, worse in (("A", "B"), ("B", "C"), ("A", "C")):
        high = [values[key] for key, found in classes.items() if found == better]
        low = [values[key] for key, found in classes.items() if found == worse]
        if high and low:
            assert min(high) >= max(low)


def test_the_company_draws_the_borders_of_abc():
    values = {"x": 60.0, "y": 30.0, "z": 10.0}
    assert analysis.abc_classes(values) == {"x": "A", "y": "A", "z": "B"}
    assert analysis.abc_classes(values, a_share=0.5, b_share=0.9) == {"x": "A", "y": "B", "z": "C"}
