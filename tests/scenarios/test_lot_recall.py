"""A lot is called back: out of sale at once, who waits gets other stock, and who got some is known."""

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from erp.core.errors import Conflict, Invalid
from erp.core.outbox import relay
from erp.masterdata.selectors.company import business_day
from inventory.models import Balance, Location, Lot, Reservation, Shipment
from inventory.selectors.lots import lot_trace
from inventory.selectors.stock import stock_levels
from inventory.services.lots import block_lot, change_expiry, unblock_lot, watch_expiry
from inventory.services.purchase import PurchaseLineInput, create_purchase_order, send_purchase_order
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from inventory.services.stock import issue_stock, receive_stock
from inventory.services.transfers import transfer_stock
from orders.models import CustomerTerms
from tests.clients import actor_with
from tests.factories import (
    BOSS,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    make_location,
    make_supplier,
    quantities,
    receive,
    release,
    ship,
)


def days(count):
    return business_day(timezone.now()) + timedelta(days=count)


def free_of(item):
    [level] = stock_levels(item_ids=[item.pk])
    return level.on_hand, level.available, level.blocked


def lots_reserved(order):
    rows = Reservation.objects.filter(demand__document_id=order.pk).order_by("balance__lot__code")
    return list(rows.values_list("balance__lot__code").annotate(held=Sum("quantity")))


def test_a_recall_blocks_frees_refills_and_names_suppliers_and_customers():
    item = make_item(tracking="lot")
    receive(item, 10, lot="BAD", expires_on=days(100))
    receive(item, 5, lot="GOOD", expires_on=days(200))
    got, waits = make_customer(name="Got it"), make_customer(name="Waits")
    ship(confirmed(got, (item, 4)))
    order = confirmed(waits, (item, 7))
    shipment = release(order)
    assert lots_reserved(order) == [("BAD", 6), ("GOOD", 1)]

    lot = Lot.objects.get(code="BAD")
    block_lot(lot_id=lot.pk, reason="contaminated", actor=BOSS)
    relay()
    assert fresh(shipment).state == "cancelled"
    assert lots_reserved(order) == [("GOOD", 5)]
    assert quantities(fresh(order)) == [(7, 5, 2, 0, 0)]
    assert free_of(item) == (5, 0, 6)
    assert not Balance.objects.filter(lot=lot, location__is_usable=True, on_hand__gt=0).exists()

    trace = lot_trace(BOSS, fresh(lot))
    assert [(one.shipment.customer, one.quantity) for one in trace.deliveries] == [(got, 4)]
    assert (trace.received, trace.shipped, trace.on_hand) == (10, 4, 6)

    unblock_lot(lot_id=lot.pk, reason="laboratory: clean", actor=BOSS)
    relay()
    assert quantities(fresh(order)) == [(7, 7, 0, 0, 0)]
    assert free_of(item) == (11, 4, 0)


def test_a_trace_goes_back_to_the_supplier_through_the_receipt():
    item, supplier = make_item(tracking="lot"), make_supplier(name="Mill")
    order = create_purchase_order(
        supplier=supplier,
        warehouse=main_warehouse(),
        expected_on=days(3),
        lines=[PurchaseLineInput(item=item, quantity=D(6), unit_price=D(1))],
        actor=BOSS,
    )
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    receive_purchase_order(
        purchase_order_id=order.pk, lines=[ReceiptInput(line_no=1, quantity=D(6), lot="M-1")], actor=BOSS
    )
    [origin] = lot_trace(BOSS, Lot.objects.get(code="M-1")).origins
    assert (origin.supplier_name, origin.quantity) == ("Mill", 6)


def test_a_salesperson_sees_own_customers_of_a_recall_and_the_number_of_others():
    item = make_item(tracking="lot")
    receive(item, 9, lot="L")
    seller = actor_with("sales", row_scope="own")
    mine, other = make_customer(salesperson_id=seller.user_id), make_customer()
    ship(confirmed(mine, (item, 1)))
    ship(confirmed(other, (item, 2)))
    trace = lot_trace(seller, Lot.objects.get(code="L"))
    assert [one.shipment.customer for one in trace.deliveries] == [mine]
    assert trace.hidden_deliveries == 1


def test_first_expired_goes_out_first_and_too_little_life_is_left_alone():
    item, customer = make_item(tracking="lot"), make_customer()
    CustomerTerms.objects.create(customer=customer, shelf_life_days=30)
    receive(item, 3, lot="SOON", expires_on=days(10))
    receive(item, 3, lot="LATER", expires_on=days(60))
    order = confirmed(customer, (item, 5))
    assert lots_reserved(order) == [("LATER", 3)]
    assert quantities(order) == [(5, 3, 2, 0, 0)]
    assert lots_reserved(confirmed(make_customer(), (item, 2))) == [("SOON", 2)]


def test_an_expired_lot_is_blocked_by_itself_and_its_documents_served_anew():
    item = make_item(tracking="lot")
    receive(item, 4, lot="OLD", expires_on=days(1))
    receive(item, 4, lot="NEW", expires_on=days(90))
    order = confirmed(make_customer(), (item, 3))
    assert lots_reserved(order) == [("OLD", 3)]
    assert watch_expiry(at=timezone.now() + timedelta(days=3))[0] == 1
    relay()
    assert lots_reserved(order) == [("NEW", 3)]
    assert watch_expiry(at=timezone.now() + timedelta(days=3))[0] == 0
    lot = Lot.objects.get(code="OLD")
    change_expiry(lot_id=lot.pk, expires_on=days(50), actor=BOSS)
    unblock_lot(lot_id=lot.pk, reason="label was wrong", actor=BOSS)
    assert free_of(item) == (8, 5, 0)


def test_what_is_wrong_with_lots_is_refused_and_changes_nothing():
    item, other = make_item(tracking="lot"), make_item(tracking="lot")
    receive(item, 2, lot="A")
    lot = Lot.objects.get(code="A")
    with pytest.raises(Invalid) as refusal:
        block_lot(lot_id=lot.pk, reason=" ", actor=BOSS)
    assert "reason" in refusal.value.errors
    block_lot(lot_id=lot.pk, reason="x", actor=BOSS)
    with pytest.raises(Conflict) as again:
        block_lot(lot_id=lot.pk, reason="x", actor=BOSS)
    assert again.value.code == "lot_is_blocked"
    with pytest.raises(Conflict) as blocked:
        receive(item, 1, lot="A")
    assert blocked.value.code == "lot_blocked"
    with pytest.raises(Conflict) as expired:
        receive(item, 1, lot="B", expires_on=days(-1))
    assert expired.value.code == "lot_expired"
    with pytest.raises(Invalid) as foreign:
        issue_stock(
            item=other, warehouse=main_warehouse(), quantity=D(1), reason="r", lot="A", actor=BOSS,
            location=Location.objects.get(code="STOCK"),
        )  # fmt: skip
    assert foreign.value.code == "lot_of_another_product"
    assert free_of(item) == (0, 0, 2)


def test_a_serial_number_is_one_piece_in_one_place():
    item = make_item(tracking="serial")
    receive(item, 1, lot="S1")
    arrivals: list[dict[str, Any]] = [
        {"quantity": 1, "lot": "S1"},
        {"quantity": 2, "lot": "S2"},
        {"quantity": 1, "lot": "S1", "location": make_location("X")},
    ]
    for wrong in arrivals:
        quantity = wrong.pop("quantity")
        with pytest.raises(Invalid):
            receive(item, quantity, **wrong)
    transfer_stock(
        item=item, from_warehouse=main_warehouse(), to_warehouse=main_warehouse(), quantity=D(1), reason="",
        lot="S1", to_location=Location.objects.get(code="X"), actor=BOSS,
    )  # fmt: skip
    order = confirmed(make_customer(), (item, 1))
    ship(order)
    receive_stock(
        item=item, warehouse=main_warehouse(), quantity=D(1), reason="returned", lot="S1", actor=BOSS
    )
    lot = Shipment.objects.get().lines.get().lot
    assert lot is not None and lot.code == "S1"
    assert free_of(item) == (1, 1, 0)
