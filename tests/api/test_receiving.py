"""Receiving, suppliers' scores and payables as integrators meet them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.api.shop import Shop
from tests.clients import api_with
from tests.factories import assert_books_hold as assert_sound


def day(offset: int) -> str:
    """A day from today."""
    return (timezone.now() + timedelta(days=offset)).date().isoformat()


@pytest.fixture
def bought(shop: Shop) -> str:
    """Twenty of P-1 and five of P-2, sent to a supplier whose goods are inspected."""
    shop.post("suppliers/", {"code": "S-1", "name": "Supplier", "currency": "USD"}, 201)
    body = {
        "supplier": "S-1",
        "warehouse": "MAIN",
        "expected_date": day(0),
        "lines": [
            {"product": "P-1", "quantity": "20", "unit_price": "5"},
            {"product": "P-2", "quantity": "5", "unit_price": "1"},
        ],
    }
    number: str = shop.post("purchase-orders/", body, 201)["number"]
    shop.post(f"purchase-orders/{number}/send/")
    return number


def receive(shop: Shop, number: str, *lines: dict[str, Any], status: int = 200, **more: Any) -> Any:
    return shop.post(f"purchase-orders/{number}/receive/", {"lines": list(lines), **more}, status)


def totals(shop: Shop, product: str) -> tuple[str, str, str]:
    found = shop.get("stock/", product=product)["totals"]
    return found["available"], found["blocked"], found["on_order"]


def test_receive_says_what_comes_next_until_it_is_done(shop, bought):
    order = receive(shop, bought, {"line": 1, "quantity": "20"}, delivery_note="DN-1")
    [receipt] = order["receipts"]
    assert (receipt["state"], receipt["next"]) == ("arrived", "inspect")
    assert totals(shop, "P-1") == ("10", "20", "0")
    path = f"receipts/{receipt['number']}/"
    after = shop.post(f"{path}inspect/", {"accepted": "18", "rejected": "2"})
    assert (after["state"], after["next"]) == ("inspected", "put_away")
    assert totals(shop, "P-1") == ("28", "2", "0")
    done = shop.post(f"{path}put_away/")
    assert (done["state"], done["next"], done["lines"][0]["put_away"]) == ("put_away", "", "18")
    assert shop.post(f"{path}put_away/", {}, 409)["code"] == "invalid_transition"
    left = shop.post(
        f"{path}dispose/", {"line": 1, "quantity": "2", "disposition": "return", "reason": "bent"}
    )
    assert left["lines"][0]["returned"] == "2"
    assert totals(shop, "P-1") == ("28", "0", "0")
    assert_sound()


def test_several_lines_are_judged_by_line_or_all_alike(shop, bought):
    lines = ({"line": 1, "quantity": "10"}, {"line": 2, "quantity": "5"})
    receipt = receive(shop, bought, *lines)["receipts"][0]["id"]
    refused = shop.post(f"receipts/{receipt}/inspect/", {"accepted": "9", "rejected": "6"}, 400)
    assert set(refused["errors"]) == {"lines"}
    body = {"lines": [{"line": 1, "accepted": "10"}, {"line": 2, "defects": 9}]}
    assert set(shop.post(f"receipts/{receipt}/inspect/", body, 400)["errors"]) == {"lines[1].defects"}
    all_good = shop.post(f"receipts/{receipt}/inspect/", {"accepted": "15", "rejected": "0"})
    assert all_good["state"] == "inspected"
    again = receive(shop, bought, {"line": 1, "quantity": "10"})["receipts"][1]["id"]
    assert shop.post(f"receipts/{again}/inspect/", {"rejected": "10"})["state"] == "rejected"


def test_the_same_request_twice_is_one_receipt(shop, bought):
    body = {"lines": [{"line": 1, "quantity": "5"}]}
    path = f"purchase-orders/{bought}/receive/"
    api = api_with("integrator")
    first = api.post(f"/api/v1/{path}", body, format="json", headers={"Idempotency-Key": "k1"})
    second = api.post(f"/api/v1/{path}", body, format="json", headers={"Idempotency-Key": "k1"})
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.headers["Idempotent-Replay"] == "true"
    assert len(shop.get("receipts/", purchase_order=bought)["results"]) == 1
    version = first.json()["version"]
    stale = api.post(f"/api/v1/{path}", body, format="json", headers={"If-Match": f'"{version - 1}"'})
    assert stale.status_code == 412


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"line": 1, "quantity": "-1"}, "lines[0].quantity"),
        ({"line": 1, "quantity": "21"}, "lines[0].quantity"),
        ({"line": 9, "quantity": "1"}, "lines[0].line"),
        ({"line": 1, "quantity": "1", "lot": "L"}, "lines[0].lot"),
        ({"line": 1, "quantity": "1", "damaged": "2"}, "lines[0].damaged"),
        ({"line": 1, "quantity": "1", "damaged": "1"}, "lines[0].damage_reason"),
        ({"line": 1, "quantity": "1", "expires_date": "2001-01-01"}, "lines[0].expires_date"),
        ({"line": 1, "quantity": "one"}, "lines[0].quantity"),
        ({"line": 1, "quantity": "1", "serials": "x"}, "lines[0].serials"),
    ],
)
def test_wrong_lines_name_their_field_and_change_nothing(shop, bought, line, field):
    assert set(receive(shop, bought, line, status=400)["errors"]) == {field}
    assert shop.get("receipts/")["results"] == []
    assert totals(shop, "P-1") == ("10", "0", "20")


def test_a_cancelled_order_takes_no_receipt(shop, bought):
    assert shop.post(f"purchase-orders/{bought}/close/")["state"] == "cancelled"
    assert receive(shop, bought, {"line": 1, "quantity": "1"}, status=409)["code"] == "invalid_transition"


def test_places_and_dispositions_that_are_not_there(shop, bought):
    receipt = receive(shop, bought, {"line": 1, "quantity": "5"})["receipts"][0]["id"]
    shop.post(f"receipts/{receipt}/inspect/", {"accepted": "5"})
    body = {"lines": [{"line": 1, "location": "NOWHERE"}]}
    assert set(shop.post(f"receipts/{receipt}/put_away/", body, 400)["errors"]) == {"lines[0].location"}
    body = {"lines": [{"line": 1, "location": "SCRAP"}]}
    assert set(shop.post(f"receipts/{receipt}/put_away/", body, 400)["errors"]) == {"lines[0].location"}
    body = {"lines": [{"line": 1, "location": "STOCK", "quantity": "2"}]}
    assert shop.post(f"receipts/{receipt}/put_away/", body)["state"] == "inspected"
    gone = {"line": 1, "quantity": "1", "disposition": "return", "reason": "x"}
    assert shop.post(f"receipts/{receipt}/dispose/", gone, 409)["code"] == "nothing_rejected"


def test_scores_and_exemptions(shop, bought):
    receipt = receive(shop, bought, {"line": 1, "quantity": "20"})["receipts"][0]["id"]
    shop.post(f"receipts/{receipt}/inspect/", {"accepted": "15", "rejected": "5"})
    [row] = shop.get("supplier-scores/")["results"]
    assert (row["supplier"], row["due"], row["on_time_rate"], row["pass_rate"]) == (
        "S-1",
        1,
        "1.0000",
        "0.7500",
    )
    whole = shop.get("supplier-scores/S-1/")
    assert (whole["price_index"], len(whole["months"]), len(whole["judged"])) == ("84.0", 12, 1)
    granted = shop.post("inspection-exemptions/", {"supplier": "S-1", "evidence": "audit of May"}, 201)
    assert shop.get("suppliers/S-1/")["is_inspection_exempt"] is True
    again = shop.post("inspection-exemptions/", {"supplier": "S-1", "evidence": "twice"}, 409)
    assert again["code"] == "exemption_there"
    path = f"inspection-exemptions/{granted['id']}/"
    assert shop.post(f"{path}freeze/", {"reason": "complaint"})["state"] == "frozen"
    assert shop.get("suppliers/S-1/")["is_inspection_exempt"] is False
    assert shop.post(f"{path}unfreeze/", {}, 400)["errors"].keys() == {"reason"}
    assert shop.post(f"{path}unfreeze/", {"reason": "settled"})["state"] == "granted"
    assert shop.post(f"{path}end/", {"reason": "enough"})["state"] == "ended"


def test_a_suppliers_invoice_from_entry_to_payment(shop, bought):
    receive(shop, bought, {"line": 1, "quantity": "20"}, {"line": 2, "quantity": "5"})
    open_lines = shop.get("payables/unbilled/", supplier="S-1")["results"]
    assert [(row["product"], row["quantity"], row["value"]) for row in open_lines] == [
        ("P-1", "20", "100.00"), ("P-2", "5", "5.00"),
    ]  # fmt: skip
    body: dict[str, Any] = {
        "supplier": "S-1", "supplier_number": "F-1", "invoice_date": day(0), "tax": "13.65",
        "lines": [
            {"purchase_order": bought, "line": 1, "quantity": "20", "unit_price": "5"},
            {"purchase_order": bought, "line": 2, "quantity": "6", "unit_price": "1"},
        ],
    }  # fmt: skip
    payable = shop.post("payables/", body, 201)
    assert (payable["state"], payable["total"]) == ("differs", "119.65")
    assert [line["outcome"] for line in payable["lines"]] == ["matched", "matched", "quantity"]
    assert shop.post("payables/", body, 409)["code"] == "supplier_number_used"
    path = f"payables/{payable['number']}/"
    assert shop.post(f"{path}pay/", {}, 409)["code"] == "invalid_transition"
    assert shop.post(f"{path}approve/", {"reason": "one more comes"})["open_amount"] == "119.65"
    assert shop.get("payables/ageing/")["totals"]["open_total"] == "119.65"
    assert shop.post(f"{path}pay/", {"amount": "19.65"})["state"] == "partially_paid"
    assert shop.post(f"{path}pay/", {"amount": "200"}, 400)["errors"].keys() == {"amount"}
    assert shop.post(f"{path}pay/", {"reference": "TT-1"})["state"] == "paid"
    assert shop.get("payables/unbilled/")["results"] == []
    unknown = body | {"supplier_number": "F-2", "lines": [body["lines"][0] | {"line": 7}]}
    assert set(shop.post("payables/", unknown, 400)["errors"]) == {"lines[0].line"}
    assert_sound()


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("sales", "supplier-scores/", 403),
        ("sales", "payables/", 403),
        ("sales", "receipts/", 200),
        ("shop_floor", "receipts/", 403),
        ("warehouse_operator", "payables/unbilled/", 403),
        ("buyer", "inspection-exemptions/", 200),
        ("executive", "payables/ageing/", 200),
    ],
)
def test_who_may_see_what(db, role, path, status):
    assert api_with(role).get(f"/api/v1/{path}").status_code == status
