"""Requisitions in the browser: written, approved in bulk, turned into purchase orders, shown for whom."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from erp.core.refs import DocumentRef
from erp.processes.models import Task
from erp.processes.services.shipped import publish_shipped
from inventory.models import PurchaseOrder, PurchaseRequisition, SupplierItem
from inventory.services.requisitions import raise_requisition
from tests.clients import person
from tests.factories import BOSS, fresh, main_warehouse, make_item, make_supplier

pytestmark = pytest.mark.django_db


def client_of(*roles: str, **more: Any) -> Client:
    client = Client()
    client.force_login(person(*roles, **more), backend="erp.identity.backends.RoleBackend")
    return client


def entered(product, **change):
    return {
        "item": product.pk, "quantity": "5", "warehouse": main_warehouse().pk, "reason": "Fair",
        "needed_date": (timezone.localdate() + timedelta(days=9)).isoformat(),
    } | change  # fmt: skip


def raised(item, origin=None, quantity=5):
    return raise_requisition(
        item_id=item.pk, warehouse_id=main_warehouse().pk, quantity=D(quantity), reason="Low",
        needed_on=timezone.localdate() + timedelta(days=9), origin=origin, actor=BOSS,
    )  # fmt: skip


def test_from_asking_to_the_purchase_order() -> None:
    publish_shipped(codes=("requisition_approval",))
    item = make_item()
    SupplierItem.objects.create(supplier=make_supplier(), item=item, price=D(3))
    superior = person("executive")
    boss = Client()
    boss.force_login(superior, backend="erp.identity.backends.RoleBackend")
    buyer = client_of("buyer", manager=superior)
    answer = buyer.post("/requisitions/new/", entered(item, submit="1"))
    row = PurchaseRequisition.objects.get()
    assert (answer.status_code, row.state) == (302, "submitted")
    url = f"/requisitions/{row.number}/"
    assert "only offer" in buyer.get(url).content.decode()
    assert row.number in boss.get("/tasks/").content.decode()
    task = Task.objects.get(subject_kind="purchase_requisition", subject_id=row.pk)
    assert url in boss.get(f"/tasks/{task.pk}/").content.decode()
    boss.post("/requisitions/many/approve/", {"ids": [row.pk]})
    assert fresh(row).state == "approved"
    buyer.post("/requisitions/many/convert/", {"ids": [row.pk]})
    order = PurchaseOrder.objects.get()
    assert fresh(row).state == "ordered"
    assert order.number in buyer.get(url).content.decode()
    assert row.number in buyer.get(f"/purchases/{order.number}/side/").content.decode()
    assert row.number in buyer.get("/requisitions/?state=ordered&q=" + row.number).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"item": ""}, "item"), ({"quantity": "0"}, "quantity"), ({"quantity": ""}, "quantity"),
        ({"needed_date": ""}, "needed_date"), ({"needed_date": "2001-01-01"}, "needed_date"),
        ({"warehouse": "x"}, "warehouse"), ({"reason": "x" * 501}, "reason"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field(change, field) -> None:
    answer = client_of("buyer").post("/requisitions/new/", entered(make_item(), **change))
    assert answer.status_code == 422 and field in answer.context["errors"]
    assert not PurchaseRequisition.objects.exists()


def test_rejecting_choosing_and_exporting() -> None:
    item = make_item()
    cheap, dear = make_supplier(), make_supplier()
    SupplierItem.objects.create(supplier=cheap, item=item, price=D(3))
    SupplierItem.objects.create(supplier=dear, item=item, price=D(4))
    row = raised(item, DocumentRef("order", 99, "SO-99"))
    buyer, boss = client_of("buyer"), client_of("planner")
    do = f"/requisitions/{row.number}/do/"
    buyer.post(f"{do}source/", {"supplier": dear.pk, "reason": ""})
    assert fresh(row).supplier_id is None
    buyer.post(f"{do}source/", {"supplier": dear.pk, "reason": "Better colour"})
    assert fresh(row).supplier_id == dear.pk
    assert "Better colour" in buyer.get(f"/requisitions/{row.number}/").content.decode()
    boss.post(f"{do}reject/", {"reason": "Enough"})
    assert fresh(row).state == "rejected"
    assert buyer.post(f"{do}eat/", {}).status_code == 404
    table = buyer.get("/requisitions/export.csv").getvalue().decode()
    assert "SO-99" in table and row.number in table
    assert client_of("sales").get("/requisitions/").status_code == 403
