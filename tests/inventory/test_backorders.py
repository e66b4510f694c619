"""Back-orders are filled in the company's sequence, in sets, one transaction for many documents."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erp.core.errors import Invalid, NotPermitted
from erp.core.models import LoggedEvent
from erp.core.outbox import relay
from erp.masterdata.models import Company
from erp.masterdata.selectors.company import business_day, forget_company
from inventory.models import Demand, Lot
from inventory.models.demand import ONLY_BY_HAND
from inventory.services.backorders import allocate_item, fill_backorders, reserve_due
from orders.models import CustomerTerms
from orders.services.amend import HeaderChange, LineChange, amend_order
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput
from orders.services.orders import allocate_order, confirm_order, submit_order
from tests.clients import actor_with
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    draft,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    quantities,
    receive,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def company_read_anew():
    forget_company()
    yield
    forget_company()


def company_does(**values):
    Company.objects.update(**values)
    forget_company()


def today():
    return business_day(timezone.now())


def reserved(*orders):
    return [quantities(order)[0][1] for order in orders]


def fill(item):
    return fill_backorders(warehouse_id=main_warehouse().pk, item_ids=[item.pk])


def three_waiting():
    customer, item = make_customer(), make_item(stock=0)
    early = confirmed(customer, (item, 60), requested_on=today() + timedelta(days=20))
    rush = confirmed(customer, (item, 30), priority="rush", requested_on=today() + timedelta(days=40))
    late = confirmed(customer, (item, 10), requested_on=today() + timedelta(days=60))
    return item, early, rush, late


@pytest.mark.parametrize(
    ("sequence", "expected"),
    [("priority", [D(10), D(30), D(0)]), ("promise_date", [D(40), D(0), D(0)]), ("fair_share", [24, 12, 4])],
)
def test_the_company_says_who_is_served_first(sequence, expected):
    company_does(allocation_sequence=sequence)
    item, *orders = three_waiting()
    receive(item, 40)
    assert fill(item) == len([one for one in expected if one])
    assert reserved(*orders) == expected
    assert_books_hold()


def test_the_order_follows_and_its_timeline_says_so():
    customer, item = make_customer(), make_item(stock=0)
    order = confirmed(customer, (item, 5), (make_item(stock=9), 1))
    receive(item, 5)
    relay()
    assert fresh(order).fulfillment_state == "allocated"
    told = LoggedEvent.objects.filter(about_kind="order", about_id=order.pk).order_by("id")
    names = [one.name for one in told]
    assert names[-3:] == ["stock.reserved", "order.fulfillment_moved", "order.allocated"]
    last = told.last()
    assert last is not None and last.facts == {"quantity": "5.000000", "is_complete": True}
    assert_books_hold()


def test_held_orders_wait_and_expired_lots_serve_nobody():
    item = make_item(stock=0, tracking="lot")
    order = confirmed(make_customer(), (item, 5))
    receive(item, 5, lot="OLD", expires_on=today())
    Lot.objects.update(expires_on=today() - timedelta(days=1))
    assert fill(item) == 0
    Demand.objects.update(is_held=True)
    receive(item, 5, lot="NEW", expires_on=today() + timedelta(days=90))
    assert fill(item) == 0
    Demand.objects.update(is_held=False)
    assert fill(item) == 1
    assert reserved(order) == [D(5)]


def test_statements_do_not_grow_with_the_documents():
    def statements(orders):
        item, customer = make_item(stock=0), make_customer(limit=None)
        for _ in range(orders):
            confirmed(customer, (item, 2))
        receive(item, orders * 2)
        with CaptureQueriesContext(connection) as captured:
            assert fill(item) == orders
        return len(captured)

    statements(1)
    assert statements(3) == statements(12)


def test_scarce_stock_is_shared_out_by_hand_in_another_sequence():
    item, *orders = three_waiting()
    receive(item, 40)
    planner = actor_with("planner")
    place = {"item_id": item.pk, "warehouse_id": main_warehouse().pk}
    with pytest.raises(Invalid):
        allocate_item(**place, sequence="dice", actor=planner)
    with pytest.raises(NotPermitted):
        allocate_item(**place, sequence="fair_share", actor=actor_with("finance"))
    assert allocate_item(**place, sequence="fair_share", actor=planner) == 3
    assert reserved(*orders) == [24, 12, 4]


def ordered(item, quantity, **fields):
    lines = [LineInput(item_id=item.pk, quantity=D(quantity))]
    customer = fields.pop("customer", None) or make_customer()
    order = create_order(order=OrderInput(customer_id=customer.pk, lines=lines, **fields), actor=BOSS)
    submit_order(order_id=order.pk, actor=BOSS)
    return confirm_order(order_id=order.pk, actor=BOSS)


def test_some_days_before_shipping_nothing_is_reserved_earlier():
    company_does(reservation_policy="before_shipping", reserve_days_before=5)
    item = make_item(stock=10)
    order = ordered(item, 4, requested_on=today() + timedelta(days=20))
    assert (order.fulfillment_state, reserved(order)) == ("unallocated", [D(0)])
    assert reserve_due() == 0
    assert reserve_due(at=timezone.now() + timedelta(days=14)) == 0
    assert reserve_due(at=timezone.now() + timedelta(days=15)) == 1
    assert (fresh(order).fulfillment_state, reserved(order)) == ("allocated", [D(4)])
    soon = ordered(item, 4, requested_on=today() + timedelta(days=2))
    assert reserved(soon) == [D(4)]
    assert_books_hold()


def test_the_day_to_reserve_moves_with_the_promise():
    company_does(reservation_policy="before_shipping", reserve_days_before=5)
    order = ordered(make_item(stock=10), 4, requested_on=today() + timedelta(days=20))
    header = HeaderChange(requested_on=today() + timedelta(days=30))
    amend_order(order_id=order.pk, header=header, actor=BOSS)
    assert Demand.objects.get().reserve_on == today() + timedelta(days=25)


def test_by_hand_means_by_hand():
    item = make_item(stock=10)
    order = ordered(item, 4, reservation_policy="manual")
    assert Demand.objects.get().reserve_on == ONLY_BY_HAND
    assert fill(item) == 0 and reserve_due() == 0
    [line] = order.lines.all()
    amend_order(order_id=order.pk, changes=[LineChange(line.pk, quantity=D(5))], actor=BOSS)
    assert reserved(order) == [D(0)]
    allocate_order(order_id=order.pk, actor=BOSS)
    assert reserved(order) == [D(5)]


def test_a_confirmed_order_may_change_its_policy():
    item = make_item(stock=10)
    order = ordered(item, 4, reservation_policy="manual")
    amend_order(order_id=order.pk, header=HeaderChange(reservation_policy="at_confirmation"), actor=BOSS)
    assert reserved(order) == [D(4)]


def test_the_customer_decides_before_the_company():
    customer = make_customer()
    CustomerTerms.objects.create(customer=customer, reservation_policy="manual")
    order = draft(customer, (make_item(stock=5), 1))
    assert order.reservation_policy == "manual"


def test_an_unknown_policy_is_refused():
    with pytest.raises(Invalid):
        ordered(make_item(), 1, reservation_policy="later")


def test_lines_of_which_only_some_are_due():
    company_does(reservation_policy="before_shipping", reserve_days_before=5)
    now, later = make_item(stock=10), make_item(stock=10)
    lines = [
        LineInput(item_id=now.pk, quantity=D(2)),
        LineInput(item_id=later.pk, quantity=D(3), requested_on=today() + timedelta(days=30)),
    ]
    order = create_order(order=OrderInput(customer_id=make_customer().pk, lines=lines), actor=BOSS)
    submit_order(order_id=order.pk, actor=BOSS)
    order = confirm_order(order_id=order.pk, actor=BOSS)
    assert [one[1] for one in quantities(order)] == [D(2), D(0)]
    assert order.fulfillment_state == "partially_allocated"
    assert_books_hold()
