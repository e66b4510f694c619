"""Goods that went back to a supplier: credit notes, replacement, what is written off, the books."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest

from erp.core.errors import Conflict, IllegalTransition, Invalid, NotPermitted
from finance.models import SupplierCredit
from finance.selectors.payables import unbilled_lines
from finance.selectors.supplier_credits import claim_for, creditable_returns
from finance.services.payables import approve_payable, void_payable
from finance.services.supplier_credits import (
    CreditedGoods,
    record_supplier_credit,
    refund_supplier_credit,
    use_supplier_credit,
    void_supplier_credit,
)
from finance.services.supplier_payments import pay_payable
from inventory.models import ExpectedSupply, PurchaseOrder, Receipt, SupplierReturn
from inventory.services.inspections import InspectionInput, dispose_rejected, inspect_receipt
from inventory.services.purchase import close_purchase_order
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from inventory.services.supplier_returns import order_replacement, write_off_return
from tests.clients import actor_with
from tests.factories import BOSS, assert_books_hold, fresh
from tests.finance.test_payables import TODAY, billed, booked, received

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_books_hold_afterwards(db):
    yield
    assert_books_hold()


def inspected_one(quantity: str) -> PurchaseOrder:
    """An order whose goods are inspected when they come."""
    return received(quantity, is_inspection_exempt=False)


def sent_back(order: PurchaseOrder, quantity: str = "20") -> SupplierReturn:
    """So much of the order's last receipt is bad and goes back."""
    receipt = Receipt.objects.filter(purchase_order=order).latest("pk")
    inspect_receipt(receipt_id=receipt.pk, lines=[InspectionInput(1, rejected=D(quantity))], actor=BOSS)
    dispose_rejected(
        receipt_id=receipt.pk,
        line_no=1,
        quantity=D(quantity),
        disposition="return",
        reason="cracked",
        actor=BOSS,
    )
    return SupplierReturn.objects.latest("pk")


def credited(row: SupplierReturn, quantity: str, net: str, **more: Any) -> SupplierCredit:
    return record_supplier_credit(
        supplier_id=row.supplier_id,
        supplier_number=more.pop("number", "K-1"),
        credited_on=TODAY,
        lines=[CreditedGoods(row.pk, D(quantity), D(net))],
        actor=more.pop("actor", BOSS),
        **more,
    )


def test_a_credit_note_clears_what_was_billed_and_pays_the_invoice():
    order = inspected_one("100")
    payable = billed(order, "100", tax=D("65"))
    back = sent_back(order)
    assert back.receipt_line is not None
    assert (back.quantity, back.receipt_line.order_line.purchase_order, back.source_number[:3]) == (
        20,
        order,
        "RC-",
    )
    assert booked("goods_received") == 100  # sent back and paid for: the supplier owes it
    assert claim_for(creditable_returns(BOSS, supplier_id=order.supplier_id).get(), D(20)) == 100
    credit = credited(back, "20", "100", tax=D("13"))
    assert (credit.state, credit.total, credit.open_amount) == ("open", 113, 113)
    assert (booked("goods_received"), booked("payables"), booked("input_tax")) == (0, -452, 52)
    assert (fresh(back).credited, fresh(back).open_quantity) == (20, 0)
    use_supplier_credit(credit_id=credit.pk, payable_id=payable.pk, amount=D("100"), actor=BOSS)
    assert (fresh(payable).state, fresh(payable).open_amount) == ("partially_paid", 465)
    assert (fresh(credit).state, fresh(credit).open_amount) == ("open", 13)
    refund_supplier_credit(credit_id=credit.pk, actor=BOSS, reference="bank 7")
    assert (fresh(credit).state, booked("bank"), booked("payables")) == ("used", 13, -465)
    with pytest.raises(IllegalTransition):
        refund_supplier_credit(credit_id=credit.pk, actor=BOSS)
    pay_payable(payable_id=payable.pk, actor=BOSS)
    assert (fresh(payable).state, booked("payables")) == ("paid", 0)


def test_what_is_credited_less_than_was_paid_is_a_difference():
    order = inspected_one("100")
    billed(order, "100")
    back = sent_back(order)
    before = booked("price_difference")
    credited(back, "20", "90")
    assert booked("goods_received") == 0
    assert booked("price_difference") - before == 10


def test_what_was_never_billed_is_not_cleared_twice():
    """The supplier bills all of it later: the difference is approved, and the credit makes up for it."""
    order = inspected_one("100")
    back = sent_back(order)
    payable = billed(order, "100")
    assert payable.state == "differs"
    approve_payable(payable_id=payable.pk, reason="a credit note comes", actor=BOSS)
    credited(back, "20", "100")
    assert (booked("goods_received"), booked("payables")) == (0, -400)
    assert booked("price_difference") == 80  # 80 pieces at 5 instead of 4


def test_a_void_credit_note_is_owed_anew_and_an_invoice_waits_for_it():
    order = inspected_one("100")
    payable = billed(order, "100")
    back = sent_back(order)
    credit = credited(back, "20", "100")
    with pytest.raises(Conflict) as refusal:
        void_payable(payable_id=payable.pk, reason="wrong", actor=BOSS)
    assert refusal.value.code == "credited_meanwhile"
    void_supplier_credit(credit_id=credit.pk, reason="typed twice", actor=BOSS)
    assert (fresh(back).credited, fresh(back).unbilled) == (0, 0)
    assert (booked("goods_received"), booked("payables")) == (100, -500)
    credited(back, "20", "100")  # the same number is free again
    with pytest.raises(Conflict):
        credited(back, "20", "100", number="K-2")


def test_credit_notes_that_can_not_be_are_refused():
    order, other = inspected_one("100"), inspected_one("50")
    payable = billed(order, "100")
    back, theirs = sent_back(order), sent_back(other, "5")
    for lines, field in (
        ([], "lines"),
        ([CreditedGoods(back.pk, D(21), D(1))], "lines[0].quantity"),
        ([CreditedGoods(back.pk, D(0), D(1))], "lines[0].quantity"),
        ([CreditedGoods(back.pk, D(1), D(-1))], "lines[0].net"),
        ([CreditedGoods(back.pk, D(1), D(0))], "lines"),
        ([CreditedGoods(back.pk, D(1), D(1)), CreditedGoods(back.pk, D(1), D(1))], "lines"),
        ([CreditedGoods(theirs.pk, D(1), D(1))], "lines[0].supplier_return"),
    ):
        with pytest.raises(Invalid) as refusal:
            record_supplier_credit(
                supplier_id=order.supplier_id, supplier_number="K", credited_on=TODAY, lines=lines, actor=BOSS
            )
        assert list(refusal.value.errors) == [field]
    for more in ({"number": " "}, {"tax": D(-1)}, {"tax": D("0.001")}):
        with pytest.raises(Invalid):
            credited(back, "1", "5", **more)
    with pytest.raises(NotPermitted):
        credited(back, "1", "5", actor=actor_with("warehouse_operator"))
    assert not SupplierCredit.objects.exists()
    credit = credited(back, "20", "100")
    with pytest.raises(Invalid):
        use_supplier_credit(credit_id=credit.pk, payable_id=payable.pk, amount=D("100.01"), actor=BOSS)
    with pytest.raises(Invalid):
        use_supplier_credit(credit_id=credit.pk, payable_id=billed(other, "45").pk, actor=BOSS)
    assert fresh(credit).open_amount == 100


def test_a_replacement_is_dated_supply_and_is_billed_with_what_it_replaces():
    order = inspected_one("100")
    back = sent_back(order)
    due = TODAY + timedelta(days=9)
    order_replacement(supplier_return_id=back.pk, expected_on=due, actor=actor_with("buyer"))
    line = back.replacements.select_related("purchase_order").get()
    assert (line.quantity, line.unit_price, line.purchase_order.state) == (20, 0, "sent")
    supply = ExpectedSupply.objects.get(source_kind="purchase_order_line", source_id=line.pk)
    assert (supply.due_on, supply.quantity, supply.is_open) == (due, 20, True)
    with pytest.raises(Conflict):
        order_replacement(supplier_return_id=back.pk, expected_on=due, actor=BOSS)
    receive_purchase_order(
        purchase_order_id=line.purchase_order_id, lines=[ReceiptInput(1, D(20))], actor=BOSS
    )
    assert (fresh(back).replaced, fresh(back).open_quantity) == (20, 0)
    assert booked("goods_received") == -500  # all hundred are owed again
    assert sum(row.billable for row in unbilled_lines(BOSS)) == 100
    payable = billed(order, "100")
    assert (payable.state, booked("goods_received"), booked("payables")) == ("matched", 0, -500)
    assert (booked("inventory"), booked("price_difference")) == (400, 100)


def test_a_bad_replacement_goes_back_too_and_is_credited_at_last():
    order = inspected_one("100")
    billed(order, "100")
    back = sent_back(order)
    order_replacement(supplier_return_id=back.pk, expected_on=TODAY, quantity=D(15), actor=BOSS)
    replacement = back.replacements.get().purchase_order
    receive_purchase_order(purchase_order_id=replacement.pk, lines=[ReceiptInput(1, D(15))], actor=BOSS)
    assert (booked("goods_received"), fresh(back).open_quantity) == (25, 5)
    again = sent_back(replacement, "15")
    assert again.receipt_line_id == back.receipt_line_id
    assert booked("goods_received") == 100
    credited(again, "15", "75")
    credited(back, "5", "25", number="K-2")
    assert (booked("goods_received"), booked("payables")) == (0, -400)


def test_a_cancelled_replacement_leaves_the_claim_open():
    back = sent_back(inspected_one("100"))
    order_replacement(supplier_return_id=back.pk, expected_on=TODAY, actor=BOSS)
    close_purchase_order(purchase_order_id=back.replacements.get().purchase_order_id, actor=BOSS)
    order_replacement(supplier_return_id=back.pk, expected_on=TODAY, quantity=D(5), actor=BOSS)
    for quantity, day in ((D(16), TODAY), (D(0), TODAY), (D(1), TODAY - timedelta(days=1))):
        with pytest.raises(Invalid):
            order_replacement(supplier_return_id=back.pk, expected_on=day, quantity=quantity, actor=BOSS)


def test_what_the_supplier_refuses_is_our_loss_and_what_it_never_billed_costs_nothing():
    order = inspected_one("100")
    back = sent_back(order)
    before = booked("price_difference")
    write_off_return(supplier_return_id=back.pk, quantity=D(5), reason="not billed", actor=BOSS)
    assert (booked("price_difference"), booked("goods_received")) == (before, -400)
    approve_payable(payable_id=billed(order, "100").pk, reason="fine", actor=BOSS)
    other = inspected_one("100")
    billed(other, "100", number="F-2")
    lost = sent_back(other)
    before = booked("price_difference")
    with pytest.raises(Invalid):
        write_off_return(supplier_return_id=lost.pk, reason=" ", actor=BOSS)
    write_off_return(supplier_return_id=lost.pk, reason="it refuses", actor=BOSS)
    assert (booked("price_difference") - before, booked("goods_received")) == (100, 0)
    with pytest.raises(Conflict):
        write_off_return(supplier_return_id=lost.pk, reason="again", actor=BOSS)
