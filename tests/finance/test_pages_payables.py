"""Suppliers' invoices in the browser."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.test import Client
from django.utils import timezone

from finance.models import Payable
from inventory.services.purchase import PurchaseLineInput, create_purchase_order, send_purchase_order
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from tests.clients import person
from tests.factories import BOSS, assert_books_hold, fresh, main_warehouse, make_item, make_supplier

pytestmark = pytest.mark.django_db


def client_of(*roles: str) -> Client:
    client = Client()
    client.force_login(person(*roles), backend="erp.identity.backends.RoleBackend")
    return client


def test_an_invoice_from_entry_to_payment() -> None:
    today = timezone.now().date()
    supplier = make_supplier()
    order = create_purchase_order(
        supplier=supplier, warehouse=main_warehouse(), expected_on=today, actor=BOSS,
        lines=[PurchaseLineInput(make_item(), D(10), D(5))],
    )  # fmt: skip
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    receive_purchase_order(purchase_order_id=order.pk, lines=[ReceiptInput(1, D(10))], actor=BOSS)
    line = order.lines.get()
    finance, buyer = client_of("finance"), client_of("buyer")
    assert finance.get("/payables/new/").status_code == 200
    assert finance.get(f"/payables/new/?supplier={supplier.pk}").status_code == 200
    assert buyer.get("/payables/new/").status_code == 403
    body = {
        "supplier": supplier.pk, "supplier_number": "F-1", "invoice_date": today.isoformat(), "tax": "6.5",
        f"quantity-{line.pk}": "10", f"price-{line.pk}": "7",
    }  # fmt: skip
    for change, field in (
        ({"supplier_number": " "}, "supplier_number"),
        ({"invoice_date": "soon"}, "invoice_date"),
        ({f"quantity-{line.pk}": "0"}, "lines"),
        ({f"price-{line.pk}": "-1"}, f"price-{line.pk}"),
    ):
        wrong = finance.post("/payables/new/", body | change)
        assert wrong.status_code == 422 and field in wrong.context["errors"]
    assert finance.post("/payables/new/", body).status_code == 302
    payable = Payable.objects.get()
    assert payable.state == "differs"
    assert finance.post("/payables/new/", body).status_code == 422
    url = f"/payables/{payable.number}/"
    buyer.post(f"{url}do/approve/", {"reason": "agreed"})
    assert fresh(payable).state == "approved"
    finance.post(f"{url}do/pay/", {"amount": "999"})
    assert fresh(payable).open_amount == D("76.5")
    finance.post(f"{url}do/pay/", {"amount": "70", "reference": "TT"})
    finance.post(f"{url}do/pay/", {})
    assert fresh(payable).state == "paid"
    for path in ("/payables/", "/payables/?overdue=1", "/payables/export.csv", "/payables/ageing/",
                 "/payables/unbilled/", url):  # fmt: skip
        assert finance.get(path).status_code == 200
        assert client_of("sales").get(path).status_code == 403
    assert finance.post(f"{url}do/eat/", {}).status_code == 404
    assert_books_hold()
