"""When tasks are due: what the clocks of their steps say, kept beside the tasks so that lists go by it.

The engine reckons no due time itself. Business time, service levels and pauses are the clocks' (`sla`,
above); they hand down each moment here, in the command that starts, pauses, resumes or moves a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from erp.core.sets import update_rows
from erp.processes import locks
from erp.processes.models import Task


def hold_tasks(task_ids: list[int]) -> None:
    """Lock tasks before their clocks, for whoever comes from the clocks' side.

    Locks: the tasks, by key.
    """
    locks.tasks_for_update(task_ids)


def keep_dues(dues: Mapping[int, datetime | None]) -> None:
    """Have tasks, by key, be due when their clocks say; None while a clock stands.

    The tasks or the documents they are about are locked before.
    """
    update_rows(Task, [{"id": task, "due_at": due} for task, due in sorted(dues.items())], put=["due_at"])
