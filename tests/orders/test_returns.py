"""Returns: only what was shipped, blocked until inspected, made good once, the books agree."""

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.utils import timezone

from erp.core.errors import Conflict, IllegalTransition, Invalid
from finance.models import CreditAccount, CreditNote, Invoice, JournalEntry, JournalLine, Payment
from finance.services.invoices import void_invoice
from inventory.models import Balance, Move, SupplierItem, SupplierReturn
from inventory.services.stock import revalue_item
from orders.models import ReturnReason
from orders.selectors.returns import return_rates, returnable_lines
from orders.services.return_goods import Arrived, Verdict, inspect_return, receive_return
from orders.services.return_settlement import settle_return
from orders.services.returns import ReturnInput, ReturnLineInput, approve_return, create_return, reject_return
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    make_customer,
    make_item,
    make_supplier,
    make_tax,
    pay,
    receive,
    ship,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def books(db):
    yield
    assert_books_hold()


def shipped(item, quantity, customer=None, **more):
    order = confirmed(customer or make_customer(), (item, quantity), **more)
    ship(order)
    return fresh(order)


def asked(order, *quantities, reason="defective", lot=""):
    lines = list(order.lines.order_by("line_no"))
    inputs = [
        ReturnLineInput(line.pk, D(quantity), lot) for line, quantity in zip(lines, quantities, strict=False)
    ]
    request = ReturnInput(order.pk, ReturnReason.objects.get(code=reason), inputs)
    return create_return(request=request, actor=BOSS)


def back(order, *quantities, disposition="restock"):
    row = asked(order, *quantities)
    approve_return(return_id=row.pk, actor=BOSS)
    receive_return(return_id=row.pk, actor=BOSS)
    verdicts = {
        number: Verdict(D(quantity), disposition=disposition)
        for number, quantity in enumerate(quantities, start=1)
    }
    return inspect_return(return_id=row.pk, verdicts=verdicts, actor=BOSS)


def settled(row, resolution="credit_note"):
    return settle_return(return_id=row.pk, resolution=resolution, actor=BOSS)


def where(item):
    return {b.location.code: b.on_hand for b in Balance.objects.filter(item=item) if b.on_hand}


def test_the_goods_are_blocked_until_they_are_inspected():
    item = make_item(stock=10)
    order = shipped(item, 4)
    row = asked(order, 3)
    assert (row.number[:3], row.state) == ("RT-", "requested")
    approve_return(return_id=row.pk, actor=BOSS)
    receive_return(return_id=row.pk, actor=BOSS)
    assert where(item) == {"STOCK": 6, "QUALITY": 3}
    assert order.lines.get().demand.returned == 3
    inspect_return(return_id=row.pk, verdicts={1: Verdict(D(2), D(1), "restock")}, actor=BOSS)
    assert where(item) == {"STOCK": 8}
    assert order.lines.get().demand.returned == 2


@pytest.mark.parametrize(
    ("disposition", "places"),
    [
        ("restock", {"STOCK": 10}),
        ("scrap", {"STOCK": 6}),
        ("to_supplier", {"STOCK": 6}),
    ],
)
def test_accepted_goods_go_where_the_inspection_says(disposition, places):
    item = make_item(stock=10)
    supplier = make_supplier()
    SupplierItem.objects.create(supplier=supplier, item=item, price=D(3))
    back(shipped(item, 4), 4, disposition=disposition)
    assert where(item) == places
    sent = SupplierReturn.objects.filter(item=item).values_list("supplier", "quantity", "value")
    assert list(sent) == ([(supplier.pk, 4, 4 * item.standard_cost)] if disposition == "to_supplier" else [])
    assert_books_hold()


def test_what_nobody_delivers_can_not_go_back_to_a_supplier():
    order = shipped(make_item(stock=10), 4)
    with pytest.raises(Conflict) as refusal:
        back(order, 4, disposition="to_supplier")
    assert refusal.value.code == "no_supplier_known"


def test_the_value_of_scrap_leaves_the_books_when_it_is_scrapped():
    item = make_item(stock=10)
    cost = item.standard_cost
    back(shipped(item, 4), 4, disposition="scrap")
    [move] = Move.objects.filter(item=item, kind="adjustment")
    assert (move.quantity, move.value) == (-4, -4 * cost)
    [entry] = JournalEntry.objects.filter(kind="stock_adjustment")
    told = {line.account.role: line.amount for line in entry.lines.select_related("account")}
    assert told == {"inventory": -4 * cost, "adjustment": 4 * cost}
    assert_books_hold()


def test_nothing_comes_back_twice():
    item = make_item(stock=10)
    order = shipped(item, 4)
    asked(order, 3)
    with pytest.raises(Invalid) as refusal:
        asked(order, 2)
    assert refusal.value.code == "more_than_shipped"
    assert order.returns.count() == 1
    assert [one.left for one in returnable_lines(order)] == [1]
    reject_return(return_id=order.returns.get().pk, reason="too late", actor=BOSS)
    assert asked(order, 4).state == "requested"


def test_only_what_was_shipped():
    item = make_item(stock=2)
    order = confirmed(make_customer(), (item, 4))
    with pytest.raises(Invalid):
        asked(order, 1)
    ship(order)
    with pytest.raises(Invalid):
        asked(order, 3)
    assert asked(order, 2).state == "requested"


def test_an_open_invoice_is_credited_with_its_tax():
    item = make_item(stock=10, price="10", tax_code=make_tax("0.13"))
    customer = make_customer()
    order = shipped(item, 3, customer)
    settled(back(order, 1))
    note, invoice = CreditNote.objects.get(), Invoice.objects.get()
    assert (note.number, note.subtotal, note.tax, note.total) == ("CN-000001", 10, D("1.30"), D("11.30"))
    assert (invoice.state, invoice.open_amount) == ("partially_paid", D("22.60"))
    assert fresh(order).billing_state == "partially_paid"
    assert CreditAccount.objects.get(customer=customer).open_receivables == D("22.60")
    pay(invoice)
    assert fresh(order).billing_state == "paid"


def test_a_paid_invoice_leaves_the_customer_a_credit():
    item = make_item(stock=10)
    order = shipped(item, 3)
    pay(Invoice.objects.get())
    settled(back(order, 3))
    credit = Payment.objects.get(kind="credit_note")
    assert (credit.number, credit.unapplied, credit.state) == ("CN-000001", 30, "received")
    with pytest.raises(Conflict) as refusal:
        void_invoice(invoice_id=Invoice.objects.get().pk, reason="x", actor=BOSS)
    assert refusal.value.code == "invoice_credited"


def test_a_refund_gives_the_money_back():
    item = make_item(stock=10)
    order = shipped(item, 3)
    row = back(order, 2)
    with pytest.raises(Conflict) as refusal:
        settled(row, "refund")
    assert refusal.value.code == "nothing_to_refund"
    assert fresh(row).state == "inspected"
    pay(Invoice.objects.get())
    assert settled(row, "refund").state == "settled"
    credit = Payment.objects.get(kind="credit_note")
    assert (credit.state, credit.refunded) == ("refunded", 20)
    bank = JournalLine.objects.filter(account__role="bank").values_list("amount", flat=True)
    assert sum(bank) == 10


def test_partial_credits_add_up_to_the_invoice_whatever_the_rounding():
    item = make_item(stock=10, price="0.3333", tax_code=make_tax("0.13"))
    order = shipped(item, 7)
    for _one in range(7):
        settled(back(order, 1))
    invoice = Invoice.objects.get()
    assert (invoice.state, invoice.open_amount) == ("paid", 0)
    assert sum(CreditNote.objects.values_list("total", flat=True)) == invoice.total


def test_goods_of_several_invoices_are_credited_on_each():
    item = make_item(stock=2)
    order = confirmed(make_customer(), (item, 5))
    ship(order)
    receive(item, 3)
    from erp.core.outbox import relay

    relay()
    ship(fresh(order))
    settled(back(fresh(order), 4))
    assert [note.total for note in CreditNote.objects.order_by("pk")] == [20, 20]
    assert [i.open_amount for i in Invoice.objects.order_by("pk")] == [0, 10]


def test_a_replacement_is_an_order_of_its_own_free_of_charge():
    item = make_item(stock=10)
    order = shipped(item, 3)
    row = settled(back(order, 2, disposition="scrap"), "replacement")
    made = row.replacement
    assert (made.state, made.fulfillment_state, made.total) == ("confirmed", "allocated", 0)
    assert made.promised_on is not None
    ship(made)
    invoice = Invoice.objects.get(document_number=made.number)
    assert (invoice.total, invoice.state) == (0, "paid")
    assert (fresh(made).billing_state, where(item)) == ("paid", {"STOCK": 5})


def test_the_cost_of_sales_goes_back_as_it_was():
    item = make_item(stock=10, cost="4")
    order = shipped(item, 3)
    revalue_item(item_id=item.pk, new_cost=D(5), actor=BOSS)
    back(order, 3)
    moves = Move.objects.filter(source_kind="return").exclude(kind="transfer")
    assert {(m.kind, m.quantity, m.value) for m in moves} == {("return", 3, 12), ("revaluation", 0, 3)}
    cogs = JournalLine.objects.filter(account__role="cogs").values_list("amount", flat=True)
    assert sum(cogs) == 0


def test_what_the_inspection_refuses_altogether_is_rejected():
    item = make_item(stock=10)
    order = shipped(item, 3)
    row = asked(order, 3)
    approve_return(return_id=row.pk, actor=BOSS)
    receive_return(return_id=row.pk, actor=BOSS)
    row = inspect_return(return_id=row.pk, verdicts={1: Verdict(D(0), D(3))}, actor=BOSS)
    assert (row.state, order.lines.get().demand.returned, where(item)) == ("rejected", 0, {"STOCK": 7})
    with pytest.raises(IllegalTransition):
        settled(row)


def test_steps_out_of_order_are_refused():
    order = shipped(make_item(stock=10), 3)
    row = asked(order, 1)
    for step in (
        lambda: receive_return(return_id=row.pk, actor=BOSS),
        lambda: inspect_return(return_id=row.pk, verdicts={1: Verdict(D(1))}, actor=BOSS),
        lambda: settled(row),
    ):
        with pytest.raises(IllegalTransition):
            step()
    row = back(order, 2)
    with pytest.raises(IllegalTransition):
        reject_return(return_id=row.pk, reason="no", actor=BOSS)
    settled(row)
    with pytest.raises(IllegalTransition):
        settled(row)
    assert CreditNote.objects.count() == 1


def test_less_comes_than_announced():
    item = make_item(stock=10)
    order = shipped(item, 4)
    row = asked(order, 4)
    approve_return(return_id=row.pk, actor=BOSS)
    with pytest.raises(Invalid):
        receive_return(return_id=row.pk, arrived={1: Arrived(D(5))}, actor=BOSS)
    with pytest.raises(Conflict):
        receive_return(return_id=row.pk, arrived={1: Arrived(D(0))}, actor=BOSS)
    receive_return(return_id=row.pk, arrived={1: Arrived(D(1))}, actor=BOSS)
    with pytest.raises(Invalid) as refusal:
        inspect_return(return_id=row.pk, verdicts={1: Verdict(D(2))}, actor=BOSS)
    assert refusal.value.code == "does_not_add_up"
    assert [one.left for one in returnable_lines(order)] == [3]


def test_lots_come_back_as_they_left():
    item = make_item(tracking="lot")
    receive(item, 3, lot="L1")
    receive(item, 3, lot="L2")
    order = shipped(item, 5)
    with pytest.raises(Invalid):
        asked(order, 1, lot="L9")
    row = asked(order, 3)
    approve_return(return_id=row.pk, actor=BOSS)
    with pytest.raises(Invalid) as refusal:
        receive_return(return_id=row.pk, actor=BOSS)
    assert refusal.value.code == "lot_required"
    with pytest.raises(Invalid) as refusal:
        receive_return(return_id=row.pk, arrived={1: Arrived(D(3), "L2")}, actor=BOSS)
    assert refusal.value.code == "more_than_shipped"
    receive_return(return_id=row.pk, arrived={1: Arrived(D(3), "L1")}, actor=BOSS)
    lying = Balance.objects.filter(item=item, on_hand__gt=0)
    assert dict(lying.values_list("lot__code", "on_hand")) == {"L1": 3, "L2": 1}


def test_services_do_not_come_back():
    item, service = make_item(stock=5), make_item(kind="service")
    order = confirmed(make_customer(), (service, 1), (item, 1))
    ship(order)
    with pytest.raises(Invalid) as refusal:
        asked(order, 1)
    assert refusal.value.code == "service"


def test_return_rates_have_a_definition():
    item, other = make_item(stock=10, price="10"), make_item(stock=10, price="30")
    order = confirmed(make_customer(), (item, 6), (other, 2))
    ship(order)
    back(fresh(order), 3)
    now = timezone.now()
    period: dict[str, Any] = {
        "since": now - timedelta(days=2),
        "until": now + timedelta(days=2),
        "first": now.date() - timedelta(days=2),
        "last": now.date() + timedelta(days=2),
    }
    total, one = return_rates(BOSS, by="product", **period)
    assert (one.name, one.value, one.sold_value, one.rate) == (item.sku, 30, 60, D("0.5"))
    assert (total.rate, total.returns) == (D("0.25"), 1)
    _total, reason = return_rates(BOSS, by="reason", **period)
    assert (reason.name, reason.rate) == ("defective", D("0.25"))
    for by in ("region", "customer"):
        assert return_rates(BOSS, by=by, **period)[1].rate == D("0.25")
