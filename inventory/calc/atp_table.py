"""The table of available-to-promise by period, as planners and textbooks draw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from inventory.calc.atp import Flow, cumulative_atp, free_on, project

ZERO = Decimal(0)
DEMANDS = {"demand", "own"}


@dataclass(frozen=True)
class AtpPeriod:
    """One period: what comes, what is promised, what is left of it. Units: the item's base unit.

    `projected` is the stock at the period's end, which is the cumulative available-to-promise without
    look-ahead; `discrete` is the period's own; `cumulative` looks ahead.
    """

    start: date
    end: date
    supply: Decimal
    demand: Decimal
    projected: Decimal
    discrete: Decimal
    cumulative: Decimal


@dataclass(frozen=True)
class AtpTable:
    """The periods, and the stock before the first of them."""

    opening: Decimal
    periods: tuple[AtpPeriod, ...]


def atp_table(
    on_hand: Decimal, flows: Sequence[Flow], *, today: date, start: date, days: int, periods: int
) -> AtpTable:
    """Available-to-promise in periods of so many days from a day on.

    What is overdue, and what lies between today and a start before it, counts in the first period;
    what lies before a later start is in its opening stock. The cumulative figure looks ahead beyond the
    last period, by days, as promises do.
    """
    bounds = [start + timedelta(days=days * n) for n in range(periods + 1)]
    supply, demand = [ZERO] * periods, [ZERO] * periods
    opening = on_hand
    for flow in flows:
        day = max(flow.on, today)
        if flow.quantity > 0 and flow.on < today:
            day = today + timedelta(days=1)
        if day < start:
            opening += flow.quantity
            continue
        position = (day - start).days // days
        if position >= periods:
            continue
        if flow.kind in DEMANDS:
            demand[position] -= flow.quantity
        else:
            supply[position] += flow.quantity
    atp = cumulative_atp(project(on_hand, flows, today=today).levels())
    discrete = discrete_atp(opening, supply, demand)
    rows, level = [], opening
    for n in range(periods):
        level += supply[n] - demand[n]
        end = bounds[n + 1] - timedelta(days=1)
        free = free_on(atp, max(end, today))
        rows.append(AtpPeriod(bounds[n], end, supply[n], demand[n], level, discrete[n], free))
    return AtpTable(opening, tuple(rows))


def discrete_atp(opening: Decimal, supply: Sequence[Decimal], demand: Sequence[Decimal]) -> list[Decimal]:
    """The available-to-promise of each period's own supply.

    The first period has the opening stock and its supply, less what is promised before the next supply
    comes; a later period has its supply less what is promised from then until the next; a period
    without supply has none of its own. A negative figure is taken off the periods before it, the
    nearest first; what they can't cover stays negative where it arose.

    Source: APICS Dictionary, "discrete available-to-promise"; for the negative figures its "cumulative
    available-to-promise with look-ahead", which takes what later periods lack off the earlier ones (so too
    QAD's and Infor M3's manuals on available-to-promise).
    """
    found = [ZERO] * len(supply)
    block = 0
    for n, (comes, goes) in enumerate(zip(supply, demand, strict=True)):
        if n == 0:
            found[0] = opening + comes - goes
            continue
        if comes > 0:
            block = n
            found[n] = comes
        found[block] -= goes
    for n, own in enumerate(found):
        lacks = -own
        for earlier in range(n - 1, -1, -1):
            if lacks <= 0:
                break
            part = min(lacks, max(found[earlier], ZERO))
            found[earlier] -= part
            found[n] += part
            lacks -= part
    return found
