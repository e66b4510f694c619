"""One plan: level after level net, explode and peg; then, from the bottom up, the days that can be kept."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from production.calc.planning.levels import earliest_days, low_level_codes, ranges
from production.calc.planning.model import SCALE, Dated, Flags, Floats, Ints, Model, Nodes
from production.calc.planning.netting import Orders, net
from production.calc.planning.pegging import (
    DEMAND,
    ON_HAND,
    ORDER,
    PART,
    RECEIPT,
    SAFETY,
    Pegs,
    Side,
    joined,
    peg,
)

NEVER = 1 << 40
_LONG_AGO = -(1 << 20)


@dataclass
class Plan:
    """What to make and buy, and for whom.

    Orders: `node`, `quantity`; `wanted` and `wanted_release` are the days that would suit the needs, `due`
    and `release` those that can be kept when nothing starts in the past. `covered_on` is the day on which a
    demand is served in full (`NEVER` when it is not). Pegs are listed by level.
    """

    level: Ints
    node: Ints
    quantity: Ints
    wanted: Ints
    wanted_release: Ints
    due: Ints
    release: Ints
    pegs: list[Pegs]
    covered_on: Ints
    demand_day: Ints
    is_forecast: Flags

    def __len__(self) -> int:
        """How many orders are planned."""
        return len(self.node)

    def late_demands(self) -> Ints:
        """The demands that are not served in full by their day; what nobody has ordered is never late."""
        return np.nonzero((self.covered_on > np.maximum(self.demand_day, 0)) & ~self.is_forecast)[0]

    def all_pegs(self) -> Pegs:
        """The pegs of all levels."""
        names = ("node", "supply_kind", "supply", "need_kind", "need", "need_day", "quantity")
        columns = [np.concatenate([getattr(one, name) for one in self.pegs] or [_EMPTY]) for name in names]
        return Pegs(*columns)


_EMPTY = np.zeros(0, dtype=np.int64)


@dataclass
class _Run:
    """A plan being made."""

    model: Model
    is_kept: bool
    level: Ints
    earliest: Ints
    own: Ints
    first_child: Ints
    child: Ints
    per: Floats
    is_fixed: Flags
    by_level: Ints
    at: Ints
    orders: list[Orders] = field(default_factory=list)
    releases: list[Ints] = field(default_factory=list)
    count: int = 0
    parts: dict[int, list[Side]] = field(default_factory=dict)
    pegs: list[Pegs] = field(default_factory=list)


def plan(model: Model, *, is_kept: bool = True) -> Plan:
    """Plan a model: planned orders with their days, and every peg.

    With `is_kept` nothing starts in the past: what should have started comes later, and everything above it
    with it; open supply that no new order could beat serves what is needed before it comes; safety stock and
    forecast demand are met when they can be: what is there earlier serves what was ordered. Without, the
    plan is the textbook's, whose releases may lie in the past.

    Raises: PlanningError.
    Source: J. Orlicky (1975) for the netting; the two passes (back from the needs, forward from today) as in
    S. Nahmias, T. L. Olsen, Production and Operations Analysis, 7th ed. (2015), ch. 9, on infeasible
    releases.
    """
    model.check()
    run = _begin(model, is_kept)
    for depth in range(int(run.level.max(initial=-1)) + 1):
        _plan_level(run, depth)
    return _finish(run)


def _begin(model: Model, is_kept: bool) -> _Run:
    nodes, structure = model.nodes, model.structure
    count = len(nodes)
    level = low_level_codes(count, structure)
    none = np.zeros(count, dtype=np.int64)
    earliest, own = none, none
    if is_kept:
        earliest = np.maximum(earliest_days(model, level), nodes.fence)
        starts = model.open_days.later(nodes.calendar, none)
        own = np.maximum(model.open_days.later(nodes.calendar, starts + nodes.lead), nodes.fence)
    order = np.argsort(structure.parent, kind="stable")
    by_level = np.argsort(level, kind="stable")
    return _Run(
        model, is_kept, level, earliest, own,
        np.searchsorted(structure.parent[order], np.arange(count + 1)),
        structure.child[order], structure.per[order], structure.is_fixed[order],
        by_level, np.searchsorted(level[by_level], np.arange(int(level.max(initial=-1)) + 2)),
    )  # fmt: skip


def _plan_level(run: _Run, depth: int) -> None:
    """Net, peg and explode the nodes of a level, whose gross requirements are all known by now."""
    here = run.by_level[run.at[depth] : run.at[depth + 1]]
    needs = _needs(run, here, depth)
    supply = _receipts(run, here)
    nodes = run.model.nodes
    fence = run.earliest if run.is_kept else np.full(len(nodes), _LONG_AGO)
    gross = Dated(needs.node, needs.day, needs.quantity, needs.day)
    coming = Dated(supply.node, supply.day, supply.quantity, supply.day)
    found = net(nodes, here, gross, coming, fence)
    release = run.model.open_days.earlier(nodes.calendar[found.node], found.wanted - nodes.lead[found.node])
    run.pegs.append(peg(_supply_side(run, here, supply, found), needs, len(nodes)))
    _explode(run, found, release)
    run.orders.append(found)
    run.releases.append(release)
    run.count += len(found)


def _needs(run: _Run, here: Ints, depth: int) -> Side:
    """What the nodes of a level must give: demands, parts of orders above, and their own safety stock."""
    model, nodes = run.model, run.model.nodes
    mine = np.nonzero((run.level[model.demands.node] == depth) & (model.demands.quantity > 0))[0]
    node = model.demands.node[mine]
    day = model.open_days.earlier(nodes.calendar[node], model.demands.day[mine])
    if run.is_kept:
        day = np.where(model.is_forecast[mine], np.maximum(day, run.own[node]), day)
    sides = [Side(node, day, model.demands.quantity[mine], np.full(len(mine), DEMAND), mine)]
    sides += run.parts.pop(depth, [])
    kept = here[nodes.safety[here] > 0]
    if len(kept):
        first = run.own[kept] if run.is_kept else np.full(len(kept), _first_day(sides))
        sides.append(Side(kept, first, nodes.safety[kept], np.full(len(kept), SAFETY), kept))
    return joined(sides)


def _first_day(sides: list[Side]) -> int:
    return min([0, *(int(side.day.min()) for side in sides if len(side))])


def _receipts(run: _Run, here: Ints) -> Side:
    """Open supply of a level's nodes by the day for which it can serve needs.

    What comes no later than a new order could counts from the start: a new one would not help.
    """
    receipts = run.model.receipts
    depth = run.level[here[0]] if len(here) else -1
    mine = np.nonzero((run.level[receipts.node] == depth) & (receipts.quantity > 0))[0]
    node, day = receipts.node[mine], np.minimum(receipts.day[mine], receipts.wanted[mine])
    if run.is_kept:
        day = np.where(day <= run.own[node], _LONG_AGO, day)
    kind = np.full(len(mine), RECEIPT)
    return joined([Side(node, day, receipts.quantity[mine], kind, mine)])


def _supply_side(run: _Run, here: Ints, receipts: Side, found: Orders) -> Side:
    """Everything that a level's nodes can give, in the order in which it serves."""
    on_hand = run.model.nodes.on_hand
    stocked = here[on_hand[here] > 0]
    count = len(stocked)
    numbers = run.count + np.arange(len(found))
    return joined([
        Side(stocked, np.full(count, 2 * _LONG_AGO), on_hand[stocked], np.full(count, ON_HAND), stocked),
        receipts,
        Side(found.node, found.wanted, found.quantity, np.full(len(found), ORDER), numbers),
    ])  # fmt: skip


def _explode(run: _Run, found: Orders, release: Ints) -> None:
    """What the orders take of the levels below, on the day they are released."""
    first, last = run.first_child[found.node], run.first_child[found.node + 1]
    edges = ranges(first, last)
    if not len(edges):
        return
    of = np.repeat(np.arange(len(found)), last - first)
    exact = np.where(run.is_fixed[edges], SCALE, found.quantity[of]) * run.per[edges]
    quantity = np.ceil(exact - 0.01).astype(
        np.int64
    )  # up to the next millionth, but not for a float's last bit
    child, day, number = run.child[edges], release[of], run.count + of
    depths = run.level[child]
    for depth in np.unique(depths):
        mine = slice(None) if (depths == depth).all() else np.nonzero(depths == depth)[0]
        node = child[mine]
        side = Side(node, day[mine], quantity[mine], np.full(len(node), PART), number[mine])
        run.parts.setdefault(int(depth), []).append(side)


def _finish(run: _Run) -> Plan:
    def all_of(parts: list[Ints]) -> Ints:
        return np.concatenate(parts) if parts else _EMPTY

    node = all_of([one.node for one in run.orders])
    wanted = all_of([one.wanted for one in run.orders])
    release = all_of(run.releases)
    made = Plan(
        run.level, node, all_of([one.quantity for one in run.orders]), wanted, release, wanted.copy(),
        release.copy(), run.pegs, _EMPTY, run.model.demands.day, run.model.is_forecast,
    )  # fmt: skip
    _keep_days(run, made)
    return made


def _keep_days(run: _Run, made: Plan) -> None:
    """From the bottom up: no order starts before today or before its last part is there."""
    model, nodes = run.model, run.model.nodes
    demands = model.demands
    arrives = np.maximum(model.receipts.day, 0)
    covered = np.full(len(demands), _LONG_AGO)
    served = np.zeros(len(demands))
    if run.is_kept:
        made.release = model.open_days.later(nodes.calendar[made.node], np.maximum(made.release, 0))
    ends = np.cumsum([0, *(len(one) for one in run.orders)])
    for depth in range(len(run.orders) - 1, -1, -1):
        mine, pegs = slice(ends[depth], ends[depth + 1]), run.pegs[depth]
        if run.is_kept:
            _keep_level(nodes, model, made, mine)
        day = np.zeros(len(pegs), dtype=np.int64)
        for kind, days in ((RECEIPT, arrives), (ORDER, made.due)):
            chosen = pegs.supply_kind == kind
            day[chosen] = days[pegs.supply[chosen]]
        parts = pegs.need_kind == PART
        if run.is_kept and parts.any():
            np.maximum.at(made.release, pegs.need[parts], day[parts])
        whole = pegs.need_kind == DEMAND
        np.maximum.at(covered, pegs.need[whole], day[whole])
        served += np.bincount(pegs.need[whole], weights=pegs.quantity[whole], minlength=len(demands))
    made.covered_on = np.where(served < demands.quantity, NEVER, covered)


def _keep_level(nodes: Nodes, model: Model, made: Plan, mine: slice) -> None:
    """The days of a level's orders, once it is known when the parts of each are there."""
    node = made.node[mine]
    calendar, lead = nodes.calendar[node], nodes.lead[node]
    start = model.open_days.later(calendar, made.release[mine])
    fence = model.open_days.later(calendar, nodes.fence[node])
    due = np.maximum(np.maximum(made.wanted[mine], model.open_days.later(calendar, start + lead)), fence)
    made.due[mine] = due
    made.release[mine] = np.maximum(start, model.open_days.earlier(calendar, due - lead))
