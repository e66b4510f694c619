"""Gross to net: from stock, open supply and needs of one level's nodes to their planned orders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from production.calc.planning.lots import lots
from production.calc.planning.model import Dated, Ints, Nodes

MOST_CELLS = 4_000_000


@dataclass
class Orders:
    """Planned orders of some nodes: the day on which they are wanted, and how many."""

    node: Ints
    wanted: Ints
    quantity: Ints

    def __len__(self) -> int:
        """How many."""
        return len(self.node)


def net(nodes: Nodes, here: Ints, gross: Dated, supply: Dated, fence: Ints) -> Orders:
    """The planned orders of the nodes `here`, in the order of nodes and days.

    Supply of a day is there before the needs of that day. What a node has too little of by a day is ordered
    for that day in its lot. `gross` and `supply` are sorted by node; memory is bounded: nodes are taken in
    parts of at most four million cells.
    Source: J. Orlicky, Material Requirements Planning (1975), ch. 4 (gross-to-net); C. Ptak, C. Smith,
    Orlicky's Material Requirements Planning, 3rd ed. (2011), ch. 7.
    """
    if not len(here) or not len(gross):
        return _none()
    low = int(gross.day.min())
    high = int(gross.day.max())
    seen = np.zeros(high - low + 1, dtype=bool)
    seen[gross.day - low] = True
    days = np.nonzero(seen)[0] + low
    part = max(1, MOST_CELLS // max(len(days), 1))
    found = [
        _net_part(nodes, here[start : start + part], gross, supply, fence=fence, days=days)
        for start in range(0, len(here), part)
    ]
    if len(found) == 1:
        return found[0]
    return Orders(
        np.concatenate([one.node for one in found]),
        np.concatenate([one.wanted for one in found]),
        np.concatenate([one.quantity for one in found]),
    )


def _none() -> Orders:
    empty = np.zeros(0, dtype=np.int64)
    return Orders(empty, empty, empty)


def _net_part(nodes: Nodes, here: Ints, gross: Dated, supply: Dated, *, fence: Ints, days: Ints) -> Orders:
    shape = (len(here), len(days))
    flow = -_table(gross, here, days, shape)
    if len(supply):
        flow += _table(supply, here, days, shape)
    level = np.cumsum(flow, axis=1, out=flow)
    level += nodes.on_hand[here, None]
    np.negative(level, out=level)
    needed = np.maximum.accumulate(level, axis=1, out=level)
    np.maximum(needed, 0.0, out=needed)
    needed[~nodes.is_planned[here]] = 0.0
    ordered = lots(nodes, here, needed, days, fence[here])
    planned = np.diff(ordered, axis=1, prepend=0.0)
    row, column = np.nonzero(planned)
    quantity = planned[row, column].astype(np.int64)
    return _at_most(nodes, Orders(here[row], days[column], quantity))


def _table(rows: Dated, here: Ints, days: Ints, shape: tuple[int, int]) -> np.ndarray:
    """Quantities by node and day; what lies between two of the days counts on the later one."""
    first, last = np.searchsorted(rows.node, here[0]), np.searchsorted(rows.node, here[-1], side="right")
    node, quantity = rows.node[first:last], rows.quantity[first:last]
    low = int(days[0])
    place = np.searchsorted(days, np.arange(low, int(days[-1]) + 1))
    day = np.clip(rows.day[first:last], low, None)
    known = day <= days[-1]
    if not known.all():
        node, quantity, day = node[known], quantity[known], day[known]
    at = np.searchsorted(here, node) * shape[1] + place[day - low]
    return np.bincount(at, weights=quantity, minlength=shape[0] * shape[1]).reshape(shape)


def _at_most(nodes: Nodes, orders: Orders) -> Orders:
    """Orders above their node's maximum as several, the last with what is left."""
    most = nodes.maximum[orders.node]
    if not (most > 0).any():
        return orders
    most = np.where(most > 0, most, np.iinfo(np.int64).max)
    parts = -(-orders.quantity // most)
    if (parts <= 1).all():
        return orders
    of = np.repeat(np.arange(len(orders)), parts)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(parts) - parts, parts)
    quantity = np.minimum(most[of], orders.quantity[of] - nth * np.where(nth > 0, most[of], 0))
    return Orders(orders.node[of], orders.wanted[of], quantity)
