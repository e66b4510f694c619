"""A person's inbox among many open tasks: the page's rows and its counts."""

from __future__ import annotations

import statistics
import time
from typing import Any

from django.db import connection

from erp.identity.models import User
from erp.identity.selectors.actors import actor_for
from erp.processes.selectors.inbox import counts, inbox

_FILL = """
INSERT INTO processes_task (node, title, subject_kind, subject_id, subject_number, facts,
    role, assignee_id, state, decision, reason, opened_at, due_at, decided_by, version, candidates)
SELECT 'review', 'Review', 'thing', n, 'T-' || n, '{}', (ARRAY['finance','buyer','sales','planner'])[1 + n %% 4],
    CASE WHEN n %% 2 = 0 THEN %s END, CASE WHEN n %% 2 = 0 THEN 'claimed' ELSE 'waiting' END, '', '', now(),
    now() + (n %% 5000 - 500) * interval '1 minute', '', 1, CASE WHEN n %% 1000 = 1 THEN ARRAY[%s]::bigint[] ELSE '{}' END
FROM generate_series(1, %s) AS n
"""


def run(scale: int) -> dict[str, Any]:
    """Milliseconds for the rows and the counts of one person, at the median and the 95th of a hundred."""
    tasks = scale or 100_000
    me = User.objects.create(username="me", roles=["finance", "buyer"], row_scope="all")
    other = User.objects.create(username="other", roles=["finance"], manager=me)
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [other.pk, me.pk, tasks])
        cursor.execute("ANALYZE processes_task")
    actor = actor_for(me)
    found: dict[str, list[float]] = {}
    for _round in range(30):
        for name, work in (
            ("todo", lambda: inbox(actor, "todo")),
            ("team", lambda: inbox(actor, "team")),
            ("counts", lambda: counts(actor)),
        ):
            started = time.perf_counter()
            work()
            found.setdefault(name, []).append((time.perf_counter() - started) * 1000)
    result: dict[str, Any] = {"tasks": tasks}
    for name, took in found.items():
        result[f"{name}_ms"] = round(statistics.median(took), 2)
        result[f"{name}_p95_ms"] = round(statistics.quantiles(took, n=20)[-1], 2)
    return result
