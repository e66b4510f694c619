"""Runs of MRP over the company: what is proposed, what is firmed, what stays when a run fails."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.utils import timezone

from erp.core.errors import Conflict, Invalid, NotFound, NotPermitted
from erp.masterdata.selectors.company import business_day
from inventory.models import Demand, Item, PurchaseRequisition
from inventory.services.requisitions import approve_requisition
from inventory.services.stock import receive_stock
from production.models import PlannedOrder, PlannedPeg, PlanningException, PlanningRun
from production.selectors.planning import plan_in_force
from production.services.planned_orders import firm_planned_orders, settle_exceptions
from production.services.planning_runs import ask_planning, run_planning
from tests.clients import actor_with
from tests.factories import BOSS, assert_books_hold, main_warehouse, make_item

pytestmark = pytest.mark.django_db


def day(after=0):
    return business_day(timezone.now()) + timedelta(days=after)


def demand(item, quantity, after, number="SO-1"):
    keys = Demand.objects.count() + 1
    return Demand.objects.create(
        source_kind="order_line", source_id=keys, document_kind="order", document_id=keys,
        document_number=number, item=item, warehouse=main_warehouse(), due_on=day(after),
        quantity=D(quantity),
    )  # fmt: skip


def mrp_item(sku, **more):
    return make_item(sku=sku, **{"planning": "mrp", "lead_time_days": 2, **more})


def planned(**more):
    run = ask_planning(actor=BOSS, **more)
    run_planning(run.pk)
    return PlanningRun.objects.get(pk=run.pk)


def orders(run=None):
    rows = PlannedOrder.objects.filter(status="proposed").order_by("level", "item__sku", "due_on")
    return [(row.item.sku, row.kind, row.quantity, row.release_on, row.due_on) for row in rows]


def test_a_run_plans_every_level_with_its_pegs(bike) -> None:
    top, frame, wheel, tube = bike
    receive_stock(item=wheel, warehouse=main_warehouse(), quantity=D(4), reason="x", actor=BOSS)
    demand(top, 10, 20)
    run = planned()
    assert (run.state, run.counts["orders"], run.counts["late"]) == ("completed", 4, 0)
    assert orders() == [
        ("BIKE", "make", 10, day(19), day(20)),
        ("FRAME", "make", 10, day(17), day(19)),
        ("WHEEL", "buy", 16, day(14), day(19)),
        ("TUBE", "buy", 30, day(10), day(17)),
    ]
    pegs = PlannedPeg.objects.filter(item=wheel).order_by("supply_kind")
    assert [(peg.supply_kind, peg.need_kind, peg.quantity) for peg in pegs] == [(0, 1, 4), (2, 1, 16)]
    assert_books_hold()


def test_run_again_with_nothing_changed_keeps_the_same_plan(bike) -> None:
    demand(bike[0], 10, 20)
    planned()
    first = orders()
    planned()
    assert orders() == first
    assert_books_hold()


def test_firmed_purchases_are_not_proposed_again(bike) -> None:
    _top, _frame, wheel, tube = bike
    demand(wheel, 6, 20)
    demand(tube, 9, 3)
    planned()
    rows = list(PlannedOrder.objects.order_by("pk"))
    assert [row.late_days for row in rows] == [0, 4]
    firmed = firm_planned_orders(order_ids=[row.pk for row in rows], actor=BOSS)
    assert {row.status for row in firmed} == {"firmed"}
    asked = PurchaseRequisition.objects.order_by("item__sku")
    assert [(r.item.sku, r.quantity, r.needed_on) for r in asked] == [
        ("TUBE", 9, day(7)),
        ("WHEEL", 6, day(20)),
    ]
    assert planned().counts["orders"] == 0
    for row in asked.filter(state="submitted"):
        approve_requisition(requisition_id=row.pk, actor=BOSS)
    assert planned().counts["orders"] == 0
    with pytest.raises(Conflict):
        firm_planned_orders(order_ids=[rows[0].pk], actor=BOSS)
    assert PurchaseRequisition.objects.count() == 2
    assert_books_hold()


def test_only_what_mrp_plans_is_planned(bike) -> None:
    for planning in ("to_order", "reorder_point", "none"):
        item = make_item(sku=f"X-{planning}", planning=planning, reorder_point=D(5))
        demand(item, 10, 5)
    assert planned().counts["orders"] == 0


def test_safety_stock_is_filled_up_without_any_demand() -> None:
    mrp_item("SAFE", safety_stock=D(12), lead_time_days=3)
    planned()
    assert orders() == [("SAFE", "buy", 12, day(0), day(3))]


def test_a_failed_run_leaves_the_plan(bike, monkeypatch) -> None:
    from production.calc.planning.model import PlanningError
    from production.services import planning_runs

    demand(bike[0], 10, 20)
    good, before = planned(), orders()

    def refuse(**_given):
        raise PlanningError("too_large")

    monkeypatch.setattr(planning_runs, "planning_input", refuse)
    bad = planned()
    assert (bad.state, bad.error) == ("failed", "too_large")
    assert plan_in_force() == good
    assert orders() == before
    assert_books_hold()


def test_a_run_that_fails_when_half_is_stored_leaves_the_plan(bike, monkeypatch) -> None:
    from production.calc.planning.model import PlanningError
    from production.services import planning_amend

    demand(bike[0], 10, 20)
    good, before, pegs = planned(), orders(), PlannedPeg.objects.count()
    demand(bike[0], 5, 30)
    stored: list[int] = []

    def break_off(run_id: int, *_given, **_more):
        stored.append(PlannedOrder.objects.filter(run_id=run_id).count())
        with connection.cursor() as cursor:
            cursor.execute("SHOW idle_in_transaction_session_timeout")
            assert cursor.fetchone() == ("10min",)
        raise PlanningError("too_large")

    monkeypatch.setattr(planning_amend, "store_exceptions", break_off)
    bad = planned()
    assert bad.state == "failed"
    assert stored[0] > 0
    assert plan_in_force() == good
    assert (orders(), PlannedPeg.objects.count()) == (before, pegs)
    assert_books_hold()


def test_messages_come_as_a_work_list_and_what_is_settled_stays(bike) -> None:
    _top, _frame, wheel, _tube = bike
    demand(wheel, 6, 1, "SO-77")
    planned()
    rows = PlanningException.objects.order_by("code")
    found = [(row.code, row.subject, row.document_number, row.better_on) for row in rows]
    assert found == [("late", "demand", "SO-77", day(5)), ("past_due", "planned_order", "", day(1))]
    settle_exceptions(exception_ids=[rows[0].pk], actor=BOSS)
    planned()
    assert [row.is_done for row in PlanningException.objects.order_by("code")] == [True, False]


def test_rights_and_bad_input(bike) -> None:
    with pytest.raises(NotPermitted):
        ask_planning(actor=actor_with("sales"))
    for bad in ({"horizon_days": 0}, {"mode": "x"}, {"scenario_id": 4711}):
        with pytest.raises(Invalid):
            ask_planning(actor=BOSS, **bad)
    with pytest.raises(NotFound):
        firm_planned_orders(order_ids=[4711], actor=BOSS)
    assert ask_planning(actor=actor_with("planner")).state == "queued"
    assert Item.objects.filter(sku="BIKE").exists()


def test_a_plan_firmed_whole_is_complete(bike) -> None:
    top, frame, _wheel, _tube = bike
    demand(top, 10, 20)
    planned()
    firmed = firm_planned_orders(order_ids=[row.pk for row in PlannedOrder.objects.all()], actor=BOSS)
    assert sorted(row.document_kind for row in firmed) == [
        "purchase_requisition", "purchase_requisition", "work_order", "work_order",
    ]  # fmt: skip
    run = planned()
    assert (run.counts["orders"], run.counts["late"]) == (0, 0)
    assert not PlanningException.objects.filter(code__in=["cancel", "expedite"]).exists()
    assert Demand.objects.filter(document_kind="work_order").count() == 3
    assert_books_hold()


def test_a_late_plan_firmed_whole_is_complete(bike) -> None:
    top, _frame, _wheel, _tube = bike
    demand(top, 10, 3)
    assert planned().counts["late"] == 1
    rows = PlannedOrder.objects.order_by("level", "item__sku")
    assert [(row.item.sku, row.release_on, row.due_on) for row in rows] == [
        ("BIKE", day(9), day(10)), ("FRAME", day(7), day(9)),
        ("WHEEL", day(0), day(5)), ("TUBE", day(0), day(7)),
    ]  # fmt: skip
    firm_planned_orders(order_ids=[row.pk for row in rows], actor=BOSS)
    assert planned().counts["orders"] == 0
