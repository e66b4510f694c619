"""The invariants of work orders as queries that find violations."""

from erp.core.integrity import register_check


def register_work() -> None:
    """What is made, taken, expected and promised of work orders."""
    register_check(
        "work_order.adds_up",
        "Good, spoiled, reworked and open pieces are what was asked, within the tolerance; good ones those "
        "of the last operation that passed, spoiled and reworked ones those of all",
        """SELECT w.number, w.state, w.quantity, w.good, w.scrapped, w.reworked, o.last_good,
                  o.scrapped AS spoiled, o.reworked AS gone, o.aside
           FROM production_workorder w
           JOIN (SELECT work_order_id, sum(scrapped) AS scrapped, sum(reworked) AS reworked,
                        sum(rejected + unchecked) AS aside,
                        (array_agg(good - unchecked ORDER BY number DESC))[1] AS last_good
                 FROM production_operation GROUP BY 1) o ON o.work_order_id = w.id
           WHERE w.good <> o.last_good OR w.scrapped <> o.scrapped OR w.reworked <> o.reworked
              OR w.good + w.scrapped + w.reworked > w.quantity * 2
              OR (o.aside <> 0 AND w.state IN ('completed', 'closed', 'cancelled'))""",
    )
    register_check(
        "work_order.operations",
        "No operation has had more pieces than the one before it has finished and passed",
        """SELECT w.number, o.number AS operation, o.done, o.before FROM (
               SELECT work_order_id, number, good + scrapped + rejected + reworked AS done,
                      lag(good - unchecked) OVER (PARTITION BY work_order_id ORDER BY number) AS before
               FROM production_operation) o
           JOIN production_workorder w ON w.id = o.work_order_id
           WHERE o.before IS NOT NULL AND o.done > o.before""",
    )
    register_check(
        "work_order.reports",
        "An operation has what was reported, inspected and decided of it",
        """SELECT w.number, o.number AS operation, o.good, o.scrapped, o.rejected, o.reworked,
                  r.good AS reported, r.scrap, r.rejected AS set_aside, i.rejected AS failed, d.used
           FROM production_operation o JOIN production_workorder w ON w.id = o.work_order_id
           JOIN LATERAL (SELECT coalesce(sum(good), 0) AS good, coalesce(sum(scrap), 0) AS scrap,
                                coalesce(sum(rejected), 0) AS rejected FROM production_workreport
                         WHERE operation_id = o.id AND state = 'applied') r ON true
           JOIN LATERAL (SELECT coalesce(sum(rejected), 0) AS rejected FROM production_workinspection
                         WHERE operation_id = o.id) i ON true
           JOIN LATERAL (SELECT coalesce(sum(used), 0) AS used, coalesce(sum(scrapped), 0) AS scrapped,
                                coalesce(sum(reworked), 0) AS reworked FROM production_nonconformance
                         WHERE operation_id = o.id) d ON true
           WHERE o.good <> r.good - i.rejected + d.used OR o.scrapped <> r.scrap + d.scrapped
              OR o.reworked <> d.reworked
              OR o.rejected <> r.rejected + i.rejected - d.used - d.scrapped - d.reworked""",
    )
    register_check(
        "work_order.received",
        "A work order's good pieces, those of its further outputs and their value are what the ledger has",
        """SELECT w.number, w.good, coalesce(m.quantity, 0) AS received, w.received_value,
                  coalesce(v.value, 0) AS ledger
           FROM production_workorder w
           LEFT JOIN (SELECT source_id, item_id, sum(quantity) AS quantity FROM inventory_move
                      WHERE source_kind = 'work_order' AND kind = 'production' GROUP BY 1, 2) m
                ON m.source_id = w.id AND m.item_id = w.item_id
           LEFT JOIN (SELECT source_id, sum(value) AS value FROM inventory_move
                      WHERE source_kind = 'work_order' AND kind = 'production' GROUP BY 1) v
                ON v.source_id = w.id
           WHERE w.good <> coalesce(m.quantity, 0) OR w.received_value <> coalesce(v.value, 0)
           UNION ALL
           SELECT w.number, o.received, coalesce(m.quantity, 0), o.received_value, coalesce(m.value, 0)
           FROM production_workorderoutput o JOIN production_workorder w ON w.id = o.work_order_id
           LEFT JOIN (SELECT source_id, item_id, sum(quantity) AS quantity, sum(value) AS value
                      FROM inventory_move WHERE source_kind = 'work_order' AND kind = 'production'
                      GROUP BY 1, 2) m ON m.source_id = w.id AND m.item_id = o.item_id
           WHERE o.received <> coalesce(m.quantity, 0) OR o.received_value <> coalesce(m.value, 0)""",
    )
    register_check(
        "work_order.issued",
        "What a component has issued is what its demand and the ledger say, at the work order's value",
        """SELECT w.number, c.line_no AS line, c.issued, d.shipped, NULL::numeric AS ledger
           FROM production_workordercomponent c JOIN production_workorder w ON w.id = c.work_order_id
           LEFT JOIN inventory_demand d ON d.id = c.demand_id
           WHERE d.id IS NULL OR c.issued <> d.shipped OR d.document_kind <> 'work_order'
              OR d.document_id <> w.id
           UNION ALL
           SELECT w.number, NULL, w.issued_value, NULL, coalesce(-m.value, 0) FROM production_workorder w
           LEFT JOIN (SELECT source_id, sum(value) AS value FROM inventory_move
                      WHERE source_kind = 'work_order' AND kind = 'consumption' GROUP BY 1) m
                ON m.source_id = w.id
           WHERE w.issued_value <> coalesce(-m.value, 0)
           UNION ALL
           SELECT w.number, NULL, sum(c.issued), NULL, max(coalesce(-m.quantity, 0))
           FROM production_workorder w JOIN production_workordercomponent c ON c.work_order_id = w.id
           LEFT JOIN (SELECT source_id, item_id, sum(quantity) AS quantity FROM inventory_move
                      WHERE source_kind = 'work_order' AND kind = 'consumption' GROUP BY 1, 2) m
                ON m.source_id = w.id AND m.item_id = c.item_id
           GROUP BY w.number, c.work_order_id, c.item_id
           HAVING sum(c.issued) <> max(coalesce(-m.quantity, 0))""",
    )
    register_check(
        "work_order.reserved",
        "Only an open work order holds components",
        """SELECT w.number, w.state, d.line_no AS line, d.reserved FROM inventory_demand d
           JOIN production_workorder w ON w.id = d.document_id AND d.document_kind = 'work_order'
           WHERE (w.state IN ('completed', 'closed', 'cancelled')
                  AND (d.reserved <> 0 OR d.quantity <> d.shipped + d.cancelled))
              OR (w.state NOT IN ('completed', 'closed', 'cancelled') AND d.cancelled <> 0)""",
        stops_release=True,
    )
    register_check(
        "work_order.supply",
        "What is expected of a work order is what is still to come of it, and only while it is open",
        """SELECT w.number, w.state, w.quantity, w.good, w.scrapped, s.quantity AS expected,
                  s.received, s.is_open
           FROM production_workorder w
           LEFT JOIN inventory_expectedsupply s ON s.source_kind = 'work_order' AND s.source_id = w.id
           WHERE s.id IS NULL OR s.received <> w.good
              OR s.is_open <> (w.state IN ('planned', 'released', 'in_progress', 'on_hold'))
              OR (s.is_open AND s.quantity <> greatest(w.quantity - w.scrapped - w.reworked, w.good))
           UNION ALL
           SELECT w.number, w.state, o.quantity_per, o.received, NULL, s.quantity, s.received, s.is_open
           FROM production_workorderoutput o JOIN production_workorder w ON w.id = o.work_order_id
           JOIN inventory_item i ON i.id = o.item_id
           CROSS JOIN LATERAL (SELECT o.quantity_per * greatest(w.quantity - w.scrapped - w.reworked, w.good)
                               AS falls) f
           LEFT JOIN inventory_expectedsupply s ON s.source_kind = 'work_order_output' AND s.source_id = o.id
           WHERE s.id IS NULL OR s.received <> o.received OR s.item_id <> o.item_id
              OR s.is_open <> (w.state IN ('planned', 'released', 'in_progress', 'on_hold'))
              OR (s.is_open AND s.quantity <> greatest(o.received, CASE WHEN i.tracking = 'serial'
                  THEN floor(f.falls) ELSE ceil(f.falls * 1000000) / 1000000 END))""",
    )
    register_check(
        "work_order.pegs",
        "No more is promised of a work order than is still to come",
        """SELECT w.number, s.quantity - s.received AS coming, sum(p.quantity) AS pegged
           FROM production_workorder w
           JOIN inventory_expectedsupply s ON s.document_kind = 'work_order' AND s.document_id = w.id
                AND s.is_open
           JOIN inventory_peg p ON p.supply_id = s.id
           GROUP BY w.id, s.id HAVING sum(p.quantity) > s.quantity - s.received""",
    )


def register_quality() -> None:
    """Non-conformances, rework, and what components are needed for."""
    register_check(
        "non_conformance.adds_up",
        "A non-conformance is what was decided of it, and closed once nothing is left to decide or rework",
        """SELECT n.number, n.state, n.quantity, n.used, n.reworked, n.scrapped
           FROM production_nonconformance n JOIN production_operation o ON o.id = n.operation_id
           LEFT JOIN (SELECT d.non_conformance_id,
                             sum(d.quantity) FILTER (WHERE d.kind = 'use_as_is') AS used,
                             sum(d.quantity) FILTER (WHERE d.kind = 'rework') AS reworked,
                             sum(d.quantity) FILTER (WHERE d.kind = 'scrap') AS scrapped,
                             count(*) FILTER (WHERE w.state NOT IN ('completed', 'closed', 'cancelled'))
                                 AS running
                      FROM production_disposition d
                      LEFT JOIN production_workorder w ON w.id = d.work_order_id GROUP BY 1) d
                ON d.non_conformance_id = n.id
           WHERE n.used <> coalesce(d.used, 0) OR n.reworked <> coalesce(d.reworked, 0)
              OR n.scrapped <> coalesce(d.scrapped, 0) OR o.work_order_id <> n.work_order_id
              OR (n.state = 'closed' AND (coalesce(d.running, 0) > 0
                                          OR n.used + n.reworked + n.scrapped <> n.quantity))
              OR (n.state <> 'closed' AND coalesce(d.running, 0) = 0
                  AND n.used + n.reworked + n.scrapped = n.quantity)""",
    )
    register_check(
        "work_order.rework",
        "Reworked pieces are those of the rework orders, which carry along the value that they left with",
        """SELECT w.number, w.quantity, d.quantity AS decided, w.rework_of_id AS begun_as, n.work_order_id
           FROM production_workorder w
           LEFT JOIN production_disposition d ON d.work_order_id = w.id
           LEFT JOIN production_nonconformance n ON n.id = d.non_conformance_id
           LEFT JOIN production_workorder b ON b.id = n.work_order_id
           WHERE w.rework_of_id IS NOT NULL
             AND (d.id IS NULL OR w.quantity <> d.quantity OR NOT w.is_rework
                  OR w.rework_of_id <> coalesce(b.rework_of_id, b.id))
           UNION ALL
           SELECT min(number), NULL, sum(carried_value), coalesce(rework_of_id, id), NULL
           FROM production_workorder GROUP BY coalesce(rework_of_id, id) HAVING sum(carried_value) <> 0""",
    )
    register_check(
        "work_order.needed",
        "A component is needed for its work order's quantity, or as much as was issued; its demand says so",
        """SELECT w.number, c.line_no AS line, c.quantity, c.issued, d.quantity AS demanded
           FROM production_workordercomponent c JOIN production_workorder w ON w.id = c.work_order_id
           JOIN inventory_demand d ON d.id = c.demand_id
           WHERE c.issued > c.quantity OR d.item_id <> c.item_id OR d.warehouse_id <> w.warehouse_id
              OR (w.state IN ('planned', 'released', 'in_progress', 'on_hold')
                  AND d.quantity - d.cancelled < c.quantity
                  AND d.quantity - d.cancelled < c.issued)
              OR d.reserved > greatest(d.quantity - d.shipped - d.cancelled, 0)""",
    )
