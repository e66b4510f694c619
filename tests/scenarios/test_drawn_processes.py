"""The shipped processes at work: amounts take the routes their table says, documents ask who decides."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from erp.core.errors import CreditExceeded, NotPermitted
from erp.identity.selectors.actors import actor_for
from erp.processes.models import Case, Incident, Task
from erp.processes.services.shipped import publish_shipped
from erp.processes.services.tasks import approve_task, reject_task
from finance.models import Invoice
from inventory.models import ExpectedSupply
from inventory.services.dispatch import deliver_shipment
from inventory.services.requisitions import approve_requisition, create_requisition, submit_requisition
from orders.models import ReturnReason
from orders.selectors.order_progress import order_progress
from orders.services.approvals import approve_order, decline_order
from orders.services.orders import confirm_order, hold_order, release_order, submit_order
from orders.services.returns import ReturnInput, ReturnLineInput, approve_return, create_return
from sla.models import SlaTimer
from tests.clients import actor_with, person
from tests.factories import (
    BOSS,
    confirmed,
    draft,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    pay,
    receive,
    ship,
)
from tests.processes.drawings import case_of, drained, log_of, places

OPEN = ["waiting", "claimed"]


def asked(document):
    """Which steps wait for people."""
    rows = Task.objects.filter(subject_number=document.number, state__in=OPEN).order_by("pk")
    return list(rows.values_list("node", "role"))


def order_of(amount, **customer):
    order = draft(make_customer(**customer), (make_item(stock=10, price=str(amount), cost="1"), 1))
    drained(lambda: submit_order(order_id=order.pk, actor=BOSS))
    return fresh(order)


def test_amounts_take_the_routes_their_table_says(order_process):
    small, middle, large = order_of(9999), order_of(10_000), order_of(20_001)
    assert (small.state, asked(small)) == ("confirmed", [])
    assert (middle.state, asked(middle)) == ("submitted", [("finance_review", "finance")])
    assert (large.state, asked(large)) == ("submitted", [("finance_review", "finance")])

    approve_order(order_id=middle.pk, actor=BOSS)
    assert fresh(middle).state == "confirmed"
    approve_order(order_id=large.pk, actor=BOSS)
    assert (fresh(large).state, asked(large)) == ("submitted", [("manager_review", "sales_manager")])
    approve_order(order_id=large.pk, actor=actor_with("sales_manager"))
    assert fresh(large).state == "confirmed"


def test_an_order_from_intake_to_payment_and_close(order_process):
    customer, item = make_customer(), make_item(stock=10)
    order = draft(customer, (item, 3))
    drained(lambda: submit_order(order_id=order.pk, actor=BOSS))
    assert places(case_of(order)) == [("picking", "waiting")]
    shipment = ship(order)
    assert places(case_of(order)) == [("delivery", "waiting")]
    deliver_shipment(shipment_id=shipment.pk, actor=BOSS)
    assert places(case_of(order)) == [("payment", "waiting")]
    drained(lambda: pay(Invoice.objects.get()))
    assert (fresh(order).state, case_of(order).state) == ("closed", "completed")
    nodes = [node for node, _outcome in log_of(case_of(order))]
    assert nodes == [
        "start", "route", "technical", "confirm", "allocate", "supply", "picking", "packing", "dispatch",
        "rest", "invoice", "delivery", "payment", "close", "end",
    ]  # fmt: skip
    assert ("rest", "skipped") in log_of(case_of(order))
    assert not Incident.objects.exists()


def test_an_order_that_goes_in_parts_waits_for_the_rest_without_a_late_dispatch(order_process):
    customer, item = make_customer(), make_item(stock=3)
    order = draft(customer, (item, 5))
    drained(lambda: submit_order(order_id=order.pk, actor=BOSS))
    ship(order)
    case = case_of(order)
    assert places(case) == [("rest", "waiting")]
    clocks = SlaTimer.objects.filter(subject_kind="order", subject_id=order.pk)
    assert clocks.get(node="dispatch").state == "met"
    assert clocks.get(node="promised_ship_date").state == "running"
    assert set(clocks.filter(case_id=case.pk, state="running").values_list("node", flat=True)) == set()
    assert dict(order_progress(order.pk))["Shipped"].startswith("3 of 5")
    drained(lambda: pay(Invoice.objects.get()))
    assert places(case) == [("rest", "waiting")]
    assert dict(order_progress(order.pk))["Paid"] == "$30.00 of $50.00"
    drained(lambda: receive(item, 2))
    ship(order)
    assert places(case) == [("delivery", "waiting")]
    assert clocks.get(node="promised_ship_date").state == "met"


def test_an_order_without_stock_waits_for_supply(order_process):
    customer, item = make_customer(), make_item()
    order = draft(customer, (item, 3))
    drained(lambda: submit_order(order_id=order.pk, actor=BOSS))
    assert places(case_of(order)) == [("allocate", "waiting")]
    drained(lambda: receive(item, 5))
    assert places(case_of(order)) == [("picking", "waiting")]


def test_who_confirms_by_hand_is_followed(order_process):
    order = order_of(10_000)
    confirm_order(order_id=order.pk, actor=BOSS)
    assert (asked(order), Task.objects.get().state) == ([], "cancelled")
    assert places(case_of(order)) == [("picking", "waiting")]
    assert ("finance_review", "overtaken") in log_of(case_of(order))


def test_a_custom_item_is_confirmed_by_who_makes_it(order_process):
    order = draft(make_customer(), (make_item(price="10", planning="to_order"), 1))
    drained(lambda: submit_order(order_id=order.pk, actor=BOSS))
    assert asked(order) == [("technical", "production_manager")]
    drained(lambda: approve_order(order_id=order.pk, actor=actor_with("production_manager")))
    assert fresh(order).state == "confirmed"


def test_an_order_above_credit_is_released_by_who_may(order_process):
    order = order_of(500, limit=100)
    assert (order.state, asked(order)) == ("submitted", [("finance_review", "finance")])
    clerk = person("sales")
    clerk.roles = ["finance"]
    clerk.save()
    actor = actor_for(clerk)
    if not actor.has("finance.release_credit"):
        with pytest.raises(CreditExceeded):
            approve_order(order_id=order.pk, actor=actor)
    assert fresh(order).state == "submitted"
    approve_order(order_id=order.pk, actor=BOSS)
    assert fresh(order).state == "confirmed"


def test_a_declined_order_is_rejected_with_the_reason(order_process):
    order = order_of(10_000)
    decline_order(order_id=order.pk, reason="Too late", actor=BOSS)
    order = fresh(order)
    assert (order.state, order.reason, case_of(order).state) == ("rejected", "Too late", "completed")


def test_a_held_order_stands_still_and_goes_on(order_process):
    order = draft(make_customer(), (make_item(stock=5), 1))
    submit_order(order_id=order.pk, actor=BOSS)
    drained(lambda: hold_order(order_id=order.pk, reason="wait", actor=BOSS))
    assert (fresh(order).state, case_of(order).is_paused) == ("on_hold", True)
    assert not Incident.objects.exists()
    drained(lambda: release_order(order_id=order.pk, actor=BOSS))
    assert (fresh(order).state, case_of(order).is_paused) == ("confirmed", False)


def test_without_a_process_nothing_runs_and_an_order_is_confirmed_by_hand():
    order = order_of(10)
    assert (order.state, Case.objects.count(), Task.objects.count()) == ("submitted", 0, 0)
    confirm_order(order_id=order.pk, actor=BOSS)
    assert fresh(order).state == "confirmed"


def requisition(actor):
    row = create_requisition(
        item=make_item(cost="1000"),
        warehouse=main_warehouse(),
        quantity=Decimal(100),
        needed_on=timezone.now().date() + timedelta(days=30),
        actor=actor,
    )
    return submit_requisition(requisition_id=row.pk, actor=actor)


def test_a_requisition_is_approved_by_its_process_or_by_hand():
    publish_shipped(codes=("requisition_approval",))
    manager = person("production_manager")
    buyer, boss = actor_with("buyer", manager=manager), actor_with("executive")
    first, second, third = (requisition(buyer) for _ in range(3))
    task = Task.objects.get(subject_number=first.number)
    assert (task.node, task.assignee, task.is_flagged) == ("approve_requisition", manager, False)
    with pytest.raises(NotPermitted):
        approve_task(task_id=task.pk, actor=actor_with("production_manager"))
    approve_task(task_id=task.pk, actor=actor_for(manager))
    assert (fresh(first).state, case_of_kind(first).state) == ("approved", "completed")
    assert ExpectedSupply.objects.filter(document_number=first.number, is_open=True).exists()
    approve_requisition(requisition_id=second.pk, actor=boss)
    assert (asked(second), case_of_kind(second).state) == ([], "completed")
    reject_task(
        task_id=Task.objects.get(subject_number=third.number).pk, reason="Too much", actor=actor_for(manager)
    )
    assert (fresh(third).state, fresh(third).decision_reason) == ("rejected", "Too much")


def test_a_requisition_of_somebody_without_a_manager_is_asked_of_the_administrator_and_flagged():
    publish_shipped(codes=("requisition_approval",))
    away = person("executive", absent_from=timezone.now().date())
    for manager in (None, away):
        row = requisition(actor_with("buyer", manager=manager))
        task = Task.objects.get(subject_number=row.number)
        assert (task.role, task.assignee, task.is_flagged) == ("administrator", None, True)


def test_nobody_approves_his_own_requisition_as_the_stand_in_of_his_manager():
    publish_shipped(codes=("requisition_approval",))
    manager = person("production_manager", absent_from=timezone.now().date())
    clerk = person("buyer", manager=manager)
    manager.stand_in = clerk
    manager.save()
    row = requisition(actor_for(clerk))
    with pytest.raises(NotPermitted):
        approve_task(task_id=Task.objects.get(subject_number=row.number).pk, actor=actor_for(clerk))
    assert (fresh(row).state, asked(row)) == ("submitted", [("approve_requisition", "")])


def case_of_kind(row):
    return Case.objects.get(subject_kind=row.ref.kind, subject_id=row.pk)


def returned():
    order = confirmed(make_customer(), (make_item(stock=10), 2))
    ship(order)
    reason = ReturnReason.objects.get(code="defective")
    line = ReturnLineInput(order.lines.get().pk, Decimal(1))
    return create_return(request=ReturnInput(order.pk, reason, [line]), actor=BOSS)


def test_a_return_is_approved_by_its_process_or_by_hand():
    publish_shipped(codes=("return_approval",))
    first = returned()
    assert asked(first) == [("approve_return", "customer_service")]
    approve_task(task_id=Task.objects.get(state="waiting").pk, actor=actor_with("customer_service"))
    assert (fresh(first).state, case_of_kind(first).state) == ("approved", "completed")
    second = returned()
    approve_return(return_id=second.pk, actor=BOSS)
    assert (asked(second), case_of_kind(second).state) == ([], "completed")
