"""Returns: asked for, approved or rejected, taken in and inspected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition, Invalid
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.numbering import next_number
from erp.core.quantity import portion
from erp.core.records import need_reason
from erp.core.rows import insert_row, insert_rows, save_row
from inventory.models import Item, Lot, ShipmentLine
from orders import locks
from orders.events import ReturnApproved, ReturnRejected, ReturnRequested
from orders.models import Order, OrderLine, ReturnLine, ReturnReason, ReturnRequest
from orders.selectors.returns import on_returns
from orders.services.kits import components_of
from orders.services.order_lines import is_whole

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
        lot = lot_shipped(line, given.lot, path) if given.lot else None
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
    if line.item.kind == Item.Kind.KIT and not is_whole(base):
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


def lot_shipped(line: OrderLine, code: str, path: str) -> Lot:
    """The lot by its code, if it was shipped for the line.

    Raises: Invalid on `lot`.
    """
    lot = Lot.objects.filter(item_id=line.item_id, code=code).first()
    if lot is None or lot.pk not in shipped_lots(line):
        raise Invalid.field(f"{path}.lot", _("This lot was not shipped for this line."), "not_shipped")
    return lot


def shipped_lots(line: OrderLine) -> dict[int, Decimal]:
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
        raise IllegalTransition(kind=row.ref.kind, action="reject", state=row.state, document=row.number)
    reject_open(row, reason, actor=actor, at=at)
    return row


def reject_open(row: ReturnRequest, reason: str, *, actor: Actor, at: datetime) -> None:
    """Reject a locked return, saying why; emits ReturnRejected."""
    changes = move_on(row, "reject", reason=reason)
    save_row(row, ["state", "rejection", "version"])
    event = ReturnRejected(document=row.ref, about=row.order.ref, reason=reason)
    emit(event, actor=actor, at=at, changes=changes)
