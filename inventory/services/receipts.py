"""Receiving: what a delivery brought, checked against the order, booked to where it may lie."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django_fsm import can_proceed

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.numbering import next_number
from erp.core.rows import insert_row, insert_rows
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.events import PurchaseOrderChanged, ReceiptArrived, ReceiptInspected, ReceiptPutAway
from inventory.models import (
    Item,
    Location,
    Move,
    PurchaseOrder,
    PurchaseOrderLine,
    Receipt,
    ReceiptLine,
    Warehouse,
)
from inventory.selectors.receiving import receiving_settings, terms_for
from inventory.services.arrivals import ReceiptInput, check_arrivals, in_base_units, make_lines
from inventory.services.inbound import expect_inspected, follow_order_lines, tell_closed
from inventory.services.ledger import MoveLine, MoveSource, post_lines
from inventory.services.stock import value_of
from inventory.services.supplier_returns import take_replacements

__all__ = ["ReceiptInput", "finish_inspection", "place_of", "receive_purchase_order"]

ZERO = Decimal(0)
DOCK, QUALITY = "DOCK", "QUALITY"


@command("inventory.receive_purchase_order", "Receive goods of purchase orders")
def receive_purchase_order(
    *,
    purchase_order_id: int,
    lines: Sequence[ReceiptInput],
    actor: Actor,
    delivery_note: str = "",
    inspect_all: bool = False,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Receipt:
    """Take in what a delivery brought: a receipt, with what is exempt usable at once and the rest blocked.

    `inspect_all` has exempt goods inspected as well (a spot check).

    Locks:  the purchase order, its supplies, the balances put to.
    Emits:  PurchaseOrderChanged, ReceiptArrived, StockMoved; StockReceived and ReceiptInspected where
            nothing is left to inspect; SupplyClosed where a rest will not come.
    Raises: IllegalTransition for an order that is not under way (a cancelled one); Invalid on
            `lines[n]` for an unknown line, more than the tolerance takes, a wrong lot.
    """
    at = at or timezone.now()
    order = locks.purchase_order_for_update(purchase_order_id, expected_version)
    if not can_proceed(order.receive_in_part):
        raise IllegalTransition(
            kind=order.ref.kind, action="receive", state=order.state, document=order.number
        )
    settings = receiving_settings()
    rows = {row.line_no: row for row in order.lines.select_related("item__unit", "unit")}
    lines = in_base_units(rows, lines)
    terms = terms_for(order.supplier_id, {row.item_id for row in rows.values()}, settings)
    check_arrivals(rows, terms, lines)
    receipt = insert_row(
        Receipt(
            number=next_number("receipt"),
            purchase_order=order,
            supplier_id=order.supplier_id,
            warehouse_id=order.warehouse_id,
            delivery_note=delivery_note.strip()[:60],
            arrived_at=at,
            arrived_on=business_day(at),
            received_by=actor.label[:150],
        )
    )
    arrived = make_lines(receipt, order, rows, lines, terms=terms, settings=settings, inspect_all=inspect_all)
    insert_rows(arrived)
    _follow_order(receipt, order, rows, lines, arrived, actor=actor, at=at, days=settings.inspection_days)
    stock_value = _post(receipt, order.warehouse, arrived, actor=actor, at=at)
    owed = sum((line.value for line in arrived), ZERO) + take_replacements(arrived, actor=actor, at=at)
    _tell(receipt, order, arrived, owed, stock_value, actor=actor, at=at)
    return receipt


def _follow_order(
    receipt: Receipt,
    order: PurchaseOrder,
    rows: dict[int, PurchaseOrderLine],
    lines: Sequence[ReceiptInput],
    arrived: Sequence[ReceiptLine],
    *,
    actor: Actor,
    at: datetime,
    days: int,
) -> None:
    """The order's lines, their supply and its state follow what came."""
    for line in lines:
        row = rows[line.line_no]
        row.received += line.quantity
        row.is_closed_short = row.is_closed_short or (line.close_rest and row.received < row.quantity)
    changed = [rows[number] for number in sorted({line.line_no for line in lines})]
    update_rows(
        PurchaseOrderLine,
        [{"id": row.pk, "received": row.received, "is_closed_short": row.is_closed_short} for row in changed],
        put=["received", "is_closed_short"],
    )
    supplies = follow_order_lines(changed)
    expect_inspected(receipt, arrived, supplies, ready_on=receipt.arrived_on + timedelta(days=days))
    short = [row.item_id for row in changed if row.is_closed_short]
    tell_closed(order.ref, order.warehouse_id, short, actor=actor, at=at)
    is_all = all(row.received >= row.quantity or row.is_closed_short for row in rows.values())
    changes = move_on(order, "receive", at=at) if is_all else move_on(order, "receive_in_part")
    order.save(update_fields=["state", "received_at", "version"])
    if changes["state"][0] == changes["state"][1]:
        changes = {}
    emit(PurchaseOrderChanged(document=order.ref, verb="received"), actor=actor, at=at, changes=changes)


def place_of(warehouse: Warehouse, kind: str) -> Location:
    """The dock or the quality area of a warehouse; made when it is first needed.

    The dock counts as on hand: what is accepted may be picked from there before it is put away.
    """
    is_usable = kind == Location.Kind.RECEIVING
    rows = warehouse.locations.filter(kind=kind, is_active=True, is_usable=is_usable)
    found = rows.order_by("pick_sequence", "code").first()
    if found is not None:
        return found
    code = DOCK if is_usable else QUALITY
    if warehouse.locations.filter(code=code).exclude(kind=kind, is_usable=is_usable, is_active=True).exists():
        code = f"{code}-IN"
    place, _made = Location.objects.get_or_create(
        warehouse=warehouse, code=code, defaults={"kind": kind, "is_usable": is_usable}
    )
    return place


def _post(
    receipt: Receipt, warehouse: Warehouse, arrived: Sequence[ReceiptLine], *, actor: Actor, at: datetime
) -> Decimal:
    """Book the goods to the dock or the quality area; gives their value at standard cost."""
    moves = []
    for line in arrived:
        for kind, quantity in (
            (Location.Kind.RECEIVING, line.accepted),
            (Location.Kind.QUALITY, line.quantity - line.accepted),
        ):
            if quantity > 0 and line.item.kind != Item.Kind.SERVICE:
                moves.append(
                    MoveLine(
                        line.item_id,
                        place_of(warehouse, kind),
                        quantity,
                        value_of(line.item, quantity),
                        line.lot_id,
                        sku=line.item.sku,
                    )
                )
    post_lines(
        moves,
        kind=Move.Kind.RECEIPT,
        at=at,
        actor=actor,
        source=MoveSource(receipt.ref),
        reason=receipt.purchase_order.number,
    )
    return sum((move.value for move in moves), ZERO)


def _tell(
    receipt: Receipt,
    order: PurchaseOrder,
    arrived: Sequence[ReceiptLine],
    owed: Decimal,
    stock_value: Decimal,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    arrival = ReceiptArrived(
        document=receipt.ref,
        about=order.ref,
        supplier_id=order.supplier_id,
        purchase_order=order.number,
        quantity=sum((line.quantity for line in arrived), ZERO),
        damaged=sum((line.damaged for line in arrived), ZERO),
        order_value=owed,
        stock_value=stock_value,
    )
    emit(arrival, actor=actor, at=at, changes={"state": ["", receipt.state]})
    if all(line.waiting == 0 for line in arrived):
        finish_inspection(receipt, arrived, actor=actor, at=at)


def finish_inspection(receipt: Receipt, lines: Sequence[ReceiptLine], *, actor: Actor, at: datetime) -> None:
    """Every line is judged: the receipt goes on to be put away, or is rejected as a whole.

    Services lie nowhere: a receipt of nothing else is done with that. The caller holds the receipt.
    Emits:  ReceiptInspected; ReceiptPutAway for services.
    """
    accepted = sum((line.accepted for line in lines), ZERO)
    changes = move_on(receipt, "inspect" if accepted > 0 else "reject", at=at)
    receipt.inspected_by = actor.label[:150]
    receipt.save(update_fields=["state", "inspected_at", "inspected_by", "version"])
    event = ReceiptInspected(
        document=receipt.ref,
        about=receipt.purchase_order.ref,
        supplier_id=receipt.supplier_id,
        outcome=receipt.state,
        accepted=accepted,
        rejected=sum((line.rejected for line in lines), ZERO),
    )
    emit(event, actor=actor, at=at, changes=changes)
    if accepted > 0 and all(line.item.kind == Item.Kind.SERVICE for line in lines):
        changes = move_on(receipt, "put_away", at=at)  # services lie nowhere
        receipt.save(update_fields=["state", "put_away_at", "version"])
        done = ReceiptPutAway(
            document=receipt.ref, about=receipt.purchase_order.ref, quantity=accepted, is_complete=True
        )
        emit(done, actor=actor, at=at, changes=changes)
