"""A promise that leans on a purchase order is pegged to it, and follows what becomes of it."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.outbox import relay
from inventory.models import ExpectedSupply, Peg
from inventory.services.backorders import fill_backorders
from orders.services.amend import LineChange, amend_order
from orders.services.orders import cancel_order
from tests.factories import (
    BOSS,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    quantities,
    receive,
)

TODAY = timezone.now().date()


def coming(item, quantity, days, number=1):
    return ExpectedSupply.objects.create(
        source_kind="purchase_order_line",
        source_id=number,
        document_kind="purchase_order",
        document_id=number,
        document_number=f"PO-{number}",
        kind="purchase",
        item=item,
        warehouse=main_warehouse(),
        due_on=TODAY + timedelta(days=days),
        quantity=D(quantity),
    )


@pytest.fixture
def item():
    return make_item(lead_time_days=30)


def test_a_promise_on_a_purchase_order_is_pegged_and_awaits_it(item):
    supply = coming(item, 10, days=4)
    order = confirmed(make_customer(), (item, 6))
    assert order.fulfillment_state == "awaiting_supply"
    assert order.promised_on == TODAY + timedelta(days=4)
    assert [(peg.supply_id, peg.quantity) for peg in Peg.objects.all()] == [(supply.pk, 6)]
    receive(item, 10)
    relay()
    assert quantities(order) == [(6, 6, 0, 0, 0)]
    assert fresh(order).fulfillment_state == "allocated"
    assert not Peg.objects.exists()


def test_a_supply_is_not_pegged_beyond_what_it_brings(item):
    coming(item, 10, days=4)
    first, second = (confirmed(make_customer(), (item, 7)) for _ in range(2))
    assert first.promised_on == TODAY + timedelta(days=4)
    assert second.promised_on == TODAY + timedelta(days=30)
    assert sorted(Peg.objects.values_list("quantity", flat=True)) == [3, 7]


def test_amending_and_cancelling_move_and_free_the_pegs(item):
    coming(item, 10, days=4)
    order = confirmed(make_customer(), (item, 8))
    amend_order(order_id=order.pk, changes=[LineChange(order.lines.get().pk, D(3))], actor=BOSS)
    assert Peg.objects.get().quantity == 3
    cancel_order(order_id=order.pk, reason="no", actor=BOSS)
    assert not Peg.objects.exists()


def test_a_supply_that_will_not_come_leaves_the_order_unallocated(item):
    supply = coming(item, 10, days=4)
    order = confirmed(make_customer(), (item, 8))
    ExpectedSupply.objects.filter(pk=supply.pk).update(is_open=False)
    fill_backorders(warehouse_id=main_warehouse().pk, item_ids=[item.pk])
    assert fresh(order).fulfillment_state == "unallocated"
    assert not Peg.objects.exists()
