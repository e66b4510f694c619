from datetime import date
from typing import Any

import holidays
import pytest
from django.test import Client

from erp.core.errors import Conflict, Invalid, NotPermitted
from erp.core.models import LoggedEvent
from erp.masterdata.calc.china import announced
from erp.masterdata.models import CalendarException, WorkingCalendar
from erp.masterdata.selectors.calendars import ALWAYS, add_working_days, calendar_by_id, next_open_day
from erp.masterdata.services.calendars import (
    create_calendar,
    delete_calendar,
    edit_calendar,
    take_holidays,
)
from erp.masterdata.services.suppliers import create_supplier
from tests.clients import person

pytestmark = pytest.mark.django_db

HOURS = [["09:00", "12:00"], ["13:00", "18:00"]]
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), HOURS)


def make_calendar(admin, **more):
    values: Any = {"code": "SH", "name": "Shanghai", "time_zone": "Asia/Shanghai", "weekly": WEEK} | more
    return create_calendar(values=values, actor=admin)


def test_a_calendar_is_ready_to_reckon_with(admin):
    calendar = make_calendar(admin)
    built = calendar_by_id(calendar.pk)
    assert built.time_zone == "Asia/Shanghai"
    assert next_open_day(built, date(2026, 11, 21)) == date(2026, 11, 23)
    assert add_working_days(calendar_by_id(None), date(2026, 11, 21), 2) == date(2026, 11, 23)
    assert calendar_by_id(None) is ALWAYS
    event = LoggedEvent.objects.get(name="setup.created")
    assert (event.document_kind, event.document_number, event.facts["table"]) == (
        "calendar",
        "SH",
        "calendar",
    )


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"time_zone": "Mars/Phobos"}, "time_zone"),
        ({"weekly": {"monday": [["12:00", "09:00"]]}}, "weekly.monday"),
        ({"weekly": {"funday": HOURS}}, "weekly.funday"),
        ({"weekly": {"monday": "always"}}, "weekly.monday"),
        ({"weekly": [1, 2]}, "weekly"),
        ({"code": ""}, "code"),
        ({"name": "x" * 500}, "name"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(admin, values, path):
    with pytest.raises(Invalid) as refusal:
        make_calendar(admin, **values)
    assert path in refusal.value.errors
    assert not WorkingCalendar.objects.exists()


def test_exceptions_are_replaced_and_the_audit_says_which(admin):
    calendar = make_calendar(admin)
    edit_calendar(
        calendar_id=calendar.pk,
        values={},
        exceptions=[
            {"date": date(2026, 12, 25), "name": "Christmas"},
            {"date": date(2026, 12, 26), "intervals": HOURS},
        ],
        actor=admin,
    )
    assert next_open_day(calendar_by_id(calendar.pk), date(2026, 12, 25)) == date(2026, 12, 26)
    event = LoggedEvent.objects.get(name="setup.changed")
    assert event.changes["exceptions"][0] == {}
    assert event.changes["exceptions"][1]["2026-12-25"] == [[], "Christmas"]


def test_the_same_day_twice_is_refused(admin):
    with pytest.raises(Invalid) as refusal:
        create_calendar(
            values={"code": "A", "name": "A"},
            exceptions=[{"date": date(2026, 1, 1)}, {"date": date(2026, 1, 1)}],
            actor=admin,
        )
    assert list(refusal.value.errors) == ["exceptions[1].date"]


def test_chinas_make_up_days_are_open_and_days_entered_by_hand_stay(admin):
    calendar = make_calendar(admin)
    edit_calendar(
        calendar_id=calendar.pk,
        values={},
        exceptions=[{"date": date(2025, 1, 28), "intervals": HOURS, "name": "Inventory"}],
        actor=admin,
    )
    taken = take_holidays(calendar_id=calendar.pk, country="CN", years=[2025], actor=admin)
    assert taken.make_up_days == 5
    built = calendar_by_id(calendar.pk)
    assert built.hours(date(2025, 1, 26)) == (
        ("09:00", "12:00"),
        ("13:00", "18:00"),
    )  # a Sunday that was worked
    assert built.hours(date(2025, 1, 28)) != ()
    assert built.hours(date(2025, 1, 29)) == ()
    again = take_holidays(calendar_id=calendar.pk, country="CN", years=[2025], actor=admin)
    assert (again.holidays, again.make_up_days) == (0, 0)


def test_chinas_days_of_2026_are_the_announced_ones_and_later_ones_are_said_not_to_be_known(admin):
    calendar = make_calendar(admin)
    taken = take_holidays(calendar_id=calendar.pk, country="CN", years=[2026, 2027], actor=admin)
    assert (taken.make_up_days, taken.unannounced) == (6, (2027,))
    built = calendar_by_id(calendar.pk)
    assert built.hours(date(2026, 2, 14)) != () and built.hours(date(2026, 10, 10)) != ()
    assert all(built.hours(date(2026, 10, day)) == () for day in range(1, 8))
    package = holidays.country_holidays("CN", years=[2026])
    off, worked = announced(2026) or ({}, set())
    assert worked == {day for day in package.weekend_workdays if day.year == 2026}
    assert {day for day in package if day.year == 2026} <= set(off)


def test_the_admin_enters_them_and_says_what_is_not_known():
    root = person("administrator", is_staff=True, is_superuser=True)
    calendar = WorkingCalendar.objects.create(code="SH", name="SH", weekly={"monday": [["09:00", "18:00"]]})
    browser = Client()
    browser.force_login(root, backend="erp.identity.backends.RoleBackend")
    sent = {"action": "enter_chinese_holidays", "_selected_action": [calendar.pk]}
    answer = browser.post("/admin/masterdata/workingcalendar/", sent, follow=True)
    assert "not announced yet" in answer.content.decode()
    assert calendar.exceptions.exists()


@pytest.mark.parametrize(("country", "years"), [("XX", [2026]), ("CN", []), ("CN", [1066])])
def test_unknown_holidays_are_refused(admin, country, years):
    calendar = make_calendar(admin)
    with pytest.raises(Invalid):
        take_holidays(calendar_id=calendar.pk, country=country, years=years, actor=admin)
    assert not CalendarException.objects.exists()


def test_a_calendar_that_a_supplier_works_by_can_not_be_deleted(admin):
    calendar = make_calendar(admin)
    create_supplier(values={"name": "Steel & Co", "calendar_id": calendar.pk}, actor=admin)
    with pytest.raises(Conflict) as refusal:
        delete_calendar(calendar_id=calendar.pk, actor=admin)
    assert refusal.value.code == "in_use"
    assert WorkingCalendar.objects.count() == 1


def test_without_the_right_nothing_is_changed(reader):
    with pytest.raises(NotPermitted):
        make_calendar(reader)
    assert not WorkingCalendar.objects.exists()


def test_a_calendar_in_which_nobody_works_is_refused(admin):
    with pytest.raises(Invalid) as refusal:
        make_calendar(admin, weekly={})
    assert list(refusal.value.errors) == ["weekly"]
    calendar = make_calendar(admin)
    with pytest.raises(Invalid):
        edit_calendar(calendar_id=calendar.pk, values={"weekly": {}}, actor=admin)
    calendar.refresh_from_db()
    assert calendar.weekly == WEEK


def test_a_night_shift_goes_on_past_midnight_but_not_into_the_next_day(admin):
    nights = {"friday": [["22:00", "06:00"]]}
    assert make_calendar(admin, weekly=nights).weekly == nights
    with pytest.raises(Invalid) as refusal:
        make_calendar(admin, code="N2", weekly=nights | {"saturday": [["05:00", "12:00"]]})
    assert list(refusal.value.errors) == ["weekly.saturday"]
