"""An order's whole life over the API, as an integrator lives it."""

import pytest

from tests.api.shop import assert_sound

pytestmark = pytest.mark.django_db


def test_a_routine_order_is_confirmed_shipped_billed_and_paid(shop):
    order = shop.order(("P-1", "4"), ("P-2", "20"), external_id="web-1", channel="web")
    assert (order["state"], order["fulfillment_state"], order["billing_state"]) == (
        "confirmed",
        "allocated",
        "unbilled",
    )
    assert order["total"] == "90.00"
    assert order["promised_date"] is not None
    assert [line["reserved"] for line in order["lines"]] == ["4", "20"]
    number = order["number"]
    shipment = shop.post("shipments/", {"order": number}, 201)
    assert (shipment["state"], shipment["order"]) == ("released", number)
    scans = [
        {"product": line["product"], "quantity": line["quantity"], "location": line["location"]}
        for line in shipment["lines"]
    ]
    path = f"shipments/{shipment['id']}/"
    assert shop.post(f"{path}pick/", {"scans": scans})["state"] == "picked"
    packed = shop.post(f"{path}pack/", {"scans": scans, "packages": [{"weight_kg": "1.5"}]})
    assert (packed["state"], len(packed["packages"])) == ("packed", 1)
    gone = shop.post(f"{path}ship/", {"carrier": "DHL", "tracking_number": "T-1"})
    assert (gone["state"], gone["carrier"], gone["tracking_number"]) == ("shipped", "DHL", "T-1")
    [invoice] = shop.get("invoices/", order=number)["results"]
    assert (invoice["state"], invoice["total"], invoice["open_amount"]) == ("issued", "90.00", "90.00")
    body = {"customer": "C-1", "amount": "90", "currency": "USD", "reference": "wire 1"}
    payment = shop.post(
        "payments/", body | {"allocations": [{"invoice": invoice["number"], "amount": "90"}]}, 201
    )
    assert (payment["state"], payment["unapplied"]) == ("matched", "0.00")
    assert shop.post(f"{path}deliver/", {"delivered_to": "Ms Lin"})["state"] == "delivered"
    done = shop.get(f"orders/{number}/")
    assert (done["state"], done["fulfillment_state"], done["billing_state"]) == (
        "closed",
        "delivered",
        "paid",
    )
    line = done["lines"][0]
    assert (line["shipped"], line["invoiced"], line["reserved"], line["backordered"]) == ("4", "4", "0", "0")
    assert shop.get(f"invoices/{invoice['id']}/")["payments"][0]["payment"] == payment["number"]
    assert_sound()


def test_the_timeline_tells_every_step_with_its_dwell_time(shop):
    number = shop.order(("P-1", "1"))["number"]
    shop.shipped(number)
    told = shop.get(f"orders/{number}/timeline/")
    names = [entry["event"] for entry in told]
    for name in ("order.created", "order.submitted", "order.confirmed", "order.allocated", "shipment.picked"):
        assert name in names
    assert names.index("shipment.packed") < names.index("shipment.shipped")
    assert "invoice.issued" in names
    assert told[0]["dwell_seconds"] is None
    assert all(entry["dwell_seconds"] >= 0 for entry in told[1:])
    assert told[0]["label"] == "Order entered"


def test_a_short_order_is_back_ordered_and_filled_when_stock_arrives(shop):
    number = shop.order(("P-1", "15"))["number"]
    line = shop.get(f"orders/{number}/")["lines"][0]
    assert (line["reserved"], line["backordered"]) == ("10", "5")
    shop.shipped(number)
    assert shop.get(f"orders/{number}/")["fulfillment_state"] == "partially_shipped"
    shop.stock("P-1", "7")
    line = shop.get(f"orders/{number}/")["lines"][0]
    assert (line["shipped"], line["reserved"], line["backordered"]) == ("10", "5", "0")
    shop.shipped(number)
    assert [invoice["total"] for invoice in shop.get("invoices/", order=number)["results"]] == [
        "50.00",
        "100.00",
    ]
    assert_sound()


def test_an_order_above_the_limit_waits_for_finance(shop):
    shop.customer("C-2", credit_limit="50")
    order = shop.order(("P-1", "6"), customer="C-2")
    assert order["state"] == "submitted"
    [task] = (
        shop.get("tasks/", order=order["number"], mine="false")["results"]
        or shop.get("tasks/", order=order["number"])["results"]
    )
    assert (task["state"], task["role"], task["document"]) == ("waiting", "finance", order["number"])
    assert shop.post(f"tasks/{task['id']}/claim/")["state"] == "claimed"
    assert shop.post(f"tasks/{task['id']}/approve/", {"reason": "known"})["state"] == "done"
    assert shop.get(f"orders/{order['number']}/")["state"] == "confirmed"
    credit = shop.get("credit/C-2/")
    assert (credit["limit"], credit["exposure"], credit["available"]) == ("50.00", "60.00", "-10.00")
    assert_sound()


def test_rejecting_an_order_rejects_its_task(shop):
    shop.customer("C-2", credit_limit="50")
    number = shop.order(("P-1", "6"), customer="C-2")["number"]
    assert shop.post(f"orders/{number}/reject/", {"reason": "no"})["state"] == "rejected"
    [task] = shop.get("tasks/", order=number)["results"]
    assert (task["state"], task["decision"]) == ("done", "rejected")


def test_amending_changes_lines_by_id_and_adds_others(shop):
    order = shop.order(("P-1", "4"))
    number, line = order["number"], order["lines"][0]
    body = {
        "lines": [{"id": line["id"], "quantity": "6"}, {"product": "P-2", "quantity": "2"}],
        "note": "more",
    }
    amended = shop.post(f"orders/{number}/amend/", body, **{"If-Match": f'"{order["version"]}"'})
    assert [one["quantity"] for one in amended["lines"]] == ["6", "2"]
    assert [one["reserved"] for one in amended["lines"]] == ["6", "2"]
    assert (amended["total"], amended["note"]) == ("65.00", "more")
    assert amended["version"] > order["version"]
    again = shop.post(f"orders/{number}/amend/", body, 412, **{"If-Match": f'"{order["version"]}"'})
    assert again["code"] == "stale_version"
    less = shop.post(f"orders/{number}/amend/", {"lines": [{"id": line["id"], "quantity": "1"}]})
    assert less["lines"][0]["reserved"] == "1"
    assert shop.get("stock/", product="P-1", warehouse="MAIN")["results"][0]["available"] == "9"
    assert_sound()


def test_amendment_errors_name_the_line_as_it_was_sent(shop):
    order = shop.order(("P-1", "4"))
    path = f"orders/{order['number']}/amend/"
    line = order["lines"][0]["id"]
    other = shop.order(("P-2", "1"))["lines"][0]["id"]
    refused = shop.post(
        path, {"lines": [{"product": "P-2", "quantity": "1"}, {"id": other, "quantity": "1"}]}, 400
    )
    assert set(refused["errors"]) == {"lines[1].id"}
    refused = shop.post(path, {"lines": [{"id": line, "quantity": "1"}, {"product": "P-2"}]}, 400)
    assert set(refused["errors"]) == {"lines[1].quantity"}
    refused = shop.post(
        path,
        {"lines": [{"id": line, "quantity": "1"}, {"product": "P-2", "quantity": "1", "unit": "kg"}]},
        400,
    )
    assert set(refused["errors"]) == {"lines[1].unit"}
    assert shop.get(f"orders/{order['number']}/")["lines"] == order["lines"]


def test_hold_release_cancel(shop):
    number = shop.order(("P-1", "4"))["number"]
    assert shop.post(f"orders/{number}/hold/", {"reason": "call"})["state"] == "on_hold"
    assert shop.post("shipments/", {"order": number}, 409)["code"] == "on_hold"
    assert shop.post(f"orders/{number}/release/")["state"] == "confirmed"
    cancelled = shop.post(f"orders/{number}/cancel/", {"reason": "wrong"})
    assert (cancelled["state"], cancelled["lines"][0]["cancelled"]) == ("cancelled", "4")
    assert shop.post(f"orders/{number}/submit/", status=409)["code"] == "invalid_transition"
    assert shop.post(f"orders/{number}/cancel/", {}, 400)["errors"].keys() == {"reason"}
    assert_sound()


def test_the_same_external_id_is_refused(shop):
    first = shop.order(("P-1", "1"), external_id="X", channel="web")
    refused = shop.order(("P-1", "1"), external_id="X", channel="web", status=409)
    assert (refused["code"], refused["facts"]["order"]) == ("duplicate_external_id", first["number"])
    shop.order(("P-1", "1"), external_id="X", channel="shop")


def test_quantities_are_shown_in_the_line_s_unit(shop):
    shop.product("P-3", "1", units=[{"unit": "dz", "numerator": 12}])
    shop.stock("P-3", "30")
    body = {"customer": "C-1", "submit": True, "lines": [{"product": "P-3", "quantity": "3", "unit": "dz"}]}
    line = shop.post("orders/", body, 201)["lines"][0]
    assert (line["unit"], line["quantity"], line["reserved"], line["backordered"]) == (
        "dz",
        "3",
        "2.5",
        "0.5",
    )


def test_a_wave_makes_the_missing_shipments(shop):
    numbers = [shop.order(("P-1", "2"))["number"], shop.order(("P-2", "2"))["number"]]
    wave = shop.post("waves/", {"warehouse": "MAIN", "orders": numbers}, 201)
    assert [shipment["order"] for shipment in wave["shipments"]] and wave["state"] == "draft"
    released = shop.post(f"waves/{wave['number']}/release/")
    assert (released["state"], len(released["shipments"])) == ("released", 2)
    assert shop.get("shipments/", wave=wave["id"], state="released")["results"]
    assert shop.post("waves/", {"warehouse": "MAIN", "orders": numbers}, 409)["code"] == "nothing_reserved"


def test_a_short_pick_needs_a_reason(shop):
    number = shop.order(("P-1", "4"))["number"]
    path = f"shipments/{shop.post('shipments/', {'order': number}, 201)['id']}/"
    few = [{"product": "P-1", "quantity": "3"}]
    refused = shop.post(f"{path}pick/", {"scans": few}, 400)
    assert "short_reason" in refused["errors"]
    wrong = shop.post(f"{path}pick/", {"scans": [{"barcode": "P-2"}]}, 400)
    assert wrong["code"] == "wrong_item"
    picked = shop.post(f"{path}pick/", {"scans": few, "short_reason": "damaged"})
    assert (picked["state"], picked["lines"][0]["picked"]) == ("picked", "3")


def test_payments_are_allocated_taken_back_and_refunded(shop):
    number = shop.order(("P-1", "4"))["number"]
    shop.shipped(number)
    [invoice] = shop.get("invoices/", order=number)["results"]
    payment = shop.post("payments/", {"customer": "C-1", "amount": "50", "currency": "USD"}, 201)
    path = f"payments/{payment['number']}/"
    assert payment["unapplied"] == "50.00"
    body = {"allocations": [{"invoice": invoice["id"], "amount": "40"}]}
    assert shop.post(f"{path}allocate/", body)["unapplied"] == "10.00"
    assert shop.get(f"orders/{number}/")["billing_state"] == "paid"
    assert (
        shop.post(f"invoices/{invoice['id']}/void/", {"reason": "x"}, 409)["code"] == "invoice_has_payments"
    )
    assert shop.post(f"{path}refund/", {"amount": "10"})["refunded"] == "10.00"
    back = shop.post(f"{path}deallocate/", {"invoice": invoice["number"]})
    assert back["unapplied"] == "40.00"
    [row] = shop.get("receivables/ageing/")["results"]
    assert (row["customer"], row["open_total"], row["not_due"], row["unapplied"]) == (
        "C-1",
        "40.00",
        "40.00",
        "40.00",
    )
    assert shop.get("journal-entries/", order=number)["results"]
    assert_sound()
