"""The orders' invariants as queries that find violations."""

from erp.core.integrity import register_check

_LAST_STATE = """
SELECT o.number, '{column}' AS machine, o.{column} AS stored, e.told FROM orders_order o
JOIN LATERAL (SELECT changes #>> '{{{column},1}}' AS told FROM core_event
              WHERE document_kind = 'order' AND document_id = o.id AND changes ? '{column}'
              ORDER BY id DESC LIMIT 1) e ON true
WHERE o.{column} <> e.told
"""


def register() -> None:
    """Add the orders' invariants to the proof."""
    register_check(
        "order.demands",
        "A confirmed order's lines and their demands agree",
        """SELECT o.number, l.line_no, l.base_quantity, d.quantity - d.cancelled AS wanted FROM orders_order o
           JOIN orders_orderline l ON l.order_id = o.id LEFT JOIN inventory_demand d ON d.id = l.demand_id
           WHERE o.state IN ('confirmed', 'closed')
             AND (d.id IS NULL
                  OR (l.base_quantity <> d.quantity - d.cancelled AND l.base_quantity <> d.quantity))""",
    )
    register_check(
        "order.kits",
        "A kit's components are demanded as often as the kit, by what the line was frozen with",
        """SELECT o.number, l.line_no, l.base_quantity AS kits, c.quantity, c.per, d.quantity AS demanded
           FROM orders_kitcomponent c JOIN orders_orderline l ON l.id = c.line_id
           JOIN orders_order o ON o.id = l.order_id LEFT JOIN inventory_demand d ON d.id = c.demand_id
           WHERE o.state IN ('confirmed', 'closed')
             AND (d.id IS NULL OR (d.cancelled = 0
                  AND abs(d.quantity - l.base_quantity * c.quantity / c.per) > 0.000001))""",
    )
    register_check(
        "order.billed",
        "Nothing is billed that was not shipped, and the order's sums are its lines' and invoices'",
        """SELECT o.number, l.line_no, l.billed_quantity, coalesce(d.shipped, 0) AS shipped
           FROM orders_order o
           JOIN orders_orderline l ON l.order_id = o.id LEFT JOIN inventory_demand d ON d.id = l.demand_id
           WHERE l.billed_quantity > coalesce(d.shipped, 0)
           UNION ALL
           SELECT o.number, 0, o.billed, coalesce(i.total, 0) FROM orders_order o
           LEFT JOIN (SELECT document_id, sum(total) AS total FROM finance_invoice
                      WHERE document_kind = 'order' AND state <> 'void' GROUP BY 1) i ON i.document_id = o.id
           WHERE o.billed <> coalesce(i.total, 0)""",
    )
    register_check(
        "order.paid",
        "An order's paid amount is what its invoices were paid",
        """SELECT o.number, o.paid, coalesce(i.paid, 0) AS invoices_paid FROM orders_order o
           LEFT JOIN (SELECT document_id, sum(total - open_amount) AS paid FROM finance_invoice
                      WHERE document_kind = 'order' AND state IN ('issued', 'partially_paid', 'paid')
                      GROUP BY 1) i ON i.document_id = o.id
           WHERE o.paid <> coalesce(i.paid, 0)""",
    )
    register_check(
        "order.totals",
        "An order's total is the sum of its lines",
        """SELECT o.number, o.total, sum(l.net + l.tax) AS lines FROM orders_order o
           JOIN orders_orderline l ON l.order_id = o.id
           WHERE o.state NOT IN ('cancelled') GROUP BY 1, 2 HAVING o.total <> sum(l.net + l.tax)""",
    )
    register_check(
        "order.ended_holds_nothing",
        "A cancelled, rejected or closed order holds no stock, peg, credit or task",
        """SELECT o.number, o.state, 'reservation' AS holds FROM orders_order o JOIN inventory_demand d
             ON d.document_kind = 'order' AND d.document_id = o.id
             WHERE o.state IN ('cancelled', 'rejected', 'closed') AND d.reserved <> 0
           UNION ALL
           SELECT o.number, o.state, 'peg' FROM orders_order o JOIN inventory_demand d
             ON d.document_kind = 'order' AND d.document_id = o.id JOIN inventory_peg p ON p.demand_id = d.id
             WHERE o.state IN ('cancelled', 'rejected', 'closed')
           UNION ALL
           SELECT o.number, o.state, 'credit' FROM orders_order o JOIN finance_credithold h
             ON h.document_kind = 'order' AND h.document_id = o.id
             WHERE o.state IN ('rejected', 'closed') AND h.amount <> 0
           UNION ALL
           SELECT o.number, o.state, 'task' FROM orders_order o JOIN processes_task t
             ON t.subject_kind = 'order' AND t.subject_id = o.id
             WHERE o.state IN ('cancelled', 'rejected', 'closed') AND t.state IN ('waiting', 'claimed')""",
    )
    register_check(
        "return.shipped",
        "What an order line has back is on its returns, and never more than was shipped",
        """SELECT o.number, l.line_no, d.shipped, d.returned, coalesce(r.back, 0) AS on_returns,
                  coalesce(r.asked, 0) AS asked
           FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
           JOIN inventory_demand d ON d.id = l.demand_id
           LEFT JOIN (SELECT x.order_line_id, sum(CASE WHEN q.state = 'received' THEN x.received
                             WHEN q.state IN ('inspected', 'settled') THEN x.accepted ELSE 0 END) AS back,
                             sum(CASE WHEN q.state IN ('requested', 'approved') THEN x.base_quantity
                                 WHEN q.state = 'received' THEN x.received
                                 WHEN q.state IN ('inspected', 'settled') THEN x.accepted ELSE 0 END) AS asked
                      FROM orders_returnline x JOIN orders_returnrequest q ON q.id = x.request_id
                      GROUP BY 1) r ON r.order_line_id = l.id
           WHERE d.returned <> coalesce(r.back, 0) OR coalesce(r.asked, 0) > d.shipped""",
    )
    register_check(
        "return.settled",
        "A settled return has its credit note or its replacement, others have none",
        """SELECT q.number, q.state, q.resolution FROM orders_returnrequest q
           WHERE (q.state = 'settled') <> (q.resolution <> '')
              OR (q.resolution = 'replacement') <> (q.replacement_id IS NOT NULL)
              OR (q.resolution IN ('credit_note', 'refund')) <> EXISTS (
                  SELECT 1 FROM finance_creditnote c
                  WHERE c.source_kind = 'return' AND c.source_id = q.id)""",
    )
    register_check(
        "return.timeline",
        "A return's state is the one its timeline told last",
        """SELECT q.number, q.state, e.told FROM orders_returnrequest q
           JOIN LATERAL (SELECT changes #>> '{state,1}' AS told FROM core_event
                         WHERE document_kind = 'return' AND document_id = q.id AND changes ? 'state'
                         ORDER BY id DESC LIMIT 1) e ON true WHERE q.state <> e.told""",
    )
    register_check(
        "quotation.order",
        "A won quotation has its order, and nobody else has",
        """SELECT q.number, q.state, q.order_id FROM orders_quotation q
           WHERE (q.state = 'won') <> (q.order_id IS NOT NULL)""",
    )
    register_check(
        "quotation.answer",
        "A quotation that its customer accepted is won, a declined one is lost, as of the revision answered",
        """SELECT q.number, q.state, a.kind FROM orders_quotationanswer a
           JOIN orders_quotation q ON q.id = a.quotation_id
           WHERE q.state <> CASE a.kind WHEN 'accepted' THEN 'won' ELSE 'lost' END
              OR q.revision <> a.revision""",
    )
    register_check(
        "quotation.holds",
        "A quotation keeps goods back only while it is approved, or until its order has taken them over",
        """SELECT q.number, q.state, h.number AS hold FROM orders_quotation q
           JOIN orders_quotationline l ON l.quotation_id = q.id
           JOIN orders_quotationhold k ON k.line_id = l.id JOIN inventory_hold h ON h.id = k.hold_id
           LEFT JOIN orders_order o ON o.id = q.order_id
           WHERE h.state = 'open' AND NOT (q.state = 'approved'
                 OR (q.state = 'won' AND o.state IN ('draft', 'submitted', 'on_hold')))""",
    )
    register_check(
        "quotation.totals",
        "A quotation's total is the sum of its lines",
        """SELECT q.number, q.total, sum(l.net + l.tax) AS lines FROM orders_quotation q
           JOIN orders_quotationline l ON l.quotation_id = q.id GROUP BY 1, 2
           HAVING q.total <> sum(l.net + l.tax)""",
    )
    register_check(
        "quotation.timeline",
        "A quotation's state is the one its timeline told last, and an ended one waits for nobody",
        """SELECT q.number, q.state, e.told FROM orders_quotation q
           JOIN LATERAL (SELECT changes #>> '{state,1}' AS told FROM core_event
                         WHERE document_kind = 'quotation' AND document_id = q.id AND changes ? 'state'
                         ORDER BY id DESC LIMIT 1) e ON true WHERE q.state <> e.told
           UNION ALL
           SELECT q.number, q.state, 'task' FROM orders_quotation q JOIN processes_task t
             ON t.subject_kind = 'quotation' AND t.subject_id = q.id
             WHERE q.state IN ('won', 'lost', 'expired') AND t.state IN ('waiting', 'claimed')""",
    )
    register_check(
        "order.price_exception",
        "No order was confirmed at a price below its floor that nobody allowed",
        """SELECT number, state FROM orders_order
           WHERE price_exception = 'open' AND state IN ('confirmed', 'closed')""",
    )
    register_check(
        "order.slips",
        "An order counts its open slips, and an ended order has none",
        """SELECT o.number, o.open_slips, count(s.id) AS slips FROM orders_order o
           LEFT JOIN orders_promiseslip s ON s.order_id = o.id AND s.state = 'open'
           WHERE o.open_slips > 0 OR s.id IS NOT NULL
           GROUP BY o.id HAVING o.open_slips <> count(s.id)
              OR (count(s.id) > 0 AND o.state IN ('cancelled', 'rejected', 'closed'))""",
    )
    for column in ("state", "fulfillment_state", "billing_state"):
        register_check(
            f"order.timeline.{column}",
            f"An order's {column.replace('_', ' ')} is the one its timeline told last",
            _LAST_STATE.format(column=column),
        )
