"""Replenishment over many items: the run itself, with half a year of ledger behind it (≤ 20 s for 50,000)."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection

from erp.core.actor import system_actor
from inventory.services.replenishment import run_replenishment

ITEMS = 50_000
_ITEMS = """
INSERT INTO inventory_item (sku, name, barcode, unit_id, kind, supply, planning, tracking, list_price,
    standard_cost, safety_stock, reorder_point, lead_time_days, weight_kg, is_active, is_sold, custom,
    search_key, created_at, version)
SELECT 'B-' || n, 'Bench ' || n, '', (SELECT min(id) FROM masterdata_unit), 'stocked', 'buy', 'reorder_point',
       'none', 10, 4 + n %% 50, 5, CASE WHEN n %% 2 = 0 THEN 20 END, 7 + n %% 20, 1, true, true, '{}', '',
       now(), 1
FROM generate_series(1, %(items)s) n
"""
_MOVES = """
INSERT INTO inventory_move (at, kind, item_id, warehouse_id, location_id, quantity, value, reason, source_kind,
    source_number, order_number, actor_label)
SELECT now() - (week * 7 + 1) * interval '1 day', 'issue', i.id, l.warehouse_id, l.id,
       -(1 + (i.id * (week + 3)) %% 9), -(1 + (i.id * (week + 3)) %% 9) * i.standard_cost, '', '', '', '', ''
FROM inventory_item i, generate_series(0, 25, 2) week,
     (SELECT id, warehouse_id FROM inventory_location WHERE is_usable ORDER BY id LIMIT 1) l
"""
_BALANCES = """
INSERT INTO inventory_balance (item_id, warehouse_id, location_id, on_hand, reserved)
SELECT i.id, l.warehouse_id, l.id, i.id %% 60, 0 FROM inventory_item i,
     (SELECT id, warehouse_id FROM inventory_location WHERE is_usable ORDER BY id LIMIT 1) l
"""
_OFFERS = """
INSERT INTO inventory_supplieritem (supplier_id, item_id, supplier_sku, price, lead_time_days, minimum_quantity,
    multiple)
SELECT s.id, i.id, '', 4 + i.id %% 40, 5 + s.id %% 9, 0, 1 + i.id %% 3
FROM inventory_item i, masterdata_supplier s
"""
_POLICIES = """
INSERT INTO inventory_replenishmentpolicy (item_id, warehouse_id, method, is_calculated)
SELECT i.id, w.id, 'reorder_point', true FROM inventory_item i, inventory_warehouse w
WHERE i.reorder_point IS NULL AND w.is_default
"""


def run(scale: int) -> dict[str, Any]:
    """Half the items with a fixed reorder point, half calculated; two offers each."""
    from erp.masterdata.models import Currency, Supplier

    items = scale or ITEMS
    currency = Currency.objects.get(code="USD")
    for number in (1, 2):
        Supplier.objects.create(code=f"BS-{number}", name=f"Supplier {number}", currency=currency)
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS, {"items": items})
        for statement in (_MOVES, _BALANCES, _OFFERS, _POLICIES):
            cursor.execute(statement.replace("%%", "%"))
        cursor.execute("ANALYZE")
    begin = time.perf_counter()
    result = run_replenishment(actor=system_actor("bench"))
    first = time.perf_counter() - begin
    begin = time.perf_counter()
    run_replenishment(actor=system_actor("bench"))
    return {
        "items": items,
        "moves": items * 13,
        "seconds": round(first, 2),
        "again_seconds": round(time.perf_counter() - begin, 2),
        "target_seconds": 20,
        "suggestions": result.suggestions,
        "figures": result.figures,
    }
