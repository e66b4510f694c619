"""The schedule in force as lines with gaps: what one more job is put into, and what it waits for there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from production.calc.scheduling.flow import Flow
from production.calc.scheduling.insertion import Board, Line, Piece
from production.calc.scheduling.problem import NO_LIMIT, Job, Problem, Slot, Wait

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Placed(NamedTuple):
    """An operation's place as it was scheduled; `work` is what is left of it, `begun` when it runs."""

    center: int
    machine: int
    start: int
    end: int
    work: int
    group: str = ""
    spared: bool = False
    begun: bool = False


@dataclass(frozen=True)
class Places:
    """Many places as columns, as `Placed` names them; `work` counts where one has begun or is overdue."""

    center: Ints
    machine: Ints
    start: Ints
    end: Ints
    work: Ints
    group: Sequence[str]
    spared: Flags
    begun: Flags

    @classmethod
    def of(cls, rows: Iterable[Placed]) -> Places:
        """The columns of rows."""
        columns = list(zip(*rows, strict=True)) or [()] * len(Placed._fields)
        center, machine, start, end, work = (np.array(column, dtype=np.int64) for column in columns[:5])
        spared, begun = (np.array(column, dtype=np.bool_) for column in columns[6:])
        return cls(center, machine, start, end, work, columns[5], spared, begun)


def laid(problem: Problem, places: Places) -> Board:
    """The machines with what is scheduled on them, seen from now: what should have begun by now begins now.

    Whoever is in the way of that goes later on the same machine, in the same turn, as
    `insertion.kept_in_order` does; what runs goes on from now. Where nothing is overdue and no machine is
    down, every place is where it was scheduled.
    """
    board = Board(problem)
    order = np.lexsort((places.start, ~places.begun, places.machine, places.center))
    center, machine = places.center[order], places.machine[order]
    first = np.nonzero(np.diff(center, prepend=-1) | np.diff(machine, prepend=-1))[0]
    for begin, end in pairwise([*first.tolist(), len(order)]):
        line = board.lines.get((int(center[begin]), int(machine[begin])))
        if line is not None:
            _lay(line, places, order[begin:end], problem.now)
    return board


def _lay(line: Line, places: Places, row: Ints, now: int) -> None:
    """Each begins at its place or once the one before it is done, whichever is later."""
    edge = line.working.passed(now)
    at_once = places.begun[row] | (places.start[row] < now)
    low = np.where(at_once, edge, line.working.passed_all(places.start[row]))
    end = np.where(at_once, edge + places.work[row], line.working.passed_all(places.end[row]))
    length = end - low
    if line.pieces:
        low = _between(line.pieces, low, length, places.begun[row], edge)
    else:
        done = np.cumsum(length)
        low = np.maximum(np.maximum.accumulate(low - (done - length)), edge) + (done - length)
    groups = [places.group[at] for at in row.tolist()]
    columns = (low.tolist(), (low + length).tolist(), groups, places.spared[row].astype(np.int64).tolist())
    found = [(begin, end, group, spared, -1) for begin, end, group, spared in zip(*columns, strict=True)]
    pieces = [piece for piece in found if piece[1] > piece[0]]
    if not line.pieces:
        line.pieces = pieces
        return
    blocks, line.pieces = line.pieces, []
    for piece in (*sorted(pieces), *blocks):
        line.add(piece)


def _between(blocks: list[Piece], low: Ints, length: Ints, begun: Flags, edge: int) -> Ints:
    """The same turn with the times in between when the machine is down; what runs is not moved by them."""
    found = []
    for start, needs, runs in zip(low.tolist(), length.tolist(), begun.tolist(), strict=True):
        begin = edge if runs else _behind(blocks, max(start, edge), needs)
        found.append(begin)
        edge = max(edge, begin + needs)
    return np.array(found, dtype=np.int64)


def _behind(blocks: list[Piece], low: int, length: int) -> int:
    """The first beginning from one on at which nothing meets a time when the machine is down."""
    for block in blocks:
        if block[0] < low + length and block[1] > low:
            low = block[1]
    return low


@dataclass(frozen=True, slots=True)
class Longest:
    """The longest wait of a job: at which center, for what, from when to when."""

    kind: Wait
    center: int
    since: int
    until: int


def longest_wait(problem: Problem, job: Job, row: list[Slot]) -> Longest:
    """What keeps a job that was put into the gaps the longest: material, closed hours, a machine, the work
    before, the way from there, or the time its pieces lie.

    The work of each operation is the wait of the next one. A single operation that begins at once waits
    for nothing.
    """
    flow, begun = Flow(problem, job), max(job.release, problem.now)
    found = [Longest(Wait.NONE, row[-1].center if row else 0, begun, begun)]
    moved = 0
    for number, slot in enumerate(row):
        ready, queue = flow.ready(slot.step), slot.step.queue
        center, there = problem.centers[slot.center], max(ready, slot.step.material_at)
        opens = there if center.machines == NO_LIMIT else center.working.opens(there)
        came = max(begun, ready - queue)
        if number:
            left = max(begun, came - moved)
            found.append(Longest(Wait.PREDECESSOR, slot.center, begun, left))
            found.append(Longest(Wait.MOVE, slot.center, left, came))
        found += [
            Longest(Wait.QUEUE, slot.center, came, ready),
            Longest(Wait.MATERIAL, slot.center, ready, there),
            Longest(Wait.CALENDAR, slot.center, there, opens),
            Longest(Wait.CAPACITY, slot.center, opens, slot.start),
        ]
        flow.take(slot)
        begun, moved = slot.start, slot.step.after
    return max(found, key=lambda wait: wait.until - wait.since)
