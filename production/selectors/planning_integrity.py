"""The plans' invariants as queries that find violations."""

from erp.core.integrity import register_check


def register() -> None:
    """Add the plans' invariants to the proof."""
    register_check(
        "planning.pegs_of_orders",
        "What a planned order is pegged to is no more than its quantity, at its own item and warehouse",
        """SELECT o.id AS planned_order, o.quantity, p.pegged FROM production_plannedorder o
           JOIN (SELECT supply_id, sum(quantity) AS pegged, min(item_id) AS item, max(item_id) AS last_item,
                        min(warehouse_id) AS warehouse, max(warehouse_id) AS last_warehouse
                 FROM production_plannedpeg WHERE supply_kind = 2 GROUP BY 1) p ON p.supply_id = o.id
           WHERE p.pegged > o.quantity OR p.item <> o.item_id OR p.last_item <> o.item_id
              OR p.warehouse <> o.warehouse_id OR p.last_warehouse <> o.warehouse_id""",
    )
    register_check(
        "planning.references",
        "Planned orders, pegs and exceptions belong to the plan in force or an open scenario's, and to items "
        "that exist",
        """WITH force AS ((SELECT coalesce(base_id, id) AS id FROM production_planningrun
                           WHERE state = 'completed' AND scenario_id IS NULL
                           ORDER BY production_planningrun.id DESC LIMIT 1)
                          UNION ALL
                          SELECT r.id FROM production_planningrun r
                          JOIN production_scenario s ON s.id = r.scenario_id
                          WHERE r.state = 'completed' AND r.rows_kept
                            AND s.state NOT IN ('adopted', 'discarded')),
                held AS (
             SELECT 'order' AS kind, id, run_id, item_id FROM production_plannedorder
             WHERE status = 'proposed'
             UNION ALL SELECT 'forecast', id, run_id, item_id FROM production_plannedforecast
             UNION ALL SELECT 'peg', id, run_id, item_id FROM production_plannedpeg
             UNION ALL SELECT 'exception', id, run_id, item_id FROM production_planningexception)
           SELECT h.kind, h.id, h.run_id AS run FROM held h
           WHERE h.run_id NOT IN (SELECT id FROM force)
              OR NOT EXISTS (SELECT 1 FROM inventory_item i WHERE i.id = h.item_id)""",
    )
    register_check(
        "planning.scenarios_apart",
        "What a scenario plans is never firmed, and no plan's pegs lead into another plan",
        """SELECT 'order' AS kind, o.id FROM production_plannedorder o
           JOIN production_planningrun r ON r.id = o.run_id
           WHERE r.scenario_id IS NOT NULL AND (o.status <> 'proposed' OR o.document_id IS NOT NULL)
           UNION ALL SELECT 'peg', p.id FROM production_plannedpeg p
           JOIN production_plannedorder o ON (p.supply_kind = 2 AND o.id = p.supply_id)
                                          OR (p.need_kind = 1 AND o.id = p.need_id)
           WHERE p.run_id <> o.run_id AND p.run_id IN (
             SELECT id FROM production_planningrun WHERE scenario_id IS NOT NULL)
           UNION ALL SELECT 'supposed', p.id FROM production_plannedpeg p
           JOIN production_planningrun r ON r.id = p.run_id
           WHERE r.scenario_id IS NULL AND (p.supply_kind = 4 OR p.need_kind = 4)""",
    )
    register_check(
        "planning.pegs_of_supply",
        "A planned peg of a planned order leads to one that is there",
        """SELECT p.id AS peg, p.supply_id, p.need_id FROM production_plannedpeg p
           WHERE (p.supply_kind = 2 AND NOT EXISTS (
                    SELECT 1 FROM production_plannedorder o WHERE o.id = p.supply_id))
              OR (p.need_kind = 1 AND NOT EXISTS (
                    SELECT 1 FROM production_plannedorder o WHERE o.id = p.need_id))
              OR (p.need_kind = 3 AND NOT EXISTS (
                    SELECT 1 FROM production_plannedforecast f WHERE f.id = p.need_id))""",
    )
    register_check(
        "planning.pegs_of_demands",
        "A demand that is as its plan found it is pegged at its own place, to its open quantity at most",
        # A row that was written before the run wrote its own is as the run read it: its transaction is older.
        """SELECT d.id AS demand, d.quantity - d.shipped - d.cancelled AS open, p.pegged
           FROM (SELECT need_id, sum(quantity) AS pegged, min(item_id) AS item, max(item_id) AS last_item,
                        min(warehouse_id) AS warehouse, max(warehouse_id) AS last_warehouse
                 FROM production_plannedpeg WHERE need_kind = 0 AND run_id NOT IN (
                   SELECT id FROM production_planningrun WHERE scenario_id IS NOT NULL) GROUP BY 1) p
           JOIN inventory_demand d ON d.id = p.need_id
           JOIN (SELECT xmin AS written FROM production_planningrun
                 WHERE state = 'completed' AND scenario_id IS NULL
                 ORDER BY id DESC LIMIT 1) r ON age(d.xmin) > age(r.written)
           WHERE p.pegged > d.quantity - d.shipped - d.cancelled
              OR p.item <> d.item_id OR p.last_item <> d.item_id
              OR p.warehouse <> d.warehouse_id OR p.last_warehouse <> d.warehouse_id""",
    )
    register_check(
        "planning.pegs_of_forecasts",
        "What a plan expects beyond orders is pegged in full, at its own item and warehouse",
        """SELECT f.id AS forecast, f.quantity, p.pegged FROM production_plannedforecast f
           LEFT JOIN (
                 SELECT need_id, sum(quantity) AS pegged, min(item_id) AS item, max(item_id) AS last_item,
                        min(warehouse_id) AS warehouse, max(warehouse_id) AS last_warehouse
                 FROM production_plannedpeg WHERE need_kind = 3 GROUP BY 1) p ON p.need_id = f.id
           WHERE p.pegged IS DISTINCT FROM f.quantity OR p.item <> f.item_id OR p.last_item <> f.item_id
              OR p.warehouse <> f.warehouse_id OR p.last_warehouse <> f.warehouse_id""",
    )
    register_check(
        "scenario.adopted",
        "An adopted scenario was asked for by one person and approved by another, and something came of it",
        """SELECT s.number, s.state, s.asked_by_id, s.decided_by_id FROM production_scenario s
           WHERE s.state = 'adopted' AND (s.asked_at IS NULL OR s.decided_at IS NULL
              OR s.asked_at > s.decided_at OR s.asked_by_id = s.decided_by_id
              OR jsonb_array_length(s.results) = 0
              OR NOT EXISTS (SELECT 1 FROM production_scenariochange c WHERE c.scenario_id = s.id))
           UNION ALL
           SELECT s.number, s.state, NULL, NULL FROM production_scenario s
           WHERE s.state IN ('reckoned', 'stale', 'adopted') AND (s.figures = '{}' OR s.base = '{}')""",
    )
