"""One line promised against 100,000 open demands and supplies: spread over products, and all of one product."""

from __future__ import annotations

import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks._world import counted, make_company, milliseconds
from inventory.models import Item, Warehouse
from production.selectors.promise import Ask, quote_asks

OPEN = 100_000
PRODUCTS = 1000
DAYS = 180
RUNS = 100

_DEMANDS = """
INSERT INTO inventory_demand (source_kind, source_id, document_kind, document_id, document_number, line_no,
    customer_id, item_id, warehouse_id, due_on, promised_on, priority, quantity, reserved, shipped, cancelled,
    returned, is_held, is_ship_complete, created_at)
SELECT 'bench', n, 'bench', n, 'SO-' || n, 1, %(customer)s, (%(items)s::bigint[])[1 + n %% %(count)s],
    %(warehouse)s, %(today)s::date + (n * 7 %% %(days)s)::int, %(today)s::date + (n * 7 %% %(days)s)::int,
    20, 1, 0, 0, 0, 0, false, false, now()
FROM generate_series(1, %(open)s) n
"""
_SUPPLIES = """
INSERT INTO inventory_expectedsupply (source_kind, source_id, document_kind, document_id, document_number, kind,
    item_id, warehouse_id, due_on, quantity, received, is_open)
SELECT 'bench', n, 'purchase_order', n, 'PO-' || n, 'purchase', (%(items)s::bigint[])[1 + n %% %(count)s],
    %(warehouse)s, %(today)s::date + (n * 11 %% %(days)s)::int, 1, 0, true
FROM generate_series(1, %(open)s) n
"""


def fill(items: list[int], customer: int, open_rows: int) -> int:
    """Half demands, half supplies of the items over half a year; gives the warehouse."""
    warehouse = Warehouse.objects.get(code="MAIN").pk
    facts: dict[str, Any] = {
        "items": items,
        "count": len(items),
        "customer": customer,
        "warehouse": warehouse,
        "today": timezone.now().date(),
        "days": DAYS,
        "open": open_rows // 2,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DEMANDS, facts)
        cursor.execute(_SUPPLIES, facts)
        cursor.execute("VACUUM ANALYZE inventory_demand")
        cursor.execute("VACUUM ANALYZE inventory_expectedsupply")
    return warehouse


def empty() -> None:
    """Take the rows out again."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM inventory_demand WHERE source_kind = 'bench'")
        cursor.execute("DELETE FROM inventory_expectedsupply WHERE source_kind = 'bench'")


def measure(asks: list[list[Ask]], runs: int) -> dict[str, Any]:
    """Milliseconds and statements of promising each list of lines at once."""
    today = timezone.now().date()
    with counted() as statements:
        quote_asks(asks[0], today=today)
    times = []
    for n in range(runs):
        started = time.perf_counter()
        quote_asks(asks[n % len(asks)], today=today)
        times.append(time.perf_counter() - started)
    return {"statements": statements["statements"], **milliseconds(times)}


def run(scale: int) -> dict[str, Any]:
    """Milliseconds and statements of one line: from stock and supply of one of many products, or of one."""
    open_rows = scale or OPEN
    customers, keys = make_company(customers=1, items=PRODUCTS, stock=0)
    items = Item.objects.select_related("unit").in_bulk(keys)
    warehouse = fill(keys, customers[0], open_rows)
    soon = timezone.now().date() + timedelta(days=30)
    spread = measure([[Ask(items[pk], warehouse, Decimal(2), soon)] for pk in keys[:50]], RUNS)
    empty()
    fill(keys[:1], customers[0], open_rows)
    hot = measure([[Ask(items[keys[0]], warehouse, Decimal(2), soon)]], RUNS)
    return {"open": open_rows, "products": PRODUCTS, "spread": spread, "all_of_one_product": hot}
