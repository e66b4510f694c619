"""Requisitions: asked for once, approved, rejected; approved ones count as coming."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.errors import IllegalTransition, Invalid, NotFound, NotPermitted
from erp.core.refs import DocumentRef
from erp.identity.selectors.actors import actor_for
from erp.masterdata.models import Company
from erp.masterdata.selectors.company import business_day, forget_company
from erp.processes.models import Task
from erp.processes.services.shipped import publish_shipped
from erp.processes.services.tasks import approve_task
from inventory.models import ExpectedSupply, PurchaseRequisition
from inventory.services.requisitions import (
    approve_requisition,
    create_requisition,
    raise_requisition,
    reject_requisition,
    submit_requisition,
)
from tests.clients import actor_with, person
from tests.factories import BOSS, assert_books_hold, fresh, main_warehouse, make_item

pytestmark = pytest.mark.django_db


def day(after=10):
    return business_day(timezone.now()) + timedelta(days=after)


def raised(item, quantity, origin=None, **more):
    values = {"needed_on": day(), "reason": "Low", "actor": BOSS} | more
    return raise_requisition(
        item_id=item.pk, warehouse_id=main_warehouse().pk, quantity=D(quantity), origin=origin, **values
    )


def asked(item, quantity=5, actor=BOSS, **more):
    return create_requisition(
        item=item, warehouse=main_warehouse(), quantity=D(quantity), needed_on=day(), actor=actor, **more
    )


def test_low_stock_asks_once_and_is_raised_to_what_is_needed() -> None:
    item = make_item()
    first = raised(item, 10)
    assert (first.state, first.quantity) == ("submitted", 10)
    assert raised(item, 10).pk == first.pk
    assert fresh(first).quantity == 10
    again = raised(item, 14, needed_on=day(3))
    assert again.pk == first.pk
    assert (fresh(first).quantity, fresh(first).needed_on) == (14, day(3))
    approve_requisition(requisition_id=first.pk, actor=BOSS)
    assert raised(item, 14).pk == first.pk
    more = raised(item, 20)
    assert more.pk != first.pk and more.quantity == 6
    assert_books_hold()


def test_documents_of_a_kind_share_a_requisition_and_none_counts_twice() -> None:
    item = make_item()
    one, two = DocumentRef("order", 1, "SO-1"), DocumentRef("order", 2, "SO-2")
    row = raised(item, 4, one)
    assert raised(item, 4, one).pk == row.pk
    assert raised(item, 3, two).pk == row.pk
    assert fresh(row).quantity == 7
    assert {(need.document_number, need.quantity) for need in row.needs.all()} == {("SO-1", 4), ("SO-2", 3)}
    approve_requisition(requisition_id=row.pk, actor=BOSS)
    assert raised(item, 4, one).pk == row.pk
    rest = raised(item, 6, one)
    assert rest.pk != row.pk and rest.quantity == 2
    assert raised(item, 1, DocumentRef("work_order", 1, "WO-1")).origin_kind == "work_order"
    assert_books_hold()


def test_an_approved_requisition_is_supply_until_it_is_taken_back() -> None:
    row = raised(make_item(), 10)
    assert not ExpectedSupply.objects.exists()
    approve_requisition(requisition_id=row.pk, actor=BOSS)
    supply = ExpectedSupply.objects.get(is_open=True)
    assert (supply.quantity, supply.due_on, supply.document_number) == (10, day(), row.number)
    reject_requisition(requisition_id=row.pk, reason="Not now", actor=BOSS)
    assert not ExpectedSupply.objects.filter(is_open=True).exists()
    with pytest.raises(IllegalTransition):
        approve_requisition(requisition_id=row.pk, actor=BOSS)
    assert_books_hold()


def test_four_eyes_above_the_companys_amount_and_none_below() -> None:
    planner = actor_with("planner")
    row = asked(make_item(cost="4"), 5, planner)
    submit_requisition(requisition_id=row.pk, actor=planner)
    with pytest.raises(NotPermitted) as refusal:
        approve_requisition(requisition_id=row.pk, actor=planner)
    assert refusal.value.code == "own_requisition"
    approve_requisition(requisition_id=row.pk, actor=actor_with("executive"))
    Company.objects.update(approve_requisitions_below=D("20.01"))
    forget_company()
    small = asked(make_item(cost="4"), 5, planner)
    assert submit_requisition(requisition_id=small.pk, actor=planner).state == "approved"
    forget_company()


def test_a_persons_requisition_is_a_task_of_who_approves() -> None:
    publish_shipped(codes=("requisition_approval",))
    boss = person("executive")
    row = asked(make_item(), actor=actor_with("buyer", manager=boss))
    submit_requisition(requisition_id=row.pk, actor=actor_with("buyer"))
    task = Task.objects.get(subject_kind="purchase_requisition")
    assert task.assignee == boss
    approve_task(task_id=task.pk, actor=actor_for(boss))
    assert fresh(row).state == "approved"
    other = asked(make_item())
    submit_requisition(requisition_id=other.pk, actor=BOSS)
    reject_requisition(requisition_id=other.pk, reason="No", actor=BOSS)
    assert not Task.objects.filter(state__in=["waiting", "claimed"]).exists()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"quantity": D(0)}, Invalid),
        ({"quantity": D(-1)}, Invalid),
        ({"item_id": 0}, NotFound),
        ({"warehouse_id": 0}, NotFound),
    ],
)
def test_what_can_not_be_asked_for(change, error) -> None:
    values = {
        "item_id": make_item().pk, "warehouse_id": main_warehouse().pk, "quantity": D(1),
        "needed_on": day(), "reason": "", "origin": None, "actor": BOSS,
    }  # fmt: skip
    with pytest.raises(error):
        raise_requisition(**(values | change))
    assert not PurchaseRequisition.objects.exists()


def test_a_past_day_and_a_kit_are_refused_by_field() -> None:
    with pytest.raises(Invalid) as past:
        create_requisition(
            item=make_item(), warehouse=main_warehouse(), quantity=D(1), needed_on=day(-1), actor=BOSS
        )
    assert "needed_date" in past.value.errors
    with pytest.raises(Invalid) as kit:
        asked(make_item(kind="kit"))
    assert "product" in kit.value.errors
    with pytest.raises(NotPermitted):
        asked(make_item(), actor=actor_with("sales"))
