"""Compares bills, routings and work orders in the product with the files, and with the set's facts."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from erp.masterdata.selectors.company import company
from orders.services.dataset.calendar import LoadCalendar
from orders.services.dataset.reconcile import ZERO, Check
from orders.services.dataset.structure import Structure
from orders.services.dataset.work_orders import Making
from production.models import BomComponent, Operation, RoutingOperation, WorkCenter, WorkOrder, WorkReport

MINUTES = Decimal(60)
OPEN_ON = {  # what the set's README states: work orders with start <= day < end
    date(2013, 6, 30): 1196,
    date(2013, 12, 31): 1365,
    date(2014, 5, 1): 1486,
    date(2014, 5, 31): 1549,
}
LEVELS = {0: 97, 1: 130, 2: 78, 3: 17, 4: 3}  # low-level codes, as the README states them


def loaded_work_orders() -> QuerySet[WorkOrder]:
    """The work orders of the data set."""
    return WorkOrder.objects.filter(number__startswith="WO0")


def check_structure(structure: Structure, items: dict[int, int]) -> list[Check]:
    """Links in force, work centers and routings against the files."""
    rows = BomComponent.objects.filter(bom__item__in=items.values())
    steps = RoutingOperation.objects.filter(routing__in=structure.routings.values())
    return [
        Check("BOM links", Decimal(structure.links), Decimal(rows.filter(bom__valid_to=None).count())),
        Check(
            "BOM versions",
            Decimal(structure.versions),
            Decimal(rows.aggregate(count=Count("bom", distinct=True))["count"]),
        ),
        Check(
            "work centers",
            Decimal(len(structure.centers)),
            Decimal(WorkCenter.objects.filter(pk__in=structure.centers.values()).count()),
        ),
        Check(
            "routed products",
            Decimal(len(structure.routings)),
            Decimal(steps.aggregate(count=Count("routing", distinct=True))["count"]),
        ),
        Check("routing operations", Decimal(structure.steps), Decimal(steps.count())),
    ]


def levels_in_force() -> Counter[int]:
    """How many items have each low-level code: the longest way down to them by the bills in force."""
    parts: dict[int, list[int]] = defaultdict(list)
    links = BomComponent.objects.filter(bom__valid_to=None).values_list("bom__item_id", "item_id")
    for parent, child in links:
        parts[parent].append(child)
    above = Counter(child for children in parts.values() for child in children)
    level = dict.fromkeys(parts.keys() | above.keys(), 0)
    ready = [item for item in level if not above[item]]
    while ready:
        item = ready.pop()
        for child in parts[item]:
            level[child] = max(level[child], level[item] + 1)
            above[child] -= 1
            if not above[child]:
                ready.append(child)
    return Counter(level.values())


def check_work_orders(making: Making, calendar: LoadCalendar, structure: Structure) -> list[Check]:
    """Work orders, pieces, spoiled pieces, late ones, operations and their hours against the files."""
    if not making.headers:
        return []
    begun = making.begun(calendar)
    done = [row for row in begun if calendar.has_come(row.end_date)]
    told = [step for row in begun for step in making.steps.get(row.work_order_id, ())]
    steps = [step for step in told if step.location_id in structure.centers]
    rows = loaded_work_orders()
    sums = rows.aggregate(pieces=Sum("quantity"), good=Sum("good"), scrapped=Sum("scrapped"))
    operations = Operation.objects.filter(work_order__number__startswith="WO0", work_center__isnull=False)
    minutes = operations.aggregate(total=Sum("setup_minutes"))["total"] or ZERO
    reported = WorkReport.objects.filter(operation__work_order__number__startswith="WO0", scrap__gt=0)
    ended = TruncDate("closed_at", tzinfo=ZoneInfo(company().time_zone))
    late = rows.filter(state="closed").annotate(ended_on=ended).filter(ended_on__gt=F("due_on"))
    pairs: list[tuple[str, Any, Any]] = [
        ("work orders", len(begun), rows.count()),
        ("pieces ordered to make", sum((row.order_qty for row in begun), ZERO), sums["pieces"] or ZERO),
        ("pieces made", sum((row.stocked_qty for row in done), ZERO), sums["good"] or ZERO),
        ("pieces scrapped", sum((row.scrapped_qty for row in done), ZERO), sums["scrapped"] or ZERO),
        ("work orders with scrap", sum(1 for row in done if row.scrapped_qty), reported.count()),
        ("late work orders", sum(1 for row in done if row.end_date > row.due_date), late.count()),
        ("open work orders", len(begun) - len(done), rows.filter(~Q(state="closed")).count()),
        ("operations", len(steps), operations.count()),
        ("hours of operations", sum((step.actual_hours for step in steps), ZERO), minutes / MINUTES),
    ]
    return [Check(name, Decimal(wanted), Decimal(found)) for name, wanted, found in pairs]


def against_open_facts(calendar: LoadCalendar) -> list[Check]:
    """Open work orders and levels of the structure, held against what the set's README states."""
    levels = levels_in_force()
    checks = [
        Check(f"items of low-level code {level} (README)", Decimal(count), Decimal(levels[level]))
        for level, count in LEVELS.items()
    ]
    if calendar.as_of in OPEN_ON:
        found = loaded_work_orders().filter(~Q(state="closed")).count()
        checks.append(Check("open work orders (README)", Decimal(OPEN_ON[calendar.as_of]), Decimal(found)))
    return checks
