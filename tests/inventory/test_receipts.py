"""Receipts: tolerance, damage, lots, inspection, put-away, what goes back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.utils import timezone

from erp.core.errors import Conflict, IllegalTransition, Invalid, NotPermitted, Shortage, StaleVersion
from erp.core.outbox import relay
from inventory.models import (
    Balance,
    ExpectedSupply,
    Peg,
    PurchaseOrder,
    Receipt,
    ReceiptLine,
    ReceivingSettings,
    ReceivingTerms,
    Reservation,
)
from inventory.selectors.stock import stock_levels
from inventory.services.inspections import InspectionInput, dispose_rejected, inspect_receipt
from inventory.services.purchase import (
    PurchaseLineInput,
    close_purchase_order,
    create_purchase_order,
    send_purchase_order,
)
from inventory.services.put_away import PutAwayInput, put_away_receipt
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from tests.clients import actor_with
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    make_location,
    make_supplier,
    quantities,
    release,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


@pytest.fixture(autouse=True)
def the_books_hold_afterwards(db):
    yield
    assert_books_hold()


def ordered(*lines: tuple[Any, int | str], supplier: Any = None, price: str = "3") -> PurchaseOrder:
    """A purchase order on its way, from a supplier whose goods are inspected unless one is given."""
    order = create_purchase_order(
        supplier=supplier or make_supplier(is_inspection_exempt=False),
        warehouse=main_warehouse(),
        expected_on=TODAY + timedelta(days=3),
        lines=[PurchaseLineInput(item, D(quantity), D(price)) for item, quantity in lines],
        actor=BOSS,
    )
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    return fresh(order)


def arrived(order: PurchaseOrder, *lines: ReceiptInput, **more: Any) -> Receipt:
    return receive_purchase_order(purchase_order_id=order.pk, lines=lines, actor=BOSS, **more)


def level(item: Any) -> Any:
    [row] = stock_levels(item_ids=[item.pk], warehouse_ids=[main_warehouse().pk])
    return row


def line_of(receipt: Receipt, number: int = 1) -> ReceiptLine:
    return ReceiptLine.objects.get(receipt=receipt, line_no=number)


def verdict(receipt: Receipt, *lines: InspectionInput, **more: Any) -> Receipt:
    return inspect_receipt(receipt_id=receipt.pk, lines=lines, actor=BOSS, **more)


# --- receiving ----------------------------------------------------------------------------------
def test_goods_are_blocked_until_they_are_accepted_and_then_usable_at_once():
    item = make_item()
    order = ordered((item, 10))
    receipt = arrived(order, ReceiptInput(1, D(10)), delivery_note=" DN-7 ")
    assert (receipt.state, receipt.next_step, receipt.delivery_note) == ("arrived", "inspect", "DN-7")
    assert (level(item).on_hand, level(item).blocked, level(item).on_order) == (0, 10, 0)
    assert fresh(order).state == "received"
    verdict(receipt, InspectionInput(1, D(8), D(2), reason="scratched"))
    assert fresh(receipt).state == "inspected"
    assert (level(item).on_hand, level(item).blocked) == (8, 2)
    put_away_receipt(receipt_id=receipt.pk, actor=BOSS)
    assert fresh(receipt).state == "put_away"
    places = dict(Balance.objects.filter(item=item, on_hand__gt=0).values_list("location__code", "on_hand"))
    assert places == {"STOCK": 8, "QUALITY": 2}


def test_exempt_goods_go_straight_on_and_a_spot_check_stops_them():
    item, supplier = make_item(), make_supplier()
    order = ordered((item, 10), supplier=supplier)
    receipt = arrived(order, ReceiptInput(1, D(4)))
    assert (receipt.state, receipt.next_step) == ("inspected", "put_away")
    assert (level(item).on_hand, level(item).on_order) == (4, 6)
    checked = arrived(order, ReceiptInput(1, D(6)), inspect_all=True)
    assert checked.state == "arrived"
    assert (level(item).on_hand, level(item).blocked) == (4, 6)


def test_more_than_ordered_is_taken_within_the_tolerance_only():
    item, supplier = make_item(), make_supplier()
    order = ordered((item, 100), supplier=supplier)
    with pytest.raises(Invalid) as refusal:
        arrived(order, ReceiptInput(1, D(101)))
    assert set(refusal.value.errors) == {"lines[0].quantity"}
    ReceivingSettings.objects.update(over_receipt_percent=5)
    ReceivingTerms.objects.create(supplier=supplier, item=item, over_receipt_percent=10)
    with pytest.raises(Invalid):
        arrived(order, ReceiptInput(1, D(111)))
    assert not Receipt.objects.exists()
    arrived(order, ReceiptInput(1, D(110)))
    assert fresh(order).state == "received"
    assert level(item).on_order == 0


def test_the_same_line_twice_counts_together():
    item = make_item(tracking="lot")
    order = ordered((item, 10), supplier=make_supplier())
    with pytest.raises(Invalid) as refusal:
        arrived(order, ReceiptInput(1, D(6), "A"), ReceiptInput(1, D(5), "B"))
    assert set(refusal.value.errors) == {"lines[1].quantity"}
    receipt = arrived(order, ReceiptInput(1, D(6), "A"), ReceiptInput(1, D(4), "B"))
    assert list(receipt.lines.values_list("lot__code", "quantity")) == [("A", 6), ("B", 4)]


def test_a_short_delivery_keeps_the_line_open_or_closes_its_rest():
    item, other = make_item(), make_item()
    order = ordered((item, 10), (other, 5))
    arrived(order, ReceiptInput(1, D(7)))
    assert fresh(order).state == "partially_received"
    assert level(item).on_order == 3
    arrived(order, ReceiptInput(1, D(1), close_rest=True), ReceiptInput(2, D(5)))
    assert fresh(order).state == "received"
    assert level(item).on_order == 0
    assert order.lines.get(line_no=1).is_closed_short


def test_damaged_goods_are_blocked_and_need_a_reason_even_of_exempt_suppliers():
    item = make_item()
    order = ordered((item, 10), supplier=make_supplier())
    with pytest.raises(Invalid) as refusal:
        arrived(order, ReceiptInput(1, D(10), damaged=D(3)))
    assert set(refusal.value.errors) == {"lines[0].damage_reason"}
    with pytest.raises(Invalid):
        arrived(order, ReceiptInput(1, D(10), damaged=D(11), damage_reason="wet"))
    receipt = arrived(order, ReceiptInput(1, D(10), damaged=D(3), damage_reason="wet"))
    assert receipt.state == "inspected"
    line = line_of(receipt)
    assert (line.accepted, line.rejected, line.reason) == (7, 3, "wet")
    assert line.judged_at is not None
    assert (level(item).on_hand, level(item).blocked) == (7, 3)


def test_everything_damaged_is_a_rejected_receipt():
    item = make_item()
    receipt = arrived(ordered((item, 2)), ReceiptInput(1, D(2), damaged=D(2), damage_reason="broken"))
    assert (receipt.state, receipt.next_step) == ("rejected", "")


@pytest.mark.parametrize("quantity", ["0", "-1", "1000000000000000"])
def test_quantities_that_can_not_be(quantity):
    order = ordered((make_item(), 10))
    with pytest.raises(Invalid) as refusal:
        arrived(order, ReceiptInput(1, D(quantity)))
    assert set(refusal.value.errors) == {"lines[0].quantity"}
    assert not Receipt.objects.exists()


def test_nothing_is_received_of_drafts_cancelled_or_closed_orders():
    item = make_item()
    for act in (close_purchase_order, None):
        order = ordered((item, 10)) if act else PurchaseOrder.objects.create(
            number="PO-D", supplier=make_supplier(), warehouse=main_warehouse(), currency_id="USD",
            ordered_on=TODAY, expected_on=TODAY,
        )  # fmt: skip
        if act:
            act(purchase_order_id=order.pk, actor=BOSS)
        with pytest.raises(IllegalTransition):
            arrived(order, ReceiptInput(1, D(1)))
    assert level(item).blocked == 0


def test_lots_expiry_and_serial_numbers_are_captured():
    food, phone = make_item(tracking="lot", shelf_life_days=30), make_item(tracking="serial")
    order = ordered((food, 10), (phone, 3), supplier=make_supplier())
    for given, field in [
        (ReceiptInput(1, D(1)), "lots"),
        (ReceiptInput(1, D(1), "L1", TODAY - timedelta(days=2)), "expires_date"),
        (ReceiptInput(2, D(2), "S1"), "quantity"),
        (ReceiptInput(2, D(2), serials=("S1",)), "serials"),
        (ReceiptInput(2, D(2), serials=("S1", "S1")), "serials"),
        (ReceiptInput(1, D(1), serials=("S1",)), "serials"),
    ]:
        with pytest.raises(Invalid) as refusal:
            arrived(order, given)
        assert set(refusal.value.errors) == {f"lines[0].{field.replace('lots', 'lot')}"}
    assert not Receipt.objects.exists()
    good_until = TODAY + timedelta(days=9)
    receipt = arrived(
        order, ReceiptInput(1, D(10), "L1", good_until), ReceiptInput(2, D(2), serials=("S1", "S2"))
    )
    assert list(receipt.lines.values_list("lot__code", "quantity")) == [("L1", 10), ("S1", 1), ("S2", 1)]
    lot = receipt.lines.get(line_no=1).lot
    assert lot is not None and lot.expires_on == good_until
    with pytest.raises(Invalid) as refusal:
        arrived(order, ReceiptInput(2, D(1), "S2"))
    assert refusal.value.code == "serial_in_stock"


def test_two_clicks_are_one_receipt():
    order = ordered((make_item(), 10))
    arrived(order, ReceiptInput(1, D(5)), expected_version=order.version)
    with pytest.raises(StaleVersion):
        arrived(order, ReceiptInput(1, D(5)), expected_version=order.version)
    assert Receipt.objects.count() == 1


# --- inspection ---------------------------------------------------------------------------------
def test_the_plan_of_the_lot_size_decides_by_the_defects_found():
    item = make_item()
    supplier = make_supplier(is_inspection_exempt=False)
    for defects, accepted, state in ((2, 998, "inspected"), (3, 0, "rejected")):
        receipt = arrived(ordered((item, 1000), supplier=supplier), ReceiptInput(1, D(1000)))
        line = line_of(receipt)
        assert (line.inspection, line.sample_size, line.acceptance_number) == ("sample", 80, 2)
        verdict(receipt, InspectionInput(1, defects=defects))
        assert (fresh(receipt).state, line_of(receipt).accepted) == (state, accepted)


def test_every_piece_or_skipped_lots_by_the_suppliers_terms():
    item, supplier = make_item(), make_supplier(is_inspection_exempt=False)
    terms = ReceivingTerms.objects.create(supplier=supplier, inspection_mode="full")
    order = ordered((item, 500), supplier=supplier)
    receipt = arrived(order, ReceiptInput(1, D(100)))
    assert (line_of(receipt).inspection, line_of(receipt).sample_size) == ("full", 100)
    verdict(receipt, InspectionInput(1, defects=0))
    ReceivingTerms.objects.filter(pk=terms.pk).update(inspection_mode="skip_lot")
    ReceivingSettings.objects.update(skip_after=1, skip_every=3)
    kinds = []
    for _lot in range(4):
        receipt = arrived(order, ReceiptInput(1, D(50)))
        kinds.append(line_of(receipt).inspection)
        if receipt.state == "arrived":
            verdict(receipt, InspectionInput(1, defects=0))
    assert kinds == ["skipped", "skipped", "sample", "skipped"]


def test_verdicts_that_can_not_be_change_nothing():
    receipt = arrived(ordered((make_item(), 10)), ReceiptInput(1, D(10)))
    for given, field in [
        (InspectionInput(1), "accepted"),
        (InspectionInput(2, D(1)), "line"),
        (InspectionInput(1, D(11)), "accepted"),
        (InspectionInput(1, rejected=D(-1)), "rejected"),
        (InspectionInput(1, D(6), D(5)), "accepted"),
        (InspectionInput(1, defects=11), "defects"),
    ]:
        with pytest.raises(Invalid) as refusal:
            verdict(receipt, given)
        assert set(refusal.value.errors) == {f"lines[0].{field}"}
    assert line_of(receipt).waiting == 10


def test_a_receipt_is_judged_in_parts_and_only_once():
    one, two = make_item(), make_item()
    receipt = arrived(ordered((one, 5), (two, 5)), ReceiptInput(1, D(5)), ReceiptInput(2, D(5)))
    verdict(receipt, InspectionInput(1, D(5)))
    assert fresh(receipt).state == "arrived"
    with pytest.raises(Invalid):
        verdict(receipt, InspectionInput(1, D(5)))
    verdict(receipt, InspectionInput(2, rejected=D(5)))
    assert fresh(receipt).state == "inspected"
    with pytest.raises(IllegalTransition):
        verdict(receipt, InspectionInput(2, D(5)))


def test_rejected_goods_go_back_or_to_scrap_with_a_reason():
    item = make_item(cost="4")
    receipt = arrived(ordered((item, 10)), ReceiptInput(1, D(10)))
    verdict(receipt, InspectionInput(1, D(4), D(6)))
    common: dict[str, Any] = {"receipt_id": receipt.pk, "line_no": 1, "actor": BOSS}
    with pytest.raises(Invalid):
        dispose_rejected(**common, quantity=D(1), disposition="return", reason=" ")
    with pytest.raises(Invalid):
        dispose_rejected(**common, quantity=D(1), disposition="eat", reason="hungry")
    with pytest.raises(Conflict) as refusal:
        dispose_rejected(**common, quantity=D(7), disposition="return", reason="bad")
    assert refusal.value.code == "nothing_rejected"
    dispose_rejected(**common, quantity=D(4), disposition="return", reason="bad")
    dispose_rejected(**common, quantity=D(2), disposition="scrap", reason="bad")
    line = line_of(receipt)
    assert (line.returned, line.scrapped, line.to_dispose, line.billable) == (4, 2, 0, 6)
    assert (level(item).on_hand, level(item).blocked) == (4, 0)


# --- promises -----------------------------------------------------------------------------------
def test_goods_in_inspection_stay_supply_and_keep_their_pegs():
    item = make_item()
    order = ordered((item, 10))
    sale = confirmed(make_customer(), (item, 6))
    assert Peg.objects.get().supply.document_number == order.number
    receipt = arrived(order, ReceiptInput(1, D(10)))
    supply = ExpectedSupply.objects.get(is_open=True)
    assert (supply.document_number, supply.quantity, supply.due_on) == (
        receipt.number, 10, receipt.arrived_on + timedelta(days=1),
    )  # fmt: skip
    assert Peg.objects.get().supply_id == supply.pk
    verdict(receipt, InspectionInput(1, D(10)))
    relay()
    assert quantities(fresh(sale)) == [(6, 6, 0, 0, 0)]
    assert not ExpectedSupply.objects.filter(is_open=True).exists()
    assert not Peg.objects.exists()


def test_rejected_goods_take_their_promise_away():
    item = make_item()
    order = ordered((item, 10))
    sale = confirmed(make_customer(), (item, 6))
    receipt = arrived(order, ReceiptInput(1, D(10)))
    verdict(receipt, InspectionInput(1, rejected=D(10)))
    relay()
    assert quantities(fresh(sale)) == [(6, 0, 6, 0, 0)]
    assert not Peg.objects.exists()


# --- put-away -----------------------------------------------------------------------------------
def test_reservations_go_along_with_their_goods():
    item = make_item()
    order = ordered((item, 10), supplier=make_supplier())
    sale = confirmed(make_customer(), (item, 7))
    receipt = arrived(order, ReceiptInput(1, D(10)))
    relay()
    assert Reservation.objects.get().balance.location.code == "DOCK"
    shelf = make_location("A-1")
    put_away_receipt(receipt_id=receipt.pk, lines=[PutAwayInput(1, shelf, D(5))], actor=BOSS)
    assert fresh(receipt).state == "inspected"
    put_away_receipt(receipt_id=receipt.pk, actor=BOSS)
    assert fresh(receipt).state == "put_away"
    assert quantities(fresh(sale)) == [(7, 7, 0, 0, 0)]
    held = Reservation.objects.values_list("balance__location__code", "quantity")
    assert sum(quantity for _place, quantity in held) == 7
    assert not Balance.objects.filter(location__code="DOCK", on_hand__gt=0).exists()


def test_what_a_shipment_takes_from_the_dock_stays_there():
    item = make_item()
    order = ordered((item, 10), supplier=make_supplier())
    sale = confirmed(make_customer(), (item, 7))
    receipt = arrived(order, ReceiptInput(1, D(10)))
    relay()
    release(sale)
    with pytest.raises(Shortage):
        put_away_receipt(receipt_id=receipt.pk, lines=[PutAwayInput(1, make_location("A-1"))], actor=BOSS)
    put_away_receipt(receipt_id=receipt.pk, actor=BOSS)
    assert fresh(receipt).state == "put_away"
    assert line_of(receipt).put_away == 3
    assert Balance.objects.get(location__code="DOCK").on_hand == 7


def test_a_bin_that_was_named_is_asked_whether_it_has_room():
    item = make_item()
    receipt = arrived(ordered((item, 10), supplier=make_supplier()), ReceiptInput(1, D(10)))
    shelf = make_location("A-1")
    type(shelf).objects.filter(pk=shelf.pk).update(capacity_quantity=D(4))
    shelf.refresh_from_db()
    with pytest.raises(Conflict) as refusal:
        put_away_receipt(receipt_id=receipt.pk, lines=[PutAwayInput(1, shelf, D(5))], actor=BOSS)
    assert refusal.value.code == "bin_full"
    assert line_of(receipt).put_away == 0
    put_away_receipt(receipt_id=receipt.pk, lines=[PutAwayInput(1, shelf, D(4))], actor=BOSS)
    assert line_of(receipt).put_away == 4


def test_places_that_take_no_goods_are_refused():
    item = make_item()
    receipt = arrived(ordered((item, 10), supplier=make_supplier()), ReceiptInput(1, D(10)))
    scrap = main_warehouse().locations.get(code="SCRAP")
    shelf = make_location("A-1")
    for given, field in [
        (PutAwayInput(1, scrap), "location"),
        (PutAwayInput(1, shelf, D(11)), "quantity"),
        (PutAwayInput(1, shelf, D(0)), "quantity"),
        (PutAwayInput(2, shelf), "line"),
    ]:
        with pytest.raises(Invalid) as refusal:
            put_away_receipt(receipt_id=receipt.pk, lines=[given], actor=BOSS)
        assert set(refusal.value.errors) == {f"lines[0].{field}"}
    assert line_of(receipt).put_away == 0


def test_rights():
    receipt = arrived(ordered((make_item(), 10)), ReceiptInput(1, D(10)))
    sales = actor_with("sales")
    with pytest.raises(NotPermitted):
        inspect_receipt(receipt_id=receipt.pk, lines=[InspectionInput(1, D(10))], actor=sales)
    with pytest.raises(NotPermitted):
        put_away_receipt(receipt_id=receipt.pk, actor=sales)
    keeper = actor_with("warehouse_operator")
    inspect_receipt(receipt_id=receipt.pk, lines=[InspectionInput(1, D(10))], actor=keeper)
    put_away_receipt(receipt_id=receipt.pk, actor=keeper)
    assert fresh(receipt).state == "put_away"
