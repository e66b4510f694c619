"""Work orders of the files: what was made and spoiled, and what stands open on the day of the load."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from orders.services.dataset.calendar import LoadCalendar
from orders.services.dataset.source import Source, amount, day, integer, maybe, needed
from production.models import BomComponent

ZERO = Decimal(0)
HEADER = {
    "work_order_id": integer,
    "product_id": integer,
    "order_qty": amount,
    "stocked_qty": amount,
    "scrapped_qty": amount,
    "start_date": day,
    "end_date": day,
    "due_date": day,
    "scrap_reason_id": maybe(integer),
}
STEP = {
    "work_order_id": integer,
    "operation_seq": integer,
    "location_id": integer,
    "actual_start": day,
    "actual_end": day,
    "actual_hours": amount,
}


@dataclass
class Making:
    """The good work orders of the files with their steps, in file order; empty when there are none."""

    headers: list[Any] = field(default_factory=list)
    steps: dict[int, list[Any]] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    quantities: dict[int, list[Decimal]] = field(default_factory=dict)

    @property
    def first_day(self) -> date | None:
        """When the first of them began."""
        return min((row.start_date for row in self.headers), default=None)

    def begun(self, calendar: LoadCalendar) -> list[Any]:
        """Those that were begun by the day of the load."""
        return [row for row in self.headers if calendar.has_come(row.start_date)]

    def made(self, calendar: LoadCalendar) -> dict[int, Decimal]:
        """Good pieces that were finished by the day of the load, by product."""
        pieces: dict[int, Decimal] = defaultdict(Decimal)
        for row in self.begun(calendar):
            if calendar.has_come(row.end_date):
                pieces[row.product_id] += row.stocked_qty
        return pieces

    def weekly_hours(self, calendar: LoadCalendar, *, weeks: int) -> dict[int, Decimal]:
        """Hours of work a week by location, in the weeks up to the day of the load."""
        begun = {row.work_order_id for row in self.begun(calendar)}
        done = [step for key, rows in self.steps.items() if key in begun for step in rows]
        last = calendar.as_of or max((step.actual_start for step in done), default=date.min)
        hours: dict[int, Decimal] = defaultdict(Decimal)
        for step in done:
            if last - timedelta(weeks=weeks) < step.actual_start <= last:
                hours[step.location_id] += step.actual_hours
        return {place: total / weeks for place, total in hours.items()}


def read_making(source: Source, items: dict[int, int]) -> Making:
    """Read work orders, their operations and scrap reasons; a bad row is left out, and told."""
    making = Making()
    if not source.has("work_orders"):
        return making
    columns = {"scrap_reason_id": integer, "name": needed}
    if source.has("scrap_reasons"):
        making.reasons = {row.scrap_reason_id: row.name for row in source.rows("scrap_reasons", columns)}
    known: set[int] = set()
    quantities: dict[int, list[Decimal]] = defaultdict(list)
    for row in source.rows("work_orders", HEADER):
        reason = _bad_header(row, items, known)
        if reason:
            source.report("work_orders", row.line, reason)
            continue
        known.add(row.work_order_id)
        making.headers.append(row)
        quantities[row.product_id].append(row.order_qty)
    making.quantities = dict(quantities)
    if source.has("work_order_operations"):
        _read_steps(source, making, known)
    return making


def _bad_header(row: Any, items: dict[int, int], known: set[int]) -> str:
    if row.product_id not in items:
        return _("product %s is unknown") % row.product_id
    if row.work_order_id in known:
        return _("work order %s comes twice") % row.work_order_id
    if row.order_qty <= 0:
        return _("the quantity is zero")
    if row.order_qty != row.stocked_qty + row.scrapped_qty:
        return _("order_qty is not stocked_qty + scrapped_qty")
    if min(row.end_date, row.due_date) < row.start_date:
        return _("it ends or is due before it starts")
    return ""


def _read_steps(source: Source, making: Making, known: set[int]) -> None:
    steps: dict[int, dict[int, Any]] = defaultdict(dict)
    for row in source.rows("work_order_operations", STEP):
        if row.work_order_id not in known:
            reason = _("work order %s is unknown") % row.work_order_id
        elif row.operation_seq <= 0:
            reason = _("operation_seq must be positive")
        elif row.operation_seq in steps[row.work_order_id]:
            reason = _("operation %s comes twice") % row.operation_seq
        else:
            steps[row.work_order_id][row.operation_seq] = row
            continue
        source.report("work_order_operations", row.line, reason)
    making.steps = {key: [rows[place] for place in sorted(rows)] for key, rows in steps.items() if rows}


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit of an item takes of another, by the bill in force."""

    item_id: int
    per: Decimal


def parts_in_force() -> dict[int, tuple[int, list[Part]]]:
    """The bill in force and its components, by made item."""
    found: dict[int, tuple[int, list[Part]]] = {}
    rows = BomComponent.objects.filter(bom__valid_to=None, bom__is_active=True, bom__alternative="")
    columns = ("bom__item_id", "bom_id", "bom__output_quantity", "item_id", "quantity")
    for item, bom, output, part, quantity in rows.order_by("bom_id", "pk").values_list(*columns):
        found.setdefault(item, (bom, []))[1].append(Part(part, quantity / output))
    return found


def taken_by_open(
    making: Making, calendar: LoadCalendar, items: dict[int, int]
) -> Iterator[tuple[int, Decimal]]:
    """Items and quantities that work orders which are begun and not finished have taken from stock."""
    bills = parts_in_force()
    for row in making.begun(calendar):
        if not calendar.has_come(row.end_date):
            for part in bills.get(items[row.product_id], (0, []))[1]:
                yield part.item_id, part.per * row.order_qty


def finished_steps(row: Any, count: int, calendar: LoadCalendar) -> int:
    """How many of an open work order's steps are done: as much as has passed of its days.

    The files schedule all steps for the whole span, so that they don't tell which came when.
    """
    span = (row.end_date - row.start_date).days
    if calendar.as_of is None or not span or not count:
        return 0
    return min(count - 1, count * (calendar.as_of - row.start_date).days // span)
