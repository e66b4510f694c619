"""What a rush order would do to others: who slips when it is served first, and until when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from inventory.calc.atp import Quote, Source
from inventory.models import Item
from inventory.models.demand import Priority
from inventory.selectors.projection import Place
from production.selectors.promise import Ask, Draft, PromiseBook, open_book
from production.selectors.rush_capacity import Delayed, delayed_by, read_rush_shop

ZERO = Decimal(0)
MOST_DEMANDS = 20_000

_WAITING = """
SELECT d.id, d.item_id, d.warehouse_id, d.document_id, d.document_number, d.customer_id, d.promised_on,
       d.needed_on, d.quantity - d.shipped - d.cancelled, d.shelf_life_days
FROM inventory_demand d
WHERE d.item_id = ANY(%(items)s) AND d.warehouse_id = ANY(%(warehouses)s)
  AND d.quantity > d.shipped + d.cancelled AND d.document_kind = 'order'
  AND d.promised_on > %(wanted)s AND d.priority < %(rush)s
  AND NOT (%(kind)s = 'order' AND d.document_id = %(document)s)
  AND NOT EXISTS (SELECT 1 FROM inventory_shipmentline sl JOIN inventory_shipment s ON s.id = sl.shipment_id
                  WHERE sl.demand_id = d.id AND s.state IN ('released', 'picking', 'picked', 'packed'))
ORDER BY d.priority DESC, d.promised_on, d.id LIMIT %(most)s
"""


@dataclass(frozen=True)
class Waiting:
    """An order's demand that is promised later than the rush is wanted, and may have to wait.

    Its goods leave on `leaves_on` for the promise to hold; its lots have to last `shelf_life_days` then.
    """

    id: int
    place: Place
    document_id: int
    document_number: str
    customer_id: int | None
    promised_on: date
    leaves_on: date
    quantity: Decimal
    shelf_life_days: int = 0


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
    book: PromiseBook
    waiting: Sequence[Waiting]
    without_rush: dict[int, date | None]
    without: tuple[str, int] = ("", 0)


def rush_world(asks: Sequence[Ask], *, today: date, without: tuple[str, int] = ("", 0)) -> RushWorld:
    """Read what decides about a rush, in a bounded number of queries whatever the number of open orders.

    Demands that are being picked, are promised before the asks are wanted, or rush themselves stay
    where they are; the others could wait. At most 20,000 of them do; the rest stay where they are.
    """
    book = open_book(asks, today=today, without=without)
    book.workshop.open()
    waiting = _waiting_for(asks, today, without)
    for demand in waiting:
        book.outlooks.at(*demand.place).add(max(demand.leaves_on, today), demand.quantity)
    dated = {one.place[0] for one in waiting if one.shelf_life_days}
    dated |= {ask.item.pk for ask in asks if ask.shelf_life_days}
    if dated:
        places = {one.place[1] for one in waiting} | {ask.warehouse_id for ask in asks}
        book.outlooks.read_expiry(dated, places, released=[one.id for one in waiting])
    return RushWorld(asks, book, waiting, _in_turn(book.copy(), waiting), without)


def _waiting_for(asks: Sequence[Ask], today: date, without: tuple[str, int]) -> list[Waiting]:
    stocked = [ask for ask in asks if ask.item.kind == Item.Kind.STOCKED]
    wanted = min((max(ask.requested_on or today, today) for ask in asks), default=today)
    asked: dict[str, Any] = {
        "items": sorted({ask.item.pk for ask in stocked}),
        "warehouses": sorted({ask.warehouse_id for ask in stocked}),
        "wanted": wanted,
        "rush": Priority.RUSH,
        "kind": without[0],
        "document": without[1],
        "most": MOST_DEMANDS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, asked)
        rows = cursor.fetchall()
    return [Waiting(pk, (item, warehouse), *rest) for pk, item, warehouse, *rest in rows]


def _in_turn(book: PromiseBook, demands: Sequence[Waiting]) -> dict[int, date | None]:
    """The day of each demand when they are served one after the other; the book is used up."""
    found: dict[int, date | None] = {}
    for demand in demands:
        leaves = _serve(book, demand)
        road = demand.promised_on - demand.leaves_on
        found[demand.id] = None if leaves is None else max(leaves + road, demand.promised_on)
    return found


def _serve(book: PromiseBook, demand: Waiting) -> date | None:
    """The day on which a demand's goods leave, which then stands; what is lacking is made or bought anew."""
    item, warehouse = demand.place
    projection, wanted = book.outlooks.at(item, warehouse), max(demand.leaves_on, book.outlooks.today)
    good = projection
    day = first = good.first_day(demand.quantity, wanted)
    while demand.shelf_life_days:
        lasts = (first or wanted) + timedelta(days=demand.shelf_life_days)
        good = projection.less(book.outlooks.free_before(demand.place, lasts))
        day = good.first_day(demand.quantity, wanted)
        if day is None or day == first:
            break
        first = day
    if day is not None:
        projection.add(day, -demand.quantity)
        return day
    covered = good.free_on(date.max)
    plan = book.workshop.plan(book.workshop.items[item], warehouse, demand.quantity - covered)
    if plan is None:
        return None
    day = max(plan.source.date, good.first_day(covered, wanted) or wanted)
    if covered > 0:
        projection.add(day, -covered)
    return day


def served_with_rush(world: RushWorld, *, protected: Collection[int] = ()) -> tuple[list[Quote], list[Slip]]:
    """What the rush itself is promised, and who slips, if it goes first but after the protected documents.

    Each waiting demand is dated twice, without and with the rush before it: only what the rush
    causes counts. Where what is made for it waits for a machine, it goes first there too, unless somebody is
    protected: then the orders whose work makes way for it slip with it.
    """
    book = world.book.copy()
    after = _in_turn(book, [demand for demand in world.waiting if demand.document_id in protected])
    ahead = book.copy() if not protected else None
    drafts = [book.promise(ask) for ask in world.asks]
    delayed: list[Delayed] = []
    if ahead is not None and any(_waits_for_machines(draft) for draft in drafts):
        drafts, delayed = _first_on_the_machines(world, ahead)
        book = ahead
    mine = [_told(ask, draft) for ask, draft in zip(world.asks, drafts, strict=True)]
    after |= _in_turn(book, [demand for demand in world.waiting if demand.document_id not in protected])
    return mine, _slips(world, after, delayed)


def _waits_for_machines(draft: Draft) -> bool:
    """Whether something that is made for a promise waits for a machine that others have."""
    plans = [draft.plan] if draft.plan is not None else []
    while plans:
        plan = plans.pop()
        if plan.source.wait is not None and plan.source.wait.kind == "capacity":
            return True
        plans += plan.below
    return False


def _first_on_the_machines(world: RushWorld, book: PromiseBook) -> tuple[list[Draft], list[Delayed]]:
    """Promise the rush on machines that only do what has begun or is locked; the others come after it."""
    shop, gaps = read_rush_shop(book.at), book.workshop.shop
    gaps.put_on(shop.front())
    drafts = [book.promise(ask) for ask in world.asks]
    if gaps.board is None:
        return drafts, []
    return drafts, delayed_by(shop, shop.put_back(gaps.board))


def _told(ask: Ask, draft: Draft) -> Quote:
    """The quote of a rush: what goes to it before others, and what is made or bought for it anew."""
    planned = [] if draft.plan is None else [draft.plan.source]
    first = ask.quantity - sum((source.quantity for source in planned), ZERO)
    day = draft.quote.leaves_on
    sources = [Source("rush", first, day)] if first > 0 and day is not None else []
    return replace(draft.quote, sources=(*sources, *planned))


def requote_with_rush(asks: Sequence[Ask], *, today: date, without: tuple[str, int] = ("", 0)) -> list[Quote]:
    """Quote asks before all open demands that could wait, as if those were made after them."""
    return served_with_rush(rush_world(asks, today=today, without=without))[0]


def _slips(world: RushWorld, after: dict[int, date | None], delayed: Sequence[Delayed] = ()) -> list[Slip]:
    """One row a document: its latest promise of today against the latest with the rush before it."""
    by_document: dict[int, Slip] = {}
    for one in delayed:
        if world.without == ("order", one.document_id):
            continue
        line = LineSlip(one.demand_id, one.quantity, one.old_promise, one.new_promise)
        slip = Slip(one.document_number, one.customer_id, one.old_promise, one.new_promise, one.document_id)
        by_document[one.document_id] = _with_line(by_document.get(one.document_id, slip), line)
    for demand in world.waiting:
        old, new = world.without_rush[demand.id], after[demand.id]
        if new == old or old is None or (new is not None and new <= old):
            continue
        line = LineSlip(demand.id, demand.quantity, demand.promised_on, new)
        slip = Slip(demand.document_number, demand.customer_id, demand.promised_on, new, demand.document_id)
        by_document[demand.document_id] = _with_line(by_document.get(demand.document_id, slip), line)
    return sorted(by_document.values(), key=lambda slip: (slip.old_promise or date.max, slip.number))


def _with_line(slip: Slip, line: LineSlip) -> Slip:
    """A document's row with one more demand: of a demand told twice the later day counts."""
    twice = next((one for one in slip.lines if one.demand_id == line.demand_id), None)
    if twice is not None and not _is_later(line.new_promise, twice.new_promise):
        return slip
    lines = (*(one for one in slip.lines if one is not twice), line)
    latest = line.new_promise if _is_later(line.new_promise, slip.new_promise) else slip.new_promise
    oldest = max(slip.old_promise or line.old_promise, line.old_promise)
    return replace(slip, old_promise=oldest, new_promise=latest, lines=lines)


def _is_later(day: date | None, than: date | None) -> bool:
    return day is None or (than is not None and day > than)
