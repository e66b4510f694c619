"""Goods in transit: how long they travel, arriving in parts, and what did not arrive."""

from decimal import Decimal as D

import pytest

from erp.core.errors import Conflict, Invalid
from inventory.models import ExpectedSupply, Location, Transfer, TransitTime, Warehouse
from inventory.selectors.stock import stock_levels
from inventory.services.transfers import receive_transfer, transfer_stock
from tests.clients import api_with
from tests.factories import BOSS, assert_books_hold, main_warehouse, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def depot():
    row = Warehouse.objects.create(code="DEPOT", name="Depot")
    Location.objects.create(warehouse=row, code="STOCK", kind="storage", is_usable=True)
    TransitTime.objects.create(from_warehouse=main_warehouse(), to_warehouse=row, days=3)
    return row


def send(item, depot, quantity, **more):
    return transfer_stock(
        item=item, from_warehouse=main_warehouse(), to_warehouse=depot, quantity=D(quantity), reason="r",
        actor=BOSS, **more,
    )  # fmt: skip


def figures(item, warehouse):
    [level] = [row for row in stock_levels(item_ids=[item.pk]) if row.warehouse_id == warehouse.pk]
    return level.on_hand, level.in_transit


def test_goods_travel_as_long_as_the_two_warehouses_are_apart(depot):
    item = make_item(stock=10)
    row = send(item, depot, 4)
    assert (row.due_on - row.sent_at.date()).days in {2, 3, 4}
    assert row.received_at is None
    assert figures(item, depot) == (0, 4)
    assert send(item, depot, 1, transit_days=0).received_at is not None
    receive_transfer(transfer_id=row.pk, actor=BOSS)
    assert figures(item, depot) == (5, 0)
    assert_books_hold()


def test_a_part_arrives_and_the_rest_stays_on_its_way(depot):
    item = make_item(stock=10)
    row = send(item, depot, 9)
    receive_transfer(transfer_id=row.pk, quantity=D(5), actor=BOSS)
    assert figures(item, depot) == (5, 4)
    [rest] = Transfer.objects.filter(received_at__isnull=True)
    assert (rest.quantity, rest.value) == (4, 16)
    receive_transfer(transfer_id=rest.pk, actor=BOSS)
    assert figures(item, depot) == (9, 0)
    assert not ExpectedSupply.objects.filter(is_open=True).exists()
    assert_books_hold()


def test_what_did_not_arrive_is_written_off_with_its_reason(depot):
    item = make_item(stock=10)
    row = send(item, depot, 9)
    receive_transfer(transfer_id=row.pk, quantity=D(7), difference_reason="broken on the way", actor=BOSS)
    row = Transfer.objects.get()
    assert (row.missing, row.difference_reason) == (2, "broken on the way")
    assert figures(item, depot) == (7, 0)
    assert_books_hold()


def test_wrong_quantities_and_a_second_receipt_are_refused(depot):
    item = make_item(stock=10)
    row = send(item, depot, 9)
    for wrong in (D(-1), D(10), D(0)):
        with pytest.raises(Invalid):
            receive_transfer(transfer_id=row.pk, quantity=wrong, actor=BOSS)
    with pytest.raises(Invalid):
        send(item, main_warehouse(), 1)
    assert figures(item, depot) == (0, 9)
    receive_transfer(transfer_id=row.pk, actor=BOSS)
    with pytest.raises(Conflict):
        receive_transfer(transfer_id=row.pk, actor=BOSS)


def test_the_api_receives_parts(depot):
    api, item = api_with("administrator"), make_item(stock=10)
    row = send(item, depot, 9)
    answer = api.post(f"/api/v1/goods-in-transit/{row.number}/receive/", {"quantity": "4"}, format="json")
    assert (answer.json()["quantity"], answer.json()["state"]) == ("4", "received")
    page = api_with("administrator").get("/api/v1/goods-in-transit/?in_transit=true").json()["results"]
    assert [one["quantity"] for one in page] == ["5"]
