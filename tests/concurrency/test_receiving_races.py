"""Two people at the dock: nothing arrives, is judged, put away or billed twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from functools import partial

from django.utils import timezone

from erp.core.errors import DomainError
from finance.models import Payable
from finance.services.payables import BilledLine, record_payable
from inventory.models import Balance, InspectionExemption, PurchaseReduction, Receipt
from inventory.services.inspections import InspectionInput, inspect_receipt
from inventory.services.purchase import PurchaseLineInput, create_purchase_order, send_purchase_order
from inventory.services.purchase_reductions import answer_reduction, ask_reduction, withdraw_reduction
from inventory.services.put_away import put_away_receipt
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from inventory.services.supplier_watch import watch_supplier
from tests.concurrency.conftest import at_once
from tests.factories import BOSS, fresh, main_warehouse, make_item, make_supplier


def sent(item, quantity, **supplier):
    order = create_purchase_order(
        supplier=make_supplier(**supplier),
        warehouse=main_warehouse(),
        expected_on=timezone.now().date(),
        lines=[PurchaseLineInput(item, D(quantity), D(2))],
        actor=BOSS,
    )
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    return order


def test_one_line_is_received_by_many_and_arrives_once(committed):
    item = make_item()
    order = sent(item, 10, is_inspection_exempt=False)
    receive = partial(
        receive_purchase_order, purchase_order_id=order.pk, lines=[ReceiptInput(1, D(6))], actor=BOSS
    )
    outcomes = at_once([receive] * 8)
    assert sum(isinstance(one, Receipt) for one in outcomes) == 1
    assert all(isinstance(one, Receipt | DomainError) for one in outcomes)
    assert Balance.objects.get(item=item).on_hand == 6


def test_a_receipt_is_judged_and_put_away_once(committed):
    item = make_item()
    order = sent(item, 10, is_inspection_exempt=False)
    receipt = receive_purchase_order(purchase_order_id=order.pk, lines=[ReceiptInput(1, D(10))], actor=BOSS)
    judge = partial(inspect_receipt, receipt_id=receipt.pk, lines=[InspectionInput(1, D(10))], actor=BOSS)
    outcomes = at_once([judge] * 6)
    assert sum(isinstance(one, Receipt) for one in outcomes) == 1
    outcomes = at_once([partial(put_away_receipt, receipt_id=receipt.pk, actor=BOSS)] * 6)
    assert sum(isinstance(one, Receipt) for one in outcomes) == 1
    assert {(b.location.code, b.on_hand) for b in Balance.objects.filter(item=item, on_hand__gt=0)} == {
        ("STOCK", D(10))
    }


def test_what_arrived_is_billed_once(committed):
    order = sent(make_item(), 10)
    receive_purchase_order(purchase_order_id=order.pk, lines=[ReceiptInput(1, D(10))], actor=BOSS)
    line = order.lines.select_related("purchase_order").get()
    bills = [
        partial(
            record_payable,
            supplier_id=order.supplier_id,
            supplier_number=f"F-{number % 3}",
            invoiced_on=timezone.now().date(),
            lines=[BilledLine(line, D(10), D(2))],
            actor=BOSS,
        )
        for number in range(6)
    ]
    outcomes = at_once(bills)
    assert all(isinstance(one, Payable | DomainError) for one in outcomes)
    found = sorted(Payable.objects.values_list("state", flat=True))
    assert found == ["differs", "differs", "matched"]


def test_a_rule_fires_once_however_often_it_is_asked(committed):
    item = make_item()
    order = sent(item, 10)
    order.lines.update(first_expected_on=timezone.now().date() - timedelta(days=9))
    receive_purchase_order(purchase_order_id=order.pk, lines=[ReceiptInput(1, D(10))], actor=BOSS)
    outcomes = at_once([partial(watch_supplier, supplier_id=order.supplier_id)] * 6)
    assert sum(one == ["late"] for one in outcomes) == 1
    assert InspectionExemption.objects.get().state == "frozen"
    assert not fresh(order.supplier).is_inspection_exempt


def test_a_request_for_less_is_answered_once_while_goods_arrive(committed):
    order = sent(make_item(), 10, is_inspection_exempt=True)
    about = {"purchase_order_id": order.pk, "line_no": 1, "actor": BOSS}
    ask = partial(ask_reduction, **about, quantity=D(6), reason="too much")
    assert sum(not isinstance(one, Exception) for one in at_once([ask, ask, ask])) == 1
    receive = partial(
        receive_purchase_order, purchase_order_id=order.pk, lines=[ReceiptInput(1, D(5))], actor=BOSS
    )
    agree = partial(answer_reduction, **about, is_agreed=True)
    outcomes = at_once([agree, agree, receive, partial(withdraw_reduction, **about)])
    assert all(isinstance(one, DomainError) for one in outcomes if isinstance(one, Exception)), outcomes
    assert PurchaseReduction.objects.exclude(answer="open").count() == 1
    line = order.lines.get()
    assert line.received <= line.quantity
    assert line.quantity in {4, 5, 10}
