"""What planning reckons with, for all items at once: the same rows as promises and `supply_demand` show.

Usable stock whose lots have not expired, open supply by the day it can be used, demand by the day it must
leave. Quantities are whole millionths, days are counted from today, so that arrays can be filled with them.
Requisitions that still wait for approval are no supply to promises, but planning must not ask for the same
again: they come apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

Rows = list[tuple[Any, ...]]

_ITEMS = """
SELECT i.id, i.supply, i.planning, i.lead_time_days, (i.safety_stock * 1000000)::bigint,
       i.standard_cost::float, u.dimension = 'count'
FROM inventory_item i JOIN masterdata_unit u ON u.id = i.unit_id
WHERE i.is_active AND i.kind = 'stocked' AND i.planning IN ('mrp', 'to_order')
ORDER BY i.id
"""
_STOCK = """
SELECT b.item_id, b.warehouse_id, (sum(b.on_hand) * 1000000)::bigint FROM inventory_balance b
JOIN inventory_location l ON l.id = b.location_id LEFT JOIN inventory_lot t ON t.id = b.lot_id
WHERE l.is_usable AND b.on_hand > 0 AND (t.expires_on IS NULL OR t.expires_on >= %(today)s)
GROUP BY 1, 2
"""
_SUPPLIES = """
SELECT id, item_id, warehouse_id, usable_on - %(today)s::date, ((quantity - received) * 1000000)::bigint,
       source_kind, source_id
FROM inventory_expectedsupply WHERE is_open AND quantity > received ORDER BY usable_on, id
"""
_WAITING = """
SELECT id, item_id, warehouse_id, needed_on - %(today)s::date, (quantity * 1000000)::bigint
FROM inventory_purchaserequisition WHERE state IN ('draft', 'submitted') ORDER BY needed_on, id
"""
_DEMANDS = """
SELECT id, item_id, warehouse_id, needed_on - %(today)s::date,
       ((quantity - shipped - cancelled) * 1000000)::bigint
FROM inventory_demand
WHERE quantity > shipped + cancelled AND needed_on <= %(until)s
ORDER BY needed_on, priority DESC, id
"""
_OFFERS = """
SELECT DISTINCT ON (o.item_id) o.item_id, o.supplier_id,
    o.lead_time_days + CASE WHEN s.is_inspection_exempt THEN 0 ELSE o.inspection_days END,
    ceil(o.minimum_quantity * o.unit_numerator / o.unit_denominator * 1000000)::bigint,
    ceil(o.multiple * o.unit_numerator / o.unit_denominator * 1000000)::bigint
FROM inventory_supplieritem o JOIN masterdata_supplier s ON s.id = o.supplier_id AND s.is_active
WHERE coalesce(o.valid_from, %(today)s) <= %(today)s AND coalesce(o.valid_to, %(today)s) >= %(today)s
ORDER BY o.item_id, o.lead_time_days + CASE WHEN s.is_inspection_exempt THEN 0 ELSE o.inspection_days END,
    o.price, o.id
"""
_WAREHOUSES = """
SELECT id, calendar_id, is_default FROM inventory_warehouse WHERE is_active ORDER BY is_default DESC, id
"""


@dataclass(frozen=True)
class PlanningRows:
    """Everything that planning reads of the stock.

    Shape: items (id, supply, planning, lead days, safety stock, standard cost,
    counted in pieces); stock (item, warehouse,
    quantity); supplies (id, item, warehouse, day, quantity, source kind, source id); waiting requisitions
    and demands (id, item, warehouse, day, quantity); offers (item, supplier, days, minimum, multiple) by the
    quickest supplier, as promises choose; warehouses (id, calendar, is default), the default one first.
    """

    today: date
    items: Rows
    stock: Rows
    supplies: Rows
    waiting: Rows
    demands: Rows
    offers: Rows
    warehouses: Rows


def planning_rows(*, today: date, until: date) -> PlanningRows:
    """Stock, supply, and demand that must leave by a day, of all items that MRP plans; seven statements."""
    asked = {"today": today, "until": until}
    found = []
    with connection.cursor() as cursor:
        for statement in (_ITEMS, _STOCK, _SUPPLIES, _WAITING, _DEMANDS, _OFFERS, _WAREHOUSES):
            cursor.execute(statement, asked)
            found.append(cursor.fetchall())
    return PlanningRows(today, *found)
