"""Alerts of the stock: what lies below its safety stock, told once and settled when it is made good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection

from erp.core.actor import system_actor
from erp.core.commands import command
from erp.core.quantity import plain
from erp.core.refs import DocumentRef
from erp.notifications.selectors.alerts import open_subjects
from erp.notifications.services.alerts import NewAlert, raise_alerts, settle_alerts

CODE = "stock_below_safety"
MOST = 5_000

_SHORT = """
WITH free AS (
    SELECT b.item_id, sum(b.on_hand - b.reserved) AS available FROM inventory_balance b
    JOIN inventory_location l ON l.id = b.location_id AND l.is_usable GROUP BY 1)
SELECT i.id, i.sku, i.supply, coalesce(f.available, 0), i.safety_stock
FROM inventory_item i LEFT JOIN free f ON f.item_id = i.id
WHERE i.is_active AND i.kind = 'stocked' AND i.safety_stock > 0 AND coalesce(f.available, 0) < i.safety_stock
ORDER BY i.id LIMIT %s
"""


@dataclass(frozen=True)
class _Short:
    item: DocumentRef
    supply: str
    available: Decimal
    safety_stock: Decimal


def _short_items() -> list[_Short]:
    with connection.cursor() as cursor:
        cursor.execute(_SHORT, [MOST])
        return [
            _Short(DocumentRef("product", pk, sku), supply, available, safety)
            for pk, sku, supply, available, safety in cursor.fetchall()
        ]


@command()
def raise_stock_alerts(*, at: datetime | None = None) -> tuple[int, int]:
    """Tell buyers (planners for made items) what runs short; settle what is in order again.

    Gives how many alerts are new and how many were settled. Running it again changes nothing.
    """
    actor = system_actor("stock")
    short = _short_items()
    raised = raise_alerts(
        alerts=[
            NewAlert(
                code=CODE,
                subject=row.item,
                role="planner" if row.supply == "make" else "buyer",
                level="critical" if row.available <= 0 else "warning",
                facts={
                    "available": plain(row.available),
                    "warehouse": "",
                    "safety_stock": plain(row.safety_stock),
                },
            )
            for row in short
        ],
        actor=actor,
        at=at,
    )
    known = {row.item.key() for row in short}
    gone = [ref for ref in open_subjects(CODE) if ref.key() not in known]
    settled = settle_alerts(code=CODE, subjects=gone, actor=actor, at=at) if gone else 0
    return len(raised), settled
