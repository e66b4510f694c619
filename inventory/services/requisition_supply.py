"""What requisitions bring: expected once approved, handed over to the purchase order, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from erp.core.actor import Actor
from erp.core.events import emit, to_json
from erp.core.machines import move_on
from inventory import locks
from inventory.events import RequisitionChanged, SupplyChanged, SupplyClosed
from inventory.models import ExpectedSupply, Peg, PurchaseOrder, PurchaseRequisition
from inventory.services.pegs import move_pegs

SOURCE = "purchase_requisition"
LINE = "purchase_order_line"


def tell_requisition(
    row: PurchaseRequisition,
    verb: str,
    changes: dict[str, Any],
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """Tell that a requisition went on."""
    event = RequisitionChanged(document=row.ref, verb=verb, quantity=row.quantity, reason=reason)
    emit(event, actor=actor, at=at, changes=changes)


def hand_over_supply(
    order: PurchaseOrder, supplies: Sequence[ExpectedSupply], *, actor: Actor, at: datetime
) -> None:
    """A sent order's lines take over from the requisitions they serve: what leaned on these leans on them.

    Called inside the command that sends the order.

    Locks: the requisitions' supplies, by key.
    Emits: SupplyChanged where the goods come on another day; SupplyClosed where a line brings less.
    """
    by_line = {supply.source_id: supply for supply in supplies}
    rows = PurchaseRequisition.objects.filter(purchase_line__purchase_order=order)
    lines = dict(rows.values_list("pk", "purchase_line_id"))
    open_supply = ExpectedSupply.objects.filter(source_kind=SOURCE, source_id__in=lines, is_open=True)
    moved = []
    for supply in locks.supplies_for_update(open_supply.values_list("pk", flat=True)):
        target = by_line[lines[supply.source_id] or 0]
        if move_pegs(supply, target) and supply.due_on != target.due_on:
            moved.append(
                {
                    "supply_id": target.pk,
                    "item_id": target.item_id,
                    "due_on": [to_json(supply.due_on), to_json(target.due_on)],
                    "quantity": [to_json(target.quantity), to_json(target.quantity)],
                }
            )
        supply.is_open = False
        supply.save(update_fields=["is_open"])
    tell_supply_changed(order, moved, cause="ordered", actor=actor, at=at)
    left = Peg.objects.filter(supply__source_kind=SOURCE, supply__source_id__in=lines)
    item_ids = sorted(set(left.values_list("supply__item_id", flat=True)))
    if item_ids:
        event = SupplyClosed(document=order.ref, warehouse_id=order.warehouse_id, item_ids=item_ids)
        emit(event, actor=actor, at=at)


def tell_supply_changed(
    order: PurchaseOrder | PurchaseRequisition,
    supplies: list[dict[str, Any]],
    *,
    cause: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Tell that what an order brings comes on other days or in other quantities, if it does."""
    if not supplies:
        return
    event = SupplyChanged(
        document=order.ref,
        warehouse_id=order.warehouse_id,
        item_ids=sorted({supply["item_id"] for supply in supplies}),
        cause=cause,
        supplies=supplies,
    )
    emit(event, actor=actor, at=at)


def reopen_requisitions(order: PurchaseOrder, *, actor: Actor, at: datetime) -> None:
    """What a cancelled order was to bring is to be bought anew; called inside the command that cancels it.

    Emits: RequisitionChanged per requisition.
    """
    reopen_lines(order.lines.values_list("pk", flat=True), actor=actor, at=at)


def reopen_lines(line_ids: Iterable[int], *, actor: Actor, at: datetime) -> None:
    """The requisitions of these lines are to be bought anew; the caller holds the purchase order.

    Locks: the requisitions, by key.
    Emits: RequisitionChanged per requisition.
    """
    rows = PurchaseRequisition.objects.filter(purchase_line_id__in=list(line_ids))
    for row in locks.requisitions_for_update(rows.values_list("pk", flat=True)):
        supply = ExpectedSupply.objects.filter(source_kind=SOURCE, source_id=row.pk).first()
        if supply is not None and not supply.is_open:
            line = ExpectedSupply.objects.filter(source_kind=LINE, source_id=row.purchase_line_id or 0)
            supply.is_open = True
            supply.save(update_fields=["is_open"])
            for other in line:
                move_pegs(other, supply)
        changes = move_on(row, "reopen")
        row.save(update_fields=["state", "purchase_line", "version"])
        tell_requisition(row, "reopened", changes, actor=actor, at=at)
