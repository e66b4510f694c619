"""What rules watch of the orders: how long they wait, and customers who buy no more."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day

_WAITING = """
SELECT o.id, o.number, since.at FROM orders_order o CROSS JOIN LATERAL (
    SELECT e.at FROM core_event e
    WHERE e.about_kind = 'order' AND e.about_id = o.id AND e.changes ? 'fulfillment_state'
      AND e.changes -> 'fulfillment_state' ->> 1 = ANY(%s)
      AND NOT e.changes -> 'fulfillment_state' ->> 0 = ANY(%s)
    ORDER BY e.id DESC LIMIT 1) since
WHERE o.state = 'confirmed' AND o.fulfillment_state = ANY(%s) AND since.at <= %s
ORDER BY since.at LIMIT %s
"""


def waiting_orders(
    states: Collection[str], before: datetime, limit: int
) -> Iterable[tuple[DocumentRef, datetime]]:
    """Confirmed orders in given fulfillment states since before an instant, without a break."""
    wanted = sorted(states)
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [wanted, wanted, wanted, before, limit])
        return [(DocumentRef("order", pk, number), at) for pk, number, at in cursor.fetchall()]


_BUYERS = """
WITH days AS (
    SELECT DISTINCT o.customer_id, (o.created_at AT TIME ZONE 'UTC')::date AS day FROM orders_order o
    WHERE o.state IN ('confirmed', 'on_hold', 'closed')
      AND o.created_at > %s::timestamptz - interval '730 days'
      AND (%s::bigint[] IS NULL OR o.customer_id = ANY(%s))
), gaps AS (
    SELECT customer_id, day, day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap FROM days
)
SELECT c.id, c.code, c.name, u.username, count(*), max(g.day),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY g.gap)
FROM gaps g JOIN masterdata_customer c ON c.id = g.customer_id
LEFT JOIN identity_user u ON u.id = c.salesperson_id
WHERE c.is_active GROUP BY c.id, c.code, c.name, u.username HAVING count(*) >= 3 ORDER BY c.id
"""


def regular_customers(
    at: datetime, only: Collection[int] | None
) -> Iterable[tuple[DocumentRef, dict[str, Any]]]:
    """Active customers who ordered on three days or more in two years, with their usual gap between orders.

    Source: the usual gap is the median of the days between days with orders.
    """
    keys = None if only is None else sorted(only)
    with connection.cursor() as cursor:
        cursor.execute(_BUYERS, [at, keys, keys])
        rows = cursor.fetchall()
    today = business_day(at)
    for pk, code, name, salesperson, count, last, gap in rows:
        silent, usual = (today - last).days, float(gap)
        yield (
            DocumentRef("customer", pk, code),
            {
                "customer.id": pk,
                "customer.code": code,
                "customer.name": name,
                "customer.salesperson": salesperson or "",
                "customer.order_days": count,
                "customer.days_since_order": silent,
                "customer.usual_gap_days": usual,
                "customer.silence_in_gaps": round(silent / usual, 2) if usual else 0.0,
            },
        )
