"""A promise of something that has to be made, with thousands of operations on the machines before it."""

from __future__ import annotations

import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks._world import BOSS, counted, make_company, milliseconds
from erp.masterdata.models import WorkingCalendar
from erp.masterdata.selectors.company import business_day
from inventory.models import Item, Warehouse
from production.calc.scheduling.insertion import insert_jobs
from production.models import (
    Operation,
    Routing,
    RoutingOperation,
    ScheduledOperation,
    ScheduleRun,
    WorkCenter,
    WorkOrder,
)
from production.selectors.open_shop import read_shop
from production.selectors.promise import Ask, quote_asks
from production.services.boms import create_bom

OPERATIONS = 10_000
CENTERS, STEPS, MINUTES = 20, 5, 60
RUNS = 50
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


def make_machines() -> list[WorkCenter]:
    """Twenty work centers of one machine, two shifts, six days a week."""
    weekly = {day: [["06:00", "22:00"]] for day in DAYS}
    calendar, _new = WorkingCalendar.objects.get_or_create(
        code="BENCH", defaults={"name": "B", "weekly": weekly}
    )
    for n in range(CENTERS):
        WorkCenter.objects.get_or_create(
            code=f"B{n:02}", defaults={"name": f"Bench {n}", "calendar": calendar}
        )
    return list(WorkCenter.objects.filter(code__startswith="B").order_by("code")[:CENTERS])


def make_item(item: Item, part: int, centers: list[WorkCenter], turn: int) -> None:
    """A product made of one part, by five operations of a minute each at five centers in its own order."""
    Item.objects.filter(pk=item.pk).update(supply="make")
    create_bom(item_id=item.pk, components=[{"item_id": part, "quantity": Decimal(1)}], actor=BOSS)
    routing = Routing.objects.create(item=item, valid_from=business_day(timezone.now()) - timedelta(days=9))
    RoutingOperation.objects.bulk_create(
        RoutingOperation(
            routing=routing,
            number=(n + 1) * 10,
            work_center=centers[(turn + n * 3) % CENTERS],
            name=f"Step {n}",
            run_minutes=1,
        )
        for n in range(STEPS)
    )


def fill(items: list[Item], centers: list[WorkCenter], operations: int) -> None:
    """So many open operations in work orders of five, each with its place in the schedule in force."""
    today, warehouse = business_day(timezone.now()), Warehouse.objects.get(code="MAIN")
    orders = WorkOrder.objects.bulk_create(
        WorkOrder(
            number=f"BW-{n}",
            item=items[n % len(items)],
            warehouse=warehouse,
            quantity=1,
            release_on=today,
            due_on=today + timedelta(days=n * 40 // max(1, operations // STEPS)),
        )
        for n in range(operations // STEPS)
    )
    Operation.objects.bulk_create(
        [
            Operation(
                work_order=order,
                number=(n + 1) * 10,
                name=f"Step {n}",
                work_center=centers[(at + n * 3) % CENTERS],
                run_minutes=MINUTES,
            )
            for at, order in enumerate(orders)
            for n in range(STEPS)
        ],
        batch_size=2000,
    )
    shop, run = read_shop(timezone.now()), ScheduleRun.objects.create(made_at=timezone.now())
    ScheduledOperation.objects.bulk_create(
        [
            ScheduledOperation(
                operation_id=slot.step.key,
                run=run,
                work_center_id=slot.center,
                machine=slot.machine + 1,
                starts_at=shop.instant(slot.start),
                ends_at=shop.instant(slot.end),
            )
            for slot in insert_jobs(shop.problem).slots()
        ],
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE production_operation")
        cursor.execute("VACUUM ANALYZE production_scheduledoperation")


def timed(asks: list[Ask], runs: int) -> dict[str, Any]:
    """Milliseconds and statements of promising one line after another, each on its own."""
    today = business_day(timezone.now())
    with counted() as statements:
        quote_asks(asks[:1], today=today)
    times = []
    for n in range(runs):
        started = time.perf_counter()
        quote_asks([asks[n % len(asks)]], today=today)
        times.append(time.perf_counter() - started)
    return {"statements": statements["statements"], **milliseconds(times)}


def run(scale: int) -> dict[str, Any]:
    """`scale` open operations (10,000): a promise when nothing has changed, and the first after a change."""
    operations = scale or OPERATIONS
    _customers, keys = make_company(customers=1, items=50, stock=0)
    centers = make_machines()
    items = list(Item.objects.filter(pk__in=keys[1:]))
    for turn, item in enumerate(items):
        make_item(item, keys[0], centers, turn)
    fill(items, centers, operations)
    rows = Item.objects.select_related("unit").in_bulk(keys[1:])
    warehouse = Warehouse.objects.get(code="MAIN").pk
    asks = [Ask(row, warehouse, Decimal(10)) for row in rows.values()]
    known = timed(asks, RUNS)
    firsts = []
    for _ in range(5):
        ScheduleRun.objects.create(made_at=timezone.now())
        started = time.perf_counter()
        [quote] = quote_asks(asks[:1], today=business_day(timezone.now()))
        firsts.append(time.perf_counter() - started)
    return {
        "operations": Operation.objects.count(),
        "promise": known,
        "first_after_a_change": milliseconds(firsts),
        "waits_for": quote.sources[-1].wait.kind if quote.sources[-1].wait else "",
        "day": str(quote.promised_on),
    }
