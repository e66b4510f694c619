"""Sweeps that overlap, and sweeps that race with people: every rung once, nothing lost, no deadlock."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db.models import Count
from django.utils import timezone

from erp.core.models import LoggedEvent
from orders.services.orders import cancel_order, confirm_order, hold_order, submit_order
from sla.models import RungClaim, SlaTimer
from sla.services.sweep import sweep
from tests.concurrency.conftest import at_once
from tests.concurrency.test_storms import surprises
from tests.factories import BOSS, draft, make_customer, make_item

pytestmark = pytest.mark.concurrency
ORDERS = 30


def waiting(customer, item, minutes):
    order = draft(customer, (item, 1))
    submit_order(order_id=order.pk, actor=BOSS, at=timezone.now() - timedelta(minutes=minutes))
    return order


def test_three_overlapping_sweeps_have_each_rung_act_once(committed):
    customer, item = make_customer(), make_item(stock=100)
    orders = [waiting(customer, item, 90) for _ in range(ORDERS)]
    outcomes = at_once([partial(sweep, seconds=30.0) for _ in range(3)])
    assert surprises(outcomes) == []
    sweep()
    assert sum(one.failed for one in outcomes) == 0
    assert RungClaim.objects.count() == 3 * ORDERS
    told = LoggedEvent.objects.filter(name__startswith="sla.", about_id__in=[one.pk for one in orders])
    twice = told.values("about_id", "facts__rung").annotate(n=Count("pk")).filter(n__gt=1)
    assert (told.count(), list(twice)) == (3 * ORDERS, [])


def test_sweeps_race_with_people(committed):
    customer, item = make_customer(), make_item(stock=100)
    orders = [waiting(customer, item, 90) for _ in range(9)]
    works: list[Callable[[], Any]] = [partial(sweep, seconds=20.0), partial(sweep, seconds=20.0)]
    for position, order in enumerate(orders):
        if position % 3 == 0:
            works.append(partial(confirm_order, order_id=order.pk, actor=BOSS))
        elif position % 3 == 1:
            works.append(partial(cancel_order, order_id=order.pk, reason="x", actor=BOSS))
        else:
            works.append(partial(hold_order, order_id=order.pk, reason="x", actor=BOSS))
    assert surprises(at_once(works)) == []
    sweep()
    states = dict(
        SlaTimer.objects.filter(node="order_confirmation").values_list("state").annotate(n=Count("pk"))
    )
    assert states == {"breached": 3, "cancelled": 3, "paused": 3}
