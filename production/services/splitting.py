"""A work order is split: a part of it that is not begun becomes one of its own."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition
from inventory.models import ExpectedSupply, Peg
from inventory.services.stock import check_quantity
from production import locks
from production.models import WorkOrder
from production.services.carrying import carry_reservations
from production.services.making import WorkOrderInput, plan_work_order
from production.services.outside_changes import carry_outside_work
from production.services.work_order_base import EDIT, open_for, tell
from production.services.work_order_lines import same_step
from production.services.work_order_supply import supplies_of
from production.services.work_orders import change_work_order

ZERO = Decimal(0)


@command(*EDIT)
def split_work_order(
    *,
    work_order_id: int,
    quantity: Decimal,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> WorkOrder:
    """Make a part of it that nobody has begun a planned work order of its own; gives the first one.

    What nobody waits for goes along first; promises for the rest of the part go with it, the latest first,
    and so does what is reserved of the components of that part.

    Locks:  the documents that wait for it (upward), the work order, its components, demands and supply.
    Emits:  WorkOrderCreated, WorkOrderChanged, SupplyChanged, DemandsFreed.
    Raises: NotFound; StaleVersion; IllegalTransition once it ended; Invalid; Conflict `not_partly_open`.
    """
    at = at or timezone.now()
    check_quantity(quantity)
    row = open_for(work_order_id, expected_version, with_pegs=True)
    if not row.is_open:
        raise IllegalTransition(action="split", state=row.state, document=row.number)
    steps = locks.operations_for_update(row.pk)
    begun = max(step.done for step in steps)
    if quantity >= row.open_quantity or quantity > row.quantity - begun:
        raise Conflict("not_partly_open", document=row.number)
    values = WorkOrderInput(
        item=row.item,
        quantity=quantity,
        due_on=row.due_on,
        release_on=min(row.release_on, row.due_on),
        warehouse=row.warehouse,
        priority=row.priority,
        document=row.document,
        bom=row.bom,
        routing=row.routing,
        steps=[same_step(step) for step in steps],  # what was given to a supplier stays with him
    )
    part = plan_work_order(values, actor=actor, at=at)
    part.split_from = row
    part.save(update_fields=["split_from"])
    move_pegs_to_part(row, part, quantity)
    carry_reservations(row, part, keep=row.quantity - quantity, actor=actor, at=at)
    change_work_order(work_order_id=row.pk, quantity=row.quantity - quantity, actor=actor, at=at)
    carry_outside_work(row, part, quantity, at=at)
    tell(part, "split", {}, actor=actor, at=at, reason=row.number)
    return row


def move_pegs_to_part(row: WorkOrder, part: WorkOrder, quantity: Decimal) -> None:
    """What the first does not bring any more is promised of the part, the latest promises first; so is what
    falls out beside.

    Locks: the supplies of both.
    """
    supplies = supplies_of([row, part])
    for (order_id, item_id), supply in supplies.items():
        other = supplies.get((part.pk, item_id))
        if order_id == row.pk and other is not None:
            _move_pegs(supply, other, quantity if item_id == row.item_id else other.quantity)


def _move_pegs(supply: ExpectedSupply, other: ExpectedSupply, quantity: Decimal) -> None:
    pegs = list(Peg.objects.filter(supply=supply).select_related("demand"))
    over = sum((peg.quantity for peg in pegs), ZERO) - (supply.quantity - supply.received - quantity)
    pegs.sort(key=lambda peg: (peg.demand.needed_on, peg.demand_id), reverse=True)
    for peg in pegs:
        share = min(peg.quantity, max(over, ZERO))
        if share <= 0:
            return
        over -= share
        Peg.objects.create(demand_id=peg.demand_id, supply=other, quantity=share, is_hard=peg.is_hard)
        if share == peg.quantity:
            peg.delete()
        else:
            peg.quantity -= share
            peg.save(update_fields=["quantity"])
