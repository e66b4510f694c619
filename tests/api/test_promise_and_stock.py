"""What can be promised, what lies where, and what a rush would delay."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inventory.models import Balance
from inventory.selectors.stock import stock_levels
from orders.models import Order, OrderLine
from tests.api.shop import assert_sound

pytestmark = pytest.mark.django_db


def day(offset: int) -> str:
    return (timezone.now().date() + timedelta(days=offset)).isoformat()


@pytest.fixture
def bought(shop):
    """Twenty more of P-1 come in five days."""
    shop.post(
        "suppliers/",
        {"code": "S-1", "name": "Supplier", "currency": "USD", "is_inspection_exempt": True},
        201,
    )
    body = {
        "supplier": "S-1",
        "warehouse": "MAIN",
        "expected_date": day(5),
        "lines": [{"product": "P-1", "quantity": "20", "unit_price": "5"}],
    }
    number = shop.post("purchase-orders/", body, 201)["number"]
    assert shop.get("stock/", product="P-1")["totals"]["on_order"] == "0"
    assert shop.post(f"purchase-orders/{number}/send/")["state"] == "sent"
    return number


def test_a_promise_names_its_sources(shop, bought):
    now = shop.get("atp/", product="P-1", quantity="10")
    assert (now["available_now"], now["promise_date"], now["on_time"]) == ("10", day(0), True)
    later = shop.get("atp/", product="P-1", quantity="15", requested_date=day(1), warehouse="MAIN")
    assert (later["promise_date"], later["on_time"]) == (day(5), False)
    assert later["sources"] == [
        {"kind": "on_hand", "quantity": "10", "date": day(0)},
        {"kind": "purchase", "quantity": "5", "date": day(5), "document": bought},
    ]
    shop.get("atp/", 400, product="P-1", quantity="x")
    shop.get("atp/", 400, quantity="1")


def test_lines_checked_together_share_the_stock(shop, bought):
    lines = [{"product": "P-1", "quantity": "8"}] * 2
    found = shop.post("atp/check/", {"lines": lines})["lines"]
    assert [line["promise_date"] for line in found] == [day(0), day(5)]


def test_purchases_are_received_in_part_and_fill_back_orders(shop, bought):
    number = shop.order(("P-1", "14"))["number"]
    assert shop.get(f"orders/{number}/")["promised_date"] == day(5)
    path = f"purchase-orders/{bought}/"
    part = shop.post(f"{path}receive/", {"lines": [{"line": 1, "quantity": "6"}]})
    assert (part["state"], part["lines"][0]["received"]) == ("partially_received", "6")
    assert shop.get(f"orders/{number}/")["lines"][0]["reserved"] == "14"
    refused = shop.post(f"{path}receive/", {"lines": [{"line": 1, "quantity": "15"}]}, 400)
    assert set(refused["errors"]) == {"lines[0].quantity"}
    assert shop.post(f"{path}receive/", {"lines": [{"line": 1, "quantity": "14"}]})["state"] == "received"
    assert shop.post(f"{path}close/")["state"] == "closed"
    assert shop.get("stock/", product="P-1")["totals"]["on_order"] == "0"
    assert_sound()


def test_nothing_of_a_simulation_is_stored(shop):
    body = {
        "customer": "C-1",
        "lines": [{"product": "P-1", "quantity": "3"}, {"product": "P-2", "quantity": "2"}],
    }
    found = shop.post("orders/simulate/", body)
    assert (found["total"], found["margin"], found["on_time"]) == ("35.00", "15.00", True)
    assert found["affected_orders"] == []
    assert found["credit"]["needed"] == "35.00"
    assert Order.objects.count() == OrderLine.objects.count() == 0
    assert not Balance.objects.filter(reserved__gt=0).exists()


def test_a_rush_names_the_orders_that_would_slip(shop, bought):
    early = shop.order(("P-1", "10"), requested_date=day(2))["number"]
    body = {"customer": "C-1", "priority": "rush", "lines": [{"product": "P-1", "quantity": "4"}]}
    found = shop.post("orders/simulate/", body)
    assert found["lines"][0]["rush_promise_date"] == day(0)
    assert found["lines"][0]["promise_date"] == day(5)
    [affected] = found["affected_orders"]
    assert (affected["number"], affected["old_promise"], affected["new_promise"]) == (early, day(2), day(5))
    calm = shop.post("orders/simulate/", body | {"priority": "normal"})
    assert calm["affected_orders"] == []


def test_a_transfer_is_in_transit_until_it_is_received(shop):
    shop.post("warehouses/", {"code": "EAST", "name": "East"}, 201)
    shop.post("locations/", {"warehouse": "EAST", "code": "A", "kind": "storage"}, 201)
    body = {
        "kind": "transfer",
        "product": "P-1",
        "quantity": "4",
        "warehouse": "MAIN",
        "to_warehouse": "EAST",
    }
    at_once = shop.post("stock-moves/", body | {"reason": "a"}, 201)
    assert at_once["transfer"]["state"] == "received"
    sent = shop.post("stock-moves/", body | {"transit_days": 2, "reason": "b"}, 201)
    assert (sent["transfer"]["state"], sent["quantity"]) == ("in_transit", "-4")
    [row] = shop.get("stock/", product="P-1", warehouse="EAST")["results"]
    assert (row["on_hand"], row["in_transit"], row["on_order"]) == ("4", "4", "0")
    assert shop.post(f"stock-moves/{sent['id']}/receive/")["transfer"]["state"] == "received"
    [row] = shop.get("stock/", product="P-1", warehouse="EAST")["results"]
    assert (row["on_hand"], row["in_transit"]) == ("8", "0")
    assert shop.post(f"stock-moves/{sent['id']}/receive/", {}, 409)["code"] == "already_received"
    assert len(shop.get("goods-in-transit/", in_transit="false")["results"]) == 2
    assert_sound()


def test_stock_pages_follow_each_other(shop):
    seen, path = [], "/api/v1/stock/?page_size=1"
    while path:
        page = shop.api.get(path).json()
        seen += [row["product"] for row in page["results"]]
        path = page["next"]
    assert seen == ["P-1", "P-2"]


def test_blocked_stock_is_neither_on_hand_nor_available(shop):
    shop.stock("P-1", "3", location="QUALITY")
    [row] = shop.get("stock/", product="P-1")["results"]
    assert (row["on_hand"], row["available"], row["blocked"]) == ("10", "10", "3")


def test_stock_of_any_number_of_items_is_one_query(shop):
    with CaptureQueriesContext(connection) as seen:
        levels = stock_levels()
    assert len(seen) == 1
    assert [level.sku for level in levels] == ["P-1", "P-2"]


def test_lines_of_one_product_share_its_stock_whatever_their_number(shop):
    ask = {"product": "P-1", "quantity": "0.02"}
    told = shop.post("atp/check/", {"lines": [ask] * 600})["lines"]
    kinds = [[source["kind"] for source in line["sources"]] for line in told]
    assert kinds == [["on_hand"]] * 500 + [["plan"]] * 100
    assert told[499]["available_now"] == "0.02"
    assert told[500]["available_now"] == "0"
