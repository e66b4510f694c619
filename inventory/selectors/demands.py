"""Who waits for stock, and how much of it is free."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from erp.core.refs import DocumentRef
from inventory.calc.sharing import Claim

MOST_CLAIMS = 5000
_FREE = """
SELECT b.item_id, sum(b.on_hand - b.reserved) FROM inventory_balance b
JOIN inventory_location l ON l.id = b.location_id LEFT JOIN inventory_lot t ON t.id = b.lot_id
WHERE b.warehouse_id = %(warehouse)s AND b.item_id = ANY(%(items)s) AND l.is_usable AND l.is_active
  AND b.on_hand > b.reserved AND (t.expires_on IS NULL OR t.expires_on >= %(today)s)
GROUP BY 1
"""
_WAITING = """
SELECT id, item_id, document_kind, document_id, document_number,
       quantity - reserved - shipped - cancelled, priority, promised_on
FROM inventory_demand
WHERE warehouse_id = %(warehouse)s AND item_id = ANY(%(items)s) AND NOT is_held
  AND quantity > reserved + shipped + cancelled AND (reserve_on IS NULL OR reserve_on <= %(today)s)
ORDER BY {order} LIMIT %(most)s
"""
_ORDERS = {
    "promise_date": "promised_on NULLS LAST, priority DESC, id",
    "priority": "priority DESC, promised_on NULLS LAST, id",
}
_DUE = """
SELECT d.warehouse_id, array_agg(DISTINCT d.item_id) FROM inventory_demand d
WHERE d.reserve_on BETWEEN %(since)s AND %(today)s AND NOT d.is_held
  AND d.quantity > d.reserved + d.shipped + d.cancelled
  AND EXISTS (SELECT 1 FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id
              WHERE b.item_id = d.item_id AND b.warehouse_id = d.warehouse_id AND l.is_usable
                AND b.on_hand > b.reserved)
GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True)
class Waiting:
    """A demand that waits for stock: its claim, and the document it belongs to."""

    item_id: int
    document: DocumentRef
    claim: Claim


def free_stock(*, warehouse_id: int, item_ids: Collection[int], today: date) -> dict[int, Decimal]:
    """What lies free per item at a warehouse, expired lots left out; items without any are missing."""
    parameters: dict[str, Any] = {
        "warehouse": warehouse_id, "items": list(item_ids), "today": today,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FREE, parameters)
        return dict(cursor.fetchall())


def waiting_for(
    *,
    warehouse_id: int,
    item_ids: Collection[int],
    today: date,
    sequence: str = "priority",
    limit: int = MOST_CLAIMS,
) -> list[Waiting]:
    """Demands that wait for items at a warehouse and may be reserved today, the first in sequence first."""
    parameters: dict[str, Any] = {
        "warehouse": warehouse_id, "items": list(item_ids), "today": today, "most": limit,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_WAITING.format(order=_ORDERS.get(sequence, _ORDERS["priority"])), parameters)
        return [
            Waiting(item_id, DocumentRef(kind, document_id, number), Claim(pk, lacks, priority, promised, pk))
            for pk, item_id, kind, document_id, number, lacks, priority, promised in cursor.fetchall()
        ]


def due_places(*, since: date, today: date) -> list[tuple[int, Sequence[int]]]:
    """Per warehouse the items that have free stock and for which a day to reserve has come."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"since": since, "today": today})
        return cursor.fetchall()
