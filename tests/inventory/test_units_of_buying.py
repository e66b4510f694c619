"""Buying by the carton: offers, orders and receipts in units other than the base unit, exactly."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from erp.core.errors import Invalid
from erp.core.outbox import relay
from erp.masterdata.models import Unit
from erp.masterdata.selectors.company import business_day
from finance.services.billed_lines import BilledLine
from finance.services.payables import record_payable
from inventory.models import ExpectedSupply, ItemUnit, Receipt, ReceiptLine
from inventory.selectors.sourcing import Need, sources_for
from inventory.services.exemptions import freeze_exemption, grant_exemption
from inventory.services.items import ItemUnitValues, edit_item
from inventory.services.purchase import PurchaseLineInput, create_purchase_order, send_purchase_order
from inventory.services.purchase_drafts import LineChange, edit_purchase_order
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from inventory.services.suppliers import OfferValues, create_offer
from tests.clients import api_with
from tests.factories import BOSS, assert_books_hold, fresh, main_warehouse, make_item, make_supplier

pytestmark = pytest.mark.django_db
D = Decimal


def today():
    from django.utils import timezone

    return business_day(timezone.now())


@pytest.fixture
def carton():
    return Unit.objects.get(code="ctn")


def bought(unit, numerator=12, denominator=1):
    item = make_item(sku="P1")
    ItemUnit.objects.create(item=item, unit=unit, numerator=numerator, denominator=denominator)
    return item


def ordered(item, quantity, unit=None, price=None, supplier=None):
    return create_purchase_order(
        supplier=supplier or make_supplier(),
        warehouse=main_warehouse(),
        expected_on=today() + timedelta(days=5),
        lines=[PurchaseLineInput(item, D(quantity), D(price) if price else None, None, unit)],
        actor=BOSS,
    )


def test_an_order_by_the_carton_is_expected_in_pieces_and_costs_what_cartons_cost(carton):
    order = ordered(bought(carton), "5", carton, "10")
    line = order.lines.get()
    assert (line.quantity, line.ordered, order.total) == (60, 5, 50)
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    assert ExpectedSupply.objects.get().quantity == 60


def test_receipts_count_in_either_unit(carton):
    item = bought(carton)
    order = ordered(item, "5", carton, "10")
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    take = [ReceiptInput(1, D(2)), ReceiptInput(1, D(12), unit=item.unit)]
    for line in take:
        receive_purchase_order(purchase_order_id=order.pk, lines=[line], actor=BOSS)
    assert order.lines.get().received == 36
    assert sorted(ReceiptLine.objects.values_list("value", flat=True)) == [10, 20]
    with pytest.raises(Invalid) as refusal:
        receive_purchase_order(purchase_order_id=order.pk, lines=[ReceiptInput(1, D(3))], actor=BOSS)
    assert "lines[0].quantity" in refusal.value.errors
    with pytest.raises(Invalid) as refusal:
        box = Unit.objects.get(code="box")
        receive_purchase_order(
            purchase_order_id=order.pk, lines=[ReceiptInput(1, D(1), unit=box)], actor=BOSS
        )
    assert list(refusal.value.errors) == ["lines[0].unit"]
    receive_purchase_order(purchase_order_id=order.pk, lines=[ReceiptInput(1, D(2))], actor=BOSS)
    assert fresh(order).state == "received"
    assert Receipt.objects.count() == 3
    assert_books_hold()


def test_a_third_of_a_piece_three_times_is_the_piece(carton):
    order = ordered(bought(carton, 1, 3), "3", carton, "0.5")
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    for _time in range(3):
        receive_purchase_order(purchase_order_id=order.pk, lines=[ReceiptInput(1, D(1))], actor=BOSS)
    assert (fresh(order).state, order.lines.get().received) == ("received", 1)


def test_a_unit_without_factor_is_refused_everywhere(carton):
    item, supplier = make_item(), make_supplier()
    with pytest.raises(Invalid) as refusal:
        ordered(item, "5", carton)
    assert list(refusal.value.errors) == ["lines[0].unit"]
    order = ordered(item, "5")
    change = [LineChange(1, unit=carton), LineChange(item=item, quantity=D(1), unit=carton)]
    with pytest.raises(Invalid) as refusal:
        edit_purchase_order(purchase_order_id=order.pk, lines=change, actor=BOSS)
    assert list(refusal.value.errors) == ["lines[0].unit", "lines[1].unit"]
    values: OfferValues = {
        "supplier_id": supplier.pk,
        "item_id": item.pk,
        "price": D(5),
        "unit_id": carton.pk,
    }
    with pytest.raises(Invalid) as refusal:
        create_offer(values=values, actor=BOSS)
    assert list(refusal.value.errors) == ["unit"]


def test_offers_by_the_carton_are_compared_by_the_piece_and_price_lines(carton):
    item, by_carton, by_piece = bought(carton), make_supplier(), make_supplier()
    values: OfferValues = {"item_id": item.pk, "price": D(12), "unit_id": carton.pk, "minimum_quantity": D(2)}
    offer = create_offer(
        values={**values, "supplier_id": by_carton.pk}, price_breaks=[(D(10), D(9))], actor=BOSS
    )
    create_offer(values={"item_id": item.pk, "supplier_id": by_piece.pk, "price": D("1.3")}, actor=BOSS)
    need = Need(item, main_warehouse(), D(20), today() + timedelta(days=30))
    first, second = sources_for([need], today=today())[0]
    assert (first.supplier, first.quantity, first.unit_price) == (by_carton, 24, 1)
    assert second.supplier == by_piece
    assert ordered(item, "3", carton, supplier=by_carton).total == 36
    assert ordered(item, "120", supplier=by_carton).total == 90  # ten cartons: the break, by the piece
    assert offer.factor == Fraction(12)


def test_a_unit_that_is_offered_keeps_a_factor_and_offers_follow_it(carton):
    item = bought(carton)
    values: OfferValues = {
        "supplier_id": make_supplier().pk,
        "item_id": item.pk,
        "price": D(12),
        "unit_id": carton.pk,
    }
    offer = create_offer(values=values, actor=BOSS)
    units: list[ItemUnitValues] = [{"unit_id": carton.pk, "numerator": 24, "denominator": 1, "barcode": ""}]
    edit_item(item_id=item.pk, values={}, units=units, actor=BOSS)
    assert fresh(offer).unit_numerator == 24
    with pytest.raises(Invalid) as refusal:
        edit_item(item_id=item.pk, values={}, units=[], actor=BOSS)
    assert list(refusal.value.errors) == ["units"]


def test_a_bill_by_the_carton_agrees_with_what_came_by_the_piece(carton):
    order = ordered(bought(carton), "5", carton, "10")
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    receive_purchase_order(purchase_order_id=order.pk, lines=[ReceiptInput(1, D(5))], actor=BOSS)
    line = order.lines.select_related("purchase_order").get()
    payable = record_payable(
        supplier_id=order.supplier_id,
        supplier_number="INV-1",
        invoiced_on=today(),
        lines=[BilledLine(line, D(5), D(10))],
        actor=BOSS,
    )
    assert (payable.state, payable.subtotal) == ("matched", 50)
    assert_books_hold()


def test_units_over_the_api(carton):
    item, api = bought(carton), api_with("buyer", "warehouse_manager")
    body = {
        "supplier": make_supplier().code,
        "warehouse": "MAIN",
        "expected_date": today().isoformat(),
        "lines": [{"product": item.sku, "quantity": "5", "unit": "ctn", "unit_price": "10"}],
    }
    made = api.post("/api/v1/purchase-orders/", body, format="json").json()
    line = made["lines"][0]
    assert (line["quantity"], line["unit"], line["base_quantity"], made["total"]) == (
        "5",
        "ctn",
        "60",
        "50.00",
    )
    url = f"/api/v1/purchase-orders/{made['number']}"
    api.post(f"{url}/send/", {}, format="json")
    answer = api.post(
        f"{url}/receive/", {"lines": [{"line": 1, "quantity": "24", "unit": "pcs"}]}, format="json"
    )
    assert answer.json()["lines"][0]["received"] == "2"
    bad = api.post(f"{url}/receive/", {"lines": [{"line": 1, "quantity": "1", "unit": "box"}]}, format="json")
    assert (bad.status_code, list(bad.json()["errors"])) == (400, ["lines[0].unit"])
    body["lines"][0]["unit"] = "box"
    bad = api.post("/api/v1/purchase-orders/", body, format="json")
    assert (bad.status_code, list(bad.json()["errors"])) == (400, ["lines[0].unit"])


def test_goods_on_the_way_are_usable_earlier_once_they_go_past_inspection():
    item, supplier = make_item(), make_supplier(is_inspection_exempt=False)
    values: OfferValues = {
        "supplier_id": supplier.pk,
        "item_id": item.pk,
        "price": D(5),
        "inspection_days": 3,
    }
    create_offer(values=values, actor=BOSS)
    order = ordered(item, "5", supplier=supplier)
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    assert ExpectedSupply.objects.get().inspection_days == 3
    granted = grant_exemption(supplier_id=supplier.pk, item_id=item.pk, evidence="Ten lots", actor=BOSS)
    relay()
    assert ExpectedSupply.objects.get().inspection_days == 0
    freeze_exemption(exemption_id=granted.pk, reason="Rust", actor=BOSS)
    relay()
    assert ExpectedSupply.objects.get().inspection_days == 3
