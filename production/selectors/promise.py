"""The promise: for each line the day it can be given, and the sources that make the day true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from erp.masterdata.selectors.calendars import ALWAYS
from erp.masterdata.selectors.delivery import DIRECT, Route, kept_on, leaves_on, must_leave_on
from inventory.calc.atp import Coverage, Flow, Part, Quote, Source, Taken, cover, named
from inventory.models import Item
from inventory.selectors.projection import Named, Outlooks, Place, read_outlooks
from production.selectors.capable import Plan, Workshop

ZERO = Decimal(0)


@dataclass(frozen=True)
class Ask:
    """A quantity of an item wanted from a warehouse, in base units; `route` leads to the customer.

    Lots have to last `shelf_life_days` beyond the day on which they leave.
    """

    item: Item
    warehouse_id: int
    quantity: Decimal
    requested_on: date | None = None
    route: Route = DIRECT
    shelf_life_days: int = 0


@dataclass
class Draft:
    """A quote whose sources have no names yet."""

    quote: Quote
    place: Place
    taken: Sequence[Taken] = ()
    plan: Plan | None = None


@dataclass
class _Names:
    """The documents behind what was taken; what one line has used of them the next can't."""

    found: Named
    today: date
    used: dict[int, Decimal] = field(default_factory=dict)

    def of(self, place: Place, taken: Taken) -> list[Source]:
        """The sources of one quantity."""
        supplies = self.found.get((place, taken.on), []) if taken.on is not None else []
        open_ones = [self._left(flow) for flow in supplies]
        sources = named(taken, open_ones, today=self.today)
        for source in sources:
            if source.supply_id is not None:
                self.used[source.supply_id] = self.used.get(source.supply_id, ZERO) + source.quantity
        return sources

    def _left(self, flow: Flow) -> Flow:
        return replace(flow, quantity=flow.quantity - self.used.get(flow.supply_id or 0, ZERO))


@dataclass
class PromiseBook:
    """What promises are given from: stock and supply by day, and what can be made or bought beyond them.

    A promise stands as a demand for those given after it; nothing is stored.
    """

    outlooks: Outlooks
    workshop: Workshop
    at: datetime

    def copy(self) -> PromiseBook:
        """The same book, to try promises on; the workshop has to be open."""
        outlooks = self.outlooks.copy()
        return PromiseBook(outlooks, self.workshop.over(outlooks), self.at)

    def promise(self, ask: Ask) -> Draft:
        """Quote one line, then let it stand as a demand for the lines after it."""
        today, route = self.outlooks.today, ask.route
        place = (ask.item.pk, ask.warehouse_id)
        calendar = self.outlooks.calendars.get(ask.warehouse_id, ALWAYS)

        def ship(day: date) -> date:
            return leaves_on(route, calendar, day, at=self.at)

        wanted = today
        if ask.requested_on is not None and ask.requested_on > today:
            wanted = max(must_leave_on(route, calendar, ask.requested_on), today)
        if ask.item.kind != Item.Kind.STOCKED:
            day = kept_on(DIRECT, wanted, ask.requested_on)
            return Draft(Quote(ask.quantity, day, (), ship_on=day), place)
        projection = self.outlooks.at(*place)
        found = _cover(ask, self.outlooks, place, wanted, ship)
        if found.on is not None:
            projection.add(found.on, -ask.quantity)
            return Draft(_quote(ask, found, found.on, ship), place, found.taken)
        plan = self.workshop.plan(ask.item, ask.warehouse_id, ask.quantity - found.covered)
        if plan is None:
            return Draft(Quote(found.available_now, None, ()), place)
        days = [taken.on for taken in found.taken if taken.on is not None]
        ship_on = ship(max([plan.source.date, wanted, *days]))
        if found.covered > 0:
            projection.add(ship_on, -found.covered)
        return Draft(_quote(ask, found, ship_on, ship), place, found.taken, plan)


def open_book(
    asks: Sequence[Ask],
    *,
    today: date,
    without: tuple[str, int] = ("", 0),
    at: datetime | None = None,
    is_standing: bool = False,
) -> PromiseBook:
    """Read what some asks can be promised from; one statement, one more where lots have to last."""
    stocked = [ask for ask in asks if ask.item.kind == Item.Kind.STOCKED]
    warehouses = tuple(sorted({ask.warehouse_id for ask in stocked}))
    outlooks = read_outlooks({ask.item.pk for ask in stocked}, warehouses, today=today, without=without)
    dated = {ask.item.pk for ask in stocked if ask.shelf_life_days}
    if dated:
        outlooks.read_expiry(dated, warehouses)
    workshop = Workshop(outlooks, warehouses, {ask.item.pk: ask.item for ask in stocked})
    for ask in stocked if is_standing else ():
        place = (ask.item.pk, ask.warehouse_id)
        workshop.standing[place] = workshop.standing.get(place, ZERO) + ask.quantity
    return PromiseBook(outlooks, workshop, at or timezone.now())


def quote_asks(
    asks: Sequence[Ask],
    *,
    today: date,
    without: tuple[str, int] = ("", 0),
    at: datetime | None = None,
    is_standing: bool = False,
) -> list[Quote]:
    """Promise many lines at once; they share stock, supply and parts in the order given.

    `without` names a document whose own demand is left out, for one that is quoted again; `is_standing`
    says that the asks themselves are among the open demands. Two statements whatever the number of lines;
    one more where lots have to last, and when something must be made or bought four more, two a level of
    the bills, and one for the schedule while it is unchanged.
    """
    book = open_book(asks, today=today, without=without, at=at, is_standing=is_standing)
    drafts = [book.promise(ask) for ask in asks]
    names = _Names(book.outlooks.names(_supplies_in(drafts)), today)
    return [_told(draft, names) for draft in drafts]


def _cover(
    ask: Ask, outlooks: Outlooks, place: Place, wanted: date, ship: Callable[[date], date]
) -> Coverage:
    """How far stock and supply carry an ask; lots that will not last long enough once it leaves don't count.

    They are left to those whom they last for, so that this promise never counts on them.
    """
    projection, leaves = outlooks.at(*place), wanted
    if not ask.shelf_life_days:
        return cover(projection, ask.quantity, wanted=wanted, later=ship)
    while True:
        too_short = outlooks.free_before(place, leaves + timedelta(days=ask.shelf_life_days))
        found = cover(projection.less(too_short), ask.quantity, wanted=wanted, later=ship)
        if found.on is None or found.on <= leaves:
            return found
        leaves = found.on


def _quote(ask: Ask, found: Coverage, ship_on: date, ship: Callable[[date], date]) -> Quote:
    """The quote of a line that leaves on a day, with what could be given earlier in parts."""
    promised_on = kept_on(ask.route, ship_on, ask.requested_on)
    by_day: dict[date, Part] = {}
    rest = Part(ask.quantity - found.covered, ship_on)
    for part in (*found.parts, rest):
        leaves = ship(part.on)
        on = kept_on(ask.route, leaves, ask.requested_on)
        known = by_day.get(on)
        quantity = part.quantity + (known.quantity if known else ZERO)
        if quantity > 0:
            by_day[on] = Part(quantity, on, leaves)
    parts = tuple(by_day[on] for on in sorted(by_day))
    return Quote(found.available_now, promised_on, (), ship_on, parts if len(parts) > 1 else ())


def _supplies_in(drafts: Sequence[Draft]) -> set[tuple[Place, date]]:
    """The days at places whose supplies must be named."""
    wanted = {(draft.place, one.on) for draft in drafts for one in draft.taken if one.on is not None}
    plans = [draft.plan for draft in drafts if draft.plan is not None]
    while plans:
        plan = plans.pop()
        wanted |= {(one.place, one.taken.on) for one in plan.drawn if one.taken.on is not None}
        plans += plan.below
    return wanted


def _told(draft: Draft, names: _Names) -> Quote:
    sources = [source for one in draft.taken for source in names.of(draft.place, one)]
    if draft.plan is not None:
        sources.append(_planned(draft.plan, names))
    return replace(draft.quote, sources=tuple(_joined(sources)))


def _planned(plan: Plan, names: _Names) -> Source:
    needs = [
        replace(source, product=one.item.sku)
        for one in plan.drawn
        for source in names.of(one.place, one.taken)
    ]
    needs += [_planned(below, names) for below in plan.below]
    return replace(plan.source, needs=tuple(needs))


def _joined(sources: Sequence[Source]) -> list[Source]:
    """Sources with the stock on hand named once."""
    stock = [source for source in sources if source.kind == "on_hand"]
    others = [source for source in sources if source.kind != "on_hand"]
    if len(stock) < 2:
        return list(sources)
    return [replace(stock[0], quantity=sum((one.quantity for one in stock), ZERO)), *others]
