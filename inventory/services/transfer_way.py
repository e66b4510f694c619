"""Transfers on their way: what is reserved leaves, arrives in parts, and what does not arrive is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid, Shortage
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.money import round_money
from erp.core.rows import save_row
from erp.core.sets import delete_rows, update_rows
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.events import TransferOrderSent
from inventory.models import (
    Demand,
    ExpectedSupply,
    Location,
    Move,
    Reservation,
    Transfer,
    TransferOrder,
    TransferOrderLine,
)
from inventory.services.demands import cancel_demands
from inventory.services.ledger import MoveLine, MoveSource, post_lines
from inventory.services.pegs import move_pegs
from inventory.services.transfer_orders import LINE, RIGHT, by_line, close_supply
from inventory.services.transfers import expect_transfer, receive_transfer

ZERO = Decimal(0)


@command(RIGHT)
def send_transfer_order(
    *,
    order_id: int,
    actor: Actor,
    is_short: bool = False,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> TransferOrder:
    """What is reserved leaves, by lot; it is expected after the days on the way, counted from today.

    With `is_short` a transfer leaves with what there is, and the rest is not sent any more.

    Locks:  the transfer, its demands, reservations, balances and supplies.
    Emits:  TransferOrderSent, StockMoved; SupplyClosed for what is not sent.
    Raises: NotFound; StaleVersion; IllegalTransition; Shortage when something is not reserved; Conflict
            `nothing_reserved`, `lot_blocked`.
    """
    at = at or timezone.now()
    order = locks.transfer_order_for_update(order_id, expected_version)
    changes = move_on(order, "send", at=at)
    demands = {row.pk: row for row in locks.demands_of_document_for_update(order.ref.kind, order.pk)}
    short = next((row for row in demands.values() if row.backordered > 0), None)
    if short is not None and not is_short:
        raise Shortage(product=short.item.sku, asked=short.quantity, available=short.reserved)
    rows = locks.reservations_of_demands_for_update(demands, unassigned_only=False)
    if not rows:
        raise Conflict("nothing_reserved", document=order.number)
    order.due_on = business_day(at) + timedelta(days=order.transit_days)
    save_row(order, ["state", "sent_at", "due_on", "version"])
    lines = {line.pk: line for line in order.lines.select_related("item")}
    told = _leave(order, lines, demands, rows, actor=actor, at=at)
    TransferOrderLine.objects.bulk_update(list(lines.values()), ["sent"])
    if short is not None:
        cancel_demands(document=order.ref, actor=actor, at=at)
    _expect(order, list(lines.values()), actor=actor, at=at)
    emit(TransferOrderSent(document=order.ref, lines=told), actor=actor, at=at, changes=changes)
    if order.transit_days == 0:
        receive_transfer_order(order_id=order.pk, actor=actor, at=at)
    return order


def _leave(
    order: TransferOrder,
    lines: dict[int, TransferOrderLine],
    demands: dict[int, Demand],
    rows: Sequence[Reservation],
    *,
    actor: Actor,
    at: datetime,
) -> list[dict[str, str]]:
    """Consume the reservations: each line's goods of one lot are one `Transfer`; gives what left."""
    groups: dict[tuple[int, int | None], list[Reservation]] = {}
    for row in rows:
        if row.balance.lot is not None and row.balance.lot.is_blocked:
            raise Conflict("lot_blocked", lot=row.balance.lot.code, reason=row.balance.lot.blocked_reason)
        groups.setdefault((demands[row.demand_id].source_id, row.balance.lot_id), []).append(row)
    delete_rows(Reservation, [row.pk for row in rows])
    gone: dict[int, Decimal] = {}
    for row in rows:
        gone[row.demand_id] = gone.get(row.demand_id, ZERO) + row.quantity
    changes = [{"id": pk, "shipped": gone[pk], "reserved": -gone[pk]} for pk in sorted(gone)]
    update_rows(Demand, changes, add=["shipped", "reserved"])
    places = Location.objects.in_bulk({row.balance.location_id for row in rows})
    told = []
    for part, ((line_id, lot_id), group) in enumerate(sorted(groups.items(), key=str), start=1):
        line = lines[line_id]
        quantity = sum((row.quantity for row in group), ZERO)
        moves = [
            MoveLine(
                line.item_id,
                places[row.balance.location_id],
                -row.quantity,
                -round_money(row.quantity * line.item.standard_cost),
                lot_id,
                reserved=row.quantity,
                sku=line.item.sku,
            )
            for row in group
        ]
        sent = Transfer.objects.create(
            number=f"{order.number}-{part}",
            item=line.item,
            lot_id=lot_id,
            line=line,
            from_warehouse_id=order.from_warehouse_id,
            to_warehouse_id=order.to_warehouse_id,
            quantity=quantity,
            value=-sum((move.value for move in moves), ZERO),
            reason=order.note[:200],
            sent_at=at,
            due_on=order.due_on,
        )
        post_lines(
            moves,
            kind=Move.Kind.TRANSFER,
            at=at,
            actor=actor,
            source=MoveSource(sent.ref),
            reason=order.number,
        )
        line.sent += quantity
        told.append({"product": line.item.sku, "quantity": str(quantity)})
    return told


def _expect(order: TransferOrder, lines: Sequence[TransferOrderLine], *, actor: Actor, at: datetime) -> None:
    """What is on its way takes over from what was planned, with the promises that lean on it.

    Locks: the planned supplies, by key.
    """
    keys = ExpectedSupply.objects.filter(source_kind=LINE, source_id__in=[line.pk for line in lines])
    planned = {row.source_id: row for row in locks.supplies_for_update(keys.values_list("pk", flat=True))}
    for transfer in Transfer.objects.filter(line__order=order, received_at__isnull=True).order_by("pk"):
        supply = expect_transfer(transfer)
        move_pegs(planned[transfer.line_id or 0], supply)
    close_supply(order, [line for line in lines if line.sent < line.quantity], actor=actor, at=at)
    ExpectedSupply.objects.filter(pk__in=[row.pk for row in planned.values()]).update(is_open=False)


@dataclass(frozen=True)
class TransferArrival:
    """What has come of a line; with a reason the rest of it did not arrive and will not."""

    line_no: int
    quantity: Decimal
    difference_reason: str = ""
    location: Location | None = None


@command(RIGHT)
def receive_transfer_order(
    *,
    order_id: int,
    actor: Actor,
    lines: Sequence[TransferArrival] | None = None,
    location: Location | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> TransferOrder:
    """Goods of a transfer have arrived: all that is on its way, or so much of each line named.

    The transfer is received once nothing of it is on its way any more.

    Locks:  the transfer, its goods in transit by key, the balances put to.
    Emits:  TransferReceived per line and lot, StockMoved, StockReceived; TransferOrderReceived.
    Raises: NotFound; StaleVersion; IllegalTransition; Invalid on `lines[n]`.
    """
    at = at or timezone.now()
    order = locks.transfer_order_for_update(order_id, expected_version)
    if order.state != TransferOrder.State.IN_TRANSIT:
        raise IllegalTransition(
            kind=order.ref.kind, action="receive", state=order.state, document=order.number
        )
    waiting = locks.transfers_of_order_for_update(order.pk)
    if lines is None:
        for transfer in waiting:
            receive_transfer(transfer_id=transfer.pk, to_location=location, actor=actor, at=at)
        return locks.transfer_order_for_update(order.pk)
    _check_arrivals(order, lines)
    for arrival in lines:
        parts = [one for one in waiting if one.line is not None and one.line.line_no == arrival.line_no]
        _take_in(parts, arrival, location, actor=actor, at=at)
    return locks.transfer_order_for_update(order.pk)


def _check_arrivals(order: TransferOrder, arrivals: Sequence[TransferArrival]) -> None:
    if not arrivals:
        raise Invalid.field("lines", _("Name at least one line."), "empty")
    numbers = [one.line_no for one in arrivals]
    if len(set(numbers)) < len(numbers):
        raise Invalid.field("lines", _("A line is there twice."), "twice")
    known = by_line(order, {one.line_no: one.quantity for one in arrivals}, "lines")
    for place, one in enumerate(arrivals):
        line, path = known[one.line_no], f"lines[{place}]"
        if one.quantity < 0:
            raise Invalid.field(f"{path}.quantity", _("Must not be negative."), "negative")
        if one.quantity > line.on_the_way:
            text = _("Is more than is on its way.")
            raise Invalid.field(f"{path}.quantity", text, "too_many", on_the_way=line.on_the_way)
        if one.quantity == 0 and not one.difference_reason.strip():
            text = _("Say why when nothing arrived.")
            raise Invalid.field(f"{path}.difference_reason", text, "required")
        if one.location is not None and one.location.warehouse_id != order.to_warehouse_id:
            text = _("This place belongs to another warehouse.")
            raise Invalid.field(f"{path}.location", text, "other_warehouse")


def _take_in(
    parts: Sequence[Transfer],
    arrival: TransferArrival,
    location: Location | None,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Spread what came of a line over its lots, first sent first; the rest waits or is written off."""
    left = arrival.quantity
    for transfer in parts:
        part = min(left, transfer.quantity)
        left -= part
        if part <= 0 and not arrival.difference_reason.strip():
            continue
        receive_transfer(
            transfer_id=transfer.pk,
            quantity=part,
            difference_reason=arrival.difference_reason,
            to_location=arrival.location or location,
            actor=actor,
            at=at,
        )
