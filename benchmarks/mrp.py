"""Material requirements planning: the arithmetic alone, and whole runs stored with their pegs.

`benchmarks/_planning.py` makes the models.

Shares of work as in the issue: 200 tops, 3 levels, 2,000 parts, 5,000 demands on 5 and on 30 weekly dates
(≤ 0.03 s and ≤ 0.1 s), 5,000 nodes on 6 levels with 10,000 demands on 60 dates (≤ 0.7 s); the large one also
with demands that cannot all be on time. A run nets, pegs every quantity and settles the days.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
from django.db import connection
from django.utils import timezone

from benchmarks._planning import HUGE, LARGE, MIDDLE, SMALL, Shape, sample
from benchmarks._world import BOSS
from erp.core.copy import copy_rows, take_keys
from erp.masterdata.selectors.company import business_day
from inventory.models import Balance, Demand, Location, Warehouse
from production.calc.planning.engine import plan
from production.calc.planning.messages import messages
from production.calc.planning.model import SCALE, Dated, Model, Nodes, Structure
from production.models import Bom, BomComponent
from production.services.planning_runs import ask_planning, carry_out_run


def model_of(shape: Shape) -> Model:
    """A model as arrays."""
    made = sample(shape)
    nodes = Nodes.of(len(made.lead), lead=made.lead, on_hand=np.array(made.stock) * SCALE)
    demands = Dated.of((node, day, quantity * SCALE) for node, day, quantity in made.demands)
    return Model(nodes, Structure.of(made.structure), demands, Dated.of())


def _netting(shape: Shape, target: float) -> dict[str, Any]:
    model = model_of(shape)
    seconds = []
    for _turn in range(3):
        begin = time.perf_counter()
        made = plan(model)
        seconds.append(time.perf_counter() - begin)
    begin = time.perf_counter()
    told = messages(model, made)
    return {
        "seconds": round(min(seconds), 4),
        "target_seconds": target,
        "messages_seconds": round(time.perf_counter() - begin, 4),
        "orders": len(made),
        "pegs": sum(map(len, made.pegs)),
        "late": len(made.late_demands()),
        "messages": len(told),
    }


_ITEMS = """
INSERT INTO inventory_item (sku, name, barcode, unit_id, kind, supply, planning, tracking, list_price,
    standard_cost, safety_stock, lead_time_days, weight_kg, is_active, is_sold, custom, search_key, created_at,
    version)
SELECT 'P-' || n, 'Plan ' || n, '', (SELECT min(id) FROM masterdata_unit), 'stocked',
       CASE WHEN is_made THEN 'make' ELSE 'buy' END, 'mrp', 'none', 10, 4, 0, lead, 1, true, true, '{}', '',
       now(), 1
FROM unnest(%s::int[], %s::int[], %s::bool[]) AS t(n, lead, is_made)
RETURNING id
"""


def _company(shape: Shape) -> list[int]:
    """The model as items, bills, stock and demands of the company; gives the items' keys."""
    made = sample(shape)
    parents = {parent for parent, _child, _per in made.structure}
    count = len(made.lead)
    with connection.cursor() as cursor:
        for table in ("inventory_demand", "inventory_balance", "production_bomcomponent", "production_bom"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- names from above
        cursor.execute("UPDATE inventory_item SET planning = 'none', sku = 'old ' || id")
        cursor.execute(_ITEMS, [list(range(count)), made.lead, [n in parents for n in range(count)]])
        items = [key for (key,) in cursor.fetchall()]
    today, main = business_day(timezone.now()), Warehouse.objects.get(code="MAIN").pk
    heads = dict(zip(sorted(parents), take_keys(Bom, len(parents)), strict=True))
    copy_rows(Bom, ("id", "item_id", "valid_from"), ((heads[n], items[n], today) for n in sorted(parents)))
    rows = ((heads[p], items[c], per) for p, c, per in made.structure)
    copy_rows(BomComponent, ("bom_id", "item_id", "quantity"), rows)
    place = Location.objects.filter(warehouse_id=main, is_usable=True).values_list("pk", flat=True)[0]
    stock = ((items[n], main, place, quantity) for n, quantity in enumerate(made.stock) if quantity)
    copy_rows(Balance, ("item_id", "warehouse_id", "location_id", "on_hand"), stock)
    columns = ("source_kind", "source_id", "document_kind", "document_id", "document_number", "item_id",
               "warehouse_id", "due_on", "quantity")  # fmt: skip
    copy_rows(Demand, columns, (
        ("order_line", n, "order", n, f"B-{n}", items[node], main, today + timedelta(days=day), quantity)
        for n, (node, day, quantity) in enumerate(made.demands)
    ))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return items


def _run(mode: str = "full") -> tuple[float, dict[str, Any]]:
    asked = ask_planning(horizon_days=1000, mode=mode, actor=BOSS)
    begin = time.perf_counter()
    done = carry_out_run(run_id=asked.pk, actor=BOSS)
    return time.perf_counter() - begin, done.counts


def _stored(shape: Shape, target: float) -> dict[str, Any]:
    """Whole runs: read, reckoned, written with their pegs; anew over the plan before; after one order."""
    items = _company(shape)
    first, counts = _run()
    again, _same = _run()
    today, main = business_day(timezone.now()), Warehouse.objects.get(code="MAIN").pk
    Demand.objects.create(
        source_kind="order_line", source_id=10**9, document_kind="order", document_id=10**9,
        document_number="B-new", item_id=items[0], warehouse_id=main, due_on=today + timedelta(days=100), quantity=3,
    )  # fmt: skip
    change, _changed = _run("net_change")
    return {
        "seconds": round(first, 3),
        "again_seconds": round(again, 3),
        "target_seconds": target,
        "net_change_seconds": round(change, 3),
        "net_change_target_seconds": 0.3,
        **counts,
    }


def run(scale: int) -> dict[str, Any]:
    """Plan the models; stored are the first two, from a scale of 2 the large one too, from 3 also 50,000 nodes.

    From 2 on the 50,000 nodes are netted.
    """
    found = {
        "small": _netting(SMALL, 0.03),
        "middle": _netting(MIDDLE, 0.1),
        "large": _netting(LARGE, 0.7),
        "large_binding": _netting(replace(LARGE, first=1), 6.0),
    }
    if scale >= 2:
        found["huge"] = _netting(HUGE, 90.0)
    stored = {"small": _stored(SMALL, 1.0), "middle": _stored(MIDDLE, 2.5)}
    if scale >= 2:
        stored["large"] = _stored(LARGE, 10.0)
    if scale >= 3:
        stored["huge"] = _stored(HUGE, 90.0)
    return {"netting": found, "stored": stored}
