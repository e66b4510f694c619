"""Goods between two places: sent, on their way, arrived, and what of them did not."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.money import round_money
from erp.core.numbering import next_number
from erp.core.rows import save_row
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.events import TransferOrderReceived, TransferReceived, TransferSent
from inventory.models import (
    ExpectedSupply,
    Item,
    Location,
    Move,
    Transfer,
    TransferOrder,
    TransferOrderLine,
    TransitTime,
    Warehouse,
)
from inventory.services.ledger import MoveLine, MoveSource, post_lines
from inventory.services.stock import check_quantity, check_stocked, default_location, outgoing_lines, value_of

ZERO = Decimal(0)


@command("inventory.transfer_stock")
def transfer_stock(
    *,
    item: Item,
    from_warehouse: Warehouse,
    to_warehouse: Warehouse,
    quantity: Decimal,
    reason: str,
    actor: Actor,
    location: Location | None = None,
    to_location: Location | None = None,
    lot: str | None = None,
    transit_days: int | None = None,
    at: datetime | None = None,
) -> Transfer:
    """Send free goods to another warehouse; they arrive at once where transit takes no days.

    Without `transit_days` it takes what the two warehouses' transit time says.

    Within one warehouse it moves goods between two locations.

    Locks:  the balances taken from and put to.
    Emits:  TransferSent, StockMoved; TransferReceived when at once.
    Raises: Invalid; Shortage.
    """
    at = at or timezone.now()
    check_stocked(item)
    check_quantity(quantity)
    if from_warehouse == to_warehouse and (to_location is None or location == to_location):
        raise Invalid.field("to_warehouse", _("Must be another place."), "same_place")
    if transit_days is None:
        transit_days = transit_days_between(from_warehouse.pk, to_warehouse.pk)
    lines = outgoing_lines(item, from_warehouse, quantity, location=location, lot=lot, on=business_day(at))
    lots = {line.lot_id for line in lines}
    if len(lots) > 1:
        raise Invalid.field("lot", _("Name the lot: this quantity spans several."), "lot_required")
    transfer = Transfer.objects.create(
        number=next_number("transfer"),
        item=item,
        lot_id=lots.pop(),
        from_warehouse=from_warehouse,
        to_warehouse=to_warehouse,
        quantity=quantity,
        value=value_of(item, quantity),
        reason=reason,
        sent_at=at,
        due_on=business_day(at) + timedelta(days=transit_days),
        received_at=None,
    )
    source = MoveSource(transfer.ref)
    post_lines(lines, kind=Move.Kind.TRANSFER, at=at, actor=actor, source=source, reason=reason)
    emit(TransferSent(document=transfer.ref, quantity=quantity), actor=actor, at=at)
    if transit_days == 0:
        _arrive(transfer, to_location or default_location(to_warehouse), None, actor=actor, at=at)
        return transfer
    expect_transfer(transfer)
    return transfer


@command("inventory.transfer_stock")
def receive_transfer(
    *,
    transfer_id: int,
    actor: Actor,
    to_location: Location | None = None,
    quantity: Decimal | None = None,
    difference_reason: str = "",
    at: datetime | None = None,
) -> Transfer:
    """Goods in transit have arrived at the other warehouse: all of them, or `quantity` of them.

    Of a part the rest stays in transit, as a transfer of its own. With a `difference_reason` the rest
    did not arrive and will not: it is written off.

    Locks:  the document that sent it, the transfer, the balance put to.
    Emits:  TransferReceived, StockMoved, StockReceived; TransferOrderReceived with the last of a document.
    Raises: NotFound; Invalid on `quantity`; Conflict when they have arrived before.
    """
    at = at or timezone.now()
    order = locks.order_of_transfer_for_update(transfer_id)
    transfer = locks.transfer_for_update(transfer_id)
    if transfer.received_at is not None:
        raise Conflict("already_received", transfer=transfer.number)
    arrived = transfer.quantity if quantity is None else quantity
    reason = difference_reason.strip()[:200]
    if not 0 <= arrived <= transfer.quantity or (arrived == 0 and not reason):
        text = _("Must be between nothing and what was sent; say why when nothing arrived.")
        raise Invalid.field("quantity", text, "out_of_range", sent=transfer.quantity)
    location = to_location or _arrival_place(transfer)
    supply = ExpectedSupply.objects.filter(source_kind="transfer", source_id=transfer.pk)
    if arrived == transfer.quantity or reason:
        supply.update(received=arrived, is_open=False)
        transfer.missing = transfer.quantity - arrived
        transfer.difference_reason = reason if transfer.missing > 0 else ""
    else:
        rest = _split(transfer, transfer.quantity - arrived)
        supply.update(quantity=arrived, received=arrived, is_open=False)
        expect_transfer(rest)
    _arrive(transfer, location, order, actor=actor, at=at)
    if transfer.missing > 0:
        _write_off(transfer, location, actor=actor, at=at)
    if order is not None:
        _follow(order, transfer, actor=actor, at=at)
    return transfer


def _follow(order: TransferOrder, transfer: Transfer, *, actor: Actor, at: datetime) -> None:
    """The line counts what came and what never will; with the last of it the document is received.

    The caller holds the document. Emits: TransferOrderReceived.
    """
    arrived = transfer.quantity - transfer.missing
    TransferOrderLine.objects.filter(pk=transfer.line_id or 0).update(
        received=F("received") + arrived, missing=F("missing") + transfer.missing
    )
    if Transfer.objects.filter(line__order=order, received_at__isnull=True).exists():
        order.version += 1
        save_row(order, ["version"])
        return
    changes = move_on(order, "receive", at=at)
    save_row(order, ["state", "received_at", "version"])
    missing = order.lines.aggregate(total=Sum("missing"))["total"] or ZERO
    emit(TransferOrderReceived(document=order.ref, missing=missing), actor=actor, at=at, changes=changes)


def transit_days_between(from_warehouse_id: int, to_warehouse_id: int) -> int:
    """How long goods travel between two warehouses; none where nobody said."""
    rows = TransitTime.objects.filter(from_warehouse_id=from_warehouse_id, to_warehouse_id=to_warehouse_id)
    return rows.values_list("days", flat=True).first() or 0


def _arrival_place(transfer: Transfer) -> Location:
    """Where arriving goods go when nobody says: a blocked or expired lot to the quality area."""
    lot = transfer.lot
    if lot is not None and (lot.is_blocked or (lot.expires_on and lot.expires_on < transfer.due_on)):
        blocked = transfer.to_warehouse.locations.filter(kind=Location.Kind.QUALITY, is_active=True)
        if place := blocked.order_by("pick_sequence", "code").first():
            return place
    return default_location(transfer.to_warehouse)


def _split(transfer: Transfer, left: Decimal) -> Transfer:
    """Take what has not arrived off a locked transfer, as a transfer of its own."""
    value = round_money(transfer.value * left / transfer.quantity)
    rest = Transfer.objects.create(
        number=next_number("transfer"),
        item_id=transfer.item_id,
        lot_id=transfer.lot_id,
        line_id=transfer.line_id,
        from_warehouse_id=transfer.from_warehouse_id,
        to_warehouse_id=transfer.to_warehouse_id,
        quantity=left,
        value=value,
        reason=transfer.reason or transfer.number,
        sent_at=transfer.sent_at,
        due_on=transfer.due_on,
    )
    transfer.quantity -= left
    transfer.value -= value
    return rest


def expect_transfer(transfer: Transfer) -> ExpectedSupply:
    """Goods on their way are supply of the warehouse they go to, named by the document that sent them."""
    document = transfer.line.order.ref if transfer.line else transfer.ref
    return ExpectedSupply.objects.create(
        source_kind="transfer",
        source_id=transfer.pk,
        document_kind=document.kind,
        document_id=document.id,
        document_number=document.number,
        kind="transfer",
        item_id=transfer.item_id,
        warehouse_id=transfer.to_warehouse_id,
        due_on=transfer.due_on,
        quantity=transfer.quantity,
    )


def _write_off(transfer: Transfer, location: Location, *, actor: Actor, at: datetime) -> None:
    """Book out what did not arrive: it came on paper, and is gone with its reason."""
    value = round_money(transfer.value * transfer.missing / transfer.quantity)
    line = MoveLine(transfer.item_id, location, -transfer.missing, -value, transfer.lot_id)
    post_lines(
        [line],
        kind=Move.Kind.ADJUSTMENT,
        at=at,
        actor=actor,
        source=MoveSource(transfer.ref),
        reason=transfer.difference_reason,
    )


def _arrive(
    transfer: Transfer, location: Location, order: TransferOrder | None, *, actor: Actor, at: datetime
) -> None:
    transfer.received_at = at
    transfer.save(update_fields=["received_at", "quantity", "value", "missing", "difference_reason"])
    line = MoveLine(transfer.item_id, location, transfer.quantity, transfer.value, transfer.lot_id)
    ref = transfer.ref
    post_lines([line], kind=Move.Kind.TRANSFER, at=at, actor=actor, source=MoveSource(ref))
    about = order.ref if order is not None else None
    emit(TransferReceived(document=ref, about=about, quantity=transfer.quantity), actor=actor, at=at)
