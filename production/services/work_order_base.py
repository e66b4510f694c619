"""What every command about work orders begins and ends with: rights, locks, telling."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.machines import move_on
from erp.core.refs import DocumentRef
from erp.core.rows import save_row
from production import locks
from production.events import WorkOrderChanged, WorkOrderStarted
from production.models import WorkOrder
from production.services.work_order_supply import pegged_documents

VIEW = declare_permission("production.view_work_order", "See work orders")
CREATE = ("production.create_work_order", "Write work orders")
EDIT = ("production.edit_work_order", "Release, hold, change and cancel work orders")
FINISH = ("production.complete_work_order", "Complete and close work orders")
REPORT = ("production.report_operation", "Report work: begin, pause, pieces, finish")
INSPECT = ("production.inspect_work", "Inspect pieces between operations")
DECIDE = ("production.decide_non_conformance", "Decide what becomes of non-conforming pieces")
ISSUE = ("production.issue_component", "Issue components to work orders and take them back")


def open_for(
    work_order_id: int, expected_version: int | None = None, *, with_pegs: bool = False
) -> WorkOrder:
    """Lock a work order; with its pegs also the documents above that wait for it, which come first."""
    if with_pegs:
        above = pegged_documents(work_order_id)
        if above:
            lock_upward([*above, DocumentRef("work_order", work_order_id, "")])
    return locks.work_order_for_update(work_order_id, expected_version)


def tell(
    row: WorkOrder, verb: str, changes: dict[str, Any], *, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """Tell that a work order went on.

    Emits: WorkOrderChanged.
    """
    event = WorkOrderChanged(document=row.ref, about=row.document, verb=verb, reason=reason)
    emit(event, actor=actor, at=at, changes=changes)


def begin(row: WorkOrder, *, actor: Actor, at: datetime) -> None:
    """Move a locked, released work order on: work has begun.

    Emits: WorkOrderStarted.
    Raises: IllegalTransition unless released.
    """
    changes = move_on(row, "start", at=at)
    save_row(row, ["state", "started_at", "version"])
    emit(WorkOrderStarted(document=row.ref, about=row.document), actor=actor, at=at, changes=changes)
