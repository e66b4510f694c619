"""Available to promise: what can be promised on a day from stock and dated supply."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

ZERO = Decimal(0)
MOST_PARTS = 6


@dataclass(frozen=True)
class Flow:
    """A dated change of the projected stock: supply is positive, demand negative.

    `supply_id` names the expected supply behind it, so that a promise can be pegged to it. A supply can
    be used on `on`, after `inspection_days` from the day it arrives.
    """

    on: date
    quantity: Decimal
    kind: str = ""
    document: str = ""
    supply_id: int | None = None
    inspection_days: int = 0


@dataclass(frozen=True)
class Source:
    """Where a promised quantity comes from: it can be used on `date`.

    Supply waits `inspection_days` before that. What is planned anew tells its `lead_time_days` and what it
    waits for: the `needs` of something made. `product` names a part, or a kit's component.
    """

    kind: str
    quantity: Decimal
    date: date
    document: str = ""
    supply_id: int | None = None
    inspection_days: int = 0
    product: str = ""
    lead_time_days: int | None = None
    needs: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of a quantity that can be given on a day. `ship_on` is the day it leaves."""

    quantity: Decimal
    on: date
    ship_on: date | None = None


@dataclass(frozen=True)
class Quote:
    """A promise for one quantity: the day, and the sources that make it true.

    `promised_on` is None when nothing known or planned can cover the quantity. It is the day at the
    customer; `ship_on` is the day on which the goods leave for it (None: the same day). `parts` say what
    could be given earlier when the quantity may be split; empty when all comes at once.
    """

    available_now: Decimal
    promised_on: date | None
    sources: tuple[Source, ...]
    ship_on: date | None = None
    parts: tuple[Part, ...] = ()

    @property
    def leaves_on(self) -> date | None:
        """The day on which the goods leave."""
        if self.ship_on is None or self.promised_on is None:
            return self.ship_on or self.promised_on
        return min(self.ship_on, self.promised_on)

    @property
    def delivery_days(self) -> int:
        """How many days before the promise the goods leave."""
        if self.promised_on is None or self.leaves_on is None:
            return 0
        return (self.promised_on - self.leaves_on).days


@dataclass(frozen=True)
class Taken:
    """A promised quantity and the day on which its supply comes; None is stock on hand."""

    quantity: Decimal
    on: date | None


@dataclass
class Projection:
    """The stock of one item at one place as the days go by; promises are taken from it in turn.

    `changes` are net changes per day from `today` on; supply that is overdue can come tomorrow at
    best, overdue demand counts today.
    """

    on_hand: Decimal
    today: date
    changes: dict[date, Decimal] = field(default_factory=dict)
    _days: list[date] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.changes.setdefault(self.today, ZERO)
        self._days = sorted(self.changes)

    def add(self, on: date, quantity: Decimal) -> date:
        """Let a supply (positive) or demand (negative) stand; gives the day on which it counts."""
        day = max(on, self.today)
        if quantity > 0 and on < self.today:
            day = self.today + timedelta(days=1)
        if day not in self.changes:
            insort(self._days, day)
            self.changes[day] = ZERO
        self.changes[day] += quantity
        return day

    def less(self, quantity: Decimal) -> Projection:
        """The same days with less stock on hand, for whom a part of it is not good enough."""
        if quantity <= 0:
            return self
        return Projection(self.on_hand - quantity, self.today, dict(self.changes))

    def levels(self) -> list[tuple[date, Decimal]]:
        """Projected stock at the end of each day on which something happens, from today on."""
        level = self.on_hand
        series = []
        for day in self._days:
            level += self.changes[day]
            series.append((day, level))
        return series

    def atp(self) -> list[tuple[date, Decimal]]:
        """The cumulative available-to-promise with look-ahead."""
        return cumulative_atp(self.levels())

    def take(self, quantity: Decimal, atp: Sequence[tuple[date, Decimal]], until: date) -> list[Taken]:
        """Say which stock and which days' supply a quantity takes, stock first, then by day.

        What a day's supply adds to the cumulative available-to-promise is its uncommitted part; the
        rest of it belongs to promises made before.
        """
        left = quantity
        found: list[Taken] = []
        from_stock = min(left, available_now(self.on_hand, atp, self.today))
        if from_stock > 0:
            found.append(Taken(from_stock, None))
            left -= from_stock
        before = available_now(self.on_hand, atp, self.today)
        for day, free in atp:
            if left <= 0 or day > until:
                break
            part = min(left, free - before)
            if part > 0:
                found.append(Taken(part, day))
                left -= part
            before = max(before, free)
        if left > 0:
            found.append(Taken(left, None))
        return found


def project(on_hand: Decimal, flows: Iterable[Flow], *, today: date) -> Projection:
    """The projection of stock and dated flows."""
    projection = Projection(on_hand, today)
    for flow in flows:
        projection.add(flow.on, flow.quantity)
    return projection


def projected(on_hand: Decimal, flows: Iterable[Flow], *, today: date) -> list[tuple[date, Decimal]]:
    """Projected stock at the end of each day on which something happens, from today on.

    What was due before today counts today for demand; overdue supply can come tomorrow at best.
    """
    return project(on_hand, flows, today=today).levels()


def cumulative_atp(series: Sequence[tuple[date, Decimal]]) -> list[tuple[date, Decimal]]:
    """What can still be promised from each day on without breaking any later promise.

    Source: APICS Dictionary, "cumulative available-to-promise with look-ahead": the least
    projected stock of the day and all days after it, never below zero.
    """
    result: list[tuple[date, Decimal]] = []
    least: Decimal | None = None
    for day, level in reversed(series):
        least = level if least is None or level < least else least
        result.append((day, max(least, ZERO)))
    result.reverse()
    return result


def available_now(on_hand: Decimal, atp: Sequence[tuple[date, Decimal]], today: date) -> Decimal:
    """What of the stock on hand can be promised today."""
    return min(free_on(atp, today), max(on_hand, ZERO))


def free_on(atp: Sequence[tuple[date, Decimal]], day: date) -> Decimal:
    """What can be promised for a day."""
    position = bisect_right(atp, day, key=lambda row: row[0])
    return atp[position - 1][1] if position else ZERO


def first_day(atp: Sequence[tuple[date, Decimal]], quantity: Decimal, wanted: date) -> date | None:
    """The first day from the wanted one on which a quantity can be promised, if there is one."""
    if free_on(atp, wanted) >= quantity:
        return wanted
    return next((day for day, free in atp if day >= wanted and free >= quantity), None)


@dataclass(frozen=True)
class Coverage:
    """What stock and dated supply give of a quantity: all of it on `on`, or `covered` at best."""

    available_now: Decimal
    wanted: date
    covered: Decimal
    on: date | None
    taken: tuple[Taken, ...]
    parts: tuple[Part, ...]


def cover(
    projection: Projection, quantity: Decimal, *, wanted: date, later: Callable[[date], date] | None = None
) -> Coverage:
    """How far stock and dated supply carry a quantity from the wanted day on; nothing is taken yet.

    `later` moves a day on which something can be given to one on which it can leave.
    """
    atp = projection.atp()
    now = available_now(projection.on_hand, atp, projection.today)
    day = first_day(atp, quantity, wanted)
    covered = quantity if day is not None else min(quantity, atp[-1][1])
    reached = day if day is not None else (first_day(atp, covered, wanted) or wanted)
    if later is not None:
        day, reached = (None if day is None else later(day)), later(reached)
    taken = projection.take(covered, atp, reached) if covered > 0 else []
    return Coverage(now, wanted, covered, day, tuple(taken), _parts(atp, covered, wanted))


def _parts(atp: Sequence[tuple[date, Decimal]], quantity: Decimal, wanted: date) -> tuple[Part, ...]:
    """What could be given from the wanted day on as it becomes free; at most a handful of parts."""
    steps: list[tuple[date, Decimal]] = [(wanted, min(free_on(atp, wanted), quantity))]
    for day, free in atp:
        if day > wanted and free > steps[-1][1] and steps[-1][1] < quantity:
            steps.append((day, min(free, quantity)))
    if len(steps) > MOST_PARTS:
        steps = [*steps[: MOST_PARTS - 1], steps[-1]]
    steps = [(wanted, ZERO), *steps]
    return tuple(Part(high - low, on) for (_day, low), (on, high) in pairwise(steps) if high > low)


def quote(
    quantity: Decimal,
    on_hand: Decimal,
    flows: Sequence[Flow],
    *,
    today: date,
    requested_on: date | None,
    lead_time_days: int | None,
) -> Quote:
    """The earliest day on or after the requested one on which the quantity can be given.

    Stock and dated supply come first. What they can never cover is planned anew after the
    item's lead time (None: it can't be made or bought).
    """
    wanted = max(requested_on or today, today)
    found = cover(project(on_hand, flows, today=today), quantity, wanted=wanted)
    if found.on is None and lead_time_days is None:
        return Quote(found.available_now, None, ())
    sources = name_sources(found.taken, flows, today=today)
    if found.on is not None:
        return Quote(found.available_now, found.on, sources, parts=found.parts)
    made_on = max(today + timedelta(days=lead_time_days or 0), wanted)
    promised_on = max([made_on, *(source.date for source in sources)])
    planned = Source("plan", quantity - found.covered, made_on, lead_time_days=lead_time_days)
    return Quote(found.available_now, promised_on, (*sources, planned))


def name_sources(taken: Iterable[Taken], flows: Iterable[Flow], *, today: date) -> tuple[Source, ...]:
    """Name the documents behind what was taken; of one day's supplies the first by number goes first."""
    by_day: dict[date, list[Flow]] = {}
    for flow in sorted((f for f in flows if f.quantity > 0), key=lambda f: (f.on, f.document)):
        day = flow.on if flow.on >= today else today + timedelta(days=1)
        by_day.setdefault(day, []).append(flow)
    found: list[Source] = []
    for one in taken:
        found += named(one, by_day.get(one.on, []) if one.on else [], today=today)
    return tuple(found)


def named(taken: Taken, supplies: Sequence[Flow], *, today: date) -> list[Source]:
    """The sources of what was taken from one day's supplies."""
    if taken.on is None:
        return [Source("on_hand", taken.quantity, today)]
    left = taken.quantity
    found = []
    for flow in supplies:
        part = min(left, flow.quantity)
        if part > 0:
            days = flow.inspection_days
            kind = flow.kind or "purchase"
            found.append(Source(kind, part, taken.on, flow.document, flow.supply_id, days))
            left -= part
    if left > 0:
        found.append(Source("purchase", left, taken.on))
    return found
