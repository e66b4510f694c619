"""An order for what is made to order: work order, report, reservation, shipment; and what goes wrong."""

from decimal import Decimal as D

import pytest

from erp.core.outbox import relay
from inventory.models import Demand, ExpectedSupply, Peg
from orders.services.amend import LineChange, amend_order
from orders.services.making import raise_work_orders
from orders.services.orders import cancel_order
from production.models import WorkOrder
from production.selectors.work_orders import in_list, surplus_of, unneeded
from production.services.work_orders import (
    cancel_work_order,
    close_work_order,
    complete_work_order,
    release_work_order,
    start_work_order,
)
from tests.factories import BOSS, confirmed, fresh, make_customer, make_item, quantities, ship
from tests.factories.making import made_item, report


@pytest.fixture
def steel():
    return make_item(stock=100, cost="3")


@pytest.fixture
def lamp(steel):
    return made_item((steel, 2), steps=("Cut", "Weld"), planning="to_order", cost="10")


def test_order_work_order_report_reserve_ship(lamp, steel):
    order = confirmed(make_customer(), (lamp, 5))
    assert order.fulfillment_state == "awaiting_supply"
    work = WorkOrder.objects.get()
    assert (work.document_number, work.quantity, work.state) == (order.number, 5, "planned")
    assert [(p.quantity, p.supply.document_number) for p in Peg.objects.all()] == [(5, work.number)]

    release_work_order(work_order_id=work.pk, actor=BOSS)
    need = Demand.objects.get(source_kind="work_order_component")
    assert (need.quantity, need.reserved) == (10, 10)
    start_work_order(work_order_id=work.pk, actor=BOSS)
    relay()
    assert fresh(order).fulfillment_state == "in_production"

    report(work, 5, operation=10)
    assert quantities(order) == [(5, 0, 5, 0, 0)]
    report(work, 2, operation=20)
    assert quantities(order) == [(5, 2, 3, 0, 0)]
    assert Peg.objects.get().quantity == 3
    report(work, 3, operation=20)
    assert quantities(order) == [(5, 5, 0, 0, 0)]
    assert fresh(order).fulfillment_state == "allocated"
    complete_work_order(work_order_id=work.pk, actor=BOSS)
    close_work_order(work_order_id=work.pk, actor=BOSS)
    work = fresh(work)
    assert (work.issued_value, work.received_value, work.settled_value) == (30, 50, -20)
    ship(order)
    relay()
    assert fresh(order).fulfillment_state == "shipped"
    assert not ExpectedSupply.objects.filter(is_open=True).exists()


def test_parts_made_to_order_get_work_orders_of_their_own(steel):
    frame = made_item((steel, 4), planning="to_order")
    bike = made_item((frame, 1), planning="to_order")
    order = confirmed(make_customer(), (bike, 3))
    top, below = WorkOrder.objects.order_by("pk")
    assert (top.item_id, top.document_number) == (bike.pk, order.number)
    assert (below.item_id, below.document_number, below.quantity) == (frame.pk, top.number, 3)
    assert below.due_on <= top.release_on
    for work in (below, top):
        release_work_order(work_order_id=work.pk, actor=BOSS)
        report(work, 3)
    assert quantities(order) == [(3, 3, 0, 0, 0)]


def test_the_customer_with_the_peg_comes_before_those_who_wait_longer(lamp):
    order = confirmed(make_customer(), (lamp, 5))
    other = confirmed(make_customer(), (lamp, 1), priority="rush")
    first, second = WorkOrder.objects.order_by("pk")
    assert (first.document_number, second.document_number) == (order.number, other.number)
    release_work_order(work_order_id=first.pk, actor=BOSS)
    report(first, 5)
    relay()
    assert quantities(order)[0][1] == 5
    assert quantities(other)[0][1] == 0


def test_raised_again_nothing_changes_and_an_amendment_makes_the_rest(lamp):
    order = confirmed(make_customer(), (lamp, 5))
    raise_work_orders(order_id=order.pk, actor=BOSS)
    assert WorkOrder.objects.count() == 1
    amend_order(order_id=order.pk, changes=[LineChange(order.lines.get().pk, D(8))], actor=BOSS)
    assert sorted(WorkOrder.objects.values_list("quantity", flat=True)) == [3, 5]
    assert sum(Peg.objects.values_list("quantity", flat=True)) == 8


def test_order_cancelled_supply_left(lamp):
    order = confirmed(make_customer(), (lamp, 5))
    work = WorkOrder.objects.get()
    release_work_order(work_order_id=work.pk, actor=BOSS)
    amend_order(order_id=order.pk, changes=[LineChange(order.lines.get().pk, D(4))], actor=BOSS)
    assert surplus_of(in_list(WorkOrder.objects.all()).get()) == 1
    cancel_order(order_id=order.pk, reason="no money", actor=BOSS)
    assert not Peg.objects.exists()
    [left] = unneeded(in_list(WorkOrder.objects.all()))
    assert surplus_of(left) == 5
    cancel_work_order(work_order_id=work.pk, reason="nobody needs it", actor=BOSS)
    relay()
    assert not Demand.objects.filter(reserved__gt=0).exists()
    assert not unneeded(in_list(WorkOrder.objects.all()))


def test_a_cancelled_work_order_is_told_to_its_order(lamp):
    order = confirmed(make_customer(), (lamp, 5))
    cancel_work_order(work_order_id=WorkOrder.objects.get().pk, reason="machine broke", actor=BOSS)
    relay()
    assert fresh(order).fulfillment_state == "unallocated"
    assert not Peg.objects.exists()
    raise_work_orders(order_id=order.pk, actor=BOSS)
    assert WorkOrder.objects.filter(state="planned").count() == 1
    assert fresh(order).fulfillment_state == "awaiting_supply"
