"""Purchase orders in the browser: written, sent, received in part and whole, closed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inventory.models import Balance, ExpectedSupply, PurchaseOrder, SupplierItem
from tests.clients import person
from tests.factories import assert_books_hold, fresh, main_warehouse, make_item, make_supplier

pytestmark = pytest.mark.django_db


def client_of(*roles: str) -> Client:
    client = Client()
    client.force_login(person(*roles), backend="erp.identity.backends.RoleBackend")
    return client


def entered(seller: Any, *lines: tuple[Any, str, str], **more: Any) -> dict[str, Any]:
    values = {
        "supplier": seller.pk,
        "warehouse": main_warehouse().pk,
        "expected_on": timezone.localdate().isoformat(),
    }
    for place, (item, quantity, price) in enumerate(lines):
        values |= {f"item-{place}": item.pk, f"quantity-{place}": quantity, f"price-{place}": price}
    return values | more


def written(client: Client, *lines: tuple[Any, str, str]) -> PurchaseOrder:
    assert client.post("/purchases/new/", entered(make_supplier(), *lines)).status_code == 302
    return PurchaseOrder.objects.get()


def test_a_purchase_order_from_draft_to_received() -> None:
    item, other = make_item(), make_item()
    client = client_of("buyer")
    order = written(client, (item, "10", "2.5"), (other, "4", ""))
    url = f"/purchases/{order.number}/"
    assert order.total == Decimal("25")
    client.post(f"{url}do/send/", {"version": order.version})
    assert ExpectedSupply.objects.filter(is_open=True).count() == 2
    assert order.number in client.get("/supply/").content.decode()
    client.post(f"{url}do/receive/", {"quantity-1": "6", "quantity-2": "0"})
    assert fresh(order).state == "partially_received"
    assert Balance.objects.get(item=item).on_hand == 6
    client.post(f"{url}do/receive/", {"quantity-1": "4", "quantity-2": "4"})
    assert fresh(order).state == "received"
    client.post(f"{url}do/close/", {})
    assert fresh(order).state == "closed"
    assert client.get(url).status_code == 200
    assert order.number in client.get("/purchases/?state=closed").content.decode()
    assert_books_hold()


def test_the_suppliers_price_is_taken_when_none_is_given() -> None:
    item, supplier = make_item(), make_supplier()
    SupplierItem.objects.create(supplier=supplier, item=item, price=Decimal("3"))
    client_of("buyer").post("/purchases/new/", entered(supplier, (item, "2", "")))
    assert PurchaseOrder.objects.get().total == 6


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"supplier": ""}, "supplier"),
        ({"supplier": "9" * 30}, "supplier"),
        ({"warehouse": "x"}, "warehouse"),
        ({"expected_on": ""}, "expected_on"),
        ({"expected_on": "soon"}, "expected_on"),
        ({"quantity-0": "0"}, "quantity-0"),
        ({"quantity-0": ""}, "quantity-0"),
        ({"price-0": "-1"}, "price-0"),
        ({"item-0": "77777777"}, "item-0"),
        ({"item-0": "", "quantity-0": ""}, "lines"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(change: dict[str, str], field: str) -> None:
    values = entered(make_supplier(), (make_item(), "2", "1"), **change)
    answer = client_of("buyer").post("/purchases/new/", values)
    assert answer.status_code == 422
    assert field in answer.context["errors"]
    assert not PurchaseOrder.objects.exists()


def test_too_much_and_a_missing_lot_are_told_beside_the_line() -> None:
    plain, tracked = make_item(), make_item(tracking="lot")
    client = client_of("buyer")
    order = written(client, (plain, "2", "1"), (tracked, "2", "1"))
    client.post(f"/purchases/{order.number}/do/send/", {})
    url = f"/purchases/{order.number}/do/receive/"
    much = client.post(url, {"quantity-1": "3", "quantity-2": ""})
    assert much.status_code == 422 and "quantity-1" in much.context["errors"]
    lot = client.post(url, {"quantity-1": "", "quantity-2": "1"})
    assert lot.status_code == 422 and "lot-2" in lot.context["errors"]
    none = client.post(url, {"quantity-1": "", "quantity-2": "0"})
    assert none.status_code == 422 and "lines" in none.context["errors"]
    assert not Balance.objects.filter(item__in=[plain, tracked], on_hand__gt=0).exists()


def test_warehouse_people_receive_but_see_no_prices() -> None:
    item = make_item()
    order = written(client_of("buyer"), (item, "2", "98.7"))
    client_of("buyer").post(f"/purchases/{order.number}/do/send/", {})
    client = client_of("warehouse_operator")
    page = client.get(f"/purchases/{order.number}/").content.decode()
    assert "98.7" not in page
    assert client.get("/purchases/new/").status_code == 403
    client.post(f"/purchases/{order.number}/do/receive/", {"quantity-1": "2"})
    assert fresh(order).state == "received"
    assert client.post(f"/purchases/{order.number}/do/eat/", {}).status_code == 404


def test_type_ahead_finds_suppliers_by_name() -> None:
    from erp.core.search import search_key

    supplier = make_supplier(name="North Steel")
    supplier.search_key = search_key(supplier.code, supplier.name)
    supplier.save(update_fields=["search_key"])
    found = client_of("buyer").get("/lookup/suppliers/", {"q": "steel"}).json()
    assert [row["value"] for row in found] == [supplier.pk]
