"""Two people at the same work order: pieces are counted once, and it is either made or given up."""

from __future__ import annotations

from decimal import Decimal as D
from functools import partial

import pytest
from django.utils import timezone

from erp.core.errors import DomainError
from inventory.models import Balance, Demand
from orders.models import Order
from orders.services.orders import cancel_order
from production.models import Disposition, NonConformance, Operation, WorkOrder, WorkReport
from production.services.dispositions import Decision, decide_non_conformance
from production.services.machine_news import News, take_news
from production.services.merging import merge_work_orders
from production.services.reporting import Pieces, report_work
from production.services.work_orders import cancel_work_order, complete_work_order, release_work_order
from tests.concurrency.conftest import at_once
from tests.factories import BOSS, assert_books_hold, confirmed, fresh, make_customer, make_item, quantities
from tests.factories.making import made_item, released, work_order


@pytest.fixture
def lamp(committed):
    return made_item((make_item(stock=100), 2), steps=("Cut", "Weld"))


def won(outcomes):
    refused = [one for one in outcomes if isinstance(one, DomainError)]
    assert all(
        isinstance(one, WorkOrder | WorkReport | NonConformance | Order | DomainError) for one in outcomes
    ), outcomes
    return len(outcomes) - len(refused)


def test_two_people_report_the_same_operation(lamp):
    row = released(lamp, 10)
    tell = partial(report_work, work_order_id=row.pk, operation=10, good=D(4), actor=BOSS)
    assert won(at_once([tell] * 4)) == 2  # 8 of 10 and the tolerance of 5 %
    assert Operation.objects.get(number=10).good == 8
    seen = fresh(row).version
    tell = partial(tell, operation=20, good=D(2), expected_version=seen)
    assert won(at_once([tell] * 4)) == 1  # a double tap
    assert Balance.objects.get(item=lamp).on_hand == 2
    assert_books_hold()


def test_cancelled_while_somebody_reports(lamp):
    row = released(lamp, 10)
    outcomes = at_once(
        [
            partial(report_work, work_order_id=row.pk, good=D(1), actor=BOSS),
            partial(cancel_work_order, work_order_id=row.pk, reason="no", actor=BOSS),
            partial(report_work, work_order_id=row.pk, good=D(1), actor=BOSS),
        ]
    )
    row = fresh(row)
    assert won(outcomes) in {1, 2}
    assert (row.state, row.good) in {("cancelled", 0), ("in_progress", 2)}
    assert_books_hold()


def test_the_same_event_comes_many_times_at_once(lamp):
    row = released(lamp, 10)
    step = row.operations.get(number=10)
    news = News("k-1", step.pk, "report", timezone.now(), Pieces(D(3)))
    assert won(at_once([partial(take_news, news=news, actor=BOSS)] * 5)) == 5
    assert fresh(step).good == 3
    assert WorkReport.objects.count() == 1
    assert_books_hold()


def test_an_order_gets_its_pieces_once_whoever_reports(lamp):
    lamp.planning = "to_order"
    lamp.save()
    order = confirmed(make_customer(), (lamp, 6))
    other = confirmed(make_customer(), (lamp, 6))
    works = list(WorkOrder.objects.order_by("pk"))
    for work in works:
        release_work_order(work_order_id=work.pk, actor=BOSS)
    acts = [
        partial(report_work, work_order_id=work.pk, good=D(3), actor=BOSS) for work in works for _n in (1, 2)
    ]
    assert won(at_once(acts)) == 4
    ends = [partial(complete_work_order, work_order_id=work.pk, actor=BOSS) for work in works]
    assert won(at_once(ends * 2)) == 2
    assert quantities(order) == quantities(other) == [(6, 6, 0, 0, 0)]
    assert not Demand.objects.filter(document_kind="work_order", reserved__gt=0).exists()
    assert_books_hold()


def test_pieces_are_decided_about_once(lamp):
    row = released(lamp, 10)
    report_work(work_order_id=row.pk, operation=10, rejected=D(4), reason="bent", actor=BOSS)
    found = NonConformance.objects.get()
    acts = [
        partial(decide_non_conformance, non_conformance_id=found.pk, decision=Decision(kind), actor=BOSS)
        for kind in ("scrap", "rework", "use_as_is", "scrap")
    ]
    assert won(at_once(acts)) == 1
    assert Disposition.objects.get().quantity == 4
    assert WorkOrder.objects.filter(is_rework=True).count() <= 1


def test_two_work_orders_are_merged_into_each_other(lamp):
    first, second = work_order(lamp, 2), work_order(lamp, 3)
    acts = [
        partial(merge_work_orders, work_order_id=one.pk, other_id=other.pk, actor=BOSS)
        for one, other in ((first, second), (second, first)) * 2
    ]
    assert won(at_once(acts)) == 1
    assert sorted(WorkOrder.objects.values_list("state", "quantity")) in (
        [("cancelled", 2), ("planned", 5)],
        [("cancelled", 3), ("planned", 5)],
    )


def test_the_order_is_cancelled_while_somebody_reports(lamp):
    lamp.planning = "to_order"
    lamp.save()
    order = confirmed(make_customer(), (lamp, 4))
    work = WorkOrder.objects.get()
    release_work_order(work_order_id=work.pk, actor=BOSS)
    tell = partial(report_work, work_order_id=work.pk, good=D(2), actor=BOSS)
    outcomes = at_once([tell, partial(cancel_order, order_id=order.pk, reason="no", actor=BOSS), tell])
    assert won(outcomes) == 3
    assert (fresh(order).state, fresh(work).good) == ("cancelled", 4)
    assert Balance.objects.get(item=lamp).reserved == 0
