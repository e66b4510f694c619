"""Refusals name the field and the state in words, and nothing that was sent is dropped in silence."""

import pytest

from tests.api.shop import assert_sound

pytestmark = pytest.mark.django_db


@pytest.fixture
def bought(shop):
    """A draft of a purchase order with one line."""
    shop.post("suppliers/", {"code": "S-1", "name": "Supplier", "currency": "USD"}, 201)
    body = {"supplier": "S-1", "warehouse": "MAIN", "expected_date": "2031-01-31",
            "lines": [{"product": "P-1", "quantity": "5", "unit_price": "1"}]}  # fmt: skip
    return shop, shop.post("purchase-orders/", body, 201)["number"]


def test_amending_below_what_is_on_a_shipment_names_line_and_field(shop):
    order = shop.order(("P-2", "3"), ("P-1", "8"))
    shop.post("shipments/", {"order": order["number"]}, 201)
    change = {"id": order["lines"][1]["id"], "quantity": "7"}
    refused = shop.post(f"orders/{order['number']}/amend/", {"lines": [change]}, 409)
    assert refused["code"] == "being_picked"
    assert set(refused["errors"]) == {"lines[0].quantity"}
    assert refused["facts"] == {"line": 2, "picked": "8.000000"}
    assert "Line 2: 8 is on a shipment" in refused["detail"]


def test_amending_below_what_was_shipped_names_the_field(shop):
    order = shop.order(("P-1", "8"))
    shop.shipped(order["number"])
    path, line = f"orders/{order['number']}/amend/", order["lines"][0]["id"]
    refused = shop.post(path, {"lines": [{"id": line, "quantity": "7"}]}, 409)
    assert (refused["code"], set(refused["errors"])) == ("already_shipped", {"lines[0].quantity"})
    refused = shop.post(path, {"lines": [{"id": line, "unit_price": "7"}]}, 409)
    assert (refused["code"], set(refused["errors"])) == ("already_billed", {"lines[0].unit_price"})


def test_a_cancelled_order_says_that_it_is_cancelled(shop):
    order = shop.order(("P-1", "20"))
    shop.shipped(order["number"])
    shop.post(f"orders/{order['number']}/cancel/", {"reason": "enough"})
    refused = shop.post(f"orders/{order['number']}/cancel/", {"reason": "again"}, 409)
    assert refused["facts"]["state"] == "cancelled"
    assert "“Cancelled”" in refused["detail"]


def test_states_read_in_the_words_of_their_own_document(bought):
    shop, number = bought
    counted = shop.post("counts/", {"warehouse": "MAIN", "products": ["P-1"]}, 201)["number"]
    refused = shop.post(f"counts/{counted}/approve/", status=409)
    assert "“Held”" not in refused["detail"] and refused["facts"]["kind"] == "count"
    shop.post(f"purchase-orders/{number}/send/")
    bought = shop.post(f"purchase-orders/{number}/receive/", {"lines": [{"line": 1, "quantity": "1"}]})
    receipt = bought["receipts"][-1]["number"]
    refused = shop.post(f"receipts/{receipt}/put_away/", status=409)
    assert "“arrived”" not in refused["detail"]
    shop.post("warehouses/", {"code": "B", "name": "Other"}, 201)
    lines = [{"product": "P-2", "quantity": "1"}]
    body = {"from_warehouse": "MAIN", "to_warehouse": "B", "lines": lines, "release": True, "transit_days": 3}
    transfer = shop.post("transfers/", body, 201)["number"]
    shop.post(f"transfers/{transfer}/send/")
    assert "“in_transit”" not in shop.post(f"transfers/{transfer}/send/", status=409)["detail"]


def test_a_drafts_line_is_named_once_and_keeps_its_product(bought):
    shop, number = bought
    path = f"purchase-orders/{number}/"
    twice = [{"line": 1, "quantity": "3"}, {"line": 1, "quantity": "4"}]
    assert set(shop.patch(path, {"lines": twice}, 400)["errors"]) == {"lines[1].line"}
    other = [{"line": 1, "product": "P-2"}]
    assert set(shop.patch(path, {"lines": other}, 400)["errors"]) == {"lines[0].product"}
    assert shop.get(path)["lines"][0]["quantity"] == "5"


def test_suppliers_get_no_link_to_a_draft(bought):
    shop, number = bought
    refused = shop.post(f"purchase-orders/{number}/supplier-link/", status=409)
    assert refused["code"] == "purchase_order_not_open"
    shop.post(f"purchase-orders/{number}/send/")
    assert "/supplier/" in shop.post(f"purchase-orders/{number}/supplier-link/")["url"]


def test_money_is_not_received_in_the_future(shop):
    body = {"customer": "C-1", "amount": "5", "received_date": "2199-01-01"}
    assert set(shop.post("payments/", body, 400)["errors"]) == {"received_date"}
    assert shop.get("payments/")["results"] == []


def test_returns_name_lines_as_they_were_sent(shop):
    order = shop.order(("P-2", "3"), ("P-1", "8"))
    shop.shipped(order["number"])
    reason = shop.get("return-reasons/")["results"][0]["code"]
    lines = [{"order_line": 2, "quantity": "4"}, {"order_line": "1", "quantity": "2"}]
    number = shop.post("returns/", {"order": order["number"], "reason": reason, "lines": lines}, 201)[
        "number"
    ]
    path = f"returns/{number}/"
    shop.post(f"{path}approve/")

    def wrong(verb, *lines):
        return set(shop.post(f"{path}{verb}/", {"lines": list(lines)}, 400)["errors"])

    assert wrong("receive", {"line": 2, "quantity": "9"}) == {"lines[0].quantity"}
    assert wrong("receive", {"line": 7, "quantity": "1"}) == {"lines[0].line"}
    assert wrong("receive", {"line": 1, "quantity": "1"}, {"line": 1, "quantity": "2"}) == {"lines[1].line"}
    shop.post(f"{path}receive/", {"lines": [{"line": 2, "quantity": "2"}]})
    assert wrong("inspect", {"line": 2, "accepted": "9"}) == {"lines[0].accepted"}
    one = shop.post(f"{path}inspect/", {"accepted": "3"}, 400)
    assert set(one["errors"]) == {"accepted"}
    assert_sound()


def test_a_wrong_scan_is_told_by_its_sku(shop):
    order = shop.order(("P-2", "3"))
    number = shop.post("shipments/", {"order": order["number"]}, 201)["number"]
    refused = shop.post(f"shipments/{number}/pick/", {"scans": [{"product": "P-1"}]}, 400)
    assert refused["facts"] == {"scanned": "P-1"}
