"""What the books say about orders, as statements: one row an order, by `orders`, as of the moment `known`."""

# A piece is a line, or each part of a kit; services leave no warehouse and are no pieces.
PIECES = """
WITH asked AS MATERIALIZED (
    SELECT DISTINCT ON (c.line_id) c.line_id, c.new_promised_on AS day FROM orders_promisechange c
    WHERE c.order_id = ANY(%(orders)s) AND c.cause = 'amended' AND c.at < %(known)s
    ORDER BY c.line_id, c.id DESC),
off AS MATERIALIZED (
    SELECT e.document_id AS order_id, min((e.at AT TIME ZONE %(zone)s)::date) AS day FROM core_event e
    WHERE e.document_kind = 'order' AND e.document_id = ANY(%(orders)s) AND e.name = 'order.cancelled'
    GROUP BY 1),
lines AS MATERIALIZED (
    SELECT l.order_id, l.demand_id, coalesce(asked.day, l.first_promised_on, l.promised_on) AS goal,
           coalesce(off.day > coalesce(asked.day, l.first_promised_on, l.promised_on), false) AS is_too_late
    FROM orders_orderline l LEFT JOIN asked ON asked.line_id = l.id LEFT JOIN off ON off.order_id = l.order_id
    WHERE l.order_id = ANY(%(orders)s)),
needed AS MATERIALIZED (
    SELECT x.order_id, x.goal, x.is_too_late, d.* FROM lines x
    JOIN (SELECT id, item_id, quantity, cancelled, delivery_days FROM inventory_demand
          WHERE document_kind = 'order' AND document_id = ANY(%(orders)s)) d ON d.id = x.demand_id
    UNION ALL
    SELECT x.order_id, x.goal, x.is_too_late, d.id, d.item_id, d.quantity, d.cancelled, d.delivery_days
    FROM lines x JOIN inventory_demand d ON d.kit_id = x.demand_id),
pieces AS MATERIALIZED (
    SELECT n.order_id, n.id AS demand_id, n.goal,
           CASE WHEN n.is_too_late THEN n.quantity ELSE n.quantity - n.cancelled END AS due,
           (n.goal + 1)::timestamp AT TIME ZONE %(zone)s AS come_by,
           (n.goal - n.delivery_days + 1)::timestamp AT TIME ZONE %(zone)s AS leave_by
    FROM needed n JOIN inventory_item i ON i.id = n.item_id AND i.kind = 'stocked'),
first AS MATERIALIZED (
    SELECT s.document_id AS order_id, min((s.shipped_at AT TIME ZONE %(zone)s)::date) AS day
    FROM inventory_shipment s WHERE s.document_kind = 'order' AND s.document_id = ANY(%(orders)s)
      AND s.shipped_at < %(known)s GROUP BY 1),
goods AS (
    SELECT p.demand_id,
           sum(sl.picked) AS gone,
           sum(sl.picked) FILTER (WHERE s.shipped_at < p.leave_by) AS left_in_time,
           sum(sl.picked) FILTER (WHERE (s.shipped_at AT TIME ZONE %(zone)s)::date = f.day) AS at_once,
           sum(sl.picked) FILTER (WHERE s.delivered_at < %(known)s) AS came,
           sum(sl.picked) FILTER (WHERE s.delivered_at < least(%(known)s, p.come_by)) AS came_in_time
    FROM pieces p JOIN inventory_shipmentline sl ON sl.demand_id = p.demand_id
    JOIN inventory_shipment s ON s.id = sl.shipment_id AND s.shipped_at < %(known)s
    JOIN first f ON f.order_id = p.order_id GROUP BY 1)
SELECT p.order_id, max(p.goal), count(*),
       count(*) FILTER (WHERE g.left_in_time >= p.due),
       count(*) FILTER (WHERE coalesce(g.left_in_time, 0) < p.due AND p.leave_by <= %(known)s),
       count(*) FILTER (WHERE g.came_in_time >= p.due),
       count(*) FILTER (WHERE coalesce(g.came_in_time, 0) < p.due AND p.come_by <= %(known)s),
       count(*) FILTER (WHERE g.at_once >= p.due),
       count(*) FILTER (WHERE g.gone >= p.due),
       count(*) FILTER (WHERE g.came >= p.due)
FROM pieces p LEFT JOIN goods g ON g.demand_id = p.demand_id
WHERE p.due > 0 GROUP BY 1
"""
SHIPMENTS = """
SELECT s.document_id, count(*), max(s.picked_at), max(s.packed_at), max(s.shipped_at),
       max(s.delivered_at) FILTER (WHERE s.delivered_at < %(known)s),
       count(*) FILTER (WHERE s.ship_to IS DISTINCT FROM o.ship_to),
       count(*) FILTER (WHERE s.delivered_to <> '' AND s.delivered_at < %(known)s)
FROM inventory_shipment s JOIN orders_order o ON o.id = s.document_id
WHERE s.document_kind = 'order' AND s.document_id = ANY(%(orders)s) AND s.shipped_at < %(known)s GROUP BY 1
"""
BILLS = """
SELECT document_id, count(DISTINCT shipment_id) FROM finance_invoice
WHERE document_kind = 'order' AND document_id = ANY(%(orders)s) AND state NOT IN ('draft', 'void')
  AND issued_on <= %(as_of)s GROUP BY 1
"""
CORRECTIONS = """
SELECT document_id, count(*) FROM finance_creditnote
WHERE document_kind = 'order' AND document_id = ANY(%(orders)s) AND source_kind <> 'return'
  AND issued_on <= %(as_of)s GROUP BY 1
"""
RETURNS = """
SELECT r.order_id, array_agg(DISTINCT y.code),
       count(*) FILTER (WHERE r.created_at <= o.delivered_at + make_interval(days => %(window)s))
FROM orders_returnrequest r JOIN orders_returnreason y ON y.id = r.reason_id
JOIN orders_order o ON o.id = r.order_id
WHERE r.order_id = ANY(%(orders)s) AND r.state <> 'rejected' AND r.created_at < %(known)s GROUP BY 1
"""
SCANS = """
SELECT h.document_id, count(*) FILTER (WHERE s.stage = 'pick' AND s.is_right),
       count(*) FILTER (WHERE s.stage = 'pick' AND NOT s.is_right),
       count(*) FILTER (WHERE s.stage = 'pack' AND NOT s.is_right)
FROM inventory_scan s JOIN inventory_shipment h ON h.id = s.shipment_id
WHERE h.document_kind = 'order' AND h.document_id = ANY(%(orders)s) AND s.at < %(known)s AND s.part = 1
  AND ((s.stage = 'pick' AND s.is_right) OR s.refusal = ANY(%(mistakes)s)) GROUP BY 1
"""
EVENTS = """
SELECT about_id,
       min(at) FILTER (WHERE (name = 'order.fulfillment_moved' AND facts->>'state' IN
           ('allocated', 'picking', 'packed', 'partially_shipped', 'shipped', 'delivered'))),
       min(at) FILTER (WHERE name = 'order.cancelled'),
       count(*) FILTER (WHERE name IN ('order.held', 'order.amended')
           OR (name = 'order.promised' AND facts->>'cause' <> 'amended')
           OR (name = 'task.decided' AND facts->>'outcome' = 'rejected'))
FROM core_event
WHERE about_kind = 'order' AND about_id = ANY(%(orders)s) AND at < %(known)s
  AND name IN ('order.fulfillment_moved', 'order.cancelled', 'order.held', 'order.amended', 'order.promised',
               'task.decided')
GROUP BY 1
"""
SHORTS = """
SELECT h.document_id, count(*) FROM inventory_shipmentline sl
JOIN inventory_shipment h ON h.id = sl.shipment_id
WHERE h.document_kind = 'order' AND h.document_id = ANY(%(orders)s) AND sl.short_reason <> '' GROUP BY 1
"""
CLOCKS = """
SELECT t.subject_id, t.node, t.calendar_id, i.began_at, least(coalesce(i.ended_at, %(known)s), %(known)s)
FROM sla_slatimer t CROSS JOIN LATERAL (
    SELECT began_at, ended_at FROM sla_timerinterval WHERE timer_id = t.id
    UNION ALL SELECT t.running_since, t.stopped_at WHERE t.paused_at IS NULL) i
WHERE t.subject_kind = 'order' AND t.subject_id = ANY(%(orders)s) AND t.state <> 'cancelled'
  AND t.node IN ('order_confirmation', 'order_allocation') AND i.began_at < %(known)s
"""
COSTS = """
SELECT s.document_id, -sum(m.value) FROM inventory_shipment s
JOIN inventory_move m ON m.source_kind = 'shipment' AND m.source_id = s.id AND m.kind = 'shipment'
WHERE s.document_kind = 'order' AND s.document_id = ANY(%(orders)s) AND m.at < %(known)s GROUP BY 1
"""
# What is kept of orders that are over and have had no news since.
KEPT = """
SELECT k.order_id, k.facts::text FROM sla_keptfacts k
WHERE k.order_id = ANY(%s) AND k.basis = %s AND k.settles_on <= %s AND NOT EXISTS (
    SELECT 1 FROM core_event e WHERE e.about_kind = 'order' AND e.about_id = k.order_id AND e.id > k.event_id)
"""
