"""Receiving, inspection, put-away and suppliers' scores in the browser."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from erp.core.models import Attachment
from inventory.models import InspectionExemption, PurchaseOrder, Receipt
from inventory.services.purchase import PurchaseLineInput, create_purchase_order, send_purchase_order
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from tests.clients import person
from tests.factories import (
    BOSS,
    assert_books_hold,
    fresh,
    main_warehouse,
    make_item,
    make_location,
    make_supplier,
)

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


def client_of(*roles: str) -> Client:
    client = Client()
    client.force_login(person(*roles), backend="erp.identity.backends.RoleBackend")
    return client


def sent(*items: Any, **supplier: Any) -> PurchaseOrder:
    order = create_purchase_order(
        supplier=make_supplier(**({"is_inspection_exempt": False} | supplier)),
        warehouse=main_warehouse(),
        expected_on=timezone.now().date() - timedelta(days=1),
        lines=[PurchaseLineInput(item, D(10), D(2)) for item in items],
        actor=BOSS,
    )
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    return fresh(order)


def test_a_delivery_from_the_dock_to_the_bin() -> None:
    item = make_item(barcode="4006381333931")
    order = sent(item)
    client = client_of("warehouse_operator")
    page = client.get("/receiving/").content.decode()
    assert order.number in page and "late" in page
    assert client.get("/receiving/", {"scan": order.number})["Location"] == f"/receiving/{order.number}/"
    found = client.get("/receiving/", {"scan": "4006381333931"})["Location"]
    assert found.startswith(f"/receiving/{order.number}/")
    photo = SimpleUploadedFile("box.png", PNG, "image/png")
    answer = client.post(
        f"/receiving/{order.number}/",
        {"version": order.version, "quantity-1": "10", "damaged-1": "1", "damage_reason-1": "wet",
         "delivery_note": "DN-1", "photo": photo},
    )  # fmt: skip
    receipt = Receipt.objects.get()
    assert answer["Location"] == f"/receipts/{receipt.number}/"
    assert Attachment.objects.get(document_kind="receipt").document_id == receipt.pk
    url = f"/receipts/{receipt.number}/"
    assert client.get(url).status_code == 200
    wrong = client.post(f"{url}do/inspect/", {"accepted-1": "11"})
    assert wrong.status_code == 422 and "1" in wrong.context["errors"]
    client.post(f"{url}do/inspect/", {"accepted-1": "8", "rejected-1": "1", "reason-1": "bent"})
    assert fresh(receipt).state == "inspected"
    make_location("A-7")
    missing = client.post(f"{url}do/place/", {"line": "1", "place": "A-99", "quantity": "3"})
    assert missing.status_code == 422
    client.post(f"{url}do/place/", {"line": "1", "place": "a-7", "quantity": "3"})
    client.post(f"{url}do/put-away/", {})
    assert fresh(receipt).state == "put_away"
    bare = client.post(f"{url}do/dispose/", {"line": "1", "quantity": "2", "disposition": "return"})
    assert bare.status_code == 422
    client.post(
        f"{url}do/dispose/", {"line": "1", "quantity": "2", "disposition": "scrap", "reason": "no use"}
    )
    assert receipt.lines.get().scrapped == 2
    assert client.post(f"{url}do/eat/", {}).status_code == 404
    for path in ("/receipts/", "/receipts/?state=put_away", "/receipts/export.csv", url):
        assert client.get(path).status_code == 200
    assert_books_hold()


def test_what_is_wrong_stands_beside_its_line_and_two_clicks_are_one() -> None:
    order = sent(make_item(), make_item(tracking="lot"))
    client = client_of("warehouse_operator")
    url = f"/receiving/{order.number}/"
    for change, field in (
        ({"quantity-1": "11"}, "quantity-1"),
        ({"quantity-1": "x"}, "quantity-1"),
        ({"quantity-2": "1"}, "lot-2"),
        ({"quantity-2": "1", "lot-2": "L", "expires-2": "2001-01-01"}, "expires-2"),
        ({"quantity-1": "1", "damaged-1": "1"}, "damage_reason-1"),
        ({}, "lines"),
    ):
        answer = client.post(url, change)
        assert answer.status_code == 422
        assert field in answer.context["errors"]
    assert not Receipt.objects.exists()
    body = {"version": order.version, "quantity-1": "5"}
    assert client.post(url, body).status_code == 302
    assert client.post(url, body).status_code in {302, 409, 412}
    assert Receipt.objects.count() == 1


def test_scores_and_exemptions_by_who_may() -> None:
    order = sent(make_item(), is_inspection_exempt=True)
    receive_purchase_order(purchase_order_id=order.pk, lines=[ReceiptInput(1, D(10))], actor=BOSS)
    code = order.supplier.code
    buyer, keeper = client_of("buyer"), client_of("warehouse_operator")
    assert keeper.get("/supplier-scores/").status_code == 403
    for path in ("/supplier-scores/", "/supplier-scores/?days=365", f"/supplier-scores/{code}/",
                 "/supplier-scores/export.csv", "/supplier-scores/?exempt=1"):  # fmt: skip
        assert buyer.get(path).status_code == 200
    assert buyer.get("/supplier-scores/NOBODY/").status_code == 404
    url = f"/supplier-scores/{code}/exemption/"
    item = make_item()
    buyer.post(f"{url}grant/", {"item": item.pk, "evidence": "audit"})
    row = InspectionExemption.objects.get(item=item)
    buyer.post(f"{url}freeze/", {"exemption": row.pk, "reason": "claim"})
    assert fresh(row).state == "frozen"
    buyer.post(f"{url}unfreeze/", {"exemption": row.pk})
    assert fresh(row).state == "frozen"
    page = buyer.get(f"/supplier-scores/{code}/").content.decode()
    assert "claim" in page
    keeper.post(f"{url}end/", {"exemption": row.pk, "reason": "x"})
    assert fresh(row).state == "frozen"
