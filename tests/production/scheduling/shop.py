"""A small shop to schedule: work centers on a day shift, work orders with their operations."""

import itertools
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from erp.masterdata.models import WorkingCalendar
from erp.masterdata.selectors.company import business_day
from production.models import Operation, Routing, RoutingOperation, WorkCenter, WorkOrder
from tests.factories import main_warehouse, make_item

_serial = itertools.count(1)
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def make_calendar(*hours, code=None):
    weekly = {day: [list(pair) for pair in hours or [("08:00", "16:00")]] for day in DAYS}
    return WorkingCalendar.objects.create(code=code or f"SHIFT{next(_serial)}", name="Shift", weekly=weekly)


def make_center(code, calendar, machines=1, **fields):
    values = {"name": code, "calendar": calendar, "machines": machines, "cost_per_hour": 40, **fields}
    return WorkCenter.objects.create(code=code, **values)


def make_work_order(centers, *, minutes=60, quantity=1, due=5, state="released", item=None, **fields):
    """A work order with one operation at each center, each of so many minutes a piece."""
    number, today = next(_serial), business_day(timezone.now())
    order = WorkOrder(
        number=f"WO-T{number}",
        item=item or make_item(standard_cost=100),
        warehouse=main_warehouse(),
        quantity=Decimal(quantity),
        release_on=today,
        due_on=today + timedelta(days=due),
        **fields,
    )
    WorkOrder._meta.get_field("state")
    order.__dict__["state"] = state
    order.save()
    for place, center in enumerate(centers, 1):
        Operation.objects.create(
            work_order=order,
            number=place * 10,
            work_center=center,
            name=f"Step {place}",
            run_minutes=Decimal(minutes),
        )
    return order


def make_routing(item, *steps):
    """A routing in force: (work center, minutes a piece) per operation."""
    routing = Routing.objects.create(item=item, valid_from=business_day(timezone.now()) - timedelta(days=30))
    for place, (center, minutes) in enumerate(steps, 1):
        RoutingOperation.objects.create(
            routing=routing, number=place * 10, work_center=center, name=f"Step {place}", run_minutes=minutes
        )
    return routing
