"""The invariants of production as queries that find violations."""

from erp.core.integrity import register_check
from production.selectors.structure_integrity import register_structure
from production.selectors.work_integrity import register_quality, register_work


def register() -> None:
    """Add production's invariants to the proof."""
    register_work()
    register_quality()
    register_structure()
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
        "The schedule keeps the sequence of a work order's operations, where they overlap too: each begins "
        "and ends behind the one before; what stays where it is apart",
        """SELECT p.work_order_id, p.number, p.starts_at, p.before_ends_at FROM (
               SELECT o.work_order_id, o.number, s.starts_at, s.ends_at, s.overlaps,
                   lag(s.starts_at) OVER steps AS before_starts_at,
                   lag(s.ends_at) OVER steps AS before_ends_at
               FROM production_scheduledoperation s JOIN production_operation o ON o.id = s.operation_id
               WHERE s.waits_for <> 'fixed' AND NOT s.is_locked
               WINDOW steps AS (PARTITION BY s.run_id, o.work_order_id ORDER BY o.number)) p
           WHERE p.starts_at < p.before_ends_at
             AND NOT (p.overlaps AND p.starts_at > p.before_starts_at AND p.ends_at >= p.before_ends_at)""",
    )
    register_check(
        "machines.latest_news",
        "A machine stands as the latest of its news says",
        """SELECT m.work_center_id, m.machine, m.state, e.state AS told FROM production_machinestate m
           JOIN LATERAL (SELECT state FROM production_machineevent e
                         WHERE e.work_center_id = m.work_center_id AND e.machine = m.machine
                           AND e.is_applied ORDER BY e.at DESC, e.id DESC LIMIT 1) e ON true
           WHERE m.state <> e.state""",
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
