"""Low-level codes, phantoms and the earliest day on which something new can be there."""

from __future__ import annotations

import numpy as np

from production.calc.planning.model import Flags, Floats, Ints, Model, PlanningError, Structure, ints


def low_level_codes(count: int, structure: Structure) -> Ints:
    """The lowest level on which each node is used, tops at 0, in one pass over the structure.

    Raises: PlanningError (`bom_cycle`) with the `path` of nodes that leads back to itself.
    Source: J. Orlicky, Material Requirements Planning (1975), ch. 4: a node is planned on the lowest level
    on which it appears, when all its gross requirements are known.
    """
    waiting = np.bincount(structure.child, minlength=count)
    order = np.argsort(structure.parent, kind="stable")
    children = structure.child[order]
    first = np.searchsorted(structure.parent[order], np.arange(count + 1))
    level = np.full(count, -1, dtype=np.int64)
    ready, depth, done = np.nonzero(waiting == 0)[0], 0, 0
    while len(ready):
        level[ready] = depth
        done += len(ready)
        below = children[ranges(first[ready], first[ready + 1])]
        waiting -= np.bincount(below, minlength=count)
        ready = np.unique(below[waiting[below] == 0])
        depth += 1
    if done < count:
        raise PlanningError("bom_cycle", path=_cycle(level, structure))
    return level


def ranges(first: Ints, last: Ints) -> Ints:
    """All whole numbers of the half-open ranges, one range after the other."""
    sizes = last - first
    total = int(sizes.sum())
    if total == 0:
        return np.zeros(0, dtype=np.int64)
    ends = np.cumsum(sizes)
    return np.arange(total, dtype=np.int64) + np.repeat(first - (ends - sizes), sizes)


def _cycle(level: Ints, structure: Structure) -> list[int]:
    """A way from a node back to itself among those that no pass reached."""
    above: dict[int, int] = {}
    for parent, child in zip(structure.parent.tolist(), structure.child.tolist(), strict=True):
        if level[parent] < 0:
            above[child] = parent  # each unreached node has an unreached parent
    at, path = next(iter(above)), []
    while at not in path:
        path.append(at)
        at = above[at]
    found = path[path.index(at) :]
    return [*found[:1], *found[:0:-1], found[0]]


def blow_through(count: int, structure: Structure, is_phantom: Flags) -> Structure:
    """The structure without phantoms: what they consist of hangs below their parents.

    Source: APICS dictionary, "phantom bill of material": made with zero lead time, lot for lot, not stocked.
    """
    if not is_phantom.any():
        return structure
    low_level_codes(count, structure)  # refuses circles, so that the way down ends
    below: dict[int, list[tuple[int, float, bool]]] = {}
    columns = (structure.parent, structure.child, structure.per, structure.is_fixed)
    for parent, child, per, fixed in zip(*(column.tolist() for column in columns), strict=True):
        below.setdefault(parent, []).append((child, per, fixed))
    merged: dict[tuple[int, int, bool], float] = {}
    for parent, parts in below.items():
        stack = list(parts)
        while stack:
            child, per, fixed = stack.pop()
            if is_phantom[child]:
                deeper = below.get(child, ())
                stack += [(one, share if once else per * share, fixed or once) for one, share, once in deeper]
            else:
                key = (parent, child, fixed)
                merged[key] = merged.get(key, 0.0) + per
    return Structure.of((parent, child, per, fixed) for (parent, child, fixed), per in merged.items())


def earliest_days(model: Model, level: Ints) -> Ints:
    """The day on which something new can be there with nothing below it in stock: the cumulative lead time.

    Parts that nobody plans are taken as there. Lead times are calendar days; a receipt on a closed day moves
    to the next open one.
    """
    nodes, structure = model.nodes, model.structure
    today = np.zeros(len(nodes), dtype=np.int64)
    starts = model.open_days.later(nodes.calendar, today)
    ends = starts.copy()
    order = np.argsort(level[structure.parent], kind="stable")
    parents, children = structure.parent[order], structure.child[order]
    depth_of = level[parents]
    for depth in range(int(level.max(initial=-1)), -1, -1):
        edges = slice(*np.searchsorted(depth_of, (depth, depth + 1)))
        bought = nodes.is_planned[children[edges]]
        np.maximum.at(starts, parents[edges][bought], ends[children[edges]][bought])
        here = np.nonzero(level == depth)[0]
        ends[here] = model.open_days.later(nodes.calendar[here], starts[here] + nodes.lead[here])
    return ints(ends)


def yearly_needs(model: Model, level: Ints, days: int) -> Floats:
    """What each node is needed for in a year, own demand and that of all above, stock left aside."""
    structure = model.structure
    needs = np.bincount(
        model.demands.node, weights=model.demands.quantity, minlength=len(model.nodes)
    ).astype(np.float64)
    order = np.argsort(level[structure.parent], kind="stable")
    for depth in range(int(level.max(initial=-1)) + 1):
        mine = order[slice(*np.searchsorted(level[structure.parent][order], (depth, depth + 1)))]
        mine = mine[~structure.is_fixed[mine]]
        np.add.at(needs, structure.child[mine], needs[structure.parent[mine]] * structure.per[mine])
    return needs * 365 / max(days, 1)
