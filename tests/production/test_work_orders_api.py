"""Work orders and operations over the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from erp.masterdata.selectors.company import business_day
from production.models import Operation, WorkReport
from tests.clients import api_with
from tests.factories import assert_books_hold, make_item
from tests.factories.making import made_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp():
    return made_item((make_item(stock=100), 2), steps=("Cut", "Weld"))


@pytest.fixture
def api():
    return api_with("production_manager")


def body(item, quantity="5", **more):
    due = business_day(timezone.now()) + timedelta(days=5)
    return {"product": item.sku, "quantity": quantity, "due_date": str(due), "warehouse": "MAIN", **more}


def post(api, path, data=None, status=200):
    answer = api.post(f"/api/v1/{path}", data or {}, format="json")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_work_order_goes_its_way(api, lamp):
    made = post(api, "work-orders/", body(lamp), 201)
    assert (made["state"], made["progress"], len(made["operations"])) == ("planned", 0, 2)
    at = f"work-orders/{made['number']}"
    assert post(api, f"{at}/release/")["components"][0]["reserved"] == "10"
    assert post(api, f"{at}/start/")["state"] == "in_progress"
    refused = post(api, f"{at}/report/", {"operation": 20, "good": "1"}, 409)
    assert refused["code"] == "ahead_of_predecessor"
    post(api, f"{at}/report/", {"operation": "10", "good": "5"})
    half = post(api, f"{at}/report/", {"operation": 20, "good": "4", "scrap": "1", "reason": "bent"})
    assert (half["good"], half["scrap"], half["components"][0]["issued"]) == ("4", "1", "10")
    assert post(api, f"{at}/report/", {"operation": 10, "good": "1"}, 409)["code"] == "over_report"
    assert post(api, f"{at}/complete/")["state"] == "completed"
    assert post(api, f"{at}/report/", {"good": "1"}, 409)["code"] == "invalid_transition"
    assert post(api, f"{at}/close/")["state"] == "closed"
    assert post(api, f"{at}/cancel/", {"reason": "x"}, 409)["code"] == "invalid_transition"
    assert api.get("/api/v1/stock/", {"product": lamp.sku}).json()["results"][0]["on_hand"] == "4"
    assert_books_hold()


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"good": "0"}, "good"),
        ({"good": "-1"}, "good"),
        ({"good": "1", "scrap": "1"}, "reason"),
        ({"operation": 99, "good": "1"}, "operation"),
        ({"operation": "opn_1x", "good": "1"}, "operation"),
        ({"good": "NaN"}, "good"),
    ],
)
def test_a_report_must_make_sense(api, lamp, data, path):
    made = post(api, "work-orders/", body(lamp, release=True), 201)
    assert path in post(api, f"work-orders/{made['id']}/report/", data, 400)["errors"]


def test_a_work_order_must_make_sense(api, lamp):
    bought = make_item()
    for data, path in [
        (body(lamp, "0"), "quantity"),
        (body(bought), "product"),
        (body(lamp, due_date="2020-01-01"), "due_date"),
        (body(lamp, release_date="2099-01-01"), "release_date"),
        (body(lamp, warehouse="NONE"), "warehouse"),
    ]:
        assert path in post(api, "work-orders/", data, 400)["errors"]


def test_only_who_may_writes_and_reports(lamp, api):
    made = post(api, "work-orders/", body(lamp, release=True), 201)
    floor = api_with("shop_floor")
    post(floor, f"work-orders/{made['number']}/report/", {"operation": 10, "good": "1"})
    post(floor, "work-orders/", body(lamp), 403)
    post(floor, f"work-orders/{made['number']}/cancel/", {"reason": "x"}, 403)
    assert api_with("warehouse_operator").get("/api/v1/work-orders/").status_code == 403


def one(key, step, **more):
    """An event without its operation, for the operation's own address."""
    return {name: value for name, value in event(key, step, **more).items() if name != "operation"}


def event(key, step, kind="report", minutes=0, **more):
    at = timezone.now() - timedelta(minutes=30 - minutes)
    return {"event_id": key, "operation": step["id"], "event": kind, "at": at.isoformat(), **more}


def test_events_of_machines_come_late_twice_and_out_of_order(api, lamp):
    made = post(api, "work-orders/", body(lamp, release=True), 201)
    cut, weld = made["operations"]
    told = post(
        api,
        "operations/events/",
        {
            "events": [
                event("e1", weld, good="3", minutes=20),
                event("e2", cut, "pause", minutes=10),
                event("e3", cut, "start", minutes=5),
                event("e4", weld, "fly"),
            ]
        },
        400,
    )
    assert "events[3].event" in told["errors"]
    events = [
        event("e1", weld, good="3", minutes=20),
        event("e2", cut, "start", minutes=10),
        event("e3", cut, "pause", minutes=5),
        event("e9", {"id": "opn_999999"}, good="1"),
    ]
    told = post(api, "operations/events/", {"events": events})["results"]
    assert [(row["event_id"], row["state"]) for row in told] == [
        ("e1", "waiting"),
        ("e2", "applied"),
        ("e3", "applied"),
        ("e9", "refused"),
    ]
    assert told[3]["code"] == "not_found"
    assert Operation.objects.get(number=10).state == "running"  # the pause was before the start
    again = post(api, f"operations/{cut['id']}/events/", one("e5", cut, good="4"))
    assert again["state"] == "applied"
    assert post(api, f"operations/{cut['id']}/events/", one("e5", cut, good="4"))["state"] == "applied"
    assert WorkReport.objects.get(key="e1").state == "applied"
    assert sorted(Operation.objects.values_list("number", "good")) == [(10, 4), (20, 3)]
    refused = post(api, f"operations/{cut['id']}/events/", one("e5", cut, good="2"), 400)
    assert refused["code"] == "idempotency_conflict"
    late = post(api, f"operations/{cut['id']}/events/", one("e6", cut, good="9"))
    assert late["state"] == "refused"
    assert_books_hold()


def test_operations_start_pause_and_finish(api, lamp):
    made = post(api, "work-orders/", body(lamp, release=True), 201)
    cut = made["operations"][0]["id"]
    for kind, state in (
        ("start", "running"),
        ("pause", "paused"),
        ("start", "running"),
        ("finish", "finished"),
    ):
        assert post(api, f"operations/{cut}/{kind}/")["state"] == state
    assert post(api, f"operations/{cut}/pause/", status=409)["code"] == "invalid_transition"
    assert post(api, f"operations/{cut}/report/", {"good": "2"})["good"] == "2"
    assert api.get("/api/v1/operations/", {"work_center": "CUT"}).json()["results"][0]["id"] == cut
