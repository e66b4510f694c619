"""Drafts rewritten as a whole while somebody types, and amendments at the edge of what the books can hold."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.errors import Invalid
from erp.masterdata.models import Address, Carrier
from erp.masterdata.selectors.company import business_day
from orders.models import CustomerTerms, Order
from orders.services.amend import HeaderChange, LineChange, amend_order
from orders.services.drafts import rewrite_draft
from orders.services.entry import OrderInput
from orders.services.order_lines import LineInput
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    draft,
    fresh,
    make_customer,
    make_item,
    make_tax,
)

pytestmark = pytest.mark.django_db


def test_another_customer_brings_taxes_address_carrier_and_shelf_life():
    item = make_item()
    order = draft(make_customer(), (item, 2))
    assert (order.total, order.tax) == (20, 0)
    other = make_customer(tax_code=make_tax("0.13"))
    carrier = Carrier.objects.create(code="SEA", name="Sea")
    CustomerTerms.objects.create(customer=other, carrier=carrier, shelf_life_days=30)
    Address.objects.create(
        customer=other, kind=Address.Kind.SHIPPING, line1="Kai 4", city="Hamburg", country="DE"
    )
    entered = OrderInput(other.pk, [LineInput(item.pk, D(2), unit_price=D(10))])  # the lines look the same
    rewrite_draft(order_id=order.pk, order=entered, actor=BOSS)
    row = fresh(order)
    assert (row.customer_id, row.tax, row.total) == (other.pk, D("2.6"), D("22.6"))
    assert (row.carrier_id, row.shelf_life_days, row.ship_to["city"]) == (carrier.pk, 30, "Hamburg")
    assert_books_hold()


def test_nothing_changes_when_nothing_is_different():
    item = make_item()
    order = draft(make_customer(), (item, 2))
    entered = OrderInput(order.customer_id, [LineInput(item.pk, D(2))])
    rewrite_draft(order_id=order.pk, order=entered, actor=BOSS)
    assert fresh(order).version == order.version


@pytest.mark.parametrize(
    "values",
    [
        {"unit_price": D("-1")},
        {"unit_price": D(10) ** 17},
        {"unit_price": D(10) ** 14, "quantity": D(10) ** 9},
        {"quantity": D(-1)},
        {"discount_rate": D("1.1")},
    ],
)
def test_an_amendment_beyond_the_books_is_refused_and_changes_nothing(values):
    order = confirmed(make_customer(), (make_item(stock=5), 2))
    line = order.lines.get()
    with pytest.raises(Invalid):
        amend_order(order_id=order.pk, actor=BOSS, changes=[LineChange(line.pk, **values)])
    assert Order.objects.get().version == order.version
    assert_books_hold()


def test_an_amendment_can_take_a_requested_date_away_and_leave_another():
    day = business_day(timezone.now()) + timedelta(days=20)
    order = confirmed(make_customer(), (make_item(stock=5), 2), requested_on=day)
    line = order.lines.get()
    amend_order(order_id=order.pk, actor=BOSS, changes=[LineChange(line.pk, requested_on=day)])
    amend_order(order_id=order.pk, actor=BOSS, header=HeaderChange(note="Ring twice"))
    assert (fresh(order).requested_on, fresh(line).requested_on) == (day, day)
    header = HeaderChange(requested_on=None)
    amend_order(
        order_id=order.pk, actor=BOSS, header=header, changes=[LineChange(line.pk, requested_on=None)]
    )
    assert (fresh(order).requested_on, fresh(line).requested_on) == (None, None)
    assert_books_hold()
