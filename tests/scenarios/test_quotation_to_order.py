"""A salesperson offers, the manager allows a low price, the customer agrees, the goods leave and are paid."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from erp.core.outbox import relay
from erp.masterdata.selectors.company import forget_company
from finance.models import Invoice
from inventory.models import Balance
from orders.models import CustomerTerms, Order, PriceList, PriceListItem, Quotation
from orders.services.entry import OrderInput
from orders.services.order_lines import LineInput
from orders.services.quotation_approvals import sign_quotation, submit_quotation
from orders.services.quotation_ends import convert_quotation
from orders.services.quotation_mails import send_quotation
from orders.services.quotations import QuotationInput, create_quotation
from tests.clients import actor_with
from tests.factories import assert_books_hold, make_customer, make_item, pay, ship

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("order_process")]


def test_quotation_to_order():
    forget_company()
    seller, manager = actor_with("sales"), actor_with("sales_manager")
    low, usual = make_item(stock=20), make_item(stock=5)
    prices = PriceList.objects.create(code="L", name="L", currency_id="USD")
    PriceListItem.objects.create(price_list=prices, item=low, price=D(10), floor_price=D(9))
    customer = make_customer(name="Riverside Lamps")
    CustomerTerms.objects.create(customer=customer, price_list=prices)
    lines = [LineInput(low.pk, D(10), unit_price=D("8.5")), LineInput(usual.pk, D(2))]
    row = create_quotation(
        quotation=QuotationInput(OrderInput(customer.pk, lines, customer_po="RFQ 1"), holds_stock=True),
        actor=seller,
    )
    submit_quotation(quotation_id=row.pk, actor=seller)
    relay()
    assert Quotation.objects.get().state == "submitted"
    assert Balance.objects.get(item=low).reserved == 0  # nothing is held before it is approved
    sign_quotation(quotation_id=row.pk, actor=manager)
    relay()
    assert Balance.objects.get(item=low).reserved == 10
    send_quotation(quotation_id=row.pk, actor=seller)
    convert_quotation(quotation_id=row.pk, actor=seller)
    relay()
    order = Order.objects.get()
    assert (order.state, order.total, order.customer_po) == ("confirmed", D(105), "RFQ 1")
    assert [line.unit_price for line in order.lines.all()] == [D("8.5"), D(10)]
    assert [line.demand and line.demand.reserved for line in order.lines.all()] == [10, 2]
    ship(order)
    invoice = Invoice.objects.get()
    assert invoice.total == D(105)
    pay(invoice)
    assert_books_hold()
