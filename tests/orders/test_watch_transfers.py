"""Goods that don't come with their transfer raise the slip at once, not with the next sweep."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.outbox import relay
from erp.masterdata.selectors.company import business_day
from inventory.services.transfers import receive_transfer, transfer_stock
from inventory.services.warehouses import create_warehouse
from orders.models import PromiseSlip
from tests.factories import BOSS, confirmed, main_warehouse, make_customer, make_item, receive

pytestmark = pytest.mark.django_db


def test_a_transfer_that_arrives_short_raises_the_slip_by_its_event():
    today = business_day(timezone.now())
    item = make_item(lead_time_days=30)
    north = create_warehouse(values={"code": "NORTH", "name": "North"}, actor=BOSS)
    receive(item, 5, warehouse=north)
    sent = transfer_stock(
        item=item,
        from_warehouse=north,
        to_warehouse=main_warehouse(),
        quantity=D(5),
        reason="for the order",
        transit_days=3,
        actor=BOSS,
    )
    order = confirmed(make_customer(), (item, 5))
    relay()
    assert order.promised_on == today + timedelta(days=3)
    assert not PromiseSlip.objects.exists()
    receive_transfer(transfer_id=sent.pk, quantity=D(1), difference_reason="fell off the lorry", actor=BOSS)
    relay()
    slip = PromiseSlip.objects.get(order=order)
    assert slip.old_promised_on == today + timedelta(days=3)
    assert slip.new_promised_on == today + timedelta(days=30)


def test_sending_away_what_a_later_order_was_promised_raises_its_slip():
    item = make_item(stock=5, lead_time_days=30)
    north = create_warehouse(values={"code": "NORTH", "name": "North"}, actor=BOSS)
    order = confirmed(make_customer(), (item, 5), reservation_policy="manual")
    relay()
    assert not PromiseSlip.objects.exists()
    transfer_stock(
        item=item,
        from_warehouse=main_warehouse(),
        to_warehouse=north,
        quantity=D(5),
        reason="tidying",
        transit_days=3,
        actor=BOSS,
    )
    relay()
    assert PromiseSlip.objects.filter(order=order).exists()
