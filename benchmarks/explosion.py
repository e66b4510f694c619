"""Exploding a structure of ten levels and 20,000 rows, read from the database each time (≤ 200 ms)."""

from __future__ import annotations

import statistics
import time
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from benchmarks._world import tell
from erp.masterdata.models import Unit
from inventory.models import Item
from production.calc.explosion import explode
from production.calc.structure import gross_needs, low_level_codes
from production.models import Bom, BomComponent
from production.selectors.bills import all_bills, bills_in_force
from production.selectors.boms import explode_item, used_everywhere

ROWS = 20_000
LEVELS = 10
FROM = date(2026, 1, 1)
ON = date(2026, 6, 1)
ROUNDS = 7


def _sizes(rows: int) -> list[int]:
    """How many rows hang on each level: more the deeper, `rows` in all."""
    weights = [1.6**level for level in range(1, LEVELS + 1)]
    sizes = [max(1, int(rows * weight / sum(weights))) for weight in weights]
    sizes[-1] += rows - sum(sizes)
    return sizes


def make_structure(rows: int) -> int:
    """One product of ten levels; parts have scrap, batches and, every tenth, a phantom. Gives its key.

    Row n of a level hangs below row n modulo the level above: the same structure every time.
    """
    unit = Unit.objects.get(code="pcs")
    items = Item.objects.bulk_create(
        [Item(sku=f"X-{n}", name=f"Part {n}", unit=unit, standard_cost=Decimal(2)) for n in range(rows + 1)],
        batch_size=5000,
    )
    parents, links, used = [items[0]], [], 1
    for size in _sizes(rows):
        level = items[used : used + size]
        links += [(parents[n % len(parents)], item, n) for n, item in enumerate(level)]
        parents, used = level, used + size
    heads = {parent.pk: parent for parent, _item, _n in links}
    boms = Bom.objects.bulk_create(
        [
            Bom(item=item, valid_from=FROM, output_quantity=1 + n % 3, is_phantom=n % 10 == 9)
            for n, item in enumerate(heads.values())
        ],
        batch_size=5000,
    )
    by_item = {bom.item_id: bom for bom in boms}
    BomComponent.objects.bulk_create(
        [
            BomComponent(
                bom=by_item[parent.pk], item=item, quantity=Decimal(1 + n % 7), scrap_percent=Decimal(n % 4)
            )
            for parent, item, n in links
        ],
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return items[0].pk


def _median(work: Any) -> float:
    seconds = []
    for _round in range(ROUNDS):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return round(statistics.median(seconds) * 1000, 1)


def run(scale: int) -> dict[str, Any]:
    """Milliseconds, the median of seven: read and exploded, with names, the parts of it alone."""
    rows = scale or ROWS
    tell(f"making a structure of {rows} rows")
    top = make_structure(rows)
    bills = bills_in_force([top], ON)
    needs = explode(bills, top, Decimal(100))
    deepest = needs[-1].item_id
    links = {item: [part.item_id for part in bill.components] for item, bill in bills.items()}
    return {
        "rows": len(needs),
        "levels": max(need.level for need in needs),
        "milliseconds": _median(lambda: explode(bills_in_force([top], ON), top, Decimal(100))),
        "target_milliseconds": 200,
        "explosion_alone": _median(lambda: explode(bills, top, Decimal(100))),
        "reading_alone": _median(lambda: bills_in_force([top], ON)),
        "with_names": _median(lambda: explode_item(top, Decimal(100), ON)),
        "all_bills": _median(lambda: all_bills(ON)),
        "gross_needs": _median(lambda: gross_needs(bills, {top: Decimal(100)})),
        "low_level_codes": _median(lambda: low_level_codes(links)),
        "where_used": _median(lambda: used_everywhere(deepest, ON)),
    }
