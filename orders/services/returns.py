"""Returns: asked for, approved or rejected, taken in and inspected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.numbering import next_number
from erp.core.quantity import portion
from erp.core.records import need_reason
from erp.core.rows import insert_row, insert_rows, save_row
from inventory.models import Item, Location, Lot, ShipmentLine
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
from orders.events import ReturnApproved, ReturnInspected, ReturnReceived, ReturnRejected, ReturnRequested
from orders.models import Order, OrderLine, ReturnLine, ReturnReason, ReturnRequest
from orders.selectors.returns import on_returns
from orders.services.kits import components_of, part_of

ZERO = Decimal(0)
MOST_LINES = 500
State = ReturnRequest.State
GONE = ("shipped", "delivered")


@dataclass(frozen=True)
class ReturnLineInput:
    """What of an order line comes back. Units: `quantity` in the order line's unit."""

    order_line_id: int
    quantity: Decimal
    lot: str = ""


@dataclass(frozen=True)
class ReturnInput:
    """A return as somebody asked for it."""

    order_id: int
    reason: ReturnReason
    lines: Sequence[ReturnLineInput]
    note: str = ""


@command("orders.create_return", "Ask for returns")
def create_return(*, request: ReturnInput, actor: Actor, at: datetime | None = None) -> ReturnRequest:
    """Note that a customer wants to send goods back: only what was shipped and is on no other return.

    Locks:  the order, under which all its returns are counted.
    Emits:  ReturnRequested.
    Raises: NotFound; Invalid naming the field.
    """
    at = at or timezone.now()
    order = locks.order_for_update(request.order_id)
    if not request.reason.is_active:
        raise Invalid.field("reason", _("This reason is not used any more."), "inactive")
    row = ReturnRequest(
        order=order,
        customer_id=order.customer_id,
        warehouse_id=order.warehouse_id,
        reason=request.reason,
        note=request.note[:500],
        requested_by=actor.label[:150],
        created_at=at,
    )
    lines = _lines(order, request.lines)
    row.number = next_number("return")
    insert_row(row)
    for line in lines:
        line.request = row
    insert_rows(lines)
    event = ReturnRequested(document=row.ref, about=order.ref, reason=request.reason.code, lines=len(lines))
    emit(event, actor=actor, at=at, changes={"state": ["", "requested"]})
    return row


def _lines(order: Order, inputs: Sequence[ReturnLineInput]) -> list[ReturnLine]:
    """Checked lines of a new return.

    Raises: Invalid on `lines` or `lines[n].…`.
    """
    if not inputs:
        raise Invalid.field("lines", _("A return needs at least one line."), "empty")
    if len(inputs) > MOST_LINES:
        raise Invalid.field("lines", _("A return has at most 500 lines."), "too_many")
    known = {line.pk: line for line in order.lines.select_related("item", "demand")}
    taken = on_returns(known)
    found = []
    for n, given in enumerate(inputs):
        path = f"lines[{n}]"
        line = known.get(given.order_line_id)
        if line is None:
            raise Invalid.field(f"{path}.order_line", _("The order has no such line."), "unknown")
        base = _base_quantity(line, given.quantity, path)
        shipped = line.demand.shipped if line.demand is not None else ZERO
        left = shipped - taken.get(line.pk, ZERO)
        if base > left:
            text = _("Is more than what was shipped and is on no other return.")
            raise Invalid.field(f"{path}.quantity", text, "more_than_shipped", left=left, shipped=shipped)
        taken[line.pk] = taken.get(line.pk, ZERO) + base
        lot = _lot(line, given.lot, path) if given.lot else None
        found.append(
            ReturnLine(line_no=n + 1, order_line=line, lot=lot, quantity=given.quantity, base_quantity=base)
        )
    return found


def _base_quantity(line: OrderLine, quantity: Decimal, path: str) -> Decimal:
    if line.item.kind == Item.Kind.KIT:
        _check_kit(line, path)
    elif line.item.kind != Item.Kind.STOCKED:
        raise Invalid.field(f"{path}.order_line", _("Services can't be sent back."), "service")
    if quantity <= 0:
        raise Invalid.field(f"{path}.quantity", _("Must be greater than zero."), "not_positive")
    if quantity > line.quantity:
        text = _("Is more than what was shipped and is on no other return.")
        raise Invalid.field(f"{path}.quantity", text, "more_than_shipped")
    base = portion(quantity, base=line.quantity, whole=line.base_quantity)
    if base <= 0:
        raise Invalid.field(f"{path}.quantity", _("Must be greater than zero."), "not_positive")
    if line.item.kind == Item.Kind.KIT and base != base.to_integral_value():
        raise Invalid.field(f"{path}.quantity", _("Kits come back whole."), "kits_are_whole")
    return base


def _check_kit(line: OrderLine, path: str) -> None:
    """A kit comes back as its components; those must not be tracked, since a line names no lot of each."""
    tracked = [
        row.item.sku
        for row in components_of([line]).get(line.pk, ())
        if row.item.tracking != Item.Tracking.NONE
    ]
    if tracked:
        text = _("This kit has parts with lots or serial numbers (%(parts)s): it can't be returned as a kit.")
        raise Invalid.field(f"{path}.order_line", text % {"parts": ", ".join(tracked)}, "kit")


def _lot(line: OrderLine, code: str, path: str) -> Lot:
    """The lot by its code, if it was shipped for the line.

    Raises: Invalid on `lot`.
    """
    lot = Lot.objects.filter(item_id=line.item_id, code=code).first()
    if lot is None or lot.pk not in _shipped_lots(line):
        raise Invalid.field(f"{path}.lot", _("This lot was not shipped for this line."), "not_shipped")
    return lot


def _shipped_lots(line: OrderLine) -> dict[int, Decimal]:
    """How much of each lot left for a line."""
    rows = ShipmentLine.objects.filter(
        demand=line.demand, shipment__state__in=GONE, lot__isnull=False, picked__gt=0
    ).order_by()
    return dict(rows.values_list("lot_id").annotate(Sum("picked")))


@command("orders.approve_return", "Approve and reject returns")
def approve_return(
    *, return_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> ReturnRequest:
    """Let the customer send the goods.

    Locks:  the order, the return.
    Emits:  ReturnApproved.
    Raises: IllegalTransition.
    """
    at = at or timezone.now()
    row = locks.return_for_update(return_id, expected_version)
    changes = move_on(row, "approve", at=at)
    save_row(row, ["state", "approved_at", "version"])
    emit(ReturnApproved(document=row.ref, about=row.order.ref), actor=actor, at=at, changes=changes)
    return row


@command("orders.approve_return")
def reject_return(
    *,
    return_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> ReturnRequest:
    """Say no to a return before its goods are here, with the reason.

    Locks:  the order, the return.
    Emits:  ReturnRejected.
    Raises: IllegalTransition once the goods are here; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    row = locks.return_for_update(return_id, expected_version)
    if row.state == State.INSPECTED:
        raise IllegalTransition(action="reject", state=row.state, document=row.number)
    _reject(row, reason, actor=actor, at=at)
    return row


def _reject(row: ReturnRequest, reason: str, *, actor: Actor, at: datetime) -> None:
    changes = move_on(row, "reject", reason=reason)
    save_row(row, ["state", "rejection", "version"])
    event = ReturnRejected(document=row.ref, about=row.order.ref, reason=reason)
    emit(event, actor=actor, at=at, changes=changes)


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
        if line.received > 0 and line.order_line.item.tracking != Item.Tracking.NONE:
            _set_lot(line, given.lot, path)


def _set_lot(line: ReturnLine, code: str, path: str) -> None:
    if code:
        line.lot = _lot(line.order_line, code, path)
    shipped = _shipped_lots(line.order_line)
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
        _reject(row, str(_("Nothing was accepted at the inspection.")), actor=actor, at=at)
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
        line.accepted = line.received - line.rejected
        line.disposition = given.disposition if line.accepted > 0 else ""
