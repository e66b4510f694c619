"""Lot sizing: from what is needed by each day to what is ordered for it."""

from __future__ import annotations

import math

import numpy as np

from production.calc.planning.model import (
    ECONOMIC,
    FIXED,
    LOT_FOR_LOT,
    PERIOD,
    WAGNER_WHITIN,
    Floats,
    Ints,
    Nodes,
)


def economic_lot(demand_per_year: float, order_cost: float, holding_per_unit_year: float) -> float:
    """The lot of least cost for a steady demand: the square root of 2 × D × S / H; 0 where a cost is missing.

    Source: F. W. Harris, "How Many Parts to Make at Once", Factory 10 (1913).
    """
    if demand_per_year <= 0 or order_cost <= 0 or holding_per_unit_year <= 0:
        return 0.0
    return math.sqrt(2 * demand_per_year * order_cost / holding_per_unit_year)


def wagner_whitin(needs: Floats, days: Ints, setup: float, holding: float) -> tuple[Floats, float]:
    """The orders of least set-up and holding cost for dated needs, and that cost.

    `holding` is per unit and day; a need of its own day is not held. With equal costs the later order wins.
    Source: H. M. Wagner, T. M. Whitin, "Dynamic Version of the Economic Lot Size Model", Management
    Science 5 (1958); the forward recursion.
    """
    count = len(needs)
    best = np.zeros(count + 1)
    start = np.zeros(count, dtype=np.int64)
    carried = np.zeros(count)  # cost of an order on day j that covers everything from j to now
    for now in range(count):
        carried[: now + 1] += holding * needs[now] * (days[now] - days[: now + 1])
        costs = best[: now + 1] + setup + carried[: now + 1]
        start[now] = now - int(np.argmin(costs[::-1]))
        best[now + 1] = costs[start[now]]
    orders = np.zeros(count)
    end = count
    while end > 0:
        begin = int(start[end - 1])
        orders[begin] = needs[begin:end].sum()
        end = begin
    return orders, float(best[count])


def lots(nodes: Nodes, rows: Ints, needed: Floats, days: Ints, fence: Ints) -> Floats:
    """What is ordered in all by each day, so that at least `needed` is, by each node's own rule.

    `rows` are the nodes, `needed` and the answer are running totals of shape (rows, days). Inside the
    `fence` (a day per row) orders are not batched for later needs: a part that is short there must not be
    used up early. Minimum and multiple hold everywhere.
    """
    method = nodes.method[rows]
    multiple = np.where((method == FIXED) & (nodes.lot[rows] > 0), nodes.lot[rows], nodes.multiple[rows])
    minimum = nodes.minimum[rows]
    plain = ((method == LOT_FOR_LOT) | (method == FIXED)) & (minimum <= multiple)
    ordered = needed
    rounded = np.nonzero(plain & (multiple > 0))[0]
    if len(rounded):
        ordered = needed.copy()
        step = multiple[rounded, None].astype(np.float64)
        ordered[rounded] = np.ceil(needed[rounded] / step) * step
    rest = np.nonzero(~plain)[0]
    if len(rest):
        ordered = needed.copy() if ordered is needed else ordered
        wanted = _batched(nodes, rows[rest], needed[rest], days, fence[rest])
        ordered[rest] = _stepwise(nodes, rows[rest], needed[rest], wanted, days=days, fence=fence[rest])
    return ordered


def _batched(nodes: Nodes, rows: Ints, needed: Floats, days: Ints, fence: Ints) -> Floats:
    """By each day, up to which running total an order of that day reaches: later needs come along."""
    wanted = needed.copy()
    method, period = nodes.method[rows], nodes.period[rows]
    for length in np.unique(period[method == PERIOD]):
        mine = np.nonzero((method == PERIOD) & (period == length))[0]
        last = np.searchsorted(days, days + max(int(length), 1)) - 1
        wanted[mine] = needed[mine][:, last]
    for row in np.nonzero(method == WAGNER_WHITIN)[0]:
        _wagner_whitin_row(nodes, int(rows[row]), needed[row], days, wanted[row], fence=int(fence[row]))
    inside = days[None, :] < fence[:, None]
    return np.where(inside, needed, wanted)


def _wagner_whitin_row(
    nodes: Nodes, node: int, needed: Floats, days: Ints, wanted: Floats, *, fence: int
) -> None:
    steps = np.diff(needed, prepend=0.0)
    places = np.nonzero((steps > 0) & (days >= fence))[0]
    if not len(places):
        return
    orders, _cost = wagner_whitin(
        steps[places], days[places], float(nodes.setup[node]), float(nodes.holding[node])
    )
    before = needed[places[0]] - steps[places[0]]
    wanted[places] = before + np.cumsum(orders)


def _stepwise(nodes: Nodes, rows: Ints, needed: Floats, wanted: Floats, *, days: Ints, fence: Ints) -> Floats:
    """Day after day: where less is ordered than needed, one order of the lot that the rule says."""
    method = nodes.method[rows]
    fixed = (method == FIXED) & (nodes.lot[rows] > 0)
    step = np.maximum(np.where(fixed, nodes.lot[rows], nodes.multiple[rows]), 1).astype(np.float64)
    least = nodes.minimum[rows].astype(np.float64)
    economic = np.where(method == ECONOMIC, nodes.lot[rows], 0).astype(np.float64)
    total = np.zeros(len(rows))
    ordered = np.empty_like(needed)
    for column in range(needed.shape[1]):
        short = np.nonzero(needed[:, column] > total)[0]
        if len(short):
            lot = np.maximum(wanted[short, column] - total[short], least[short])
            beyond = days[column] >= fence[short]
            lot = np.where(beyond, np.maximum(lot, economic[short]), lot)
            total[short] += np.ceil(lot / step[short]) * step[short]
        ordered[:, column] = total
    return ordered
