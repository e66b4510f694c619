"""Lots that a customer asks for, or that last too short for him: reserved, moved, exchanged, picked."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core import outbox
from erp.core.errors import Conflict, Invalid
from inventory.models import Demand, Location, Lot, Reservation, Scan, Shipment, Warehouse
from inventory.selectors.wave_plan import WaveWish, wave_candidates
from inventory.services.dispatch import ship_shipment
from inventory.services.manual_pegs import move_reservations as move_by_hand
from inventory.services.moving import move_reservations
from inventory.services.packing import pack_shipment
from inventory.services.picking import pick_shipment
from inventory.services.releases import ShippingTerms, release_shipments
from inventory.services.scans import ScanInput
from inventory.services.stock import receive_stock
from inventory.services.transfer_orders import (
    TransferInput,
    TransferLineInput,
    create_transfer_order,
    release_transfer_order,
)
from inventory.services.waves import create_wave
from orders.models import CustomerTerms
from tests.factories import BOSS, assert_books_hold, confirmed, main_warehouse, make_customer, make_item

pytestmark = pytest.mark.django_db
LATE = timedelta(days=40)


def receive(item, quantity, lot, days):
    on = timezone.now().date() + timedelta(days=days)
    receive_stock(
        item=item,
        warehouse=main_warehouse(),
        quantity=D(quantity),
        lot=lot,
        expires_on=on,
        reason="r",
        actor=BOSS,
    )


def lots_of(document):
    rows = Reservation.objects.filter(
        demand__document_id=document.pk, demand__document_kind=document.ref.kind
    )
    return sorted(rows.values_list("balance__lot__code", "quantity"))


@pytest.fixture
def wine():
    return make_item(tracking="lot")


@pytest.fixture
def picky():
    customer = make_customer()
    CustomerTerms.objects.create(customer=customer, shelf_life_days=30)
    return customer


def test_a_lot_that_grew_too_old_is_exchanged_when_it_is_released(wine, picky):
    receive(wine, 5, "SOON", 50)
    receive(wine, 5, "LONG", 300)
    order = confirmed(picky, (wine, 4))
    assert lots_of(order) == [("SOON", 4)]
    [shipment] = release_shipments(document=order.ref, actor=BOSS, at=timezone.now() + LATE)
    assert [(line.lot and line.lot.code, line.quantity) for line in shipment.lines.all()] == [("LONG", 4)]
    assert_books_hold()


def test_without_another_lot_it_waits_and_others_may_have_the_old_one(wine, picky):
    receive(wine, 5, "SOON", 50)
    order, easy = confirmed(picky, (wine, 5)), confirmed(make_customer(), (wine, 2))
    with outbox.watch() as streams, pytest.raises(Conflict, match="lot_short_lived"):
        release_shipments(document=order.ref, actor=BOSS, at=timezone.now() + LATE)
    outbox.drain(*streams)
    assert lots_of(order) == [("SOON", 5)]  # refused: nothing changed
    assert not Shipment.objects.filter(document_id=order.pk).exists()
    assert Demand.objects.get(document_id=easy.pk).reserved == 0
    assert_books_hold()


def test_a_lot_that_grew_too_old_after_its_release_is_not_picked(wine, picky):
    receive(wine, 5, "SOON", 50)
    order = confirmed(picky, (wine, 4))
    [shipment] = release_shipments(document=order.ref, actor=BOSS)
    late = timezone.now() + LATE
    with pytest.raises(Conflict, match="lot_short_lived"):
        pick_shipment(shipment_id=shipment.pk, actor=BOSS, at=late)
    scan = ScanInput(D(1), barcode="SOON")
    with pytest.raises(Invalid) as refusal:
        pick_shipment(shipment_id=shipment.pk, actor=BOSS, scans=[scan], is_partial=True, at=late)
    assert refusal.value.code == "short_lived_lot"
    assert Scan.objects.get().refusal == "short_lived_lot"
    assert Shipment.objects.get().state == "released"
    pick_shipment(shipment_id=shipment.pk, actor=BOSS)  # on its day it is right
    assert Shipment.objects.get().state == "picked"


def test_an_expired_lot_neither_leaves_the_shelf_nor_the_house(wine):
    receive(wine, 5, "SOON", 5)
    order = confirmed(make_customer(), (wine, 4))
    [shipment] = release_shipments(document=order.ref, actor=BOSS)
    late = timezone.now() + timedelta(days=9)
    with pytest.raises(Conflict, match="lot_expired"):
        pick_shipment(shipment_id=shipment.pk, actor=BOSS, at=late)
    pick_shipment(shipment_id=shipment.pk, actor=BOSS)
    pack_shipment(shipment_id=shipment.pk, actor=BOSS)
    with pytest.raises(Conflict, match="lot_expired"):
        ship_shipment(shipment_id=shipment.pk, actor=BOSS, at=late)
    assert Shipment.objects.get().state == "packed"
    assert_books_hold()


def test_who_asks_for_a_lot_gets_that_and_nothing_else(wine):
    depot = Warehouse.objects.create(code="DEPOT", name="Depot")
    Location.objects.create(warehouse=depot, code="STOCK", kind="storage", is_usable=True)
    receive(wine, 5, "A", 90)
    line = TransferLineInput(wine, D(3), "B")
    Lot.objects.create(item=wine, code="B", received_on=timezone.now().date())
    transfer = create_transfer_order(transfer=TransferInput(main_warehouse(), depot, [line]), actor=BOSS)
    release_transfer_order(order_id=transfer.pk, actor=BOSS)
    demand = Demand.objects.get(document_kind="transfer_order")
    assert demand.reserved == 0
    Demand.objects.filter(pk=demand.pk).update(promised_on=timezone.now().date() - timedelta(days=1))
    order = confirmed(make_customer(), (wine, 5))
    assert move_reservations(document=transfer.ref, actor=BOSS) == 0
    assert lots_of(order) == [("A", 5)]
    with outbox.watch() as streams:
        receive(wine, 2, "B", 90)
    outbox.drain(*streams)
    assert lots_of(transfer) == [("B", 2)]
    assert_books_hold()


def test_stock_taken_by_hand_that_does_not_suit_goes_back_to_who_gave_it(wine, picky):
    receive(wine, 5, "SOON", 10)
    giver, taker = confirmed(make_customer(), (wine, 5)), confirmed(picky, (wine, 3))
    given, wanted = (Demand.objects.get(document_id=order.pk) for order in (giver, taker))
    with outbox.watch() as streams:
        assert move_by_hand(demand_id=wanted.pk, takes={given.pk: D(3)}, actor=BOSS) == 0
    outbox.drain(*streams)
    assert lots_of(giver) in ([("SOON", 5)], [("SOON", 2), ("SOON", 3)])
    assert lots_of(taker) == []
    assert_books_hold()


def test_a_wave_exchanges_lots_too(wine, picky):
    receive(wine, 5, "SOON", 50)
    receive(wine, 5, "LONG", 300)
    order = confirmed(picky, (wine, 4))
    wave = create_wave(
        warehouse=main_warehouse(),
        documents=[(order.ref, ShippingTerms())],
        actor=BOSS,
        at=timezone.now() + LATE,
    )
    [shipment] = wave.shipments.all()
    assert [(line.lot and line.lot.code, line.quantity) for line in shipment.lines.all()] == [("LONG", 4)]
    assert_books_hold()


def test_transfers_are_no_candidates_of_waves(wine):
    depot = Warehouse.objects.create(code="DEPOT", name="Depot")
    receive(wine, 9, "A", 90)
    transfer = create_transfer_order(
        transfer=TransferInput(main_warehouse(), depot, [TransferLineInput(wine, D(3))]), actor=BOSS
    )
    release_transfer_order(order_id=transfer.pk, actor=BOSS)
    order = confirmed(make_customer(), (wine, 2))
    found = wave_candidates(BOSS, main_warehouse(), WaveWish())
    assert [(one.kind, one.id) for one in found] == [("order", order.pk)]
