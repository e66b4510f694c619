"""What replenishment reckons with: demand, stock, supply and lead times of every place, a pass each.

A place is (item, warehouse) where the warehouse has a policy of its own, else (item, None): all
warehouses without one together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

ZERO = Decimal(0)
Place = tuple[int, int | None]

# One pass over the ledger: weekly sums by place, then their sum and the sum of their squares.
_DEMAND = """
WITH weekly AS (
    SELECT m.item_id, p.warehouse_id, floor(date_part('epoch', %(now)s - m.at) / 604800)::int AS week,
           -sum(m.quantity) AS used, -sum(m.value) AS value, max(m.at) FILTER (WHERE m.quantity < 0) AS last
    FROM inventory_move m
    LEFT JOIN inventory_replenishmentpolicy p
         ON p.item_id = m.item_id AND p.warehouse_id = m.warehouse_id
    WHERE m.at >= %(since)s AND m.at <= %(now)s AND m.kind IN ('shipment', 'issue', 'return')
    GROUP BY 1, 2, 3)
SELECT item_id, warehouse_id, sum(used), sum(used * used), sum(value), max(week), max(last)
FROM weekly GROUP BY 1, 2
"""
_LAST = """
SELECT m.item_id, p.warehouse_id, max(m.at) FROM inventory_move m
LEFT JOIN inventory_replenishmentpolicy p ON p.item_id = m.item_id AND p.warehouse_id = m.warehouse_id
WHERE m.kind IN ('shipment', 'issue') AND m.quantity < 0 GROUP BY 1, 2
"""
_PLACES = """
WITH held AS (
    SELECT b.item_id, p.warehouse_id, sum(b.on_hand) AS on_hand FROM inventory_balance b
    JOIN inventory_location l ON l.id = b.location_id AND l.is_usable
    LEFT JOIN inventory_replenishmentpolicy p ON p.item_id = b.item_id AND p.warehouse_id = b.warehouse_id
    GROUP BY 1, 2),
coming AS (
    SELECT s.item_id, p.warehouse_id, sum(s.quantity - s.received) AS quantity FROM inventory_expectedsupply s
    LEFT JOIN inventory_replenishmentpolicy p ON p.item_id = s.item_id AND p.warehouse_id = s.warehouse_id
    WHERE s.is_open AND s.quantity > s.received GROUP BY 1, 2),
asked AS (
    SELECT r.item_id, p.warehouse_id,
           sum(r.quantity) FILTER (WHERE r.state IN ('draft', 'submitted')) AS waiting,
           sum(r.quantity) FILTER (WHERE r.origin_kind = 'stock') AS for_stock
    FROM inventory_purchaserequisition r
    LEFT JOIN inventory_replenishmentpolicy p ON p.item_id = r.item_id AND p.warehouse_id = r.warehouse_id
    WHERE r.state IN ('draft', 'submitted', 'approved') GROUP BY 1, 2),
wanted AS (
    SELECT d.item_id, p.warehouse_id, sum(d.quantity - d.shipped - d.cancelled) AS quantity
    FROM inventory_demand d JOIN inventory_item i ON i.id = d.item_id
    LEFT JOIN inventory_replenishmentpolicy p ON p.item_id = d.item_id AND p.warehouse_id = d.warehouse_id
    WHERE d.quantity > d.shipped + d.cancelled AND d.due_on <= %(today)s + greatest(i.lead_time_days, 1)
    GROUP BY 1, 2),
places AS (
    SELECT item_id, warehouse_id FROM held UNION SELECT item_id, warehouse_id FROM wanted
    UNION SELECT item_id, warehouse_id FROM coming UNION SELECT item_id, warehouse_id FROM asked
    UNION SELECT item_id, warehouse_id FROM inventory_replenishmentpolicy
    UNION SELECT i.id, NULL FROM inventory_item i WHERE NOT EXISTS (
        SELECT FROM inventory_replenishmentpolicy p JOIN inventory_warehouse w ON w.id = p.warehouse_id
        WHERE p.item_id = i.id AND w.is_default))
SELECT i.id, q.warehouse_id, i.supply, i.planning, i.lead_time_days, i.standard_cost, i.safety_stock,
       i.reorder_point, i.reorder_quantity, coalesce(h.on_hand, 0), coalesce(c.quantity, 0),
       coalesce(a.waiting, 0), coalesce(a.for_stock, 0), coalesce(w.quantity, 0),
       p.method, p.is_calculated, p.service_level, p.safety_stock, p.reorder_point, p.maximum,
       p.order_quantity, p.period_days,
       coalesce(q.warehouse_id, (
           SELECT w.id FROM inventory_warehouse w
           WHERE w.is_active AND NOT EXISTS (SELECT FROM inventory_replenishmentpolicy o
                                             WHERE o.item_id = q.item_id AND o.warehouse_id = w.id)
           ORDER BY w.is_default DESC, w.id LIMIT 1))
FROM places q JOIN inventory_item i ON i.id = q.item_id
LEFT JOIN held h ON h.item_id = q.item_id AND h.warehouse_id IS NOT DISTINCT FROM q.warehouse_id
LEFT JOIN coming c ON c.item_id = q.item_id AND c.warehouse_id IS NOT DISTINCT FROM q.warehouse_id
LEFT JOIN asked a ON a.item_id = q.item_id AND a.warehouse_id IS NOT DISTINCT FROM q.warehouse_id
LEFT JOIN wanted w ON w.item_id = q.item_id AND w.warehouse_id IS NOT DISTINCT FROM q.warehouse_id
LEFT JOIN inventory_replenishmentpolicy p ON p.item_id = q.item_id AND p.warehouse_id = q.warehouse_id
WHERE i.is_active AND i.kind = 'stocked' ORDER BY i.id, q.warehouse_id
"""
_LEAD_TIMES = """
SELECT l.item_id, avg(o.received_at::date - o.ordered_on), stddev_samp(o.received_at::date - o.ordered_on)
FROM inventory_purchaseorderline l JOIN inventory_purchaseorder o ON o.id = l.purchase_order_id
WHERE o.received_at >= %(since)s AND l.received > 0 GROUP BY 1 HAVING count(*) >= 3
"""


@dataclass(frozen=True, slots=True)
class PlaceDemand:
    """What was used at a place in the weeks looked at; `weeks` since its first use, at most all."""

    used: float
    squares: float
    value: float
    weeks: int
    last_used_on: date | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place with the item's planning, its stock and its policy (None where it has none).

    `bought_for` is the warehouse that gets what is bought: the place's own, else the default one, or the
    first that has no policy of its own.
    """

    item_id: int
    warehouse_id: int | None
    supply: str
    planning: str
    lead_time_days: int
    standard_cost: Decimal
    item_safety_stock: Decimal
    item_reorder_point: Decimal | None
    item_reorder_quantity: Decimal | None
    on_hand: Decimal
    on_order: Decimal
    waiting: Decimal
    asked_for_stock: Decimal
    demand: Decimal
    method: str | None
    is_calculated: bool | None
    service_level: Decimal | None
    safety_stock: Decimal | None
    reorder_point: Decimal | None
    maximum: Decimal | None
    order_quantity: Decimal | None
    period_days: int | None
    bought_for: int | None

    @property
    def position(self) -> Decimal:
        """Inventory position: on hand, on order and asked for, less what is due in the lead time."""
        return self.on_hand + self.on_order + self.waiting - self.demand


def demand_by_place(*, now: datetime, weeks: int, least_weeks: int = 8) -> dict[Place, PlaceDemand]:
    """What was shipped and issued, less what came back, by place; one pass over the ledger.

    A place younger than the window counts from its first week, so that new items are not diluted.
    """
    since = now - timedelta(weeks=weeks)
    found: dict[Place, PlaceDemand] = {}
    for item, warehouse, used, squares, value, first, last in _rows(_DEMAND, {"now": now, "since": since}):
        seen = min(max(first + 1, least_weeks), weeks)
        last_on = last.date() if last is not None else None
        found[(item, warehouse)] = PlaceDemand(float(used), float(squares), float(value), seen, last_on)
    return found


def last_use_by_place() -> dict[Place, date]:
    """When each place was last drawn from, however long ago."""
    return {(item, warehouse): last.date() for item, warehouse, last in _rows(_LAST, {})}


def places(*, today: date) -> Iterator[PlaceRow]:
    """Every place of active stocked items with stock, supply, what was asked for, and demand.

    Demand counts as far as it is due within the item's lead time: later demand can still be bought for.
    """
    for row in _rows(_PLACES, {"today": today}):
        yield PlaceRow(*row)


def lead_times(*, now: datetime) -> dict[int, tuple[float, float]]:
    """Mean and deviation in days of what receipts of the last year took, for items with three or more."""
    rows = _rows(_LEAD_TIMES, {"since": now - timedelta(days=365)})
    return {item: (float(mean), float(deviation or 0)) for item, mean, deviation in rows}


def _rows(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
