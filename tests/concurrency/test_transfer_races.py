"""Two people with the same transfer: it leaves once, arrives once, and is either released or given up."""

from __future__ import annotations

from decimal import Decimal as D
from functools import partial

import pytest
from django.db.models import F

from erp.core.errors import DomainError
from inventory.models import Balance, Demand, ExpectedSupply, Location, Transfer, TransferOrder, Warehouse
from inventory.services.transfer_orders import (
    TransferInput,
    TransferLineInput,
    cancel_transfer_order,
    create_transfer_order,
    release_transfer_order,
)
from inventory.services.transfer_way import TransferArrival, receive_transfer_order, send_transfer_order
from inventory.services.transfers import receive_transfer
from tests.concurrency.conftest import at_once
from tests.factories import BOSS, main_warehouse, make_item


@pytest.fixture
def depot(committed):
    row = Warehouse.objects.create(code="DEPOT", name="Depot")
    Location.objects.create(warehouse=row, code="STOCK", kind="storage", is_usable=True)
    return row


def written(depot, *lines):
    inputs = [TransferLineInput(item, D(quantity)) for item, quantity in lines]
    transfer = TransferInput(main_warehouse(), depot, inputs, transit_days=2)
    return create_transfer_order(transfer=transfer, actor=BOSS)


def released(depot, *lines):
    return release_transfer_order(order_id=written(depot, *lines).pk, actor=BOSS)


def won(outcomes):
    assert all(isinstance(one, TransferOrder | Transfer | DomainError) for one in outcomes), outcomes
    return sum(not isinstance(one, DomainError) for one in outcomes)


def test_a_transfer_leaves_once(depot):
    bolt, nut = make_item(stock=10), make_item(stock=5)
    order = released(depot, (bolt, 4), (nut, 5))
    assert won(at_once([partial(send_transfer_order, order_id=order.pk, actor=BOSS)] * 6)) == 1
    assert Balance.objects.get(item=bolt, warehouse=main_warehouse()).on_hand == 6
    assert Transfer.objects.count() == 2


def test_it_arrives_once_by_the_document_and_by_the_goods(depot):
    bolt = make_item(stock=10)
    order = released(depot, (bolt, 4))
    send_transfer_order(order_id=order.pk, actor=BOSS)
    goods = Transfer.objects.get()
    part = partial(receive_transfer_order, order_id=order.pk, lines=[TransferArrival(1, D(4))], actor=BOSS)
    whole = partial(receive_transfer_order, order_id=order.pk, actor=BOSS)
    by_goods = partial(receive_transfer, transfer_id=goods.pk, actor=BOSS)
    assert won(at_once([part, whole, by_goods] * 3)) == 1
    assert Balance.objects.get(item=bolt, warehouse=depot).on_hand == 4
    assert TransferOrder.objects.get().state == "received"


def test_released_or_given_up_never_half(depot):
    bolt = make_item(stock=10)
    orders = [written(depot, (bolt, 3)) for _ in range(3)]
    works = []
    for order in orders:
        works.append(partial(release_transfer_order, order_id=order.pk, actor=BOSS))
        works.append(partial(cancel_transfer_order, order_id=order.pk, reason="not needed", actor=BOSS))
    won(at_once(works))
    assert set(TransferOrder.objects.values_list("state", flat=True)) == {"cancelled"}
    assert Balance.objects.get(item=bolt).reserved == 0
    assert not ExpectedSupply.objects.filter(is_open=True).exists()


def test_sent_or_given_up_never_both(depot):
    bolt, nut = make_item(stock=10), make_item(stock=10)
    orders = [released(depot, (bolt, 2), (nut, 2)), released(depot, (nut, 3), (bolt, 3))]
    works = []
    for order in orders:
        works.append(partial(send_transfer_order, order_id=order.pk, actor=BOSS))
        works.append(partial(cancel_transfer_order, order_id=order.pk, reason="not needed", actor=BOSS))
    assert won(at_once(works)) == 2
    gone = sum(row.lines.get(line_no=1).sent for row in TransferOrder.objects.filter(state="in_transit"))
    assert Transfer.objects.count() == 2 * TransferOrder.objects.filter(state="in_transit").count()
    left = Balance.objects.filter(item=bolt, warehouse=main_warehouse()).get()
    assert (left.on_hand, left.reserved) == (10 - gone, 0)
    assert not Demand.objects.filter(quantity__gt=F("shipped") + F("cancelled")).exists()
