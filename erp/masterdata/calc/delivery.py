"""From the warehouse's door to the customer's: closed days, the carrier's cut-off, transit, zones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from erp.masterdata.calc.working_time import ALWAYS, Calendar, next_open_day, previous_open_day

NOON = time(12)
_MOST_TRIES = 60


@dataclass(frozen=True)
class Route:
    """How goods get from a warehouse to a customer.

    `transit_days` are calendar days, 0 without a carrier; after `cut_off`, in the warehouse's zone, the
    carrier comes no more that day. `calendar` and `zone` are the customer's.
    """

    carrier: str = ""
    transit_days: int = 0
    cut_off: time | None = None
    warehouse_zone: str = ""
    zone: str = ""
    calendar: Calendar = ALWAYS


DIRECT = Route()


def leaves_on(route: Route, warehouse: Calendar, ready_on: date, *, at: datetime) -> date:
    """The day on which goods leave that are ready on a day: an open one, and before the carrier has gone.

    Raises: NeverOpen.
    """
    day = next_open_day(warehouse, ready_on)
    if route.cut_off is None:
        return day
    local = at.astimezone(ZoneInfo(route.warehouse_zone or "UTC"))
    if day <= local.date() and local.time() >= route.cut_off:
        return next_open_day(warehouse, max(day, local.date()) + timedelta(days=1))
    return day


def arrives_on(route: Route, ship_on: date) -> date:
    """The customer's day on which goods arrive that leave on a day; an open one of their calendar.

    The carrier hands over at the hour at which it collects, at noon where that is not known; the day is
    the customer's at that instant. Without transit it is the day of leaving.

    Raises: NeverOpen.
    """
    day = ship_on + timedelta(days=route.transit_days)
    if route.transit_days and route.zone and route.warehouse_zone:
        handed = datetime.combine(day, route.cut_off or NOON, tzinfo=ZoneInfo(route.warehouse_zone))
        day = handed.astimezone(ZoneInfo(route.zone)).date()
    return next_open_day(route.calendar, day)


def must_leave_on(route: Route, warehouse: Calendar, wanted_on: date) -> date:
    """The last day on which goods may leave to arrive on or before a day.

    Raises: NeverOpen.
    """
    target = previous_open_day(route.calendar, wanted_on)
    day = previous_open_day(warehouse, target - timedelta(days=max(route.transit_days - 1, 0)))
    for _try in range(_MOST_TRIES):
        if arrives_on(route, day) <= target:
            break
        day = previous_open_day(warehouse, day - timedelta(days=1))
    return day


def kept_on(route: Route, ship_on: date, wanted_on: date | None) -> date:
    """The day to promise for goods that leave on a day: their arrival, not before the day they are wanted.

    Raises: NeverOpen.
    """
    arrival = arrives_on(route, ship_on)
    if wanted_on is None or wanted_on <= arrival:
        return arrival
    return max(arrival, previous_open_day(route.calendar, wanted_on))
