"""The planner's pages: the plan, its exceptions, pegs, runs."""

from __future__ import annotations

import pytest
from django.test import Client

from inventory.models import PurchaseRequisition
from production.models import PlannedOrder, PlanningException, PlanningRun
from tests.clients import person
from tests.production.planning.test_runs import demand, planned

pytestmark = pytest.mark.django_db


def browser(*roles):
    client = Client()
    client.force_login(person(*roles))
    return client


def test_the_plan_its_exceptions_and_pegs_are_shown(bike) -> None:
    demand(bike[0], 10, 4, "SO-9")
    client = browser("planner")
    assert client.get("/planning/").status_code == 200
    assert client.post("/planning/run/").status_code == 302
    assert PlanningRun.objects.get().state == "queued"
    planned()
    text = client.get("/planning/?kind=make").content.decode()
    assert "BIKE" in text and "WHEEL" not in text
    assert "SO-9" in client.get("/planning/exceptions/").content.decode()
    tube = PlannedOrder.objects.get(item=bike[3])
    detail = client.get(f"/planning/orders/{tube.pk}/").content.decode()
    assert "SO-9" in detail and "FRAME" in detail and "BIKE" in detail
    top = PlannedOrder.objects.get(item=bike[0])
    below = client.get(f"/planning/orders/{top.pk}/").content.decode()
    assert "TUBE" in below and "WHEEL" in below
    assert "MRP-" in client.get("/planning/runs/").content.decode()
    for path in ("/planning/export.csv", "/planning/exceptions/export.xlsx", "/planning/export.xlsx"):
        assert client.get(path).status_code == 200


def test_ticked_ones_are_firmed_and_settled(bike) -> None:
    demand(bike[2], 10, 1)
    planned()
    client = browser("planner")
    order = PlannedOrder.objects.get()
    assert client.post("/planning/firm/", {"ids": [order.pk]}).status_code == 302
    assert PurchaseRequisition.objects.get().quantity == 10
    client.post("/planning/firm/", {"ids": [order.pk]})
    assert PurchaseRequisition.objects.count() == 1
    told = PlanningException.objects.all()[0]
    client.post("/planning/exceptions/settle/", {"ids": [told.pk]})
    assert PlanningException.objects.get(pk=told.pk).is_done
    client.post("/planning/firm/", {})


def test_others_do_not_see_it() -> None:
    client = browser("sales")
    assert client.get("/planning/").status_code == 403
    client.post("/planning/run/")
    assert not PlanningRun.objects.exists()


def test_a_run_that_failed_says_why_with_its_items(bike) -> None:
    from production.models import BomComponent

    top, frame, _wheel, tube = bike
    demand(top, 3, 20)
    BomComponent.objects.filter(item=tube).update(item=top)  # no command lets anybody do that
    run = planned()
    assert (run.state, run.error) == ("failed", "bom_cycle")
    for path in ("/planning/", "/planning/runs/", "/planning/master-schedule/"):
        text = browser("planner").get(path).content.decode()
        assert "consist of itself: BIKE → FRAME → BIKE" in text or "FRAME → BIKE → FRAME" in text
    assert frame.sku == "FRAME"
