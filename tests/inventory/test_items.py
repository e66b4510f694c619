from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from erp.core.actor import Actor, RowScope
from erp.core.errors import Conflict, Invalid, NotPermitted, StaleVersion
from erp.core.models import LoggedEvent
from erp.masterdata.models import Unit
from inventory.models import Item, ItemUnit, Move, Warehouse
from inventory.selectors.items import item_by_barcode, search_items, unit_factor
from inventory.services.items import create_item, edit_item
from inventory.services.stock import receive_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def pieces() -> Unit:
    return Unit.objects.get(code="pcs")


@pytest.fixture
def cartons() -> Unit:
    return Unit.objects.get(code="ctn")


def make(admin, pieces, **more):
    units = more.pop("units", ())
    values: Any = {
        "sku": "BRG-1",
        "name": "Bearing",
        "unit_id": pieces.pk,
        "list_price": Decimal("12.5"),
    } | more
    return create_item(values=values, units=units, actor=admin)


def test_an_item_starts_with_sensible_planning(admin, pieces):
    assert make(admin, pieces).planning == "mrp"
    assert make(admin, pieces, sku="B", reorder_point=Decimal(5)).planning == "reorder_point"
    assert make(admin, pieces, sku="C", kind="service").planning == "none"
    assert make(admin, pieces, sku="D", reorder_point=Decimal(5), planning="to_order").planning == "to_order"
    assert LoggedEvent.objects.filter(name="product.created").count() == 4


def test_planning_follows_the_reorder_point_until_it_is_chosen(admin, pieces):
    item = make(admin, pieces)
    assert (
        edit_item(item_id=item.pk, values={"reorder_point": Decimal(3)}, actor=admin).planning
        == "reorder_point"
    )
    assert edit_item(item_id=item.pk, values={"reorder_point": None}, actor=admin).planning == "mrp"
    edit_item(item_id=item.pk, values={"planning": "to_order"}, actor=admin)
    edit_item(item_id=item.pk, values={"reorder_point": Decimal(3)}, actor=admin)
    assert Item.objects.get().planning == "to_order"


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"sku": ""}, "sku"),
        ({"sku": "x" * 61}, "sku"),
        ({"name": "  "}, "name"),
        ({"unit_id": None}, "unit"),
        ({"unit_id": 999_999}, "unit"),
        ({"category_id": 999_999}, "category"),
        ({"kind": "ghost"}, "kind"),
        ({"supply": "steal"}, "supply"),
        ({"list_price": Decimal("NaN")}, "list_price"),
        ({"list_price": Decimal("1e30")}, "list_price"),
        ({"list_price": Decimal(-1)}, "list_price"),
        ({"standard_cost": Decimal(-1)}, "standard_cost"),
        ({"safety_stock": Decimal("1e13")}, "safety_stock"),
        ({"reorder_quantity": Decimal(-1)}, "reorder_quantity"),
        ({"lead_time_days": -1}, "lead_time_days"),
        ({"lead_time_days": 99_999}, "lead_time_days"),
        ({"planning": "reorder_point"}, "reorder_point"),
        ({"kind": "service", "tracking": "lot"}, "tracking"),
        ({"custom": {"ghost": 1}}, "custom.ghost"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(admin, pieces, values, path):
    with pytest.raises(Invalid) as refusal:
        make(admin, pieces, **values)
    assert path in refusal.value.errors
    assert not Item.objects.exists()


def test_sku_and_bar_code_are_taken_once(admin, pieces, cartons):
    make(admin, pieces, barcode="690", units=[{"unit_id": cartons.pk, "numerator": 24, "barcode": "691"}])
    for values, path in (
        ({}, "sku"),
        ({"sku": "B", "barcode": "690"}, "barcode"),
        ({"sku": "B", "barcode": "691"}, "barcode"),
    ):
        with pytest.raises(Invalid) as refusal:
            make(admin, pieces, **values)
        assert path in refusal.value.errors
    assert Item.objects.count() == 1


def test_an_items_own_unit_wins_over_the_dimension(admin, pieces, cartons):
    dozen = Unit.objects.get(code="dz")
    item = make(admin, pieces, units=[{"unit_id": cartons.pk, "numerator": 24}])
    assert unit_factor(item, cartons) == 24
    assert unit_factor(item, dozen) == 12
    assert unit_factor(item, pieces) == 1
    edit_item(
        item_id=item.pk,
        values={},
        units=[{"unit_id": dozen.pk, "numerator": 40, "denominator": 3}],
        actor=admin,
    )
    assert unit_factor(Item.objects.select_related("unit").get(), dozen) == Fraction(40, 3)
    with pytest.raises(Invalid) as refusal:
        unit_factor(item, cartons)
    assert refusal.value.code == "unit_not_convertible"


@pytest.mark.parametrize(
    ("unit", "numerator", "path"),
    [("pcs", 2, "units[0].unit"), ("ctn", 0, "units[0].numerator"), ("ctn", -4, "units[0].numerator")],
)
def test_a_unit_of_an_item_must_make_sense(admin, pieces, unit, numerator, path):
    row = {"unit_id": Unit.objects.get(code=unit).pk, "numerator": numerator}
    with pytest.raises(Invalid) as refusal:
        make(admin, pieces, units=[row])
    assert path in refusal.value.errors
    assert not ItemUnit.objects.exists()


def test_a_scanned_code_is_an_item_or_a_pack(admin, pieces, cartons):
    item = make(
        admin, pieces, barcode="690", units=[{"unit_id": cartons.pk, "numerator": 24, "barcode": "691"}]
    )
    assert item_by_barcode(" 690 ") == (item, None)
    assert item_by_barcode("BRG-1") == (item, None)
    found = item_by_barcode("691")
    assert found is not None
    assert found[1] is not None
    assert (found[0], found[1].numerator) == (item, 24)
    assert item_by_barcode("nothing") is None
    assert item_by_barcode("") is None


def test_type_ahead_ranks_exact_codes_first_in_one_query(admin, pieces, django_assert_num_queries):
    make(admin, pieces, sku="6204", name="深沟球轴承")
    make(admin, pieces, sku="X-6204-Z", name="Bearing 6204")
    make(admin, pieces, sku="Y", name="Old 6204", barcode="777", is_active=False)
    with django_assert_num_queries(1):
        found = [item.sku for item in search_items(admin, "6204")]
    assert found == ["6204", "X-6204-Z"]
    for text in ("zc", "zhoucheng", "轴承", "SGQ", "zhoucheng 6204", "62"):
        assert "6204" in [item.sku for item in search_items(admin, text)], text
    assert search_items(admin, "777") == []
    assert [item.sku for item in search_items(admin, "", limit=1)] == ["6204"]
    with pytest.raises(NotPermitted):
        search_items(Actor(), "6204")


def test_a_change_is_audited_with_readable_values(admin, pieces, cartons):
    item = make(admin, pieces)
    edit_item(
        item_id=item.pk,
        values={"name": "Ball bearing", "list_price": Decimal("13"), "unit_id": cartons.pk},
        expected_version=1,
        actor=admin,
    )
    event = LoggedEvent.objects.get(name="product.changed")
    assert event.changes == {
        "name": ["Bearing", "Ball bearing"],
        "list_price": ["12.5", "13"],
        "unit": ["pcs", "ctn"],
    }
    assert event.document_number == "BRG-1"
    with pytest.raises(StaleVersion):
        edit_item(item_id=item.pk, values={"name": "Late"}, expected_version=1, actor=admin)
    assert Item.objects.get().name == "Ball bearing"


def receive(item, admin):
    return receive_stock(
        item=item,
        warehouse=Warehouse.objects.get(code="MAIN"),
        quantity=Decimal(10),
        reason="test",
        actor=admin,
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_a_new_cost_revalues_the_stock(admin, pieces):
    item = make(admin, pieces, standard_cost=Decimal(4))
    receive(item, admin)
    edit_item(item_id=item.pk, values={"standard_cost": Decimal("4.5"), "name": "New"}, actor=admin)
    move = Move.objects.get(kind="revaluation")
    assert (move.quantity, move.value) == (0, Decimal(5))
    row = Item.objects.get()
    assert (row.standard_cost, row.name, row.version) == (Decimal("4.5"), "New", 2)
    assert LoggedEvent.objects.get(name="product.changed").changes["standard_cost"] == ["4", "4.5"]


def test_a_cost_needs_the_right_to_see_costs(admin, pieces):
    item = make(admin, pieces)
    clerk = Actor(permissions=frozenset({"inventory.edit_item"}), scope=RowScope(kind="all"))
    with pytest.raises(NotPermitted):
        edit_item(item_id=item.pk, values={"standard_cost": Decimal(9)}, actor=clerk)
    with pytest.raises(NotPermitted):
        make(clerk, pieces, sku="B", standard_cost=Decimal(9))
    assert Item.objects.get().standard_cost == 0


@pytest.mark.parametrize("cost", ["NaN", "-1", "1e30"])
def test_a_cost_that_is_none_is_refused(admin, pieces, cost):
    item = make(admin, pieces)
    with pytest.raises(Invalid) as refusal:
        edit_item(item_id=item.pk, values={"standard_cost": Decimal(cost)}, actor=admin)
    assert "standard_cost" in refusal.value.errors


@pytest.mark.parametrize(
    "change", [{"unit_id": "ctn"}, {"tracking": "lot"}, {"kind": "service", "planning": "none"}]
)
def test_what_stock_was_moved_by_stays(admin, pieces, change):
    item = make(admin, pieces)
    receive(item, admin)
    values: Any = {
        name: Unit.objects.get(code=value).pk if name == "unit_id" else value
        for name, value in change.items()
    }
    with pytest.raises(Conflict) as refusal:
        edit_item(item_id=item.pk, values=values, actor=admin)
    assert refusal.value.code == "item_has_stock_moves"
    assert Item.objects.get().version == 1
