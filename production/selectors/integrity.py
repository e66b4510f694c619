"""The invariants of production as queries that find violations."""

from erp.core.integrity import register_check


def register() -> None:
    """Add production's invariants to the proof."""
    register_check(
        "work_order.adds_up",
        "A work order's good pieces are its last operation's, its spoiled ones those of all",
        """SELECT w.number, w.quantity, w.good, w.scrapped, o.last_good, o.scrapped AS spoiled
           FROM production_workorder w
           JOIN (SELECT work_order_id, sum(scrapped) AS scrapped,
                        (array_agg(good ORDER BY number DESC))[1] AS last_good
                 FROM production_operation GROUP BY 1) o ON o.work_order_id = w.id
           WHERE w.good <> o.last_good OR w.scrapped <> o.scrapped""",
    )
    register_check(
        "work_order.operations",
        "No operation has reported more than the one before it has finished",
        """SELECT w.number, o.number AS operation, o.good, o.scrapped, o.before FROM (
               SELECT work_order_id, number, good, scrapped,
                      lag(good) OVER (PARTITION BY work_order_id ORDER BY number) AS before
               FROM production_operation) o
           JOIN production_workorder w ON w.id = o.work_order_id
           WHERE o.before IS NOT NULL AND o.good + o.scrapped > o.before""",
    )
    register_check(
        "work_order.received",
        "A work order's good pieces and their value are what the ledger took in of it",
        """SELECT w.number, w.good, coalesce(m.quantity, 0) AS received, w.received_value,
                  coalesce(m.value, 0) AS ledger
           FROM production_workorder w
           LEFT JOIN (SELECT source_id, sum(quantity) AS quantity, sum(value) AS value FROM inventory_move
                      WHERE source_kind = 'work_order' AND kind = 'production' GROUP BY 1) m
                ON m.source_id = w.id
           WHERE w.good <> coalesce(m.quantity, 0) OR w.received_value <> coalesce(m.value, 0)""",
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
              OR (s.is_open AND s.quantity <> greatest(w.quantity - w.scrapped, w.good))""",
    )
    register_check(
        "work_order.pegs",
        "No more is promised of a work order than is still to come",
        """SELECT w.number, s.quantity - s.received AS coming, sum(p.quantity) AS pegged
           FROM production_workorder w
           JOIN inventory_expectedsupply s ON s.source_kind = 'work_order' AND s.source_id = w.id
                AND s.is_open
           JOIN inventory_peg p ON p.supply_id = s.id
           GROUP BY 1, 2 HAVING sum(p.quantity) > s.quantity - s.received""",
    )
    register_check(
        "schedule.one_at_a_time",
        "On a machine the schedule does one operation at a time; what stays where it is apart",
        """SELECT p.operation_id, p.work_center_id, p.machine, p.starts_at, p.before_ends_at FROM (
               SELECT s.*, lag(s.ends_at) OVER machine AS before_ends_at FROM production_scheduledoperation s
               JOIN production_operation o ON o.id = s.operation_id AND o.state = 'pending'
               WHERE s.machine > 0 AND s.waits_for <> 'fixed' AND NOT s.is_locked
               WINDOW machine AS (PARTITION BY s.run_id, s.work_center_id, s.machine ORDER BY s.starts_at)) p
           WHERE p.starts_at < p.before_ends_at""",
    )
    register_check(
        "schedule.sequence",
        "The schedule keeps the sequence of a work order's operations; what stays where it is apart",
        """SELECT p.work_order_id, p.number, p.starts_at, p.before_ends_at FROM (
               SELECT o.work_order_id, o.number, s.starts_at, lag(s.ends_at) OVER steps AS before_ends_at
               FROM production_scheduledoperation s JOIN production_operation o ON o.id = s.operation_id
               WHERE s.waits_for <> 'fixed' AND NOT s.is_locked
               WINDOW steps AS (PARTITION BY s.run_id, o.work_order_id ORDER BY o.number)) p
           WHERE p.starts_at < p.before_ends_at""",
    )
    register_check(
        "forecast.buckets",
        "What is forecast, or said instead, begins on a Monday or the first of a month",
        """SELECT f.id AS forecast, x.kind, x.starts_on FROM (
               SELECT forecast_id, starts_on, 'bucket' AS kind FROM production_forecastbucket
               UNION ALL
               SELECT forecast_id, starts_on, 'override' FROM production_forecastoverride
               WHERE withdrawn_at IS NULL AND actual IS NULL) x
           JOIN production_forecast f ON f.id = x.forecast_id
           WHERE (f.bucket = 'month' AND extract(day FROM x.starts_on) <> 1)
              OR (f.bucket = 'week' AND extract(isodow FROM x.starts_on) <> 1)""",
    )
