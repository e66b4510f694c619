from decimal import Decimal as D
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.core.errors import Conflict
from inventory.calc.putaway import Bin, fill_bins, room_left
from inventory.models import ItemCategory, Location, PutawayRule, Zone
from inventory.selectors.putaway import suggest_putaway
from inventory.services.stock import receive_stock
from inventory.services.warehouses import LocationValues, create_location, edit_location
from tests.factories import BOSS, main_warehouse, make_item

pytestmark = pytest.mark.django_db


def bin_of(code, **values):
    filled = cast(LocationValues, {"code": code, **values})
    return create_location(warehouse_id=main_warehouse().pk, values=filled, actor=BOSS)


def put(item, location, quantity, **more):
    receive_stock(
        item=item, warehouse=main_warehouse(), quantity=D(quantity), reason="test", actor=BOSS,
        location=location, **more,
    )  # fmt: skip


def suggested(item, quantity, lot=None):
    found = suggest_putaway(item=item, warehouse_id=main_warehouse().pk, quantity=D(quantity), lot=lot)
    return [(place.code, part) for place, part in found]


def test_without_rules_goods_go_where_the_item_lies_then_to_empty_bins_in_picking_order():
    item, other = make_item(), make_item()
    first, second = bin_of("A-1", pick_sequence=5), bin_of("A-2", pick_sequence=6)
    put(other, Location.objects.get(code="STOCK"), 1)
    assert suggested(item, 3) == [("A-1", D(3))]
    put(item, second, 1)
    assert suggested(item, 3) == [("A-2", D(3))]
    put(item, first, 1)
    assert suggested(item, 3) == [("A-1", D(3))]


def test_rules_come_in_their_order_and_overflow_to_the_next_bin():
    item = make_item()
    zone = Zone.objects.create(warehouse=main_warehouse(), code="FAST")
    bin_of("F-1", zone="FAST", pick_sequence=2, capacity_quantity=D(10))
    bin_of("F-2", zone="FAST", pick_sequence=3, capacity_quantity=D(4))
    gate = bin_of("G-1", pick_sequence=9, capacity_quantity=D(5))
    PutawayRule.objects.create(warehouse=main_warehouse(), sequence=2, zone=zone)
    PutawayRule.objects.create(warehouse=main_warehouse(), sequence=1, item=item, location=gate)
    assert suggested(item, 30) == [("G-1", D(5)), ("F-1", D(10)), ("F-2", D(4)), ("STOCK", D(11))]


def test_a_rule_of_a_category_holds_for_the_categories_inside_it():
    outer = ItemCategory.objects.create(code="OUT", name="Outer")
    inner = ItemCategory.objects.create(code="IN", name="Inner", parent=outer)
    item, other = make_item(category=inner), make_item()
    place = bin_of("C-1", pick_sequence=50, category_id=outer.pk)
    PutawayRule.objects.create(warehouse=main_warehouse(), category=outer, location=place)
    assert suggested(item, 1) == [("C-1", D(1))]
    assert suggested(other, 1) == [("STOCK", D(1))]


def test_a_lot_goes_to_its_own_bin_first_and_never_into_a_bin_of_another_lot_only():
    item = make_item(tracking="lot")
    one = bin_of("L-1", pick_sequence=0, allows_mixed_lots=False)
    put(item, one, 2, lot="B1")
    lot = item.lots.get(code="B1")
    assert suggested(item, 1, lot) == [("L-1", D(1))]
    assert suggested(item, 1) == [("STOCK", D(1))]


def test_weight_limits_in_whole_pieces_and_mixing_is_respected():
    heavy, other = make_item(weight_kg=D("3")), make_item()
    bin_of("W-1", pick_sequence=0, capacity_weight_kg=D(10))
    alone = bin_of("W-2", pick_sequence=0, allows_mixed_items=False)
    put(other, alone, 1)
    assert suggested(heavy, 5) == [("W-1", D(3)), ("STOCK", D(2))]


def test_no_room_anywhere_is_refused_with_what_is_left():
    item = make_item()
    edit_location(
        location_id=Location.objects.get(code="STOCK").pk, values={"capacity_quantity": D(4)}, actor=BOSS
    )
    with pytest.raises(Conflict) as refusal:
        suggested(item, 10)
    assert (refusal.value.code, refusal.value.facts["left"]) == ("no_room", D(6))


def test_blocked_places_are_never_suggested():
    item = make_item()
    put(item, Location.objects.get(code="QUALITY"), 5)
    assert suggested(item, 1) == [("STOCK", D(1))]


@given(
    st.integers(1, 10_000),
    st.lists(st.one_of(st.none(), st.integers(0, 500)), max_size=8),
)
def test_shares_and_rest_add_up_and_no_bin_takes_more_than_its_room(quantity, rooms):
    bins = [Bin(n, (n,), None if room is None else D(room)) for n, room in enumerate(rooms)]
    shares, left = fill_bins(D(quantity), bins, whole=True)
    assert sum((part for _, part in shares), left) == quantity
    assert all((limit := bins[pk].room) is None or part <= limit for pk, part in shares)
    assert all(part > 0 for _, part in shares)
    assert left == 0 or all(room is not None for room in rooms)


def test_room_is_never_negative():
    room = room_left(capacity=D(5), used=D(9), capacity_weight=None, used_weight=D(0), unit_weight=D(0))
    assert room == 0
