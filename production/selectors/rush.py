"""What a rush order would do to others: who slips when it is served first, and until when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from inventory.calc.atp import Quote
from inventory.calc.track import Track
from inventory.models import Item
from inventory.models.demand import Priority
from inventory.selectors.projection import Place
from production.selectors.promise import Ask

ZERO = Decimal(0)
MOST_DEMANDS = 20_000

_ON_HAND = """
SELECT b.item_id, b.warehouse_id, sum(b.on_hand) FROM inventory_balance b
JOIN inventory_location l ON l.id = b.location_id AND l.is_usable
WHERE b.item_id = ANY(%(items)s) AND b.warehouse_id = ANY(%(warehouses)s) GROUP BY 1, 2
"""
_SUPPLIES = """
SELECT item_id, warehouse_id, usable_on, sum(quantity - received) FROM inventory_expectedsupply
WHERE is_open AND item_id = ANY(%(items)s) AND warehouse_id = ANY(%(warehouses)s) AND quantity > received
GROUP BY 1, 2, 3
"""
_DEMANDS = """
SELECT d.id, d.item_id, d.warehouse_id, d.document_kind, d.document_id, d.document_number, d.customer_id,
       d.promised_on, d.needed_on, d.delivery_days, d.quantity - d.shipped - d.cancelled, d.priority,
       EXISTS (SELECT 1 FROM inventory_shipmentline sl JOIN inventory_shipment s ON s.id = sl.shipment_id
               WHERE sl.demand_id = d.id AND s.state IN ('released', 'picking', 'picked', 'packed'))
FROM inventory_demand d
WHERE d.item_id = ANY(%(items)s) AND d.warehouse_id = ANY(%(warehouses)s)
  AND d.quantity > d.shipped + d.cancelled
  AND NOT (d.document_kind = %(kind)s AND d.document_id = %(document)s)
ORDER BY d.priority DESC, d.promised_on, d.id LIMIT %(most)s
"""


@dataclass(frozen=True)
class Waiting:
    """An order's demand that is promised later than the rush is wanted, and may have to wait."""

    id: int
    place: Place
    document_id: int
    document_number: str
    customer_id: int | None
    promised_on: date
    quantity: Decimal
    delivery_days: int = 0


@dataclass(frozen=True)
class LineSlip:
    """One demand that would be met later."""

    demand_id: int
    quantity: Decimal
    old_promise: date
    new_promise: date | None


@dataclass(frozen=True)
class Slip:
    """A document whose promise would move from one day to a later one."""

    number: str
    customer_id: int | None
    old_promise: date | None
    new_promise: date | None
    document_id: int = 0
    lines: tuple[LineSlip, ...] = ()

    @property
    def days(self) -> int | None:
        """By how many days; None while no day is known."""
        if self.old_promise is None or self.new_promise is None:
            return None
        return (self.new_promise - self.old_promise).days


@dataclass(frozen=True)
class RushWorld:
    """What a rush finds: the stock and supply that others' fixed promises leave, and who could wait."""

    asks: Sequence[Ask]
    items: dict[int, Item]
    tracks: dict[Place, Track]
    waiting: Sequence[Waiting]
    without_rush: dict[int, date | None]
    today: date


def rush_world(asks: Sequence[Ask], *, today: date, without: tuple[str, int] = ("", 0)) -> RushWorld:
    """Read what decides about a rush, in three queries whatever the number of open orders.

    Demands that are being picked, are promised before the asks are wanted, or rush themselves stay
    where they are; the others could wait.
    """
    stocked = [ask for ask in asks if ask.item.kind == Item.Kind.STOCKED]
    items = {ask.item.pk: ask.item for ask in stocked}
    wanted = min((max(ask.requested_on or today, today) for ask in asks), default=today)
    tracks, rows = _read(items, {ask.warehouse_id for ask in stocked}, today, without)
    waiting = []
    for row in rows:
        pk, item, warehouse, kind, document, number, customer, promised, leaves, *more = row
        days, quantity, rank, busy = more
        if kind == "order" and promised and promised > wanted and rank < Priority.RUSH and not busy:
            place = (item, warehouse)
            waiting.append(Waiting(pk, place, document, number, customer, promised, quantity, days))
        else:
            tracks[item, warehouse].take(quantity, leaves)
    world = RushWorld(asks, items, tracks, waiting, {}, today)
    return replace(world, without_rush=_in_turn(world, waiting, _copies(tracks)))


def _read(
    items: Collection[int], warehouses: Collection[int], today: date, without: tuple[str, int]
) -> tuple[dict[Place, Track], list[tuple[Any, ...]]]:
    asked: dict[str, Any] = {
        "items": list(items),
        "warehouses": list(warehouses),
        "kind": without[0],
        "document": without[1],
        "most": MOST_DEMANDS,
    }
    supplies: dict[Place, list[tuple[date, Decimal]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ON_HAND, asked)
        stock = {(item, warehouse): quantity for item, warehouse, quantity in cursor.fetchall()}
        cursor.execute(_SUPPLIES, asked)
        for item, warehouse, due_on, quantity in cursor.fetchall():
            supplies.setdefault((item, warehouse), []).append((due_on, quantity))
        cursor.execute(_DEMANDS, asked)
        rows = cursor.fetchall()
    places = [(item, warehouse) for item in items for warehouse in warehouses]
    tracks = {p: Track(stock.get(p, ZERO), supplies.get(p, ()), today=today) for p in places}
    return tracks, rows


def _copies(tracks: dict[Place, Track]) -> dict[Place, Track]:
    return {place: track.copy() for place, track in tracks.items()}


def _in_turn(
    world: RushWorld, demands: Sequence[Waiting], tracks: dict[Place, Track]
) -> dict[int, date | None]:
    """The day of each demand when they are served one after the other; the tracks are used up."""
    found: dict[int, date | None] = {}
    for demand in demands:
        item, road = world.items[demand.place[0]], timedelta(days=demand.delivery_days)
        leaves = _serve(tracks[demand.place], item, demand.quantity, demand.promised_on - road)
        found[demand.id] = None if leaves is None else max(leaves + road, demand.promised_on)
    return found


def _serve(track: Track, item: Item, quantity: Decimal, wanted: date) -> date | None:
    """Date one quantity and let it stand; what nothing expected covers is planned after the lead time."""
    day = track.first_day(quantity, wanted)
    if day is None and item.planning != Item.Planning.NONE:
        made_on = max(track.today + timedelta(days=item.lead_time_days), wanted)
        track.give(quantity - track.free_on(date.max), made_on)
        day = track.first_day(quantity, wanted)
    if day is not None:
        track.take(quantity, day)
    return day


def served_with_rush(
    world: RushWorld, *, protected: Collection[int] = ()
) -> tuple[list[date | None], list[Slip]]:
    """When the rush itself is met, and who slips, if it goes first but after the protected documents.

    Each waiting demand is dated twice, without and with the rush before it: only what the rush
    causes counts.
    """
    tracks = _copies(world.tracks)
    first = [demand for demand in world.waiting if demand.document_id in protected]
    after = _in_turn(world, first, tracks)
    mine: list[date | None] = []
    for ask in world.asks:
        wanted = max(ask.requested_on or world.today, world.today)
        if ask.item.kind != Item.Kind.STOCKED:
            mine.append(wanted)
            continue
        mine.append(_serve(tracks[ask.item.pk, ask.warehouse_id], ask.item, ask.quantity, wanted))
    rest = [demand for demand in world.waiting if demand.document_id not in protected]
    after |= _in_turn(world, rest, tracks)
    return mine, _slips(world, after)


def requote_with_rush(
    asks: Sequence[Ask], *, today: date, without: tuple[str, int] = ("", 0)
) -> tuple[list[Quote], list[Slip]]:
    """Quote asks before all open demands promised later, and name the documents that would slip.

    Three queries, whatever the number of lines.
    """
    world = rush_world(asks, today=today, without=without)
    mine, slips = served_with_rush(world)
    quotes = [Quote(ZERO, day, ()) for day in mine]
    return quotes, slips


def _slips(world: RushWorld, after: dict[int, date | None]) -> list[Slip]:
    """One row a document: its latest promise of today against the latest with the rush before it."""
    by_document: dict[int, Slip] = {}
    for demand in world.waiting:
        old, new = world.without_rush[demand.id], after[demand.id]
        if new == old or old is None or (new is not None and new <= old):
            continue
        line = LineSlip(demand.id, demand.quantity, demand.promised_on, new)
        known = by_document.get(demand.document_id)
        oldest, latest = demand.promised_on, new
        lines: tuple[LineSlip, ...] = (line,)
        if known is not None:
            lines = (*known.lines, line)
            oldest = max(known.old_promise or oldest, oldest)
            latest = new if _is_later(new, known.new_promise) else known.new_promise
        by_document[demand.document_id] = Slip(
            demand.document_number, demand.customer_id, oldest, latest, demand.document_id, lines
        )
    return sorted(by_document.values(), key=lambda slip: (slip.old_promise or date.max, slip.number))


def _is_later(day: date | None, than: date | None) -> bool:
    return day is None or (than is not None and day > than)
