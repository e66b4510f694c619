"""What follows when pieces of a work order's operations are counted: components, stock, those who wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.errors import Invalid
from erp.core.rows import save_row
from inventory.models import Item, Lot, Move
from inventory.services.ledger import MoveSource
from inventory.services.stock import receive_stock
from production.models import Operation, WorkOrder, WorkOrderOutput
from production.services.issuing import back_flush
from production.services.work_order_supply import follow_supply, serve_pegged

ZERO = Decimal(0)
MOST_PIECES = 500
ORDER_FIELDS = ["good", "scrapped", "reworked", "issued_value", "received_value", "lot", "version"]


def take_in(
    row: WorkOrder, steps: Sequence[Operation], *, lot: str = "", actor: Actor, at: datetime
) -> Decimal:
    """Add up a locked work order's operations, take its components, bring what is finished into stock.

    Gives how many good pieces came into stock. The caller has saved the operations, tells what happened
    and then calls `pass_on`.
    Raises: Shortage; Invalid on `lot` and `good`.
    """
    before = row.good
    row.good = steps[-1].passed
    row.scrapped = sum((one.scrapped for one in steps), ZERO)
    row.reworked = sum((one.reworked for one in steps), ZERO)
    row.version += 1
    back_flush(row, actor=actor, at=at)
    received = row.good - before
    if received > 0:
        _receive(row, received, lot, actor=actor, at=at)
        _receive_outputs(row, actor=actor, at=at)
    save_row(row, ORDER_FIELDS)
    return received


def pass_on(row: WorkOrder, received: Decimal, *, is_less: bool, actor: Actor, at: datetime) -> None:
    """Give what came into stock to those for whom it was made; what comes no more is expected no more."""
    if received > 0:
        serve_pegged(row, actor=actor, at=at)
    if received > 0 or is_less:
        follow_supply(row, cause="scrapped" if is_less else "received", actor=actor, at=at)


def _source(row: WorkOrder) -> MoveSource:
    return MoveSource(row.ref, row.document_number if row.document_kind == "order" else "")


def _receive(row: WorkOrder, quantity: Decimal, code: str, *, actor: Actor, at: datetime) -> None:
    """Good pieces go into stock at standard cost; tracked ones under the lot named, else the work order's."""
    for lot, part in _lots(row, quantity, code):
        moves = receive_stock(
            item=row.item,
            warehouse=row.warehouse,
            quantity=part,
            reason=row.number,
            actor=actor,
            lot=lot,
            kind=Move.Kind.PRODUCTION,
            source=_source(row),
            at=at,
        )
        row.received_value += sum((move.value for move in moves), ZERO)
        if moves[0].lot_id is not None:
            row.lot_id = moves[0].lot_id


def _lots(row: WorkOrder, quantity: Decimal, code: str) -> list[tuple[str | None, Decimal]]:
    if row.item.tracking == Item.Tracking.NONE:
        return [(code or None, quantity)]
    if row.item.tracking == Item.Tracking.LOT:
        return [(code or row.number, quantity)]
    if quantity != quantity.to_integral_value() or quantity > MOST_PIECES:
        raise Invalid.field("good", _("Pieces with serial numbers are reported whole, up to 500 at a time."))
    if code and quantity != 1:
        raise Invalid.field("lot", _("A serial number stands for exactly one piece."), "serial_is_one")
    if code:
        return [(code, quantity)]
    known = Lot.objects.filter(item_id=row.item_id, code__startswith=f"{row.number}-").count()
    return [(f"{row.number}-{known + n}", Decimal(1)) for n in range(1, int(quantity) + 1)]


def _receive_outputs(row: WorkOrder, *, actor: Actor, at: datetime) -> None:
    """Co-products and by-products come into stock with the good pieces, in the proportion of the bill.

    Tracked ones bear the work order's number as their lot; a serial item falls out in whole pieces.
    """
    for output in WorkOrderOutput.objects.select_related("item__unit").filter(work_order=row).order_by("pk"):
        due = output.falling_out(row.good) - output.received
        if due <= 0:
            continue
        for lot, part in _output_lots(row, output, due):
            moves = receive_stock(
                item=output.item, warehouse=row.warehouse, quantity=part, reason=row.number, actor=actor,
                lot=lot, kind=Move.Kind.PRODUCTION, source=_source(row), at=at,
            )  # fmt: skip
            output.received_value += sum((move.value for move in moves), ZERO)
            row.received_value += sum((move.value for move in moves), ZERO)
        output.received += due
        output.save(update_fields=["received", "received_value"])


def _output_lots(
    row: WorkOrder, output: WorkOrderOutput, quantity: Decimal
) -> list[tuple[str | None, Decimal]]:
    if output.item.tracking == Item.Tracking.SERIAL:
        first = int(output.received)
        return [(f"{row.number}-{first + n}", Decimal(1)) for n in range(1, int(quantity) + 1)]
    return [(row.number if output.item.tracking == Item.Tracking.LOT else None, quantity)]
