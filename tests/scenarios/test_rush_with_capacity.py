"""A rush order is dated and priced by what the machines can do, and who has to make way for it is told."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.outbox import relay
from erp.masterdata.selectors.company import business_day
from orders.models import CustomerTerms, PromiseSlip
from orders.services.orders import confirm_order, submit_order
from production.models import ScheduledOperation, WorkOrder
from production.services.boms import create_bom
from production.services.scheduling import run_schedule
from tests.clients import api_with
from tests.factories import BOSS, confirmed, draft, fresh, make_customer, make_item
from tests.production.scheduling.shop import make_calendar, make_center, make_routing


@pytest.fixture
def today():
    return business_day(timezone.now())


@pytest.fixture
def oven():
    return make_center("OVEN", make_calendar(("00:00", "24:00")))


def made(oven, minutes, **fields):
    item = make_item(supply="make", planning="to_order", price="100", cost="60", **fields)
    part = make_item(stock=999)
    create_bom(item_id=item.pk, components=[{"item_id": part.pk, "quantity": D(1)}], actor=BOSS)
    make_routing(item, (oven, minutes))
    return item


def simulated(item, quantity, priority="rush"):
    body = {"customer": make_customer().code, "priority": priority}
    body["lines"] = [{"product": item.sku, "quantity": str(quantity)}]
    return api_with("sales_manager").post("/api/v1/orders/simulate/", body, format="json").json()


@pytest.fixture
def story(oven, today):
    """Three days of the oven are promised to one order of plates; bowls are asked for in a hurry."""
    plate, bowl = made(oven, 1440), made(oven, 720)
    customer = make_customer()
    CustomerTerms.objects.create(customer=customer, late_penalty_percent=D(2))
    order = confirmed(customer, (plate, 3))
    run_schedule(actor=BOSS)
    relay()
    return order, plate, bowl


def test_the_sheet_dates_the_rush_first_on_the_machine_and_names_who_makes_way(story, today):
    order, _plate, bowl = story
    usual = simulated(bowl, 2, priority="normal")["lines"][0]
    assert usual["promise_date"] >= (today + timedelta(days=4)).isoformat()
    assert "OVEN" in str(usual)
    told = simulated(bowl, 2)
    line = told["lines"][0]
    assert line["rush_promise_date"] <= (today + timedelta(days=1)).isoformat()
    assert line["promise_date"] == usual["promise_date"]
    [row] = told["affected_orders"]
    assert (row["number"], row["days"]) == (order.number, 1)
    assert D(row["penalty"]) == 6
    kinds = {option["kind"]: option for option in told["rush"]["options"]}
    assert kinds["wait"]["affected"] == 0
    assert kinds["after"]["promise_date"] == usual["promise_date"]
    assert (ScheduledOperation.objects.count(), WorkOrder.objects.count()) == (1, 1)


def test_accepted_it_is_made_first_and_the_other_order_is_told(story, today):
    order, _plate, bowl = story
    rush = draft(make_customer(), (bowl, 2), priority="rush")
    submit_order(order_id=rush.pk, actor=BOSS)
    confirm_order(order_id=rush.pk, actor=BOSS)
    rush = fresh(rush)
    assert rush.promised_on <= today + timedelta(days=1)
    relay()
    first, second = ScheduledOperation.objects.order_by("starts_at").select_related("operation__work_order")
    assert first.operation.work_order.document_number == rush.number
    assert business_day(first.ends_at - timedelta(seconds=1)) <= rush.promised_on
    slip = PromiseSlip.objects.get()
    assert (slip.order_id, slip.cause) == (order.pk, "supply_late")
    assert slip.cause_number == second.operation.work_order.number
    assert slip.new_promised_on is not None and slip.old_promised_on is not None
    assert (slip.new_promised_on - slip.old_promised_on).days == 1
    assert fresh(rush).open_slips == 0


def test_what_has_begun_or_is_locked_does_not_make_way(story, today):
    order, _plate, bowl = story
    soon = timezone.now() + timedelta(minutes=5)
    ScheduledOperation.objects.update(is_locked=True, starts_at=soon, ends_at=soon + timedelta(days=3))
    told = simulated(bowl, 2)
    assert told["lines"][0]["rush_promise_date"] >= (today + timedelta(days=4)).isoformat()
    assert told["affected_orders"] == []


def test_a_rush_that_finds_a_gap_hurts_nobody(oven, today):
    plate, bowl = made(oven, 1440), made(oven, 60)
    order = confirmed(make_customer(), (plate, 1), requested_on=today + timedelta(days=9))
    run_schedule(actor=BOSS)
    relay()
    told = simulated(bowl, 2)
    assert told["affected_orders"] == []
    assert told["lines"][0]["rush_promise_date"] <= (today + timedelta(days=1)).isoformat()
    assert fresh(order).open_slips == 0
