"""Replenishment in the browser and over the API: run, accept, dismiss, analyse, policies."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.test import Client

from inventory.models import PurchaseRequisition, ReplenishmentPolicy, ReplenishmentSuggestion
from tests.clients import api_with, person
from tests.factories import make_item

pytestmark = pytest.mark.django_db


def client_of(*roles: str) -> Client:
    client = Client()
    client.force_login(person(*roles), backend="erp.identity.backends.RoleBackend")
    return client


def low(**more):
    return make_item(stock=3, planning="reorder_point", reorder_point=D(10), **more)


def test_run_accept_and_dismiss() -> None:
    one, two = low(), low()
    client = client_of("buyer")
    assert client.get("/replenishment/").status_code == 200
    client.post("/replenishment/run/")
    page = client.get("/replenishment/").content.decode()
    assert one.sku in page and "reorder point" in page
    rows = {row.item_id: row for row in ReplenishmentSuggestion.objects.all()}
    client.post("/replenishment/accept/", {"ids": [rows[one.pk].pk]})
    client.post("/replenishment/dismiss/", {"ids": [rows[two.pk].pk]})
    assert PurchaseRequisition.objects.get().item_id == one.pk
    assert not ReplenishmentSuggestion.objects.filter(status="open").exists()
    assert client.post("/replenishment/eat/", {}).status_code == 404
    table = client.get("/replenishment/export.csv").getvalue().decode()
    assert "SKU" in table


def test_the_analysis_page_and_its_rights() -> None:
    item = low(cost="7")
    client = client_of("buyer")
    client.post("/replenishment/run/")
    for tail in ("", "?abc=C&xyz=Z", "?slow=1&excess=1", "?ordering=-excess", f"?q={item.sku}"):
        answer = client.get(f"/stock-analysis/{tail}")
        assert answer.status_code == 200
    assert item.sku in answer.content.decode()
    table = client.get("/stock-analysis/export.csv").getvalue().decode()
    assert item.sku in table and "21.0000" in table
    assert client_of("sales").get("/stock-analysis/").status_code == 403
    assert client_of("sales").post("/replenishment/run/").status_code in {302, 403}


def test_the_same_over_the_api() -> None:
    item = low()
    api = api_with("buyer")
    url = "/api/v1/replenishment/"
    assert api.post(f"{url}run/", {}, format="json").json()["suggestions"] == 1
    (row,) = api.get(f"{url}suggestions/", {"status": "open"}).json()["results"]
    assert (row["product"], row["quantity"], row["why"] != "") == (item.sku, "10", True)
    done = api.post(f"{url}suggestions/{row['id']}/accept/", {"quantity": "12"}, format="json").json()
    assert (done["status"], done["requisition"][:3]) == ("accepted", "PR-")
    again = api.post(f"{url}suggestions/{row['id']}/accept/", {}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "suggestion_decided")
    assert api.get(f"{url}figures/").json()["results"][0]["product"] == item.sku
    assert api_with("sales").get(f"{url}suggestions/").status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"method": "min_max"}, "maximum"),
        ({"method": "min_max", "reorder_point": "9", "maximum": "5"}, "maximum"),
        ({"is_calculated": False}, "reorder_point"),
        ({"service_level": "1.5"}, "service_level"),
        ({"service_level": "0.1"}, "service_level"),
        ({"safety_stock": "-1"}, "safety_stock"),
        ({"method": "guess"}, "method"),
        ({"product": "nothing"}, "product"),
    ],
)
def test_policies_that_can_not_be(body, field) -> None:
    values = {"product": make_item().sku, "warehouse": "MAIN"} | body
    answer = api_with("buyer").post("/api/v1/replenishment/policies/", values, format="json")
    assert answer.status_code == 400 and field in answer.json()["errors"]
    assert not ReplenishmentPolicy.objects.exists()


def test_a_policy_is_written_once_changed_and_taken_out() -> None:
    api, url = api_with("buyer"), "/api/v1/replenishment/policies/"
    values = {"product": make_item().sku, "warehouse": "MAIN", "service_level": "0.98"}
    made = api.post(url, values, format="json")
    assert made.status_code == 201
    assert api.post(url, values, format="json").status_code == 400
    changed = api.patch(f"{url}{made.json()['id']}/", {"order_quantity": "40"}, format="json")
    assert changed.json()["order_quantity"] == "40"
    assert api.delete(f"{url}{made.json()['id']}/").status_code == 204
