"""The stock side of history: places, moves and what is taken from where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from erp.core.copy import copy_rows
from erp.core.errors import Invalid, Shortage
from erp.core.money import round_money
from erp.core.sets import update_rows
from inventory.models import Balance, Location, Lot, Move
from orders.services.history.facts import ZERO, HistoricMove
from orders.services.history.reference import KnownItem, Reference, key_pool

MOVE_COLUMNS = (
    "at", "kind", "item_id", "warehouse_id", "location_id", "lot_id", "quantity", "value", "reason",
    "source_kind", "source_id", "source_number", "order_number", "customer_id", "actor_label",
)  # fmt: skip


@dataclass(slots=True)
class Place:
    """How much of an item is at a location and lot, as history stands."""

    pk: int
    item_id: int
    warehouse_id: int
    location_id: int
    lot_id: int | None
    on_hand: Decimal
    reserved: Decimal
    order: tuple[date, date, int]  # expiry, receipt, picking sequence
    is_usable: bool

    @property
    def free(self) -> Decimal:
        """What nobody has been promised."""
        return self.on_hand - self.reserved


class StockBook:
    """Balances in memory; what changed is written once per chunk, with its moves."""

    def __init__(self, reference: Reference) -> None:
        """Read locations, lots and the balances that are there."""
        self.reference = reference
        self.locations = {row.pk: row for row in Location.objects.all()}
        self.lots: dict[int, Lot] = {}
        self._keys = key_pool(Balance, 200)
        self._places: dict[tuple[int, int, int | None], Place] = {}
        self._by_item: dict[int, list[Place]] = {}
        self._changed: dict[int, list[Decimal]] = {}
        self._new: list[Place] = []
        self.moves: list[tuple[object, ...]] = []
        for row in Balance.objects.select_related("lot"):
            if row.lot is not None:
                self.lots[row.lot.pk] = row.lot
            place = (row.item_id, row.location_id, row.lot_id)
            self._add(row.pk, place, row.on_hand, row.reserved)

    def _add(self, pk: int, key: tuple[int, int, int | None], on_hand: Decimal, reserved: Decimal) -> Place:
        item_id, location_id, lot_id = key
        location = self.locations[location_id]
        lot = self.lots.get(lot_id) if lot_id else None
        order = (
            (lot.expires_on if lot else None) or date.max,
            lot.received_on if lot else date.min,
            location.pick_sequence,
        )
        usable = location.is_usable and location.is_active
        place = Place(
            pk, item_id, location.warehouse_id, location_id, lot_id, on_hand, reserved, order, usable
        )
        self._places[key] = place
        group = self._by_item.setdefault(item_id, [])
        group.append(place)
        group.sort(key=lambda p: (p.order, p.pk))
        return place

    def place(self, item_id: int, location_id: int, lot_id: int | None) -> Place:
        """The balance of a place, made when it is new."""
        found = self._places.get((item_id, location_id, lot_id))
        if found is None:
            if lot_id and lot_id not in self.lots:
                self.lots[lot_id] = Lot.objects.get(pk=lot_id)
            found = self._add(self._keys.next(), (item_id, location_id, lot_id), ZERO, ZERO)
            self._new.append(found)
        return found

    def change(self, place: Place, on_hand: Decimal, reserved: Decimal) -> None:
        """Note a change of a balance for the end of the chunk."""
        place.on_hand += on_hand
        place.reserved += reserved
        delta = self._changed.setdefault(place.pk, [ZERO, ZERO])
        delta[0] += on_hand
        delta[1] += reserved

    def find(
        self, item: KnownItem, quantity: Decimal, warehouse_id: int, location_id: int | None, on: date
    ) -> list[tuple[Place, Decimal]]:
        """Where a quantity, or as much of it as is free, can be taken; changes nothing."""
        parts: list[tuple[Place, Decimal]] = []
        for place in self._by_item.get(item.pk, []):
            if quantity <= 0:
                break
            fits = place.location_id == location_id if location_id else place.warehouse_id == warehouse_id
            if not fits or not place.is_usable or place.free <= 0 or place.order[0] < on:
                continue
            part = min(quantity, place.free)
            parts.append((place, part))
            quantity -= part
        return parts

    def take(
        self, item: KnownItem, quantity: Decimal, warehouse_id: int, location_id: int | None, on: date
    ) -> list[tuple[Place, Decimal]]:
        """Take a quantity off the shelf.

        Raises: Shortage when it is not there: then the opening stock told was too small.
        """
        parts = self.find(item, quantity, warehouse_id, location_id, on)
        found = sum((part for _, part in parts), ZERO)
        if found < quantity:
            raise Shortage(product=item.sku, asked=quantity, available=found)
        for place, part in parts:
            self.change(place, -part, ZERO)
        return parts

    def tell(self, move: HistoricMove, label: str) -> Decimal:
        """Post a move without an order; gives the value it adds."""
        item = self.reference.items[move.item_id]
        if not item.is_stocked or not move.quantity:
            raise Invalid.field("quantity", "Only stocked products move, by a quantity.", "not_stocked")
        place = self.place(move.item_id, move.location_id, move.lot_id)
        self.change(place, move.quantity, ZERO)
        if place.on_hand < place.reserved:
            raise Shortage(product=item.sku, asked=-move.quantity, available=place.free - move.quantity)
        value = value_of(item, move.quantity)
        self.moves.append(
            (move.at, move.kind, item.pk, place.warehouse_id, place.location_id, place.lot_id, move.quantity,
             value, move.reason, move.source_kind, move.source_id, move.source_number, "", None, label)
        )  # fmt: skip
        return value

    def write(self) -> dict[str, int]:
        """Write the chunk's new places, changed balances and moves."""
        new = {place.pk for place in self._new}
        copy_rows(
            Balance,
            ("id", "item_id", "warehouse_id", "location_id", "lot_id"),
            [(p.pk, p.item_id, p.warehouse_id, p.location_id, p.lot_id) for p in self._new],
        )
        update_rows(
            Balance,
            [{"id": pk, "on_hand": d[0], "reserved": d[1]} for pk, d in sorted(self._changed.items())],
            add=["on_hand", "reserved"],
        )
        written = copy_rows(Move, MOVE_COLUMNS, self.moves)
        self._new, self._changed, self.moves = [], {}, []
        return {"balances": len(new), "moves": written}


def value_of(item: KnownItem, quantity: Decimal) -> Decimal:
    """What a quantity is worth at standard cost, to the four decimals of the cost: the ledger stays exact."""
    return round(quantity * item.standard_cost, 4)


def share_of(total: Decimal, part: Decimal, whole: Decimal, currency: str) -> Decimal:
    """The share of an amount that a part of a quantity bears; the whole bears exactly all of it."""
    return total if part >= whole else round_money(total * part / whole, currency)
