"""Available to promise: what can be promised on a day from stock and dated supply."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, pairwise

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
class Held:
    """What keeps something made anew the longest: for what (`capacity`, `calendar`, `material`,
    `predecessor`, `move`, `queue`), at which work center, from which day until which.
    """

    kind: str
    work_center: str
    since: date
    until: date


@dataclass(frozen=True)
class Source:
    """Where a promised quantity comes from: it can be used on `date`.

    Supply waits `inspection_days` before that. What is planned anew tells its `lead_time_days` and what it
    waits for: the `needs` of something made. `product` names a part, or a kit's component. What is put into
    the schedule tells its last work center, and its longest wait.
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
    work_center: str = ""
    wait: Held | None = None


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


class Projection:
    """The stock of one item at one place as the days go by; promises are taken from it in turn.

    `changes` are net changes of the stock on hand per day; those before `today` count today, and supply
    of the past comes tomorrow at best. The levels are kept, so that it can be asked thousands of times.
    """

    def __init__(self, on_hand: Decimal, today: date, changes: Iterable[tuple[date, Decimal]] = ()) -> None:
        """Begin with what is on hand and every change that is known."""
        self.on_hand, self.today = on_hand, today
        by_day: dict[date, Decimal] = {today: on_hand}
        for on, quantity in changes:
            day = counts_on(on, quantity, today)
            by_day[day] = by_day.get(day, ZERO) + quantity
        self._days = sorted(by_day)
        self._levels = list(accumulate(by_day[day] for day in self._days))

    def copy(self) -> Projection:
        """The same days, to try something on."""
        twin = Projection.__new__(Projection)
        twin.on_hand, twin.today = self.on_hand, self.today
        twin._days, twin._levels = list(self._days), list(self._levels)
        return twin

    def add(self, on: date, quantity: Decimal) -> None:
        """Let a supply (positive) or demand (negative) stand."""
        day = counts_on(on, quantity, self.today)
        place = bisect_left(self._days, day)
        if place == len(self._days) or self._days[place] != day:
            self._days.insert(place, day)
            self._levels.insert(place, self._levels[place - 1])
        for position in range(place, len(self._levels)):
            self._levels[position] += quantity

    def less(self, quantity: Decimal) -> Projection:
        """The same days with less stock on hand, for whom a part of it is not good enough."""
        if quantity <= 0:
            return self
        found = self.copy()
        found.on_hand -= quantity
        found._levels = [level - quantity for level in self._levels]
        return found

    def levels(self) -> list[tuple[date, Decimal]]:
        """Projected stock at the end of each day on which something happens, from today on."""
        return list(zip(self._days, self._levels, strict=True))

    def atp(self) -> list[tuple[date, Decimal]]:
        """The cumulative available-to-promise with look-ahead."""
        return cumulative_atp(self.levels())

    def free_on(self, day: date) -> Decimal:
        """The cumulative available-to-promise of one day, without building that of all."""
        place = max(bisect_right(self._days, day) - 1, 0)
        return max(min(self._levels[place:]), ZERO)

    def first_day(self, quantity: Decimal, wanted: date) -> date | None:
        """The first day from the wanted one on which a quantity can be promised, if there is one."""
        wanted = max(wanted, self.today)
        place = max(bisect_right(self._days, wanted) - 1, 0)
        levels = self._levels
        if quantity <= 0 or min(levels[place:]) >= quantity:
            return wanted
        last = len(levels)
        while last > place and levels[last - 1] >= quantity:
            last -= 1
        return self._days[last] if last < len(levels) else None

    def take(self, quantity: Decimal, atp: Sequence[tuple[date, Decimal]], until: date) -> list[Taken]:
        """Say which stock and which days' supply a quantity takes, stock first, then by day.

        What a day's supply adds to the cumulative available-to-promise is its uncommitted part; the
        rest of it belongs to promises made before.
        """
        left = quantity
        found: list[Taken] = []
        before = available_now(self.on_hand, atp, self.today)
        from_stock = min(left, before)
        if from_stock > 0:
            found.append(Taken(from_stock, None))
            left -= from_stock
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


def counts_on(on: date, quantity: Decimal, today: date) -> date:
    """The day on which a change counts: today for one of the past, tomorrow at best for a supply of it."""
    if on >= today:
        return on
    return today + timedelta(days=1) if quantity > 0 else today


def project(on_hand: Decimal, flows: Iterable[Flow], *, today: date) -> Projection:
    """The projection of stock and dated flows."""
    return Projection(on_hand, today, ((flow.on, flow.quantity) for flow in flows))


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
        by_day.setdefault(counts_on(flow.on, flow.quantity, today), []).append(flow)
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
