"""A supplier is late: the promises behind it are found, told, re-promised or held again; nobody asked."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.outbox import relay
from erp.masterdata.models import Carrier
from erp.masterdata.selectors.company import business_day
from erp.notifications.models import Alert
from inventory.models import ExpectedSupply, Lot
from inventory.services.purchase import (
    PurchaseLineInput,
    close_purchase_order,
    create_purchase_order,
    send_purchase_order,
)
from orders.models import PromiseChange, PromiseSlip
from orders.services.orders import cancel_order
from orders.services.slip_answers import accept_slip
from orders.services.watch import watch_everything
from tests.clients import person
from tests.factories import (
    BOSS,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    make_supplier,
    receive,
)


@pytest.fixture
def today():
    return business_day(timezone.now())


@pytest.fixture
def item():
    return make_item(lead_time_days=30)


def sent(item, quantity, on):
    order = create_purchase_order(
        supplier=make_supplier(),
        warehouse=main_warehouse(),
        expected_on=on,
        lines=[PurchaseLineInput(item, D(quantity), D(3))],
        actor=BOSS,
    )
    return send_purchase_order(purchase_order_id=order.pk, actor=BOSS)


def now_due(purchase, on):
    ExpectedSupply.objects.filter(document_id=purchase.pk).update(due_on=on)


def test_a_late_supplier_moves_one_promise_and_only_that(item, today):
    seller = person("sales")
    purchase = sent(item, 10, today + timedelta(days=4))
    early = confirmed(make_customer(salesperson=seller), (item, 6))
    late = confirmed(make_customer(), (item, 4), requested_on=today + timedelta(days=20))
    relay()
    assert not PromiseSlip.objects.exists()
    now_due(purchase, today + timedelta(days=9))
    assert watch_everything() == 1
    slip = PromiseSlip.objects.get()
    assert (slip.order_id, slip.cause, slip.cause_number) == (early.pk, "supply_late", purchase.number)
    assert (slip.old_promised_on, slip.new_promised_on) == (
        today + timedelta(days=4),
        today + timedelta(days=9),
    )
    assert fresh(early).open_slips == 1
    assert fresh(late).open_slips == 0
    alerts = Alert.objects.filter(code="promise_at_risk", acknowledged_at=None)
    assert {(a.role, a.user_id, a.subject_number) for a in alerts} == {
        ("", seller.pk, early.number),
        ("buyer", None, early.number),
    }
    assert watch_everything() == 0
    assert PromiseSlip.objects.count() == 1

    accept_slip(slip_id=slip.pk, actor=BOSS)
    order = fresh(early)
    line = order.lines.get()
    assert (line.first_promised_on, line.promised_on) == (slip.old_promised_on, slip.new_promised_on)
    assert (order.first_promised_on, order.promised_on, order.open_slips) == (
        slip.old_promised_on,
        slip.new_promised_on,
        0,
    )
    [change] = PromiseChange.objects.all()
    assert (change.old_promised_on, change.new_promised_on, change.cause, change.cause_number) == (
        slip.old_promised_on,
        slip.new_promised_on,
        "supply_late",
        purchase.number,
    )
    assert not Alert.objects.filter(code="promise_at_risk", acknowledged_at=None).exists()
    relay()
    assert watch_everything() == 0
    assert line.demand.pegs.get().supply.document_number == purchase.number


def test_a_slip_is_taken_back_when_the_goods_come_in_time_after_all(item, today):
    purchase = sent(item, 10, today + timedelta(days=4))
    order = confirmed(make_customer(), (item, 6))
    now_due(purchase, today + timedelta(days=9))
    watch_everything()
    now_due(purchase, today + timedelta(days=3))
    assert watch_everything() == 1
    assert PromiseSlip.objects.get().state == "withdrawn"
    assert fresh(order).open_slips == 0


def test_a_purchase_that_will_not_come_is_noticed_from_its_news_and_stock_heals_it(item, today):
    purchase = sent(item, 10, today + timedelta(days=4))
    order = confirmed(make_customer(), (item, 6))
    relay()
    close_purchase_order(purchase_order_id=purchase.pk, actor=BOSS)
    relay()
    slip = PromiseSlip.objects.get()
    assert (slip.cause, slip.cause_number) == ("supply_closed", purchase.number)
    assert slip.new_promised_on == today + timedelta(days=30)
    receive(item, 6)
    relay()
    assert fresh(slip).state == "withdrawn"
    assert fresh(order).open_slips == 0


def test_an_overdue_purchase_slips_and_a_cancelled_order_has_no_slip(item, today):
    purchase = sent(item, 10, today)
    order = confirmed(make_customer(), (item, 6))
    now_due(purchase, today - timedelta(days=2))
    watch_everything()
    slip = PromiseSlip.objects.get()
    assert (slip.cause, slip.new_promised_on) == ("supply_overdue", today + timedelta(days=1))
    cancel_order(order_id=order.pk, reason="gone", actor=BOSS)
    assert fresh(slip).state == "withdrawn"
    relay()
    assert watch_everything() == 0


def test_stock_that_has_expired_keeps_no_promise(today):
    """Promised from a lot and not reserved yet: when the lot is over its day the promise slips."""
    food = make_item(tracking="lot", lead_time_days=9)
    receive(food, 5, lot="A", expires_on=today + timedelta(days=10))
    order = confirmed(
        make_customer(), (food, 5), reservation_policy="manual", requested_on=today + timedelta(days=3)
    )
    assert watch_everything() == 0
    Lot.objects.update(expires_on=today - timedelta(days=1))
    assert watch_everything() == 1
    slip = PromiseSlip.objects.get()
    assert (slip.order_id, slip.cause, slip.new_promised_on) == (
        order.pk,
        "stock_lost",
        today + timedelta(days=9),
    )


def test_what_is_bought_anew_has_its_days_on_the_way_too(item, today):
    carrier = Carrier.objects.create(code="ROAD", name="Road", transit_days=2)
    purchase = sent(item, 10, today + timedelta(days=4))
    order = confirmed(make_customer(), (item, 6), carrier_id=carrier.pk)
    assert order.promised_on == today + timedelta(days=6)
    close_purchase_order(purchase_order_id=purchase.pk, actor=BOSS)
    watch_everything()
    assert PromiseSlip.objects.get().new_promised_on == today + timedelta(days=32)
