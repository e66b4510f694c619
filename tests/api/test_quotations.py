"""Quotations over the API: the contract's verbs, refusals, rights."""

from __future__ import annotations

import pytest

from erp.masterdata.selectors.company import forget_company
from tests.api.shop import assert_sound
from tests.clients import api_with

pytestmark = pytest.mark.django_db
LINES = {"customer": "C-1", "lines": [{"product": "P-1", "quantity": "4", "unit_price": "9"}]}


@pytest.fixture(autouse=True)
def company_read_anew():
    """What one test sets is not what the next one reads."""
    forget_company()
    yield
    forget_company()


def test_from_draft_to_order(shop):
    row = shop.post("quotations/", LINES | {"hold_stock": True, "customer_reference": "RFQ 1"}, 201)
    assert row["state"] == "draft" and row["total"] == "36.00" and row["margin"] == "12.00"
    at = f"quotations/{row['number']}/"
    assert shop.post(f"{at}submit/")["state"] == "approved"
    shown = shop.get(at)
    assert shown["lines"][0]["held"] == "4" and shown["lines"][0]["promised_date"]
    assert shop.get("stock/", product="P-1")["results"][0]["available"] == "6"
    assert shop.post(f"{at}approve/")["approved_by"]  # a person signs what had approved itself
    assert shop.post(f"{at}approve/", status=409)["code"] == "invalid_transition"
    won = shop.post(f"{at}convert/")
    order = shop.get(f"orders/{won['order']}/")
    assert won["state"] == "won" and order["state"] == "confirmed" and order["total"] == "36.00"
    assert order["lines"][0]["reserved"] == "4" and order["customer_po"] == "RFQ 1"
    assert shop.post(f"{at}convert/", status=409)["code"] == "invalid_transition"
    assert shop.post(f"{at}expire/", status=409)["code"] == "invalid_transition"
    pdf = shop.api.get(f"/api/v1/{at}pdf/?language=zh-hans")
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF")
    assert_sound()


def test_change_copy_revise_lose_expire(shop):
    row = shop.post("quotations/", LINES, 201)
    at = f"quotations/{row['id']}/"
    changed = shop.patch(at, {"lines": [{"product": "P-2", "quantity": "2"}], "note": "Net 30"})
    assert changed["total"] == "5.00" and changed["note"] == "Net 30" and changed["version"] == 2
    assert shop.patch(at, {"note": "x"}, 412, **{"If-Match": '"1"'})["code"] == "stale_version"
    shop.post(f"{at}submit/")
    assert shop.patch(at, {"note": "x"}, 409)["code"] == "invalid_transition"
    assert shop.post(f"{at}revise/")["revision"] == 2
    shop.post(f"{at}submit/")
    assert shop.post(f"{at}expire/")["state"] == "expired"
    shop.post(f"{at}copy/", status=201)
    other = shop.get("quotations/", ordering="-number")["results"][0]
    assert other["state"] == "draft" and other["number"] != row["number"]
    assert "reason" in shop.post(f"quotations/{other['number']}/lose/", {}, 400)["errors"]
    lost = shop.post(f"quotations/{other['number']}/lose/", {"reason": "Price"})
    assert lost["state"] == "lost" and lost["lost_reason"] == "Price"
    assert {r["state"] for r in shop.get("quotations/", state="lost,expired")["results"]} == {
        "lost",
        "expired",
    }
    assert_sound()


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"lines": []}, "lines"),
        ({"customer": "NOBODY"}, "customer"),
        ({"valid_until": "2020-01-01"}, "valid_until"),
        ({"lines": [{"product": "P-1", "quantity": "-1"}]}, "lines[0].quantity"),
        ({"lines": [{"product": "P-1", "quantity": "1", "discount_rate": "2"}]}, "lines[0].discount_rate"),
    ],
)
def test_bad_input_is_told_by_field(shop, body, path):
    told = shop.post("quotations/", LINES | body, 400)
    assert path in told["errors"], told
    assert shop.get("quotations/")["results"] == []


def test_sending_needs_approval_and_an_address(shop):
    number = shop.post("quotations/", LINES, 201)["number"]
    assert shop.post(f"quotations/{number}/send/", status=409)["code"] == "quotation_not_approved"
    shop.post(f"quotations/{number}/submit/")
    assert "to" in shop.post(f"quotations/{number}/send/", status=400)["errors"]
    assert shop.post(f"quotations/{number}/send/", {"by_mail": False})["sent_at"]


def test_a_price_below_the_floor_over_the_api(shop):
    prices = [{"product": "P-1", "price": "10", "floor_price": "8"}]
    shop.post("price-lists/", {"code": "L", "name": "L", "currency": "USD", "prices": prices}, 201)
    shop.patch("customers/C-1/", {"price_list": "L"})
    seller = api_with("sales")
    body = {
        "customer": "C-1",
        "submit": True,
        "lines": [{"product": "P-1", "quantity": "1", "unit_price": "7"}],
    }
    row = seller.post("/api/v1/quotations/", body, format="json").json()
    assert (row["state"], row["price_exception"], row["lines"][0]["price_flag"]) == (
        "submitted",
        "open",
        "floor",
    )
    assert "margin" not in row
    order = seller.post("/api/v1/orders/", body, format="json").json()
    assert order["state"] == "submitted"
    manager = api_with("sales_manager")
    approved = manager.post(f"/api/v1/orders/{order['number']}/approve/").json()
    assert approved["state"] == "confirmed", approved
    assert manager.post(f"/api/v1/quotations/{row['number']}/approve/").json()["state"] == "approved"
    events = [e["event"] for e in shop.get(f"orders/{order['number']}/timeline/")]
    assert "order.price_approved" in events
    refused = seller.post(
        f"/api/v1/orders/{order['number']}/amend/",
        {"lines": [{"id": order["lines"][0]["id"], "unit_price": "6"}]},
        format="json",
    )
    assert refused.status_code == 409 and refused.json()["code"] == "price_below_floor"
    assert_sound()


def test_who_may_what(shop):
    number = shop.post("quotations/", LINES, 201)["number"]
    finance = api_with("finance")
    assert finance.get(f"/api/v1/quotations/{number}/").status_code == 200
    assert finance.post(f"/api/v1/quotations/{number}/submit/").status_code == 403
    assert api_with("shop_floor").get("/api/v1/quotations/").status_code == 403
    assert api_with("sales", row_scope="own").get(f"/api/v1/quotations/{number}/").status_code == 404
