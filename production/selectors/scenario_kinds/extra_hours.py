"""Overtime or an extra shift at a work center."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.core.errors import Conflict
from erp.core.formats import day_text, number_text
from erp.core.quantity import plain
from erp.masterdata.calc.working_time import Calendar, WallInterval
from erp.masterdata.models import CalendarException, WorkingCalendar
from erp.masterdata.selectors.calendars import calendars_by_id, working_intervals
from production.calc.scenarios.changes import Change, MoreHours
from production.calc.scenarios.hours import NoRoom, longer_day, without
from production.models import WorkCenter
from production.selectors.open_shop import OpenShop, work_time
from production.selectors.scenario_kinds.base import Given, Payload, References, mark
from production.selectors.scenario_picture import World

MOST_DAYS = 92


class ExtraHours:
    """A work center works longer on some days."""

    code = "extra_hours"
    fields: tuple[str, ...] = ("work_center", "start_date", "end_date", "hours", "closed_days")

    def cleaned(self, given: Given) -> Payload:
        """Work center, days and hours a day; closed days are left closed unless told."""
        center: WorkCenter | None = given.row("work_center", "work_center")
        span = given.span(MOST_DAYS)
        hours = given.number("hours", Decimal("0.25"), Decimal(24))
        closed = given.flag("closed_days")
        if center is not None and (center.is_outside or not center.is_active or not center.calendar_id):
            given.add("work_center", _("This work center has no hours of its own."))
        elif center is not None and span is not None and hours is not None:
            _check(given, center, span, hours, closed)
        return {
            "work_center": center.pk if center else None,
            "start_date": span[0].isoformat() if span else None,
            "end_date": span[1].isoformat() if span else None,
            "hours": str(plain(hours)) if hours else None,
            "closed_days": closed,
        }

    def shown(self, payload: Payload, refs: References) -> Payload:
        """With the work center's code."""
        return {**payload, "work_center": refs.centers[payload["work_center"]].code}

    def words(self, payload: Payload, refs: References) -> str:
        """The hours in a sentence."""
        facts = {
            "center": refs.centers[payload["work_center"]].code,
            "hours": number_text(Decimal(payload["hours"])),
            "start": day_text(date.fromisoformat(payload["start_date"])),
            "end": day_text(date.fromisoformat(payload["end_date"])),
        }
        if payload["closed_days"]:
            return (
                _("%(center)s works %(hours)s hours more a day from %(start)s to %(end)s, on closed days too")
                % facts
            )
        return _("%(center)s works %(hours)s hours more a day from %(start)s to %(end)s") % facts

    def touched(self, payload: Payload, refs: References) -> dict[str, str]:
        """The work center and the hours of its calendar on these days."""
        center = refs.centers[payload["work_center"]]
        days = exceptions_of(center.calendar_id or 0, payload)
        weekly = center.calendar.weekly if center.calendar else {}
        return {
            f"work center {center.code}": mark(center.version),
            f"calendar {center.calendar.code if center.calendar else ''}": mark(
                center.calendar_id, weekly, sorted(days)
            ),
        }

    def changes(self, payload: Payload, refs: References, world: World) -> list[Change]:
        """Another working time at the center, as its calendar would give it."""
        center_id = payload["work_center"]
        if center_id not in world.picture.problem.centers:
            return []
        before = world.calendar_of(center_id)
        days = days_with_room(refs.centers[center_id], before, payload)
        after = replace(before, exceptions={**before.exceptions, **days})
        world.calendars[center_id] = after
        extra = without(_seconds(world.shop, after, days), _seconds(world.shop, before, days))
        return [MoreHours(center_id, work_time(after, world.shop.origin), tuple(extra))]

    def real(self, payload: Payload, refs: References) -> list[str]:
        """The days that become longer in the calendar."""
        center = refs.centers[payload["work_center"]]
        calendar = calendars_by_id({center.calendar_id or 0}).get(center.calendar_id or 0)
        try:
            days = longer_days(calendar, payload) if calendar else {}
        except NoRoom as problem:
            return [_no_room(problem)]
        facts = {
            "center": center.code,
            "calendar": center.calendar.code if center.calendar else "",
            "count": len(days),
        }
        if is_shared(center):
            return [
                _("%(center)s gets a calendar of its own, like %(calendar)s with %(count)s longer days")
                % facts
            ]
        return [_("%(count)s days of the calendar %(calendar)s become longer") % facts]


def is_shared(center: WorkCenter) -> bool:
    """Whether others go by the same calendar too, so that it can't be changed for one center alone."""
    for relation in WorkingCalendar._meta.related_objects:
        model: Any = relation.related_model
        if model is CalendarException:
            continue
        users = model._default_manager.filter(**{relation.field.name: center.calendar_id})
        if (users.exclude(pk=center.pk) if model is WorkCenter else users).exists():
            return True
    return False


def _check(given: Given, center: WorkCenter, span: tuple[date, date], hours: Decimal, closed: bool) -> None:
    calendar = calendars_by_id({center.calendar_id or 0})[center.calendar_id or 0]
    payload = {
        "start_date": span[0].isoformat(),
        "end_date": span[1].isoformat(),
        "hours": str(hours),
        "closed_days": closed,
    }
    try:
        days = longer_days(calendar, payload)
    except NoRoom as problem:
        given.add("hours", _no_room(problem))
        return
    if not days:
        given.add("start_date", _("The work center is closed on all of these days."))


def _no_room(problem: NoRoom) -> str:
    left = number_text(Decimal(problem.left) / 60)
    return _("One of these days has only %(hours)s hours left.") % {"hours": left}


def days_with_room(
    center: WorkCenter, calendar: Calendar, payload: Payload
) -> dict[date, tuple[WallInterval, ...]]:
    """The days that become longer, of a calendar that may be another than when the change was written: other
    changes come before it, and people edit calendars.

    Raises: Conflict (`scenario_no_room`).
    """
    try:
        return longer_days(calendar, payload)
    except NoRoom as problem:
        raise Conflict("scenario_no_room", work_center=center.code, hours=problem.left // 60) from problem


def longer_days(calendar: Calendar, payload: Payload) -> dict[date, tuple[WallInterval, ...]]:
    """The hours of the days that become longer.

    Raises: NoRoom.
    """
    start, end = date.fromisoformat(payload["start_date"]), date.fromisoformat(payload["end_date"])
    minutes = round(Decimal(payload["hours"]) * 60)
    found = {}
    for n in range((end - start).days + 1):
        day = start + timedelta(days=n)
        hours = calendar.hours(day)
        if hours or payload["closed_days"]:
            found[day] = tuple(longer_day(hours, minutes))
    return found


def exceptions_of(calendar_id: int, payload: Payload) -> list[tuple[str, str]]:
    """The days of a calendar that differ from its week, within a change's days."""
    rows = CalendarException.objects.filter(
        calendar_id=calendar_id, date__range=(payload["start_date"], payload["end_date"])
    )
    return [(day.isoformat(), str(hours)) for day, hours in rows.values_list("date", "intervals")]


def _seconds(
    shop: OpenShop, calendar: Calendar, days: dict[date, tuple[WallInterval, ...]]
) -> list[tuple[int, int]]:
    """The working time of some days as the problem counts it."""

    def at(moment: datetime) -> int:
        return max(0, shop.seconds(moment))

    return [(at(start), at(end)) for day in sorted(days) for start, end in working_intervals(calendar, day)]
