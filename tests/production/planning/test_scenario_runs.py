"""The plan of a scenario: what it proposes, that the company's plan stays as it is, rights, races, pages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from erp.core.errors import Conflict, Invalid, NotFound, NotPermitted
from erp.core.integrity import run_checks
from erp.masterdata.models import WorkingCalendar
from production.models import (
    PlannedForecast,
    PlannedOrder,
    PlannedPeg,
    PlanningException,
    PlanningRun,
    WorkOrder,
)
from production.selectors.pegging import pegs_up
from production.selectors.plan_differences import differences
from production.selectors.planning import plan_in_force
from production.services.planned_orders import firm_planned_orders, settle_exceptions
from production.services.planning_runs import ask_planning, run_planning
from production.services.scenarios import create_scenario, discard_scenario, edit_scenario
from tests.clients import actor_with, api_with, person
from tests.factories import BOSS, confirmed, fresh, make_customer, make_supplier
from tests.factories.making import made_item, released
from tests.production.scheduling.shop import DAYS

TODAY = timezone.now().date()
TABLES = (PlannedOrder, PlannedPeg, PlannedForecast, PlanningException)
pytestmark = pytest.mark.django_db


def signed_in(role):
    client = Client()
    client.force_login(person(role))
    return client


def day(n):
    return (TODAY + timedelta(days=n)).isoformat()


@pytest.fixture
def lamp():
    weekly = {name: [["08:00", "16:00"]] for name in DAYS}
    WorkingCalendar.objects.create(code="SHOP", name="Shop", weekly=weekly)
    item = made_item(steps=("saw",), lead_time_days=1, cost="40", price="100", planning="mrp")
    confirmed(make_customer(), (item, 20), requested_on=TODAY + timedelta(days=30))
    return item


def more(item, quantity="300", days=40):
    return {"kind": "add_order", "product": item.sku, "quantity": quantity, "wanted_date": day(days)}


def planned(*, actor=BOSS, **values):
    run = ask_planning(actor=actor, **values)
    run_planning(run.pk)
    return PlanningRun.objects.get(pk=run.pk)


def scenario_of(*changes):
    return create_scenario(name="Big order", changes=changes, actor=BOSS)


def stored():
    """Every row of the company's plan as it is stored."""
    force = plan_in_force()
    assert force is not None
    return [list(table.objects.filter(run_id=force.rows_of).order_by("pk").values()) for table in TABLES]


def test_a_scenario_plans_what_its_order_needs_beside_the_plan_in_force(lamp):
    real = planned()
    before = stored()
    run = planned(scenario_id=scenario_of(more(lamp)).pk)
    assert (run.state, run.counts["orders"], run.counts["demands"]) == ("completed", 2, 2)
    rows = PlannedOrder.objects.filter(run=run)
    assert sum(row.quantity for row in rows.filter(item=lamp)) == 320
    supposed = next(row for row in rows if row.quantity == 300)
    [peg] = pegs_up(supposed)
    assert (peg.document and peg.document.number, peg.quantity) == (run.scenario.number, 300)
    [found] = [row for row in differences(run) if row.item == lamp]
    assert (found.quantity, found.before, found.change) == (320, 20, 300)
    assert plan_in_force() == real
    assert stored() == before
    assert [found for found in run_checks() if found.rows] == []


def test_the_companys_runs_leave_a_scenarios_plan_alone_and_each_other(lamp):
    planned()
    run = planned(scenario_id=scenario_of(more(lamp)).pk)
    mine = list(PlannedOrder.objects.filter(run=run).order_by("pk").values())
    confirmed(make_customer(), (lamp, 5), requested_on=TODAY + timedelta(days=35))
    again = planned(mode="net_change")
    planned()
    assert list(PlannedOrder.objects.filter(run=run).order_by("pk").values()) == mine
    assert again.scenario is None
    assert sum(PlannedOrder.objects.filter(run=plan_in_force()).values_list("quantity", flat=True)) == 25
    later = planned(scenario_id=run.scenario_id, mode="net_change")
    assert not fresh(run).rows_kept
    assert not PlannedOrder.objects.filter(run=run).exists()
    assert later.counts["written_whole"] == "scenario"
    assert [found for found in run_checks() if found.rows] == []


def test_other_forecasts_outside_supply_and_late_work_orders_are_planned_with(lamp):
    outside = {
        "kind": "outsource", "product": lamp.sku, "quantity": "8",
        "supplier": make_supplier().code, "lead_days": 4, "unit_cost": "55",
    }  # fmt: skip
    run = planned(scenario_id=scenario_of(outside).pk)
    assert [row.quantity for row in PlannedOrder.objects.filter(run=run, item=lamp)] == [12]
    assert PlannedPeg.objects.filter(run=run, supply_kind=PlannedPeg.Supply.SCENARIO).get().quantity == 8
    order = released(lamp, 10, days=20)
    operation = order.operations.get()
    late = {
        "kind": "outsource", "operation": f"opn_{operation.pk}", "supplier": make_supplier().code,
        "lead_days": 60, "unit_cost": "5",
    }  # fmt: skip
    real = planned()
    assert not PlanningException.objects.filter(run=real, code="cancel").exists()
    slow = planned(  # comes so late then that the plan makes the lamps anew
        scenario_id=scenario_of(late).pk
    )
    told = set(PlanningException.objects.filter(run=slow).values_list("code", "document_number"))
    assert ("cancel", order.number) in told
    assert fresh(operation).outside_days is None
    assert [found for found in run_checks() if found.rows] == []


def test_nothing_of_a_scenarios_plan_becomes_real(lamp):
    run = planned(scenario_id=scenario_of(more(lamp)).pk)
    order = PlannedOrder.objects.filter(run=run)[0]
    with pytest.raises(NotFound):
        firm_planned_orders(order_ids=[order.pk], actor=BOSS)
    line = PlanningException.objects.create(
        run=run, code="late", subject="demand", subject_id=1, item=lamp, warehouse=order.warehouse,
        quantity=1, now_on=TODAY,
    )  # fmt: skip
    with pytest.raises(NotFound):
        settle_exceptions(exception_ids=[line.pk], actor=BOSS)
    assert not WorkOrder.objects.exists()


def test_closed_empty_and_unseen_scenarios_are_refused(lamp):
    with pytest.raises(Conflict, match="scenario_empty"):
        ask_planning(scenario_id=scenario_of().pk, actor=BOSS)
    row = scenario_of(more(lamp))
    with pytest.raises(Invalid):
        ask_planning(scenario_id=row.pk + 99, actor=BOSS)
    with pytest.raises(NotPermitted):
        ask_planning(scenario_id=row.pk, actor=actor_with("buyer"))
    planned_then = planned(scenario_id=row.pk)
    waits = ask_planning(scenario_id=row.pk, actor=BOSS)
    discard_scenario(scenario_id=row.pk, actor=BOSS)  # before the worker comes to it
    run_planning(waits.pk)
    assert (fresh(waits).state, fresh(waits).error) == ("failed", "scenario_closed")
    assert not PlannedOrder.objects.filter(run=planned_then).exists()
    with pytest.raises(Conflict, match="scenario_closed"):
        ask_planning(scenario_id=row.pk, actor=BOSS)


def test_the_api_runs_and_reads_a_scenarios_plan(lamp):
    api = api_with("planner")
    planned()
    row = scenario_of(more(lamp))
    bad = api.post("/api/v1/planning/runs/", {"scenario": "SCN-NONE"}, format="json")
    assert (bad.status_code, list(bad.json()["errors"])) == (400, ["scenario"])
    made = api.post("/api/v1/planning/runs/", {"scenario": row.number}, format="json")
    assert (made.status_code, made.json()["scenario"]) == (202, row.number)
    pk = made.json()["id"]
    run_planning(int(pk.partition("_")[2]))
    listed = api.get("/api/v1/planning/runs/", {"scenario": row.number}).json()["results"]
    assert [one["id"] for one in listed] == [pk]
    orders = api.get(f"/api/v1/planning/runs/{pk}/orders/", {"product": lamp.sku}).json()["results"]
    assert sum(Decimal(one["quantity"]) for one in orders) == 320
    assert row.number in {peg["document"] for one in orders for peg in one["pegging"]}
    [found] = api.get(f"/api/v1/planning/runs/{pk}/differences/").json()["results"]
    assert (found["product"], Decimal(found["change"])) == (lamp.sku, 300)
    assert api.get(f"/api/v1/planning/runs/{pk}/exceptions/").status_code == 200
    assert len(api.get("/api/v1/planning/orders/").json()["results"]) == 1
    assert api.get(f"/api/v1/planning/orders/{orders[0]['id']}/").status_code in {200, 404}
    ids = {one["id"] for one in api.get("/api/v1/planning/orders/").json()["results"]}
    supposed = next(one["id"] for one in orders if one["id"] not in ids)
    assert api.post(f"/api/v1/planning/orders/{supposed}/firm/").status_code == 404
    assert api_with("sales").get(f"/api/v1/planning/runs/{pk}/orders/").status_code == 403


def test_the_pages_show_a_scenarios_plan_as_supposed(lamp):
    planned()
    row = scenario_of(more(lamp))
    client = signed_in("planner")
    answer = client.post(reverse("scenario-act", args=[row.number, "plan"]), follow=True)
    assert "MRP-" in answer.content.decode()
    run = PlanningRun.objects.get(scenario=row)
    run_planning(run.pk)
    text = client.get(reverse("scenario-plan", args=[run.pk])).content.decode()
    assert lamp.sku in text
    assert "+300" in text
    for name in ("scenario-planned-order-list", "scenario-exception-list"):
        text = client.get(reverse(name, args=[run.pk])).content.decode()
        assert "Nothing of it is real" in text
        assert 'name="ids"' not in text
    assert client.get(reverse("scenario-planned-order-export", args=[run.pk, "csv"])).status_code == 200
    order = PlannedOrder.objects.filter(run=run, quantity=300).get()
    text = client.get(reverse("planned-order-detail", args=[order.pk])).content.decode()
    assert row.number in text
    assert reverse("planned-order-firm") not in text
    assert order.number not in client.get(reverse("planned-order-list")).content.decode()
    edit_scenario(scenario_id=row.pk, changes=[more(lamp, "9")], actor=BOSS)
    assert "other changes now" in client.get(reverse("scenario-plan", args=[run.pk])).content.decode()
    assert signed_in("buyer").get(reverse("scenario-plan", args=[run.pk])).status_code in {403, 404}
