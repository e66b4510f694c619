"""How far an order's goods are, read in one query."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from erp.core.statements import fetch
from orders.calc.states import FulfillmentFacts

# OFFSET 0: asked of one order at a time; else the planner may hash the pegs of all orders' demands.
_FACTS = """
SELECT o.id, d.wanted, d.reserved, d.shipped, s.picking, s.packed, s.shipped,
       EXISTS (SELECT 1 FROM inventory_peg p JOIN inventory_demand x ON x.id = p.demand_id
               WHERE x.document_kind = 'order' AND x.document_id = o.id OFFSET 0),
       EXISTS (SELECT 1 FROM inventory_peg p JOIN inventory_demand x ON x.id = p.demand_id
               JOIN inventory_expectedsupply e ON e.id = p.supply_id AND e.document_kind = 'work_order'
               JOIN production_workorder w ON w.id = e.document_id AND w.started_at IS NOT NULL
                    AND w.state IN ('in_progress', 'on_hold')
               WHERE x.document_kind = 'order' AND x.document_id = o.id OFFSET 0)
FROM unnest(%(ids)s::bigint[]) AS o(id),
LATERAL (SELECT coalesce(sum(quantity - cancelled), 0) AS wanted,
             coalesce(sum(CASE WHEN i.kind = 'service' THEN quantity - cancelled - shipped
                               ELSE reserved END), 0) AS reserved,
             coalesce(sum(shipped), 0) AS shipped
      FROM inventory_demand q JOIN inventory_item i ON i.id = q.item_id
      WHERE document_kind = 'order' AND document_id = o.id AND i.kind <> 'kit') d,
LATERAL (SELECT count(*) FILTER (WHERE state IN ('released', 'picking', 'picked')) AS picking,
             count(*) FILTER (WHERE state = 'packed') AS packed,
             count(*) FILTER (WHERE state = 'shipped') AS shipped
      FROM inventory_shipment WHERE document_kind = 'order' AND document_id = o.id) s
"""


def fulfillment_facts(order_id: int) -> FulfillmentFacts:
    """Sums over the order's demands and counts of its shipments by state."""
    return facts_of_orders([order_id])[order_id]


def facts_of_orders(order_ids: Collection[int]) -> dict[int, FulfillmentFacts]:
    """The facts of many orders in one query."""
    found = fetch(_FACTS, {"ids": list(order_ids)})
    return {
        order_id: FulfillmentFacts(
            wanted=Decimal(wanted),
            reserved=Decimal(reserved),
            shipped=Decimal(shipped),
            shipments_picking=picking,
            shipments_packed=packed,
            shipments_shipped=left,
            has_pegged_supply=pegged,
            has_started_work=working,
        )
        for order_id, wanted, reserved, shipped, picking, packed, left, pegged, working in found
    }
