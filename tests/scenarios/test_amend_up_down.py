"""Amendments: the new quantity is final, stock, credit and promise follow, and nothing is added twice."""

from decimal import Decimal as D

import pytest

from erp.core.errors import Conflict, CreditExceeded, Invalid
from erp.core.outbox import relay
from finance.models import CreditAccount
from orders.services.amend import LineChange, amend_order
from orders.services.order_lines import LineInput
from tests.factories import BOSS, confirmed, draft, fresh, make_customer, make_item, quantities, release, ship


def amend(order, *quantities_by_line, **more):
    lines = list(order.lines.all())
    changes = [
        LineChange(line.pk, D(q)) for line, q in zip(lines, quantities_by_line, strict=False) if q is not None
    ]
    return amend_order(order_id=order.pk, actor=BOSS, changes=changes, **more)


def test_up_and_down_and_up_again():
    customer, item = make_customer(), make_item(stock=20, price="10")
    order = confirmed(customer, (item, 5))
    for asked, total in ((12, 120), (3, 30), (20, 200), (20, 200)):
        amend(order, asked)
        assert quantities(fresh(order)) == [(asked, asked, 0, 0, 0)]
        assert fresh(order).total == total
        assert CreditAccount.objects.get(customer=customer).open_orders == total


def test_freed_stock_goes_to_who_waits():
    customer, item = make_customer(), make_item(stock=10)
    first, second = confirmed(customer, (item, 10)), confirmed(customer, (item, 6))
    amend(first, 3)
    relay()
    assert quantities(second) == [(6, 6, 0, 0, 0)]


def test_lines_are_added_and_taken_off():
    customer, lamp, bulb = make_customer(), make_item(stock=5, price="10"), make_item(stock=5, price="2")
    order = confirmed(customer, (lamp, 2))
    amend_order(
        order_id=order.pk,
        actor=BOSS,
        changes=[LineChange(order.lines.get().pk, D(0))],
        added=[LineInput(bulb.pk, D(4))],
    )
    assert quantities(fresh(order)) == [(0, 0, 0, 0, 0), (4, 4, 0, 0, 0)]
    assert fresh(order).total == 8


def test_not_below_what_left_or_is_being_picked():
    customer, item = make_customer(), make_item(stock=10)
    order = confirmed(customer, (item, 10))
    release(order)
    with pytest.raises(Conflict) as refusal:
        amend(order, 4)
    assert refusal.value.code == "being_picked"
    other = confirmed(customer, (make_item(stock=3), 3))
    ship(other)
    with pytest.raises(Conflict) as refusal:
        amend(other, 2)
    assert refusal.value.code == "already_shipped"


def test_a_raise_above_the_credit_limit_changes_nothing():
    customer, item = make_customer(limit=100), make_item(stock=50, price="10")
    order = confirmed(customer, (item, 10))
    with pytest.raises(CreditExceeded):
        amend(order, 11)
    assert quantities(fresh(order)) == [(10, 10, 0, 0, 0)]
    assert fresh(order).total == 100


def test_an_empty_order_is_refused():
    customer, item = make_customer(), make_item(stock=5)
    order = draft(customer, (item, 1))
    with pytest.raises(Invalid):
        amend(order, 0)
    assert order.lines.count() == 1
