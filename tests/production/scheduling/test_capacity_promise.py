"""Promises by capacity: the gaps of the schedule in force, what one more job gets there, and why."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal as D
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st

from erp.core.integrity import run_checks
from erp.masterdata.selectors.company import business_day, company
from inventory.models import ExpectedSupply
from production.calc.scheduling.check import faults
from production.calc.scheduling.gaps import Placed, Places, laid, longest_wait
from production.calc.scheduling.insertion import added, insert_jobs, kept_in_order
from production.calc.scheduling.problem import Wait
from production.calc.scheduling.waits import explain
from production.models import Operation, RoutingOperation, ScheduledOperation, ScheduleRun
from production.selectors.open_shop import read_shop
from production.selectors.promise import Ask, quote_asks
from production.selectors.why import promise_sentence, sources_facts
from production.services.boms import create_bom
from production.services.scheduling import run_schedule
from tests.factories import BOSS, confirmed, main_warehouse, make_customer, make_item
from tests.production.scheduling.shop import make_calendar, make_center, make_routing, make_work_order
from tests.production.scheduling.test_schedules import problems


def placed(schedule):
    return [
        Placed(
            slot.center,
            slot.machine,
            slot.start,
            slot.end,
            slot.setup + slot.step.run,
            slot.step.group,
            slot.setup < slot.step.setup,
            slot.step.fixed is not None,
        )
        for slot in schedule.slots()
        if schedule.problem.centers[slot.center].machines
    ]


@settings(max_examples=40)
@given(problems())
def test_a_job_in_the_gaps_is_where_a_full_plan_with_it_last_puts_it(problem):
    """`added`, the lines read from places, and a full `insert_jobs` with the job last give one answer."""
    *others, last = problem.jobs
    if any(step.fixed for job in problem.jobs for step in job.steps):
        return
    without = replace(problem, jobs=tuple(others))
    order = sorted(range(len(others)), key=lambda n: (others[n].due, others[n].key))
    full = insert_jobs(problem, [*order, len(others)])
    want = [(slot.machine, slot.start, slot.end) for slot in full.by_job[-1]]
    schedule = insert_jobs(without)
    assert [(slot.machine, slot.start, slot.end) for slot in added(schedule, last)] == want
    row = laid(without, Places.of(placed(schedule))).forward(last, 0)
    assert [(slot.machine, slot.start, slot.end) for slot in row] == want


@settings(max_examples=40)
@given(problems(), st.integers(0, 40))
def test_what_is_overdue_makes_those_behind_it_later_and_takes_no_less_time(problem, minutes):
    """On one machine the lines are what the schedule kept in order is, once the clock has gone on."""
    schedule = insert_jobs(problem)
    later = replace(problem, now=problem.now + minutes)
    board = laid(later, Places.of(placed(schedule)))
    for (center, machine), slots in schedule.by_machine().items():
        line = board.lines[center, machine]
        assert all(a[1] <= b[0] for a, b in zip(line.pieces, line.pieces[1:], strict=False))
        asked = sum(slot.setup + slot.step.run for slot in slots if slot.start >= later.now)
        assert sum(piece[1] - piece[0] for piece in line.pieces) >= asked or any(
            number == machine for number, _start, _end in problem.centers[center].down
        )


@settings(max_examples=40)
@given(problems())
def test_the_longest_wait_is_one_that_the_explained_schedule_tells(problem):
    schedule = explain(insert_jobs(problem))
    assert faults(schedule) == []
    for job, row in zip(problem.jobs, schedule.by_job, strict=True):
        wait = longest_wait(problem, job, row)
        assert wait.until >= wait.since
        if wait.kind is Wait.CAPACITY:
            assert any(slot.start == wait.until and slot.center == wait.center for slot in row)


pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return business_day(timezone.now())


@pytest.fixture
def saw():
    return make_center("SAW", make_calendar(("00:00", "24:00")))


@pytest.fixture
def shelf(saw):
    """Ten minutes a piece at the saw; 144 pieces are a day."""
    item = make_item(supply="make", lead_time_days=30, planning="to_order")
    create_bom(
        item_id=item.pk, components=[{"item_id": make_item(stock=9999).pk, "quantity": D(1)}], actor=BOSS
    )
    make_routing(item, (saw, 10))
    return item


def ask(item, quantity, **more):
    return Ask(item, main_warehouse().pk, D(quantity), **more)


def first(item, quantity, today):
    [quote] = quote_asks([ask(item, quantity)], today=today)
    return quote


def day_at(day, hours):
    return datetime.combine(day, time(), ZoneInfo(company().time_zone)) + timedelta(hours=hours)


def test_the_promise_is_the_end_of_its_operations_not_the_lead_time(shelf, saw, today):
    quote = first(shelf, 6, today)
    assert quote.promised_on in {today, today + timedelta(days=1)}
    [source] = quote.sources
    assert (source.kind, source.work_center) == ("capacity", "SAW")
    assert first(make_item(supply="make", lead_time_days=30), 6, today).promised_on == today + timedelta(30)


def test_it_waits_for_the_machine_and_says_so_in_both_languages(shelf, saw, today):
    make_work_order([saw], minutes=6 * 1440, due=9)
    run_schedule(actor=BOSS)
    quote = first(shelf, 6, today)
    assert today + timedelta(days=6) <= quote.promised_on <= today + timedelta(days=7)
    facts = sources_facts(quote.sources)
    assert (facts[0]["wait"]["kind"], facts[0]["wait"]["work_center"]) == ("capacity", "SAW")
    assert "work center SAW is taken until" in promise_sentence(facts)
    with translation.override("zh-hans"):
        assert "SAW" in promise_sentence(facts)


def test_asked_twice_it_says_the_same_and_changes_nothing(shelf, saw, today):
    make_work_order([saw], minutes=3000)
    run_schedule(actor=BOSS)
    before = list(ScheduledOperation.objects.values_list("pk", "starts_at", "ends_at"))
    assert first(shelf, 50, today) == first(shelf, 50, today)
    assert list(ScheduledOperation.objects.values_list("pk", "starts_at", "ends_at")) == before
    assert ScheduleRun.objects.count() == 1


def test_two_lines_of_one_order_do_not_use_the_same_gap(shelf, today):
    alone = first(shelf, 288, today).promised_on
    one, two = quote_asks([ask(shelf, 288), ask(shelf, 288)], today=today)
    assert one.promised_on == alone
    assert two.promised_on == alone + timedelta(days=2)


def test_a_schedule_made_anew_counts_at_once(shelf, saw, today):
    free = first(shelf, 6, today).promised_on
    order = make_work_order([saw], minutes=4 * 1440)
    waiting = first(shelf, 6, today).promised_on
    run_schedule(actor=BOSS)
    assert first(shelf, 6, today).promised_on == waiting >= free + timedelta(days=4)
    Operation.objects.filter(work_order=order).update(state="cancelled", version=2)
    assert first(shelf, 6, today).promised_on == free


def test_it_equals_what_a_full_plan_gives_to_the_new_demand_last(shelf, saw, today):
    for days in (3, 1, 2):
        make_work_order([saw], minutes=days * 700, due=days)
    run_schedule(actor=BOSS)
    quote = first(shelf, 200, today)
    order = confirmed(make_customer(), (shelf, 200))
    assert order.promised_on == quote.promised_on
    shop = read_shop(timezone.now())
    old = {pk: (place.machine - 1, shop.seconds(place.starts_at)) for pk, place in shop.places.items()}
    ends = kept_in_order(shop.problem, old).ends()
    new = next(n for n, one in enumerate(shop.orders) if one.document_number == order.number)
    assert business_day(shop.instant(ends[new] - 1)) == quote.promised_on


def test_the_next_order_comes_behind_the_work_order_of_the_one_before(shelf, today):
    one = confirmed(make_customer(), (shelf, 288))
    two = confirmed(make_customer(), (shelf, 288))
    assert one.promised_on is not None
    assert two.promised_on == one.promised_on + timedelta(days=2)


def test_what_others_were_promised_of_a_stock_item_takes_its_machines_first(shelf, today):
    shelf.planning = "mrp"
    shelf.save()
    one = confirmed(make_customer(), (shelf, 288))
    assert one.promised_on is not None
    assert first(shelf, 288, today).promised_on == one.promised_on + timedelta(days=2)


def test_material_that_comes_late_is_waited_for(shelf, saw, today):
    part = make_item(lead_time_days=8)
    frame = make_item(supply="make")
    create_bom(item_id=frame.pk, components=[{"item_id": part.pk, "quantity": D(1)}], actor=BOSS)
    make_routing(frame, (saw, 60))
    quote = first(frame, 2, today)
    assert quote.promised_on == today + timedelta(days=8)
    facts = sources_facts(quote.sources)
    assert facts[0]["wait"]["kind"] == "material"
    assert part.sku in promise_sentence(facts)


def test_closed_hours_and_the_operation_before_are_named(today):
    weekend = make_calendar(("08:00", "16:00"), code="WEEK")
    weekend.weekly = {weekend_day(today, 4): [["08:00", "16:00"]]}
    weekend.save()
    item = make_item(supply="make")
    make_routing(item, (make_center("OVEN", weekend), 10))
    facts = sources_facts(first(item, 1, today).sources)
    assert (facts[0]["wait"]["kind"], facts[0]["date"]) == ("calendar", today + timedelta(days=4))
    always = make_calendar(("00:00", "24:00"))
    long, short = make_center("LONG", always), make_center("SHORT", always)
    other = make_item(supply="make")
    make_routing(other, (long, 2880), (short, 10))
    facts = sources_facts(first(other, 1, today).sources)
    assert (facts[0]["wait"]["kind"], facts[0]["wait"]["work_center"]) == ("predecessor", "SHORT")
    assert "the operation before it" in promise_sentence(facts)


def weekend_day(today, ahead):
    return (today + timedelta(days=ahead)).strftime("%A").lower()


def test_outside_operations_take_their_days_and_a_closed_center_leaves_the_lead_time(today):
    outside = make_center("PLATING", None, is_outside=True)
    item = make_item(supply="make")
    make_routing(item, (outside, 0))
    RoutingOperation.objects.update(lead_days=5)
    assert first(item, 1, today).promised_on == today + timedelta(days=5)
    closed = make_calendar(code="NEVER")
    closed.weekly = {}
    closed.save()
    other = make_item(supply="make", lead_time_days=12)
    make_routing(other, (make_center("SHUT", closed), 5))
    assert first(other, 1, today).promised_on == today + timedelta(days=12)


def test_what_is_in_stock_reads_nothing_of_the_shop(shelf, saw, today):
    make_work_order([saw], minutes=30)
    run_schedule(actor=BOSS)
    stocked = make_item(stock=5)
    with CaptureQueriesContext(connection) as plain:
        quote_asks([ask(stocked, 2)], today=today)
    assert not any("production_" in query["sql"] for query in plain)
    first(shelf, 1, today)
    with CaptureQueriesContext(connection) as made:
        first(shelf, 1, today)
    assert sum("production_scheduledoperation" in query["sql"] for query in made) == 0


def test_supply_that_comes_is_taken_before_anything_is_made(shelf, today):
    ExpectedSupply.objects.create(
        source_kind="x",
        source_id=1,
        document_kind="purchase_order",
        document_id=1,
        document_number="PO-1",
        kind="purchase",
        item=shelf,
        warehouse=main_warehouse(),
        due_on=today + timedelta(days=2),
        quantity=D(10),
    )
    assert [source.kind for source in first(shelf, 10, today).sources] == ["purchase"]
    assert isinstance(first(shelf, 12, today).promised_on, date)


def made_slowly(always, **second):
    """Ten minutes a piece at one center, then at another, to which it says what is between them."""
    item = make_item(supply="make", planning="to_order")
    create_bom(
        item_id=item.pk, components=[{"item_id": make_item(stock=9999).pk, "quantity": D(1)}], actor=BOSS
    )
    centers = [make_center(code, always) for code in ("CUT", "DRY")]
    routing = make_routing(item, *((center, 10) for center in centers))
    first, last = routing.operations.order_by("number")
    RoutingOperation.objects.filter(pk=last.pk).update(**second)
    return item, routing, first, last


def test_a_queue_and_a_move_make_the_promise_later_and_are_told(today):
    always = make_calendar(("00:00", "24:00"))
    item, _routing, cut, dry = made_slowly(always, queue_minutes=2880)
    facts = sources_facts(first(item, 6, today).sources)
    assert (facts[0]["wait"]["kind"], facts[0]["wait"]["work_center"]) == ("queue", "DRY")
    assert facts[0]["date"] in {today + timedelta(days=2), today + timedelta(days=3)}
    assert "lies before work center DRY" in promise_sentence(facts)
    with translation.override("zh-hans"):
        assert "DRY" in promise_sentence(facts)
    RoutingOperation.objects.filter(pk=dry.pk).update(queue_minutes=0)
    RoutingOperation.objects.filter(pk=cut.pk).update(move_minutes=1500)
    facts = sources_facts(first(item, 6, today).sources)
    assert (facts[0]["wait"]["kind"], facts[0]["wait"]["work_center"]) == ("move", "DRY")


def test_promise_and_schedule_agree_on_queue_move_and_overlap(today):
    """The day of the promise is the one on which the schedule then has the work order done."""
    always = make_calendar(("00:00", "24:00"))
    item, routing, cut, dry = made_slowly(always, queue_minutes=90)
    RoutingOperation.objects.filter(pk=cut.pk).update(overlap_quantity=20, move_minutes=30)
    promised = first(item, 288, today).promised_on
    order = make_work_order([cut.work_center, dry.work_center], minutes=10, quantity=288, item=item)
    order.routing = routing
    order.save()
    run_schedule(actor=BOSS)
    begun, done = ScheduledOperation.objects.filter(operation__work_order=order).order_by("starts_at")
    # two days each: the second begins when twenty pieces (200 minutes) have come (30) and lain (90)
    assert (done.starts_at - begun.starts_at) == timedelta(minutes=320)
    assert done.waits_for == "queue"
    assert promised == business_day(done.ends_at - timedelta(seconds=1))
    assert (begun.overlaps, done.overlaps, broken()) == (False, True, set())
    ScheduledOperation.objects.filter(pk=done.pk).update(starts_at=begun.starts_at - timedelta(minutes=1))
    assert broken() == {"schedule.sequence"}
    RoutingOperation.objects.update(overlap_quantity=None)
    run_schedule(actor=BOSS)
    begun, done = ScheduledOperation.objects.filter(operation__work_order=order).order_by("starts_at")
    assert (done.starts_at - begun.ends_at) == timedelta(minutes=120)
    assert (done.overlaps, broken()) == (False, set())


def broken():
    return {one.check.code for one in run_checks() if one.rows and one.check.code.startswith("schedule.")}


def test_pieces_that_left_the_operation_before_have_their_way_and_queue_behind_them(today):
    always = make_calendar(("00:00", "24:00"))
    item, routing, cut, dry = made_slowly(always, queue_minutes=120)
    RoutingOperation.objects.filter(pk=cut.pk).update(move_minutes=60)
    order = make_work_order([cut.work_center, dry.work_center], minutes=10, quantity=2, item=item)
    order.routing = routing
    order.save()
    now = timezone.now()
    done = Operation.objects.filter(work_order=order, number=10)
    Operation.objects.filter(pk=done.get().pk).update(finished_at=now - timedelta(minutes=70), good=2)
    set_state(done.get(), "finished")
    run_schedule(actor=BOSS)
    place = ScheduledOperation.objects.get()
    assert abs(place.starts_at - (now + timedelta(minutes=110))) < timedelta(minutes=1)
    assert place.waits_for == "queue"


def set_state(operation, state):
    operation.__dict__["state"] = state
    operation.save()
