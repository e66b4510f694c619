"""What is expected follows what arrives: supply of purchase orders, and of goods that are being inspected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F

from erp.core.actor import Actor
from erp.core.events import emit
from erp.core.refs import DocumentRef
from erp.core.sets import update_rows
from inventory import locks
from inventory.events import SupplyClosed
from inventory.models import ExpectedSupply, Peg, PurchaseOrderLine, Receipt, ReceiptLine

ZERO = Decimal(0)
ORDER_LINE, RECEIPT_LINE = "purchase_order_line", "receipt_line"


def follow_order_lines(rows: Sequence[PurchaseOrderLine]) -> dict[int, ExpectedSupply]:
    """What is expected of purchase order lines becomes what has not arrived; gives their supplies by line.

    Locks: the supplies, by key.
    """
    lines = {row.pk: row for row in rows}
    keys = ExpectedSupply.objects.filter(source_kind=ORDER_LINE, source_id__in=lines).values_list(
        "pk", flat=True
    )
    supplies = locks.supplies_for_update(keys)
    for supply in supplies:
        line = lines[supply.source_id]
        supply.received = line.received
        supply.is_open = line.received < line.quantity and not line.is_closed_short
    update_rows(
        ExpectedSupply,
        [{"id": one.pk, "received": one.received, "is_open": one.is_open} for one in supplies],
        put=["received", "is_open"],
    )
    return {supply.source_id: supply for supply in supplies}


def expect_inspected(
    receipt: Receipt,
    lines: Sequence[ReceiptLine],
    supplies: Mapping[int, ExpectedSupply],
    *,
    ready_on: date,
) -> None:
    """Goods that wait for inspection are supply until they are judged, and take their pegs along.

    `supplies` are those of the order lines, locked.
    """
    waiting = [line for line in lines if line.waiting > 0]
    fresh = ExpectedSupply.objects.bulk_create(
        ExpectedSupply(
            source_kind=RECEIPT_LINE,
            source_id=line.pk,
            document_kind="receipt",
            document_id=receipt.pk,
            document_number=receipt.number,
            kind="purchase",
            item_id=line.item_id,
            warehouse_id=receipt.warehouse_id,
            due_on=ready_on,
            quantity=line.waiting,
        )
        for line in waiting
    )
    for line, supply in zip(waiting, fresh, strict=True):
        before = supplies.get(line.order_line_id)
        if before is not None:
            _move_pegs(before, supply)


def _move_pegs(before: ExpectedSupply, after: ExpectedSupply) -> None:
    """Pegs go from the order's line to what has come of it, as far as that reaches."""
    left = after.quantity
    for peg in Peg.objects.filter(supply=before).order_by("pk"):
        part = min(peg.quantity, left)
        if part <= 0:
            return
        left -= part
        if part == peg.quantity:
            Peg.objects.filter(pk=peg.pk).update(supply=after)
        elif Peg.objects.filter(pk=peg.pk, quantity__gt=part).update(quantity=F("quantity") - part):
            Peg.objects.create(demand_id=peg.demand_id, supply=after, quantity=part, is_hard=peg.is_hard)


def settle_inspected(receipt: Receipt, lines: Sequence[ReceiptLine], *, actor: Actor, at: datetime) -> None:
    """What was judged is expected no more; promises that leaned on rejected goods hear of it.

    Emits: SupplyClosed when something was rejected.
    """
    by_line = {line.pk: line for line in lines}
    keys = ExpectedSupply.objects.filter(
        source_kind=RECEIPT_LINE, source_id__in=by_line, is_open=True
    ).values_list("pk", flat=True)
    changes = []
    for supply in locks.supplies_for_update(keys):
        line = by_line[supply.source_id]
        came = min(supply.quantity, supply.quantity - line.waiting)
        changes.append({"id": supply.pk, "received": came, "is_open": line.waiting > 0})
    update_rows(ExpectedSupply, changes, put=["received", "is_open"])
    tell_closed(
        receipt.ref,
        receipt.warehouse_id,
        [line.item_id for line in lines if line.waiting == 0 and line.rejected > line.damaged],
        actor=actor,
        at=at,
    )


def tell_closed(
    document: DocumentRef, warehouse_id: int, item_ids: Sequence[int], *, actor: Actor, at: datetime
) -> None:
    """Tell that supply of items will not come, if there are any.

    Emits: SupplyClosed.
    """
    if item_ids:
        event = SupplyClosed(document=document, warehouse_id=warehouse_id, item_ids=sorted(set(item_ids)))
        emit(event, actor=actor, at=at)
