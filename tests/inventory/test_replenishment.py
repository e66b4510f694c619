"""A replenishment run: what is low, why, how many; asked for once however often it runs."""

from __future__ import annotations

import itertools
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.errors import Conflict, Invalid, NotPermitted
from erp.rules.selectors.rules import forget_rules
from erp.rules.services.watching import watch_rules
from inventory.models import (
    Location,
    Move,
    PurchaseRequisition,
    ReplenishmentPolicy,
    ReplenishmentSetting,
    ReplenishmentSuggestion,
    StockFigure,
    SupplierItem,
    Warehouse,
)
from inventory.services.replenishment import (
    accept_suggestion,
    dismiss_suggestion,
    run_replenishment,
)
from inventory.services.requisitions import approve_requisition, reject_requisition
from tests.clients import actor_with
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    make_supplier,
    receive,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("replenishment")
_days = itertools.count(1)


@pytest.fixture(autouse=True)
def fresh_rules():
    """What a test before has published is forgotten."""
    forget_rules()


def low_item(stock="5", point="10", **more):
    values: dict[str, Any] = {"planning": "reorder_point", "reorder_point": D(point)} | more
    return make_item(stock=stock, **values)


def ran():
    run_replenishment(actor=BOSS)
    return {row.item_id: row for row in ReplenishmentSuggestion.objects.filter(status="open")}


def used(item, *weekly, warehouse=None):
    """Write a history of issues into the ledger: so many in each week, the latest first."""
    warehouse = warehouse or main_warehouse()
    place = Location.objects.filter(warehouse=warehouse, is_usable=True).first()
    now = timezone.now()
    Move.objects.bulk_create(
        Move(
            at=now - timedelta(days=7 * week + 3), kind="issue", item=item, warehouse=warehouse,
            location=place, quantity=-D(quantity), value=-D(quantity) * item.standard_cost,
        )
        for week, quantity in enumerate(weekly) if quantity
    )  # fmt: skip


def test_at_or_below_the_point_and_not_above() -> None:
    at, below, above = low_item("10"), low_item("4"), low_item("11")
    found = ran()
    assert set(found) == {at.pk, below.pk}
    assert found[below.pk].quantity == 10
    assert above.pk not in found


def test_the_lot_of_the_item_minimum_and_multiple_of_the_source() -> None:
    item = low_item("4", reorder_quantity=D(7))
    SupplierItem.objects.create(
        supplier=make_supplier(), item=item, price=D(2), minimum_quantity=D(10), multiple=D(6)
    )
    row = ran()[item.pk]
    assert row.quantity == 12
    assert row.supplier_id is not None


def test_what_is_coming_asked_for_and_wanted_counts() -> None:
    item = low_item("20")
    confirmed(make_customer(), (item, 15))
    row = ran()[item.pk]
    assert (row.on_hand, row.demand, row.quantity) == (20, 15, 10)
    accept_suggestion(suggestion_id=row.pk, actor=BOSS)
    assert item.pk not in ran()


def morning() -> dict[str, int]:
    """The run of the night, then what the shipped rules do about it in the morning."""
    run_replenishment(actor=SYSTEM)
    return watch_rules(at=timezone.now() + timedelta(days=next(_days)))


def test_low_stock_asks_once() -> None:
    item = low_item("3")
    low_item("3", supply="make"), low_item("3", planning="mrp")
    fired = morning()
    assert (fired["low_stock"], fired["low_stock_told"]) == (1, 2)
    assert "low_stock" not in morning()
    row = PurchaseRequisition.objects.get()
    assert (row.item_id, row.quantity, row.state, row.origin_kind) == (item.pk, 10, "submitted", "stock")
    approve_requisition(requisition_id=row.pk, actor=BOSS)
    assert "low_stock" not in morning()
    assert_books_hold()


def test_more_demand_raises_the_same_requisition() -> None:
    item = low_item("3")
    morning()
    confirmed(make_customer(), (item, 10))
    morning()
    assert PurchaseRequisition.objects.get().quantity == 20


def test_a_rejected_requisition_is_asked_for_anew() -> None:
    low_item("3")
    morning()
    row = PurchaseRequisition.objects.get()
    reject_requisition(requisition_id=row.pk, reason="Later", actor=BOSS)
    morning()
    assert PurchaseRequisition.objects.filter(state="submitted").count() == 1


def test_nothing_is_raised_by_itself_when_the_company_says_so() -> None:
    ReplenishmentSetting.objects.update_or_create(pk=1, defaults={"raises_requisitions": False})
    low_item("3")
    morning()
    assert not PurchaseRequisition.objects.exists()


def test_a_calculated_point_from_demand_lead_time_and_service() -> None:
    item = make_item(stock=10, lead_time_days=14, cost="4")
    used(item, *[14] * 26)
    ReplenishmentPolicy.objects.create(item=item, warehouse=main_warehouse(), service_level=D("0.95"))
    row = ran()[item.pk]
    assert float(row.reorder_point) == pytest.approx(28, abs=1.5)
    assert float(row.safety_stock) == pytest.approx(0, abs=1)
    assert row.facts["lot"] == "economic"
    assert float(row.quantity) == pytest.approx(301, abs=3)  # √(2 · 730 · 50 / 0.8), whole
    wild = make_item(stock=10, lead_time_days=14)
    used(wild, *[0, 28] * 13)
    ReplenishmentPolicy.objects.create(item=wild, warehouse=main_warehouse())
    assert ran()[wild.pk].safety_stock > 20


def test_price_breaks_make_the_lot() -> None:
    item = make_item(stock=0, lead_time_days=7)
    used(item, *[70] * 26)
    ReplenishmentPolicy.objects.create(item=item, warehouse=main_warehouse())
    offer = SupplierItem.objects.create(supplier=make_supplier(), item=item, price=D(4))
    offer.price_breaks.create(from_quantity=D(2000), price=D(3))
    row = ran()[item.pk]
    assert (row.facts["lot"], row.quantity) == ("economic_breaks", 2000)


def test_minimum_and_maximum_and_period() -> None:
    both = make_item(stock=5)
    ReplenishmentPolicy.objects.create(
        item=both, warehouse=main_warehouse(), method="min_max", is_calculated=False,
        reorder_point=D(5), maximum=D(40),
    )  # fmt: skip
    period = make_item(stock=0, lead_time_days=7)
    used(period, *[7] * 26)
    ReplenishmentPolicy.objects.create(
        item=period, warehouse=main_warehouse(), method="period", period_days=30
    )
    found = ran()
    assert found[both.pk].quantity == 35
    assert float(found[period.pk].quantity) == pytest.approx(37, abs=1.5)


def test_warehouses_share_the_items_point_unless_one_has_its_own() -> None:
    other = Warehouse.objects.create(code="W2", name="Second")
    Location.objects.create(warehouse=other, code="A", kind="storage")
    item = low_item("6")
    receive(item, 6, warehouse=other)
    assert item.pk not in ran()
    ReplenishmentPolicy.objects.create(
        item=item, warehouse=other, is_calculated=False, reorder_point=D(8), order_quantity=D(5)
    )
    run_replenishment(actor=BOSS)
    rows = ReplenishmentSuggestion.objects.filter(item=item).order_by("warehouse__code")
    assert [(row.warehouse.code, row.on_hand, row.quantity) for row in rows] == [
        ("MAIN", 6, 10), ("W2", 6, 5),
    ]  # fmt: skip


def test_a_person_decides_a_suggestion_once() -> None:
    item, other = low_item("3", planning="mrp"), low_item("3", planning="mrp")
    found = ran()
    row = accept_suggestion(suggestion_id=found[item.pk].pk, quantity=D(20), actor=actor_with("buyer"))
    assert row.requisition is not None and row.requisition.quantity == 20
    with pytest.raises(Conflict):
        accept_suggestion(suggestion_id=row.pk, actor=BOSS)
    with pytest.raises(Invalid):
        accept_suggestion(suggestion_id=found[other.pk].pk, quantity=D(0), actor=BOSS)
    with pytest.raises(NotPermitted):
        accept_suggestion(suggestion_id=found[other.pk].pk, actor=actor_with("sales"))
    dismiss_suggestion(suggestion_id=found[other.pk].pk, actor=BOSS)
    assert fresh(found[other.pk]).status == "dismissed"
    assert other.pk in ran()


def test_figures_of_stock() -> None:
    star, slow = make_item(stock=100, cost="4"), make_item(stock=50, cost="2")
    used(star, *[14] * 26)
    run_replenishment(actor=BOSS)
    top, low = StockFigure.objects.get(item=star), StockFigure.objects.get(item=slow)
    assert (top.abc, top.xyz, top.used, top.used_value) == ("A", "X", 364, 1456)
    assert top.turnover == pytest.approx(1456 * 365 / 182 / 400)
    assert top.cover_days == pytest.approx(50) and not top.is_slow
    assert top.sell_through == pytest.approx(364 / 464)
    assert (low.abc, low.xyz, low.is_slow, low.excess, low.excess_value) == ("C", "Z", True, 50, 100)
