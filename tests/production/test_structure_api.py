"""Structure over the API: what the contract names, what is refused with its field."""

import pytest

from erp.masterdata.models import WorkingCalendar
from tests.clients import api_with

pytestmark = pytest.mark.django_db
BOMS, ROUTINGS, CENTERS = "/api/v1/boms/", "/api/v1/routings/", "/api/v1/work-centers/"


@pytest.fixture
def api():
    client = api_with("administrator")
    for sku in ("BIKE", "WHEEL", "SPOKE", "RIM"):
        client.post("/api/v1/products/", {"sku": sku, "name": sku, "standard_cost": "2"})
    WorkingCalendar.objects.create(code="ONE", name="One", weekly={"monday": [["08:00", "16:00"]]})
    return client


def test_a_bill_says_all_it_knows(api):
    body = {
        "product": "BIKE",
        "valid_from": "2026-01-01",
        "valid_to": "2026-12-31",
        "is_phantom": True,
        "components": [
            {
                "product": "WHEEL",
                "quantity": "2",
                "is_fixed": True,
                "operation_number": 20,
                "substitutes": [{"product": "RIM", "ratio": "1.5"}],
            }
        ],
        "outputs": [{"product": "SPOKE", "quantity": "3", "kind": "co", "cost_share_percent": "10"}],
    }
    made = api.post(BOMS, body)
    assert made.status_code == 201, made.json()
    shown = made.json()
    assert (shown["version_number"], shown["valid_to"], shown["is_phantom"]) == (1, "2026-12-31", True)
    assert shown["components"] == [
        {
            "product": "WHEEL",
            "quantity": "2",
            "scrap_percent": "0",
            "is_fixed": True,
            "operation_number": 20,
            "substitutes": [{"product": "RIM", "ratio": "1.5", "preference": 1}],
        }
    ]
    assert shown["outputs"][0]["kind"] == "co"
    changed = api.patch(f"{BOMS}{shown['id']}/", {"is_active": False, "outputs": []}).json()
    assert (changed["is_active"], changed["outputs"]) == (False, [])
    assert changed["components"] == shown["components"]


def test_where_used_over_the_api(api):
    api.post(BOMS, {"product": "BIKE", "components": [{"product": "WHEEL", "quantity": 2}]})
    api.post(BOMS, {"product": "WHEEL", "components": [{"product": "SPOKE", "quantity": 36}]})
    found = api.get(f"{BOMS}where-used/", {"product": "SPOKE"}).json()
    assert [(row["product"], row["level"], row["quantity"], row["is_top"]) for row in found] == [
        ("WHEEL", 1, "36", False),
        ("BIKE", 2, "72", True),
    ]
    assert len(api.get(f"{BOMS}where-used/", {"product": "SPOKE", "levels": 1}).json()) == 1
    assert api.get(f"{BOMS}where-used/").status_code == 400
    assert api.get(f"{BOMS}where-used/", {"product": "NONE"}).status_code == 400


def test_a_component_without_conversion_is_refused_with_its_field(api):
    wrong = {"product": "BIKE", "components": [{"product": "WHEEL", "quantity": 2, "unit": "kg"}]}
    answer = api.post(BOMS, wrong)
    assert answer.status_code == 400
    assert "components[0].unit" in answer.json()["errors"]
    assert api.get(BOMS).json()["results"] == []


def test_work_centers_and_routings_go_there_and_back(api):
    center = {"code": "ASM", "name": "Assembly", "calendar": "ONE", "machines": 2, "cost_per_hour": "60"}
    made = api.post(CENTERS, center)
    assert made.status_code == 201, made.json()
    assert (made.json()["efficiency"], made["ETag"]) == ("1", '"1"')
    stale = api.patch(f"{CENTERS}ASM/", {"machines": 3}, headers={"If-Match": '"9"'})
    assert stale.status_code == 412
    assert api.post(CENTERS, {"code": "NEW", "name": "x"}).json()["errors"].keys() == {"calendar"}
    body = {
        "product": "BIKE",
        "operations": [
            {"work_center": "ASM", "name": "Build", "setup_minutes": "30", "run_minutes": "12.5"},
            {"work_center": "ASM", "name": "Test", "run_minutes": "3", "overlap_quantity": "5"},
        ],
    }
    routing = api.post(ROUTINGS, body)
    assert routing.status_code == 201, routing.json()
    shown = routing.json()
    assert [(row["number"], row["run_minutes"]) for row in shown["operations"]] == [(10, "12.5"), (20, "3")]
    found = api.get(ROUTINGS, {"work_center": "ASM"}).json()["results"]
    assert [row["id"] for row in found] == [shown["id"]]
    for wrong, path in (
        ({"run_minutes": "-1"}, "operations[0].run_minutes"),
        ({"lead_days": -1}, "operations[0].lead_days"),
        ({"work_center": None}, "operations[0].work_center"),
    ):
        bad = {"product": "BIKE", "operations": [{"work_center": "ASM", "name": "x", **wrong}]}
        answer = api.post(ROUTINGS, bad)
        assert (answer.status_code, path in answer.json()["errors"]) == (400, True), answer.json()
    assert api.delete(f"{CENTERS}ASM/").status_code == 409
    assert api.delete(f"{ROUTINGS}{shown['id']}/").status_code == 204
    assert api.delete(f"{CENTERS}ASM/").status_code == 204


def test_costs_are_rolled_up_shown_and_adopted(api):
    api.patch("/api/v1/products/BIKE/", {"supply": "make"})
    api.post(BOMS, {"product": "BIKE", "components": [{"product": "WHEEL", "quantity": 2}]})
    made = api.post("/api/v1/cost-rollups/", {})
    assert made.status_code == 201, made.json()
    address = f"/api/v1/cost-rollups/{made.json()['id']}/"
    (cost,) = api.get(f"{address}costs/").json()
    assert (cost["product"], cost["total"], cost["low_level_code"]) == ("BIKE", "4", 0)
    assert api.post(f"{address}adopt/").status_code == 200
    assert api.get("/api/v1/products/BIKE/").json()["standard_cost"] == "4.00"
    assert api.post(f"{address}adopt/").status_code == 409


def test_who_may_not_see_costs_sees_none(api):
    api.post(CENTERS, {"code": "ASM", "name": "Assembly", "calendar": "ONE", "cost_per_hour": "60"})
    shop = api_with("shop_floor")
    assert "cost_per_hour" not in shop.get(f"{CENTERS}ASM/").json()
    assert shop.get("/api/v1/cost-rollups/").status_code == 403
    assert shop.patch(f"{CENTERS}ASM/", {"machines": 9}).status_code == 403
