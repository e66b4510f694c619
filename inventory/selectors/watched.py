"""What rules watch of the stock: items near their safety stock, what a run would buy, what lies still."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day
from inventory.models import ReplenishmentSuggestion, StockFigure

Watched = Iterable[tuple[DocumentRef, dict[str, Any]]]

_NEAR = """
WITH free AS (
    SELECT b.item_id, sum(b.on_hand - b.reserved) AS available FROM inventory_balance b
    JOIN inventory_location l ON l.id = b.location_id AND l.is_usable
    WHERE %s::bigint[] IS NULL OR b.item_id = ANY(%s) GROUP BY 1)
SELECT i.id, i.sku, i.name, i.supply, i.planning, coalesce(f.available, 0), i.safety_stock
FROM inventory_item i LEFT JOIN free f ON f.item_id = i.id
WHERE i.is_active AND i.kind = 'stocked' AND i.safety_stock > 0
  AND coalesce(f.available, 0) < 2 * i.safety_stock AND (%s::bigint[] IS NULL OR i.id = ANY(%s))
ORDER BY i.id
"""


def near_safety_stock(at: datetime, only: Collection[int] | None) -> Watched:
    """Active items whose free stock is less than twice their safety stock."""
    keys = None if only is None else sorted(only)
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [keys, keys, keys, keys])
        rows = cursor.fetchall()
    for pk, sku, name, supply, planning, available, safety in rows:
        yield (
            DocumentRef("product", pk, sku),
            {
                "product.sku": sku,
                "product.name": name,
                "product.supply": supply,
                "product.planning": planning,
                "product.available": float(available),
                "product.safety_stock": float(safety),
            },
        )


def to_replenish(at: datetime, only: Collection[int] | None) -> Watched:
    """Items that the last replenishment run would buy or make, the most wanted place of each."""
    rows = ReplenishmentSuggestion.objects.filter(status="open").select_related("item", "warehouse")
    if only is not None:
        rows = rows.filter(item_id__in=only)
    for row in rows.order_by("item_id", "needed_on", "pk").distinct("item_id"):
        position = row.on_hand + row.on_order + row.asked_for - row.demand
        yield (
            DocumentRef("product", row.item_id, row.item.sku),
            {
                "product.sku": row.item.sku,
                "product.name": row.item.name,
                "product.supply": row.item.supply,
                "product.planning": row.item.planning,
                "product.available": float(position),
                "product.reorder_point": float(row.reorder_point),
                "product.safety_stock": float(row.safety_stock),
                "product.suggested_quantity": float(row.total_to_ask),
                "product.needed_on": row.needed_on.isoformat(),
                "warehouse.code": row.warehouse.code,
            },
        )


def lying_stock(at: datetime, only: Collection[int] | None) -> Watched:
    """Items in stock with how long ago they were used, as the last replenishment run found."""
    rows = StockFigure.objects.filter(warehouse__isnull=True, on_hand__gt=0).select_related("item")
    if only is not None:
        rows = rows.filter(item_id__in=only)
    today = business_day(at)
    for row in rows.order_by("item_id"):
        facts = {
            "product.sku": row.item.sku,
            "product.name": row.item.name,
            "product.supply": row.item.supply,
            "product.planning": row.item.planning,
            "product.available": float(row.on_hand),
            "product.stock_value": float(row.stock_value),
            "product.is_slow": row.is_slow,
        }
        if row.last_used_on is not None:
            facts["product.days_since_use"] = (today - row.last_used_on).days
        if row.cover_days is not None:
            facts["product.cover_days"] = row.cover_days
        yield DocumentRef("product", row.item_id, row.item.sku), facts
