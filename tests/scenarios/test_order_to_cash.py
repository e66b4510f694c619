"""One order from entry to its last payment, and what everybody sees on the way."""

from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest

from erp.core.errors import Conflict
from erp.core.models import LoggedEvent
from erp.masterdata.models import Company
from erp.masterdata.selectors.company import forget_company
from finance.models import CreditAccount, Invoice, JournalLine
from finance.services.invoices import void_invoice
from inventory.models import Balance, Reservation
from inventory.services.dispatch import deliver_shipment, ship_shipment
from inventory.services.packing import pack_shipment
from inventory.services.picking import pick_shipment
from orders.services.billing import bill_order
from orders.services.orders import close_order, confirm_order, submit_order
from tests.factories import (
    BOSS,
    confirmed,
    draft,
    fresh,
    make_customer,
    make_item,
    make_tax,
    pay,
    quantities,
    release,
    ship,
)


def told(order):
    rows = LoggedEvent.objects.filter(about_kind="order", about_id=order.pk).order_by("id")
    return list(rows.values_list("name", flat=True))


def booked(role):
    return sum(JournalLine.objects.filter(account__role=role).values_list("amount", flat=True), D(0))


def test_an_order_becomes_cash():
    customer = make_customer(tax_code=make_tax("0.13"))
    lamp, bulb = make_item(stock=100, price="49.90", cost="20"), make_item(stock=50, price="3.33", cost="1")

    order = draft(customer, (lamp, 3), (bulb, 7))
    assert (order.subtotal, order.tax, order.total) == (D("173.01"), D("22.49"), D("195.50"))
    submit_order(order_id=order.pk, actor=BOSS)
    confirm_order(order_id=order.pk, actor=BOSS)

    order = fresh(order)
    assert (order.state, order.fulfillment_state, order.billing_state) == (
        "confirmed",
        "allocated",
        "unbilled",
    )
    assert quantities(order) == [(3, 3, 0, 0, 0), (7, 7, 0, 0, 0)]
    assert order.promised_on is not None
    assert CreditAccount.objects.get(customer=customer).open_orders == D("195.50")

    shipment = release(order)
    pick_shipment(shipment_id=shipment.pk, actor=BOSS)
    assert fresh(order).fulfillment_state == "picking"
    pack_shipment(shipment_id=shipment.pk, actor=BOSS)
    assert fresh(order).fulfillment_state == "packed"
    ship_shipment(shipment_id=shipment.pk, actor=BOSS, carrier="SF", tracking_number="SF1")

    order = fresh(order)
    assert (order.fulfillment_state, order.billing_state) == ("shipped", "billed")
    assert not Reservation.objects.exists()
    assert Balance.objects.get(item=lamp).on_hand == 97
    invoice = Invoice.objects.get(document_id=order.pk)
    assert (invoice.number, invoice.total, invoice.tax, invoice.state) == (
        "IV-000001",
        D("195.50"),
        D("22.49"),
        "issued",
    )
    account = CreditAccount.objects.get(customer=customer)
    assert (account.open_orders, account.open_receivables) == (0, D("195.50"))
    assert booked("receivables") == D("195.50")
    assert booked("cogs") == D("67.00")

    pay(invoice)
    deliver_shipment(shipment_id=shipment.pk, actor=BOSS, delivered_to="Reception")
    close_order(order_id=order.pk, actor=BOSS)

    order = fresh(order)
    assert (order.state, order.fulfillment_state, order.billing_state) == ("closed", "delivered", "paid")
    assert booked("receivables") == 0
    assert booked("bank") == D("195.50")
    assert CreditAccount.objects.get(customer=customer).exposure == 0
    names = told(order)
    expected = [
        "order.created",
        "order.submitted",
        "order.confirmed",
        "order.allocated",
        "shipment.released",
        "shipment.picked",
        "shipment.packed",
        "shipment.shipped",
        "invoice.issued",
        "invoice.paid",
        "shipment.delivered",
        "order.closed",
    ]
    assert [name for name in names if name in expected] == expected


def test_a_voided_invoice_is_billed_again_with_a_new_number():
    customer, item = make_customer(limit=100), make_item(stock=5, price="10")
    order = confirmed(customer, (item, 5))
    ship(order)
    first = Invoice.objects.get()
    void_invoice(invoice_id=first.pk, reason="wrong address", actor=BOSS)
    assert (fresh(order).billing_state, fresh(order).billed) == ("unbilled", 0)
    account = CreditAccount.objects.get(customer=customer)
    assert (account.open_orders, account.open_receivables) == (50, 0)
    bill_order(order_id=order.pk, actor=BOSS)
    second = Invoice.objects.get(state="issued")
    assert (second.number, second.total) == ("IV-000002", 50)
    assert (fresh(order).billing_state, fresh(order).fulfillment_state) == ("billed", "shipped")
    account = CreditAccount.objects.get(customer=customer)
    assert (account.open_orders, account.open_receivables) == (0, 50)
    with pytest.raises(Conflict):
        bill_order(order_id=order.pk, actor=BOSS)


def test_documents_are_dated_by_the_companys_day_not_by_utc():
    Company.objects.filter(pk=1).update(time_zone="Asia/Shanghai")
    forget_company()
    try:
        late = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)  # 01:30 on the third in Shanghai
        order = confirmed(make_customer(), (make_item(stock=5), 1))
        shipment = release(order)
        pick_shipment(shipment_id=shipment.pk, actor=BOSS, at=late)
        pack_shipment(shipment_id=shipment.pk, actor=BOSS, at=late)
        ship_shipment(shipment_id=shipment.pk, actor=BOSS, at=late)
        assert Invoice.objects.get().issued_on == date(2026, 3, 3)
    finally:
        forget_company()
