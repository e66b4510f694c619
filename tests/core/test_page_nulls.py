"""Null characters in forms and addresses are taken out: no page fails on them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from inventory.models import Location, Transfer, TransferOrder, Warehouse
from inventory.services.transfers import transfer_stock
from tests.clients import person
from tests.factories import BOSS, main_warehouse, make_item

pytestmark = pytest.mark.django_db
NULL = "\x00"


@pytest.fixture
def boss(client):
    client.force_login(person("administrator"))
    return client


def test_a_reason_with_a_null_is_kept_without_it(boss):
    depot = Warehouse.objects.create(code="DEPOT", name="Depot")
    Location.objects.create(warehouse=depot, code="STOCK", kind="storage", is_usable=True)
    transfer = transfer_stock(
        item=make_item(stock=5),
        from_warehouse=main_warehouse(),
        to_warehouse=depot,
        quantity=Decimal(2),
        transit_days=3,
        reason="r",
        actor=BOSS,
    )
    sent = {"quantity": "1", "location": f"STOCK{NULL}", "difference_reason": f"bro{NULL}ken"}
    assert boss.post(reverse("transfer-receive", args=[transfer.number]), sent).status_code == 302
    row = Transfer.objects.get()
    assert (row.missing, row.difference_reason) == (1, "broken")


@pytest.mark.parametrize("name", ["proof-repair", "proof-override"])
def test_a_reason_of_nulls_alone_is_none(boss, name):
    answer = boss.post(reverse(name), {"reason": NULL}, follow=True)
    assert answer.status_code in {200, 422}


@pytest.mark.parametrize("name", ["stock-list", "transfer-list", "move-list", "shipment-list", "lot-list"])
def test_a_search_for_a_null_finds_what_there_is(boss, name):
    assert boss.get(reverse(name), {"q": NULL, "state": NULL, "warehouse": NULL}).status_code in {200, 302}
    assert not TransferOrder.objects.exists()
