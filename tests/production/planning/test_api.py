"""Material planning over the API."""

from __future__ import annotations

import pytest

from production.models import PlannedOrder
from production.services.planning_runs import run_planning
from tests.clients import api_with
from tests.production.planning.test_runs import day, demand

pytestmark = pytest.mark.django_db
RUNS = "/api/v1/planning/runs/"


def asked(api, **body):
    answer = api.post(RUNS, body, format="json")
    assert answer.status_code == 202, answer.content
    run_planning(int(answer.json()["id"].split("_")[1]))
    return answer.json()


def test_a_run_its_orders_and_exceptions(bike) -> None:
    api = api_with("planner")
    demand(bike[0], 10, 4, "SO-9")
    run = asked(api, horizon_days=90, mode="full")
    assert run["state"] == "queued"
    found = api.get(f"{RUNS}{run['id']}/").json()
    assert (found["state"], found["counts"]["orders"]) == ("completed", 4)
    orders = api.get(f"{RUNS}{run['id']}/orders/?kind=make").json()["results"]
    assert [(one["product"], one["quantity"], one["late_days"]) for one in orders] == [
        ("BIKE", "10", 6), ("FRAME", "10", 6),
    ]  # fmt: skip
    assert orders[0]["pegging"] == [
        {"kind": "Demand", "document": "SO-9", "quantity": "10", "date": day(4).isoformat()}
    ]
    assert orders[1]["pegging"][0]["document"] == f"PL-{PlannedOrder.objects.get(item=bike[0]).pk}"
    told = api.get(f"{RUNS}{run['id']}/exceptions/?code=late").json()["results"]
    assert [(one["document"], one["better_date"]) for one in told] == [("SO-9", day(10).isoformat())]
    settled = api.post(f"/api/v1/planning/exceptions/{told[0]['id']}/settle/")
    assert settled.status_code == 200 and settled.json()["is_done"]


def test_one_planned_order_is_firmed_once(bike) -> None:
    api = api_with("planner")
    demand(bike[2], 3, 30)
    asked(api)
    one = api.get("/api/v1/planning/orders/?status=proposed").json()["results"][0]
    firmed = api.post(f"/api/v1/planning/orders/{one['id']}/firm/")
    assert firmed.status_code == 200, firmed.content
    assert firmed.json()["document"].startswith("PR-")
    again = api.post(f"/api/v1/planning/orders/{one['id']}/firm/")
    assert (again.status_code, again.json()["code"]) == (409, "planned_order_firmed")


def test_bad_bodies_and_missing_rights() -> None:
    api = api_with("planner")
    for body in ({"horizon_days": 0}, {"mode": "both"}, {"scenario": "x"}, {"horizon_days": "x"}, {"no": 1}):
        assert api.post(RUNS, body, format="json").status_code == 400, body
    assert api.get(f"{RUNS}prn_999/").status_code == 404
    seller = api_with("sales")
    assert seller.post(RUNS, {}, format="json").status_code == 403
    assert seller.get(RUNS).status_code == 403


def test_rules_of_items(bike) -> None:
    api, wheel = api_with("planner"), bike[2]
    body = {"product": "WHEEL", "method": "fixed", "lot_quantity": "50"}
    rule = api.post("/api/v1/planning/rules/", body, format="json")
    assert rule.status_code == 201, rule.content
    assert api.post("/api/v1/planning/rules/", body, format="json").status_code == 409
    path = f"/api/v1/planning/rules/{rule.json()['id']}/"
    zero = api.patch(path, {"lot_quantity": None}, format="json")
    assert zero.status_code == 400 and "lot_quantity" in zero.json()["errors"]
    demand(wheel, 60, 30)
    asked(api)
    assert PlannedOrder.objects.get(item=wheel).quantity == 100
    assert api.patch(path, {"method": "lot_for_lot"}, format="json").status_code == 200
    asked(api)
    assert PlannedOrder.objects.get(item=wheel).quantity == 60
    assert api.delete(path).status_code == 204
