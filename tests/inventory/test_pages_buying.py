"""The buyer's workbench and the suppliers' pages."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from django.utils import timezone

from erp.masterdata.models import Supplier
from inventory.models import PurchaseOrder, SupplierItem
from inventory.selectors.buying_anomalies import lead_time_gaps, price_rises
from inventory.services.purchase import PurchaseLineInput, create_purchase_order, send_purchase_order
from inventory.services.requisitions import approve_requisition, raise_requisition
from tests.clients import person
from tests.factories import (
    BOSS,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    make_supplier,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def client_of(*roles: str) -> Client:
    client = Client()
    client.force_login(person(*roles), backend="erp.identity.backends.RoleBackend")
    return client


def bought(item, supplier, price="2", days=10, quantity=5):
    order = create_purchase_order(
        supplier=supplier, warehouse=main_warehouse(), expected_on=TODAY + timedelta(days=days),
        lines=[PurchaseLineInput(item, D(quantity), D(price))], actor=BOSS,
    )  # fmt: skip
    return send_purchase_order(purchase_order_id=order.pk, actor=BOSS)


def raised(item):
    return raise_requisition(
        item_id=item.pk, warehouse_id=main_warehouse().pk, quantity=D(4), reason="",
        needed_on=TODAY + timedelta(days=9), origin=None, actor=BOSS,
    )  # fmt: skip


def test_the_workbench_says_what_to_do_today() -> None:
    supplier, late_item = make_supplier(), make_item(lead_time_days=90)
    late = bought(late_item, supplier)
    sale = confirmed(make_customer(), (late_item, 2))
    past = TODAY - timedelta(days=4)
    PurchaseOrder.objects.filter(pk=late.pk).update(expected_on=past, ordered_on=past)
    late.lines.update(expected_on=past)
    from inventory.models import Demand, ExpectedSupply

    ExpectedSupply.objects.update(due_on=past)
    Demand.objects.update(promised_on=past)
    waiting, ready = raised(make_item()), raised(make_item())
    approve_requisition(requisition_id=ready.pk, actor=BOSS)
    client = client_of("buyer", "planner")
    client.post("/replenishment/run/")
    page = client.get("/buying/").content.decode()
    for number in (late.number, sale.number, waiting.number, ready.number):
        assert number in page
    assert client_of("sales").get("/buying/").status_code == 403


def test_prices_that_rise_and_lead_times_that_differ() -> None:
    item, supplier = make_item(), make_supplier()
    SupplierItem.objects.create(supplier=supplier, item=item, price=D(2), lead_time_days=5)
    for age, price in ((200, "2"), (150, "2"), (100, "2"), (3, "3")):
        order = bought(item, supplier, price)
        day = TODAY - timedelta(days=age)
        PurchaseOrder.objects.filter(pk=order.pk).update(
            ordered_on=day, received_at=timezone.now() - timedelta(days=max(age - 20, 0))
        )
        order.lines.update(received=5)
    (rise,) = price_rises(today=TODAY)
    assert (rise.price, rise.before, round(rise.rise, 2)) == (3, 2, 0.5)
    (gap,) = lead_time_gaps(today=TODAY)
    assert (gap.offered_days, gap.deliveries) == (5, 4)
    assert gap.taken_days > 10


def test_suppliers_are_listed_shown_and_edited() -> None:
    client = client_of("buyer")
    made = client.post("/suppliers/new/", {"name": "North Steel", "currency": "USD", "lead_time_days": "9"})
    supplier = Supplier.objects.get(name="North Steel")
    assert made.status_code == 302 and supplier.lead_time_days == 9
    url = f"/suppliers/{supplier.code}/"
    bought(make_item(), supplier)
    assert "North Steel" in client.get("/suppliers/?q=north").content.decode()
    assert PurchaseOrder.objects.get().number in client.get(url).content.decode()
    values = {"name": "South Steel", "currency": "USD", "lead_time_days": "3", "is_active": "1"}
    client.post(f"{url}edit/", values | {"version": supplier.version})
    assert fresh(supplier).name == "South Steel"
    assert client.post(f"{url}edit/", values | {"name": ""}).status_code == 422
    assert client.post(f"{url}edit/", values | {"lead_time_days": "-1"}).status_code == 422
    table = client.get("/suppliers/export.csv").getvalue().decode()
    assert "South Steel" in table
    assert client_of("sales").get(url).status_code == 403
    assert client_of("warehouse_operator").get("/suppliers/new/").status_code == 403


def test_offers_with_price_breaks_on_the_suppliers_page() -> None:
    supplier, item = make_supplier(), make_item()
    client, url = client_of("buyer"), f"/suppliers/{supplier.code}/"
    values = {"item": item.pk, "price": "10", "price_breaks": "100: 9; 500：8.5", "minimum_quantity": "10"}
    assert client.post(f"{url}offers/", values).status_code == 302
    offer = SupplierItem.objects.get()
    assert list(offer.price_breaks.values_list("from_quantity", "price")) == [(100, 9), (500, D("8.5"))]
    assert "8.5" in client.get(url).content.decode()
    client.post(f"{url}offers/", values | {"price": "11", "price_breaks": ""})
    assert fresh(offer).price == 11 and not offer.price_breaks.exists()
    for change, field in (
        ({"price": "x"}, "price"), ({"item": ""}, "item"), ({"price_breaks": "100"}, "price_breaks"),
        ({"price_breaks": "5: 1; 5: 2"}, "price_breaks"), ({"valid_to": "soon"}, "valid_to"),
        ({"valid_from": "2026-05-01", "valid_to": "2026-04-01"}, "valid_to"),
    ):  # fmt: skip
        answer = client.post(f"{url}offers/", values | change)
        assert answer.status_code == 422 and field in answer.context["errors"], field
    assert client_of("warehouse_operator").post(f"{url}offers/", values).status_code in {302, 403}
    client.post(f"{url}offers/{offer.pk}/delete/", {})
    assert not SupplierItem.objects.exists()
