"""An order can be cancelled at every stage before the carrier has it, and then it holds nothing."""

import pytest

from erp.core.errors import IllegalTransition
from erp.core.outbox import relay
from erp.processes.models import Task
from finance.models import CreditAccount
from inventory.models import Balance, Reservation, Shipment
from inventory.services.packing import pack_shipment
from inventory.services.picking import pick_shipment
from orders.services.orders import cancel_order, hold_order, release_order, submit_order
from tests.factories import BOSS, confirmed, draft, fresh, make_customer, make_item, quantities, release, ship


def at_stage(stage, customer, item):
    if stage in {"draft", "submitted"}:
        order = draft(customer, (item, 3))
        if stage == "submitted":
            submit_order(order_id=order.pk, actor=BOSS)
        return order
    order = confirmed(customer, (item, 3))
    if stage == "on_hold":
        hold_order(order_id=order.pk, reason="unsure", actor=BOSS)
    if stage in {"released", "picked", "packed"}:
        shipment = release(order)
        if stage in {"picked", "packed"}:
            pick_shipment(shipment_id=shipment.pk, actor=BOSS)
        if stage == "packed":
            pack_shipment(shipment_id=shipment.pk, actor=BOSS)
    return order


@pytest.mark.parametrize(
    "stage", ["draft", "submitted", "confirmed", "on_hold", "released", "picked", "packed"]
)
def test_cancelled_at_any_stage_it_holds_nothing(stage):
    customer, item = make_customer(), make_item(stock=5)
    order = at_stage(stage, customer, item)
    cancel_order(order_id=order.pk, reason="changed mind", actor=BOSS)
    assert fresh(order).state == "cancelled"
    assert Balance.objects.get(item=item).reserved == 0
    assert not Reservation.objects.exists()
    assert not Shipment.objects.exclude(state="cancelled").exists()
    assert CreditAccount.objects.get(customer=customer).exposure == 0


def test_a_task_about_a_cancelled_order_is_cancelled_with_it(order_process):
    order = draft(make_customer(grade="D"), (make_item(stock=5), 3))
    submit_order(order_id=order.pk, actor=BOSS)
    relay()
    assert Task.objects.get().state == "waiting"
    cancel_order(order_id=order.pk, reason="changed mind", actor=BOSS)
    assert Task.objects.get().state == "cancelled"


def test_cancelling_the_rest_of_a_partly_shipped_order_keeps_what_left():
    customer, item = make_customer(), make_item(stock=4, price="10")
    order = confirmed(customer, (item, 10))
    ship(order)
    cancel_order(order_id=order.pk, reason="rest not needed", actor=BOSS)
    order = fresh(order)
    assert quantities(order) == [(10, 0, 0, 4, 6)]
    assert (order.total, order.billed) == (40, 40)
    account = CreditAccount.objects.get(customer=customer)
    assert (account.open_orders, account.open_receivables) == (0, 40)


def test_what_has_left_can_t_be_cancelled():
    order = confirmed(make_customer(), (make_item(stock=5), 3))
    ship(order)
    with pytest.raises(IllegalTransition):
        cancel_order(order_id=order.pk, reason="too late", actor=BOSS)
    assert (fresh(order).state, fresh(order).fulfillment_state) == ("confirmed", "shipped")


def test_twice_is_refused():
    order = confirmed(make_customer(), (make_item(stock=5), 3))
    cancel_order(order_id=order.pk, reason="once", actor=BOSS)
    with pytest.raises(IllegalTransition):
        cancel_order(order_id=order.pk, reason="twice", actor=BOSS)


def test_freed_stock_goes_to_the_next_and_held_orders_get_none():
    customer, item = make_customer(), make_item(stock=5)
    first, held, waiting = (confirmed(customer, (item, 5)) for _ in range(3))
    hold_order(order_id=held.pk, reason="unsure", actor=BOSS)
    cancel_order(order_id=first.pk, reason="no", actor=BOSS)
    relay()
    assert quantities(held) == [(5, 0, 5, 0, 0)]
    assert quantities(waiting) == [(5, 5, 0, 0, 0)]
    release_order(order_id=held.pk, actor=BOSS)
    assert fresh(held).state == "confirmed"
