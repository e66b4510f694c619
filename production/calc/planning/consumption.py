"""What orders have not used up of a forecast: per item and week, with windows back and ahead and a fence.

Quantities are whole millionths, days are counted from today, weeks are buckets between `edges`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from production.calc.planning.model import SCALE, Flags, Ints


@dataclass
class Consumed:
    """By item and week: what orders took of the forecast, and what planning still expects beyond orders.

    What lies inside the demand fence is neither taken nor expected: there only orders count.
    """

    taken: Ints
    left: Ints


def into_weeks(item: Ints, first: Ints, last: Ints, quantity: Ints, *, edges: Ints, count: int) -> Ints:
    """Expected quantities of any buckets (days `first` to `last`) spread over weeks, by their days.

    What of a bucket lies outside the weeks is left out. Shape: (`count` items, weeks).
    """
    weeks = len(edges) - 1
    found = np.zeros((count, weeks), dtype=np.int64)
    length = last - first + 1
    for week in range(weeks):
        begin, end = int(edges[week]), int(edges[week + 1])
        before = np.clip(begin - first, 0, length)
        until = np.clip(end - first, 0, length)
        mine = np.nonzero(until > before)[0]
        if len(mine):
            of, size = quantity[mine], length[mine]
            share = of * until[mine] // size - of * before[mine] // size
            np.add.at(found[:, week], item[mine], share)
    return found


def whole_pieces(expected: Ints, is_counted: Flags) -> Ints:
    """Expected quantities of items that are counted as whole pieces, rounded up week after week together.

    So 0.4 a week is one piece in the first week, none in the second, one in the third: never more than one
    piece too many, and never always next week.
    """
    running = np.cumsum(expected[is_counted], axis=1)
    whole = -(-running // SCALE) * SCALE
    found = expected.copy()
    found[is_counted] = np.diff(whole, axis=1, prepend=0)
    return found


def consume(
    expected: Ints, orders: tuple[Ints, Ints, Ints], *, edges: Ints, back: Ints, ahead: Ints, fence: Ints
) -> Consumed:
    """Take orders (item, day, quantity) off the forecast of their items.

    Every order first uses up what is expected in its own week. What goes beyond that then uses up earlier
    weeks, the nearest first, as far as they lie within `back` days before it, then later ones within `ahead`
    days; the earliest order goes first. What is left over was not expected: it is demand all the same.
    Weeks that begin within `fence` days expect nothing more; orders there have used up their own week first.
    `back`, `ahead` and `fence` are per item; a fence of 0 days is none.
    Source: consumption with windows as in Oracle's and SAP's planning (back first, then ahead), in own
    words; the demand time fence: T. Vollmann et al., Manufacturing Planning and Control, ch. on MPS.
    """
    left = expected.copy()
    item, day, quantity = _by_day(orders, expected.shape[0], int(edges[0]))
    week = np.searchsorted(edges, day, side="right") - 1
    own = np.nonzero(week < len(edges) - 1)[0]
    quantity[own] -= _own_week(left, item[own], week[own], quantity[own])
    rest = np.nonzero(quantity > 0)[0]
    item, day, week, quantity = item[rest], day[rest], week[rest], quantity[rest]
    first = np.searchsorted(item, item)
    rank = np.arange(len(item)) - first
    for turn in range(int(rank.max(initial=-1)) + 1):
        mine = np.nonzero(rank == turn)[0]
        rows = (item[mine], day[mine], week[mine], quantity[mine])
        over = _nearby(left, rows, edges, reach=back[item[mine]], step=-1)
        _nearby(left, (*rows[:3], over), edges, reach=ahead[item[mine]], step=1)
    taken = expected - left
    fenced = edges[None, :-1] < fence[:, None]
    left[fenced] = 0
    return Consumed(taken, left)


def _by_day(orders: tuple[Ints, Ints, Ints], count: int, first: int) -> tuple[Ints, Ints, Ints]:
    """Orders of an item and day as one, by item and day; what was wanted before the first week is over."""
    item, day, quantity = orders
    known = (day >= first) & (quantity > 0) & (item < count)
    item, day, quantity = item[known], day[known] - first, quantity[known]
    span = int(day.max(initial=0)) + 1
    keys, of = np.unique(item * span + day, return_inverse=True)
    total = np.zeros(len(keys), dtype=np.int64)
    np.add.at(total, of, quantity)
    return keys // span, keys % span + first, total


def _own_week(left: Ints, item: Ints, week: Ints, quantity: Ints) -> Ints:
    """What each order takes of its own week, the earlier day first."""
    slot = item * left.shape[1] + week
    running = np.cumsum(quantity)
    begin = np.searchsorted(slot, slot)
    before = running - quantity - np.where(begin > 0, running[begin - 1], 0)
    took = np.clip(left[item, week] - before, 0, quantity)
    np.subtract.at(left, (item, week), took)
    return took


def _nearby(left: Ints, rows: tuple[Ints, Ints, Ints, Ints], edges: Ints, *, reach: Ints, step: int) -> Ints:
    """Take from the weeks before (step -1) or after (1), at most one row per item; gives what remains."""
    item, day, week, quantity = rows
    over = quantity.copy()
    at = week + step
    while True:
        inside = (at >= 0) & (at < left.shape[1]) & (over > 0)
        near = np.clip(at, 0, left.shape[1] - 1)
        if step < 0:
            inside &= edges[near + 1] - 1 >= day - reach
        else:
            inside &= edges[near] <= day + reach
        if not inside.any():
            return over
        mine = np.nonzero(inside)[0]
        took = np.minimum(left[item[mine], at[mine]], over[mine])
        left[item[mine], at[mine]] -= took
        over[mine] -= took
        at = at + step
