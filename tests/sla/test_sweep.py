"""The sweep: each rung once, in order, late ones flagged, whatever dies in between."""

from datetime import UTC, datetime, time, timedelta

import pytest

from erp.core.models import LoggedEvent
from erp.identity.models import User
from erp.notifications.models import Alert, ChannelSetting, Delivery, Notification, Preference
from erp.notifications.selectors.channels import forget_ways
from orders.services.orders import confirm_order, hold_order, submit_order
from sla.models import RungClaim, SlaPolicy, SlaTimer
from sla.selectors.policies import forget_levels
from sla.services import sweep as sweeping
from sla.services.sweep import sweep
from sla.services.telling import settle_ended
from tests.factories import BOSS, assert_books_hold, draft, fresh, make_customer, make_item

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def minutes(count):
    return timedelta(minutes=count)


def waiting(customer=None):
    order = draft(customer or make_customer(), (make_item(stock=10), 2))
    submit_order(order_id=order.pk, actor=BOSS, at=MONDAY)
    return order, SlaTimer.objects.get(subject_id=order.pk, node="order_confirmation")


def told(order):
    rows = LoggedEvent.objects.filter(about_kind="order", about_id=order.pk, name__startswith="sla.")
    return list(rows.order_by("pk").values_list("name", flat=True))


def told_on(topic):
    """Who was told on a topic."""
    return set(Notification.objects.filter(topic=topic).values_list("user_id", flat=True))


def test_nothing_acts_before_it_is_due():
    _order, clock = waiting()
    assert sweep(at=MONDAY + minutes(19)).acted == 0
    assert fresh(clock).next_rung == 1


def test_warn_remind_escalate_each_once_and_by_the_rule():
    boss = User.objects.create(username="boss", first_name="Bo", last_name="Ss")
    seller = User.objects.create(username="seller", roles=["sales"], manager=boss)
    order, clock = waiting(make_customer(salesperson=seller))
    for at in (20, 20, 30, 30, 60, 60, 90):
        sweep(at=MONDAY + minutes(at))
    assert told(order) == ["sla.reminded", "sla.reminded", "sla.escalated"]
    assert list(RungClaim.objects.values_list("rung", "action", "is_late", "outcome")) == [
        (1, "warn", False, "done"),
        (2, "remind", False, "done"),
        (3, "escalate", False, "done"),
    ]
    event = LoggedEvent.objects.get(name="sla.escalated")
    assert (event.actor_kind, event.actor_label) == ("system", "Order confirmation, version 1")
    assert event.facts["after_seconds"] == 3600
    assert event.facts["to"] == ["Bo Ss"]
    assert list(Notification.objects.order_by("pk").values_list("topic", "user_id", "priority")) == [
        ("sla_warning", seller.pk, "normal"),
        ("sla_reminder", seller.pk, "high"),
        ("sla_escalation", boss.pk, "critical"),
    ]
    assert {one.subject for one in Notification.objects.all()} == {order.ref}
    assert not Alert.objects.exists()
    clock = fresh(clock)
    assert (clock.state, clock.next_rung, clock.next_due_at) == ("running", None, None)
    assert clock.is_overdue(MONDAY + minutes(90))
    assert_books_hold()


def test_a_role_is_told_within_its_scope_through_the_channels_that_each_person_wants():
    ChannelSetting.objects.update_or_create(code="email", defaults={"is_enabled": True})
    forget_ways()
    open_to_all = User.objects.create(username="all", roles=["sales"], row_scope="all", email="a@example.com")
    own_only = User.objects.create(username="own", roles=["sales"], row_scope="own", email="o@example.com")
    Preference.objects.create(user=open_to_all, quiet_from=time(0), quiet_until=time(23))
    waiting()
    for at in (30, 31):
        sweep(at=MONDAY + minutes(at))
    assert told_on("sla_reminder") == {open_to_all.pk}
    assert own_only.pk not in told_on("sla_warning")
    sent = Delivery.objects.get(channel="email", notification__topic="sla_reminder")
    assert sent.state == "pending" and sent.due_at > MONDAY + minutes(31)  # it is quiet until eleven at night
    forget_ways()


def test_what_was_told_of_a_clock_that_has_stopped_needs_no_eyes():
    seller = User.objects.create(username="seller", roles=["sales"])
    order, _clock = waiting(make_customer(salesperson=seller))
    other, _clock = waiting(make_customer(salesperson=seller))
    sweep(at=MONDAY + minutes(30))
    confirm_order(order_id=order.pk, actor=BOSS, at=MONDAY + minutes(40))
    assert settle_ended(actor=BOSS, at=MONDAY + minutes(41)) == 2
    unread = Notification.objects.filter(read_at__isnull=True)
    assert {one.subject_id for one in unread} == {other.pk}
    assert settle_ended(actor=BOSS, at=MONDAY + minutes(42)) == 0


def test_nobody_above_goes_to_the_administrators_and_is_recorded():
    seller = User.objects.create(username="lonely", roles=["sales"])
    admin = User.objects.create(username="root", roles=["administrator"])
    _order, _clock = waiting(make_customer(salesperson=seller))
    sweep(at=MONDAY + minutes(60))
    claim = RungClaim.objects.get(action="escalate")
    assert claim.facts["nobody_above"] is True
    assert told_on("sla_escalation") == {admin.pk}
    assert LoggedEvent.objects.get(name="sla.escalated").facts["nobody_above"] is True


def test_a_superior_who_is_away_is_stood_in_for():
    deputy = User.objects.create(username="deputy")
    boss = User.objects.create(
        username="away", absent_from="2026-11-01", absent_until="2026-11-30", stand_in=deputy
    )
    seller = User.objects.create(username="seller", roles=["sales"], manager=boss)
    waiting(make_customer(salesperson=seller))
    sweep(at=MONDAY + minutes(60))
    assert told_on("sla_escalation") == {deputy.pk}


def test_after_a_month_of_downtime_rungs_catch_up_in_order_and_say_that_they_are_late():
    order, _clock = waiting()
    later = MONDAY + timedelta(days=31)
    swept = sweep(at=later)
    assert (swept.acted, swept.late) == (3, 3)
    assert told(order) == ["sla.reminded", "sla.reminded", "sla.escalated"]
    claims = list(RungClaim.objects.order_by("rung"))
    assert [claim.due_at for claim in claims] == [MONDAY + minutes(count) for count in (20, 30, 60)]
    assert all(claim.is_late and claim.at == later for claim in claims)
    assert sweep(at=later).acted == 0


def test_a_paused_clock_does_not_act_and_a_stopped_one_neither():
    order, _clock = waiting()
    hold_order(order_id=order.pk, reason="x", actor=BOSS, at=MONDAY + minutes(5))
    other, _clock = waiting()
    confirm_order(order_id=other.pk, actor=BOSS, at=MONDAY + minutes(5))
    SlaTimer.objects.filter(node__in=["promised_ship_date", "order_allocation"]).update(next_due_at=None)
    assert sweep(at=MONDAY + timedelta(days=3)).acted == 0


def test_a_worker_that_dies_between_rungs_loses_and_doubles_nothing(monkeypatch):
    order, clock = waiting()
    sweep(at=MONDAY + minutes(30))

    def dies(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(sweeping, "save_next", dies)
        with pytest.raises(SystemExit):
            sweep(at=MONDAY + minutes(60))
    assert (told(order), fresh(clock).next_rung) == (["sla.reminded", "sla.reminded"], 3)
    sweep(at=MONDAY + minutes(61))
    assert told(order) == ["sla.reminded", "sla.reminded", "sla.escalated"]
    assert RungClaim.objects.count() == 3
    assert_books_hold()


def test_a_rung_that_fails_waits_and_stops_no_other(monkeypatch):
    _bad, clock = waiting()
    SlaTimer.objects.filter(pk=clock.pk).update(next_rung=9)  # points at no rung: can't be worked
    order, _clock = waiting()
    swept = sweep(at=MONDAY + minutes(20))
    assert (swept.acted, swept.failed) == (1, 1)
    assert told(order) == ["sla.reminded"]
    assert fresh(clock).next_due_at > MONDAY + minutes(20)
    SlaTimer.objects.filter(pk=clock.pk).update(next_rung=1)
    assert sweep(at=MONDAY + minutes(40)).acted >= 1


def test_a_day_of_working_time_over_the_change_of_the_clocks_and_a_made_up_day():
    from erp.masterdata.models import CalendarException, WorkingCalendar

    office = [["09:00", "12:00"], ["13:00", "18:00"]]
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), office)
    detroit = WorkingCalendar.objects.create(
        code="DET", name="Detroit", time_zone="America/Detroit", weekly=week
    )
    china = WorkingCalendar.objects.create(code="SH", name="上海", time_zone="Asia/Shanghai", weekly=week)
    for day in range(15, 24):
        CalendarException.objects.create(calendar=china, date=f"2026-02-{day}", intervals=[])
    CalendarException.objects.create(calendar=china, date="2026-02-14", intervals=office)
    cases = [
        (detroit, "2026-03-06T17:50-05:00", "2026-03-09T09:20-04:00"),
        (detroit, "2026-10-30T17:50-04:00", "2026-11-02T09:20-05:00"),
        (china, "2026-02-13T17:50+08:00", "2026-02-14T09:20+08:00"),
        (china, "2026-02-14T17:50+08:00", "2026-02-24T09:20+08:00"),
    ]
    for calendar, start, due in cases:
        SlaPolicy.objects.filter(code="order_confirmation").update(
            calendar=calendar, ladder=[{"action": "remind", "from_due_seconds": 0}]
        )
        forget_levels()
        order = draft(make_customer(), (make_item(), 1))
        submit_order(order_id=order.pk, actor=BOSS, at=datetime.fromisoformat(start))
        moment = datetime.fromisoformat(due)
        assert SlaTimer.objects.get(subject_id=order.pk).due_at == moment
        sweep(at=moment - timedelta(seconds=1))
        assert told(order) == []
        sweep(at=moment)
        assert told(order) == ["sla.reminded"]
