"""Low-level codes, gross needs, where-used and cost roll-up as arithmetic, against published examples."""

from decimal import Decimal
from fractions import Fraction

import pytest

from production.calc.costing import Step, Work, changes_between, roll_up
from production.calc.explosion import Bill, Component, Output, explode, parts_of
from production.calc.structure import Circle, gross_needs, low_level_codes, where_used


def bill(*parts, output="1", **more):
    rows = tuple(Component(item, Decimal(quantity), Decimal(scrap)) for item, quantity, scrap in parts)
    return Bill(Decimal(output), rows, **more)


# Heizer and Render, Operations Management, chapter "Material Requirements Planning", example 1 (Speaker
# Kits): 50 Awesome A take 2 B and 3 C; B takes 2 D and 2 E; C takes 2 E and 2 F; F takes 2 D and 1 G.
A, B, C, D, E, F, G = range(1, 8)
SPEAKERS = {
    A: bill((B, 2, 0), (C, 3, 0)),
    B: bill((D, 2, 0), (E, 2, 0)),
    C: bill((E, 2, 0), (F, 2, 0)),
    F: bill((D, 2, 0), (G, 1, 0)),
}


def test_the_speaker_kit_needs_what_the_book_says():
    needs = gross_needs(SPEAKERS, {A: Decimal(50)})
    assert needs == {B: 100, C: 150, D: 800, E: 500, F: 300, G: 300}
    tree: dict[int, Decimal] = {}
    for need in explode(SPEAKERS, A, Decimal(50)):
        tree[need.item_id] = tree.get(need.item_id, Decimal(0)) + need.quantity
    assert tree == needs


def test_low_level_codes_are_the_lowest_place_of_each_item():
    links = {item: [part.item_id for part in one.components] for item, one in SPEAKERS.items()}
    assert low_level_codes(links) == {A: 0, B: 1, C: 1, F: 2, E: 2, D: 3, G: 3}
    with pytest.raises(Circle) as refusal:
        low_level_codes({1: [2], 2: [3], 3: [1], 4: [1]})
    assert refusal.value.path in ([1, 2, 3, 1], [2, 3, 1, 2], [3, 1, 2, 3])


def test_low_level_codes_of_a_deep_and_wide_structure_are_found_in_one_pass():
    links = {
        level * 100 + n: [(level + 1) * 100 + k for k in range(100)]
        for level in range(20)
        for n in range(100)
    }
    codes = low_level_codes(links)
    assert {codes[level * 100] for level in range(21)} == set(range(21))


def test_where_used_is_the_explosion_upside_down():
    uses = where_used(SPEAKERS, D)
    assert {(use.parent_id, use.level, use.quantity) for use in uses} == {
        (B, 1, 2), (F, 1, 2), (A, 2, 4), (C, 2, 4), (A, 3, 12),
    }  # fmt: skip
    assert [use.parent_id for use in uses if use.is_top] == [A, A]


def test_fixed_components_are_taken_once_and_phantoms_passed_through():
    bills = {
        1: Bill(Decimal(1), (Component(2, Decimal(2)), Component(3, Decimal(5), is_fixed=True))),
        2: bill((4, "1.5", "0"), (5, "1", "50"), is_phantom=True),
    }
    parts = {part.component.item_id: part.quantity for part in parts_of(bills, 1, Fraction(10))}
    assert parts == {3: 5, 4: 30, 5: 30}
    assert [need.quantity for need in explode(bills, 1, Decimal(10))] == [20, 30, 30, 5]


def test_a_phantom_of_itself_does_not_run_for_ever():
    with pytest.raises(ValueError):
        parts_of({1: bill((2, 1, 0)), 2: bill((2, 1, 0), is_phantom=True)}, 1, Fraction(1))


def work(setup, run, lot="10", rate="60", setup_rate="30", efficiency="1"):
    step = Step(10, Decimal(setup), Decimal(run), Decimal(rate), Decimal(setup_rate), Decimal(efficiency))
    return Work((step,), Decimal(lot))


def test_costs_roll_up_by_elements_through_all_levels():
    bills = {1: bill((2, 2, 0), (3, 1, 10)), 2: bill((4, 3, 0))}
    works = {1: work(60, 2), 2: work(20, 1, lot="100")}
    costs = roll_up(bills, works, {3: Decimal(5), 4: Decimal("1.5")})
    two = costs[2]
    assert (two.material, two.setup, two.run, two.total) == (
        Decimal("4.5"), Decimal("0.1"), 1, Decimal("5.6"),
    )  # fmt: skip
    one = costs[1]
    assert (one.material, one.setup, one.run) == (Decimal("14.5"), Decimal("3.2"), 4)
    assert (one.level, two.level) == (0, 1)


def test_efficiency_outside_work_and_shares_of_the_cost():
    slow = roll_up({}, {1: work(0, 8, efficiency="0.8")}, {1: Decimal(3)})[1]
    assert (slow.material, slow.run) == (3, 10)
    outside = Step(20, Decimal(0), Decimal(0), Decimal(0), Decimal(0), Decimal(1), Decimal("2.25"), True)
    made = Bill(Decimal(1), (Component(2, Decimal(4)),), outputs=(Output(9, "by", Decimal(1), Decimal(20)),))
    cost = roll_up({1: made}, {1: Work((outside,))}, {2: Decimal(1)})[1]
    assert (cost.material, cost.outside, cost.total) == (Decimal("3.2"), Decimal("1.8"), 5)


def test_what_changed_is_told_with_its_effect():
    def basis(cost, quantity, run):
        found = roll_up({1: bill((2, quantity, 0), (3, 1, 0))}, {1: work(0, run)}, {2: cost, 3: Decimal(1)})
        kept = found[1].basis
        return {name: {str(k): v for k, v in kept[name].items()} for name in ("components", "operations")}

    before, after = basis(Decimal(2), 1, 1), basis(Decimal(3), 2, 4)
    assert [
        (one["kind"], one["from"], one["to"], one["effect"]) for one in changes_between(before, after)
    ] == [
        ("operation", "1.000000", "4.000000", "3.000000"),
        ("quantity", "1", "2", "2"),
        ("component_cost", "2", "3", "2"),
    ]
    assert changes_between(before, before) == []
