"""Who sees what over the API: row scope, hidden costs, rights, and nothing changed on a refusal."""

import pytest

from inventory.models import Reservation
from orders.models import Order
from tests.api.shop import Shop, assert_sound
from tests.clients import api_of, api_with, person

pytestmark = pytest.mark.django_db
LISTS = [
    "orders/",
    "shipments/",
    "invoices/",
    "payments/",
    "reservations/",
    "stock-moves/",
    "tasks/",
]


@pytest.fixture
def sold(shop):
    """Orders of two salespeople, one shipped and paid in part."""
    anna, bela = (
        person("sales", username="anna", row_scope="own"),
        person("sales", username="bela", row_scope="own"),
    )
    shop.customer("C-A", salesperson="anna")
    shop.customer("C-B", salesperson="bela")
    a = shop.order(("P-1", "2"), customer="C-A")["number"]
    b = shop.order(("P-1", "3"), customer="C-B")["number"]
    shop.shipped(b)
    shop.order(("P-2", "1"), customer="C-B")
    return shop, Shop(api_of(anna)), Shop(api_of(bela)), a, b


def test_sales_see_their_own_customers_documents_alone(sold):
    _shop, anna, bela, a, b = sold
    assert [row["number"] for row in anna.get("orders/")["results"]] == [a]
    assert len(bela.get("orders/")["results"]) == 2
    assert anna.get("shipments/")["results"] == []
    assert anna.get("invoices/")["results"] == []
    assert len(bela.get("invoices/")["results"]) == 1
    for path in (f"orders/{b}/", f"orders/{b}/timeline/", "credit/C-B/"):
        anna.get(path, 404)
    assert anna.post(f"orders/{b}/cancel/", {"reason": "x"}, 404)["code"] == "not_found"
    refused = anna.order(("P-1", "1"), customer="C-B", status=400)
    assert set(refused["errors"]) == {"customer"}
    anna.get("orders/", customer="C-B")
    assert anna.get("orders/", customer="C-B")["results"] == []
    assert anna.get("orders/", search="C-B")["results"] == []


def test_costs_are_hidden_from_sales(sold):
    shop, anna, bela, a, b = sold
    assert {"cost", "margin", "margin_percent"} <= shop.get(f"orders/{a}/").keys()
    assert not {"cost", "margin", "margin_percent"} & anna.get(f"orders/{a}/").keys()
    assert not {"cost", "margin"} & anna.get("orders/")["results"][0].keys()
    assert "cost" not in str(bela.get(f"orders/{b}/timeline/"))
    assert "'cost'" in str(shop.get(f"orders/{b}/timeline/"))
    body = {"customer": "C-A", "lines": [{"product": "P-1", "quantity": "1"}]}
    assert "margin" not in str(anna.post("orders/simulate/", body))
    assert "margin" in shop.post("orders/simulate/", body)


def test_sales_see_balances_but_no_moves_or_reservations(sold):
    _shop, anna, *_rest = sold
    assert anna.get("stock/", product="P-1")["totals"]["reserved"] == "2"
    for path in (
        "stock-moves/",
        "reservations/",
        "payments/",
        "journal-entries/",
        "receivables/ageing/",
        "waves/",
    ):
        assert anna.get(path, 403)["code"] == "not_permitted"


def test_a_warehouse_operator_picks_but_sees_no_money(sold):
    shop, *_rest, a, _b = sold
    shipment = shop.post("shipments/", {"order": a}, 201)["number"]
    worker = Shop(api_with("warehouse_operator", row_scope="own"))
    assert worker.get(f"shipments/{shipment}/")["state"] == "released"
    assert len(worker.get("reservations/", order=a)["results"]) == 1
    assert "value" not in worker.get("stock-moves/")["results"][0]
    for path in ("orders/", "invoices/", "payments/"):
        worker.get(path, 403)
    assert worker.post(f"shipments/{shipment}/pick/")["state"] == "picked"


def test_nobody_without_rights_changes_anything(sold):
    shop, *_rest, a, _b = sold
    before = shop.get(f"orders/{a}/")
    nobody = Shop(api_with())
    for path in LISTS:
        nobody.get(path, 403)
    for verb, body in [("hold", {"reason": "x"}), ("cancel", {"reason": "x"}), ("close", {}), ("amend", {})]:
        assert nobody.post(f"orders/{a}/{verb}/", body, 403)["code"] == "not_permitted"
    nobody.post("orders/", {"customer": "C-1"}, 403)
    nobody.post("stock-moves/", {"kind": "issue"}, 403)
    nobody.post("intake/web/", {}, 403)
    reader = Shop(api_with("executive"))
    assert reader.post(f"orders/{a}/hold/", {"reason": "x"}, 403)["facts"] == {
        "permission": "orders.hold_order"
    }
    assert shop.get(f"orders/{a}/") == before
    assert_sound()


def test_a_key_may_do_less_than_its_owner(sold):
    _shop, *_rest, a, _b = sold
    narrow = Shop(api_of(person("administrator"), ("orders.view_order",)))
    assert narrow.get(f"orders/{a}/")["number"] == a
    assert narrow.post(f"orders/{a}/hold/", {"reason": "x"}, 403)["code"] == "not_permitted"


def test_finance_decides_only_with_the_release_right(shop):
    shop.customer("C-2", credit_limit="5")
    number = shop.order(("P-1", "1"), customer="C-2")["number"]
    clerk = Shop(api_of(person("finance"), ("orders.*", "processes.*", "masterdata.view")))
    assert clerk.post(f"orders/{number}/approve/", {}, 409)["code"] == "credit_limit_exceeded"
    assert Order.objects.get().state == "submitted"
    assert Reservation.objects.count() == 0
    seller = Shop(api_with("sales"))
    assert seller.post(f"orders/{number}/approve/", {}, 403)["code"] == "not_your_task"
    chief = Shop(api_with("finance"))
    assert [task["document"] for task in chief.get("tasks/", mine="true")["results"]] == [number]
    assert chief.post(f"orders/{number}/approve/")["state"] == "confirmed"


def test_who_manages_people_can_t_become_somebody_with_more_rights(shop):
    person("administrator", username="chief")
    person("sales", username="anna")
    clerk = Shop(api_of(person("administrator", username="clerk"), ("identity.*",)))
    for change in ({"password": "Xy7!kk22lmZ"}, {"email": "mine@example.com"}, {"is_active": False}):
        refused = clerk.patch("users/chief/", change, 403)
        assert refused["code"] == "not_permitted"
    assert shop.patch("users/anna/", {"password": "Xy7!kk22lmZ"})["username"] == "anna"
