"""Clocks of milestones: started, stopped, paused and resumed by the documents' own news."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.commands import at_door
from erp.core.events import emit
from erp.core.refs import DocumentRef
from finance.events import InvoiceIssued, InvoicePaid
from orders.services.orders import cancel_order, confirm_order, hold_order, release_order, submit_order
from sla.models import SlaPolicy, SlaTarget, SlaTimer, TimerInterval
from sla.selectors.policies import forget_levels
from sla.selectors.timers import intervals_of
from tests.factories import BOSS, assert_books_hold, draft, fresh, make_customer, make_item, ship

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def timer(order, node):
    return SlaTimer.objects.get(subject_kind="order", subject_id=order.pk, node=node)


def minutes(count):
    return timedelta(minutes=count)


def submitted(at=MONDAY, **fields):
    order = draft(make_customer(), (make_item(stock=10), 2), **fields)
    submit_order(order_id=order.pk, actor=BOSS, at=at)
    return fresh(order)


def test_a_submitted_order_has_half_an_hour_to_be_confirmed():
    order = submitted()
    clock = timer(order, "order_confirmation")
    assert (clock.state, clock.target_seconds, clock.due_at) == ("running", 1800, MONDAY + minutes(30))
    assert (clock.next_action, clock.next_due_at) == ("warn", MONDAY + minutes(20))
    assert (clock.customer_id, clock.about_number, clock.source) == (
        order.customer_id,
        order.number,
        "Order confirmation, version 1",
    )
    confirm_order(order_id=order.pk, actor=BOSS, at=MONDAY + minutes(12))
    clock = fresh(clock)
    assert (clock.state, clock.stopped_at, clock.next_due_at) == ("met", MONDAY + minutes(12), None)
    assert intervals_of(clock) == [(MONDAY, MONDAY + minutes(12))]
    assert not TimerInterval.objects.exists()  # a clock that nobody paused is one row
    assert_books_hold()


def test_what_is_done_in_the_same_command_is_written_as_met():
    order = submitted()
    confirm_order(order_id=order.pk, actor=BOSS, at=MONDAY + minutes(31))
    assert timer(order, "order_confirmation").state == "breached"
    allocation = timer(order, "order_allocation")
    assert (allocation.state, allocation.stopped_at) == ("met", MONDAY + minutes(31))
    assert intervals_of(allocation) == [(MONDAY + minutes(31), MONDAY + minutes(31))]


def test_the_promised_ship_date_ends_with_its_day_and_is_met_by_shipping():
    order = submitted(at=timezone.now())
    confirm_order(order_id=order.pk, actor=BOSS)
    order = fresh(order)
    clock = timer(order, "promised_ship_date")
    assert clock.is_fixed and clock.due_at.date() == order.promised_on + timedelta(days=1)
    ship(order)
    assert fresh(clock).state == "met"
    invoice = SlaTimer.objects.get(node="invoice_payment")
    assert (invoice.about_number, invoice.customer_id, invoice.state) == (
        order.number,
        order.customer_id,
        "running",
    )
    assert_books_hold()


def test_a_hold_stops_every_clock_of_the_order_and_release_gives_back_what_was_left():
    order = submitted()
    hold_order(order_id=order.pk, reason="credit", actor=BOSS, at=MONDAY + minutes(10))
    clock = timer(order, "order_confirmation")
    assert (clock.state, clock.paused_at, clock.next_due_at) == ("paused", MONDAY + minutes(10), None)
    assert not clock.is_overdue(MONDAY + minutes(500))
    release_order(order_id=order.pk, actor=BOSS, at=MONDAY + minutes(300))
    clock = fresh(clock)
    assert (clock.state, clock.due_at) == ("running", MONDAY + minutes(320))
    assert (clock.spent_microseconds, clock.next_due_at) == (600_000_000, MONDAY + minutes(310))
    confirm_order(order_id=order.pk, actor=BOSS, at=MONDAY + minutes(320))
    assert fresh(clock).state == "met"
    assert intervals_of(fresh(clock)) == [
        (MONDAY, MONDAY + minutes(10)),
        (MONDAY + minutes(300), MONDAY + minutes(320)),
    ]
    assert_books_hold()


def test_a_cancelled_order_holds_no_clock_not_even_a_paused_one():
    order = submitted()
    hold_order(order_id=order.pk, reason="credit", actor=BOSS, at=MONDAY + minutes(10))
    cancel_order(order_id=order.pk, reason="gone", actor=BOSS, at=MONDAY + minutes(40))
    clock = timer(order, "order_confirmation")
    assert (clock.state, clock.stopped_at) == ("cancelled", MONDAY + minutes(40))
    assert intervals_of(clock) == [(MONDAY, MONDAY + minutes(10))]
    assert_books_hold()


def test_a_target_of_the_customer_goes_before_the_tier_and_that_before_the_priority():
    policy = SlaPolicy.objects.get(code="order_confirmation")
    order = submitted(priority="high")
    assert timer(order, "order_confirmation").target_seconds == 1800
    SlaTarget.objects.create(policy=policy, priority="high", target_seconds=1200)
    forget_levels()
    assert timer(submitted(priority="high"), "order_confirmation").target_seconds == 1200
    from orders.models import CustomerTerms

    SlaTarget.objects.create(policy=policy, tier="gold", target_seconds=900)
    forget_levels()
    gold = draft(make_customer(), (make_item(stock=1), 1), priority="high")
    CustomerTerms.objects.update_or_create(customer_id=gold.customer_id, defaults={"tier": "gold"})
    submit_order(order_id=gold.pk, actor=BOSS, at=MONDAY)
    assert timer(gold, "order_confirmation").target_seconds == 900
    SlaTarget.objects.create(policy=policy, customer_id=gold.customer_id, target_seconds=300)
    forget_levels()
    again = draft(gold.customer, (make_item(stock=1), 1), priority="high")
    submit_order(order_id=again.pk, actor=BOSS, at=MONDAY)
    assert timer(again, "order_confirmation").target_seconds == 300


def test_a_level_that_is_switched_off_starts_no_clock():
    SlaPolicy.objects.update(is_active=False)
    forget_levels()
    order = submitted()
    confirm_order(order_id=order.pk, actor=BOSS, at=MONDAY)
    assert not SlaTimer.objects.exists()


def test_dunning_follows_the_invoice():
    invoice = DocumentRef("invoice", 77, "INV-77")
    actor = system_actor()
    issued = InvoiceIssued(document=invoice, total=Decimal(5), currency="USD", due_on="2026-12-01")
    at_door(lambda: emit(issued, actor=actor, at=MONDAY))
    clock = SlaTimer.objects.get(node="invoice_payment")
    assert clock.due_at.date() == date(2026, 12, 2) and clock.is_fixed
    assert clock.next_due_at == clock.due_at + timedelta(hours=72)
    paid = InvoicePaid(document=invoice, amount=Decimal(5), payment="P")
    at_door(lambda: emit(paid, actor=actor, at=MONDAY + timedelta(days=30)))
    assert fresh(clock).state == "breached"


def test_the_statement_and_the_state_machine_say_the_same():
    order = submitted()
    clock = timer(order, "order_confirmation")
    in_memory = timer(order, "order_confirmation")
    in_memory.stop(at=MONDAY + minutes(31))
    confirm_order(order_id=order.pk, actor=BOSS, at=MONDAY + minutes(31))
    clock = fresh(clock)
    assert (clock.state, clock.stopped_at) == (in_memory.state, in_memory.stopped_at)
