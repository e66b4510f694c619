"""Which supply serves which need: earliest supply to earliest need, node by node, all nodes at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from production.calc.planning.model import Ints, PlanningError

ON_HAND, RECEIPT, ORDER = range(3)  # kinds of supply; `index` is a node, a receipt, a planned order
DEMAND, PART, SAFETY = range(3)  # kinds of need; `index` is a demand, the order that needs a part, a node
_MOST_TOTAL = 9.0e18


@dataclass
class Side:
    """Supplies or needs of one level, sorted by node and day."""

    node: Ints
    day: Ints
    quantity: Ints
    kind: Ints
    index: Ints

    def __len__(self) -> int:
        """How many."""
        return len(self.node)


@dataclass
class Pegs:
    """Pairs of a supply and a need with the quantity that the one has for the other."""

    node: Ints
    supply_kind: Ints
    supply: Ints
    need_kind: Ints
    need: Ints
    need_day: Ints
    quantity: Ints

    def __len__(self) -> int:
        """How many."""
        return len(self.node)


def joined(parts: list[Side]) -> Side:
    """Several lists as one, sorted by node and day; of equals the earlier list comes first."""
    node = np.concatenate([part.node for part in parts])
    day = np.concatenate([part.day for part in parts])
    quantity = np.concatenate([part.quantity for part in parts])
    kind = np.concatenate([part.kind for part in parts])
    index = np.concatenate([part.index for part in parts])
    if len(node) > 1:
        low = int(day.min())
        order = np.argsort(node * (int(day.max()) - low + 1) + (day - low), kind="stable")
        return Side(node[order], day[order], quantity[order], kind[order], index[order])
    return Side(node, day, quantity, kind, index)


def peg(supply: Side, needs: Side, count: int) -> Pegs:
    """Serve the needs of each node in the order of their days from its supplies in theirs.

    No supply gives more than it has and no need gets more than it asks for; what is left of either has no
    peg. Both sides of a node are laid along one line of quantities: where their pieces overlap is a peg.

    Raises: PlanningError (`too_large`).
    """
    given, first_given = _line(supply, count)
    asked, first_asked = _line(needs, count)
    room = np.maximum(given, asked)
    if float(room.astype(np.float64).sum()) > _MOST_TOTAL:
        raise PlanningError("too_large")
    base = np.cumsum(room) - room
    supply_end = base[supply.node] + first_given
    need_end = base[needs.node] + first_asked
    points = np.concatenate([supply_end, need_end])
    points.sort(kind="stable")
    points = points[np.diff(points, prepend=0) > 0]
    size = np.diff(points, prepend=0)
    one = np.searchsorted(supply_end, points)
    other = np.searchsorted(need_end, points)
    known = (one < len(supply)) & (other < len(needs))
    one, other, points, size = one[known], other[known], points[known], size[known]
    met = (supply_end[one] - supply.quantity[one] < points) & (
        need_end[other] - needs.quantity[other] < points
    )
    one, other = one[met], other[met]
    return Pegs(
        supply.node[one], supply.kind[one], supply.index[one], needs.kind[other], needs.index[other],
        needs.day[other], size[met],
    )  # fmt: skip


def _line(side: Side, count: int) -> tuple[Ints, Ints]:
    """The total of each node, and where each piece ends on the line of its own node."""
    running = np.cumsum(side.quantity)
    total = np.zeros(count, dtype=np.int64)
    if not len(side):
        return total, running
    last = np.nonzero(np.diff(side.node, append=-1))[0]
    total[side.node[last]] = np.diff(running[last], prepend=0)
    before = np.zeros(count, dtype=np.int64)
    before[side.node[last]] = running[last] - total[side.node[last]]
    return total, running - before[side.node]
