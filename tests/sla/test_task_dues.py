"""One truth of "due": a task's moment is that of its step's clock, whatever happens to the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erp.core.integrity import run_checks
from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.masterdata.models import CalendarException, WorkingCalendar
from erp.masterdata.selectors.calendars import forget_calendars
from erp.processes.models import Task
from erp.processes.selectors.positions import position
from erp.processes.services.handing_over import give_info, request_info, transfer_task
from erp.processes.services.starting import start_case
from erp.processes.services.tasks import approve_task
from orders.models import Order
from orders.services.orders import hold_order, release_order
from sla.models import SlaPolicy, SlaTimer
from sla.selectors.policies import forget_levels
from sla.services.reckoning import reckon_anew
from tests.factories import BOSS, fresh, make_customer, make_item
from tests.factories import draft as draft_order
from tests.processes.drawings import case_of, graph, node, open_task, published, submitted

pytestmark = pytest.mark.django_db
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
AFTERNOON = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # a Friday
MONDAY_9 = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def office():
    hours = [["09:00", "12:00"], ["13:00", "17:00"]]
    row = WorkingCalendar.objects.create(code="OFFICE", name="Office", weekly=dict.fromkeys(DAYS, hours))
    forget_levels()
    forget_calendars()
    return row


def asked(at=AFTERNOON, **more):
    """A task with a clock of two office hours, opened on a Friday at half past four."""
    step = node("check", "task", assignee={"role": "finance"}, target_seconds=7200, calendar="OFFICE", **more)
    published(graph(step), code="timed")
    order = draft_order(make_customer(), (make_item(), 1))
    start_case(code="timed", subject=order.ref, actor=BOSS, at=at)
    return order


def clock_of(task):
    return SlaTimer.objects.get(task_id=task.pk)


def disagreeing():
    return [row for found in run_checks() if found.check.code == "sla.task_due" for row in found.rows]


def test_a_task_is_due_by_the_calendar_of_its_node(office):
    task = open_task(asked())
    assert task.due_at == clock_of(task).due_at == MONDAY_9 + timedelta(minutes=90)
    assert disagreeing() == []
    Task.objects.filter(pk=task.pk).update(due_at=AFTERNOON)
    assert [row["id"] for row in disagreeing()] == [task.pk]


def test_a_service_level_goes_before_the_drawing_for_the_task_too(office):
    SlaPolicy.objects.create(
        code="mine", name="Mine", process="timed", node="check", target_seconds=1800, calendar=office
    )
    forget_levels()
    task = open_task(asked())
    assert task.due_at == clock_of(task).due_at == AFTERNOON + timedelta(minutes=30)


def test_a_task_whose_clock_stands_is_not_due_until_it_runs_on(office):
    order = asked()
    task = open_task(order)
    request_info(task_id=task.pk, reason="Which one?", actor=BOSS, at=AFTERNOON + timedelta(minutes=15))
    assert (fresh(task).due_at, disagreeing()) == (None, [])
    give_info(task_id=task.pk, answer="The red one.", actor=BOSS, at=MONDAY_9 + timedelta(hours=2))
    assert fresh(task).due_at == clock_of(task).due_at == MONDAY_9 + timedelta(hours=4, minutes=45)
    assert disagreeing() == []


def test_a_held_order_has_no_late_task(office):
    published(graph(node("check", "task", assignee={"role": "finance"}, target_seconds=60)), code="timed")
    order = submitted()
    hold_order(order_id=order.pk, reason="Unclear", actor=BOSS)
    assert open_task(order).due_at is None
    later = timezone.now() + timedelta(days=1)
    [standing] = [one for one in position(case_of(order), at=later)["nodes"] if one["is_here"]]
    assert (standing["is_late"], standing["due_in"]) == (False, None)
    release_order(order_id=order.pk, actor=BOSS)
    assert open_task(order).due_at == clock_of(open_task(order)).due_at
    assert disagreeing() == []


def test_a_wait_is_late_by_its_clock_not_by_plain_hours(office):
    wait = node("goods", "wait", wait_for="order.confirmed", target_seconds=7200, calendar="OFFICE")
    published(graph(wait), code="timed")
    order = draft_order(make_customer(), (make_item(), 1))
    start_case(code="timed", subject=order.ref, actor=BOSS, at=AFTERNOON)

    def standing(at):
        return next(one for one in position(case_of(order), at=at)["nodes"] if one["is_here"])

    weekend, monday = AFTERNOON + timedelta(days=1), MONDAY_9 + timedelta(hours=2)
    assert (standing(weekend)["is_late"], standing(monday)["is_late"]) == (False, True)
    assert standing(monday)["due_in"] == -1800


def test_reckoning_anew_moves_the_task_with_its_clock(office):
    task = open_task(asked())
    CalendarException.objects.create(calendar=office, date=MONDAY_9.date(), intervals=[])
    reckon_anew(calendar_id=office.pk, actor=BOSS)
    assert fresh(task).due_at == clock_of(task).due_at == MONDAY_9 + timedelta(days=1, minutes=90)
    assert disagreeing() == []


def test_handing_over_leaves_the_moment_and_a_new_visit_has_its_own(office):
    order = asked()
    task = open_task(order)
    before = task.due_at
    colleague = User.objects.create(username="colleague")
    transfer_task(task_id=task.pk, to_user_id=colleague.pk, actor=BOSS, at=AFTERNOON)
    assert fresh(task).due_at == before == clock_of(task).due_at
    approve_task(task_id=task.pk, actor=BOSS, at=AFTERNOON)
    assert (fresh(task).due_at, clock_of(task).state) == (before, "met")


def test_a_step_without_a_clock_is_never_due():
    published(graph(node("check", "task", assignee={"role": "finance"})), code="timed")
    order = draft_order(make_customer(), (make_item(), 1))
    start_case(code="timed", subject=DocumentRef("order", order.pk, order.number), actor=BOSS, at=AFTERNOON)
    assert (open_task(order).due_at, disagreeing()) == (None, [])


def test_reckoning_anew_reads_the_priorities_of_all_orders_in_one_query(office):
    """Six clocks cost what two cost: pinned, so that nobody reads one order per clock again."""
    level = SlaPolicy.objects.create(
        code="mine", name="Mine", process="timed", node="check", target_seconds=3600, calendar=office
    )
    level.targets.create(priority="rush", target_seconds=600)
    forget_levels()
    orders = [asked() for _ in range(2)]

    def counted():
        with CaptureQueriesContext(connection) as seen:
            reckon_anew(policy_id=level.pk, actor=BOSS)
        return len(seen)

    counted()
    few = counted()
    orders += [asked() for _ in range(4)]
    Order.objects.filter(pk=orders[-1].pk).update(priority="rush")
    assert counted() == few
    assert [clock_of(open_task(one)).target_seconds for one in orders] == [3600] * 5 + [600]
