"""When the clocks of tasks are due, lent to the inbox below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from erp.processes.models import Task
from erp.processes.selectors.inbox import lend_clocks
from sla.models import SlaTimer


@lend_clocks
def due_of_tasks(tasks: Sequence[Task]) -> dict[int, datetime]:
    """The instants at which running clocks are due by their own calendar, by token; one query at most."""
    if not tasks:
        return {}
    rows = SlaTimer.objects.filter(
        subject_kind__in=sorted({task.subject_kind for task in tasks}),
        subject_id__in=sorted({task.subject_id for task in tasks}),
        token_id__in=[task.token_id for task in tasks],
        state=SlaTimer.State.RUNNING,
        due_at__isnull=False,
    )
    return {row.token_id: row.due_at for row in rows.order_by("pk") if row.token_id and row.due_at}
