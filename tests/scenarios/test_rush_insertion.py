"""A rush order is priced before anyone says yes; who says yes needs the right; who slips is told."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.errors import NotPermitted
from erp.core.models import LoggedEvent
from erp.core.outbox import relay
from erp.masterdata.models import Carrier
from erp.masterdata.selectors.company import business_day
from inventory.models import ExpectedSupply
from orders.models import CustomerTerms, PromiseSlip
from orders.services.amend import HeaderChange, LineChange, amend_order
from orders.services.orders import confirm_order, submit_order
from production.services.boms import create_bom
from tests.clients import actor_with, api_with
from tests.factories import (
    BOSS,
    confirmed,
    draft,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    quantities,
    receive,
)


@pytest.fixture
def today():
    return business_day(timezone.now())


@pytest.fixture
def item(today):
    """Ten on hand, ten more in nine days."""
    item = make_item(stock=10, lead_time_days=60, price="100", cost="60")
    ExpectedSupply.objects.create(
        source_kind="purchase_order_line",
        source_id=1,
        document_kind="purchase_order",
        document_id=1,
        document_number="PO-1",
        kind="purchase",
        item=item,
        warehouse=main_warehouse(),
        due_on=today + timedelta(days=9),
        quantity=D(10),
    )
    return item


def customer_with(percent):
    customer = make_customer()
    CustomerTerms.objects.create(customer=customer, late_penalty_percent=D(percent))
    return customer


def test_the_sheet_prices_the_rush_and_finds_the_least_harmful_way(item, today):
    soon = confirmed(customer_with(2), (item, 6), requested_on=today + timedelta(days=3))
    later = confirmed(customer_with(1), (item, 4), requested_on=today + timedelta(days=5))
    hasty = make_customer()
    body = {
        "customer": hasty.code,
        "priority": "rush",
        "lines": [{"product": item.sku, "quantity": "4"}],
    }
    told = api_with("sales_manager").post("/api/v1/orders/simulate/", body, format="json").json()
    assert told["lines"][0]["rush_promise_date"] == today.isoformat()
    assert told["lines"][0]["promise_date"] == (today + timedelta(days=9)).isoformat()
    affected = [
        (row["number"], row["days"], row["penalty"], row["margin"]) for row in told["affected_orders"]
    ]
    assert affected == [(later.number, 4, "16.00", "160.00")]
    options = told["rush"]["options"]
    assert [(row["kind"], row["affected"], row["harm"]) for row in options] == [
        ("first", 1, "16.00"),
        ("after", 1, "72.00"),
        ("wait", 0, "0.00"),
    ]
    assert PromiseSlip.objects.count() == 0
    assert soon.number not in str(told["affected_orders"])


def test_who_may_not_accept_is_refused_and_who_may_leaves_the_sheet(item, today):
    later = confirmed(make_customer(), (item, 10), requested_on=today + timedelta(days=5))
    rush = draft(make_customer(), (item, 4), priority="rush")
    with pytest.raises(NotPermitted):
        submit_order(order_id=rush.pk, actor=actor_with("sales"))
    assert fresh(rush).state == "draft"
    submit_order(order_id=rush.pk, actor=actor_with("sales_manager"))
    sheet = LoggedEvent.objects.get(name="order.rush_accepted", document_id=rush.pk).facts["sheet"]
    assert [row["number"] for row in sheet["affected"]] == [later.number]
    confirm_order(order_id=rush.pk, actor=BOSS)
    rush = fresh(rush)
    assert rush.promised_on == today
    relay()
    assert quantities(rush) == [(4, 4, 0, 0, 0)]
    assert quantities(later) == [(10, 6, 4, 0, 0)]
    slip = PromiseSlip.objects.get()
    assert (slip.order_id, slip.cause, slip.cause_number) == (later.pk, "rush", rush.number)
    assert (slip.old_promised_on, slip.new_promised_on) == (
        today + timedelta(days=5),
        today + timedelta(days=9),
    )


def test_a_rush_that_hurts_nobody_needs_no_right(item, today):
    confirmed(make_customer(), (item, 4), requested_on=today + timedelta(days=5))
    rush = draft(make_customer(), (item, 4), priority="rush")
    submit_order(order_id=rush.pk, actor=actor_with("sales"))
    assert not LoggedEvent.objects.filter(name="order.rush_accepted").exists()
    assert fresh(rush).state == "submitted"


def simulated(customer, item, quantity, **more):
    body = {"customer": customer.code, "priority": "rush", **more}
    body["lines"] = [{"product": item.sku, "quantity": str(quantity)}]
    return api_with("sales_manager").post("/api/v1/orders/simulate/", body, format="json").json()


def test_what_is_made_for_the_rush_waits_for_its_parts_and_takes_them_from_those_who_slip(today):
    """Four parts lie there, more take twelve days: the rush gets the four, the other order waits."""
    table = make_item(supply="make", lead_time_days=2, price="100")
    part = make_item(stock=4, lead_time_days=12)
    create_bom(item_id=table.pk, components=[{"item_id": part.pk, "quantity": D(1)}], actor=BOSS)
    first = confirmed(make_customer(), (table, 4))
    assert first.promised_on == today + timedelta(days=2)
    told = simulated(make_customer(), table, 4)
    assert told["lines"][0]["rush_promise_date"] == (today + timedelta(days=2)).isoformat()
    assert [(row["number"], row["days"]) for row in told["affected_orders"]] == [(first.number, 12)]
    rush = confirmed(make_customer(), (table, 6), priority="rush")
    assert rush.promised_on == today + timedelta(days=14)


def test_the_rush_is_promised_at_the_customer_with_lots_that_last(today):
    food = make_item(tracking="lot", lead_time_days=9)
    receive(food, 5, lot="OLD", expires_on=today + timedelta(days=10))
    receive(food, 3, lot="NEW", expires_on=today + timedelta(days=200))
    waiting = confirmed(make_customer(), (food, 8), requested_on=today + timedelta(days=5))
    picky, carrier = make_customer(), Carrier.objects.create(code="ROAD", name="Road", transit_days=2)
    CustomerTerms.objects.create(customer=picky, shelf_life_days=30, carrier=carrier)
    told = simulated(picky, food, 3)
    assert told["lines"][0]["rush_promise_date"] == (today + timedelta(days=2)).isoformat()
    assert [row["number"] for row in told["affected_orders"]] == [waiting.number]
    more = simulated(picky, food, 4)["lines"][0]
    assert more["rush_promise_date"] == (today + timedelta(days=11)).isoformat()
    rush = confirmed(picky, (food, 4), priority="rush")
    assert (rush.promised_on, quantities(rush)[0][0]) == (today + timedelta(days=11), 4)


def test_who_asks_for_lots_that_last_slips_when_the_rush_takes_them(today):
    food = make_item(tracking="lot", lead_time_days=9)
    receive(food, 5, lot="OLD", expires_on=today + timedelta(days=10))
    receive(food, 3, lot="NEW", expires_on=today + timedelta(days=200))
    picky = make_customer()
    CustomerTerms.objects.create(customer=picky, shelf_life_days=30)
    waiting = confirmed(picky, (food, 3), requested_on=today + timedelta(days=5))
    told = simulated(make_customer(), food, 6)
    assert [(row["number"], row["days"]) for row in told["affected_orders"]] == [(waiting.number, 4)]


def test_a_rush_that_grows_is_accepted_anew(item, today):
    """A small rush that hurts nobody does not open the door to a large one."""
    later = confirmed(make_customer(), (item, 9), requested_on=today + timedelta(days=5))
    rush = confirmed(make_customer(), (item, 1), priority="rush")
    line = rush.lines.get()
    more = [LineChange(line_id=line.pk, quantity=D(4))]
    with pytest.raises(NotPermitted):
        amend_order(order_id=rush.pk, changes=more, actor=actor_with("sales"))
    assert (quantities(rush), quantities(later)) == ([(1, 1, 0, 0, 0)], [(9, 9, 0, 0, 0)])
    amend_order(order_id=rush.pk, changes=more, actor=actor_with("sales_manager"))
    sheet = LoggedEvent.objects.get(name="order.rush_accepted", document_id=rush.pk).facts["sheet"]
    assert [row["number"] for row in sheet["affected"]] == [later.number]
    relay()
    assert (quantities(rush), quantities(later)) == ([(4, 4, 0, 0, 0)], [(9, 6, 3, 0, 0)])
    assert PromiseSlip.objects.get().order_id == later.pk
    less = [LineChange(line_id=line.pk, quantity=D(3))]
    amend_order(order_id=rush.pk, changes=less, actor=actor_with("sales"))
    assert quantities(rush)[0][0] == 3


def test_an_order_that_becomes_a_rush_later_is_served_as_one(item, today):
    later = confirmed(make_customer(), (item, 10), requested_on=today + timedelta(days=5))
    order = confirmed(make_customer(), (item, 4))
    assert quantities(order) == [(4, 0, 4, 0, 0)]
    amend_order(order_id=order.pk, header=HeaderChange(priority="rush"), actor=actor_with("sales_manager"))
    assert fresh(order).promised_on == today
    relay()
    assert (quantities(order), quantities(later)) == ([(4, 4, 0, 0, 0)], [(10, 6, 4, 0, 0)])
    slip = PromiseSlip.objects.get()
    assert (slip.order_id, slip.cause, slip.cause_number) == (later.pk, "rush", order.number)
