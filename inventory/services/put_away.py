"""Put-away: accepted goods go from the dock to the bins they will be picked from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition, Shortage
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.records import Problems
from erp.core.rows import insert_rows
from erp.core.sets import update_rows
from inventory import locks
from inventory.events import ReceiptPutAway
from inventory.models import Balance, Location, Move, Receipt, ReceiptLine, Reservation
from inventory.selectors.putaway import suggest_putaway
from inventory.services.ledger import MoveLine, MoveSource, lock_places, post_lines
from inventory.services.receipts import place_of
from inventory.services.stock import value_of

ZERO = Decimal(0)


@dataclass(frozen=True)
class PutAwayInput:
    """Where a line, or a part of it, goes; a quantity left out is all of it."""

    line_no: int
    location: Location
    quantity: Decimal | None = None


@dataclass(frozen=True)
class _Step:
    line: ReceiptLine
    place: Location
    quantity: Decimal


@command("inventory.put_away", "Put received goods away")
def put_away_receipt(
    *,
    receipt_id: int,
    actor: Actor,
    lines: Sequence[PutAwayInput] | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Receipt:
    """Bring accepted goods from the dock to bins: those named, else those that the rules suggest.

    Reservations that no shipment picks yet go along with their goods; what a shipment takes from the
    dock stays there for it. The receipt is put away once nothing of it is left to be moved.

    Locks:  the receipt, the balances of dock and bins by key, the reservations at the dock.
    Emits:  ReceiptPutAway, StockMoved.
    Raises: IllegalTransition unless inspected; Invalid on `lines[n]`; Shortage when less lies at the
            dock than named; Conflict `no_room` when the bins are full.
    """
    at = at or timezone.now()
    receipt = locks.receipt_for_update(receipt_id, expected_version)
    if receipt.state != Receipt.State.INSPECTED:
        raise IllegalTransition(
            kind=receipt.ref.kind, action="put_away", state=receipt.state, document=receipt.number
        )
    rows = {row.line_no: row for row in receipt.lines.select_related("item", "lot")}
    steps = _suggested(receipt, rows) if lines is None else _named(receipt, rows, lines)
    dock = place_of(receipt.warehouse, Location.Kind.RECEIVING)
    done, is_complete = _move(receipt, rows, steps, dock, is_exact=lines is not None, actor=actor, at=at)
    changes = {}
    if is_complete:
        changes = move_on(receipt, "put_away", at=at)
    else:
        receipt.version += 1
    receipt.save(update_fields=["state", "put_away_at", "version"])
    event = ReceiptPutAway(
        document=receipt.ref, about=receipt.purchase_order.ref, quantity=done, is_complete=is_complete
    )
    emit(event, actor=actor, at=at, changes=changes)
    return receipt


def _suggested(receipt: Receipt, rows: dict[int, ReceiptLine]) -> list[_Step]:
    return [
        _Step(row, place, part)
        for row in rows.values()
        if row.to_put_away > 0
        for place, part in suggest_putaway(
            item=row.item, warehouse_id=receipt.warehouse_id, quantity=row.to_put_away, lot=row.lot
        )
    ]


def _named(receipt: Receipt, rows: dict[int, ReceiptLine], lines: Sequence[PutAwayInput]) -> list[_Step]:
    problems, steps = Problems(), []
    left = {number: row.to_put_away for number, row in rows.items()}
    if not lines:
        problems.add("lines", _("Name at least one line."))
    for position, given in enumerate(lines):
        path, row = f"lines[{position}]", rows.get(given.line_no)
        place = given.location
        if row is None:
            problems.add(f"{path}.line", _("This receipt has no such line."))
            continue
        quantity = left[given.line_no] if given.quantity is None else given.quantity
        if quantity <= 0:
            problems.add(f"{path}.quantity", _("Must be greater than zero."))
        elif quantity > left[given.line_no]:
            problems.add(f"{path}.quantity", _("Is more than is left to put away."))
        if place.warehouse_id != receipt.warehouse_id:
            problems.add(f"{path}.location", _("This place belongs to another warehouse."))
        elif place.kind != Location.Kind.STORAGE or not (place.is_usable and place.is_active):
            problems.add(f"{path}.location", _("Goods are put away to usable storage places only."))
        left[given.line_no] -= max(quantity, ZERO)
        steps.append(_Step(row, place, quantity))
    problems.refuse()
    return steps


def _move(
    receipt: Receipt,
    rows: dict[int, ReceiptLine],
    steps: Sequence[_Step],
    dock: Location,
    *,
    is_exact: bool,
    actor: Actor,
    at: datetime,
) -> tuple[Decimal, bool]:
    """Move what lies there, with its reservations; gives how much, and whether nothing is left to move."""
    wanted = [_line(row, dock, row.accepted) for row in rows.values()]
    wanted += [_line(step.line, step.place, step.quantity) for step in steps]
    balances = lock_places(wanted)
    at_dock = {row.pk: balances[row.item_id, dock.pk, row.lot_id] for row in rows.values()}
    held = _Held(at_dock.values())
    moves: list[MoveLine] = []
    for step in steps:
        there = at_dock[step.line.pk]
        part = min(step.quantity, held.movable(there))
        if is_exact and part < step.quantity:
            raise Shortage(product=step.line.item.sku, asked=step.quantity, available=part)
        if part <= 0:
            continue
        target = balances[step.line.item_id, step.place.pk, step.line.lot_id]
        reserved = held.take(there, target, part)
        moves.append(_line(step.line, dock, -part, reserved))
        moves.append(_line(step.line, step.place, part, -reserved))
        step.line.put_away += part
    held.write()
    done = sum((move.quantity for move in moves if move.quantity > 0), ZERO)
    if moves:
        update_rows(
            ReceiptLine, [{"id": row.pk, "put_away": row.put_away} for row in rows.values()], put=["put_away"]
        )
        source = MoveSource(receipt.ref)
        post_lines(
            moves, kind=Move.Kind.TRANSFER, at=at, actor=actor, source=source, reason=str(_("Put away"))
        )
    is_complete = all(row.to_put_away <= 0 or held.movable(at_dock[row.pk]) <= 0 for row in rows.values())
    return done, is_complete


def _line(row: ReceiptLine, place: Location, quantity: Decimal, reserved: Decimal = ZERO) -> MoveLine:
    value = value_of(row.item, quantity)
    return MoveLine(row.item_id, place, quantity, value, row.lot_id, reserved, sku=row.item.sku)


class _Held:
    """What is promised of the goods at the dock: free goods go first, then those that no shipment picks."""

    def __init__(self, balances: Iterable[Balance]) -> None:
        rows = sorted({b.pk: b for b in balances}.values(), key=lambda b: int(b.pk))
        self.free = {b.pk: b.on_hand - b.reserved for b in rows}
        self.rows: dict[int, list[Reservation]] = {pk: [] for pk in self.free}
        for one in locks.unassigned_reservations_at_for_update(list(self.free)):
            self.rows[one.balance_id].append(one)
        self.moved: list[Reservation] = []
        self.split: list[tuple[Reservation, Balance, Decimal]] = []

    def movable(self, balance: Balance) -> Decimal:
        """What may leave a place now."""
        return self.free[balance.pk] + sum((one.quantity for one in self.rows[balance.pk]), ZERO)

    def take(self, balance: Balance, target: Balance, quantity: Decimal) -> Decimal:
        """Take a quantity from one place to another; gives how much of it is reserved."""
        free = min(self.free[balance.pk], quantity)
        self.free[balance.pk] -= free
        left = reserved = quantity - free
        waiting = self.rows[balance.pk]
        while left > 0:
            one = waiting[0]
            if one.quantity <= left:
                left -= one.quantity
                one.balance_id = target.pk
                self.moved.append(waiting.pop(0))
            else:
                one.quantity -= left
                self.split.append((one, target, left))
                left = ZERO
        return reserved

    def write(self) -> None:
        """Write which reservations are elsewhere now."""
        update_rows(
            Reservation,
            [{"id": one.pk, "balance": one.balance_id} for one in sorted(self.moved, key=lambda r: r.pk)],
            put=["balance"],
        )
        cut: dict[int, Decimal] = {}
        for one, _target, part in self.split:
            cut[one.pk] = cut.get(one.pk, ZERO) - part
        rows = [{"id": pk, "quantity": part} for pk, part in sorted(cut.items())]
        update_rows(Reservation, rows, add=["quantity"])
        insert_rows(
            Reservation(demand_id=one.demand_id, balance_id=target.pk, quantity=part)
            for one, target, part in self.split
        )
