"""Pieces are scrapped: who waits for them hears of it, what lacks is planned anew, the order is served."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.integrity import run_checks
from erp.core.outbox import relay
from inventory.models import Demand, ExpectedSupply, Peg, Shipment
from orders.models import PromiseSlip
from orders.services.making import raise_work_orders
from production.models import NonConformance, PlannedOrder, WorkOrder
from production.services.dispositions import Decision, decide_non_conformance
from production.services.planned_orders import firm_planned_orders
from production.services.planning_runs import ask_planning, run_planning
from production.services.work_orders import complete_work_order, release_work_order
from tests.clients import actor_with, api_with
from tests.factories import BOSS, confirmed, fresh, make_customer, make_item, quantities
from tests.factories.making import made_item, report


@pytest.fixture
def steel():
    return make_item(stock=200, cost="3")


@pytest.fixture
def lamp(steel):
    return made_item((steel, 2), steps=("Cut", "Weld"), planning="to_order", cost="10")


def nothing_broken():
    relay()
    assert [(one.check.code, one.rows) for one in run_checks() if one.rows] == []


def test_scrap_and_replan(lamp, steel):
    order = confirmed(make_customer(), (lamp, 10))
    work = WorkOrder.objects.get()
    soon = timezone.now().date() + timedelta(days=1)  # too soon for making anew, which takes three days
    Demand.objects.filter(document_kind="order").update(promised_on=soon)
    order.lines.update(promised_on=soon)
    ExpectedSupply.objects.update(due_on=soon)
    WorkOrder.objects.update(due_on=soon, release_on=soon - timedelta(days=1))
    release_work_order(work_order_id=work.pk, actor=BOSS)
    report(work, 8, 1, operation=10, rejected=D(1))
    relay()
    assert Peg.objects.get().quantity == 9  # the spoiled one is gone at once, the doubtful one is not
    found = NonConformance.objects.get()
    decide_non_conformance(non_conformance_id=found.pk, decision=Decision("scrap"), actor=BOSS)
    relay()
    assert Peg.objects.get().quantity == 8
    assert PromiseSlip.objects.get(order=order, state="open").cause in {"supply_short", "shortage"}
    nothing_broken()

    raise_work_orders(order_id=order.pk, actor=BOSS)
    raise_work_orders(order_id=order.pk, actor=BOSS)
    again = WorkOrder.objects.exclude(pk=work.pk).get()
    assert (again.quantity, again.document_number) == (2, order.number)
    assert sum(Peg.objects.values_list("quantity", flat=True)) == 10
    assert Demand.objects.get(document_id=again.pk, document_kind="work_order").quantity == 4

    told = api_with("sales").get(f"/api/v1/orders/{order.number}/production/").json()
    assert told["state"] == "in_production"
    assert {one["number"] for one in told["work_orders"]} == {work.number, again.number}
    report(work, 8, operation=20)
    complete_work_order(work_order_id=work.pk, actor=BOSS)
    nothing_broken()
    assert not Shipment.objects.exists()
    release_work_order(work_order_id=again.pk, actor=BOSS)
    report(again, 2)
    assert quantities(order) == [(10, 10, 0, 0, 0)]
    relay()
    assert Shipment.objects.get().document_number == order.number  # by itself
    complete_work_order(work_order_id=again.pk, actor=BOSS)
    told = api_with("sales").get(f"/api/v1/orders/{order.number}/production/").json()
    assert (told["state"], told["percent"]) == ("made", 100)
    assert not ExpectedSupply.objects.filter(is_open=True).exists()
    assert fresh(steel.balances.get()).on_hand == 200 - 24
    nothing_broken()


def plan():
    """A planning run; gives the lamps and parts that it proposes."""
    run = ask_planning(actor=actor_with("planner"), horizon_days=60)
    run_planning(run.pk)
    return list(PlannedOrder.objects.filter(run=run, status="proposed").order_by("level"))


def test_the_plan_makes_good_what_was_scrapped_and_nothing_more(steel):
    lamp = made_item((steel, 2), planning="mrp", lead_time_days=1, cost="10")
    order = confirmed(make_customer(), (lamp, 10))
    firm_planned_orders(order_ids=[one.pk for one in plan()], actor=BOSS)
    work = WorkOrder.objects.get()
    assert plan() == []
    release_work_order(work_order_id=work.pk, actor=BOSS)
    report(work, 7, 3)
    relay()
    [again] = plan()
    assert (again.item, again.kind, again.quantity) == (lamp, "make", 3)
    complete_work_order(work_order_id=work.pk, actor=BOSS)
    [again] = plan()
    firm_planned_orders(order_ids=[again.pk], actor=BOSS)
    assert plan() == []
    second = WorkOrder.objects.exclude(pk=work.pk).get()
    release_work_order(work_order_id=second.pk, actor=BOSS)
    report(second, 3)
    relay()
    assert quantities(order)[0][:2] == (10, 10)
    nothing_broken()
