"""Returned goods at the dock: taken in, then inspected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.quantity import portion
from erp.core.rows import save_row
from inventory.models import Item, Location
from inventory.services.returns import (
    DISPOSITIONS,
    RESTOCK,
    ReturnDocument,
    ReturnedGoods,
    dispose_returned,
    returns_location,
    send_back,
    take_back,
)
from orders import locks
from orders.events import ReturnInspected, ReturnReceived
from orders.models import ReturnLine, ReturnRequest
from orders.services.kits import components_of, part_of
from orders.services.order_lines import is_whole
from orders.services.returns import lot_shipped, reject_open, shipped_lots

ZERO = Decimal(0)
State = ReturnRequest.State


@dataclass(frozen=True)
class Arrived:
    """What of a return's line has come. Units: the order line's."""

    quantity: Decimal
    lot: str = ""


@command("inventory.receive_return", "Take returned goods in")
def receive_return(
    *,
    return_id: int,
    actor: Actor,
    arrived: Mapping[int, Arrived] | None = None,
    location: Location | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> ReturnRequest:
    """Take the goods in, blocked; without `arrived` (by line number) everything that was announced.

    Locks:  the order, the return, its demands, the balances.
    Emits:  ReturnReceived, StockMoved.
    Raises: IllegalTransition; Invalid on `lines`; Conflict `more_than_shipped`, `nothing_arrived`.
    """
    at = at or timezone.now()
    row = locks.return_for_update(return_id, expected_version)
    changes = move_on(row, "receive", at=at)
    lines = _lines_of(row)
    _set_arrived(lines, arrived)
    goods = [one for line in lines if line.received > 0 for one in _goods(line, line.received)]
    if not goods:
        raise Conflict("nothing_arrived", document=row.number)
    if location is not None and location.warehouse_id != row.warehouse_id:
        raise Invalid.field("location", _("This warehouse has no such location."), "unknown")
    row.location = location or returns_location(row.warehouse)
    take_back(
        document=_document(row), goods=goods, warehouse=row.warehouse, location=row.location,
        actor=actor, at=at,
    )  # fmt: skip
    ReturnLine.objects.bulk_update(lines, ["received", "lot"])
    save_row(row, ["state", "received_at", "location", "version"])
    quantity = sum((one.quantity for one in goods), ZERO)
    event = ReturnReceived(document=row.ref, about=row.order.ref, quantity=quantity)
    emit(event, actor=actor, at=at, changes=changes)
    return row


def _lines_of(row: ReturnRequest) -> list[ReturnLine]:
    return list(row.lines.select_related("order_line__item", "order_line__demand", "lot").order_by("line_no"))


def _document(row: ReturnRequest) -> ReturnDocument:
    return ReturnDocument(row.ref, row.order.ref, row.customer_id)


def _goods(line: ReturnLine, quantity: Decimal) -> list[ReturnedGoods]:
    """The goods of a line, in base units; a kit's are its components."""
    own = line.order_line
    if own.item.kind == Item.Kind.KIT:
        return [
            ReturnedGoods(row.demand_id, row.item, part_of(row).needed(quantity))
            for row in components_of([own]).get(own.pk, ())
            if row.demand_id is not None
        ]
    demand_id = own.demand_id
    assert demand_id is not None  # noqa: S101 -- only what was shipped is on a return
    return [ReturnedGoods(demand_id, own.item, quantity, line.lot_id)]


def _set_arrived(lines: Sequence[ReturnLine], arrived: Mapping[int, Arrived] | None) -> None:
    """Set what came on the lines, in memory.

    Raises: Invalid on `lines[n]`; tracked goods need a lot that was shipped for the line.
    """
    known = {line.line_no for line in lines}
    if arrived is not None and not set(arrived) <= known:
        raise Invalid.field("lines", _("The return has no such line."), "unknown")
    for line in lines:
        given = Arrived(line.quantity) if arrived is None else arrived.get(line.line_no, Arrived(ZERO))
        path = f"lines[{line.line_no}]"
        if given.quantity < 0 or given.quantity > line.quantity:
            text = _("Must be between nothing and what was announced.")
            raise Invalid.field(f"{path}.quantity", text, "out_of_range", announced=line.quantity)
        line.received = to_base_of(line, given.quantity)
        if line.order_line.item.kind == Item.Kind.KIT and not is_whole(line.received):
            raise Invalid.field(f"{path}.quantity", _("Kits come back whole."), "kits_are_whole")
        if line.received > 0 and line.order_line.item.tracking != Item.Tracking.NONE:
            _set_lot(line, given.lot, path)


def _set_lot(line: ReturnLine, code: str, path: str) -> None:
    if code:
        line.lot = lot_shipped(line.order_line, code, path)
    shipped = shipped_lots(line.order_line)
    if line.lot_id is None and len(shipped) == 1:
        line.lot_id = next(iter(shipped))
    if line.lot_id is None:
        text = _("Say which lot or serial number came back; one line takes one.")
        raise Invalid.field(f"{path}.lot", text, "lot_required")
    others = ReturnLine.objects.filter(order_line=line.order_line, lot_id=line.lot_id).exclude(pk=line.pk)
    back = sum((one.received - one.rejected for one in others), ZERO)
    if back + line.received > shipped.get(line.lot_id, ZERO):
        text = _("Is more than what was shipped of this lot and is not back yet.")
        raise Invalid.field(f"{path}.quantity", text, "more_than_shipped")


def to_base_of(line: ReturnLine, quantity: Decimal) -> Decimal:
    """A quantity in the order line's unit as base units; all of the line is exactly all of it."""
    if quantity == line.quantity:
        return line.base_quantity
    return portion(quantity, base=line.order_line.quantity, whole=line.order_line.base_quantity)


@dataclass(frozen=True)
class Verdict:
    """What the inspection says of one line. Units: the order line's."""

    accepted: Decimal
    rejected: Decimal = ZERO
    disposition: str = RESTOCK


@command("inventory.inspect_return", "Inspect returned goods")
def inspect_return(
    *,
    return_id: int,
    verdicts: Mapping[int, Verdict],
    actor: Actor,
    to_location: Location | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> ReturnRequest:
    """Say per line number what is accepted and where it goes; the rest goes back to the customer.

    A return of which nothing is accepted is rejected with that.

    Locks:  the order, the return, its demands, the balances.
    Emits:  ReturnInspected, StockMoved, StockReceived for what is in stock again; ReturnRejected.
    Raises: IllegalTransition; Invalid on `lines[n]`; Shortage when the goods were moved away.
    """
    at = at or timezone.now()
    row = locks.return_for_update(return_id, expected_version)
    changes = move_on(row, "inspect", at=at)
    lines = _lines_of(row)
    _set_verdicts(lines, verdicts)
    location = row.location or returns_location(row.warehouse)
    if to_location is not None and (
        to_location.warehouse_id != row.warehouse_id or not to_location.is_usable
    ):
        raise Invalid.field("location", _("Goods for stock go to a usable location."), "not_usable")
    document = _document(row)
    refused = [one for line in lines if line.rejected > 0 for one in _goods(line, line.rejected)]
    if refused:
        send_back(document=document, goods=refused, location=location, actor=actor, at=at)
    dispose_returned(
        document=document,
        goods=[
            (one, line.disposition)
            for line in lines
            if line.accepted > 0
            for one in _goods(line, line.accepted)
        ],
        source_location=location,
        warehouse=row.warehouse,
        to_location=to_location,
        actor=actor,
        at=at,
    )
    ReturnLine.objects.bulk_update(lines, ["accepted", "rejected", "disposition"])
    save_row(row, ["state", "inspected_at", "version"])
    accepted = sum((line.accepted for line in lines), ZERO)
    rejected = sum((line.rejected for line in lines), ZERO)
    event = ReturnInspected(document=row.ref, about=row.order.ref, accepted=accepted, rejected=rejected)
    emit(event, actor=actor, at=at, changes=changes)
    if accepted == 0:
        reject_open(row, str(_("Nothing was accepted at the inspection.")), actor=actor, at=at)
    return row


def _set_verdicts(lines: Sequence[ReturnLine], verdicts: Mapping[int, Verdict]) -> None:
    known = {line.line_no for line in lines}
    if not set(verdicts) <= known:
        raise Invalid.field("lines", _("The return has no such line."), "unknown")
    for line in lines:
        if line.received == 0:
            continue
        given = verdicts.get(line.line_no)
        path = f"lines[{line.line_no}]"
        if given is None:
            raise Invalid.field(path, _("Say what is accepted of this line."), "required")
        if given.disposition not in DISPOSITIONS:
            text = _("Must be restock, scrap or to_supplier.")
            raise Invalid.field(f"{path}.disposition", text, "unknown_choice")
        received = line.shown(line.received)
        if given.accepted < 0 or given.rejected < 0 or given.accepted + given.rejected != received:
            text = _("Accepted and not accepted must add up to what was received.")
            raise Invalid.field(f"{path}.accepted", text, "does_not_add_up", received=received)
        line.rejected = min(to_base_of(line, given.rejected), line.received)
        if line.order_line.item.kind == Item.Kind.KIT and not is_whole(line.rejected):
            raise Invalid.field(f"{path}.accepted", _("Kits come back whole."), "kits_are_whole")
        line.accepted = line.received - line.rejected
        line.disposition = given.disposition if line.accepted > 0 else ""
