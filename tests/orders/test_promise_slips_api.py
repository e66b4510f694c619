"""Promises at risk over the API and on pages: who sees them and who may answer."""

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from erp.masterdata.selectors.company import business_day
from inventory.models import ExpectedSupply
from orders.models import PromiseSlip
from orders.services.watch import watch_everything
from tests.clients import api_with, person
from tests.factories import confirmed, fresh, main_warehouse, make_customer, make_item


@pytest.fixture
def slip(db):
    today = business_day(timezone.now())
    item = make_item(lead_time_days=30)
    supply = ExpectedSupply.objects.create(
        source_kind="purchase_order_line",
        source_id=1,
        document_kind="purchase_order",
        document_id=1,
        document_number="PO-1",
        kind="purchase",
        item=item,
        warehouse=main_warehouse(),
        due_on=today + timedelta(days=4),
        quantity=D(10),
    )
    confirmed(make_customer(), (item, 6))
    supply.due_on = today + timedelta(days=8)
    supply.save()
    watch_everything()
    return PromiseSlip.objects.get()


def test_slips_are_listed_filtered_and_accepted(slip):
    api = api_with("sales")
    answer = api.get("/api/v1/promise-slips/?cause=supply_late&state=open").json()["results"]
    assert [(row["order"], row["cause_document"], row["days"]) for row in answer] == [
        (slip.order.number, "PO-1", 4)
    ]
    assert api.get("/api/v1/promise-slips/?mine=true").json()["results"] == []
    assert api.get("/api/v1/orders/?at_risk=true").json()["results"][0]["promises_at_risk"] == 1
    done = api.post(f"/api/v1/promise-slips/slp_{slip.pk}/accept/")
    assert (done.status_code, done.json()["state"]) == (200, "accepted")
    again = api.post(f"/api/v1/promise-slips/slp_{slip.pk}/accept/")
    assert (again.status_code, again.json()["code"]) == (409, "invalid_transition")
    [line] = api.get(f"/api/v1/orders/{slip.order.number}/promise-history/").json()
    assert (line["first_promised_date"], line["promised_date"]) == (
        slip.old_promised_on.isoformat(),
        slip.new_promised_on.isoformat(),
    )
    assert [change["cause"] for change in line["changes"]] == ["supply_late"]
    assert api.get("/api/v1/orders/?at_risk=true").json()["results"] == []


def test_without_the_right_or_outside_the_scope_nothing_is_accepted(slip):
    assert api_with("finance").post(f"/api/v1/promise-slips/slp_{slip.pk}/accept/").status_code == 403
    own = api_with("sales", row_scope="own")
    assert own.get("/api/v1/promise-slips/").json()["results"] == []
    assert own.post(f"/api/v1/promise-slips/slp_{slip.pk}/accept/").status_code == 404
    assert fresh(slip).state == "open"


def test_the_pages_show_the_slip_and_take_the_answer(slip):
    client = Client()
    client.force_login(person("sales"))
    page = client.get("/promises-at-risk/").content.decode()
    assert slip.order.number in page and "PO-1" in page
    assert slip.order.number not in client.get("/promises-at-risk/?mine=1").content.decode()
    assert slip.order.number not in client.get("/promises-at-risk/?value=1000").content.decode()
    assert slip.order.number.encode() in client.get("/promises-at-risk/export.csv").getvalue()
    panel = client.get(f"/orders/{slip.order.number}/slips/").content.decode()
    assert "PO-1" in panel and "Promise history" in panel
    client.post(f"/orders/{slip.order.number}/slips/{slip.pk}/accept/")
    assert fresh(slip).state == "accepted"
    buyer = Client()
    buyer.force_login(person("buyer"))
    assert buyer.get("/purchase-orders/PO-1/endangered/").status_code == 200


def test_a_rush_shows_its_sheet_while_it_is_entered(slip):
    line = slip.line
    client = Client()
    client.force_login(person("sales_manager"))
    body: dict[str, Any] = {
        "header": {"customer": slip.order.customer_id, "priority": "rush"},
        "lines": [{"key": "1", "item": line.item_id, "quantity": "3"}],
    }
    told = client.post("/orders/quote/", body, content_type="application/json").json()
    assert "Nobody slips" in told["rush"] or slip.order.number in told["rush"]
    body["header"]["priority"] = "normal"
    assert client.post("/orders/quote/", body, content_type="application/json").json()["rush"] == ""


def test_purchase_orders_that_endanger_promises_are_found(slip):
    api = api_with("buyer")
    assert api.get("/api/v1/purchase-orders/?endangers_orders=true").status_code == 200
    client = Client()
    client.force_login(person("buyer"))
    assert client.get(reverse("purchase-order-list") + "?endangers=1").status_code == 200
    assert client.get("/orders/?risk=1").content.decode().count(slip.order.number) > 0
