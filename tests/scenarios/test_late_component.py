"""A component is late: schedule, pegs, promise and explanation move, and something can be done."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.outbox import relay
from erp.masterdata.selectors.company import business_day
from inventory.models import ExpectedSupply, Peg, PurchaseRequisition, SupplierItem
from inventory.services.purchase import PurchaseLineInput, create_purchase_order, send_purchase_order
from inventory.services.purchase_changes import reschedule_purchase_order
from orders.models import PromiseChange, PromiseSlip
from orders.selectors.remedies import remedies_for
from orders.services.remedies import remedy_slip
from orders.services.slip_answers import accept_slip
from production.models import ScheduledOperation, WorkOrder
from production.selectors.why import promise_sentence
from production.services.boms import create_bom
from production.services.scheduling import run_schedule
from tests.clients import person
from tests.factories import BOSS, confirmed, fresh, main_warehouse, make_customer, make_item, make_supplier
from tests.production.scheduling.shop import make_calendar, make_center, make_routing


@pytest.fixture
def today():
    return business_day(timezone.now())


@pytest.fixture
def panel():
    return make_item(lead_time_days=20)


@pytest.fixture
def lamp(panel):
    """Made to order of panels, two hours each at one work center."""
    item = make_item(supply="make", planning="to_order", lead_time_days=2, price="100")
    create_bom(item_id=item.pk, components=[{"item_id": panel.pk, "quantity": D(1)}], actor=BOSS)
    make_routing(item, (make_center("WELD", make_calendar(("00:00", "24:00"))), 120))
    return item


def bought(item, quantity, on):
    order = create_purchase_order(
        supplier=make_supplier(),
        warehouse=main_warehouse(),
        expected_on=on,
        lines=[PurchaseLineInput(item, D(quantity), D(3))],
        actor=BOSS,
    )
    return send_purchase_order(purchase_order_id=order.pk, actor=BOSS)


def expected_again(purchase, on):
    reschedule_purchase_order(
        purchase_order_id=purchase.pk, dates={1: on}, reason="supplier says so", actor=BOSS
    )
    relay()


@pytest.fixture
def story(lamp, panel, today):
    """Ten panels are bought for the fourth day; an order of five lamps was promised on them."""
    purchase = bought(panel, 10, today + timedelta(days=4))
    order = confirmed(make_customer(salesperson=person("sales")), (lamp, 5))
    run_schedule(actor=BOSS)
    relay()
    return purchase, order


def test_everything_that_leans_on_the_component_moves(story, lamp, panel, today, client):
    purchase, order = story
    work, place = WorkOrder.objects.get(), ScheduledOperation.objects.get()
    assert order.promised_on == today + timedelta(days=4)
    assert (place.waits_for, business_day(place.starts_at)) == ("material", today + timedelta(days=4))
    assert not PromiseSlip.objects.exists()

    expected_again(purchase, today + timedelta(days=9))
    place = fresh(place)
    assert (place.waits_for, business_day(place.starts_at)) == ("material", today + timedelta(days=9))
    assert ExpectedSupply.objects.get(source_kind="work_order").due_on == today + timedelta(days=9)
    slip = PromiseSlip.objects.get()
    assert (slip.order_id, slip.cause, slip.cause_number) == (order.pk, "supply_late", work.number)
    assert (slip.old_promised_on, slip.new_promised_on) == (
        today + timedelta(days=4),
        today + timedelta(days=9),
    )
    assert Peg.objects.get().supply.document_number == work.number
    client.force_login(person("planner", "sales_manager"))
    assert b"Its material is there from" in client.get(f"/schedule/{place.operation_id}/").content
    panel_of_order = client.get(f"/orders/{order.number}/slips/").content.decode()
    assert f"/schedule/ways/{work.number}/" in panel_of_order

    accept_slip(slip_id=slip.pk, actor=BOSS)
    line = fresh(order).lines.get()
    assert line.promised_on == today + timedelta(days=9)
    assert work.number in promise_sentence(line.promise_reason)
    change = PromiseChange.objects.get()
    assert (change.cause, change.cause_number) == ("supply_late", work.number)
    relay()
    assert not PromiseSlip.objects.filter(state="open").exists()


def test_it_comes_in_time_after_all(story, today):
    purchase, order = story
    expected_again(purchase, today + timedelta(days=9))
    assert fresh(order).open_slips == 1
    expected_again(purchase, today + timedelta(days=3))
    assert fresh(order).open_slips == 0
    assert PromiseSlip.objects.get().state == "withdrawn"
    assert business_day(ScheduledOperation.objects.get().starts_at) == today + timedelta(days=3)


def test_the_component_is_bought_faster_elsewhere(story, panel, today):
    """A quicker supplier of the component is the remedy; the goods it brings give the promise back."""
    purchase, order = story
    expected_again(purchase, today + timedelta(days=9))
    SupplierItem.objects.create(supplier=make_supplier(), item=panel, price=D(9), lead_time_days=5)
    slip = PromiseSlip.objects.get()
    [remedy] = [one for one in remedies_for(slip, BOSS, today=today) if one.kind == "expedite"]
    assert remedy.on == today + timedelta(days=5)
    assert remedy.facts["product"] == panel.sku
    remedy_slip(slip_id=slip.pk, kind="expedite", choice=remedy.choice, actor=BOSS)
    assert PurchaseRequisition.objects.get(item=panel).quantity == remedy.facts["quantity"]
    assert fresh(slip).remedy == "expedite"


def test_an_order_that_leans_on_stock_is_left_alone(story, lamp, today):
    purchase, _order = story
    shelf = make_item(stock=5)
    other = confirmed(make_customer(), (shelf, 5))
    expected_again(purchase, today + timedelta(days=9))
    assert fresh(other).open_slips == 0
    assert PromiseSlip.objects.count() == 1
