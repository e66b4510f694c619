"""Facts of orders that are over are kept: the same as read anew, until the order has news."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.integrity import run_checks
from erp.masterdata.selectors.company import business_day
from inventory.services.dispatch import deliver_shipment
from orders.models import Order, OrderLine
from orders.services.orders import cancel_order, confirm_order, submit_order
from sla.calc.kept_facts import from_json, settles_on, to_json
from sla.models import KeptFacts
from sla.selectors.order_facts import facts_of, reckoned_facts
from sla.services.keeping_facts import keep_facts
from tests.factories import BOSS, assert_books_hold, draft, fresh, make_customer, make_item, ship

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")


def confirmed():
    order = draft(make_customer(), (make_item(stock=10), 2))
    submit_order(order_id=order.pk, actor=BOSS)
    confirm_order(order_id=order.pk, actor=BOSS)
    on = today() - timedelta(days=3)
    Order.objects.filter(pk=order.pk).update(promised_on=on, first_promised_on=on)
    OrderLine.objects.filter(order=order).update(promised_on=on, first_promised_on=on)
    return fresh(order)


def delivered():
    order = confirmed()
    deliver_shipment(shipment_id=ship(order).pk, actor=BOSS)
    return fresh(order)


def today():
    return business_day(timezone.now())


def both(order, as_of=None):
    rows = Order.objects.filter(pk=order.pk)
    return facts_of(rows, as_of=as_of or today()), reckoned_facts(rows, as_of=as_of or today())


def test_kept_facts_are_those_of_the_books_and_cost_two_statements():
    order, gone, waiting = delivered(), confirmed(), confirmed()
    cancel_order(order_id=gone.pk, reason="late", actor=BOSS)
    assert keep_facts(actor=SYSTEM) == 2
    assert keep_facts(actor=SYSTEM) == 0
    assert set(KeptFacts.objects.values_list("order_id", flat=True)) == {order.pk, gone.pk}
    for one in (order, gone, waiting):
        kept, read = both(one)
        assert kept == read
    with CaptureQueriesContext(connection) as asked:
        facts_of(Order.objects.filter(pk__in=[order.pk, gone.pk]), as_of=today())
    assert len(asked) == 2
    assert_books_hold()


def test_news_of_an_order_makes_what_is_kept_void():
    order = delivered()
    keep_facts(actor=SYSTEM)
    KeptFacts.objects.update(facts={**KeptFacts.objects.get().facts, "came_in_time": 1})
    kept, read = both(order)
    assert kept != read  # what is kept is what counts
    broken = {one.check.code for one in run_checks() if one.rows}
    assert broken == {"sla_kept_facts"}
    KeptFacts.objects.update(event_id=0)
    kept, read = both(order)
    assert kept == read
    assert keep_facts(actor=SYSTEM) == 1
    assert_books_hold()


def test_an_earlier_day_does_not_know_what_is_kept():
    order = delivered()
    keep_facts(actor=SYSTEM)
    yesterday = today() - timedelta(days=1)
    kept, read = both(order, yesterday)
    assert kept == read
    assert kept[0].came_lines == 0


def test_the_shape_loses_nothing():
    [facts] = both(delivered())[1]
    rich = facts._replace(returns=frozenset({"b", "a"}), setbacks=2)
    assert from_json(to_json(rich)) == rich
    assert settles_on(facts._replace(allocated_at=None), today()) is None
    assert settles_on(facts._replace(came_lines=0), today()) is None
    assert settles_on(facts, today() + timedelta(days=2)) == today() + timedelta(days=2)
