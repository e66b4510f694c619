"""MRP tables and lot sizes as published; the source of each stands beside it."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

from production.calc.planning.engine import plan
from production.calc.planning.levels import blow_through, low_level_codes
from production.calc.planning.lots import economic_lot, wagner_whitin
from production.calc.planning.messages import CANCEL, CODES, DEFER, EXPEDITE, messages
from production.calc.planning.model import (
    ECONOMIC,
    FIXED,
    PERIOD,
    SCALE,
    WAGNER_WHITIN,
    Dated,
    Model,
    Nodes,
    PlanningError,
    Structure,
)
from production.calc.planning.pegging import ORDER, PART


def dated(rows):
    return Dated.of([(row[0], row[1], row[2] * SCALE, *row[3:]) for row in rows])


def orders(made, node):
    """{release period: quantity} of a node, as the textbook's tables show them."""
    mine = made.node == node
    found: dict[int, float] = {}
    for day, quantity in zip(made.wanted_release[mine].tolist(), made.quantity[mine].tolist(), strict=True):
        found[day] = found.get(day, 0) + quantity / SCALE
    return found


def one_item(needs, **given):
    """A plan of one item, periods counted from 1, planned as in the tables: releases may lie in the past."""
    receipts = given.pop("receipts", ())
    for name in ("on_hand", "lot", "minimum", "multiple", "maximum", "safety"):
        if name in given:
            given[name] = given[name] * SCALE
    demands = dated([(0, period, need) for period, need in enumerate(needs, 1) if need])
    model = Model(Nodes.of(1, **given), Structure.of([]), demands, dated(receipts))
    return plan(model, is_kept=False)


# J. Heizer, B. Render, Operations Management, ch. "Material Requirements Planning", examples 1 to 4:
# A = 2 B + 3 C, B = 2 D + 2 E, C = 2 E + 2 F, F = 2 D + 1 G; 50 A in week 8.
A, B, C, D, E, F, G = range(7)
AWESOME = Structure.of(
    [(A, B, 2), (A, C, 3), (B, D, 2), (B, E, 2), (C, E, 2), (C, F, 2), (F, D, 2), (F, G, 1)]
)
LEAD = [1, 2, 1, 1, 2, 3, 2]


def awesome(on_hand):
    nodes = Nodes.of(7, lead=LEAD, on_hand=np.array(on_hand) * SCALE)
    return plan(Model(nodes, AWESOME, dated([(A, 8, 50)]), dated([])), is_kept=False)


def test_low_level_codes_put_shared_parts_on_their_lowest_level():
    assert low_level_codes(7, AWESOME).tolist() == [0, 1, 1, 3, 2, 2, 3]


def test_gross_requirements_plan_of_heizer_and_render():
    made = awesome([0] * 7)
    assert orders(made, A) == {7: 50}
    assert orders(made, B) == {5: 100}
    assert orders(made, C) == {6: 150}
    assert orders(made, E) == {3: 200, 4: 300}
    assert orders(made, F) == {3: 300}
    assert orders(made, D) == {2: 600, 4: 200}
    assert orders(made, G) == {1: 300}


def test_net_requirements_plan_of_heizer_and_render():
    made = awesome([10, 15, 20, 10, 10, 5, 0])
    assert orders(made, A) == {7: 40}
    assert orders(made, B) == {5: 65}
    assert orders(made, C) == {6: 100}
    assert orders(made, E) == {3: 120, 4: 200}
    assert orders(made, F) == {3: 195}
    assert orders(made, D) == {2: 380, 4: 130}
    assert orders(made, G) == {1: 195}


def test_single_record_with_fixed_lot_and_scheduled_receipt():
    # T. Vollmann, W. Berry, D. C. Whybark, F. R. Jacobs, Manufacturing Planning and Control Systems,
    # "The basic MRP record": lead time 1, lot 50, 4 on hand, 50 scheduled for period 1.
    made = one_item([0, 10, 0, 40, 10], lead=1, on_hand=4, method=FIXED, lot=50, receipts=[(0, 1, 50)])
    assert orders(made, 0) == {4: 50}


NEEDS_HR = [
    35,
    30,
    40,
    0,
    10,
    40,
    30,
    0,
    30,
    55,
]  # Heizer & Render, lot sizing: 35 on hand, set-up 100, holding 1


def test_lot_for_lot_of_heizer_and_render():
    assert orders(one_item(NEEDS_HR, lead=1, on_hand=35), 0) == {
        1: 30, 2: 40, 4: 10, 5: 40, 6: 30, 8: 30, 9: 55,
    }  # fmt: skip


def test_economic_lot_of_heizer_and_render():
    assert economic_lot(27 * 52, 100, 52) == pytest.approx(73.5, abs=0.1)
    made = one_item(NEEDS_HR, lead=1, on_hand=35, method=ECONOMIC, lot=73)
    assert orders(made, 0) == {1: 73, 4: 73, 6: 73, 9: 73} or orders(made, 0) == {1: 73, 4: 73, 5: 73, 8: 73}


def test_period_lots_of_heizer_and_render():
    made = one_item(NEEDS_HR, lead=1, on_hand=35, method=PERIOD, period=3)
    assert orders(made, 0) == {1: 70, 4: 80, 8: 85}


def test_wagner_whitin_of_heizer_and_render_costs_455():
    needs = np.array(NEEDS_HR[1:], dtype=float)
    _orders, cost = wagner_whitin(needs, np.arange(len(needs)), 100, 1)
    assert cost == pytest.approx(455)


def test_economic_lot_of_jacobs_and_chase():
    # F. R. Jacobs, R. Chase, Operations and Supply Chain Management, "Lot sizing in MRP systems":
    # needs 50 60 70 60 95 75 60 55, cost 10, set-up 47, holding 0.5 % a week: a lot of 351, 376 lot for lot.
    needs = [50, 60, 70, 60, 95, 75, 60, 55]
    assert round(economic_lot(sum(needs) / 8 * 52, 47, 0.005 * 10 * 52)) == 351
    assert len(one_item(needs)) * 47 == 376
    assert orders(one_item(needs, method=ECONOMIC, lot=351), 0) == {1: 351, 6: 351}


def test_wagner_whitin_of_silver_pyke_and_peterson():
    # E. Silver, D. Pyke, R. Peterson, Inventory Management and Production Planning and Scheduling, ch. 6:
    # A = 54, v r = 0.4; the optimum costs 501.20.
    needs = np.array([10, 62, 12, 130, 154, 129, 88, 52, 124, 160, 238, 41], dtype=float)
    lots, cost = wagner_whitin(needs, np.arange(12), 54, 0.4)
    assert cost == pytest.approx(501.2)
    assert lots.sum() == needs.sum()
    assert (np.cumsum(lots) >= np.cumsum(needs)).all()


def cheapest(needs, setup, holding):
    """The least cost of all ways to choose the periods of orders: tried one by one."""
    best, count = None, len(needs)
    for chosen in itertools.product((False, True), repeat=count - 1):
        cost, last = Fraction(0), 0
        for period in range(count):
            if period == 0 or chosen[period - 1]:
                cost, last = cost + setup, period
            cost += holding * needs[period] * (period - last)
        best = cost if best is None else min(best, cost)
    return best


@pytest.mark.parametrize(
    "needs", [[35, 10, 0, 40, 0, 20, 5, 10, 30], [1, 1, 1, 200, 1, 1], [100], [3, 90, 4, 90, 5, 90, 6]]
)
def test_wagner_whitin_is_the_cheapest_of_all(needs):
    # the first row: the nine periods with which J. Orlicky (1975), ch. 6, compares lot sizes
    _lots, cost = wagner_whitin(np.array(needs, dtype=float), np.arange(len(needs)), 100, 1)
    assert cost == pytest.approx(float(cheapest(needs, 100, 1)))


def test_wagner_whitin_in_a_plan():
    made = one_item(NEEDS_HR, lead=1, on_hand=35, method=WAGNER_WHITIN, setup=100, holding=1 / SCALE)
    cumulated, kept, cost = 35, 0, 0
    found = orders(made, 0)
    for period, need in enumerate(NEEDS_HR, 1):
        lot = found.get(period - 1, 0)
        cost += 100 if lot else 0
        cumulated += lot - need
        kept += cumulated
        assert cumulated >= 0
    assert cost + kept == 455


def test_minimum_multiple_and_maximum():
    made = one_item([7, 0, 31, 0, 95], minimum=20, multiple=6, maximum=48)
    assert orders(made, 0) == {1: 24, 3: 24, 5: 90}
    assert sorted(made.quantity[made.wanted == 5].tolist()) == [42 * SCALE, 48 * SCALE]
    assert orders(one_item([7, 31], multiple=10), 0) == {1: 10, 2: 30}


def test_safety_stock_is_kept():
    assert orders(one_item([10, 10], on_hand=15, safety=10), 0) == {1: 5, 2: 10}


def test_scrap_and_phantoms_pass_through():
    # 0 = 1 phantom 1; phantom 1 = 2 of 2 with 10 % scrap: 100 of the parent need 220
    structure = Structure.of([(0, 1, 1), (1, 2, 2 * 1.1)])
    flat = blow_through(3, structure, np.array([False, True, False]))
    assert list(zip(flat.parent.tolist(), flat.child.tolist(), strict=True)) == [(0, 2), (1, 2)]
    made = plan(Model(Nodes.of(3, lead=[1, 0, 1]), flat, dated([(0, 9, 100)]), dated([])), is_kept=False)
    assert orders(made, 2) == {7: 220}
    assert orders(made, 1) == {}


def test_circles_are_refused_with_their_path():
    with pytest.raises(PlanningError) as refusal:
        low_level_codes(4, Structure.of([(0, 1, 1), (1, 2, 1), (2, 3, 1), (3, 1, 1)]))
    path = refusal.value.facts["path"]
    assert refusal.value.code == "bom_cycle"
    assert path[0] == path[-1] and sorted(path[:-1]) == [1, 2, 3]
    edges = {(0, 1), (1, 2), (2, 3), (3, 1)}
    assert all(pair in edges for pair in itertools.pairwise(path))


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("negative_lead_time", {"lead": -1}),
        ("zero_lot_size", {"method": FIXED, "lot": 0}),
        ("zero_lot_size", {"method": PERIOD, "period": 0}),
        ("negative_quantity", {"minimum": -1}),
    ],
)
def test_nonsense_is_refused(code, given):
    with pytest.raises(PlanningError) as refusal:
        plan(Model(Nodes.of(1, **given), Structure.of([]), dated([(0, 1, 1)]), dated([])))
    assert refusal.value.code == code


def test_pegs_lead_from_a_part_to_its_demand():
    # J. Orlicky (1975), ch. 7: single-level pegs name the next parent; walked up they lead to the demand
    made = awesome([0] * 7)
    pegs = made.all_pegs()
    g = np.nonzero(pegs.node == G)[0]
    assert pegs.quantity[g].tolist() == [300 * SCALE]
    up = int(pegs.need[g[0]])
    assert pegs.need_kind[g[0]] == PART and made.node[up] == F
    above = np.nonzero((pegs.supply_kind == ORDER) & (pegs.supply == up))[0]
    assert [int(made.node[pegs.need[row]]) for row in above] == [C]


def test_messages_say_what_to_move():
    receipts = [(0, 5, 10), (0, 9, 10), (0, 30, 10)]
    model = Model(Nodes.of(1, lead=8), Structure.of([]), dated([(0, 3, 10), (0, 12, 10)]), dated(receipts))
    made = plan(model)
    assert len(made) == 0  # nothing new could come before day 8
    found = messages(model, made)
    told = {(CODES[code], int(index)): int(day) for code, index, day in
            zip(found.code, found.index, found.better, strict=True)}  # fmt: skip
    assert told[("expedite", 0)] == 3
    assert told[("defer", 1)] == 12
    assert ("cancel", 2) in told
    assert told[("late", 0)] == 5
    assert {EXPEDITE, DEFER, CANCEL} <= set(found.code.tolist())


def test_nothing_starts_in_the_past():
    # part 1 takes 10 days, its parent 0 takes 5: an order for day 3 can be there on day 15 at the earliest
    structure = Structure.of([(0, 1, 1)])
    model = Model(Nodes.of(2, lead=[5, 10]), structure, dated([(0, 3, 4), (0, 40, 1)]), dated([]))
    made = plan(model)
    assert made.wanted_release.tolist() == [-2, 35, -12, 25]
    assert made.release.tolist() == [10, 35, 0, 25]
    assert made.due.tolist() == [15, 40, 10, 35]
    assert made.late_demands().tolist() == [0]
    assert made.covered_on.tolist() == [15, 40]


def test_batches_do_not_delay_what_could_be_on_time():
    # 10 parts in stock, new ones take 20 days: the demand of day 2 must not wait for the batch of a month
    structure = Structure.of([(0, 1, 1)])
    nodes = Nodes.of(2, lead=[1, 20], on_hand=[0, 10 * SCALE], method=[PERIOD, 0], period=[30, 0])
    model = Model(nodes, structure, dated([(0, 2, 10), (0, 9, 10), (0, 30, 5), (0, 33, 5)]), dated([]))
    made = plan(model)
    assert made.late_demands().tolist() == [1]
    assert [q // SCALE for q in made.quantity[made.node == 0].tolist()] == [10, 10, 10]


def test_what_an_order_takes_once_does_not_grow_with_it():
    structure = Structure.of([(0, 1, 2, True), (0, 2, 2)])
    made = plan(Model(Nodes.of(3), structure, dated([(0, 5, 30)]), dated([])), is_kept=False)
    assert orders(made, 1) == {5: 2}
    assert orders(made, 2) == {5: 60}


def test_only_what_must_be_late_is_late():
    # without stock a demand must be late exactly when its day lies before the cumulative lead time
    structure = Structure.of([(0, 1, 1), (1, 2, 3)])
    needs = [(0, day, 5) for day in range(0, 40, 3)]
    for method in range(5):
        nodes = Nodes.of(3, lead=[2, 5, 9], method=method, lot=7 * SCALE, period=10, setup=50, holding=1e-7)
        made = plan(Model(nodes, structure, dated(needs), dated([])))
        assert made.late_demands().tolist() == [row for row, need in enumerate(needs) if need[1] < 16]
