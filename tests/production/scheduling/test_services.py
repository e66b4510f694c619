"""The schedule of real work orders: kept, moved by hand, locked."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import timezone

from erp.core.errors import Conflict, Invalid, NotFound, NotPermitted
from erp.core.integrity import run_checks
from erp.masterdata.models import WorkingCalendar
from erp.masterdata.selectors.company import business_day
from inventory.models import ExpectedSupply
from production.models import (
    Operation,
    PlannedOrder,
    PlanningRun,
    Routing,
    RoutingOperation,
    ScheduledOperation,
    ScheduleRun,
    WorkOrderComponent,
)
from production.selectors.capacity import capacity_load, planned_quantities
from production.selectors.open_shop import read_shop
from production.services.scheduling import lock_operation, place_operation, run_schedule, unlock_operation
from tests.factories import BOSS, main_warehouse, make_item
from tests.production.scheduling.shop import make_calendar, make_center, make_work_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    calendar = make_calendar()
    return [make_center(code, calendar) for code in ("SAW", "PAINT")]


def places(order):
    rows = ScheduledOperation.objects.filter(operation__work_order=order)
    return list(rows.order_by("operation__number"))


def test_everything_open_is_planned_and_machines_do_one_thing_at_a_time(shop):
    orders = [make_work_order(shop, minutes=120, due=n) for n in range(1, 6)]
    run = run_schedule(actor=BOSS)
    assert run.operations == 10
    assert run.orders == 5
    for order in orders:
        first, second = places(order)
        assert first.ends_at <= second.starts_at
    for center in shop:
        rows = list(ScheduledOperation.objects.filter(work_center=center).order_by("starts_at"))
        assert all(a.ends_at <= b.starts_at for a, b in pairwise(rows))
    waits = set(ScheduledOperation.objects.values_list("waits_for", flat=True))
    assert "capacity" in waits


def test_a_second_run_with_nothing_changed_moves_nothing_but_by_time(shop):
    make_work_order(shop, minutes=90)
    run_schedule(actor=BOSS)
    lock_operation(operation_id=Operation.objects.latest("number").pk, actor=BOSS)
    run = run_schedule(actor=BOSS)
    assert ScheduledOperation.objects.count() == 2
    assert run.late_before == ScheduleRun.objects.all()[0].late or run.late_before == 0
    kept = ScheduledOperation.objects.get(is_locked=True)
    assert kept.starts_at == kept.was_starts_at


def test_efficiency_makes_it_longer_and_finished_pieces_shorter(shop):
    saw, _paint = shop
    saw.efficiency = Decimal("0.5")
    saw.save()
    order = make_work_order([saw], minutes=10, quantity=6)
    order.operations.update(good=3)
    [job] = read_shop(timezone.now()).problem.jobs
    assert job.steps[0].run == 3 * 10 * 60 * 2


def test_a_running_operation_stays_where_it_is(shop):
    order = make_work_order(shop, minutes=60)
    started = timezone.now() - timedelta(minutes=5)
    first = order.operations.first()
    first.start()
    first.started_at = started
    first.save()
    make_work_order(shop, minutes=60, due=0, priority=40)
    run_schedule(actor=BOSS)
    place = places(order)[0]
    assert place.waits_for == "fixed"
    assert abs((place.starts_at - started).total_seconds()) < 2


def test_what_is_at_a_supplier_comes_back_on_its_day_however_often_it_is_planned(shop):
    outside = make_center("PLATER", None, is_outside=True)
    order = make_work_order([outside, shop[0]], due=9)
    now, today = timezone.now(), business_day(timezone.now())
    step = Operation.objects.filter(work_order=order, number=10)
    step.update(outside_days=6)
    assert read_shop(now).problem.jobs[0].steps[0].run == 6 * 86400
    step.update(state="running", started_at=now - timedelta(days=4))
    assert read_shop(now).problem.jobs[0].steps[0].run == 2 * 86400
    step.update(state="pending", started_at=None, back_on=today + timedelta(days=1))
    assert 86400 - 3600 <= read_shop(now).problem.jobs[0].steps[0].run <= 2 * 86400 + 3600
    step.update(back_on=today - timedelta(days=3))
    assert read_shop(now).problem.jobs[0].steps[0].run == 1


def test_material_that_comes_later_is_waited_for(shop):
    order, part = make_work_order(shop), make_item()
    WorkOrderComponent.objects.create(
        work_order=order, item=part, quantity_per=Decimal(1), quantity=Decimal(5), operation_number=20
    )
    day = timezone.now().date() + timedelta(days=9)
    ExpectedSupply.objects.create(
        source_kind="purchase_order_line", source_id=1, document_kind="purchase_order", document_id=1,
        document_number="PO-1", kind="purchase", item=part, warehouse=main_warehouse(), due_on=day,
        quantity=Decimal(8),
    )  # fmt: skip
    run_schedule(actor=BOSS)
    first, second = places(order)
    assert first.starts_at.date() < day
    assert second.starts_at.date() >= day
    assert second.waits_for in {"material", "calendar"}


def test_held_and_finished_work_is_not_planned_and_disappears(shop):
    order, held = make_work_order(shop), make_work_order(shop, state="on_hold")
    run_schedule(actor=BOSS)
    assert not places(held)
    first = order.operations.first()
    first.start()
    first.save()
    first.finish(at=timezone.now())
    first.save()
    run_schedule(actor=BOSS)
    assert len(places(order)) == 1


def test_a_moved_operation_is_locked_and_the_others_go_around_it(shop):
    order, other = make_work_order(shop, due=3), make_work_order(shop, due=4)
    run_schedule(actor=BOSS)
    target = places(other)[0]
    wished = timezone.now() + timedelta(days=2)
    run = place_operation(operation_id=target.operation_id, starts_at=wished, machine=1, actor=BOSS)
    target.refresh_from_db()
    assert target.is_locked
    assert target.starts_at >= wished
    assert target.waits_for == "fixed"
    assert ScheduleRun.objects.first() == run
    assert places(order)[0].starts_at < target.starts_at
    assert places(other)[1].starts_at >= target.ends_at


def test_moves_that_can_not_be_are_refused_and_change_nothing(shop):
    order, other = make_work_order(shop, minutes=300), make_work_order(shop, minutes=300)
    run_schedule(actor=BOSS)
    first, second = places(order)
    before = list(ScheduledOperation.objects.order_by("pk").values_list("starts_at", "is_locked"))
    soon, later = timezone.now() + timedelta(minutes=1), timezone.now() + timedelta(days=3)
    with pytest.raises(Invalid, match="past"):
        place_operation(
            operation_id=first.operation_id, starts_at=soon - timedelta(days=1), machine=1, actor=BOSS
        )
    with pytest.raises(Invalid, match="machine"):
        place_operation(operation_id=first.operation_id, starts_at=later, machine=2, actor=BOSS)
    with pytest.raises(Invalid, match="alternatives"):
        place_operation(
            operation_id=first.operation_id, starts_at=later, machine=1, work_center_id=shop[1].pk, actor=BOSS
        )
    with pytest.raises(Conflict, match="before_predecessor"):
        place_operation(operation_id=second.operation_id, starts_at=soon, machine=1, actor=BOSS)
    with pytest.raises(NotFound):
        place_operation(operation_id=10**9, starts_at=later, machine=1, actor=BOSS)
    assert before == list(ScheduledOperation.objects.order_by("pk").values_list("starts_at", "is_locked"))
    place_operation(operation_id=first.operation_id, starts_at=later, machine=1, actor=BOSS)
    with pytest.raises(Conflict, match="place_taken"):
        place_operation(operation_id=places(other)[0].operation_id, starts_at=later, machine=1, actor=BOSS)


def test_a_lock_is_let_go(shop):
    order = make_work_order(shop)
    run_schedule(actor=BOSS)
    operation_id = places(order)[0].operation_id
    assert lock_operation(operation_id=operation_id, actor=BOSS).is_locked
    assert not unlock_operation(operation_id=operation_id, actor=BOSS).is_locked


def test_frozen_operations_stay(shop):
    order = make_work_order(shop)
    run_schedule(actor=BOSS)
    before = [place.starts_at for place in places(order)]
    make_work_order(shop, due=0, priority=40)
    run_schedule(actor=BOSS, freeze_hours=240)
    starts = [place.starts_at for place in places(order)]
    assert starts[1] == before[1]


def test_a_calendar_that_never_opens_is_refused_and_the_old_plan_stays(shop):
    make_work_order(shop)
    run_schedule(actor=BOSS)
    WorkingCalendar.objects.update(weekly={})
    with pytest.raises(Exception, match="calendar_never_open"):
        run_schedule(actor=BOSS)
    assert ScheduledOperation.objects.count() == 2


def test_only_planners_may(shop, reader):
    with pytest.raises(NotPermitted):
        run_schedule(actor=reader)


def test_the_schedule_keeps_its_invariants_also_around_what_stays(shop):
    for n in range(6):
        make_work_order(shop, minutes=200, due=n)
    run_schedule(actor=BOSS)
    place = ScheduledOperation.objects.filter(machine=1).order_by("starts_at")[4]
    place_operation(
        operation_id=place.operation_id, starts_at=place.starts_at + timedelta(days=2), machine=1, actor=BOSS
    )
    assert [found.check.code for found in run_checks() if found.rows and "schedule" in found.check.code] == []


def test_what_the_material_plan_proposes_is_rough_cut(shop):
    today = business_day(timezone.now())
    item = make_item()
    routing = Routing.objects.create(item=item, valid_from=today)
    RoutingOperation.objects.create(
        routing=routing, number=10, work_center=shop[0], name="Saw", run_minutes=6
    )
    assert planned_quantities(today, today) == []
    run = PlanningRun.objects.create(state="completed", asked_at=timezone.now())
    PlannedOrder.objects.create(
        run=run, item=item, warehouse=main_warehouse(), kind="make", quantity=20,
        release_on=today, due_on=today, wanted_on=today,
    )  # fmt: skip
    saw = next(row for row in capacity_load(BOSS, since=today, until=today) if row.center.code == "SAW")
    assert saw.days[0].planned == pytest.approx(2)


def test_backward_begins_as_late_as_the_due_day_allows_and_says_so(shop):
    order = make_work_order(shop, minutes=60, due=5)
    run = run_schedule(direction="backward", actor=BOSS)
    first, second = places(order)
    assert run.direction == "backward"
    assert business_day(second.ends_at) == order.due_on
    assert first.ends_at <= second.starts_at
    assert {first.waits_for, second.waits_for} <= {"due", "predecessor"}
    assert "due" in {first.waits_for, second.waits_for}
    late = make_work_order(shop, minutes=60 * 8 * 6, due=1)
    assert run_schedule(direction="backward", actor=BOSS).late >= 1
    assert places(late)[0].starts_at <= timezone.now() + timedelta(days=1)
    with pytest.raises(Invalid):
        run_schedule(direction="sideways", actor=BOSS)
