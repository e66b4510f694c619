"""Counting, picking and returning at once: nothing is returned, credited or corrected twice."""

from __future__ import annotations

from decimal import Decimal as D
from functools import partial

import pytest

from erp.core.errors import Conflict, DomainError
from erp.core.outbox import relay
from finance.models import CreditNote
from inventory.models import Balance, CountSettings, Move, StockCount
from inventory.services.counting import CountAnswer, record_counts
from inventory.services.counts import CountScope, approve_count, create_count, finish_count
from inventory.services.dispatch import ship_shipment
from inventory.services.packing import pack_shipment
from inventory.services.picking import pick_shipment
from inventory.services.releases import release_shipments
from orders.models import ReturnReason, ReturnRequest
from orders.services.orders import cancel_order, confirm_order, submit_order
from orders.services.return_goods import Verdict, inspect_return, receive_return
from orders.services.return_settlement import settle_return
from orders.services.returns import ReturnInput, ReturnLineInput, approve_return, create_return
from tests.concurrency.conftest import at_once
from tests.factories import (
    BOSS,
    confirmed,
    draft,
    main_warehouse,
    make_customer,
    make_item,
    receive,
    ship,
)

pytestmark = pytest.mark.concurrency


def surprises(outcomes):
    return [o for o in outcomes if isinstance(o, Exception) and not isinstance(o, DomainError)]


def done(outcomes):
    return [o for o in outcomes if not isinstance(o, Exception)]


def counted(item, quantity):
    scope = CountScope(warehouse=main_warehouse(), item_ids=[item.pk])
    count = create_count(scope=scope, open_now=True, actor=BOSS)
    for _round in range(2):
        answer = CountAnswer(quantity=D(quantity), line_id=count.lines.get().pk)
        record_counts(count_id=count.pk, answers=[answer], actor=BOSS)
        if finish_count(count_id=count.pk, actor=BOSS).state != "recount":
            break
    return count


def test_the_same_unit_is_returned_once(committed):
    order = confirmed(make_customer(), (make_item(stock=5), 5))
    ship(order)
    line, reason = order.lines.get(), ReturnReason.objects.get(code="defective")
    request = ReturnInput(order.pk, reason, [ReturnLineInput(line.pk, D(2))])
    outcomes = at_once([partial(create_return, request=request, actor=BOSS) for _ in range(10)])
    assert surprises(outcomes) == []
    assert len(done(outcomes)) == 2


def test_a_return_is_received_and_settled_once(committed):
    order = confirmed(make_customer(), (make_item(stock=5), 5))
    ship(order)
    reason = ReturnReason.objects.get(code="defective")
    request = ReturnInput(order.pk, reason, [ReturnLineInput(order.lines.get().pk, D(2))])
    row = create_return(request=request, actor=BOSS)
    approve_return(return_id=row.pk, actor=BOSS)
    outcomes = at_once([partial(receive_return, return_id=row.pk, actor=BOSS) for _ in range(6)])
    assert (surprises(outcomes), len(done(outcomes))) == ([], 1)
    verdicts = {1: Verdict(D(2))}
    outcomes = at_once(
        [partial(inspect_return, return_id=row.pk, verdicts=verdicts, actor=BOSS) for _ in range(6)]
    )
    assert (surprises(outcomes), len(done(outcomes))) == ([], 1)
    kinds = ("credit_note", "replacement", "credit_note", "replacement")
    outcomes = at_once(
        [partial(settle_return, return_id=row.pk, resolution=kind, actor=BOSS) for kind in kinds]
    )
    assert (surprises(outcomes), len(done(outcomes))) == ([], 1)
    assert CreditNote.objects.count() + ReturnRequest.objects.filter(replacement__isnull=False).count() == 1


def test_a_count_is_posted_once(committed):
    CountSettings.objects.create(recount_by_other=False)
    item = make_item(stock=10)
    count = counted(item, 7)
    outcomes = at_once([partial(approve_count, count_id=count.pk, actor=BOSS) for _ in range(8)])
    assert (surprises(outcomes), len(done(outcomes))) == ([], 1)
    assert Move.objects.filter(source_kind="count").count() == 1
    assert Balance.objects.get(item=item).on_hand == 7


def test_a_place_is_in_one_count_however_many_are_made(committed):
    item = make_item(stock=10)
    scope = CountScope(warehouse=main_warehouse(), item_ids=[item.pk])
    outcomes = at_once([partial(create_count, scope=scope, actor=BOSS) for _ in range(6)])
    assert (surprises(outcomes), len(done(outcomes))) == ([], 1)
    assert all(o.code == "nothing_to_count" for o in outcomes if isinstance(o, Conflict))
    assert StockCount.objects.count() == 1


def test_counting_while_everything_else_goes_on(committed):
    CountSettings.objects.create(recount_by_other=False)
    items = [make_item(stock=40) for _ in range(3)]
    customer = make_customer(limit=None)
    orders = [confirmed(customer, *[(item, 2) for item in items]) for _ in range(12)]
    drafts = [draft(customer, *[(item, 1) for item in reversed(items)]) for _ in range(6)]
    for order in drafts:
        submit_order(order_id=order.pk, actor=BOSS)
    counts = [counted(item, 20) for item in items]

    def leave(order):
        [shipment] = release_shipments(document=order.ref, actor=BOSS)
        for step in (pick_shipment, pack_shipment, ship_shipment):
            step(shipment_id=shipment.pk, actor=BOSS)

    works = [partial(leave, order) for order in orders[:8]]
    works += [partial(cancel_order, order_id=o.pk, reason="storm", actor=BOSS) for o in orders[8:]]
    works += [partial(approve_count, count_id=count.pk, actor=BOSS) for count in counts]
    works += [partial(confirm_order, order_id=o.pk, actor=BOSS) for o in drafts]
    works += [partial(receive, item, 3) for item in items]
    outcomes = at_once([works[n] for place in range(4) for n in range(place, len(works), 4)])
    relay()
    assert surprises(outcomes) == []
    for count in counts:
        if StockCount.objects.get(pk=count.pk).state != "posted":
            approve_count(count_id=count.pk, actor=BOSS)
