"""Scenarios in the browser: written, changed, reckoned, compared, approved by somebody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from erp.masterdata.models import CalendarException, WorkingCalendar
from production.models import Scenario
from tests.clients import person
from tests.factories import make_supplier
from tests.factories.making import made_item, released
from tests.production.scheduling.shop import DAYS

pytestmark = pytest.mark.django_db


def page_client(role, **more):
    client = Client()
    client.force_login(person(role, **more))
    return client


def day(n):
    return (timezone.now().date() + timedelta(days=n)).isoformat()


@pytest.fixture
def lamp():
    weekly = {name: [["08:00", "16:00"]] for name in DAYS}
    WorkingCalendar.objects.create(code="SHOP", name="Shop", weekly=weekly)
    return made_item(steps=("saw",), lead_time_days=1, cost="40", price="100")


def test_from_an_idea_to_a_real_calendar(lamp):
    planner, chief, reader = (page_client(role) for role in ("planner", "production_manager", "executive"))
    assert b"No scenarios yet" in planner.get("/scenarios/").content
    assert planner.post("/scenarios/new/", {"name": " "}).status_code == 422
    made = planner.post("/scenarios/new/", {"name": "Longer days", "note": "for Ada"})
    row = Scenario.objects.get()
    address = f"/scenarios/{row.number}/"
    assert made["Location"] == address
    hours = {"kind": "extra_hours", "work_center": "SAW", "start_date": day(0), "end_date": day(3)}
    wrong = planner.post(f"{address}add/", {**hours, "hours": "99"})
    assert wrong.status_code == 422
    assert wrong.context["kind"] == "extra_hours"
    assert "hours" in wrong.context["errors"]
    assert planner.post(f"{address}add/", {**hours, "hours": "4"}).status_code == 302
    order = released(lamp, 20)
    out = {"kind": "outsource", "operation": f"{order.number}/10", "supplier": str(make_supplier().pk),
           "lead_days": "2", "unit_cost": "3"}  # fmt: skip
    assert planner.post(f"{address}add/", out).status_code == 302
    assert row.changes.count() == 2
    planner.post(f"{address}remove/", {"line": "2"})
    assert planner.get(address).status_code == 200
    planner.post(f"{address}reckon/")
    page = planner.get(address).content.decode()
    assert "What it changes, and why" in page and "Margin" in page
    planner.post(f"{address}ask/")
    planner.post(f"{address}adopt/")
    assert not CalendarException.objects.exists()
    seen = reader.get(address)
    assert seen.status_code == 200 and b"Approve and adopt" not in seen.content
    assert reader.post(f"{address}adopt/").status_code in {302, 403}
    assert b"Approve and adopt" in chief.get(address).content
    chief.post(f"{address}refuse/", {"reason": "not now"})
    assert b"not now" in planner.get(address).content
    planner.post(f"{address}ask/")
    chief.post(f"{address}adopt/")
    assert Scenario.objects.get().state == "adopted"
    assert CalendarException.objects.count() == 4
    assert planner.get(address).status_code == 200


def test_comparing_and_exports(lamp):
    planner = page_client("planner")
    released(lamp, 30, days=1)
    for n, name in enumerate(("One", "Two"), 1):
        planner.post("/scenarios/new/", {"name": name})
        address = f"/scenarios/{Scenario.objects.get(name=name).number}/"
        more = {"kind": "add_order", "product": str(lamp.pk), "quantity": str(n * 900), "wanted_date": day(1)}
        assert planner.post(f"{address}add/", more).status_code == 302
    one, two = Scenario.objects.order_by("pk")
    page = planner.get("/scenarios/compare/", {"ids": [one.pk, two.number]})
    assert page.status_code == 200
    assert len(page.context["found"].columns) == 2
    assert page.context["metrics"][0]["cells"][1]["tone"] == "bad"
    assert planner.get("/scenarios/compare/").status_code == 200
    assert planner.get("/scenarios/compare/", {"ids": "SCN-999"}).status_code == 422
    for address in ("/scenarios/export.csv", "/scenarios/export.xlsx",
                    f"/scenarios/compare/export.csv?ids={one.number}"):  # fmt: skip
        answer = planner.get(address)
        assert answer.status_code == 200
        b"".join(answer.streaming_content)
    assert planner.get("/scenarios/?q=One&state=draft&asked=1").status_code == 200
    assert page_client("buyer").get("/scenarios/").status_code == 403
    assert planner.get("/scenarios/SCN-999/").status_code == 404
    assert planner.post(f"/scenarios/{one.number}/luck/").status_code == 404
    admin = page_client("administrator", is_staff=True)
    assert admin.get("/admin/production/scenario/").status_code == 200
    assert admin.get(f"/admin/production/scenario/{one.pk}/change/").status_code == 200
