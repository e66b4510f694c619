"""Receipts, picks, transfers, corrections, cancellations, holds and moves racing on the same items."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal as D
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from erp.core.errors import Conflict, DomainError, IllegalTransition, Shortage
from erp.core.outbox import relay
from erp.masterdata.selectors.company import business_day
from inventory.models import Balance, Demand, ExpectedSupply, Hold, Location, Reservation, Warehouse
from inventory.services.backorders import fill_backorders
from inventory.services.holds import HoldInput, expire_hold, extend_hold, hold_stock, release_hold
from inventory.services.picking import pick_shipment
from inventory.services.proof import prove_books
from inventory.services.repair import repair_counters
from inventory.services.stock import adjust_stock, issue_stock
from inventory.services.transfers import transfer_stock
from orders.services.holds import use_holds
from orders.services.orders import cancel_order, confirm_order, submit_order
from tests.concurrency.conftest import at_once
from tests.factories import (
    BOSS,
    confirmed,
    draft,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    receive,
    release,
)

pytestmark = pytest.mark.concurrency


def surprises(outcomes):
    """What nobody should see: anything that is no answer of the business, or a lock that was not had."""
    return [
        o
        for o in outcomes
        if isinstance(o, Exception)
        and (not isinstance(o, DomainError) or (isinstance(o, Conflict) and o.code == "busy"))
    ]


def today():
    return business_day(timezone.now())


def hold_of(item, quantity, hours=24):
    until = timezone.now() + timedelta(hours=hours)
    return HoldInput(item=item, warehouse=main_warehouse(), quantity=D(quantity), expires_at=until)


def test_a_hundred_holds_on_ten_units(committed):
    item = make_item(stock=10)
    outcomes = at_once([partial(hold_stock, hold=hold_of(item, 1), actor=BOSS) for _ in range(100)])
    assert surprises(outcomes) == []
    assert len([o for o in outcomes if isinstance(o, Hold)]) == 10
    assert len([o for o in outcomes if isinstance(o, Shortage)]) == 90
    assert Balance.objects.get(item=item).reserved == 10


def test_a_hold_ends_once_whoever_ends_it(committed):
    item, customer = make_item(stock=40), make_customer(limit=None)
    holds = [hold_stock(hold=hold_of(item, 1), actor=BOSS) for _ in range(10)]
    orders = [confirmed(customer, (item, 4)) for _ in range(10)]  # thirty units for forty wanted
    over = timezone.now() + timedelta(hours=25)
    works: list[Callable[[], object]] = []
    for hold, order in zip(holds, orders, strict=True):
        works += [partial(expire_hold, hold_id=hold.pk, actor=BOSS, at=over) for _ in range(2)]
        works.append(partial(release_hold, hold_id=hold.pk, actor=BOSS))
        works.append(partial(extend_hold, hold_id=hold.pk, expires_at=over + timedelta(days=1), actor=BOSS))
        works.append(partial(use_holds, order_id=order.pk, hold_ids=[hold.pk], actor=BOSS))
    random.Random(5).shuffle(works)
    outcomes = at_once(works)
    while relay():
        pass
    assert surprises(outcomes) == []
    assert all(isinstance(o, IllegalTransition) for o in outcomes if isinstance(o, Exception))
    still = sum(h.quantity for h in Hold.objects.filter(state="open"))
    reserved = sum(Reservation.objects.values_list("quantity", flat=True), D(0))
    assert reserved == Balance.objects.get(item=item).reserved == 40
    assert sum(Demand.objects.filter(document_kind="order").values_list("reserved", flat=True)) == 40 - still


def test_everything_at_once_on_the_same_items(committed):
    customer, items = make_customer(limit=None), [make_item(stock=30) for _ in range(2)]
    east = Warehouse.objects.create(code="EAST", name="East")
    Location.objects.create(warehouse=east, code="E-1")
    picked = [confirmed(customer, *[(item, 1) for item in items]) for _ in range(6)]
    shipments = [release(order) for order in picked]
    to_cancel = [confirmed(customer, (items[n % 2], 2)) for n in range(6)]
    to_confirm = []
    for n in range(10):
        lines = [(item, 3) for item in (items if n % 2 else reversed(items))]
        to_confirm.append(draft(customer, *lines))
        submit_order(order_id=to_confirm[-1].pk, actor=BOSS)
    main = main_warehouse()
    works: list[Callable[[], object]] = []
    works += [partial(pick_shipment, shipment_id=s.pk, actor=BOSS) for s in shipments]
    works += [partial(cancel_order, order_id=o.pk, reason="storm", actor=BOSS) for o in to_cancel]
    works += [partial(confirm_order, order_id=o.pk, actor=BOSS) for o in to_confirm]
    for item in items:
        where: dict[str, Any] = {"item": item, "warehouse": main, "reason": "storm", "actor": BOSS}
        works += [partial(receive, item, 4) for _ in range(3)]
        works += [partial(adjust_stock, quantity=D(n - 2), **where) for n in (0, 1, 4)]
        works += [partial(issue_stock, quantity=D(2), **where) for _ in range(3)]
        works += [partial(hold_stock, hold=hold_of(item, 3), actor=BOSS) for _ in range(3)]
        move: dict[str, Any] = {"item": item, "from_warehouse": main, "to_warehouse": east}
        move |= {"reason": "storm", "actor": BOSS}
        works += [partial(transfer_stock, quantity=D(2), **move) for _ in range(3)]
    works += [partial(relay, seconds=2) for _ in range(3)]
    works += [partial(prove_books, actor=BOSS) for _ in range(2)]
    works.append(partial(repair_counters, reason="storm", actor=BOSS))
    random.Random(9).shuffle(works)
    outcomes = at_once(works)
    while relay():
        pass
    assert surprises(outcomes) == []
    assert [o for o in outcomes if isinstance(o, list) and o and hasattr(o[0], "counter")] == []
    assert all(proof.is_green for proof in outcomes if hasattr(proof, "is_green"))


def test_two_receipts_fill_a_hundred_orders_together(committed):
    customer, items = make_customer(limit=None), [make_item() for _ in range(2)]
    orders = [
        confirmed(customer, *[(item, 2) for item in (items if n % 2 else reversed(items))]) for n in range(40)
    ]
    for item in items:
        receive(item, 50)
    place = main_warehouse().pk
    works: list[Callable[[], object]] = []
    works += [partial(fill_backorders, warehouse_id=place, item_ids=[item.pk]) for item in items * 3]
    works += [partial(cancel_order, order_id=o.pk, reason="storm", actor=BOSS) for o in orders[::5]]
    works += [partial(relay, seconds=2) for _ in range(2)]
    outcomes = at_once(works)
    while relay():
        pass
    assert surprises(outcomes) == []
    assert [Balance.objects.get(item=item).reserved for item in items] == [50, 50]


def test_earlier_orders_take_from_later_ones_that_change_meanwhile(committed):
    customer, item = make_customer(limit=None), make_item(stock=20, lead_time_days=90)
    later = [confirmed(customer, (item, 2), requested_on=today() + timedelta(days=30 + n)) for n in range(10)]
    ExpectedSupply.objects.create(
        source_kind="purchase_order_line",
        source_id=1,
        document_kind="purchase_order",
        document_id=1,
        document_number="PO-1",
        kind="purchase",
        item=item,
        warehouse=main_warehouse(),
        due_on=today() + timedelta(days=9),
        quantity=D(20),
    )
    earlier = []
    for _ in range(10):
        order = draft(customer, (item, 2), requested_on=today() + timedelta(days=1))
        submit_order(order_id=order.pk, actor=BOSS)
        earlier.append(order)
    works: list[Callable[[], object]] = [partial(confirm_order, order_id=o.pk, actor=BOSS) for o in earlier]
    works += [partial(cancel_order, order_id=o.pk, reason="storm", actor=BOSS) for o in later[:3]]
    works += [partial(release, o) for o in later[3:5]]
    works += [partial(fill_backorders, warehouse_id=main_warehouse().pk, item_ids=[item.pk])]
    random.Random(2).shuffle(works)
    outcomes = at_once(works)
    while relay():
        pass
    assert surprises(outcomes) == []
    promised = [order for order in map(fresh, earlier) if order.promised_on == today() + timedelta(days=1)]
    assert promised
    assert Balance.objects.get(item=item).reserved <= 20
