"""The watch over promises races with shipping, cancelling and accepting: no slip too many, no deadlock."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal as D
from functools import partial

import pytest
from django.utils import timezone

from erp.core.outbox import relay
from erp.masterdata.selectors.company import business_day
from inventory.models import ExpectedSupply
from orders.models import Order, PromiseSlip
from orders.services.orders import cancel_order
from orders.services.slip_answers import accept_slip
from orders.services.watch import watch_everything
from tests.concurrency.conftest import at_once
from tests.concurrency.test_storms import surprises
from tests.factories import BOSS, confirmed, main_warehouse, make_customer, make_item, receive

pytestmark = pytest.mark.concurrency


def test_watching_races_with_cancelling_receiving_and_accepting(committed):
    today = business_day(timezone.now())
    item = make_item(lead_time_days=40)
    supply = ExpectedSupply.objects.create(
        source_kind="purchase_order_line",
        source_id=1,
        document_kind="purchase_order",
        document_id=1,
        document_number="PO-1",
        kind="purchase",
        item=item,
        warehouse=main_warehouse(),
        due_on=today + timedelta(days=3),
        quantity=D(60),
    )
    orders = [confirmed(make_customer(), (item, 3)) for _ in range(20)]
    supply.due_on = today + timedelta(days=9)
    supply.save()
    watch_everything()
    slips = list(PromiseSlip.objects.filter(state="open").values_list("pk", flat=True))
    assert len(slips) == 20
    works: list[Callable[[], object]] = []
    works += [partial(cancel_order, order_id=o.pk, reason="race", actor=BOSS) for o in orders[:6]]
    works += [partial(accept_slip, slip_id=pk, actor=BOSS) for pk in slips[4:12]]
    works += [partial(accept_slip, slip_id=pk, actor=BOSS) for pk in slips[4:8]]
    works += [partial(receive, item, 9)]
    works += [watch_everything for _ in range(4)]
    assert surprises(at_once(works, workers=8)) == []
    relay()
    watch_everything()
    open_slips = PromiseSlip.objects.filter(state="open")
    assert open_slips.count() == len(set(open_slips.values_list("line_id", flat=True)))
    assert not open_slips.filter(order__state="cancelled").exists()
    for order in Order.objects.all():
        assert order.open_slips == order.slips.filter(state="open").count()
    accepted = PromiseSlip.objects.filter(state="accepted")
    assert all(slip.line.first_promised_on == slip.old_promised_on for slip in accepted)
