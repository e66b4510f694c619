"""The stock list as people read it: the four figures per product and warehouse, with filters and pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from django.db import connection

from erp.core.actor import Actor
from inventory.selectors.stock import VIEW_STOCK, _pattern

CHUNK = 2000


@dataclass(frozen=True)
class StockRow:
    """One item at one warehouse. Units: base units of the item.

    `incoming` = on order + in transit; `is_low`: what the company can still promise of the item is
    less than its safety stock.
    """

    item_id: int
    sku: str
    name: str
    unit: str
    warehouse_id: int
    warehouse: str
    warehouse_name: str
    on_hand: Decimal
    reserved: Decimal
    available: Decimal
    blocked: Decimal
    in_transit: Decimal
    on_order: Decimal
    backordered: Decimal
    safety_stock: Decimal
    is_low: bool

    @property
    def incoming(self) -> Decimal:
        """What is on its way, from wherever."""
        return self.on_order + self.in_transit


@dataclass(frozen=True)
class StockQuery:
    """What to list: text, warehouse, category and which rows matter."""

    text: str = ""
    warehouse_id: int | None = None
    category_id: int | None = None
    only: str = ""  # low, available, blocked, incoming, backordered, all
    after: tuple[str, str] | None = None
    before: tuple[str, str] | None = None
    limit: int = 50


_ONLY = {
    "low": "coalesce(t.available, 0) < i.safety_stock",
    "available": "coalesce(h.on_hand, 0) > coalesce(h.reserved, 0)",
    "blocked": "h.blocked > 0",
    "incoming": "coalesce(c.on_order, 0) + coalesce(c.in_transit, 0) > 0",
    "backordered": "d.backordered > 0",
    "all": "true",
    "": """(w.is_default OR h.on_hand > 0 OR h.blocked > 0 OR d.backordered > 0
            OR coalesce(c.on_order, 0) + coalesce(c.in_transit, 0) > 0)""",
}
_ROWS = """
WITH held AS (
    SELECT b.item_id, b.warehouse_id,
           coalesce(sum(b.on_hand) FILTER (WHERE l.is_usable), 0) AS on_hand,
           coalesce(sum(b.reserved) FILTER (WHERE l.is_usable), 0) AS reserved,
           coalesce(sum(b.on_hand) FILTER (WHERE NOT l.is_usable), 0) AS blocked
    FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id GROUP BY 1, 2),
coming AS (
    SELECT item_id, warehouse_id,
           sum(greatest(quantity - received, 0)) FILTER (WHERE kind = 'transfer') AS in_transit,
           sum(greatest(quantity - received, 0))
               FILTER (WHERE kind <> 'transfer' AND source_kind <> 'receipt_line') AS on_order
    FROM inventory_expectedsupply WHERE is_open GROUP BY 1, 2),
wanted AS (
    SELECT item_id, warehouse_id, sum(quantity - reserved - shipped - cancelled) AS backordered
    FROM inventory_demand WHERE quantity > reserved + shipped + cancelled GROUP BY 1, 2),
totals AS (SELECT item_id, sum(on_hand - reserved) AS available FROM held GROUP BY 1)
SELECT i.id, i.sku, i.name, u.code, w.id, w.code, w.name,
       coalesce(h.on_hand, 0), coalesce(h.reserved, 0),
       greatest(coalesce(h.on_hand, 0) - coalesce(h.reserved, 0), 0), coalesce(h.blocked, 0),
       coalesce(c.in_transit, 0), coalesce(c.on_order, 0), coalesce(d.backordered, 0),
       i.safety_stock, coalesce(t.available, 0) < i.safety_stock
FROM inventory_item i JOIN masterdata_unit u ON u.id = i.unit_id CROSS JOIN inventory_warehouse w
LEFT JOIN held h ON h.item_id = i.id AND h.warehouse_id = w.id
LEFT JOIN coming c ON c.item_id = i.id AND c.warehouse_id = w.id
LEFT JOIN wanted d ON d.item_id = i.id AND d.warehouse_id = w.id
LEFT JOIN totals t ON t.item_id = i.id
WHERE i.kind = 'stocked' AND i.is_active AND w.is_active AND {where}
ORDER BY i.sku {direction}, w.code {direction} LIMIT %s
"""


def stock_rows(actor: Actor, query: StockQuery) -> list[StockRow]:
    """Rows of the stock list by SKU and warehouse code, in one query.

    Raises: NotPermitted.
    """
    actor.require(VIEW_STOCK)
    where, parameters = [_ONLY.get(query.only, _ONLY[""])], []
    for condition, value in (
        ("w.id = %s", query.warehouse_id),
        ("i.category_id = %s", query.category_id),
        ("i.search_key LIKE '%%' || %s || '%%'", _pattern(query.text) or None),
    ):
        if value is not None:
            where.append(condition)
            parameters.append(value)
    for condition, place in (
        ("(i.sku, w.code) > (%s, %s)", query.after),
        ("(i.sku, w.code) < (%s, %s)", query.before),
    ):
        if place is not None:
            where.append(condition)
            parameters += place
    direction = "DESC" if query.before is not None else "ASC"
    sql = _ROWS.format(where=" AND ".join(where), direction=direction)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, query.limit])
        rows = [StockRow(*row) for row in cursor.fetchall()]
    return rows[::-1] if query.before is not None else rows


def every_stock_row(actor: Actor, query: StockQuery, most: int) -> Iterator[StockRow]:
    """All rows of the list, read in pages by key; for exports."""
    left, after = most, None
    while left > 0:
        asked = min(CHUNK, left)
        found = stock_rows(actor, replace(query, after=after, before=None, limit=asked))
        yield from found
        left -= len(found)
        if len(found) < asked:
            return
        after = (found[-1].sku, found[-1].warehouse)


def figure_names() -> list[str]:
    """The names of a row's figures, in the order of the list."""
    return [one.name for one in fields(StockRow) if one.type == "Decimal"]


def low_count() -> int:
    """How many active stocked items have less available than their safety stock."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM inventory_item i
               WHERE i.kind = 'stocked' AND i.is_active AND i.safety_stock >
                     coalesce((SELECT sum(b.on_hand - b.reserved) FROM inventory_balance b
                               JOIN inventory_location l ON l.id = b.location_id AND l.is_usable
                               WHERE b.item_id = i.id), 0)"""
        )
        row: tuple[Any, ...] = cursor.fetchone()
    return int(row[0])
