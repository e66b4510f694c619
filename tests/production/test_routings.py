"""Work centers and routings: what is taken, what is refused, what costs roll up to."""

from datetime import date
from decimal import Decimal

import pytest

from erp.core.errors import Conflict, Invalid, NotPermitted, StaleVersion
from erp.core.models import LoggedEvent
from erp.masterdata.models import Currency, Supplier, WorkingCalendar
from inventory.models import Item
from production.models import CostRollup, ItemCost, OperationAlternative, Routing, WorkCenter
from production.selectors.routings import routings_in_force
from production.services.boms import create_bom
from production.services.costs import adopt_costs, roll_up_costs
from production.services.routings import create_routing, delete_routing, edit_routing
from production.services.work_centers import (
    WorkCenterValues,
    create_work_center,
    delete_work_center,
    edit_work_center,
)
from tests.factories import make_item

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


@pytest.fixture
def calendar():
    hours = [["08:00", "12:00"], ["13:00", "17:00"]]
    return WorkingCalendar.objects.create(code="ONE", name="One shift", weekly={"monday": hours})


@pytest.fixture
def saw(admin, calendar):
    values: WorkCenterValues = {
        "code": "SAW",
        "name": "Sawing",
        "calendar_id": calendar.pk,
        "cost_per_hour": Decimal(60),
        "setup_cost_per_hour": Decimal(30),
    }
    return create_work_center(values=values, actor=admin)


def test_a_work_center_is_made_changed_and_deleted(admin, saw):
    assert (saw.machines, saw.efficiency, saw.version) == (1, 1, 1)
    edit_work_center(work_center_id=saw.pk, values={"machines": 3}, expected_version=1, actor=admin)
    with pytest.raises(StaleVersion):
        edit_work_center(work_center_id=saw.pk, values={"machines": 4}, expected_version=1, actor=admin)
    assert LoggedEvent.objects.get(name="work_center.changed").changes == {"machines": [1, 3]}
    delete_work_center(work_center_id=saw.pk, actor=admin)
    assert not WorkCenter.objects.exists()


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"calendar_id": None}, "calendar"),
        ({"machines": 0}, "machines"),
        ({"machines": -1}, "machines"),
        ({"efficiency": Decimal(0)}, "efficiency"),
        ({"efficiency": Decimal("NaN")}, "efficiency"),
        ({"cost_per_hour": Decimal(-1)}, "cost_per_hour"),
        ({"code": ""}, "code"),
        ({"name": ""}, "name"),
        ({"calendar_id": 999_999}, "calendar"),
    ],
)
def test_a_work_center_must_make_sense(admin, saw, values, path):
    with pytest.raises(Invalid) as refusal:
        edit_work_center(work_center_id=saw.pk, values=values, actor=admin)
    assert path in refusal.value.errors
    saw.refresh_from_db()
    assert saw.version == 1


def operation(center, **more):
    return {"work_center_id": center.pk, "name": "Cut", "run_minutes": Decimal(2), **more}


def test_a_routing_is_numbered_in_force_and_replaced(admin, saw):
    item = make_item(sku="LEG")
    drill = create_work_center(
        values={"code": "DRL", "name": "Drilling", "calendar_id": saw.calendar_id}, actor=admin
    )
    other = {"alternatives": [{"work_center_id": drill.pk, "factor": Decimal("1.5")}]}
    operations = [operation(saw, **other), operation(drill, name="")]
    routing = create_routing(item_id=item.pk, operations=operations, valid_from=DAY, actor=admin)
    found = routings_in_force([item.pk], DAY)[item.pk]
    assert [(row.number, row.name) for row in found.operations.all()] == [(10, "Cut"), (20, "Drilling")]
    assert OperationAlternative.objects.get().factor == Decimal("1.5")
    later = create_routing(
        item_id=item.pk, operations=[operation(saw)], valid_from=date(2026, 2, 1), actor=admin
    )
    assert later.version == 2
    assert routings_in_force(None, date(2026, 2, 1))[item.pk].pk == later.pk
    edit_routing(routing_id=later.pk, values={"is_active": False}, actor=admin)
    assert routings_in_force([item.pk], date(2026, 2, 1))[item.pk].pk == routing.pk
    delete_routing(routing_id=later.pk, actor=admin)
    with pytest.raises(Conflict) as refusal:
        delete_work_center(work_center_id=drill.pk, actor=admin)
    assert refusal.value.code == "in_use"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"setup_minutes": Decimal(-1)}, "setup_minutes"),
        ({"run_minutes": Decimal("-0.1")}, "run_minutes"),
        ({"queue_minutes": Decimal("Infinity")}, "queue_minutes"),
        ({"move_minutes": Decimal(10**7)}, "move_minutes"),
        ({"overlap_quantity": Decimal(0)}, "overlap_quantity"),
        ({"lead_days": -1}, "lead_days"),
        ({"lead_days": 3}, "lead_days"),
        ({"work_center_id": None}, "work_center"),
        ({"work_center_id": 999_999}, "work_center"),
        ({"number": 0}, "number"),
        ({"alternatives": [{"work_center_id": 999_999}]}, "alternatives[0].work_center"),
    ],
)
def test_an_operation_must_make_sense(admin, saw, more, path):
    item = make_item(sku="LEG")
    with pytest.raises(Invalid) as refusal:
        create_routing(item_id=item.pk, operations=[operation(saw, **more)], actor=admin)
    assert f"operations[0].{path}" in refusal.value.errors
    assert not Routing.objects.exists()


def test_work_outside_needs_its_days_and_a_place_of_ours_its_calendar(admin, saw):
    item = make_item(sku="LEG")
    supplier = Supplier.objects.create(
        code="PLATER", name="Plater", currency=Currency.objects.get(code="USD")
    )
    values: WorkCenterValues = {
        "code": "OUT",
        "name": "Plating",
        "is_outside": True,
        "supplier_id": supplier.pk,
    }
    outside = create_work_center(values=values, actor=admin)
    with pytest.raises(Invalid) as refusal:
        create_routing(item_id=item.pk, operations=[operation(outside)], actor=admin)
    assert list(refusal.value.errors) == ["operations[0].lead_days"]
    more = {"lead_days": 5, "outside_price": Decimal("1.25")}
    routing = create_routing(item_id=item.pk, operations=[operation(outside, **more)], actor=admin)
    assert routing.operations.get().supplier == supplier
    edit_work_center(work_center_id=saw.pk, values={"is_active": False}, actor=admin)
    with pytest.raises(Invalid) as refusal:
        edit_routing(routing_id=routing.pk, operations=[operation(saw)], actor=admin)
    assert list(refusal.value.errors) == ["operations[0].work_center"]
    assert routing.operations.get().work_center == outside


def test_costs_roll_up_tell_what_changed_and_become_standard(admin, saw):
    leg, wood = make_item(sku="LEG"), make_item(sku="WOOD")
    Item.objects.filter(pk=leg.pk).update(supply="make", standard_cost=1)
    Item.objects.filter(pk=wood.pk).update(standard_cost=3)
    create_bom(
        item_id=leg.pk, components=[{"item_id": wood.pk, "quantity": Decimal(2)}], valid_from=DAY, actor=admin
    )
    create_routing(
        item_id=leg.pk,
        operations=[operation(saw, setup_minutes=Decimal(40))],
        values={"lot_quantity": Decimal(20)},
        valid_from=DAY,
        actor=admin,
    )
    first = roll_up_costs(actor=admin)
    cost = first.costs.get()
    assert (cost.material, cost.setup, cost.run, cost.total) == (6, 1, 2, 9)
    assert (cost.before, cost.reasons, first.changed) == (None, [], 1)
    Item.objects.filter(pk=wood.pk).update(standard_cost=4)
    second = roll_up_costs(actor=admin)
    cost = ItemCost.objects.get(rollup=second)
    assert (cost.before, cost.total) == (9, 11)
    assert [(one["kind"], one["product"], one["effect"]) for one in cost.reasons] == [
        ("component_cost", "WOOD", "2")
    ]
    with pytest.raises(Conflict) as refusal:
        adopt_costs(rollup_id=first.pk, actor=admin)
    assert refusal.value.code == "rollup_outdated"
    assert adopt_costs(rollup_id=second.pk, actor=admin) == 1
    leg.refresh_from_db()
    assert leg.standard_cost == 11
    with pytest.raises(Conflict):
        adopt_costs(rollup_id=second.pk, actor=admin)
    assert roll_up_costs(actor=admin).changed == 0


def test_without_rights_nothing_is_written(reader, admin, saw):
    item = make_item(sku="LEG")
    with pytest.raises(NotPermitted):
        create_work_center(values={"code": "X", "name": "X"}, actor=reader)
    with pytest.raises(NotPermitted):
        create_routing(item_id=item.pk, operations=[operation(saw)], actor=reader)
    with pytest.raises(NotPermitted):
        roll_up_costs(actor=reader)
    assert (WorkCenter.objects.count(), Routing.objects.count(), CostRollup.objects.count()) == (1, 0, 0)
