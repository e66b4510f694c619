"""Scenarios of a company with open work: written, reckoned beside today, four compared side by side.

`scale` work orders (200) of three operations at ten work centers wait, each item wanted by a customer; three
scenarios add hours, an order and both. Targets of the issue: written ≤ 1 s, compared ≤ 5 s. Comparing reckons
today and all four anew on one picture.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from benchmarks._world import BOSS, make_company, tell
from erp.masterdata.models import WorkingCalendar
from erp.masterdata.selectors.company import business_day
from inventory.models import Demand, Item, Warehouse
from production.models import Bom, Routing, RoutingOperation, WorkCenter
from production.selectors.scenario_compare import compare_scenarios
from production.services.making import WorkOrderInput, create_work_order
from production.services.scenarios import create_scenario, reckon_scenario
from production.services.work_orders import release_work_order

CENTERS, STEPS = 10, 3
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def run(scale: int) -> dict[str, Any]:
    """Median and worst seconds of writing, reckoning and comparing."""
    orders = scale or 200
    items = _shop(orders)
    tell(f"{orders} work orders of {STEPS} operations are open")
    today = business_day(timezone.now())
    hours = [
        {
            "kind": "extra_hours",
            "work_center": f"WC-{n}",
            "start_date": today.isoformat(),
            "end_date": (today + timedelta(days=20)).isoformat(),
            "hours": "8",
        }
        for n in range(3)
    ]
    more = {
        "kind": "add_order",
        "product": items[0].sku,
        "quantity": "200",
        "wanted_date": (today + timedelta(days=10)).isoformat(),
    }
    wanted = [hours, [more], [*hours, more], [hours[0]]]
    rows, written = _timed([partial(create_scenario, name="Try", changes=one, actor=BOSS) for one in wanted])
    _done, reckoned = _timed([partial(reckon_scenario, scenario_id=row.pk, actor=BOSS) for row in rows])
    names = [row.number for row in rows]
    [found], compared = _timed([lambda: compare_scenarios(BOSS, names)])
    return {
        "written": written,
        "reckoned": reckoned,
        "compared_four": compared,
        "late_today": found.base["late"]["orders"],
        "late": [one.figures["late"]["orders"] for one in found.columns],
        "targets": {"written_s": 1.0, "compared_s": 5.0},
    }


def _timed(works: list[Callable[[], Any]]) -> tuple[list[Any], dict[str, float]]:
    results, seconds = [], []
    for work in works:
        begin = time.perf_counter()
        results.append(work())
        seconds.append(time.perf_counter() - begin)
    return results, {"median_s": round(statistics.median(seconds), 3), "worst_s": round(max(seconds), 3)}


def _shop(orders: int) -> list[Item]:
    """Work centers of one shift, items with routings, and for each a customer's demand and a work order."""
    weekly = {day: [["08:00", "16:00"]] for day in DAYS}
    calendar = WorkingCalendar.objects.create(code="BENCH", name="Bench", weekly=weekly)
    centers = [
        WorkCenter.objects.create(code=f"WC-{n}", name=f"Center {n}", calendar=calendar, cost_per_hour=30)
        for n in range(CENTERS)
    ]
    _people, keys = make_company(customers=1, items=orders, stock=0)
    Item.objects.filter(pk__in=keys).update(supply="make", planning="mrp")
    items = list(Item.objects.filter(pk__in=keys).order_by("pk"))
    warehouse, today = Warehouse.objects.get(code="MAIN"), business_day(timezone.now())
    for place, item in enumerate(items):
        Bom.objects.create(item=item, valid_from=today)
        routing = Routing.objects.create(item=item, valid_from=today)
        for step in range(STEPS):
            RoutingOperation.objects.create(
                routing=routing,
                number=10 * (step + 1),
                work_center=centers[(place + 3 * step) % CENTERS],
                name=f"Step {step}",
                run_minutes=12,
            )
        due = today + timedelta(days=5 + place % 20)
        values = WorkOrderInput(item=item, quantity=Decimal(10), due_on=due, warehouse=warehouse)
        made = create_work_order(values=values, actor=BOSS)
        release_work_order(work_order_id=made.pk, actor=BOSS)
        Demand.objects.create(
            source_kind="bench", source_id=place, document_kind="order", document_id=place,
            document_number=f"B-{place}", item=item, warehouse=warehouse, due_on=due, quantity=10,
        )  # fmt: skip
    return items
