"""Work orders go on: released, started, held, changed, completed, closed, cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.quantity import QUANTITY_MAX
from erp.core.records import need_reason
from erp.core.rows import save_row
from erp.core.sets import update_rows
from inventory.models import Demand
from inventory.services.demands import DemandChange, cancel_demands, change_demands, hold_demands
from inventory.services.reservations import reserve_demands
from production import locks
from production.calc.work import taken_by
from production.events import WorkOrderCancelled, WorkOrderClosed, WorkOrderCompleted
from production.models import Operation, WorkOrder, WorkOrderComponent
from production.selectors.shop_settings import shop_settings
from production.services.issuing import take_back_all
from production.services.non_conformances import follow_rework
from production.services.work_order_base import EDIT, FINISH, REPORT, begin, open_for, tell
from production.services.work_order_supply import follow_supply

ZERO = Decimal(0)


@command(*EDIT)
def release_work_order(
    *, work_order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> WorkOrder:
    """Let the shop floor begin: its components are reserved, as far as there are any.

    What is short is back-ordered and filled as stock comes.

    Locks:  the work order, its demands, free balances by key.
    Emits:  WorkOrderChanged; DemandsReserved.
    Raises: NotFound; StaleVersion; IllegalTransition.
    """
    at = at or timezone.now()
    row = open_for(work_order_id, expected_version)
    changes = move_on(row, "release", at=at)
    save_row(row, ["state", "released_at", "version"])
    keys = WorkOrderComponent.objects.filter(work_order=row, demand__reserve_on__isnull=False)
    update_rows(
        Demand,
        [{"id": pk, "reserve_on": None} for pk in sorted(keys.values_list("demand_id", flat=True))],
        put=["reserve_on"],
    )
    tell(row, "released", changes, actor=actor, at=at)
    reserve_demands(document=row.ref, actor=actor, at=at)
    return row


@command(*EDIT)
def reserve_work_order(
    *, work_order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> WorkOrder:
    """Reserve now what has become free of a released work order's components.

    Locks:  the work order, its demands, free balances by key.
    Emits:  DemandsReserved.
    Raises: NotFound; StaleVersion; IllegalTransition unless released or in progress.
    """
    at = at or timezone.now()
    row = open_for(work_order_id, expected_version)
    if row.state not in {WorkOrder.State.RELEASED, WorkOrder.State.IN_PROGRESS}:
        raise IllegalTransition(action="reserve", state=row.state, document=row.number)
    reserve_demands(document=row.ref, actor=actor, at=at)
    return row


@command(*REPORT)
def start_work_order(
    *, work_order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> WorkOrder:
    """Say that work has begun.

    Locks:  the documents that wait for it (upward), the work order.
    Emits:  WorkOrderStarted.
    Raises: NotFound; StaleVersion; IllegalTransition unless released.
    """
    at = at or timezone.now()
    row = open_for(work_order_id, expected_version)
    begin(row, actor=actor, at=at)
    return row


@command(*EDIT)
def hold_work_order(
    *,
    work_order_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> WorkOrder:
    """Stop work: nothing is reported, issued or reserved anew until it is resumed.

    Locks:  the work order, its demands.
    Emits:  WorkOrderChanged.
    Raises: NotFound; StaleVersion; IllegalTransition; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    row = open_for(work_order_id, expected_version)
    changes = move_on(row, "hold", reason=reason.strip()[:500])
    save_row(row, ["state", "held_from", "reason", "version"])
    hold_demands(document=row.ref, is_held=True, actor=actor)
    tell(row, "held", changes, actor=actor, at=at, reason=row.reason)
    return row


@command(*EDIT)
def resume_work_order(
    *, work_order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> WorkOrder:
    """Let work go on where it was stopped.

    Locks:  the work order, its demands, free balances by key.
    Emits:  WorkOrderChanged; DemandsReserved.
    Raises: NotFound; StaleVersion; IllegalTransition.
    """
    at = at or timezone.now()
    row = open_for(work_order_id, expected_version)
    changes = move_on(row, "resume")
    save_row(row, ["state", "held_from", "reason", "version"])
    hold_demands(document=row.ref, is_held=False, actor=actor)
    tell(row, "resumed", changes, actor=actor, at=at)
    if row.state != WorkOrder.State.PLANNED:
        reserve_demands(document=row.ref, actor=actor, at=at)
    return row


@command(*EDIT)
def change_work_order(
    *,
    work_order_id: int,
    actor: Actor,
    quantity: Decimal | None = None,
    due_on: date | None = None,
    release_on: date | None = None,
    priority: int | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> WorkOrder:
    """Make another quantity or on another day; components, supply and pegs follow.

    Locks:  the work order, its components, demands, reservations, balances and supply.
    Emits:  WorkOrderChanged; SupplyChanged; DemandsFreed.
    Raises: NotFound; StaleVersion; IllegalTransition once completed or cancelled; Invalid; Conflict
            `already_reported`, `already_shipped` below what was made or issued.
    """
    at = at or timezone.now()
    row = open_for(work_order_id, expected_version)
    if not row.is_open:
        raise IllegalTransition(action="change", state=row.state, document=row.number)
    wanted = {"quantity": quantity, "due_on": due_on, "release_on": release_on, "priority": priority}
    changes = {
        name: [getattr(row, name), value]
        for name, value in wanted.items()
        if value is not None and value != getattr(row, name)
    }
    if not changes:
        return row
    for name, (_before, value) in changes.items():
        setattr(row, name, value)
    if due_on is not None and release_on is None:
        row.release_on = min(row.release_on, row.due_on)
    _check_change(row, changes)
    row.version += 1
    row.save(update_fields=[*wanted, "version"])
    _change_components(row, actor=actor, at=at)
    follow_supply(row, cause="changed", actor=actor, at=at)
    tell(row, "changed", changes, actor=actor, at=at)
    if row.state in {WorkOrder.State.RELEASED, WorkOrder.State.IN_PROGRESS}:
        reserve_demands(document=row.ref, actor=actor, at=at)
    return row


def _check_change(row: WorkOrder, changes: Mapping[str, Any]) -> None:
    if row.is_rework and "quantity" in changes:
        raise Conflict("rework_fixed", document=row.number)
    if not row.quantity.is_finite() or not 0 < row.quantity <= QUANTITY_MAX:
        raise Invalid.field("quantity", _("Must be greater than zero."))
    if row.release_on > row.due_on:
        raise Invalid.field("release_date", _("Must not be after the day it is due."))
    begun = max((step.done for step in Operation.objects.filter(work_order=row)), default=ZERO)
    most = begun / (1 + Decimal(shop_settings().over_report_percent) / 100)
    if row.quantity < row.reported or ("quantity" in changes and row.quantity < most):
        raise Conflict("already_reported", document=row.number, reported=max(row.reported, begun))


def _change_components(row: WorkOrder, *, actor: Actor, at: datetime) -> None:
    """Components for the new quantity, never less than was issued; their demands follow."""
    components = locks.components_for_update(row.pk)
    for part in components:
        part.quantity = max(taken_by(part.quantity_per, row.quantity, is_fixed=part.is_fixed), part.issued)
    WorkOrderComponent.objects.bulk_update(components, ["quantity"])
    changes = [DemandChange(part.demand_id or 0, part.quantity, row.release_on, None) for part in components]
    if changes:
        change_demands(document=row.ref, changes=changes, actor=actor, at=at)


@command(*FINISH)
def complete_work_order(
    *, work_order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> WorkOrder:
    """Nothing more comes of it: what it lacks is expected no more, what it has reserved is free.

    Locks:  the work order, its operations, demands, reservations, balances and supply.
    Emits:  WorkOrderCompleted; SupplyClosed when it ends short; DemandsFreed.
    Raises: NotFound; StaleVersion; IllegalTransition unless in progress; Conflict `nothing_reported`,
            `pieces_undecided`.
    """
    at = at or timezone.now()
    row = open_for(work_order_id, expected_version)
    if row.state == WorkOrder.State.IN_PROGRESS and row.reported == 0:
        raise Conflict("nothing_reported", document=row.number)
    _refuse_undecided(row)
    changes = move_on(row, "complete", at=at)
    save_row(row, ["state", "completed_at", "version"])
    end_work_order(row, finish=True, actor=actor, at=at)
    event = WorkOrderCompleted(
        document=row.ref,
        about=row.document,
        good=row.good,
        scrapped=row.scrapped,
        short=max(row.quantity - row.good, ZERO),
    )
    emit(event, actor=actor, at=at, changes=changes)
    if row.is_rework:
        follow_rework(row, actor=actor, at=at)
    return row


def _refuse_undecided(row: WorkOrder) -> None:
    """Nothing ends while pieces wait for an inspection or for a decision."""
    left = sum((step.unchecked + step.rejected for step in locks.operations_for_update(row.pk)), ZERO)
    if row.is_open and left > 0:
        raise Conflict("pieces_undecided", document=row.number, quantity=left)


def end_work_order(row: WorkOrder, *, finish: bool, actor: Actor, at: datetime) -> None:
    """End operations, demands and supply of a locked work order that has just ended."""
    operations: Sequence[Operation] = locks.operations_for_update(row.pk)
    for operation in operations:
        if operation.state in {"finished", "cancelled"}:
            continue
        if finish and operation.done > 0:
            operation.finish(at=at)
        else:
            operation.drop()
        operation.version += 1
        operation.save()
    cancel_demands(document=row.ref, actor=actor, at=at)
    follow_supply(row, cause="ended", actor=actor, at=at)


@command(*FINISH)
def close_work_order(
    *, work_order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> WorkOrder:
    """Settle its costs: what its components were worth more or less than its pieces is a difference.

    Locks:  the work order.
    Emits:  WorkOrderClosed (finance posts the difference).
    Raises: NotFound; StaleVersion; IllegalTransition unless completed.
    """
    at = at or timezone.now()
    row = open_for(work_order_id, expected_version)
    changes = move_on(row, "close", at=at)
    difference = row.issued_value + row.carried_value - row.received_value - row.settled_value
    row.settled_value += difference
    save_row(row, ["state", "closed_at", "settled_value", "version"])
    emit(
        WorkOrderClosed(document=row.ref, about=row.document, difference=difference),
        actor=actor,
        at=at,
        changes=changes,
    )
    return row


@command(*EDIT)
def cancel_work_order(
    *,
    work_order_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> WorkOrder:
    """Do not make it: issued components go back to stock, reserved ones are free, nobody counts on it.

    Locks:  the work order, its operations, components, demands, reservations, balances and supply.
    Emits:  WorkOrderCancelled; ComponentsIssued, StockMoved; DemandsFreed; SupplyClosed.
    Raises: NotFound; StaleVersion; IllegalTransition; Invalid without a reason; Conflict
            `already_reported` once pieces were made: complete it short instead; `pieces_undecided`;
            `rework_fixed` for a rework order: its pieces are there.
    """
    at = at or timezone.now()
    need_reason(reason)
    row = open_for(work_order_id, expected_version)
    if row.is_open and row.reported > 0:
        raise Conflict("already_reported", document=row.number, reported=row.reported)
    if row.is_open and row.is_rework:
        raise Conflict("rework_fixed", document=row.number)
    _refuse_undecided(row)
    changes = move_on(row, "cancel", reason=reason.strip()[:500])
    if row.issued_value:
        take_back_all(row, actor=actor, at=at)
    save_row(row, ["state", "reason", "version"])
    end_work_order(row, finish=False, actor=actor, at=at)
    event = WorkOrderCancelled(document=row.ref, about=row.document, reason=row.reason)
    emit(event, actor=actor, at=at, changes=changes)
    return row
