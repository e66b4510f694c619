"""How long people have needed for their steps, from the log of real cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median

from django.db.models import F
from django.utils import timezone

from erp.processes.calc.graph import Node
from erp.processes.calc.replay import Handling
from erp.processes.models import Task

FEWEST = 5
MOST = 5_000
WINDOW = timedelta(days=365)
USUAL = 3_600.0


def handling_of(definition_id: int, *, at: datetime | None = None) -> Callable[[Node], Handling]:
    """How long a step takes: as in this process' own cases, else as the role takes for any task.

    Median of what was decided in the last year; where fewer than five are known, half the step's
    target (an hour without one) is assumed, and said so.
    """
    since = (at or timezone.now()) - WINDOW
    rows = (
        Task.objects.filter(state="done", decided_at__gte=since, decided_at__isnull=False)
        .annotate(took=F("decided_at") - F("opened_at"))
        .order_by("-decided_at")
        .values_list("case__definition_id", "node", "role", "took")[:MOST]
    )
    by_node: dict[str, list[float]] = {}
    by_role: dict[str, list[float]] = {}
    for definition, node, role, took in rows:
        seconds = max(took.total_seconds(), 0.0)
        by_role.setdefault(role, []).append(seconds)
        if definition == definition_id:
            by_node.setdefault(node, []).append(seconds)

    def handling(node: Node) -> Handling:
        role = node.assignee.role if node.assignee and node.assignee.role else ""
        known = by_node.get(node.id, [])
        if len(known) < FEWEST:
            known = by_role.get(role, []) if role else []
        if len(known) < FEWEST:
            return Handling(node.target_seconds / 2 if node.target_seconds else USUAL, is_assumed=True)
        late = sum(took > node.target_seconds for took in known) / len(known) if node.target_seconds else 0.0
        return Handling(median(known), late)

    return handling
