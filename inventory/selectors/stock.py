"""What lies where, what is promised of it and what is coming, per product and warehouse."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from erp.core.actor import Actor
from erp.core.commands import declare_permission

VIEW_STOCK = declare_permission("inventory.view_stock", "See stock and what can be promised")


@dataclass(frozen=True)
class StockLevel:
    """The stock of one item at one warehouse. Units: base units of the item.

    `on_hand` is usable, `blocked` is there but not usable, `available` = on hand − reserved;
    `in_transit` is on its way between warehouses, `on_order` from suppliers and work orders.
    """

    item_id: int
    sku: str
    name: str
    unit: str
    warehouse_id: int
    warehouse: str
    on_hand: Decimal
    reserved: Decimal
    available: Decimal
    blocked: Decimal
    in_transit: Decimal
    on_order: Decimal


_FIELDS = "item_id, sku, name, unit, warehouse_id, warehouse"
_PAIRS = """
    SELECT i.id AS item_id, i.sku, i.name, u.code AS unit, w.id AS warehouse_id, w.code AS warehouse
    FROM inventory_item i JOIN masterdata_unit u ON u.id = i.unit_id CROSS JOIN inventory_warehouse w
    WHERE i.kind = 'stocked' {where}
"""
_LEVELS = """
WITH pairs AS MATERIALIZED ({pairs}),
held AS (
    SELECT b.item_id, b.warehouse_id,
           sum(b.on_hand) FILTER (WHERE l.is_usable) AS on_hand,
           sum(b.reserved) FILTER (WHERE l.is_usable) AS reserved,
           sum(b.on_hand) FILTER (WHERE NOT l.is_usable) AS blocked
    FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id
    WHERE b.item_id IN (SELECT item_id FROM pairs) GROUP BY 1, 2),
coming AS (
    SELECT item_id, warehouse_id,
           sum(greatest(quantity - received, 0)) FILTER (WHERE kind = 'transfer') AS in_transit,
           sum(greatest(quantity - received, 0))
               FILTER (WHERE kind <> 'transfer' AND source_kind <> 'receipt_line') AS on_order
    FROM inventory_expectedsupply
    WHERE is_open AND item_id IN (SELECT item_id FROM pairs) GROUP BY 1, 2)
SELECT {fields}, coalesce(on_hand, 0), coalesce(reserved, 0),
       greatest(coalesce(on_hand, 0) - coalesce(reserved, 0), 0), coalesce(blocked, 0),
       coalesce(in_transit, 0), coalesce(on_order, 0)
FROM pairs LEFT JOIN held USING (item_id, warehouse_id) LEFT JOIN coming USING (item_id, warehouse_id)
ORDER BY sku, warehouse
"""


def stock_levels(
    *,
    item_ids: Collection[int] | None = None,
    warehouse_ids: Collection[int] | None = None,
    text: str = "",
    after: tuple[str, str] | None = None,
    limit: int | None = None,
) -> list[StockLevel]:
    """The stock of stocked items per active warehouse, by SKU and warehouse code, in one query.

    Without stock the numbers are zero: every item asked for has its rows. `after` is the last
    (SKU, warehouse code) of the page before; `text` is part of a SKU, bar code or name.
    """
    where = ["AND (w.is_active OR w.id = ANY(%s))"]
    parameters: list[Any] = [list(warehouse_ids or [])]
    if item_ids is not None:
        where.append("AND i.id = ANY(%s)")
        parameters.append(list(item_ids))
    if warehouse_ids is not None:
        where.append("AND w.id = ANY(%s)")
        parameters.append(list(warehouse_ids))
    if text:
        where.append("AND i.search_key LIKE '%%' || %s || '%%'")
        parameters.append(_pattern(text))
    if after is not None:
        where.append("AND (i.sku, w.code) > (%s, %s)")
        parameters += after
    pairs = _PAIRS.format(where=" ".join(where))
    if limit is not None:
        pairs += " ORDER BY i.sku, w.code LIMIT %s"
        parameters.append(limit)
    with connection.cursor() as cursor:
        cursor.execute(_LEVELS.format(pairs=pairs, fields=_FIELDS), parameters)
        return [StockLevel(*row) for row in cursor.fetchall()]


def _pattern(text: str) -> str:
    folded = " ".join(text.lower().split())[:100]
    return folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def stock_page(
    actor: Actor,
    *,
    item_ids: Collection[int] | None = None,
    warehouse_ids: Collection[int] | None = None,
    text: str = "",
    after: tuple[str, str] | None = None,
    limit: int,
) -> list[StockLevel]:
    """One page of stock as an actor may see it.

    Raises: NotPermitted.
    """
    actor.require(VIEW_STOCK)
    return stock_levels(item_ids=item_ids, warehouse_ids=warehouse_ids, text=text, after=after, limit=limit)


def stock_totals(levels: Sequence[StockLevel]) -> dict[str, Decimal]:
    """The sums of stock rows; meaningful for rows of one item."""
    names = ("on_hand", "reserved", "available", "blocked", "in_transit", "on_order")
    return {name: sum((getattr(row, name) for row in levels), Decimal(0)) for name in names}
