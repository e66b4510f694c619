"""Dated supply and demand per item and warehouse: the one source of promises, alerts and charts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import connection

from inventory.calc.atp import Flow

Place = tuple[int, int]

_ON_HAND = """
SELECT b.item_id, b.warehouse_id, sum(b.on_hand) FROM inventory_balance b
JOIN inventory_location l ON l.id = b.location_id
WHERE b.item_id = ANY(%s) AND b.warehouse_id = ANY(%s) AND l.is_usable GROUP BY 1, 2
"""
_FLOWS = """
SELECT item_id, warehouse_id, due_on, quantity - received, kind, document_number, id
FROM inventory_expectedsupply
WHERE is_open AND item_id = ANY(%(items)s) AND warehouse_id = ANY(%(warehouses)s) AND quantity > received
UNION ALL
SELECT item_id, warehouse_id, coalesce(promised_on, due_on), -sum(quantity - shipped - cancelled), 'demand',
       '', NULL::bigint
FROM inventory_demand
WHERE item_id = ANY(%(items)s) AND warehouse_id = ANY(%(warehouses)s) AND quantity > shipped + cancelled
  AND NOT (document_kind = %(kind)s AND document_id = %(document)s)
GROUP BY 1, 2, 3
"""


def on_hand_by_place(item_ids: Collection[int], warehouse_ids: Collection[int]) -> dict[Place, Decimal]:
    """Usable stock per (item, warehouse), promised or not; places without stock are missing."""
    with connection.cursor() as cursor:
        cursor.execute(_ON_HAND, [list(item_ids), list(warehouse_ids)])
        return {(item, warehouse): quantity for item, warehouse, quantity in cursor.fetchall()}


def flows_by_place(
    item_ids: Collection[int],
    warehouse_ids: Collection[int],
    *,
    without: tuple[str, int] = ("", 0),
) -> dict[Place, list[Flow]]:
    """Open supply (positive) and demand (negative) per (item, warehouse), one document left out.

    A document that is quoted again must not compete with itself.
    """
    flows: dict[Place, list[Flow]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            _FLOWS,
            {
                "items": list(item_ids),
                "warehouses": list(warehouse_ids),
                "kind": without[0],
                "document": without[1],
            },
        )
        rows: list[tuple[int, int, date, Decimal, str, str, int | None]] = cursor.fetchall()
    for item_id, warehouse_id, due_on, quantity, kind, document, supply_id in rows:
        flow = Flow(due_on, quantity, kind, document, supply_id)
        flows.setdefault((item_id, warehouse_id), []).append(flow)
    return flows
