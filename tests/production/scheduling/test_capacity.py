"""Load against calendars: scheduled, waiting for a place, rough-cut."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from erp.core.errors import Invalid, NotPermitted
from erp.masterdata.selectors.company import business_day
from production.models import Routing, RoutingOperation
from production.selectors.capacity import PlannedQuantity, capacity_load, rough_cut
from production.services.scheduling import run_schedule
from tests.factories import BOSS, make_item
from tests.production.scheduling.shop import make_calendar, make_center, make_work_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    calendar = make_calendar()
    return [make_center(code, calendar, machines) for code, machines in (("SAW", 1), ("PAINT", 2))]


def loads(**more):
    today = business_day(timezone.now())
    return capacity_load(BOSS, since=today, until=today + timedelta(days=13), **more)


def test_capacity_is_hours_times_machines(shop):
    paint, saw = loads()
    assert [paint.center.code, saw.center.code] == ["PAINT", "SAW"]
    assert {day.capacity for day in saw.days} == {8.0}
    assert {day.capacity for day in paint.days} == {16.0}


def test_scheduled_hours_are_all_there_and_never_above_the_hours_of_a_day(shop):
    for n in range(4):
        make_work_order(shop, minutes=240, due=n)
    saw = loads()[1]
    assert saw.total.waiting == pytest.approx(16)
    assert saw.total.scheduled == 0
    run_schedule(actor=BOSS)
    saw = loads()[1]
    assert saw.total.scheduled == pytest.approx(16, abs=0.01)
    assert saw.total.waiting == 0
    assert all(day.scheduled <= day.capacity + 0.01 for day in saw.days)


def test_what_has_no_place_yet_is_due_on_its_day_and_may_be_too_much(shop):
    make_work_order(shop[:1], minutes=600, due=2)
    saw = loads()[1]
    assert saw.days[2].waiting == pytest.approx(10)
    assert saw.days[2].tone == "bad"
    assert saw.over == 1


def test_rough_cut_by_the_routing_in_force(shop):
    saw, _paint = shop
    saw.efficiency = Decimal("0.8")
    saw.save()
    item = make_item()
    routing = Routing.objects.create(item=item, valid_from=date(2020, 1, 1))
    RoutingOperation.objects.create(
        routing=routing, number=10, work_center=saw, name="Saw", setup_minutes=30, run_minutes=3
    )
    day = business_day(timezone.now())
    planned = [PlannedQuantity(item.pk, Decimal(100), day), PlannedQuantity(make_item().pk, Decimal(9), day)]
    assert rough_cut(planned) == [(saw.pk, day, pytest.approx(330 / 60 / 0.8))]
    assert loads(planned=planned)[1].days[0].planned == pytest.approx(6.875)


def test_spans_that_make_no_sense_are_refused(shop, reader):
    today = business_day(timezone.now())
    with pytest.raises(Invalid):
        capacity_load(BOSS, since=today, until=today - timedelta(days=1))
    with pytest.raises(Invalid):
        capacity_load(BOSS, since=today, until=today + timedelta(days=92))
    with pytest.raises(NotPermitted):
        capacity_load(reader, since=today, until=today)
