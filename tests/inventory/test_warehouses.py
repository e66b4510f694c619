from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from erp.core.errors import Conflict, Invalid
from erp.masterdata.models import Supplier, Unit
from erp.masterdata.services.suppliers import create_supplier
from inventory.models import ItemCategory, Location, SupplierItem, Warehouse
from inventory.selectors.warehouses import default_warehouse
from inventory.services.categories import create_category, delete_category, edit_category
from inventory.services.items import create_item
from inventory.services.stock import receive_stock
from inventory.services.suppliers import create_offer, delete_offer, edit_offer
from inventory.services.warehouses import (
    create_location,
    create_warehouse,
    delete_location,
    delete_warehouse,
    edit_location,
    edit_warehouse,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(admin):
    unit = Unit.objects.get(code="pcs")
    return create_item(values={"sku": "A", "name": "A", "unit_id": unit.pk}, actor=admin)


def fill(item, admin):
    warehouse = Warehouse.objects.get(code="MAIN")
    receive_stock(
        item=item,
        warehouse=warehouse,
        quantity=Decimal(1),
        reason="test",
        actor=admin,
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return warehouse


def test_a_warehouse_comes_with_its_locations(admin):
    warehouse = create_warehouse(values={"code": "EAST", "name": "East"}, actor=admin)
    assert set(warehouse.locations.values_list("code", "kind", "is_usable")) == {
        ("STOCK", "storage", True),
        ("QUALITY", "quality", False),
        ("SCRAP", "scrap", False),
    }


def test_the_default_moves_from_one_warehouse_to_another(admin):
    first = default_warehouse()
    assert first is not None
    assert first.code == "MAIN"
    east = create_warehouse(values={"code": "EAST", "name": "East", "is_default": True}, actor=admin)
    assert default_warehouse() == east
    main = Warehouse.objects.get(code="MAIN")
    edit_warehouse(warehouse_id=main.pk, values={"is_default": True}, actor=admin)
    assert default_warehouse() == main
    with pytest.raises(Conflict):
        edit_warehouse(warehouse_id=main.pk, values={"is_default": False}, actor=admin)


def test_a_warehouse_with_stock_stays_open(admin, item):
    create_warehouse(values={"code": "EAST", "name": "East", "is_default": True}, actor=admin)
    main = fill(item, admin)
    with pytest.raises(Conflict) as refusal:
        edit_warehouse(warehouse_id=main.pk, values={"is_active": False}, actor=admin)
    assert refusal.value.code == "warehouse_holds_stock"
    with pytest.raises(Conflict):
        delete_warehouse(warehouse_id=main.pk, actor=admin)


def test_an_unused_warehouse_can_be_deleted(admin):
    east = create_warehouse(values={"code": "EAST", "name": "East"}, actor=admin)
    delete_warehouse(warehouse_id=east.pk, actor=admin)
    assert Warehouse.objects.count() == 1
    assert Location.objects.count() == 3


def test_a_locations_kind_says_whether_it_counts(admin):
    main = Warehouse.objects.get(code="MAIN")
    for kind, usable in (("storage", True), ("receiving", False), ("quality", False), ("scrap", False)):
        location = create_location(
            warehouse_id=main.pk, values={"code": f"L-{kind}", "kind": kind}, actor=admin
        )
        assert location.is_usable is usable
    with pytest.raises(Invalid) as refusal:
        create_location(
            warehouse_id=main.pk, values={"code": "Q", "kind": "quality", "is_usable": True}, actor=admin
        )
    assert "is_usable" in refusal.value.errors


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"code": "STOCK"}, "code"),
        ({"code": ""}, "code"),
        ({"code": "X", "kind": "attic"}, "kind"),
        ({"code": "X", "pick_sequence": -1}, "pick_sequence"),
    ],
)
def test_a_location_must_make_sense(admin, values, path):
    main = Warehouse.objects.get(code="MAIN")
    with pytest.raises(Invalid) as refusal:
        create_location(warehouse_id=main.pk, values=values, actor=admin)
    assert path in refusal.value.errors
    assert Location.objects.count() == 3


def test_two_warehouses_may_have_locations_of_one_code(admin):
    east = create_warehouse(values={"code": "EAST", "name": "East"}, actor=admin)
    for warehouse in (east, Warehouse.objects.get(code="MAIN")):
        create_location(warehouse_id=warehouse.pk, values={"code": "A-01"}, actor=admin)
    assert Location.objects.filter(code="A-01").count() == 2


def test_a_location_with_stock_keeps_its_kind(admin, item):
    main = fill(item, admin)
    stock = main.locations.get(code="STOCK")
    with pytest.raises(Conflict) as refusal:
        edit_location(location_id=stock.pk, values={"kind": "scrap"}, actor=admin)
    assert refusal.value.code == "location_holds_stock"
    edit_location(location_id=stock.pk, values={"zone": "A", "pick_sequence": 4}, actor=admin)
    with pytest.raises(Conflict):
        delete_location(location_id=stock.pk, actor=admin)
    empty = main.locations.get(code="SCRAP")
    delete_location(location_id=empty.pk, actor=admin)
    assert main.locations.count() == 2


def test_categories_nest_without_circles(admin):
    bikes = create_category(values={"code": "B", "name": "Bikes"}, actor=admin)
    road = create_category(values={"code": "R", "name": "Road", "parent_id": bikes.pk}, actor=admin)
    with pytest.raises(Invalid) as refusal:
        edit_category(category_id=bikes.pk, values={"parent_id": road.pk}, actor=admin)
    assert "parent" in refusal.value.errors
    with pytest.raises(Conflict):
        delete_category(category_id=bikes.pk, actor=admin)
    delete_category(category_id=road.pk, actor=admin)
    assert ItemCategory.objects.get() == bikes


def test_a_supplier_offers_a_product_once(admin, item):
    supplier = create_supplier(values={"name": "Steel & Co"}, actor=admin)
    values: Any = {
        "supplier_id": supplier.pk,
        "item_id": item.pk,
        "price": Decimal("3.2"),
        "lead_time_days": 9,
    }
    offer = create_offer(values=values, actor=admin)
    with pytest.raises(Invalid) as refusal:
        create_offer(values=values, actor=admin)
    assert "product" in refusal.value.errors
    edit_offer(offer_id=offer.pk, values={"price": Decimal(4), "multiple": Decimal(10)}, actor=admin)
    assert SupplierItem.objects.get().price == 4
    with pytest.raises(Invalid) as refusal:
        edit_offer(offer_id=offer.pk, values={"multiple": Decimal(0)}, actor=admin)
    assert "multiple" in refusal.value.errors
    delete_offer(offer_id=offer.pk, actor=admin)
    assert Supplier.objects.count() == 1
