"""The invariants of clocks and measures."""

from erp.core.integrity import register_check
from sla.calc.metrics import METRICS, SHARE, VERSION
from sla.selectors import books

# Shares that are hits ÷ counted; picking accuracy weighs its scans.
_SHARES = "', '".join(
    code for code, one in METRICS.items() if one.unit == SHARE and code != "picking_accuracy"
)


def register() -> None:
    """Add the checks of clocks and measures to those of the business."""
    _check_clocks()
    _check_measures()


def _check_measures() -> None:
    register_check(
        "sla_kept_facts",
        "Kept facts of orders say what the books say",
        _KEPT_FACTS,
    )
    register_check(
        "sla_lateness_adds_up",
        "The lateness in a review pack is the sum of its parties' parts",
        """
        SELECT p.number, p.causes->>'seconds' AS seconds, sum(part.value::bigint) AS parts
        FROM sla_reviewpack p CROSS JOIN LATERAL jsonb_each_text(p.causes->'by_party') part
        GROUP BY p.id HAVING sum(part.value::bigint) <> (p.causes->>'seconds')::bigint
        """,
    )
    register_check(
        "sla_figures_add_up",
        "A kept share is its hits divided by the orders counted",
        f"""
        SELECT * FROM (
            SELECT 'review' AS kept_in, p.number AS name, f->>'metric' AS metric, f->>'value' AS value,
                   (f->>'hits')::numeric AS hits, (f->>'counted')::numeric AS counted
            FROM sla_reviewpack p CROSS JOIN LATERAL jsonb_array_elements(p.figures) f
            UNION ALL
            SELECT 'baseline', b.name, f->>'metric', f->>'value', (f->>'hits')::numeric,
                   (f->>'counted')::numeric
            FROM sla_metricbaseline b CROSS JOIN LATERAL jsonb_array_elements(b.figures) f
            UNION ALL
            SELECT 'snapshot', s.starts_on::text, s.metric, s.value::text, s.hits, s.counted
            FROM sla_metricsnapshot s) kept
        WHERE metric IN ('{_SHARES}')
          AND (hits > counted OR (counted = 0) <> (value IS NULL)
               OR abs(value::numeric - hits / nullif(counted, 0)) > 0.0000001)
        """,  # noqa: S608 -- names of our own
    )


# Valid kept facts beside the same statement that they were made of, as of now: a thousand by lot each time.
_NOW = {
    "orders": "ARRAY(SELECT order_id FROM held)",
    "zone": "(SELECT time_zone FROM masterdata_company LIMIT 1)",
    "known": "clock_timestamp()",
}
_KEPT_FACTS = f"""
WITH held AS MATERIALIZED (
    SELECT k.order_id, k.facts FROM sla_keptfacts k
    WHERE k.basis = '{VERSION} ' || {_NOW["zone"]}
      AND k.settles_on <= (clock_timestamp() AT TIME ZONE {_NOW["zone"]})::date
      AND NOT EXISTS (SELECT 1 FROM core_event e WHERE e.about_kind = 'order' AND e.about_id = k.order_id
                      AND e.id > k.event_id)
    ORDER BY random() LIMIT 1000),
found AS (SELECT * FROM ({books.PIECES % _NOW})
    AS t(order_id, goal, due, left_in_time, left_too_late, came_in_time, came_too_late, at_once, gone, came))
SELECT held.order_id, held.facts->>'number' AS number, found.goal, found.due, found.came_in_time
FROM held LEFT JOIN found USING (order_id)
WHERE (held.facts->>'promised_on')::date IS DISTINCT FROM found.goal
   OR coalesce((held.facts->>'due_lines')::int, 0) <> coalesce(found.due, 0)
   OR coalesce((held.facts->>'left_in_time')::int, 0) <> coalesce(found.left_in_time, 0)
   OR coalesce((held.facts->>'came_in_time')::int, 0) <> coalesce(found.came_in_time, 0)
   OR coalesce((held.facts->>'left_at_once')::int, 0) <> coalesce(found.at_once, 0)
   OR coalesce((held.facts->>'came_lines')::int, 0) <> coalesce(found.came, 0)
"""  # noqa: S608 -- statements of our own are put together


def _check_clocks() -> None:
    register_check(
        "sla.paused_interval",
        "A clock that stands has kept the stretch that ended then; no clock has an open one beside itself",
        """
        SELECT t.id, t.node, t.subject_number, t.state, t.paused_at, i.ended_at AS kept_until
        FROM sla_slatimer t LEFT JOIN LATERAL (SELECT ended_at FROM sla_timerinterval WHERE timer_id = t.id
            ORDER BY began_at DESC, id DESC LIMIT 1) i ON true
        WHERE t.paused_at IS NOT NULL AND i.ended_at IS DISTINCT FROM t.paused_at
        UNION ALL
        SELECT t.id, t.node, t.subject_number, t.state, t.paused_at, NULL
        FROM sla_timerinterval i JOIN sla_slatimer t ON t.id = i.timer_id WHERE i.ended_at IS NULL
        """,
    )
    register_check(
        "sla.rungs_in_order",
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
        "sla.intervals_apart",
        "The running intervals of a clock do not overlap",
        """
        SELECT a.timer_id, a.began_at, b.began_at AS other
        FROM sla_timerinterval a JOIN sla_timerinterval b ON b.timer_id = a.timer_id AND b.id > a.id
        WHERE b.began_at < a.ended_at AND a.began_at < b.ended_at
        UNION ALL
        SELECT t.id, a.began_at, t.running_since
        FROM sla_timerinterval a JOIN sla_slatimer t ON t.id = a.timer_id
        WHERE t.paused_at IS NULL AND a.ended_at > t.running_since
        """,
    )
    register_check(
        "sla.task_due",
        "A task is due when the clock of its step says; while that stands, or without one, never",
        """
        SELECT k.id, k.node, k.subject_number, k.due_at, t.due_at AS clock_due_at
        FROM processes_task k LEFT JOIN sla_slatimer t ON t.task_id = k.id AND t.state = 'running'
        WHERE k.state IN ('waiting', 'claimed') AND k.due_at IS DISTINCT FROM t.due_at
        """,
    )
    register_check(
        "sla.no_clock_of_ended_order",
        "A closed, rejected or cancelled order holds no running clock of its own",
        """
        SELECT t.id, t.node, t.subject_number, o.state AS order_state
        FROM sla_slatimer t JOIN orders_order o ON t.subject_kind = 'order' AND o.id = t.subject_id
        WHERE t.state IN ('running', 'paused') AND o.state IN ('closed', 'rejected', 'cancelled')
        """,
    )
    register_check(
        "sla.no_clock_of_ended_document",
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
