"""Which reservations an earlier-due demand could take: read without locks, to know what to lock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from erp.core.refs import DocumentRef

MOST = 100
_MOVABLE = """
SELECT s.id, d.id, d.document_kind, d.document_id, d.document_number
FROM inventory_demand s JOIN inventory_demand d
  ON d.item_id = s.item_id AND d.warehouse_id = s.warehouse_id AND d.needed_on > s.needed_on
WHERE s.id = ANY(%(ids)s) AND d.reserved > 0 AND NOT d.is_held AND d.promised_on IS NOT NULL
  AND d.lot_id IS NULL
  AND d.quantity > d.shipped + d.cancelled
  AND (d.document_kind, d.document_id) <> (s.document_kind, s.document_id)
  AND EXISTS (SELECT 1 FROM inventory_reservation r WHERE r.demand_id = d.id AND r.shipment_line_id IS NULL)
  AND EXISTS (SELECT 1 FROM inventory_expectedsupply e
              WHERE e.is_open AND e.item_id = d.item_id AND e.warehouse_id = d.warehouse_id
                AND e.quantity > e.received AND greatest(e.usable_on, %(today)s::date + 1) <= d.needed_on)
ORDER BY d.needed_on DESC, d.id DESC LIMIT %(most)s
"""


@dataclass(frozen=True)
class Movable:
    """A later-due demand whose reservation may go to an earlier-due one."""

    wanted_by: int
    demand_id: int
    document: DocumentRef


def movable_for(demand_ids: Collection[int], *, today: date) -> list[Movable]:
    """Later-due demands with stock that no shipment picks and with supply in time, the latest first.

    Who asks for a certain lot keeps it: supply that is still to come is of another one.
    """
    if not demand_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_MOVABLE, {"ids": list(demand_ids), "today": today, "most": MOST})
        return [
            Movable(wanted_by, demand_id, DocumentRef(kind, document_id, number))
            for wanted_by, demand_id, kind, document_id, number in cursor.fetchall()
        ]
