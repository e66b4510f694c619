"""Non-conformances are written down and come to their end."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from erp.core.actor import Actor
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.numbering import next_number
from erp.core.rows import save_row
from production import locks
from production.events import NonConformanceFound, NonConformanceMoved
from production.models import Disposition, NonConformance, Operation, WorkInspection, WorkOrder

ENDED = ("completed", "closed", "cancelled")


def open_non_conformance(
    row: WorkOrder,
    step: Operation,
    quantity: Decimal,
    *,
    reason: str,
    note: str = "",
    inspection: WorkInspection | None = None,
    actor: Actor,
    at: datetime,
) -> NonConformance:
    """Write down pieces of an operation that stand aside; the caller has counted them as rejected.

    Emits: NonConformanceFound.
    """
    found_by = NonConformance.FoundBy.INSPECTION if inspection else NonConformance.FoundBy.FLOOR
    found = NonConformance.objects.create(
        number=next_number("non_conformance"),
        item=row.item,
        work_order=row,
        operation=step,
        inspection=inspection,
        found_by=found_by,
        quantity=quantity,
        reason=reason[:200],
        note=note[:500],
        created_by=actor.label[:150],
        created_at=at,
    )
    event = NonConformanceFound(
        document=found.ref, about=row.ref, operation=step.number, quantity=quantity, reason=found.reason
    )
    emit(event, actor=actor, at=at, changes={"state": ["", "open"]})
    return found


def settle(row: NonConformance, *, actor: Actor, at: datetime) -> None:
    """Let a locked non-conformance go on: closed once all is decided and nothing is in rework any more.

    Emits: NonConformanceMoved when it moved.
    """
    if row.undecided > 0 or row.state == NonConformance.State.CLOSED:
        return
    running = Disposition.objects.filter(non_conformance=row, work_order__isnull=False)
    if running.exclude(work_order__state__in=ENDED).exists():
        if row.state == NonConformance.State.IN_REWORK:
            return
        changes = move_on(row, "await_rework")
    else:
        changes = move_on(row, "close", at=at)
    save_row(row, ["state", "closed_at", "version"])
    event = NonConformanceMoved(document=row.ref, about=row.work_order.ref, state=row.state)
    emit(event, actor=actor, at=at, changes=changes)


def follow_rework(work_order: WorkOrder, *, actor: Actor, at: datetime) -> None:
    """A rework order has ended: the non-conformance that asked for it may be over.

    Locks: the non-conformance, after the work order.
    """
    found = Disposition.objects.filter(work_order=work_order).first()
    if found is not None:
        settle(locks.non_conformance_for_update(found.non_conformance_id), actor=actor, at=at)
