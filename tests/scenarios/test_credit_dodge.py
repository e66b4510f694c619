"""The credit limit can't be dodged: not by many orders, not by closing and coming back, not by amending."""

from decimal import Decimal as D

import pytest

from erp.core.actor import Actor, RowScope
from erp.core.errors import CreditExceeded
from erp.core.outbox import relay
from erp.processes.models import Task
from finance.models import CreditAccount, Invoice
from orders.services.approvals import approve_order
from orders.services.orders import confirm_order, submit_order
from tests.factories import BOSS, confirmed, draft, fresh, make_customer, make_item, pay, ship

CLERK = Actor(
    label="Clerk",
    roles=("finance",),
    permissions=frozenset({"processes.decide_task", "processes.view_task", "orders.confirm_order"}),
    scope=RowScope(kind="all"),
)


def test_every_order_counts_until_it_is_paid():
    customer, item = make_customer(limit=100), make_item(stock=100, price="10")
    order = confirmed(customer, (item, 6))
    second = draft(customer, (item, 5))
    submit_order(order_id=second.pk, actor=BOSS)
    with pytest.raises(CreditExceeded) as refusal:
        confirm_order(order_id=second.pk, actor=BOSS)
    assert refusal.value.facts == {"limit": 100, "exposure": 60, "available": 40, "asked": 50}
    ship(order)
    with pytest.raises(CreditExceeded):
        confirm_order(order_id=second.pk, actor=BOSS)
    pay(Invoice.objects.get())
    confirm_order(order_id=second.pk, actor=BOSS)
    assert CreditAccount.objects.get(customer=customer).exposure == 50


def test_a_routine_order_confirms_itself_and_one_above_credit_waits_for_finance(order_process):
    customer, item = make_customer(limit=100), make_item(stock=100, price="10")
    routine, large = draft(customer, (item, 6)), draft(customer, (item, 6))
    for order in (routine, large):
        submit_order(order_id=order.pk, actor=BOSS)
        relay()
    assert fresh(routine).state == "confirmed"
    assert fresh(large).state == "submitted"
    task = Task.objects.get()
    assert (task.role, task.facts["why"], task.state) == ("finance", "credit_limit", "waiting")

    with pytest.raises(CreditExceeded):
        approve_order(order_id=large.pk, actor=CLERK)
    assert (fresh(large).state, fresh(task).state) == ("submitted", "waiting")

    approve_order(order_id=large.pk, actor=BOSS)
    assert (fresh(large).state, fresh(task).state) == ("confirmed", "done")
    assert CreditAccount.objects.get(customer=customer).open_orders == D(120)
