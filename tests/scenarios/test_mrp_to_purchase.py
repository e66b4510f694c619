"""From customers' orders through a material plan to requisitions, purchase orders and goods on the shelf."""

from datetime import timedelta
from decimal import Decimal as D

from django.utils import timezone

from erp.core.outbox import relay
from inventory.models import PurchaseRequisition, SupplierItem
from inventory.services.arrivals import ReceiptInput
from inventory.services.conversion import convert_requisitions
from inventory.services.purchase import send_purchase_order
from inventory.services.receipts import receive_purchase_order
from inventory.services.requisitions import approve_requisition
from production.models import PlannedOrder, PlanningRun
from production.selectors.pegging import pegs_up
from production.services.planned_orders import firm_planned_orders
from production.services.planning_runs import ask_planning, run_planning
from tests.clients import actor_with
from tests.factories import BOSS, confirmed, fresh, make_customer, make_item, make_supplier, receive
from tests.factories.making import made_item

TODAY = timezone.now().date()


def planned() -> PlanningRun:
    run = ask_planning(actor=actor_with("planner"), horizon_days=120)
    run_planning(run.pk)
    return fresh(run)


def test_orders_become_purchases_once_and_arrive():
    part = make_item(planning="mrp", lead_time_days=20)
    lamp = made_item((part, 2), lead_time_days=3)
    offer = {"lead_time_days": 10, "minimum_quantity": D(40), "multiple": D(10), "price": D(3)}
    SupplierItem.objects.create(supplier=make_supplier(), item=part, **offer)
    receive(part, 5)
    confirmed(make_customer(), (part, 8))
    order = confirmed(make_customer(), (lamp, 20))

    run = planned()
    assert (run.state, run.counts["late"]) == ("completed", 0)
    made, bought = PlannedOrder.objects.order_by("level")
    assert (made.kind, made.quantity, made.item) == ("make", 20, lamp)
    assert (bought.kind, bought.quantity, bought.item) == (
        "buy",
        50,
        part,
    )  # 8 + 40 − 5, at least 40, in tens
    assert bought.due_on >= TODAY + timedelta(days=10)
    assert order.number in {row.document.number for row in pegs_up(bought) if row.document}

    firm_planned_orders(order_ids=[made.pk, bought.pk], actor=BOSS)
    assert planned().counts["orders"] == 0
    asked = PurchaseRequisition.objects.get()
    if asked.state == "submitted":
        approve_requisition(requisition_id=asked.pk, actor=BOSS)
    assert planned().counts["orders"] == 0
    purchase = convert_requisitions(requisition_ids=[asked.pk], actor=BOSS)[0]
    send_purchase_order(purchase_order_id=purchase.pk, actor=BOSS)
    assert planned().counts["orders"] == 0

    receive_purchase_order(purchase_order_id=purchase.pk, lines=[ReceiptInput(1, D(50))], actor=BOSS)
    relay()
    again = planned()
    assert (again.counts["orders"], again.counts["late"]) == (0, 0)
