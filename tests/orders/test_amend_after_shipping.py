"""What has left is asked of nobody again; lots that are too old for a customer are promised to others."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.masterdata.selectors.company import business_day
from inventory.models import ExpectedSupply
from orders.models import CustomerTerms
from orders.services.amend import HeaderChange, LineChange, amend_order
from production.selectors.promise import Ask, quote_asks
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    receive,
    ship,
)


@pytest.fixture
def today(db):
    yield business_day(timezone.now())
    assert_books_hold()


def coming(item, quantity, on):
    return ExpectedSupply.objects.create(
        source_kind="bench",
        source_id=item.pk,
        document_kind="purchase_order",
        document_id=item.pk,
        document_number=f"PO-{item.pk}",
        kind="purchase",
        item=item,
        warehouse=main_warehouse(),
        due_on=on,
        quantity=D(quantity),
    )


def test_a_line_that_left_in_part_asks_only_for_the_rest(today):
    item = make_item(stock=6, lead_time_days=90)
    coming(item, 4, today + timedelta(days=5))
    order = confirmed(make_customer(), (item, 10))
    ship(order)
    line = order.lines.get()
    amend_order(order_id=order.pk, changes=[LineChange(line.pk, quantity=D(9))], actor=BOSS)
    line.refresh_from_db()
    assert line.promised_on == today + timedelta(days=5)
    assert [(one["kind"], D(one["quantity"])) for one in line.promise_reason] == [("purchase", 3)]
    assert line.demand is not None
    assert [(peg.quantity, peg.supply.document_number) for peg in line.demand.pegs.all()] == [
        (3, f"PO-{item.pk}")
    ]


def test_a_line_that_has_left_keeps_the_promise_it_left_with(today):
    gone, other = make_item(stock=2, lead_time_days=90), make_item(stock=5)
    order = confirmed(make_customer(), (gone, 2))
    ship(order)
    line = order.lines.get()
    before = (line.promised_on, line.promise_reason)
    amend_order(
        order_id=order.pk,
        header=HeaderChange(requested_on=today + timedelta(days=30), note=other.sku),
        actor=BOSS,
    )
    line.refresh_from_db()
    assert (line.promised_on, line.promise_reason) == before
    assert fresh(order).promised_on == before[0]


def test_a_promise_counts_only_lots_that_last_for_its_customer(today):
    item, picky = make_item(tracking="lot", lead_time_days=20), make_customer()
    CustomerTerms.objects.create(customer=picky, shelf_life_days=30)
    receive(item, 3, lot="SOON", expires_on=today + timedelta(days=10))
    receive(item, 2, lot="LATER", expires_on=today + timedelta(days=90))
    whole, enough, unconcerned = quote_asks(
        [
            Ask(item, main_warehouse().pk, D(3), shelf_life_days=30),
            Ask(item, main_warehouse().pk, D(2), shelf_life_days=30),
            Ask(item, main_warehouse().pk, D(3)),
        ],
        today=today,
    )
    assert whole.promised_on == today + timedelta(days=20)
    assert whole.available_now == 2
    assert enough.promised_on == today + timedelta(days=20)  # the first has taken the good ones
    assert unconcerned.promised_on == today
    order = confirmed(picky, (item, 3))
    assert order.promised_on == today + timedelta(days=20)
    assert confirmed(make_customer(), (item, 2)).promised_on == today


def test_a_lot_has_to_last_from_the_day_the_goods_leave(today):
    item, picky = make_item(tracking="lot", lead_time_days=20), make_customer()
    CustomerTerms.objects.create(customer=picky, shelf_life_days=30)
    receive(item, 3, lot="MID", expires_on=today + timedelta(days=40))
    assert confirmed(picky, (item, 1)).promised_on == today
    late = confirmed(picky, (item, 1), requested_on=today + timedelta(days=15))
    demand = late.lines.get().demand
    assert demand is not None and demand.reserved == 0
    assert late.promised_on == today + timedelta(days=20)
