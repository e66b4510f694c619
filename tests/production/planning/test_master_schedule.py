"""The master schedule: textbook tables, the grid, what planners type, pages, API, rights."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import numpy as np
import pytest

from erp.core.errors import Conflict, Invalid, NotFound, NotPermitted
from inventory.models import ExpectedSupply, PurchaseRequisition
from inventory.services.stock import receive_stock
from production.calc.planning.engine import plan
from production.calc.planning.master import can_promise, can_promise_in_all, projected
from production.calc.planning.model import FIXED, SCALE, Dated, Model, Nodes, Structure, ints
from production.models import PlannedOrder, PlanningRule, PlanningRun, WorkOrder
from production.selectors.master_schedule import master_rows
from production.services.master_schedule import WeekQuantity, set_master_schedule
from tests.clients import actor_with, api_with
from tests.factories import BOSS, assert_books_hold, main_warehouse
from tests.production.planning.test_forecast_needs import forecast, in_week, monday
from tests.production.planning.test_pages import browser
from tests.production.planning.test_runs import day, demand, mrp_item, planned


def one(*values):
    return ints([values])


def test_master_schedule_of_stevensons_pumps() -> None:
    """W. Stevenson, Operations Management, ch. on aggregate planning and master scheduling: industrial pumps.

    64 in stock, lots of 70, forecast 30 a week in June and 40 in July, orders 33, 20, 10, 4, 2.
    """
    forecast_, orders = [30] * 4 + [40] * 4, [33, 20, 10, 4, 2, 0, 0, 0]
    needs = np.maximum(forecast_, orders)
    nodes = Nodes.of(1, on_hand=64 * SCALE, method=FIXED, lot=70 * SCALE)
    demands = Dated.of((0, week, int(need) * SCALE) for week, need in enumerate(needs, 1))
    made = plan(Model(nodes, Structure.of([]), demands, Dated.of()), is_kept=False)
    assert made.wanted.tolist() == [3, 5, 7, 8] and (made.quantity == 70 * SCALE).all()
    receipts = one(0, 0, 70, 0, 70, 0, 70, 70)
    balance = projected(ints([64]), receipts, ints([needs]))
    assert balance.tolist() == [[31, 1, 41, 11, 41, 1, 31, 61]]
    promise = can_promise(ints([64]), receipts, one(*orders))
    assert promise.tolist() == [[11, 0, 56, 0, 68, 0, 70, 70]]
    assert can_promise_in_all(promise).tolist() == [[11, 11, 67, 67, 135, 135, 205, 275]]


def test_master_schedule_without_stock_in_lots_of_75() -> None:
    """The same book's exercise: no stock, lots of 75, forecast 50 a week, orders 52, 35, 20, 12."""
    receipts = one(75, 75, 75, 0, 75, 75, 0, 75)
    promise = can_promise(ints([0]), receipts, one(52, 35, 20, 12, 0, 0, 0, 0))
    assert promise.tolist() == [[23, 40, 43, 0, 75, 75, 0, 75]]


def test_orders_beyond_their_receipt_come_off_the_one_before() -> None:
    promise = can_promise(ints([10]), one(0, 20, 0, 20), one(5, 5, 0, 30))
    assert promise.tolist() == [[5, 5, 0, 0]]
    assert can_promise(ints([0]), one(0, 10, 0, 0), one(0, 30, 0, 0)).tolist() == [[-20, 0, 0, 0]]


@pytest.fixture
def lamp(db):
    """A made item in the master schedule, 15 in stock, ten a week expected, orders in three weeks."""
    item = mrp_item("LAMP", supply="make", lead_time_days=2)
    rule = PlanningRule.objects.create(
        item=item,
        is_master_scheduled=True,
        demand_fence_days=(monday(1) - day()).days,
        back_days=0,
        ahead_days=0,
    )
    receive_stock(item=item, warehouse=main_warehouse(), quantity=D(15), reason="x", actor=BOSS)
    forecast(item, *([10] * 13))
    for week, quantity in ((0, 4), (2, 25), (3, 6)):
        demand(item, quantity, max(in_week(week), 0), f"SO-{week}")
    planned(horizon_days=90)
    return rule


def test_the_grid_shows_forecast_orders_supply_and_promises(lamp) -> None:
    row = master_rows([lamp], today=day())[0]
    weeks = row.weeks
    assert (row.on_hand, len(weeks), weeks[0].starts_on) == (15, 13, monday())
    assert [week.forecast for week in weeks] == [10] * 13
    assert [week.taken for week in weeks[:4]] == [4, 0, 10, 6]
    assert [week.expected for week in weeks[:5]] == [0, 10, 0, 4, 10]
    assert [week.orders for week in weeks[:4]] == [4, 0, 25, 6]
    assert weeks[0].is_in_demand_fence and not weeks[1].is_in_demand_fence
    assert [week.planned for week in weeks[:4]] == [0, 0, 24, 10]
    assert [week.projected for week in weeks[:4]] == [11, 1, 0, 0]
    assert [week.atp for week in weeks[:4]] == [10, 0, 0, 4]
    assert weeks[3].atp_all == 14 and row.worst >= 0


def test_what_a_planner_types_becomes_a_work_order_and_is_planned_around(lamp) -> None:
    planner = actor_with("planner")
    week = monday(2)
    typed = [WeekQuantity(week, D(40), D(0))]
    set_master_schedule(rule_id=lamp.pk, weeks=typed, reason="campaign", actor=planner)
    order = WorkOrder.objects.get()
    assert (order.quantity, order.due_on) == (40, week) and "campaign" in order.reason
    run = PlanningRun.objects.latest("pk")
    assert (run.state, run.mode) == ("queued", "net_change")
    from production.services.planning_runs import run_planning

    run_planning(run.pk)
    assert [one.planned for one in master_rows([lamp], today=day())[0].weeks[:4]] == [0, 0, 0, 0]
    set_master_schedule(rule_id=lamp.pk, weeks=typed, reason="again", actor=planner)
    assert WorkOrder.objects.count() == 1
    assert PlanningRun.objects.latest("pk") == run
    with pytest.raises(Conflict) as refused:
        set_master_schedule(
            rule_id=lamp.pk, weeks=[WeekQuantity(week, D(50), D(0))], reason="x", actor=planner
        )
    assert refused.value.code == "master_changed"
    set_master_schedule(rule_id=lamp.pk, weeks=[WeekQuantity(week, D(30))], reason="less", actor=planner)
    order = WorkOrder.objects.get()
    assert order.quantity == 30
    set_master_schedule(rule_id=lamp.pk, weeks=[WeekQuantity(week, D(0))], reason="none", actor=planner)
    order = WorkOrder.objects.get()
    assert order.state == "cancelled"
    assert_books_hold()


def test_what_is_begun_is_not_taken_back_and_bad_input_changes_nothing(lamp) -> None:
    from production.services.work_orders import release_work_order

    set_master_schedule(rule_id=lamp.pk, weeks=[WeekQuantity(monday(2), D(8))], reason="x", actor=BOSS)
    release_work_order(work_order_id=WorkOrder.objects.get().pk, actor=BOSS)
    with pytest.raises(Conflict) as refused:
        set_master_schedule(rule_id=lamp.pk, weeks=[WeekQuantity(monday(2), D(3))], reason="x", actor=BOSS)
    assert refused.value.code == "master_begun"
    bad: dict[str, Any]
    for bad in (
        {"weeks": [WeekQuantity(monday(2) + timedelta(days=1), D(9))]},
        {"weeks": [WeekQuantity(monday(13), D(9))]},
        {"weeks": [WeekQuantity(monday(2), D(-1))]},
        {"weeks": [WeekQuantity(monday(2), D("nan"))]},
        {"weeks": [WeekQuantity(monday(2), D("9.1234567"))]},
        {"weeks": []},
        {"reason": "  "},
    ):
        given: dict[str, Any] = {"weeks": [WeekQuantity(monday(2), D(9))], "reason": "x"} | bad
        with pytest.raises(Invalid):
            set_master_schedule(rule_id=lamp.pk, actor=BOSS, **given)
    other = PlanningRule.objects.create(item=mrp_item("OTHER"))
    with pytest.raises(NotFound):
        set_master_schedule(rule_id=other.pk, weeks=[WeekQuantity(monday(2), D(9))], reason="x", actor=BOSS)
    with pytest.raises(NotPermitted):
        set_master_schedule(
            rule_id=lamp.pk, weeks=[WeekQuantity(monday(2), D(9))], reason="x", actor=actor_with("sales")
        )
    assert WorkOrder.objects.count() == 1


def test_less_of_a_week_is_taken_from_what_comes_in_that_week(lamp) -> None:
    week, later = monday(2), monday(3)
    set_master_schedule(rule_id=lamp.pk, weeks=[WeekQuantity(week, D(8))], reason="x", actor=BOSS)
    order = WorkOrder.objects.get()
    ExpectedSupply.objects.filter(source_id=order.pk).update(due_on=later)  # the shop is full
    firm = [one.firm for one in master_rows([lamp], today=day())[0].weeks[2:4]]
    assert firm == [0, 8]
    set_master_schedule(rule_id=lamp.pk, weeks=[WeekQuantity(later, D(0))], reason="less", actor=BOSS)
    assert WorkOrder.objects.get(pk=order.pk).state == "cancelled"


@pytest.mark.django_db
def test_bought_items_become_requisitions() -> None:
    rule = PlanningRule.objects.create(item=mrp_item("RAW"), is_master_scheduled=True)
    set_master_schedule(rule_id=rule.pk, weeks=[WeekQuantity(monday(3), D(12))], reason="x", actor=BOSS)
    assert PurchaseRequisition.objects.get().quantity == 12
    assert not PlannedOrder.objects.exists()
    assert master_rows([rule], today=day())[0].weeks[3].firm == 12


def test_pages_show_it_and_take_what_is_typed(lamp) -> None:
    client = browser("planner")
    page = client.get("/planning/master-schedule/?q=lamp")
    assert page.status_code == 200 and "LAMP" in page.content.decode()
    path = f"/planning/master-schedule/{lamp.pk}/"
    assert "campaign" not in client.get(path).content.decode()
    week = monday(2).isoformat()
    typed = {f"week-{week}": "40", f"seen-{week}": "0", "reason": "campaign"}
    assert client.post(path, typed).status_code == 302
    assert WorkOrder.objects.get().quantity == 40
    assert client.post(path, {f"week-{week}": "x", f"seen-{week}": "40", "reason": "y"}).status_code == 422
    for kind in ("csv", "xlsx"):
        assert client.get(f"/planning/master-schedule/export.{kind}").status_code == 200
    assert browser("sales").get("/planning/master-schedule/").status_code == 403


def test_the_api_lists_and_sets_it(lamp) -> None:
    api = api_with("planner")
    found = api.get("/api/v1/planning/master-schedule/?search=LAMP&ordering=product").json()["results"]
    assert [row["product"] for row in found] == ["LAMP"] and len(found[0]["weeks"]) == 13
    assert found[0]["weeks"][2]["orders"] == "25" and found[0]["weeks"][0]["in_demand_fence"]
    path = f"/api/v1/planning/master-schedule/{found[0]['id']}/set/"
    body: dict[str, Any] = {
        "reason": "campaign",
        "weeks": [{"week": monday(2).isoformat(), "quantity": "40", "seen": "0"}],
    }
    answer = api.post(path, body, format="json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["weeks"][2]["firm"] == "40"
    body["weeks"][0] |= {"quantity": "50"}
    assert api.post(path, body, format="json").json()["code"] == "master_changed"
    assert api.post(path, {"reason": "x", "weeks": []}, format="json").status_code == 400
    assert api_with("sales").get("/api/v1/planning/master-schedule/").status_code == 403
