"""A sweep over a hundred thousand running clocks: nothing due, ten thousand due at once, a steady stream.

The stream is what a worker sees: clocks fall due all the time while beat wakes the sweep every five
seconds; a rung's lag runs from its moment until its transaction is committed.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks._world import percentile
from erp.identity.models import User
from erp.notifications.models import Notification
from sla.models import RungClaim, SlaPolicy, SlaTimer
from sla.services.sweep import sweep

_TIMERS = """
WITH timers AS (
    INSERT INTO sla_slatimer (policy_id, source, process, node, visit, subject_kind, subject_id,
        subject_number, about_kind, about_id, about_number, role, state, target_seconds, is_fixed, started_at,
        running_since, spent_microseconds, due_at, paused_for, ladder, next_rung, next_action, next_due_at,
        attempts)
    SELECT %(policy)s, 'Order confirmation, version 1', '', 'order_confirmation', 1, 'order', n, 'SO-' || n,
        'order', n, 'SO-' || n, 'sales', 'running', 1800, false, at, at, 0, at + interval '30 min', '{}',
        '[{"rung": 1, "action": "remind", "after_seconds": 1800},
          {"rung": 2, "action": "escalate", "after_seconds": 7200}]', 1, 'remind', at + interval '30 min', 0
    FROM (
        SELECT n, %(now)s::timestamptz
            + CASE WHEN n <= %(due)s THEN interval '-1 h' ELSE (n %% 1000) * interval '1 s' END AS at
        FROM generate_series(1, %(all)s) AS n
    ) AS made
    RETURNING id, started_at
)
SELECT count(*) FROM timers
"""


_RESTART = """
UPDATE sla_slatimer SET due_at = moment, next_due_at = moment, running_since = moment - interval '30 min',
    started_at = moment - interval '30 min'
FROM (SELECT id AS key, %s::timestamptz + about_id %% %s * interval '1 s' AS moment FROM sla_slatimer
      WHERE about_id > %s AND about_id <= %s) AS new
WHERE id = key
"""
SPAN = 20  # seconds
BEAT = 5


def run(scale: int) -> dict[str, Any]:
    """`scale` running clocks, a tenth of them due; 100,000 unless told."""
    running = scale or 100_000
    due = running // 10
    now = timezone.now()
    policy = SlaPolicy.objects.get(code="order_confirmation")
    _hire()
    asked: dict[str, Any] = {"policy": policy.pk, "now": now, "due": due, "all": running}
    with connection.cursor() as cursor:
        cursor.execute(_TIMERS, asked)
        cursor.execute("ANALYZE sla_slatimer")
    before = now - timedelta(days=1)
    sweep(at=before)
    idle = [_milliseconds(before) for _turn in range(50)]
    started = time.perf_counter()
    swept = sweep(at=now - timedelta(minutes=1), seconds=600)
    seconds = time.perf_counter() - started
    return {
        "running": running,
        "nothing_due_ms": {"p50": percentile(idle, 0.5), "p99": percentile(idle, 0.99)},
        "due": due,
        "acted": swept.acted,
        "claims": RungClaim.objects.count(),
        "told": Notification.objects.count(),
        "seconds": round(seconds, 3),
        "per_second": round(swept.acted / seconds) if seconds else None,
        "stream": _stream(due),
    }


def _hire() -> None:
    """Those whom the rungs tell: a role of five, each with a superior."""
    boss = User.objects.create(username="bench-boss", roles=["sales_manager"])
    for number in range(5):
        User.objects.create(username=f"bench-{number}", roles=["sales"], row_scope="all", manager=boss)


def _stream(due: int) -> dict[str, Any]:
    """The clocks that are due over a span, moved to begin now, swept every five seconds; lags in seconds."""
    start = timezone.now()
    first = SlaTimer.objects.filter(next_rung=1, about_id__gt=due, about_id__lte=2 * due)
    with connection.cursor() as cursor:
        cursor.execute(_RESTART, [start, SPAN, due, 2 * due])
    lags: list[float] = []
    last = RungClaim.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    while first.exists():
        wake = time.perf_counter() + BEAT
        sweep()
        written = timezone.now()
        for pk, due_at in RungClaim.objects.filter(pk__gt=last).values_list("pk", "due_at"):
            last = max(last, pk)
            lags.append((written - due_at).total_seconds())
        time.sleep(max(wake - time.perf_counter(), 0))
    return {
        "per_second": round(due / SPAN, 1),
        "acted": len(lags),
        "lag_s": {"p50": percentile(lags, 0.5), "p99": percentile(lags, 0.99)},
    }


def _milliseconds(at: Any) -> float:
    started = time.perf_counter()
    sweep(at=at)
    return round((time.perf_counter() - started) * 1000, 3)
