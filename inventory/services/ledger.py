"""The one way stock changes: balances under lock and their moves, in sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from erp.core.actor import Actor
from erp.core.errors import Shortage
from erp.core.events import emit
from erp.core.new_rows import new_row
from erp.core.refs import DocumentRef
from erp.core.rows import insert_rows
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.events import StockLost, StockMoved, StockReceived
from inventory.models import Balance, Location, Move
from inventory.services.guards import check_coming

ZERO = Decimal(0)


@dataclass(frozen=True)
class MoveLine:
    """A signed quantity of an item at a place, with the value it adds to stock.

    Units: base units of the item; value in the base currency. `reserved` is the part of an
    outgoing quantity that was reserved for what it leaves for.
    """

    item_id: int
    location: Location
    quantity: Decimal
    value: Decimal
    lot_id: int | None = None
    reserved: Decimal = ZERO
    sku: str = ""

    @property
    def place(self) -> tuple[int, int, int | None]:
        """Item, location and lot: the balance that changes."""
        return (self.item_id, self.location.pk, self.lot_id)


@dataclass(frozen=True)
class MoveSource:
    """The document behind moves, and the order it serves."""

    ref: DocumentRef | None = None
    order_number: str = ""
    customer_id: int | None = None


def lock_places(lines: Iterable[MoveLine]) -> dict[tuple[int, int, int | None], Balance]:
    """Lock the balances of the lines' places, making the missing ones first.

    A second row for one place can't come into being: the place is unique and the insert yields.
    """
    lines = list(lines)
    found = {(b.item_id, b.location_id, b.lot_id): b for b in _locked(lines)}
    missing = {line.place: line for line in lines if line.place not in found}
    if missing:
        Balance.objects.bulk_create(
            [
                Balance(
                    item_id=line.item_id,
                    warehouse_id=line.location.warehouse_id,
                    location_id=line.location.pk,
                    lot_id=line.lot_id,
                )
                for _, line in sorted(missing.items(), key=lambda p: (p[0][0], p[0][1], p[0][2] or 0))
            ],
            ignore_conflicts=True,
        )
        found = {(b.item_id, b.location_id, b.lot_id): b for b in _locked(lines)}
    return found


def _locked(lines: Sequence[MoveLine]) -> list[Balance]:
    return locks.balances_at_for_update(line.place for line in lines)


def change_balances(lines: Sequence[MoveLine], balances: dict[tuple[int, int, int | None], Balance]) -> None:
    """Apply lines to locked balances in one statement.

    Raises: Shortage when a place would hold less than what is reserved there.
    """
    deltas: dict[tuple[int, int, int | None], list[Decimal]] = {}
    for line in lines:
        delta = deltas.setdefault(line.place, [ZERO, ZERO])
        delta[0] += line.quantity
        delta[1] -= line.reserved
    skus = {line.place: line.sku for line in lines}
    for place, (on_hand, reserved) in deltas.items():
        balance = balances[place]
        if balance.on_hand + on_hand < balance.reserved + reserved:
            raise Shortage(
                product=skus[place],
                asked=-on_hand,
                available=balance.on_hand - balance.reserved,
            )
        balance.on_hand += on_hand
        balance.reserved += reserved
    update_rows(
        Balance,
        [
            {"id": balances[place].pk, "on_hand": on_hand, "reserved": reserved}
            for place, (on_hand, reserved) in sorted(deltas.items(), key=lambda p: balances[p[0]].pk)
        ],
        add=["on_hand", "reserved"],
    )


def write_moves(
    lines: Sequence[MoveLine],
    *,
    kind: str,
    at: datetime,
    actor: Actor,
    source: MoveSource,
    reason: str = "",
) -> list[Move]:
    """Append lines to the ledger in one statement."""
    ref = source.ref
    return insert_rows(
        new_row(
            Move,
            at=at,
            kind=kind,
            item_id=line.item_id,
            warehouse_id=line.location.warehouse_id,
            location_id=line.location.pk,
            lot_id=line.lot_id,
            quantity=line.quantity,
            value=line.value,
            reason=reason,
            source_kind=ref.kind if ref else "",
            source_id=ref.id if ref else None,
            source_number=ref.number if ref else "",
            order_number=source.order_number,
            customer_id=source.customer_id,
            actor_label=actor.label,
        )
        for line in lines
    )


def post_lines(
    lines: Sequence[MoveLine],
    *,
    kind: str,
    at: datetime,
    actor: Actor,
    source: MoveSource | None = None,
    reason: str = "",
    tell_value: bool = True,
) -> list[Move]:
    """Change balances, append the moves and tell it: the whole of a stock change.

    Locks:  the balances of the lines, by key.
    Emits:  StockMoved with its value (finance posts it); StockReceived per warehouse where
            usable stock grew (back-orders are filled).
    Raises: Shortage; Conflict and Invalid of `check_coming` where something may not lie there.
    """
    source = source or MoveSource()
    check_coming(lines, kind=kind, on=business_day(at))
    balances = lock_places(lines)
    change_balances(lines, balances)
    moves = write_moves(lines, kind=kind, at=at, actor=actor, source=source, reason=reason)
    document = source.ref or DocumentRef("stock_move", moves[0].pk, "")
    if tell_value:
        value = sum((line.value for line in lines), ZERO)
        emit(
            StockMoved(document=document, kind=kind, values={kind: value}, reason=reason), actor=actor, at=at
        )
    tell_received(lines, document=document, actor=actor, at=at)
    if kind != Move.Kind.SHIPMENT:
        tell_lost(lines, document=document, actor=actor, at=at)
    return moves


def tell_received(lines: Sequence[MoveLine], *, document: DocumentRef, actor: Actor, at: datetime) -> None:
    """Tell per warehouse which items have more usable stock than before."""
    grown: dict[int, set[int]] = {}
    for line in lines:
        if line.quantity > 0 and line.location.is_usable:
            grown.setdefault(line.location.warehouse_id, set()).add(line.item_id)
    for warehouse_id, item_ids in sorted(grown.items()):
        emit(
            StockReceived(document=document, warehouse_id=warehouse_id, item_ids=sorted(item_ids)),
            actor=actor,
            at=at,
        )


def tell_lost(lines: Sequence[MoveLine], *, document: DocumentRef, actor: Actor, at: datetime) -> None:
    """Tell per warehouse which items have less usable stock than before: promises may lean on it."""
    change: dict[tuple[int, int], Decimal] = {}
    for line in lines:
        if line.location.is_usable:
            place = (line.location.warehouse_id, line.item_id)
            change[place] = change.get(place, ZERO) + line.quantity
    lost: dict[int, list[int]] = {}
    for (warehouse_id, item_id), quantity in sorted(change.items()):
        if quantity < 0:
            lost.setdefault(warehouse_id, []).append(item_id)
    for warehouse_id, item_ids in lost.items():
        emit(StockLost(document=document, warehouse_id=warehouse_id, item_ids=item_ids), actor=actor, at=at)
