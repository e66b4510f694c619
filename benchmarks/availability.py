"""On hand and available of a thousand products over a ledger of a million moves, asked for and as pages."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection
from django.test import Client, override_settings

from benchmarks._world import counted, make_company, milliseconds, timed_page
from erp.identity.services.users import make_administrator
from inventory.selectors.stock import stock_levels

MOVES = 1_000_000
PRODUCTS = 1000

_FILL = """
INSERT INTO inventory_move (at, kind, item_id, warehouse_id, location_id, quantity, value, reason, source_kind,
    source_number, order_number, actor_label)
SELECT now() - n * interval '1 minute', 'adjustment', (%(items)s::bigint[])[1 + n %% %(count)s], b.warehouse_id,
    b.location_id, CASE WHEN (n / %(count)s) %% 2 = 0 THEN 5 ELSE -5 END, 0, 'bench', '', '', '', 'bench'
FROM generate_series(1, %(moves)s) n,
     (SELECT warehouse_id, location_id FROM inventory_balance LIMIT 1) b
"""


def run(scale: int) -> dict[str, Any]:
    """Milliseconds for the question, at the database and with the answer as Python objects."""
    moves = scale or MOVES
    _customers, items = make_company(customers=1, items=PRODUCTS, stock=100)
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"items": items, "count": PRODUCTS, "moves": moves})
        cursor.execute("VACUUM ANALYZE inventory_balance")
    times = []
    with counted() as statements:
        rows = stock_levels(item_ids=items)
    for _ in range(20):
        started = time.perf_counter()
        rows = stock_levels(item_ids=items)
        times.append(time.perf_counter() - started)
    admin = make_administrator()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE inventory_move")
    with override_settings(ALLOWED_HOSTS=["*"]):
        browser = Client()
        browser.force_login(admin, backend="erp.identity.backends.RoleBackend")
        sku = rows[0].sku
        addresses = {
            "list": "/stock/",
            "low": "/stock/?only=low",
            "item": f"/stock/{sku}/",
            "ledger": "/moves/",
        }
        pages = {name: timed_page(browser, address) for name, address in addresses.items()}
    return {
        "pages": pages,
        "moves": moves,
        "products": len(rows),
        "statements": statements["statements"],
        **milliseconds(times),
    }
