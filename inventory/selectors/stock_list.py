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


_LOW = """
SELECT s.id FROM inventory_item s LEFT JOIN (
    SELECT b.item_id, sum(b.on_hand - b.reserved) AS available FROM inventory_balance b
    JOIN inventory_location l ON l.id = b.location_id AND l.is_usable GROUP BY 1) f ON f.item_id = s.id
WHERE s.kind = 'stocked' AND s.is_active AND s.safety_stock > coalesce(f.available, 0)
"""
_LOW_COUNT = f"SELECT count(*) FROM ({_LOW}) low"  # noqa: S608 -- put together from the text above
# What a filter asks of a row, and, where few rows pass, which items can: those are found from their own rows.
_ONLY = {
    "low": f"i.id = ANY(ARRAY({_LOW}))",
    "available": "h.on_hand > h.reserved",
    "blocked": """h.blocked > 0 AND i.id = ANY(ARRAY(
        SELECT b.item_id FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id
        WHERE NOT l.is_usable AND b.on_hand > 0))""",
    "incoming": """c.on_order + c.in_transit > 0 AND i.id = ANY(ARRAY(
        SELECT e.item_id FROM inventory_expectedsupply e WHERE e.is_open AND e.quantity > e.received))""",
    "backordered": """d.backordered > 0 AND i.id = ANY(ARRAY(
        SELECT o.item_id FROM inventory_demand o WHERE o.quantity > o.reserved + o.shipped + o.cancelled))""",
    "all": "true",
    "": """(w.is_default OR h.on_hand > 0 OR h.blocked > 0 OR d.backordered > 0
            OR c.on_order + c.in_transit > 0)""",
}
# Each row looks its figures up by item and warehouse, so that a page costs what it shows.
_ROWS = """
SELECT i.id, i.sku, i.name, u.code, w.id, w.code, w.name, h.on_hand, h.reserved,
       greatest(h.on_hand - h.reserved, 0), h.blocked, c.in_transit, c.on_order, d.backordered,
       i.safety_stock, t.available < i.safety_stock
FROM inventory_item i JOIN masterdata_unit u ON u.id = i.unit_id CROSS JOIN inventory_warehouse w
CROSS JOIN LATERAL (
    SELECT coalesce(sum(b.on_hand) FILTER (WHERE l.is_usable), 0) AS on_hand,
           coalesce(sum(b.reserved) FILTER (WHERE l.is_usable), 0) AS reserved,
           coalesce(sum(b.on_hand) FILTER (WHERE NOT l.is_usable), 0) AS blocked
    FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id
    WHERE b.item_id = i.id AND b.warehouse_id = w.id) h
CROSS JOIN LATERAL (
    SELECT coalesce(sum(greatest(e.quantity - e.received, 0))
               FILTER (WHERE e.kind = 'transfer'), 0) AS in_transit,
           coalesce(sum(greatest(e.quantity - e.received, 0))
               FILTER (WHERE e.kind <> 'transfer' AND e.source_kind <> 'receipt_line'), 0) AS on_order
    FROM inventory_expectedsupply e WHERE e.is_open AND e.item_id = i.id AND e.warehouse_id = w.id) c
CROSS JOIN LATERAL (
    SELECT coalesce(sum(o.quantity - o.reserved - o.shipped - o.cancelled), 0) AS backordered
    FROM inventory_demand o WHERE o.quantity > o.reserved + o.shipped + o.cancelled
      AND o.item_id = i.id AND o.warehouse_id = w.id) d
CROSS JOIN LATERAL (
    SELECT coalesce(sum(b.on_hand - b.reserved), 0) AS available
    FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id AND l.is_usable
    WHERE b.item_id = i.id) t
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
        cursor.execute(_LOW_COUNT)
        row: tuple[Any, ...] = cursor.fetchone()
    return int(row[0])
