"""An operation goes to a supplier: asked for, bought, delivered, reported; its day moves what is made."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from django.utils import timezone

from erp.core.errors import Conflict, Invalid, NotPermitted, StaleVersion
from erp.core.integrity import run_checks
from erp.core.outbox import relay
from erp.masterdata.models import WorkingCalendar
from inventory.models import (
    Balance,
    ExpectedSupply,
    PurchaseOrder,
    PurchaseRequisition,
    Receipt,
    RequisitionNeed,
    SupplierItem,
)
from inventory.services.conversion import convert_requisitions
from inventory.services.purchase import PurchaseLineInput, create_purchase_order, send_purchase_order
from inventory.services.purchase_changes import reschedule_purchase_order
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from inventory.services.requisitions import approve_requisition
from production.calc.outside import shared_out
from production.models import Operation, RoutingOperation, WorkCenter, WorkReport
from production.services.merging import merge_work_orders
from production.services.outside_work import report_delivery
from production.services.outsourcing import outsource_operation
from production.services.scenario_adoption import adopt_scenario, ask_adoption
from production.services.scenarios import create_scenario, reckon_scenario
from production.services.splitting import split_work_order
from production.services.work_orders import cancel_work_order, change_work_order, release_work_order
from tests.clients import actor_with, api_with, person
from tests.factories import BOSS, fresh, main_warehouse, make_item, make_supplier
from tests.factories.making import made_item, report, work_order
from tests.production.scheduling.shop import DAYS

TODAY = timezone.now().date()
pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    """Ten lamps: sawn here, then plated by whom it is given to."""
    weekly = {name: [["08:00", "16:00"]] for name in DAYS}
    WorkingCalendar.objects.create(code="SHOP", name="Shop", weekly=weekly)
    return work_order(made_item(steps=("saw", "plate"), lead_time_days=2), 10, days=6)


@pytest.fixture
def plater():
    return make_supplier(is_inspection_exempt=False)


def plating(order):
    return order.operations.get(number=20)


def given(order, plater, **more):
    values = {"lead_days": 4, "unit_cost": D("2.5"), **more}
    outsource_operation(operation_id=plating(order).pk, supplier=plater, actor=BOSS, **values)


def bought(order):
    """The sent purchase order of the released work order's outside operation."""
    release_work_order(work_order_id=order.pk, actor=BOSS)
    relay()
    asked = PurchaseRequisition.objects.get()
    if asked.state == "submitted":
        approve_requisition(requisition_id=asked.pk, actor=BOSS)
    [purchase] = convert_requisitions(requisition_ids=[asked.pk], actor=BOSS)
    send_purchase_order(purchase_order_id=purchase.pk, actor=BOSS)
    relay()
    return purchase


def nothing_broken():
    relay()
    assert [(one.check.code, one.rows) for one in run_checks() if one.rows] == []


def test_asked_for_bought_delivered_and_reported(order, plater):
    given(order, plater)
    assert not PurchaseRequisition.objects.exists()  # nobody begins before the release
    purchase = bought(order)
    line = purchase.lines.get()
    assert (purchase.supplier, line.quantity, line.unit_price) == (plater, 10, D("2.5"))
    assert line.item.kind == "service"
    assert SupplierItem.objects.get(item=line.item).lead_time_days == 4
    assert plating(order).back_on == line.expected_on
    relay()
    assert PurchaseRequisition.objects.count() == 1  # asked for once
    report(order, 10, operation=10)
    stock = Balance.objects.filter(item=line.item)
    arrived = ReceiptInput(1, D(6), damaged=D(1), damage_reason="scratched")
    receipt = receive_purchase_order(purchase_order_id=purchase.pk, lines=[arrived], actor=BOSS)
    relay()
    step = plating(order)
    assert (step.good, step.scrapped, step.state) == (5, 1, "running")
    assert (fresh(receipt).state, stock.exists()) == ("put_away", False)
    receive_purchase_order(purchase_order_id=purchase.pk, lines=[ReceiptInput(1, D(4))], actor=BOSS)
    relay()
    step = plating(order)
    assert (step.good, step.scrapped, step.state) == (9, 1, "finished")
    assert order.item.balances.get().on_hand == 9
    report_delivery(receipt_id=receipt.pk, actor=BOSS)  # delivered twice, counted once
    assert plating(order).good == 9
    assert fresh(purchase).state == "received"
    nothing_broken()


def test_the_day_of_the_purchase_moves_what_is_made_and_early_deliveries_wait(order, plater):
    given(order, plater)
    purchase = bought(order)
    later = TODAY + timedelta(days=20)
    reschedule_purchase_order(purchase_order_id=purchase.pk, dates={1: later}, reason="strike", actor=BOSS)
    relay()
    supply = ExpectedSupply.objects.get(source_kind="work_order", source_id=order.pk)
    assert (supply.due_on, plating(order).back_on) == (later, later)
    receive_purchase_order(purchase_order_id=purchase.pk, lines=[ReceiptInput(1, D(10))], actor=BOSS)
    relay()
    assert plating(order).good == 0  # nothing was sawn yet
    assert set(WorkReport.objects.values_list("state", flat=True)) == {"waiting"}
    report(order, 10, operation=10)
    relay()
    assert plating(order).good == 10
    nothing_broken()


def test_a_cancelled_work_order_asks_for_nothing_and_another_supplier_is_refused(order, plater):
    given(order, plater)
    release_work_order(work_order_id=order.pk, actor=BOSS)
    relay()
    with pytest.raises(Conflict, match="bought_outside"):
        given(order, make_supplier())
    cancel_work_order(work_order_id=order.pk, reason="no money", actor=BOSS)
    relay()
    assert PurchaseRequisition.objects.get().state == "rejected"
    nothing_broken()


def test_what_the_routing_says_that_it_costs_is_paid_until_the_supplier_has_a_price(order, plater):
    """Work that its routing gives outside is bought at the routing's price, not for nothing."""
    outside = WorkCenter.objects.create(code="EXT", name="Plater", is_outside=True, supplier=plater)
    agreed = {"work_center": outside, "lead_days": 4, "outside_price": D("1.8"), "supplier": plater}
    RoutingOperation.objects.filter(routing=order.routing, number=20).update(**agreed)
    Operation.objects.filter(pk=plating(order).pk).update(work_center=outside)
    assert bought(order).lines.get().unit_price == D("1.8")


def asked_for(order):
    """How many pieces of its outside operation are asked for."""
    needs = RequisitionNeed.objects.filter(document_kind="operation", document_id=plating(order).pk)
    return sum(needs.exclude(requisition__state="rejected").values_list("quantity", flat=True))


@pytest.mark.parametrize("quantity", [15, 7])
def test_a_changed_work_order_asks_for_as_many_as_it_makes(order, plater, quantity):
    given(order, plater)
    release_work_order(work_order_id=order.pk, actor=BOSS)
    relay()
    change_work_order(work_order_id=order.pk, quantity=D(quantity), actor=BOSS)
    relay()
    assert asked_for(order) == quantity
    assert PurchaseRequisition.objects.get().quantity == quantity
    nothing_broken()


def test_more_is_bought_of_what_the_supplier_has_already_and_less_stays(order, plater):
    given(order, plater)
    bought(order)
    change_work_order(work_order_id=order.pk, quantity=D(8), actor=BOSS)
    relay()
    assert asked_for(order) == 10  # with the supplier
    change_work_order(work_order_id=order.pk, quantity=D(13), actor=BOSS)
    relay()
    assert asked_for(order) == 13
    assert sorted(PurchaseRequisition.objects.values_list("quantity", flat=True)) == [3, 10]
    nothing_broken()


@pytest.mark.parametrize("is_ordered", [True, False])
def test_a_split_work_order_is_plated_once(order, plater, is_ordered):
    given(order, plater)
    if is_ordered:
        purchase = bought(order)
    else:
        release_work_order(work_order_id=order.pk, actor=BOSS)
        relay()
    split_work_order(work_order_id=order.pk, quantity=D(4), actor=BOSS)
    part = order.parts.get()
    release_work_order(work_order_id=part.pk, actor=BOSS)
    relay()
    assert (asked_for(order), asked_for(part)) == (6, 4)
    assert PurchaseRequisition.objects.get().quantity == 10
    if is_ordered:
        report(order, 6, operation=10)
        report(part, 4, operation=10)
        receive_purchase_order(purchase_order_id=purchase.pk, lines=[ReceiptInput(1, D(10))], actor=BOSS)
        relay()
        assert (plating(order).good, plating(part).good) == (6, 4)
    nothing_broken()


@pytest.mark.parametrize("is_ordered", [True, False])
def test_merged_work_orders_are_plated_together(order, plater, is_ordered):
    given(order, plater)
    other = work_order(order.item, 5, days=6)
    given(other, plater)
    if is_ordered:
        bought(other)
    else:
        release_work_order(work_order_id=other.pk, actor=BOSS)
    release_work_order(work_order_id=order.pk, actor=BOSS)
    relay()
    merge_work_orders(work_order_id=order.pk, other_id=other.pk, actor=BOSS)
    relay()
    assert (asked_for(order), asked_for(other)) == (15, 0)
    assert sum(PurchaseRequisition.objects.exclude(state="rejected").values_list("quantity", flat=True)) == 15
    nothing_broken()


def test_refusals_and_rights(order, plater):
    with pytest.raises(NotPermitted):
        outsource_operation(
            operation_id=plating(order).pk, supplier=plater, lead_days=4, actor=actor_with("sales")
        )
    for wrong in ({"lead_days": 0}, {"unit_cost": D(-1)}):
        with pytest.raises(Invalid):
            given(order, plater, **wrong)
    with pytest.raises(StaleVersion):
        given(order, plater, seen=99)
    kit = make_item(kind="kit")
    with pytest.raises(Invalid):
        create_purchase_order(
            supplier=plater, warehouse=main_warehouse(), expected_on=TODAY,
            lines=[PurchaseLineInput(kit, D(1))], actor=BOSS,
        )  # fmt: skip
    assert fresh(plating(order)).outside_days is None


def test_over_the_api_and_on_the_page(order, plater):
    api = api_with("production_manager")
    address = f"/api/v1/operations/opn_{plating(order).pk}/"
    body = {"supplier": plater.code, "lead_days": 3, "unit_cost": "2"}
    assert api_with("sales").post(f"{address}outsource/", body).status_code == 403
    assert api.post(f"{address}outsource/", {**body, "lead_days": 0}).status_code == 400
    assert api.post(f"{address}outsource/", body).status_code == 200
    client = Client()
    client.force_login(person("production_manager"))
    first = order.operations.get(number=10)
    page = client.get(f"/work-orders/{order.number}/").content.decode()
    assert "Give an operation to a supplier" in page
    form = {"operation": first.pk, "supplier": plater.pk, "lead_days": "2", "unit_cost": ""}
    assert client.post(f"/work-orders/{order.number}/outsource/", form).status_code == 302
    assert fresh(first).outside_days == 2
    release_work_order(work_order_id=order.pk, actor=BOSS)
    relay()
    asked = PurchaseRequisition.objects.order_by("pk").values_list("number", flat=True)
    assert len(asked) == 2
    assert api.get(address).json()["requisition"] in asked
    assert asked[0] in client.get(f"/work-orders/{order.number}/").content.decode()


def test_outsourcing_adopted_from_a_scenario_is_bought_the_same_way(order, plater):
    out = {
        "kind": "outsource", "operation": f"opn_{plating(order).pk}", "supplier": plater.code,
        "lead_days": 5, "unit_cost": "3",
    }  # fmt: skip
    planner = actor_with("planner")
    row = create_scenario(name="Outside", changes=[out], actor=planner)
    reckon_scenario(scenario_id=row.pk, actor=planner)
    ask_adoption(scenario_id=row.pk, actor=planner)
    adopt_scenario(scenario_id=row.pk, actor=actor_with("production_manager"))
    purchase = bought(order)
    assert purchase.lines.get().unit_price == 3
    assert PurchaseOrder.objects.count() == 1
    assert not Receipt.objects.exists()
    assert Operation.objects.get(number=20).back_on is not None


@pytest.mark.parametrize(
    ("before", "came", "needs", "shares"),
    [
        (0, 4, [3, 3], [3, 1]),
        (4, 2, [3, 3], [0, 2]),
        (6, 1, [3, 3], [0, 1]),
        (0, 9, [3, 3], [3, 6]),
        (2, 2, [3], [2]),
    ],
)
def test_deliveries_are_shared_out_in_order(before, came, needs, shares):
    found = shared_out(D(before), D(came), [D(one) for one in needs])
    assert found == shares
    assert sum(found) == came
