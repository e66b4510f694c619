"""Two work orders become one: quantity, components, reservations, supply and promises move together."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.machines import move_on
from erp.core.refs import DocumentRef
from erp.core.rows import save_row
from inventory.services.pegs import move_pegs
from production import locks
from production.events import WorkOrderCancelled
from production.models import WorkOrder, WorkOrderComponent
from production.models.work_order import KIND
from production.services.carrying import carry_reservations
from production.services.outside_changes import carry_outside_work
from production.services.work_order_base import EDIT, tell
from production.services.work_order_supply import pegged_documents, supplies_of
from production.services.work_orders import change_work_order, end_work_order

ZERO = Decimal(0)
BEFORE_WORK = (WorkOrder.State.PLANNED, WorkOrder.State.RELEASED)


@command(*EDIT)
def merge_work_orders(
    *,
    work_order_id: int,
    other_id: int,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> WorkOrder:
    """Make what another work order was to make along with this one; the other one is cancelled.

    Both make the same item by the same bill and routing in the same warehouse, and nobody has begun with
    the other one. This one is due on the earlier of the two days. What is reserved for the other's
    components stays reserved, now for this one, and who waits for the other waits for this one.

    Locks:  the documents that wait for either (upward), both work orders, their components, demands,
            reservations and supplies.
    Emits:  WorkOrderChanged, SupplyChanged; WorkOrderCancelled of the other.
    Raises: NotFound; StaleVersion; IllegalTransition; Invalid for itself; Conflict `not_alike`, `has_begun`.
    """
    at = at or timezone.now()
    if work_order_id == other_id:
        raise Invalid.field("other", _("A work order can't be merged with itself."))
    row, other = _locked(work_order_id, other_id, expected_version)
    _check(row, other)
    due_on = min(row.due_on, other.due_on)
    if row.document != other.document and not (row.document_kind and other.document_kind):
        row.document_kind, row.document_id, row.document_number = "", None, ""
    row.kept += other.kept
    save_row(row, ["document_kind", "document_id", "document_number", "kept"])
    change_work_order(
        work_order_id=row.pk, quantity=row.quantity + other.quantity, due_on=due_on,
        release_on=min(row.release_on, other.release_on, due_on),
        priority=max(row.priority, other.priority), actor=actor, at=at,
    )  # fmt: skip
    carry_reservations(other, row, keep=ZERO, actor=actor, at=at)
    supplies = supplies_of([row, other])
    for (order_id, item_id), supply in supplies.items():
        if order_id == other.pk and (row.pk, item_id) in supplies:
            move_pegs(supply, supplies[row.pk, item_id])
    changes = move_on(other, "cancel", reason=row.number)
    other.merged_into = row
    save_row(other, ["state", "reason", "merged_into", "version"])
    end_work_order(other, finish=False, actor=actor, at=at)
    carry_outside_work(other, row, at=at)
    gone = WorkOrderCancelled(document=other.ref, about=other.document, reason=row.number)
    emit(gone, actor=actor, at=at, changes=changes)
    tell(row, "merged", {}, actor=actor, at=at, reason=other.number)
    return row


def _locked(first: int, second: int, expected_version: int | None) -> tuple[WorkOrder, WorkOrder]:
    """Both work orders, after the documents that wait for them.

    Raises: NotFound; StaleVersion.
    """
    above = dict.fromkeys([*pegged_documents(first), *pegged_documents(second)])
    own = [DocumentRef(KIND, pk, "") for pk in (first, second)]
    lock_upward([*above, *own])
    locks.lock_work_orders([first, second])
    return locks.work_order_for_update(first, expected_version), locks.work_order_for_update(second)


def _check(row: WorkOrder, other: WorkOrder) -> None:
    if not row.is_open or row.state == WorkOrder.State.ON_HOLD:
        raise IllegalTransition(action="merge", state=row.state, document=row.number)
    if other.state not in BEFORE_WORK:
        raise IllegalTransition(action="merge", state=other.state, document=other.number)
    same = ("item_id", "bom_id", "routing_id", "warehouse_id", "is_rework")
    if row.is_rework or any(getattr(row, name) != getattr(other, name) for name in same):
        raise Conflict("not_alike", document=row.number, other=other.number)
    issued = WorkOrderComponent.objects.filter(work_order=other, issued__gt=0).exists()
    if issued or _recipe(row) != _recipe(other):
        raise Conflict("has_begun" if issued else "not_alike", document=row.number, other=other.number)


def _recipe(row: WorkOrder) -> list[tuple[int, Decimal, bool]]:
    columns = ("item_id", "quantity_per", "is_fixed")
    return list(row.components.order_by("item_id", "is_fixed").values_list(*columns))
