"""How goods get from a warehouse to a customer, from what is set up of both and of the carrier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from erp.core.errors import Misconfigured
from erp.masterdata.calc import delivery
from erp.masterdata.calc.delivery import DIRECT, Route
from erp.masterdata.calc.working_time import Calendar, NeverOpen
from erp.masterdata.models import Carrier, CarrierRegion, Customer
from erp.masterdata.selectors.calendars import kept_calendar

__all__ = ["DIRECT", "Route", "kept_on", "leaves_on", "must_leave_on", "route_to"]

Answer = TypeVar("Answer")


def route_to(customer: Customer | None, *, carrier: Carrier | None, warehouse_zone: str) -> Route:
    """The way of an order: its carrier's cut-off and days to the customer's region, the customer's open days.

    One statement for the region's days when there are a carrier and a region, none otherwise.
    """
    if carrier is None and (customer is None or customer.calendar_id is None):
        return DIRECT
    days = 0 if carrier is None else carrier.transit_days
    if carrier is not None and customer is not None and customer.region_id is not None:
        own = CarrierRegion.objects.filter(carrier=carrier, region_id=customer.region_id)
        days = own.values_list("transit_days", flat=True).first() or days
    return Route(
        carrier=carrier.name if carrier is not None else "",
        transit_days=days,
        cut_off=carrier.cut_off if carrier is not None else None,
        warehouse_zone=warehouse_zone,
        zone=customer.time_zone if customer is not None else "",
        calendar=kept_calendar(customer.calendar_id if customer is not None else None),
    )


def _asked(work: Callable[[], Answer]) -> Answer:
    try:
        return work()
    except NeverOpen:
        raise Misconfigured("calendar_never_open") from None


def leaves_on(route: Route, warehouse: Calendar, ready_on: date, *, at: datetime) -> date:
    """The day on which goods leave that are ready on a day.

    Raises: Misconfigured when a calendar is never open.
    """
    return _asked(lambda: delivery.leaves_on(route, warehouse, ready_on, at=at))


def must_leave_on(route: Route, warehouse: Calendar, wanted_on: date) -> date:
    """The last day on which goods may leave to be there on a day.

    Raises: Misconfigured when a calendar is never open.
    """
    return _asked(lambda: delivery.must_leave_on(route, warehouse, wanted_on))


def kept_on(route: Route, ship_on: date, wanted_on: date | None) -> date:
    """The day to promise for goods that leave on a day.

    Raises: Misconfigured when a calendar is never open.
    """
    return _asked(lambda: delivery.kept_on(route, ship_on, wanted_on))
