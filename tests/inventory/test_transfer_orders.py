"""Transfers as documents: reserved like an order, expected at the target, in parts, with differences."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from erp.core import outbox
from erp.core.errors import Conflict, IllegalTransition, Invalid, Shortage
from inventory.models import Balance, Demand, ExpectedSupply, Location, Lot, Transfer, TransitTime, Warehouse
from inventory.selectors.stock import stock_levels
from inventory.services.stock import receive_stock
from inventory.services.transfer_orders import (
    TransferInput,
    TransferLineInput,
    cancel_transfer_order,
    create_transfer_order,
    release_transfer_order,
    reserve_transfer_order,
)
from inventory.services.transfer_way import TransferArrival, receive_transfer_order, send_transfer_order
from inventory.services.transfers import receive_transfer
from tests.clients import api_with
from tests.factories import BOSS, assert_books_hold, main_warehouse, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def depot():
    row = Warehouse.objects.create(code="DEPOT", name="Depot")
    Location.objects.create(warehouse=row, code="STOCK", kind="storage", is_usable=True)
    Location.objects.create(warehouse=row, code="BIN", kind="storage", is_usable=True, pick_sequence=9)
    TransitTime.objects.create(from_warehouse=main_warehouse(), to_warehouse=row, days=3)
    return row


def written(depot, *lines, **more):
    inputs = [TransferLineInput(item, D(quantity), *lot) for item, quantity, *lot in lines]
    return create_transfer_order(transfer=TransferInput(main_warehouse(), depot, inputs, **more), actor=BOSS)


def released(depot, *lines, **more):
    order = written(depot, *lines, **more)
    return release_transfer_order(order_id=order.pk, actor=BOSS)


def level(item, warehouse):
    [row] = [row for row in stock_levels(item_ids=[item.pk]) if row.warehouse_id == warehouse.pk]
    return row


def test_a_transfer_from_draft_to_received(depot):
    bolt, nut = make_item(stock=10), make_item(stock=5)
    order = written(depot, (bolt, 4), (nut, 5))
    assert (order.state, order.transit_days) == ("draft", 3)
    assert not Demand.objects.exists() and not ExpectedSupply.objects.exists()

    order = release_transfer_order(order_id=order.pk, actor=BOSS)
    assert level(bolt, main_warehouse()).available == 6
    assert level(bolt, depot).in_transit in {0, 4}
    [first, second] = ExpectedSupply.objects.filter(is_open=True).order_by("pk")
    assert (first.quantity, second.quantity, first.due_on) == (4, 5, order.due_on)
    assert_books_hold()

    order = send_transfer_order(order_id=order.pk, actor=BOSS)
    assert order.state == "in_transit"
    assert level(bolt, main_warehouse()).on_hand == 6
    assert level(bolt, depot).in_transit == 4
    assert ExpectedSupply.objects.filter(is_open=True, document_number=order.number).count() == 2
    assert_books_hold()

    order = receive_transfer_order(order_id=order.pk, actor=BOSS)
    assert order.state == "received"
    assert (level(bolt, depot).on_hand, level(nut, depot).on_hand) == (4, 5)
    assert not ExpectedSupply.objects.filter(is_open=True).exists()
    assert_books_hold()


def test_it_arrives_in_parts_and_what_is_missing_is_told(depot):
    bolt, nut = make_item(stock=10), make_item(stock=5)
    order = released(depot, (bolt, 8), (nut, 5))
    send_transfer_order(order_id=order.pk, actor=BOSS)
    place = Location.objects.get(warehouse=depot, code="BIN")
    arrivals = [TransferArrival(1, D(3), location=place), TransferArrival(2, D(4), "broken")]
    order = receive_transfer_order(order_id=order.pk, lines=arrivals, actor=BOSS)
    assert order.state == "in_transit"
    one, two = order.lines.order_by("line_no")
    assert (one.received, one.on_the_way) == (3, 5)
    assert (two.received, two.missing, two.on_the_way) == (4, 1, 0)
    assert Balance.objects.get(item=bolt, location=place).on_hand == 3
    assert_books_hold()
    rest = Transfer.objects.get(received_at__isnull=True)
    receive_transfer(transfer_id=rest.pk, actor=BOSS)  # by the goods themselves: the document follows
    order = type(order).objects.get(pk=order.pk)
    assert (order.state, order.lines.get(line_no=1).received) == ("received", 8)
    assert_books_hold()


def test_only_the_named_lot_is_reserved_and_travels(depot):
    wine = make_item(tracking="lot")
    for code, quantity in (("A", 3), ("B", 4)):
        receive_stock(
            item=wine, warehouse=main_warehouse(), quantity=D(quantity), lot=code, reason="r", actor=BOSS
        )
    order = released(depot, (wine, 5, "B"))
    assert Demand.objects.get().reserved == 4
    with pytest.raises(Shortage):
        send_transfer_order(order_id=order.pk, actor=BOSS)
    send_transfer_order(order_id=order.pk, is_short=True, actor=BOSS)
    assert [(row.lot and row.lot.code, row.quantity) for row in Transfer.objects.all()] == [("B", 4)]
    assert (Demand.objects.get().shipped, Demand.objects.get().cancelled) == (4, 1)
    assert_books_hold()


def test_a_transfer_of_several_lots_keeps_them_apart(depot):
    wine = make_item(tracking="lot")
    for code in ("A", "B"):
        receive_stock(item=wine, warehouse=main_warehouse(), quantity=D(3), lot=code, reason="r", actor=BOSS)
    order = released(depot, (wine, 5))
    send_transfer_order(order_id=order.pk, actor=BOSS)
    receive_transfer_order(order_id=order.pk, lines=[TransferArrival(1, D(4), "lost")], actor=BOSS)
    rows = Balance.objects.filter(item=wine, warehouse=depot, on_hand__gt=0)
    held = {row.lot and row.lot.code: row.on_hand for row in rows}
    assert held == {"A": 3, "B": 1}
    assert Lot.objects.count() == 2
    assert_books_hold()


def test_what_is_short_is_filled_when_stock_comes(depot):
    bolt = make_item(stock=2)
    order = released(depot, (bolt, 5))
    with pytest.raises(Conflict):
        reserve_transfer_order(order_id=order.pk, actor=BOSS)
    with outbox.watch() as streams:
        receive_stock(item=bolt, warehouse=main_warehouse(), quantity=D(9), reason="r", actor=BOSS)
    outbox.drain(*streams)
    assert Demand.objects.get().reserved == 5
    send_transfer_order(order_id=order.pk, actor=BOSS)
    assert_books_hold()


def test_cancelling_frees_the_stock_and_the_expectation(depot):
    bolt = make_item(stock=5)
    order = released(depot, (bolt, 5))
    with pytest.raises(Invalid):
        cancel_transfer_order(order_id=order.pk, reason=" ", actor=BOSS)
    order = cancel_transfer_order(order_id=order.pk, reason="not needed", actor=BOSS)
    assert level(bolt, main_warehouse()).available == 5
    assert not ExpectedSupply.objects.filter(is_open=True).exists()
    for again in (release_transfer_order, send_transfer_order):
        with pytest.raises(IllegalTransition):
            again(order_id=order.pk, actor=BOSS)
    assert_books_hold()


def test_no_days_on_the_way_arrive_at_once(depot):
    bolt = make_item(stock=5)
    order = released(depot, (bolt, 5), transit_days=0)
    order = send_transfer_order(order_id=order.pk, actor=BOSS)
    assert order.state == "received"
    assert level(bolt, depot).on_hand == 5
    assert_books_hold()


def test_what_can_not_be_is_refused_with_its_field(depot):
    bolt, service = make_item(stock=5), make_item(kind="service")
    main = main_warehouse()
    today = written(depot, (bolt, 1)).ship_on
    for wrong, field in (
        (TransferInput(main, main, [TransferLineInput(bolt, D(1))]), "to_warehouse"),
        (TransferInput(main, depot, []), "lines"),
        (TransferInput(main, depot, [TransferLineInput(bolt, D(0))]), "lines[0].quantity"),
        (TransferInput(main, depot, [TransferLineInput(service, D(1))]), "lines[0].product"),
        (TransferInput(main, depot, [TransferLineInput(bolt, D(1), "X")]), "lines[0].lot"),
        (TransferInput(main, depot, [TransferLineInput(bolt, D(1))], today - timedelta(days=1)), "ship_date"),
        (TransferInput(main, depot, [TransferLineInput(bolt, D(1))], transit_days=900), "transit_days"),
    ):
        with pytest.raises(Invalid) as refused:
            create_transfer_order(transfer=wrong, actor=BOSS)
        assert list(refused.value.errors) == [field]


def test_wrong_arrivals_are_refused_and_change_nothing(depot):
    bolt = make_item(stock=5)
    order = released(depot, (bolt, 5))
    with pytest.raises(IllegalTransition):
        receive_transfer_order(order_id=order.pk, actor=BOSS)
    send_transfer_order(order_id=order.pk, actor=BOSS)
    one = TransferArrival
    for wrong in ([], [one(1, D(6))], [one(1, D(-1))], [one(1, D(0))], [one(2, D(1))], [one(1, D(1))] * 2):
        with pytest.raises(Invalid):
            receive_transfer_order(order_id=order.pk, lines=wrong, actor=BOSS)
    assert level(bolt, depot).in_transit == 5
    assert_books_hold()


def test_the_api_walks_the_whole_way(depot):
    bolt = make_item(stock=9)
    api = api_with("warehouse_manager")
    body = {
        "from_warehouse": main_warehouse().code, "to_warehouse": "DEPOT", "release": True,
        "lines": [{"product": bolt.sku, "quantity": "6"}],
    }  # fmt: skip
    made = api.post("/api/v1/transfers/", body, format="json")
    assert made.status_code == 201, made.json()
    number = made.json()["number"]
    assert (made.json()["state"], made.json()["lines"][0]["reserved"]) == ("released", "6")
    stale = api.post(f"/api/v1/transfers/{number}/send/", {}, format="json", headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert api.post(f"/api/v1/transfers/{number}/send/", {}, format="json").json()["state"] == "in_transit"
    assert api.post(f"/api/v1/transfers/{number}/send/", {}, format="json").status_code == 409
    part = {"lines": [{"line": 1, "quantity": "2"}]}
    answer = api.post(f"/api/v1/transfers/{number}/receive/", part, format="json").json()
    assert (answer["state"], answer["lines"][0]["in_transit"]) == ("in_transit", "4")
    wrong = {"lines": [{"line": 1, "quantity": "9"}]}
    refused = api.post(f"/api/v1/transfers/{number}/receive/", wrong, format="json")
    assert refused.status_code == 400
    assert "lines[0].quantity" in refused.json()["errors"]
    assert api.post(f"/api/v1/transfers/{number}/receive/", {}, format="json").json()["state"] == "received"
    listed = api.get("/api/v1/transfers/?state=received").json()["results"]
    assert [row["number"] for row in listed] == [number]
    goods = api.get(f"/api/v1/goods-in-transit/?transfer={number}").json()["results"]
    assert {row["transfer"] for row in goods} == {number}
    assert api_with("sales").post("/api/v1/transfers/", body, format="json").status_code == 403
    assert_books_hold()
