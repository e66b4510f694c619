"""Many at once on a real database: nothing is sold twice, nobody sees a deadlock, the books hold."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal as D
from functools import partial

import pytest

from erp.core.errors import Conflict, CreditExceeded, DomainError, IllegalTransition
from erp.core.outbox import relay
from finance.models import CreditAccount, Invoice
from finance.services.payments import allocate_payment, record_payment
from inventory.models import Balance, Reservation
from inventory.services.dispatch import ship_shipment
from inventory.services.releases import release_shipments
from orders.models import Order
from orders.services.amend import LineChange, amend_order
from orders.services.orders import (
    allocate_order,
    cancel_order,
    confirm_order,
    hold_order,
    release_order,
    submit_order,
)
from tests.concurrency.conftest import at_once
from tests.factories import (
    BOSS,
    confirmed,
    draft,
    fresh,
    make_customer,
    make_item,
    quantities,
    receive,
    release,
    ship,
)

pytestmark = pytest.mark.concurrency


def surprises(outcomes):
    """What nobody should see: anything that is no answer of the business."""
    return [o for o in outcomes if isinstance(o, Exception) and not isinstance(o, DomainError)]


def busy(outcomes):
    return [o for o in outcomes if isinstance(o, Conflict) and o.code == "busy"]


def test_a_hundred_orders_for_ten_units(committed):
    item = make_item(stock=10)
    customers = [make_customer() for _ in range(10)]
    orders = [draft(customers[n % 10], (item, 1)) for n in range(100)]
    for order in orders:
        submit_order(order_id=order.pk, actor=BOSS)
    outcomes = at_once([partial(confirm_order, order_id=o.pk, actor=BOSS) for o in orders])
    assert surprises(outcomes) == []
    assert busy(outcomes) == []
    states = Counter(Order.objects.values_list("fulfillment_state", flat=True))
    assert states == {"allocated": 10, "unallocated": 90}
    assert Balance.objects.get(item=item).reserved == 10


def test_opposite_line_orders_do_not_deadlock(committed):
    items = [make_item(stock=10_000) for _ in range(4)]
    customer = make_customer(limit=None)
    orders = []
    for n in range(60):
        lines = [(item, 1) for item in (items if n % 2 else reversed(items))]
        orders.append(draft(customer, *lines))
        submit_order(order_id=orders[-1].pk, actor=BOSS)
    outcomes = at_once([partial(confirm_order, order_id=o.pk, actor=BOSS) for o in orders])
    assert [o for o in outcomes if isinstance(o, Exception)] == []
    assert Order.objects.filter(fulfillment_state="allocated").count() == 60


def test_cancel_and_confirm_storm(committed):
    item, customer = make_item(stock=30), make_customer(limit=None)
    orders = [draft(customer, (item, 3)) for _ in range(20)]
    for order in orders:
        submit_order(order_id=order.pk, actor=BOSS)
    works: list[Callable[[], object]] = []
    for order in orders:
        works.append(partial(confirm_order, order_id=order.pk, actor=BOSS))
        works.append(partial(cancel_order, order_id=order.pk, reason="storm", actor=BOSS))
        works.append(partial(hold_order, order_id=order.pk, reason="storm", actor=BOSS))
        works.append(partial(release_order, order_id=order.pk, actor=BOSS))
    random.Random(7).shuffle(works)
    outcomes = at_once(works)
    relay()
    assert surprises(outcomes) == []
    assert all(isinstance(o, IllegalTransition) for o in outcomes if isinstance(o, Exception))
    reserved = sum(Reservation.objects.values_list("quantity", flat=True), D(0))
    assert reserved == Balance.objects.get(item=item).reserved <= 30


def test_one_customer_ships_and_confirms_at_the_same_time(committed):
    customer, items = make_customer(limit=None), [make_item(stock=1000) for _ in range(3)]
    waiting, leaving = [], []
    for n in range(16):
        order = draft(customer, *[(item, 1) for item in random.Random(n).sample(items, 3)])
        submit_order(order_id=order.pk, actor=BOSS)
        waiting.append(order)
        gone = confirmed(customer, *[(item, 1) for item in items])
        from inventory.services.packing import pack_shipment
        from inventory.services.picking import pick_shipment

        shipment = release(gone)
        pick_shipment(shipment_id=shipment.pk, actor=BOSS)
        pack_shipment(shipment_id=shipment.pk, actor=BOSS)
        leaving.append(shipment)
    works: list[Callable[[], object]] = [partial(confirm_order, order_id=o.pk, actor=BOSS) for o in waiting]
    works += [partial(ship_shipment, shipment_id=s.pk, actor=BOSS) for s in leaving]
    random.Random(3).shuffle(works)
    outcomes = at_once(works)
    assert [o for o in outcomes if isinstance(o, Exception)] == []
    numbers = list(Invoice.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [f"IV-{n:06d}" for n in range(1, 17)]


def test_the_credit_limit_can_not_be_dodged_in_parallel(committed):
    customer, item = make_customer(limit=100), make_item(stock=1000, price="10")
    orders = [draft(customer, (item, 3)) for _ in range(20)]
    for order in orders:
        submit_order(order_id=order.pk, actor=BOSS)
    outcomes = at_once([partial(confirm_order, order_id=o.pk, actor=BOSS) for o in orders])
    assert len([o for o in outcomes if isinstance(o, CreditExceeded)]) == 17
    assert CreditAccount.objects.get(customer=customer).open_orders == 90


def test_a_shipment_ships_once_however_often_it_is_asked(committed):
    order = confirmed(make_customer(), (make_item(stock=5), 5))
    from inventory.services.packing import pack_shipment
    from inventory.services.picking import pick_shipment

    shipment = release(order)
    pick_shipment(shipment_id=shipment.pk, actor=BOSS)
    pack_shipment(shipment_id=shipment.pk, actor=BOSS)
    outcomes = at_once([lambda: ship_shipment(shipment_id=shipment.pk, actor=BOSS) for _ in range(8)])
    assert len([o for o in outcomes if not isinstance(o, Exception)]) == 1
    assert all(isinstance(o, IllegalTransition) for o in outcomes if isinstance(o, Exception))
    assert Invoice.objects.count() == 1


def test_reservations_make_one_shipment_however_often_it_is_released(committed):
    order = confirmed(make_customer(), (make_item(stock=5), 5))
    outcomes = at_once([lambda: release_shipments(document=order.ref, actor=BOSS) for _ in range(8)])
    assert len([o for o in outcomes if not isinstance(o, Exception)]) == 1
    assert surprises(outcomes) == []


def test_one_invoice_is_not_paid_twice(committed):
    order = confirmed(make_customer(), (make_item(stock=5), 5))
    ship(order)
    invoice = Invoice.objects.get()

    def pay_once():
        return record_payment(
            customer_id=invoice.customer_id,
            amount=invoice.total,
            currency="USD",
            allocations=[(invoice.pk, invoice.total)],
            actor=BOSS,
        )

    outcomes = at_once([pay_once for _ in range(8)])
    assert len([o for o in outcomes if not isinstance(o, Exception)]) == 1
    assert surprises(outcomes) == []
    assert fresh(invoice).state == "paid"


def test_one_payment_is_not_allocated_twice(committed):
    customer, item = make_customer(), make_item(stock=100, price="10")
    for _ in range(4):
        ship(confirmed(customer, (item, 1)))
    payment = record_payment(customer_id=customer.pk, amount=D(20), currency="USD", actor=BOSS)
    invoices = list(Invoice.objects.all())
    outcomes = at_once(
        [
            partial(allocate_payment, payment_id=payment.pk, allocations=[(i.pk, D(10))], actor=BOSS)
            for i in invoices
        ]
    )
    assert len([o for o in outcomes if not isinstance(o, Exception)]) == 2
    assert fresh(payment).unapplied == 0


def test_receipts_amendments_and_cancellations_together(committed):
    customer, items = make_customer(limit=None), [make_item(stock=3) for _ in range(3)]
    orders = [confirmed(customer, *[(item, 2) for item in items]) for _ in range(12)]
    lines = {o.pk: list(o.lines.values_list("pk", flat=True)) for o in orders}
    works: list[Callable[[], object]] = []
    for n, order in enumerate(orders):
        changes = [LineChange(pk, D(1 + (n + k) % 4)) for k, pk in enumerate(lines[order.pk])]
        works.append(partial(amend_order, order_id=order.pk, changes=changes, actor=BOSS))
        works.append(partial(allocate_order, order_id=order.pk, actor=BOSS))
        if n % 4 == 0:
            works.append(partial(cancel_order, order_id=order.pk, reason="storm", actor=BOSS))
    works += [partial(receive, i, 5) for i in items for _ in range(3)]
    works += [partial(relay, seconds=3) for _ in range(4)]
    random.Random(11).shuffle(works)
    outcomes = at_once(works)
    relay()
    assert surprises(outcomes) == []
    assert busy(outcomes) == []
    for order in orders:
        for wanted, reserved, missing, shipped, cancelled in quantities(order):
            assert wanted == reserved + missing + shipped + cancelled
