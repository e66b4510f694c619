"""Suppliers' invoices: three-way match, differences, the books, payments."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from erp.core.errors import Conflict, IllegalTransition, Invalid, NotPermitted
from erp.masterdata.models import ExchangeRate
from erp.notifications.models import Alert
from finance.models import JournalLine, Payable
from finance.selectors.payables import payable_totals, payables_by_supplier, unbilled_lines
from finance.services.payables import BilledLine, approve_payable, record_payable, void_payable
from finance.services.supplier_payments import pay_payable
from inventory.models import PurchaseOrder
from inventory.services.inspections import InspectionInput, dispose_rejected, inspect_receipt
from inventory.services.purchase import PurchaseLineInput, create_purchase_order, send_purchase_order
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from tests.clients import actor_with
from tests.factories import BOSS, assert_books_hold, fresh, main_warehouse, make_item, make_supplier

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


@pytest.fixture(autouse=True)
def the_books_hold_afterwards(db):
    yield
    assert_books_hold()


def received(*quantities: str, price: str = "5", cost: str = "4", **more: Any) -> PurchaseOrder:
    """An order of 100 at 5, of an item that costs 4, of which so much came."""
    order = create_purchase_order(
        supplier=make_supplier(**more),
        warehouse=main_warehouse(),
        expected_on=TODAY,
        lines=[PurchaseLineInput(make_item(cost=cost), D(100), D(price))],
        actor=BOSS,
    )
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    for quantity in quantities:
        receive_purchase_order(purchase_order_id=order.pk, lines=[ReceiptInput(1, D(quantity))], actor=BOSS)
    return order


def billed(
    order: PurchaseOrder, quantity: str, price: str = "5", number: str = "F-1", **more: Any
) -> Payable:
    line = order.lines.select_related("purchase_order").get()
    return record_payable(
        supplier_id=order.supplier_id,
        supplier_number=number,
        invoiced_on=TODAY,
        lines=[BilledLine(line, D(quantity), D(price))],
        actor=more.pop("actor", BOSS),
        **more,
    )


def booked(role: str) -> D:
    return JournalLine.objects.filter(account__role=role).aggregate(total=Sum("amount"))["total"] or D(0)


def test_what_agrees_is_owed_and_clears_what_arrived():
    order = received("60", "40")
    assert (booked("goods_received"), booked("inventory"), booked("price_difference")) == (-500, 400, 100)
    payable = billed(order, "100", tax=D("65"))
    assert (payable.state, payable.total, payable.open_amount) == ("matched", 565, 565)
    assert payable.due_on == TODAY + timedelta(days=30)
    sources = payable.lines.values_list("receipt_line__receipt__number", "quantity")
    assert [(number[:3], quantity) for number, quantity in sources] == [("RC-", 60), ("RC-", 40)]
    assert booked("goods_received") == 0
    assert (booked("payables"), booked("input_tax"), booked("price_difference")) == (-565, 65, 100)
    assert not unbilled_lines(BOSS).exists()


def test_a_price_within_the_tolerance_goes_through_with_its_difference():
    payable = billed(received("100"), "100", "5.1")
    assert payable.state == "matched"
    assert (booked("goods_received"), booked("price_difference"), booked("payables")) == (0, 110, -510)


@pytest.mark.parametrize(
    ("came", "quantity", "price", "outcomes"),
    [
        (("100",), "100", "6", ["price"]),
        (("60",), "100", "5", ["matched", "quantity"]),
        ((), "100", "5", ["not_received"]),
    ],
)
def test_what_differs_waits_for_approval_and_the_buyer_is_told(came, quantity, price, outcomes):
    order = received(*came)
    before = booked("goods_received")
    payable = billed(order, quantity, price)
    assert payable.state == "differs"
    assert [line.outcome for line in payable.lines.all()] == outcomes
    assert (booked("payables"), booked("goods_received")) == (0, before)
    assert Alert.objects.get(code="payable_differs").role == "buyer"
    with pytest.raises(NotPermitted):
        approve_payable(payable_id=payable.pk, reason="fine", actor=actor_with("warehouse_operator"))
    with pytest.raises(Invalid):
        approve_payable(payable_id=payable.pk, reason=" ", actor=BOSS)
    with pytest.raises(IllegalTransition):
        pay_payable(payable_id=payable.pk, actor=BOSS)
    approve_payable(payable_id=payable.pk, reason="agreed by phone", actor=actor_with("buyer"))
    assert fresh(payable).state == "approved"
    assert booked("payables") == -payable.total
    assert booked("goods_received") == 0
    assert not Alert.objects.filter(code="payable_differs", acknowledged_at__isnull=True).exists()


def test_the_same_number_of_a_supplier_is_refused_unless_it_was_voided():
    order = received("100")
    first = billed(order, "50", number="F-1")
    with pytest.raises(Conflict) as refusal:
        billed(order, "50", number=" f-1 ")
    assert (refusal.value.code, refusal.value.facts["payable"]) == ("supplier_number_used", first.number)
    billed(received("100"), "100", number="F-1")
    with pytest.raises(Invalid):
        void_payable(payable_id=first.pk, reason="", actor=BOSS)
    void_payable(payable_id=first.pk, reason="typo", actor=BOSS)
    again = billed(order, "100", number="F-1")
    assert (again.state, fresh(first).state) == ("matched", "void")


def test_what_is_billed_is_not_billed_twice():
    order = received("100")
    first = billed(order, "100", "9", number="F-1")
    second = billed(order, "100", number="F-2")
    assert (first.state, second.state) == ("differs", "matched")
    with pytest.raises(Conflict) as refusal:
        approve_payable(payable_id=first.pk, reason="ok", actor=BOSS)
    assert refusal.value.code == "billed_meanwhile"
    assert fresh(first).state == "differs"
    third = billed(order, "1", number="F-3")
    assert [line.outcome for line in third.lines.all()] == ["not_received"]


def test_rounding_clears_to_the_last_cent():
    order = received("3", price="0.3333", cost="0")
    for number in ("1", "2", "3"):
        billed(order, "1", "0.3333", number=number)
    assert booked("goods_received") == 0


def test_goods_sent_back_are_not_to_be_paid():
    order = received("100", is_inspection_exempt=False)
    receipt = order.receipts.get()
    inspect_receipt(receipt_id=receipt.pk, lines=[InspectionInput(1, D(90), D(10))], actor=BOSS)
    dispose_rejected(
        receipt_id=receipt.pk, line_no=1, quantity=D(10), disposition="return", reason="bent", actor=BOSS
    )
    assert booked("goods_received") == -450
    payable = billed(order, "100")
    assert [(line.quantity, line.outcome) for line in payable.lines.all()] == [
        (90, "matched"), (10, "quantity"),
    ]  # fmt: skip
    void_payable(payable_id=payable.pk, reason="supplier sends a new one", actor=BOSS)
    assert billed(order, "90", number="F-2").state == "matched"
    assert booked("goods_received") == 0


def test_paid_in_parts_and_the_ages():
    payable = billed(received("100"), "100", due_on=TODAY)
    for amount in ("0", "-1", "501"):
        with pytest.raises(Invalid):
            pay_payable(payable_id=payable.pk, amount=D(amount), actor=BOSS)
    pay_payable(payable_id=payable.pk, amount=D(200), reference="TT-9", actor=BOSS)
    assert (fresh(payable).state, fresh(payable).open_amount) == ("partially_paid", 300)
    later = TODAY + timedelta(days=31)
    assert payable_totals(BOSS, as_of=later)["days_31_60"] == 300
    owed: list[Any] = list(payables_by_supplier(BOSS, as_of=later))
    assert [row.open_total for row in owed] == [300]
    with pytest.raises(IllegalTransition):
        void_payable(payable_id=payable.pk, reason="late", actor=BOSS)
    pay_payable(payable_id=payable.pk, actor=BOSS)
    assert (fresh(payable).state, booked("payables"), booked("bank")) == ("paid", 0, -500)
    with pytest.raises(IllegalTransition):
        pay_payable(payable_id=payable.pk, actor=BOSS)


def test_another_currency_leaves_an_exchange_difference():
    rates = {TODAY - timedelta(days=9): "1.2", TODAY: "1.5"}
    for day, rate in rates.items():
        ExchangeRate.objects.create(currency_id="EUR", valid_from=day, rate=D(rate))
    order = received("100", currency_id="EUR")
    assert booked("goods_received") == -750
    payable = record_payable(
        supplier_id=order.supplier_id,
        supplier_number="E-1",
        invoiced_on=TODAY - timedelta(days=1),
        lines=[BilledLine(order.lines.select_related("purchase_order").get(), D(100), D(5))],
        actor=BOSS,
    )
    assert (payable.state, payable.total, payable.base_total) == ("matched", 500, 600)
    pay_payable(payable_id=payable.pk, actor=BOSS)
    assert (booked("payables"), booked("bank"), booked("exchange")) == (0, -750, 150)


def test_wrong_input_names_its_field():
    order, other = received("100"), received("100")
    line = order.lines.select_related("purchase_order").get()
    good: dict[str, Any] = {
        "supplier_id": order.supplier_id, "supplier_number": "F-1", "invoiced_on": TODAY,
        "lines": [BilledLine(line, D(1), D(5))],
    }  # fmt: skip
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"supplier_number": " "}, "supplier_number"),
        ({"invoiced_on": TODAY + timedelta(days=2)}, "invoice_date"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_date"),
        ({"tax": D(-1)}, "tax"),
        ({"lines": []}, "lines"),
        ({"lines": good["lines"] * 2}, "lines"),
        ({"lines": [BilledLine(line, D(0), D(5))]}, "lines[0].quantity"),
        ({"lines": [BilledLine(line, D(1), D(-5))]}, "lines[0].unit_price"),
        ({"supplier_id": other.supplier_id}, "lines[0].purchase_order"),
    ]
    for change, field in wrong:
        with pytest.raises(Invalid) as refusal:
            record_payable(**(good | change), actor=BOSS)
        assert set(refusal.value.errors) == {field}
    with pytest.raises(NotPermitted):
        record_payable(**good, actor=actor_with("buyer"))
    assert not Payable.objects.exists()
