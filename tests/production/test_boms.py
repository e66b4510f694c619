from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from erp.core.errors import Invalid, NotPermitted
from erp.core.models import LoggedEvent
from erp.masterdata.models import Unit
from inventory.services.items import create_item
from production.models import Bom, BomComponent
from production.selectors.boms import bills_in_force, explode_item, where_used
from production.services.boms import create_bom, delete_bom, edit_bom

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(admin):
    unit = Unit.objects.get(code="pcs")
    return {
        sku: create_item(values={"sku": sku, "name": sku, "unit_id": unit.pk}, actor=admin)
        for sku in ("BIKE", "WHEEL", "SPOKE", "RIM")
    }


def part(item, quantity, scrap="0"):
    return {"item_id": item.pk, "quantity": Decimal(quantity), "scrap_percent": Decimal(scrap)}


def test_a_bill_is_in_force_at_once_and_explodes(admin, items, django_assert_num_queries):
    create_bom(item_id=items["BIKE"].pk, components=[part(items["WHEEL"], 2)], actor=admin)
    create_bom(
        item_id=items["WHEEL"].pk,
        components=[part(items["SPOKE"], 36, "5"), part(items["RIM"], 1)],
        actor=admin,
    )
    with django_assert_num_queries(2):
        lines = explode_item(items["BIKE"].pk, Decimal(10), timezone.localdate())
    assert [(line.item.sku, line.level, line.quantity, line.path) for line in lines] == [
        ("WHEEL", 1, Decimal(20), ("BIKE",)),
        ("SPOKE", 2, Decimal(756), ("BIKE", "WHEEL")),
        ("RIM", 2, Decimal(20), ("BIKE", "WHEEL")),
    ]
    assert [row.bom.item.sku for row in where_used(items["SPOKE"].pk)] == ["WHEEL"]
    assert LoggedEvent.objects.filter(name="bom.created").count() == 2


def test_the_bill_of_the_day_counts(admin, items):
    bike = items["BIKE"].pk
    create_bom(item_id=bike, components=[part(items["WHEEL"], 2)], valid_from=date(2026, 1, 1), actor=admin)
    create_bom(item_id=bike, components=[part(items["WHEEL"], 3)], valid_from=date(2026, 6, 1), actor=admin)
    assert bills_in_force([bike], date(2025, 12, 31)) == {}
    assert bills_in_force([bike], date(2026, 5, 31))[bike].components[0].quantity == 2
    assert bills_in_force([bike], date(2026, 6, 1))[bike].components[0].quantity == 3


def test_the_same_day_replaces(admin, items):
    for quantity in (2, 4):
        create_bom(
            item_id=items["BIKE"].pk,
            components=[part(items["WHEEL"], quantity)],
            valid_from=date(2026, 1, 1),
            actor=admin,
        )
    assert BomComponent.objects.get().quantity == 4
    assert LoggedEvent.objects.get(name="bom.changed").changes == {
        "components": [["WHEEL × 2"], ["WHEEL × 4"]]
    }


def test_for_how_many_a_bill_is_counts_as_a_change(admin, items):
    bom = create_bom(item_id=items["BIKE"].pk, components=[part(items["WHEEL"], 2)], actor=admin)
    edit_bom(bom_id=bom.pk, output_quantity=Decimal(4), actor=admin)
    assert LoggedEvent.objects.get(name="bom.changed").changes == {"output_quantity": ["1", "4"]}
    edit_bom(bom_id=bom.pk, output_quantity=Decimal(4), actor=admin)
    assert LoggedEvent.objects.filter(name="bom.changed").count() == 1


def test_a_circle_is_refused_with_its_path(admin, items):
    create_bom(item_id=items["BIKE"].pk, components=[part(items["WHEEL"], 2)], actor=admin)
    wheel = create_bom(item_id=items["WHEEL"].pk, components=[part(items["RIM"], 1)], actor=admin)
    with pytest.raises(Invalid) as refusal:
        create_bom(item_id=items["RIM"].pk, components=[part(items["BIKE"], 1)], actor=admin)
    assert refusal.value.code == "bom_cycle"
    assert refusal.value.facts["cycle"] == ["RIM", "BIKE", "WHEEL", "RIM"]
    with pytest.raises(Invalid):
        edit_bom(bom_id=wheel.pk, components=[part(items["WHEEL"], 1)], actor=admin)
    assert Bom.objects.count() == 2
    assert BomComponent.objects.count() == 2


@pytest.mark.parametrize(
    ("quantity", "scrap", "path"),
    [
        ("0", "0", "quantity"),
        ("-1", "0", "quantity"),
        ("NaN", "0", "quantity"),
        ("1e30", "0", "quantity"),
        ("1", "101", "scrap_percent"),
        ("1", "-1", "scrap_percent"),
    ],
)
def test_a_component_must_make_sense(admin, items, quantity, scrap, path):
    with pytest.raises(Invalid) as refusal:
        create_bom(item_id=items["BIKE"].pk, components=[part(items["WHEEL"], quantity, scrap)], actor=admin)
    assert f"components[0].{path}" in refusal.value.errors
    assert not Bom.objects.exists()


def test_components_are_there_known_and_named_once(admin, items):
    bike, wheel = items["BIKE"].pk, items["WHEEL"]
    cases: list[tuple[list[Any], str]] = [
        ([], "components"),
        ([part(wheel, 1), part(wheel, 2)], "components[1].product"),
        ([{"item_id": 999_999, "quantity": Decimal(1)}], "components[0].product"),
        ([{"item_id": wheel.pk}], "components[0].quantity"),
    ]
    for components, path in cases:
        with pytest.raises(Invalid) as refusal:
            create_bom(item_id=bike, components=components, actor=admin)
        assert path in refusal.value.errors
    assert not Bom.objects.exists()


def test_a_deleted_bill_gives_way_to_the_one_before(admin, items):
    bike = items["BIKE"].pk
    create_bom(item_id=bike, components=[part(items["WHEEL"], 2)], valid_from=date(2026, 1, 1), actor=admin)
    later = create_bom(
        item_id=bike, components=[part(items["WHEEL"], 3)], valid_from=date(2026, 6, 1), actor=admin
    )
    delete_bom(bom_id=later.pk, actor=admin)
    assert bills_in_force([bike], date(2026, 7, 1))[bike].components[0].quantity == 2


def test_without_the_right_nothing_is_changed(reader, items):
    with pytest.raises(NotPermitted):
        create_bom(item_id=items["BIKE"].pk, components=[part(items["WHEEL"], 2)], actor=reader)
    assert not Bom.objects.exists()
