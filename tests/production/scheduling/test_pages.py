"""Load and Gantt as people and programs see them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from production.models import Operation, OperationAlternative, Routing, RoutingOperation, ScheduledOperation
from production.selectors.schedule import late_orders
from production.selectors.schedule_ways import ways_for
from production.services.scheduling import run_schedule
from tests.clients import api_with, person
from tests.factories import BOSS, make_item
from tests.production.scheduling.shop import make_calendar, make_center, make_work_order

pytestmark = pytest.mark.django_db


def page_client(role):
    client = Client()
    client.force_login(person(role))
    return client


@pytest.fixture
def shop():
    calendar = make_calendar()
    return [make_center("SAW", calendar), make_center("PAINT", calendar, 2)]


@pytest.fixture
def late(shop):
    """A long order that is late, among others."""
    item = make_item(standard_cost=100)
    order = make_work_order(shop, minutes=240, quantity=4, due=1, item=item)
    for n in range(3):
        make_work_order(shop, minutes=60, due=9 + n)
    run_schedule(actor=BOSS)
    return order


def test_a_late_order_costs_by_day_and_value(late):
    [one] = late_orders(BOSS)
    assert one.order == late
    assert one.days >= 1
    assert one.cost == Decimal(400) * one.days / 100


def test_ways_are_earlier_and_have_their_cost(late, shop):
    saw, paint = shop
    routing = Routing.objects.create(item=late.item, valid_from="2020-01-01")
    step = RoutingOperation.objects.create(routing=routing, number=10, work_center=saw, name="Saw")
    OperationAlternative.objects.create(operation=step, work_center=paint, factor=Decimal("0.5"))
    outside = make_center("OUT", None, is_outside=True)
    OperationAlternative.objects.create(operation=step, work_center=outside)
    late.routing = routing
    late.save()
    before = list(ScheduledOperation.objects.order_by("pk").values_list("starts_at", flat=True))
    found = ways_for(BOSS, late.pk)
    kinds = {way.kind for way in found.ways}
    assert {"extra_shift", "split", "other_center"} <= kinds
    assert all(way.ends_at < found.ends_at for way in found.ways)
    assert [way.ends_at for way in found.ways] == sorted(way.ends_at for way in found.ways)
    assert next(way for way in found.ways if way.kind == "extra_shift").cost > 0
    assert before == list(ScheduledOperation.objects.order_by("pk").values_list("starts_at", flat=True))


def test_pages_open_for_readers_and_runs_are_for_planners(late):
    planner, reader = page_client("planner"), page_client("executive")
    for one in (planner, reader):
        for address in (
            "/schedule/",
            "/schedule/?days=1",
            "/capacity/",
            "/schedule/export.csv",
            "/capacity/export.csv",
        ):
            assert one.get(address).status_code == 200, address
        assert one.get(f"/schedule/ways/{late.number}/").status_code == 200
    operation = Operation.objects.filter(work_order=late).latest("number")
    assert late.number.encode() in planner.get(f"/schedule/{operation.pk}/").content
    assert planner.get("/schedule/?days=x&since=nonsense&center=%00").status_code == 200
    assert reader.post("/schedule/run/").status_code in {302, 403}
    assert planner.post("/schedule/run/").status_code == 302


def test_a_drag_is_a_move_and_a_refusal_is_told(late):
    planner = page_client("planner")
    operation = late.operations.first()
    wished = (timezone.now() + timedelta(days=3)).isoformat()
    address, head = f"/schedule/{operation.pk}/move/", {"HTTP_ACCEPT": "application/json"}
    answer = planner.post(address, {"starts_at": wished, "machine": "1"}, **head)
    assert answer.status_code == 200, answer.content
    place = ScheduledOperation.objects.get(operation=operation)
    assert place.is_locked
    last = late.operations.last()
    refused = planner.post(f"/schedule/{last.pk}/move/", {"starts_at": timezone.now().isoformat()}, **head)
    assert refused.status_code in {400, 409}
    assert planner.post(address, {"starts_at": "soon"}, **head).status_code == 400
    planner.post(f"/schedule/{operation.pk}/lock/", {"verb": "unlock"})
    place.refresh_from_db()
    assert not place.is_locked


def test_the_api_runs_places_and_tells_load(late):
    api = api_with("planner")
    made = api.post("/api/v1/schedules/", {}, format="json")
    assert made.status_code == 201, made.content
    assert made.json()["operations"] == 8
    rows = api.get("/api/v1/scheduled-operations/", {"work_order": late.number}).json()["results"]
    assert len(rows) == 2
    one = rows[0]["id"]
    assert api.post(f"/api/v1/scheduled-operations/{one}/lock/").json()["is_locked"]
    body = {"starts_at": (timezone.now() + timedelta(days=2)).isoformat(), "machine": 9}
    assert api.post(f"/api/v1/scheduled-operations/{one}/place/", body, format="json").status_code == 400
    body["machine"] = 1
    placed = api.post(f"/api/v1/scheduled-operations/{one}/place/", body, format="json")
    assert placed.status_code in {200, 409}, placed.content
    load = api.get("/api/v1/capacity/", {"work_center": "SAW"}).json()["results"]
    assert load[0]["work_center"] == "SAW"
    assert len(load[0]["days"]) == 14
    assert api.get("/api/v1/capacity/", {"work_center": "NONE"}).status_code == 400
    ways = api.get("/api/v1/schedules/ways/", {"work_order": late.number})
    assert ways.status_code == 200, ways.content
