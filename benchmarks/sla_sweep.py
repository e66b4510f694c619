"""A sweep over a hundred thousand running clocks: with nothing due, and with ten thousand due at once."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks._world import percentile
from sla.models import RungClaim, SlaPolicy
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
        SELECT n, %(now)s::timestamptz + (n %% 1000) * interval '1 s'
            - CASE WHEN n <= %(due)s THEN interval '1 h' ELSE interval '0' END AS at
        FROM generate_series(1, %(all)s) AS n
    ) AS made
    RETURNING id, started_at
)
INSERT INTO sla_timerinterval (timer_id, began_at) SELECT id, started_at FROM timers
"""


def run(scale: int) -> dict[str, Any]:
    """`scale` running clocks, a tenth of them due; 100,000 unless told."""
    running = scale or 100_000
    due = running // 10
    now = timezone.now()
    policy = SlaPolicy.objects.get(code="order_confirmation")
    with connection.cursor() as cursor:
        cursor.execute(_TIMERS, {"policy": policy.pk, "now": now, "due": due, "all": running})
        cursor.execute("ANALYZE sla_slatimer")
    before = now - timedelta(days=1)
    sweep(at=before)
    idle = [_milliseconds(before) for _turn in range(50)]
    started = time.perf_counter()
    swept = sweep(at=now + timedelta(minutes=10), seconds=600)
    seconds = time.perf_counter() - started
    return {
        "running": running,
        "nothing_due_ms": {"p50": percentile(idle, 0.5), "p99": percentile(idle, 0.99)},
        "due": due,
        "acted": swept.acted,
        "claims": RungClaim.objects.count(),
        "seconds": round(seconds, 3),
        "per_second": round(swept.acted / seconds) if seconds else None,
    }


def _milliseconds(at: Any) -> float:
    started = time.perf_counter()
    sweep(at=at)
    return round((time.perf_counter() - started) * 1000, 3)
