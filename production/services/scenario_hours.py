"""Extra hours of a scenario as real days of a calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from erp.core.actor import Actor
from erp.core.refs import DocumentRef
from erp.masterdata.models import WorkingCalendar
from erp.masterdata.selectors.calendars import calendars_by_id
from erp.masterdata.services.calendars import ExceptionValues, create_calendar, edit_calendar
from production import locks
from production.models import Scenario, WorkCenter
from production.selectors.scenario_kinds.base import Payload, References
from production.selectors.scenario_kinds.extra_hours import days_with_room, is_shared
from production.services.work_centers import edit_work_center, work_center_ref

MOST_CODE = 40


def lock_hours(center: WorkCenter, *, actor: Actor) -> None:
    """Lock a work center and its calendar, so that their hours stay as they are read now."""
    locks.work_center_for_update(center.pk)
    if center.calendar_id:
        edit_calendar(calendar_id=center.calendar_id, values={}, actor=actor)


def adopt_extra_hours(
    scenario: Scenario, payload: Payload, refs: References, *, actor: Actor, at: datetime
) -> list[DocumentRef]:
    """Make the days longer: in the center's own calendar, or in a new one where others share it.

    Raises: what the calendar's and the work center's services refuse.
    """
    center = WorkCenter.objects.get(pk=payload["work_center"])
    calendar = WorkingCalendar.objects.prefetch_related("exceptions").get(pk=center.calendar_id or 0)
    days = days_with_room(center, calendars_by_id({calendar.pk})[calendar.pk], payload)
    kept = {
        row.date: {"date": row.date, "intervals": row.intervals, "name": row.name}
        for row in calendar.exceptions.all()
    }
    for day, hours in days.items():
        name = f"{kept[day]['name']} {scenario.number}" if day in kept else scenario.number
        kept[day] = {"date": day, "intervals": [list(pair) for pair in hours], "name": name.strip()[:120]}
    exceptions: Any = [kept[day] for day in sorted(kept)]
    if not is_shared(center):
        edit_calendar(calendar_id=calendar.pk, values={}, exceptions=exceptions, actor=actor)
        return [DocumentRef("calendar", calendar.pk, calendar.code), work_center_ref(center)]
    own = _own_calendar(center, calendar, exceptions, actor)
    edit_work_center(work_center_id=center.pk, values={"calendar_id": own.pk}, actor=actor)
    return [DocumentRef("calendar", own.pk, own.code), work_center_ref(center)]


def _own_calendar(
    center: WorkCenter, like: WorkingCalendar, exceptions: list[ExceptionValues], actor: Actor
) -> WorkingCalendar:
    """A calendar for one work center, like the one that it shares with others."""
    taken = set(WorkingCalendar.objects.values_list("code", flat=True))
    code, number = center.code[:MOST_CODE], 1
    while code in taken:
        number += 1
        code = f"{center.code[: MOST_CODE - 4]}-{number}"
    values: Any = {
        "code": code,
        "name": f"{center.name} ({like.name})"[:120],
        "time_zone": like.time_zone,
        "weekly": like.weekly,
    }
    return create_calendar(values=values, exceptions=exceptions, actor=actor)
