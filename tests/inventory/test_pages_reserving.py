"""Pages and API of back-orders, sharing out and soft holds."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erp.core import fresh
from erp.masterdata.selectors.company import business_day
from inventory.models import Hold
from tests.clients import api_with, person
from tests.factories import confirmed, make_customer, make_item, quantities, receive
from tests.scenarios.test_awaiting_supply import coming

pytestmark = pytest.mark.django_db


def client_of(*roles, **more):
    client = Client()
    client.force_login(person(*roles, **more), backend="erp.identity.backends.RoleBackend")
    return client


def today():
    return business_day(timezone.now())


def scarce():
    customer, item = make_customer(), make_item(sku="SCARCE", stock=0, lead_time_days=40)
    early = confirmed(customer, (item, 60), requested_on=today() + timedelta(days=20))
    rush = confirmed(customer, (item, 30), priority="rush", requested_on=today() + timedelta(days=60))
    return item, early, rush


def test_who_waits_for_what_and_what_comes():
    item, early, rush = scarce()
    coming(item, 100, days=3)
    client = client_of("planner")
    shown = client.get("/backorders/").content.decode()
    assert early.number in shown and rush.number in shown and "PO-1" in shown
    assert "not promised to it" in shown
    assert rush.number not in client.get("/backorders/?q=" + early.number).content.decode()
    assert "Nobody waits" in client_of("sales", row_scope="own").get("/backorders/").content.decode()
    export = client.get("/backorders/export.csv")
    assert early.number in b"".join(export.streaming_content).decode()


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_many(monkeypatch):
    monkeypatch.setattr(fresh, "clock", lambda: 0.0)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/backorders/").status_code == 200
        return len(captured)

    client = client_of("planner")
    scarce()
    client.get("/backorders/")
    few = asked()
    for _ in range(5):
        confirmed(make_customer(), (make_item(), 2))
    assert asked() == few


def test_scarce_stock_is_looked_at_before_it_is_shared_out():
    item, early, rush = scarce()
    with CaptureQueriesContext(connection):
        receive(item, 30)
    client = client_of("planner")
    shown = client.get("/backorders/SCARCE/share/").content.decode()
    assert "not enough for all" in shown and quantities(early)[0][1] == 0
    assert "Share out so" not in client_of("finance").get("/backorders/SCARCE/share/").content.decode()
    client.post("/backorders/SCARCE/share/do/", {"warehouse": "MAIN", "sequence": "fair_share"})
    assert [quantities(one)[0][1] for one in (early, rush)] == [20, 10]
    assert client.get("/backorders/NOPE/share/").status_code == 404


def test_the_api_shows_who_waits_previews_and_shares_out():
    item, early, rush = scarce()
    receive(item, 30)
    api = api_with("planner")
    rows = api.get("/api/v1/back-orders/?product=SCARCE").json()["results"]
    assert [(row["order"], row["backordered"]) for row in rows] == [(early.number, "60"), (rush.number, "30")]
    preview = api.get("/api/v1/allocation/?product=SCARCE&warehouse=MAIN").json()
    assert (preview["free"], preview["wanted"], preview["sequence"]) == ("30", "90", "priority")
    assert {one["order"]: one["given"] for one in preview["shares"]} == {
        early.number: {"priority": "0", "promise_date": "30", "fair_share": "20"},
        rush.number: {"priority": "30", "promise_date": "0", "fair_share": "10"},
    }
    body = {"product": "SCARCE", "sequence": "fair_share"}
    assert api_with("finance").post("/api/v1/allocation/", body, format="json").status_code == 403
    wrong = api.post("/api/v1/allocation/", {"product": "SCARCE", "sequence": "dice"}, format="json")
    assert wrong.status_code == 400
    assert api.post("/api/v1/allocation/", body, format="json").json() == {"served": 2}


def test_an_order_takes_a_hold_over_from_its_page():
    item, customer = make_item(stock=5), make_customer()
    client = client_of("sales")
    form = {"item": item.pk, "quantity": "4", "until": (today() + timedelta(days=3)).isoformat()}
    form["warehouse"] = client.get("/holds/new/").context["warehouse_key"]
    made = client.post("/holds/new/", form)
    assert "Take over by an order" in client.get(made.url).content.decode()
    order = confirmed(customer, (item, 4))
    hold = Hold.objects.get()
    client.post("/orders/use-hold/", {"hold": hold.pk, "order": "SO-NONE"})
    assert Hold.objects.get().state == "open"
    done = client.post("/orders/use-hold/", {"hold": hold.pk, "order": order.number})
    assert done.url == f"/orders/{order.number}/"
    assert Hold.objects.get().state == "converted" and quantities(order)[0][1] == 4


def test_a_hold_is_made_extended_and_given_up_on_its_pages():
    item, customer = make_item(sku="FAIR-1", stock=5), make_customer()
    client = client_of("sales")
    until = (today() + timedelta(days=3)).isoformat()
    form = {"item": item.pk, "warehouse": "", "quantity": "2", "until": until, "customer": customer.pk}
    refused = client.post("/holds/new/", form)
    assert refused.status_code == 422 and "Choose a warehouse." in refused.content.decode()
    form["warehouse"] = client.get("/holds/new/").context["warehouse_key"]
    assert client.post("/holds/new/", form | {"quantity": "9"}).status_code == 422
    past = (today() - timedelta(days=2)).isoformat()
    assert "Must lie in the future" in client.post("/holds/new/", form | {"until": past}).content.decode()
    made = client.post("/holds/new/", form)
    hold = Hold.objects.get()
    assert made.url == f"/holds/{hold.number}/"
    assert "FAIR-1" in client.get(made.url).content.decode()
    assert hold.number in client.get("/holds/?state=open").content.decode()
    later = (today() + timedelta(days=9)).isoformat()
    client.post(f"{made.url}extend/", {"until": later})
    assert Hold.objects.get().expires_at > timezone.now() + timedelta(days=8)
    client.post(f"{made.url}release/")
    assert Hold.objects.get().state == "released"
    assert client.post(f"{made.url}release/").status_code == 302  # told, nothing changed
    assert "Hold" in client.get("/stock/FAIR-1/").content.decode()
    assert b"".join(client.get("/holds/export.csv").streaming_content).decode().count(hold.number) == 1
    assert client_of("finance").get("/holds/new/").status_code == 403
    assert D(2) == Hold.objects.get().quantity
