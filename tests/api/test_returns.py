"""Returns over the API: the contract's names, rights, bad input, and nothing done twice."""

import pytest

from tests.api.shop import Shop, assert_sound
from tests.clients import api_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def sold(shop):
    order = shop.order(("P-1", "4"), ("P-2", "10"))
    shop.shipped(order["number"])
    yield shop, shop.get(f"orders/{order['number']}/")
    assert_sound()


def asked(shop, sold, quantity="2", line=0, status=201, **more):
    body = {
        "order": sold["number"],
        "reason": "defective",
        "lines": [{"order_line": sold["lines"][line]["id"], "quantity": quantity}],
    }
    return shop.post("returns/", body | more, status)


def test_a_return_is_settled_by_a_credit_note(sold):
    shop, order = sold
    row = asked(shop, order)
    assert (row["state"], row["order"], row["reason"]) == ("requested", order["number"], "defective")
    path = f"returns/{row['number']}/"
    assert shop.post(f"{path}approve/")["state"] == "approved"
    assert shop.post(f"{path}receive/")["state"] == "received"
    assert shop.get("stock/", product="P-1")["results"][0]["blocked"] == "2"
    body = {"accepted": "2", "rejected": "0", "disposition": "restock"}
    assert shop.post(f"{path}inspect/", body)["state"] == "inspected"
    stock = shop.get("stock/", product="P-1")["results"][0]
    assert (stock["on_hand"], stock["blocked"]) == ("8", "0")
    settled = shop.post(f"{path}settle/", {"resolution": "credit_note"})
    assert (settled["state"], len(settled["credit_notes"])) == ("settled", 1)
    note = shop.get(f"credit-notes/{settled['credit_notes'][0]}/")
    assert (note["total"], note["unapplied"], note["return_number"]) == ("20.00", "0.00", row["number"])
    [invoice] = shop.get("invoices/", order=order["number"])["results"]
    assert (invoice["total"], invoice["open_amount"]) == ("65.00", "45.00")
    assert shop.get(f"orders/{order['number']}/")["lines"][0]["returned"] == "2"
    pdf = shop.api.get(f"/api/v1/credit-notes/{note['id']}/pdf/", {"language": "zh-hans"})
    assert pdf.content[:4] == b"%PDF"
    told = [event["event"] for event in shop.get(f"orders/{order['number']}/timeline/")]
    assert {"return.requested", "return.settled", "credit_note.issued"} <= set(told)
    rates = shop.get("returns/rates/", by="product")
    assert (rates["total"]["rate"], rates["groups"][0]["rate"]) == ("0.307692", "0.500000")
    assert shop.post(f"{path}settle/", status=409)["code"] == "invalid_transition"


def test_a_return_is_settled_by_a_replacement(sold):
    shop, order = sold
    path = f"returns/{asked(shop, order, '3', line=1)['id']}/"
    shop.post(f"{path}approve/")
    shop.post(f"{path}receive/", {"lines": [{"line": 1, "quantity": "2"}]})
    shop.post(f"{path}inspect/", {"lines": [{"line": 1, "accepted": "1", "rejected": "1"}]})
    new = shop.post(f"{path}settle/", {"resolution": "replacement"})["replacement"]
    made = shop.get(f"orders/{new}/")
    assert (made["state"], made["fulfillment_state"], made["total"]) == ("confirmed", "allocated", "0.00")


def test_line_numbers_serve_as_well_as_ids(sold):
    shop, order = sold
    body = {"order": order["id"], "reason": "late", "lines": [{"order_line": "2", "quantity": "1"}]}
    assert shop.post("returns/", body, 201)["lines"][0]["product"] == "P-2"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"reason": "whim"}, "reason"),
        ({"order": "SO-999999"}, "order"),
        ({"lines": []}, "lines"),
        ({"lines": [{"order_line": "9", "quantity": "1"}]}, "lines[0].order_line"),
        ({"lines": [{"order_line": "ord_1", "quantity": "1"}]}, "lines[0].order_line"),
        ({"lines": [{"order_line": "1", "quantity": "-1"}]}, "lines[0].quantity"),
        ({"lines": [{"order_line": "1", "quantity": "0"}]}, "lines[0].quantity"),
        ({"lines": [{"order_line": "1", "quantity": "4.1"}]}, "lines[0].quantity"),
        ({"lines": [{"order_line": "1", "quantity": "3"}, {"order_line": "1", "quantity": "2"}]},
         "lines[1].quantity"),
        ({"lines": [{"order_line": "1", "quantity": "1", "lot": "L"}]}, "lines[0].lot"),
    ],
)  # fmt: skip
def test_what_can_not_be_asked_for(sold, change, path):
    shop, order = sold
    answer = asked(shop, order, status=400, **change)
    assert set(answer["errors"]) == {path}
    assert shop.get("returns/")["results"] == []


def test_another_orders_line_is_refused(sold):
    shop, order = sold
    other = shop.order(("P-2", "1"))
    shop.shipped(other["number"])
    line = shop.get(f"orders/{other['number']}/")["lines"][0]["id"]
    answer = asked(shop, order, status=400, lines=[{"order_line": line, "quantity": "1"}])
    assert set(answer["errors"]) == {"lines[0].order_line"}


def test_each_step_has_its_right(sold):
    shop, order = sold
    row = asked(shop, order)
    path = f"returns/{row['number']}/"
    sales, clerk, money = (Shop(api_with(role)) for role in ("sales", "warehouse_operator", "finance"))
    sales.post(f"{path}approve/", status=403)
    clerk.post(f"{path}approve/", status=403)
    shop.post(f"{path}approve/")
    sales.post(f"{path}receive/", status=403)
    clerk.post(f"{path}receive/")
    money.post(f"{path}inspect/", {"accepted": "2", "rejected": "0"}, 403)
    assert set(clerk.post(f"{path}inspect/", {}, 400)["errors"]) == {"accepted"}
    assert clerk.post(f"{path}inspect/", {"accepted": "1", "rejected": "0"}, 400)["code"] == "does_not_add_up"
    clerk.post(f"{path}inspect/", {"accepted": "2", "rejected": "0", "disposition": "scrap"})
    clerk.post(f"{path}settle/", status=403)
    money.post(f"{path}settle/")
    Shop(api_with("shop_floor")).get("returns/", 403)
    own = Shop(api_with("sales", row_scope="own"))
    assert own.get("returns/")["results"] == []
    own.get(path, 404)


def test_a_credit_note_without_a_return(sold):
    shop, order = sold
    [invoice] = shop.get("invoices/", order=order["number"])["results"]
    body = {"invoice": invoice["number"], "reason": "price", "lines": [{"line": 1, "quantity": "1"}]}
    assert shop.post("credit-notes/", body, 201)["total"] == "10.00"
    assert (
        shop.post("credit-notes/", {"invoice": invoice["number"], "reason": "rest"}, 201)["total"] == "55.00"
    )
    assert set(shop.post("credit-notes/", body, 400)["errors"]) == {"lines[0].quantity"}
    assert shop.get(f"invoices/{invoice['number']}/")["state"] == "paid"


def test_reasons_are_the_companys_own(sold):
    shop, order = sold
    made = shop.post("return-reasons/", {"code": "recall", "name": "Recall", "is_our_fault": True}, 201)
    assert shop.patch(f"return-reasons/{made['code']}/", {"is_active": False})["is_active"] is False
    assert set(asked(shop, order, status=400, reason="recall")["errors"]) == {"reason"}
    assert shop.api.delete("/api/v1/return-reasons/recall/").status_code == 204
    asked(shop, order)
    assert shop.api.delete("/api/v1/return-reasons/defective/").status_code == 409
