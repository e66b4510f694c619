"""The lines that promises are put into: what runs, what is overdue, what stood on a machine that is gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from erp.masterdata.models import WorkingCalendar
from erp.masterdata.selectors.company import business_day
from production.models import Operation, ScheduledOperation, WorkCenter
from production.selectors.shop_board import machines_now
from production.services.scheduling import run_schedule
from tests.factories import BOSS
from tests.production.scheduling.shop import DAYS, make_calendar, make_center, make_work_order

pytestmark = pytest.mark.django_db
DAY = 86400


@pytest.fixture
def saw():
    return make_center("SAW", make_calendar(("00:00", "24:00")), machines=2)


def pieces(machine: int = 0) -> list[tuple[int, int]]:
    """What stands on a machine of the only center: from when to when, in seconds from now."""
    machines = machines_now()
    line = next(line for key, line in machines.board.lines.items() if key[0] and key[1] == machine)
    now = line.working.passed(machines.board.problem.now)
    return [(low - now, high - now) for low, high, *_rest in line.pieces]


def test_what_runs_takes_its_machine_for_what_is_left_of_it(saw):
    WorkCenter.objects.update(machines=1)
    order = make_work_order([saw], minutes=1440, quantity=4)
    run_schedule(actor=BOSS)
    assert [high - low for low, high in pieces()] == [4 * DAY]
    Operation.objects.filter(work_order=order).update(state="running", good=3, version=2)
    assert pieces() == [(0, DAY)]


def test_what_is_overdue_begins_now_and_what_stands_in_its_way_comes_later(saw):
    WorkCenter.objects.update(machines=1)
    orders = [make_work_order([saw], minutes=1440, quantity=2, due=due) for due in (3, 9)]
    run_schedule(actor=BOSS)
    late = timezone.now() - timedelta(days=9)
    ScheduledOperation.objects.filter(operation__work_order=orders[0]).update(
        starts_at=late, ends_at=late + timedelta(days=2)
    )
    second = ScheduledOperation.objects.filter(operation__work_order=orders[1])
    second.update(starts_at=timezone.now() + timedelta(days=1), ends_at=timezone.now() + timedelta(days=3))
    Operation.objects.filter(work_order=orders[0]).update(version=2)
    assert pieces() == [(0, 2 * DAY), (2 * DAY, 4 * DAY)]


def test_what_stood_on_a_machine_that_is_no_more_follows_on_the_last_one(saw):
    for _order in range(2):
        make_work_order([saw], minutes=2880)
    run_schedule(actor=BOSS)
    assert [len(pieces(0)), len(pieces(1))] == [1, 1]
    WorkCenter.objects.update(machines=1, version=2)
    assert [high - low for low, high in pieces()] == [2 * DAY, 2 * DAY]


def test_a_work_order_that_is_not_scheduled_in_full_takes_new_places_for_all_of_it(saw):
    order = make_work_order([saw, saw], minutes=60)
    run_schedule(actor=BOSS)
    ScheduledOperation.objects.filter(operation__work_order=order, operation__number=20).delete()
    Operation.objects.filter(work_order=order).update(version=2)
    found = sorted(pieces(0) + pieces(1))
    assert [high - low for low, high in found] == [3600, 3600]
    assert found[1][0] >= found[0][1]
    assert business_day(timezone.now()) == order.release_on


def test_other_hours_count_at_once(saw):
    def open_seconds() -> int:
        problem = machines_now().board.problem
        return problem.centers[saw.pk].working.between(problem.now, problem.now + 10 * DAY)

    assert open_seconds() == 10 * DAY
    weekly = {day: [["06:00", "18:00"]] for day in DAYS}
    WorkingCalendar.objects.filter(pk=saw.calendar_id).update(weekly=weekly)
    assert open_seconds() == 5 * DAY
