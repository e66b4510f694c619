"""The invariants of clocks."""

from erp.core.integrity import register_check


def register() -> None:
    """Add the checks of clocks to those of the business."""
    register_check(
        "sla_running_interval",
        "A running clock has exactly one open interval, any other clock none",
        """
        SELECT t.id, t.node, t.subject_number, t.state, count(i.id) AS open_intervals
        FROM sla_slatimer t LEFT JOIN sla_timerinterval i ON i.timer_id = t.id AND i.ended_at IS NULL
        GROUP BY t.id HAVING count(i.id) <> (t.state = 'running')::int
        """,
    )
    register_check(
        "sla_rungs_in_order",
        "A rung that is still to come has not acted, and every rung before it has",
        """
        SELECT t.id, t.node, t.subject_number, t.next_rung, count(c.id) AS acted
        FROM sla_slatimer t LEFT JOIN sla_rungclaim c ON c.timer_id = t.id
        WHERE t.state = 'running' AND t.next_rung IS NOT NULL
        GROUP BY t.id
        HAVING count(c.id) <> t.next_rung - 1 OR coalesce(max(c.rung), 0) >= t.next_rung
        """,
    )
    register_check(
        "sla_intervals_apart",
        "The running intervals of a clock do not overlap",
        """
        SELECT a.timer_id, a.began_at, b.began_at AS other
        FROM sla_timerinterval a JOIN sla_timerinterval b ON b.timer_id = a.timer_id AND b.id > a.id
        WHERE b.began_at < coalesce(a.ended_at, 'infinity') AND a.began_at < coalesce(b.ended_at, 'infinity')
        """,
    )
    register_check(
        "sla_task_due",
        "A task is due when the clock of its step says; while that stands, or without one, never",
        """
        SELECT k.id, k.node, k.subject_number, k.due_at, t.due_at AS clock_due_at
        FROM processes_task k LEFT JOIN sla_slatimer t ON t.task_id = k.id AND t.state = 'running'
        WHERE k.state IN ('waiting', 'claimed') AND k.due_at IS DISTINCT FROM t.due_at
        """,
    )
    register_check(
        "sla_no_clock_of_ended_order",
        "A closed, rejected or cancelled order holds no running clock of its own",
        """
        SELECT t.id, t.node, t.subject_number, o.state AS order_state
        FROM sla_slatimer t JOIN orders_order o ON t.subject_kind = 'order' AND o.id = t.subject_id
        WHERE t.state IN ('running', 'paused') AND o.state IN ('closed', 'rejected', 'cancelled')
        """,
    )
    register_check(
        "sla_no_clock_of_ended_document",
        "A paid or void invoice and an ended soft hold have no running clock",
        """
        SELECT t.id, t.node, t.subject_number, coalesce(i.state, h.state) AS document_state
        FROM sla_slatimer t
        LEFT JOIN finance_invoice i ON t.subject_kind = 'invoice' AND i.id = t.subject_id
        LEFT JOIN inventory_hold h ON t.subject_kind = 'hold' AND h.id = t.subject_id
        WHERE t.state IN ('running', 'paused')
          AND (i.state IN ('paid', 'void') OR (h.id IS NOT NULL AND h.state <> 'open'))
        """,
    )
