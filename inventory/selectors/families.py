"""Demand, supply and stock by product family and month, each in one statement over all items.

A family is a category of the top level; items without one are a family of their own (None). Quantities of
different base units can't be added: a family in two units is two lines, unless the figures are values at
standard cost, then it is one. Kits and services are left out: a kit's components carry its demand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

ZERO = Decimal(0)
Line = tuple[int | None, int | None]

# A category that is part of itself is below no root and so has no family.
_LINES = """
WITH RECURSIVE tops AS (
    SELECT id, id AS top FROM inventory_itemcategory WHERE parent_id IS NULL
    UNION SELECT c.id, t.top FROM inventory_itemcategory c JOIN tops t ON t.id = c.parent_id),
lines AS (
    SELECT i.id, t.top AS family, CASE WHEN %(by_value)s THEN NULL ELSE i.unit_id END AS unit,
           CASE WHEN %(by_value)s THEN i.standard_cost ELSE 1 END AS weight
    FROM inventory_item i LEFT JOIN tops t ON t.id = i.category_id WHERE i.kind = 'stocked')
"""
# Stock of the past is today's less what has moved since, so moves are summed to the present.
_LEDGER = """,
moved AS (
    SELECT m.item_id, date_trunc('month', m.at AT TIME ZONE %(zone)s)::date AS month,
           sum(m.quantity) FILTER (WHERE m.kind IN ('receipt', 'production')) AS received,
           -sum(m.quantity) FILTER (WHERE m.kind = 'shipment') AS shipped,
           -sum(m.quantity) FILTER (WHERE m.kind IN ('issue', 'consumption')) AS used,
           sum(m.quantity) FILTER (WHERE p.is_usable) AS net
    FROM inventory_move m JOIN inventory_location p ON p.id = m.location_id
    WHERE m.at >= (%(since)s::timestamp AT TIME ZONE %(zone)s) GROUP BY 1, 2)
SELECT l.family, l.unit, m.month, coalesce(sum(m.received * l.weight), 0),
       coalesce(sum(m.shipped * l.weight), 0), coalesce(sum(m.used * l.weight), 0),
       coalesce(sum(m.net * l.weight), 0)
FROM moved m JOIN lines l ON l.id = m.item_id GROUP BY 1, 2, 3
"""
_BOOKED = """,
booked AS (
    SELECT d.item_id, date_trunc('month', d.due_on)::date AS month,
           sum(d.quantity - d.cancelled) AS ordered,
           sum(d.quantity - d.cancelled - d.shipped) AS undelivered
    FROM inventory_demand d
    WHERE d.document_kind = 'order' AND d.due_on >= %(since)s AND d.due_on < %(until)s GROUP BY 1, 2)
SELECT l.family, l.unit, b.month, sum(b.ordered * l.weight), sum(b.undelivered * l.weight)
FROM booked b JOIN lines l ON l.id = b.item_id GROUP BY 1, 2, 3
"""
# Item by item, because what one item has too much of doesn't cover what another one lacks.
_AHEAD = """,
held AS (
    SELECT b.item_id, sum(b.on_hand) AS on_hand FROM inventory_balance b
    JOIN inventory_location p ON p.id = b.location_id AND p.is_usable GROUP BY 1),
said AS (
    SELECT f.item_id, f.month, f.quantity, greatest(f.quantity - coalesce(o.ordered, 0), 0) AS unbooked
    FROM unnest(%(items)s::bigint[], %(months)s::date[], %(quantities)s::numeric[])
         AS f(item_id, month, quantity)
    LEFT JOIN (SELECT d.item_id, date_trunc('month', d.due_on)::date AS month,
                      sum(d.quantity - d.cancelled) AS ordered
               FROM inventory_demand d
               WHERE d.document_kind = 'order' AND d.kit_id IS NULL AND d.due_on >= %(this)s
                 AND d.due_on < %(until)s GROUP BY 1, 2) o
         ON o.item_id = f.item_id AND o.month = f.month),
flows AS (
    SELECT d.item_id, date_trunc('month', CASE WHEN d.document_kind = 'order' THEN d.due_on
                                               ELSE d.needed_on END)::date AS month,
           CASE WHEN d.document_kind = 'order' THEN 'open' ELSE 'parts' END AS what,
           d.quantity - d.shipped - d.cancelled AS quantity
    FROM inventory_demand d
    WHERE d.document_kind IN ('order', 'work_order') AND d.quantity > d.shipped + d.cancelled
    UNION ALL
    SELECT s.item_id, date_trunc('month', s.usable_on)::date,
           CASE WHEN s.kind IN ('purchase', 'work_order', 'transfer') THEN s.kind ELSE 'requested' END,
           s.quantity - s.received
    FROM inventory_expectedsupply s
    WHERE s.is_open AND s.quantity > s.received AND s.source_kind <> 'transfer_order_line'
    UNION ALL SELECT item_id, month, 'forecast', unbooked FROM said
    UNION ALL SELECT f.item_id, f.month, 'planned', f.quantity
    FROM unnest(%(planned_items)s::bigint[], %(planned_months)s::date[], %(planned)s::numeric[])
         AS f(item_id, month, quantity)
    UNION ALL SELECT f.item_id, f.month, 'parts', f.quantity
    FROM unnest(%(planned_items)s::bigint[], %(planned_months)s::date[], %(taken)s::numeric[])
         AS f(item_id, month, quantity)),
monthly AS (
    SELECT item_id, greatest(month, %(this)s::date) AS month,
           sum(quantity) FILTER (WHERE what = 'open') AS open,
           sum(quantity) FILTER (WHERE what = 'parts') AS parts,
           sum(quantity) FILTER (WHERE what = 'purchase') AS bought,
           sum(quantity) FILTER (WHERE what = 'work_order') AS made,
           sum(quantity) FILTER (WHERE what = 'requested') AS requested,
           sum(quantity) FILTER (WHERE what = 'transfer') AS moving,
           sum(quantity) FILTER (WHERE what = 'forecast') AS unbooked,
           sum(quantity) FILTER (WHERE what = 'planned') AS planned,
           sum(CASE WHEN what IN ('open', 'parts', 'forecast') THEN -quantity ELSE quantity END) AS net
    FROM flows WHERE month < %(until)s GROUP BY 1, 2),
places AS (SELECT item_id FROM held WHERE on_hand <> 0 UNION SELECT item_id FROM monthly),
levels AS (
    SELECT p.item_id, g.month::date AS month, m.open, m.parts, m.bought, m.made, m.requested, m.moving,
           m.unbooked, m.planned, coalesce(h.on_hand, 0) AS on_hand,
           coalesce(h.on_hand, 0)
               + coalesce(sum(m.net) OVER (PARTITION BY p.item_id ORDER BY g.month), 0) AS level
    FROM places p
    CROSS JOIN generate_series(%(this)s::date, %(last)s::date, interval '1 month') AS g(month)
    LEFT JOIN monthly m ON m.item_id = p.item_id AND m.month = g.month::date
    LEFT JOIN held h ON h.item_id = p.item_id)
SELECT l.family, l.unit, v.month, sum(v.on_hand * l.weight), coalesce(sum(v.open * l.weight), 0),
       coalesce(sum(v.parts * l.weight), 0), coalesce(sum(v.bought * l.weight), 0),
       coalesce(sum(v.made * l.weight), 0), coalesce(sum(v.requested * l.weight), 0),
       coalesce(sum(v.moving * l.weight), 0), coalesce(sum(v.unbooked * l.weight), 0),
       coalesce(sum(v.planned * l.weight), 0),
       sum(greatest(v.level, 0) * l.weight),
       sum(greatest(-v.level, 0) * l.weight)
FROM levels v JOIN lines l ON l.id = v.item_id GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class LedgerMonth:
    """What the ledger says of a month: taken in and made, shipped, used, and the change of usable stock."""

    received: Decimal = ZERO
    shipped: Decimal = ZERO
    used: Decimal = ZERO
    net: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class BookedMonth:
    """What customers want by a day of the month, and how much of it has not left yet."""

    ordered: Decimal = ZERO
    undelivered: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class AheadMonth:
    """What is still to come in a month, and what is left at its end.

    Overdue demand and supply count in the present month. `unbooked` is what is forecast beyond what is
    ordered, item by item (forecast consumption within the month). `stock` is what the items that have some
    have, `gap` what the others lack.
    """

    on_hand: Decimal = ZERO
    open: Decimal = ZERO
    parts: Decimal = ZERO
    bought: Decimal = ZERO
    made: Decimal = ZERO
    requested: Decimal = ZERO
    moving: Decimal = ZERO
    unbooked: Decimal = ZERO
    planned: Decimal = ZERO
    stock: Decimal = ZERO
    gap: Decimal = ZERO


def _rows(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_LINES + statement, parameters)
        return cursor.fetchall()


def ledger_by_family(*, since: date, zone: str, by_value: bool) -> dict[tuple[Line, date], LedgerMonth]:
    """The ledger from a day on, by family and month of the company's time zone. One statement."""
    rows = _rows(_LEDGER, since=since, zone=zone, by_value=by_value)
    return {((family, unit), month): LedgerMonth(*sums) for family, unit, month, *sums in rows}


def booked_by_family(*, since: date, until: date, by_value: bool) -> dict[tuple[Line, date], BookedMonth]:
    """Customers' confirmed demand by the day they asked for, shipped or not. One statement."""
    rows = _rows(_BOOKED, since=since, until=until, by_value=by_value)
    return {((family, unit), month): BookedMonth(*sums) for family, unit, month, *sums in rows}


def ahead_by_family(
    *,
    this: date,
    last: date,
    until: date,
    by_value: bool,
    forecast: Mapping[tuple[int, date], Decimal],
    planned: Mapping[tuple[int, date], tuple[Decimal, Decimal]],
) -> dict[tuple[Line, date], AheadMonth]:
    """Open demand, open supply and projected stock from this month to the last one. One statement.

    All warehouses together: goods between two of them count once they have left; planned transfers and soft
    holds change nothing. `until` is the day after the last month; `forecast` is by item and first of a month,
    and so is what is `planned` to come and to be taken as a part.
    """
    rows = _rows(
        _AHEAD,
        this=this,
        last=last,
        until=until,
        by_value=by_value,
        items=[item_id for item_id, _month in forecast],
        months=[month for _item_id, month in forecast],
        quantities=list(forecast.values()),
        planned_items=[item_id for item_id, _month in planned],
        planned_months=[month for _item_id, month in planned],
        planned=[comes for comes, _taken in planned.values()],
        taken=[taken for _comes, taken in planned.values()],
    )
    return {((family, unit), month): AheadMonth(*sums) for family, unit, month, *sums in rows}
