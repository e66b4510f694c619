"""What made items consist of, and where and how they are made: bills, work centers and routings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from statistics import median
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from erp.core.commands import command
from erp.masterdata.models import WorkingCalendar
from erp.masterdata.selectors.company import company
from orders.services.dataset.calendar import LoadCalendar
from orders.services.dataset.source import Source, amount, day, integer, maybe, needed, number
from orders.services.dataset.work_orders import Making
from production.models import Bom, BomComponent, Routing, RoutingOperation, WorkCenter

LINK = {
    "assembly_id": maybe(integer),
    "component_id": integer,
    "start_date": day,
    "end_date": maybe(day),
    "qty_per": number,
}
ROUTING = {"product_id": integer, "operation_seq": integer, "location_id": integer, "hours": amount}
PLACE = {
    "location_id": integer,
    "name": needed,
    "cost_per_hour": amount,
    "availability_hours": amount,
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORKING_DAYS, DAY_HOURS = 5, 24
FIRST_SHIFT, SHIFT = 7 * 60, 8 * 60  # minutes
BUSY_WEEKS = 26
FULL = Decimal("0.85")  # how much of its hours a machine works when there are enough of them
STEP = 10  # operations are numbered in tens, so that others fit between


@dataclass
class Structure:
    """What was loaded of how things are made: links by version, work centers and routings by their ids."""

    links: int = 0
    superseded: int = 0
    versions: int = 0
    steps: int = 0
    centers: dict[int, int] = field(default_factory=dict)
    routings: dict[int, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)


def load_structure(
    source: Source, calendar: LoadCalendar, items: dict[int, int], making: Making
) -> Structure:
    """Write bills of materials, and where the files tell of them, work centers and routings."""
    found = Structure()
    load_boms(source, calendar, items, found)
    if source.has("routings"):
        load_centers(source, calendar, making, found)
        load_routings(source, calendar, items, making, found)
    return found


@command()
def load_boms(source: Source, calendar: LoadCalendar, items: dict[int, int], found: Structure) -> None:
    """The links become versions of bills of materials: a new one begins where a link was superseded.

    A version holds the links that were in force on its last day. Bills that are there already stay.
    """
    links: dict[int, list[Any]] = defaultdict(list)
    for row in source.rows("bom", LINK):
        if row.assembly_id is None:
            continue
        unknown = [key for key in (row.assembly_id, row.component_id) if key not in items]
        if unknown:
            source.report("bom", row.line, _("product %s is unknown") % unknown[0])
        elif row.qty_per <= 0:
            source.report("bom", row.line, _("qty_per must be positive"))
        elif row.assembly_id == row.component_id:
            source.report("bom", row.line, _("product %s is made of itself") % row.assembly_id)
        elif row.end_date is not None and row.end_date < row.start_date:
            source.report("bom", row.line, _("it ends before it starts"))
        else:
            links[row.assembly_id].append(row)
    known = set(Bom.objects.values_list("item_id", flat=True))
    boms: list[Bom] = []
    parts: list[tuple[Bom, Any]] = []
    for assembly, rows in links.items():
        told = versions_of(rows)
        found.links += len(told[-1][2]) if told[-1][1] is None else 0
        found.superseded += sum(1 for row in rows if row.end_date is not None)
        found.versions += len(told)
        if items[assembly] in known:
            continue
        for place, (begins, ends, parts_of_it) in enumerate(told, start=1):
            bom = Bom(
                item_id=items[assembly],
                version=place,
                valid_from=calendar.day(begins),
                valid_to=calendar.maybe(ends),
            )
            boms.append(bom)
            parts += [(bom, row) for row in parts_of_it]
    Bom.objects.bulk_create(boms)
    BomComponent.objects.bulk_create(
        BomComponent(bom=bom, item_id=items[row.component_id], quantity=row.qty_per) for bom, row in parts
    )


def versions_of(rows: list[Any]) -> list[tuple[date, date | None, list[Any]]]:
    """First day, last day (none while in force) and links of each version of one assembly's bill.

    An assembly whose links have all ended has no version in force. Of two links to the same component the
    later one counts.
    """
    ends = sorted({row.end_date for row in rows if row.end_date is not None})
    begins, found = min(row.start_date for row in rows), []
    for end in [*ends, None]:
        holding = {
            row.component_id: row
            for row in sorted(rows, key=lambda row: row.start_date)
            if (end is None or row.start_date <= end)
            and (row.end_date is None or (end is not None and row.end_date >= end))
        }
        if holding:
            found.append((begins, end, list(holding.values())))
        begins = end + timedelta(days=1) if end is not None else begins
    return found


@command()
def load_centers(source: Source, calendar: LoadCalendar, making: Making, found: Structure) -> None:
    """Locations with capacity become work centers; those without are storage only.

    `availability_hours` are the hours of a week that one machine works. How many machines there are the
    files don't tell: as many as the work of the last half year needs at 85 % of their hours.
    """
    hours = making.weekly_hours(calendar, weeks=BUSY_WEEKS)
    codes = dict(WorkCenter.objects.values_list("code", "pk"))
    for row in source.rows("locations", PLACE):
        if not row.availability_hours:
            continue
        if row.availability_hours > DAY_HOURS * len(WEEKDAYS):
            reason = _("a week has no %s hours") % row.availability_hours
            source.report("locations", row.line, reason)
            continue
        code = slugify(row.name)[:40].upper()
        if code not in codes:
            needed_hours = hours.get(row.location_id, Decimal(0)) / FULL
            machines = (needed_hours / row.availability_hours).to_integral_value(ROUND_CEILING)
            center = WorkCenter.objects.create(
                code=code,
                name=row.name,
                calendar_id=_week_of(row.availability_hours),
                machines=max(1, int(machines)),
                cost_per_hour=row.cost_per_hour,
                setup_cost_per_hour=row.cost_per_hour,
            )
            codes[code] = center.pk
        found.centers[row.location_id] = codes[code]


def _week_of(hours: Decimal) -> int:
    """A calendar of so many hours a week: Monday to Friday in shifts from seven, beyond that all week."""
    days = WORKING_DAYS if hours <= DAY_HOURS * WORKING_DAYS else len(WEEKDAYS)
    text = f"{hours.normalize():f}"
    made, _is_new = WorkingCalendar.objects.get_or_create(
        code=f"WEEK-{text}".replace(".", "-"),
        defaults={
            "name": _("%s hours a week") % text,
            "time_zone": company().time_zone,
            "weekly": dict.fromkeys(WEEKDAYS[:days], shifts_of(int(hours * 60 / days))),
        },
    )
    return made.pk


def shifts_of(minutes: int) -> list[list[str]]:
    """So many minutes of a day in shifts of eight hours, the first of which begins at seven."""
    found, begins = [], FIRST_SHIFT
    while minutes > 0:
        ends = begins + min(minutes, SHIFT)
        found.append([_wall(begins), _wall(ends)])
        minutes, begins = minutes - SHIFT, ends
    return found


def _wall(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours % DAY_HOURS:02d}:{rest:02d}"


@command()
def load_routings(
    source: Source, calendar: LoadCalendar, items: dict[int, int], making: Making, found: Structure
) -> None:
    """The steps of each product become its routing, from the first day of its bill on.

    The hours of the files are those of a whole work order, whatever its quantity: they are set-up time,
    spread in the costs over the usual (median) quantity of its work orders.
    """
    steps: dict[int, list[Any]] = defaultdict(list)
    for row in source.rows("routings", ROUTING):
        if row.product_id not in items:
            source.report("routings", row.line, _("product %s is unknown") % row.product_id)
        elif row.location_id not in found.centers:
            source.report("routings", row.line, _("location %s is no work center") % row.location_id)
        elif row.operation_seq <= 0:
            source.report("routings", row.line, _("operation_seq must be positive"))
        elif any(row.operation_seq == other.operation_seq for other in steps[row.product_id]):
            reason = _("operation %s comes twice") % row.operation_seq
            source.report("routings", row.line, reason)
        else:
            steps[row.product_id].append(row)
    there = dict(Routing.objects.values_list("item_id", "pk"))
    fresh = [product for product, rows in steps.items() if rows and items[product] not in there]
    starts = dict(Bom.objects.order_by("-valid_from").values_list("item_id", "valid_from"))
    usual = calendar.day(making.first_day or calendar.now.date())
    routings = Routing.objects.bulk_create(
        Routing(
            item_id=items[product],
            valid_from=starts.get(items[product], usual),
            lot_quantity=Decimal(median(making.quantities.get(product, [Decimal(1)]))),
        )
        for product in fresh
    )
    names = found.names = dict(WorkCenter.objects.values_list("pk", "name"))
    RoutingOperation.objects.bulk_create(
        RoutingOperation(
            routing=routing,
            number=row.operation_seq * STEP,
            work_center_id=found.centers[row.location_id],
            name=names[found.centers[row.location_id]],
            setup_minutes=row.hours * 60,
        )
        for product, routing in zip(fresh, routings, strict=True)
        for row in steps[product]
    )
    known = dict(Routing.objects.values_list("item_id", "pk"))
    found.steps = sum(len(rows) for rows in steps.values())
    found.routings = {product: known[items[product]] for product, rows in steps.items() if rows}
