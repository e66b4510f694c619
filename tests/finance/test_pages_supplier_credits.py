"""Goods that went back to suppliers, in the browser and over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from finance.models import SupplierCredit
from inventory.models import PurchaseOrder
from tests.clients import api_with
from tests.factories import assert_books_hold, fresh
from tests.finance.test_pages_payables import client_of
from tests.finance.test_payables import TODAY, billed
from tests.finance.test_supplier_credits import credited, inspected_one, sent_back

pytestmark = pytest.mark.django_db


def test_a_claim_from_the_list_to_the_credit_note_in_the_browser() -> None:
    order = inspected_one("100")
    payable = billed(order, "100")
    row = sent_back(order)
    buyer, finance, keeper = client_of("buyer"), client_of("finance"), client_of("warehouse_operator")
    assert row.number in buyer.get("/supplier-returns/?open=1").content.decode()
    assert row.number in buyer.get(f"/supplier-returns/?q={row.source_number}").content.decode()
    assert buyer.get("/supplier-returns/export.csv").status_code == 200
    url = f"/supplier-returns/{row.number}/"
    assert keeper.get(url).status_code == 200 and keeper.get("/supplier-returns/SR-9/").status_code == 404
    day = (TODAY + timedelta(days=5)).isoformat()
    keeper.post(f"{url}do/replace/", {"quantity": "5", "expected_date": day})
    assert not row.replacements.exists()
    for body in ({}, {"quantity": "21", "expected_date": day}, {"quantity": "x", "expected_date": day}):
        assert buyer.post(f"{url}do/replace/", body).status_code == 422
    assert buyer.post(f"{url}do/replace/", {"quantity": "5", "expected_date": day}).status_code == 302
    assert buyer.post(f"{url}do/write-off/", {"quantity": "1", "reason": ""}).status_code == 422
    assert buyer.post(f"{url}do/write-off/", {"quantity": "1", "reason": "gone"}).status_code == 302
    assert "PO-" in buyer.get(url).content.decode()
    assert fresh(row).open_quantity == 19
    slot = finance.get(f"/slots/supplier-credits/{row.number}/").content.decode()
    assert f"/payables/credits/new/?supplier={order.supplier_id}" in slot
    form = f"/payables/credits/new/?supplier={order.supplier_id}"
    assert finance.get("/payables/credits/new/").status_code == 200
    assert 'value="14"' in finance.get(form).content.decode()
    assert client_of("sales").get(form).status_code == 403
    sent: dict[str, Any] = {
        "supplier": order.supplier_id, "supplier_number": "K-1", "credit_date": TODAY.isoformat(),
        f"quantity-{row.pk}": "14", f"net-{row.pk}": "70",
    }  # fmt: skip
    for change, field in (
        ({"supplier_number": ""}, "supplier_number"),
        ({"credit_date": ""}, "credit_date"),
        ({f"quantity-{row.pk}": "15"}, f"quantity-{row.pk}"),
        ({f"quantity-{row.pk}": "0"}, "lines"),
    ):
        wrong = finance.post("/payables/credits/new/", sent | change)
        assert wrong.status_code == 422 and field in wrong.context["errors"]
    assert finance.post("/payables/credits/new/", sent).status_code == 302
    assert finance.post("/payables/credits/new/", sent).status_code == 422
    credit = SupplierCredit.objects.get()
    page = f"/payables/credits/{credit.number}/"
    assert payable.number in finance.get(page).content.decode()
    assert credit.number in finance.get(f"/payables/{payable.number}/").content.decode()
    finance.post(f"{page}do/use/", {"payable": payable.pk, "amount": "50", "version": "1"})
    finance.post(f"{page}do/use/", {"payable": payable.pk, "amount": "20", "version": "1"})  # a stale page
    assert fresh(credit).open_amount == 20
    finance.post(f"{page}do/void/", {"reason": "wrong"})
    finance.post(f"{page}do/refund/", {"reference": "bank 1"})
    assert (fresh(credit).state, fresh(payable).open_amount) == ("used", 450)
    for found in (
        "/payables/credits/",
        "/payables/credits/export.xlsx",
        page,
        f"/payables/{payable.number}/",
    ):
        assert finance.get(found).status_code == 200
    assert_books_hold()


def test_returns_and_credit_notes_over_the_api() -> None:
    order = inspected_one("100")
    payable = billed(order, "100")
    row = sent_back(order)
    api = api_with("buyer", "finance")
    found = api.get("/api/v1/supplier-returns/?open=true").json()["results"]
    assert [(one["number"], one["open_quantity"]) for one in found] == [(row.number, "20")]
    url = f"/api/v1/supplier-returns/{row.number}/"
    assert api.post(f"{url}replace/", {"expected_date": "2001-01-01"}, format="json").status_code == 400
    body = {"expected_date": TODAY.isoformat(), "quantity": "5"}
    answer = api.post(f"{url}replace/", body, format="json")
    assert answer.status_code == 200, answer.json()
    assert answer.json()["replacement_coming"] == "5"
    assert PurchaseOrder.objects.latest("pk").lines.get().replaces == row
    answer = api.post(f"{url}write-off/", {"reason": "refused", "quantity": "5"}, format="json")
    assert answer.json()["written_off"] == "5"
    sent: dict[str, Any] = {
        "supplier": order.supplier.code, "supplier_number": "K-1", "credit_date": TODAY.isoformat(),
        "lines": [{"supplier_return": row.number, "quantity": "10"}],
    }  # fmt: skip
    answer = api.post("/api/v1/supplier-credits/", sent, format="json")
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["total"], answer.json()["lines"][0]["net"]) == ("50.00", "50.00")
    assert api.post("/api/v1/supplier-credits/", sent, format="json").status_code == 409
    credit = f"/api/v1/supplier-credits/{answer.json()['id']}/"
    wrong = api.post(f"{credit}use/", {"payable": payable.number, "amount": "51"}, format="json")
    assert wrong.status_code == 400
    used = api.post(f"{credit}use/", {"payable": payable.number, "amount": "30"}, format="json").json()
    assert (used["open_amount"], used["uses"][0]["payable"]) == ("20.00", payable.number)
    assert api.post(f"{credit}void/", {"reason": "x"}, format="json").status_code == 409
    assert api.post(f"{credit}refund/", {}, format="json").json()["state"] == "used"
    assert api_with("sales").get("/api/v1/supplier-credits/").status_code == 403
    assert_books_hold()


def test_two_clicks_credit_once() -> None:
    order = inspected_one("100")
    billed(order, "100")
    row = sent_back(order)
    credited(row, "20", "100")
    api = api_with("finance")
    body = {
        "supplier": order.supplier.code, "supplier_number": "K-2", "credit_date": TODAY.isoformat(),
        "lines": [{"supplier_return": row.number, "quantity": "1"}],
    }  # fmt: skip
    answer = api.post("/api/v1/supplier-credits/", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "supplier_return_settled")
