"""The invariants of product structure as queries that find violations."""

from erp.core.integrity import register_check

# An item that is reached on a level deeper than any structure goes consists of itself.
_CYCLE = """
WITH RECURSIVE edge AS (
    SELECT b.item_id AS parent, c.item_id AS part
    FROM production_bom b JOIN production_bomcomponent c ON c.bom_id = b.id WHERE b.is_active
    UNION
    SELECT b.item_id, s.item_id FROM production_bom b JOIN production_bomcomponent c ON c.bom_id = b.id
    JOIN production_bomsubstitute s ON s.component_id = c.id WHERE b.is_active),
reached AS (
    SELECT part, 1 AS level FROM edge
    UNION
    SELECT e.part, r.level + 1 FROM reached r JOIN edge e ON e.parent = r.part WHERE r.level < 64)
SELECT i.sku, i.name FROM reached r JOIN inventory_item i ON i.id = r.part WHERE r.level = 64
"""


def register_structure() -> None:
    """Bills, their units and versions, routings and their calendars."""
    register_check("structure.no_circle", "No product consists of itself, at whatever level", _CYCLE)
    register_check(
        "structure.units",
        "A component in another unit can be converted into the base unit of its product",
        """SELECT p.sku AS product, i.sku AS component, u.code AS unit, base.code AS base_unit
           FROM production_bomcomponent c JOIN production_bom b ON b.id = c.bom_id
           JOIN inventory_item p ON p.id = b.item_id JOIN inventory_item i ON i.id = c.item_id
           JOIN masterdata_unit u ON u.id = c.unit_id JOIN masterdata_unit base ON base.id = i.unit_id
           WHERE u.id <> base.id AND u.dimension <> base.dimension
             AND NOT EXISTS (SELECT FROM inventory_itemunit o WHERE o.item_id = i.id AND o.unit_id = u.id)""",
    )
    register_check(
        "structure.versions",
        "On any day one version of a bill and of a routing is in force: no two begin on the same day",
        """SELECT i.sku, 'bill' AS what, b.alternative, b.valid_from, count(*) AS versions
           FROM production_bom b JOIN inventory_item i ON i.id = b.item_id WHERE b.is_active
           GROUP BY i.sku, b.alternative, b.valid_from HAVING count(*) > 1
           UNION ALL
           SELECT i.sku, 'routing', '', r.valid_from, count(*) FROM production_routing r
           JOIN inventory_item i ON i.id = r.item_id WHERE r.is_active
           GROUP BY i.sku, r.valid_from HAVING count(*) > 1""",
    )
    register_check(
        "structure.outputs",
        "What falls out beside an item bears at most the whole cost of it",
        """SELECT i.sku, b.valid_from, sum(o.cost_share_percent) AS percent FROM production_bomoutput o
           JOIN production_bom b ON b.id = o.bom_id JOIN inventory_item i ON i.id = b.item_id
           GROUP BY b.id, i.sku, b.valid_from
           HAVING sum(o.cost_share_percent) > 100 OR bool_or(o.item_id = b.item_id)""",
    )
