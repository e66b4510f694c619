"""Available to promise: what can be promised on a day from stock and dated supply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Flow:
    """A dated change of the projected stock: supply is positive, demand negative.

    `supply_id` names the expected supply behind it, so that a promise can be pegged to it.
    """

    on: date
    quantity: Decimal
    kind: str = ""
    document: str = ""
    supply_id: int | None = None


@dataclass(frozen=True)
class Source:
    """Where a promised quantity comes from; `product` names the component of a kit that it is of."""

    kind: str
    quantity: Decimal
    date: date
    document: str = ""
    supply_id: int | None = None
    product: str = ""


@dataclass(frozen=True)
class Quote:
    """A promise for one quantity: the day, and the sources that make it true.

    `promised_on` is None when nothing known or planned can cover the quantity.
    """

    available_now: Decimal
    promised_on: date | None
    sources: tuple[Source, ...]


def projected(on_hand: Decimal, flows: Iterable[Flow], *, today: date) -> list[tuple[date, Decimal]]:
    """Projected stock at the end of each day on which something happens, from today on.

    What was due before today counts today for demand; overdue supply can come tomorrow at best.
    """
    by_day: dict[date, Decimal] = {today: ZERO}
    for flow in flows:
        day = flow.on
        if flow.quantity > 0 and day < today:
            day = today + timedelta(days=1)
        day = max(day, today)
        by_day[day] = by_day.get(day, ZERO) + flow.quantity
    level = on_hand
    series = []
    for day in sorted(by_day):
        level += by_day[day]
        series.append((day, level))
    return series


def cumulative_atp(series: Sequence[tuple[date, Decimal]]) -> list[tuple[date, Decimal]]:
    """What can still be promised from each day on without breaking any later promise.

    Source: APICS Dictionary, "cumulative available-to-promise with look-ahead": the least
    projected stock of the day and all days after it, never below zero.
    """
    result: list[tuple[date, Decimal]] = []
    least: Decimal | None = None
    for day, level in reversed(series):
        least = level if least is None else min(least, level)
        result.append((day, max(least, ZERO)))
    result.reverse()
    return result


def _at(atp: Sequence[tuple[date, Decimal]], day: date) -> Decimal:
    free = ZERO
    for on, quantity in atp:
        if on > day:
            break
        free = quantity
    return free


def _first_day(atp: Sequence[tuple[date, Decimal]], quantity: Decimal, wanted: date) -> date | None:
    if _at(atp, wanted) >= quantity:
        return wanted
    return next((day for day, free in atp if day >= wanted and free >= quantity), None)


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
    series = projected(on_hand, flows, today=today)
    atp = cumulative_atp(series)
    available_now = min(_at(atp, today), max(on_hand, ZERO))
    day = _first_day(atp, quantity, wanted)
    if day is not None:
        return Quote(available_now, day, _sources(quantity, available_now, flows, today=today, until=day))
    if lead_time_days is None:
        return Quote(available_now, None, ())
    covered = max(free for _, free in atp)
    made_on = max(today + timedelta(days=lead_time_days), wanted)
    covered_on = _first_day(atp, covered, wanted) or wanted
    promised_on = max(made_on, covered_on)
    sources = _sources(covered, min(available_now, covered), flows, today=today, until=promised_on)
    planned = Source("plan", quantity - covered, made_on)
    return Quote(available_now, promised_on, (*sources, planned))


def _sources(
    quantity: Decimal, from_stock: Decimal, flows: Sequence[Flow], *, today: date, until: date
) -> tuple[Source, ...]:
    """Name stock first, then supply by date; a supply may be promised in part to others."""
    left = quantity
    found: list[Source] = []
    part = min(left, from_stock)
    if part > 0:
        found.append(Source("on_hand", part, today))
        left -= part
    supplies = sorted((f for f in flows if f.quantity > 0), key=lambda f: (f.on, f.document))
    for flow in supplies:
        if left <= 0:
            break
        on = flow.on if flow.on >= today else today + timedelta(days=1)
        if on > until:
            break
        part = min(left, flow.quantity)
        found.append(Source(flow.kind or "purchase", part, on, flow.document, flow.supply_id))
        left -= part
    if left > 0:
        found.append(Source("on_hand", left, today))
    return tuple(found)
