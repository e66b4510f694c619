"""An edited calendar moves the clocks that run by it, without anybody's command."""

from datetime import datetime, timedelta

import pytest

from erp.core.models import LoggedEvent
from erp.core.outbox import relay
from erp.masterdata.models import WorkingCalendar
from erp.masterdata.services.calendars import edit_calendar
from orders.services.orders import submit_order
from sla.models import SlaPolicy, SlaTimer
from sla.selectors.policies import forget_levels
from sla.services import reckoning
from sla.services.sweep import sweep
from tests.factories import BOSS, assert_books_hold, draft, fresh, make_customer, make_item

pytestmark = pytest.mark.django_db
FRIDAY = datetime.fromisoformat("2026-11-13T17:50+08:00")
MONDAY = datetime.fromisoformat("2026-11-16T09:20+08:00")
OFFICE = [["09:00", "12:00"], ["13:00", "18:00"]]


@pytest.fixture
def calendar():
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), OFFICE)
    row = WorkingCalendar.objects.create(code="SH", name="上海", time_zone="Asia/Shanghai", weekly=week)
    SlaPolicy.objects.filter(code="order_confirmation").update(
        calendar=row, ladder=[{"action": "remind", "from_due_seconds": 0}]
    )
    forget_levels()
    yield row
    forget_levels()


def clock():
    order = draft(make_customer(), (make_item(), 1))
    submit_order(order_id=order.pk, actor=BOSS, at=FRIDAY)
    return SlaTimer.objects.get(subject_id=order.pk)


def close_monday(calendar):
    edit_calendar(
        calendar_id=calendar.pk, values={}, exceptions=[{"date": MONDAY.date(), "intervals": []}], actor=BOSS
    )


def test_running_clocks_follow_an_edited_calendar_once(calendar, monkeypatch):
    monkeypatch.setattr(reckoning, "CHUNK", 2)
    clocks = [clock() for _one in range(5)]
    assert {one.due_at for one in clocks} == {MONDAY}
    close_monday(calendar)
    relay()
    later = MONDAY + timedelta(days=1)
    assert {fresh(one).due_at for one in clocks} == {later}
    assert LoggedEvent.objects.get(name="sla.reckoned_anew").facts["timers"] == 5
    assert sweep(at=MONDAY).acted == 0
    assert sweep(at=later).acted == 5
    assert_books_hold()


def test_another_name_moves_no_clock(calendar):
    clock()
    edit_calendar(calendar_id=calendar.pk, values={"name": "Shanghai"}, actor=BOSS)
    relay()
    assert not LoggedEvent.objects.filter(name="sla.reckoned_anew").exists()
