"""Which lots went into a lot, and into which lots a lot went, level by level, as the ledger tells it.

What was reworked was made of what its first work order took.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from erp.core.statements import fetch
from inventory.models import Lot
from production.models import WorkOrder
from production.models.work_order import KIND

MOST_LEVELS = 20
MOST_ROWS = 2000

_INTO = """
SELECT made.lot_id, used.lot_id, used.source_id, -sum(used.quantity)
FROM (SELECT DISTINCT m.lot_id, coalesce(w.rework_of_id, w.id) AS root FROM inventory_move m
      JOIN production_workorder w ON w.id = m.source_id
      WHERE m.lot_id = ANY(%(lots)s) AND m.source_kind = %(kind)s AND m.kind = 'production') made
JOIN production_workorder w ON w.id = made.root OR w.rework_of_id = made.root
JOIN inventory_move used ON used.source_kind = %(kind)s AND used.source_id = w.id
     AND used.kind = 'consumption' AND used.lot_id IS NOT NULL
GROUP BY 1, 2, 3 HAVING sum(used.quantity) < 0 ORDER BY 3, 2
"""
_OUT_OF = """
SELECT used.lot_id, made.lot_id, made.source_id, sum(made.quantity)
FROM (SELECT m.lot_id, coalesce(w.rework_of_id, w.id) AS root FROM inventory_move m
      JOIN production_workorder w ON w.id = m.source_id
      WHERE m.lot_id = ANY(%(lots)s) AND m.source_kind = %(kind)s AND m.kind = 'consumption'
      GROUP BY 1, 2 HAVING sum(m.quantity) < 0) used
JOIN production_workorder w ON w.id = used.root OR w.rework_of_id = used.root
JOIN inventory_move made ON made.source_kind = %(kind)s AND made.source_id = w.id
     AND made.kind = 'production' AND made.lot_id IS NOT NULL
GROUP BY 1, 2, 3 HAVING sum(made.quantity) > 0 ORDER BY 3, 2
"""


@dataclass(frozen=True)
class Kin:
    """A lot that is akin to the one asked for: by which work order, how much, how many levels away."""

    lot: Lot
    work_order: str
    quantity: Decimal
    level: int
    next_to: str


@dataclass(frozen=True)
class Genealogy:
    """What went into a lot, and what it went into; nearest first."""

    made_of: list[Kin]
    went_into: list[Kin]


def lot_genealogy(lot: Lot) -> Genealogy:
    """Both ways through all levels; a work order that made several lots of one item names all that it used.

    Two statements a level and way; at most 20 levels and 2,000 rows each way.
    """
    return Genealogy(_walk(lot, _INTO), _walk(lot, _OUT_OF))


def lots_out_of(lot: Lot) -> list[Lot]:
    """The lots that contain a lot, however deep: those to block and to call back with it."""
    return list({kin.lot.pk: kin.lot for kin in _walk(lot, _OUT_OF)}.values())


def _walk(lot: Lot, statement: str) -> list[Kin]:
    seen: set[int] = {lot.pk}
    edges: list[tuple[int, int, int, Decimal, int]] = []
    border: Collection[int] = {lot.pk}
    for level in range(1, MOST_LEVELS + 1):
        if not border or len(edges) >= MOST_ROWS:
            break
        rows = fetch(statement, {"lots": list(border), "kind": KIND})
        edges += [(near, far, order, Decimal(quantity), level) for near, far, order, quantity in rows]
        border = {far for _near, far, _order, _quantity in rows} - seen
        seen |= border
    return _kin(edges[:MOST_ROWS])


def _kin(edges: list[tuple[int, int, int, Decimal, int]]) -> list[Kin]:
    lots = Lot.objects.select_related("item__unit").in_bulk({pk for edge in edges for pk in edge[:2]})
    orders = dict(WorkOrder.objects.filter(pk__in={edge[2] for edge in edges}).values_list("pk", "number"))
    return [
        Kin(lots[far], orders.get(order, ""), quantity, level, lots[near].code)
        for near, far, order, quantity, level in edges
    ]
