"""The schedule in force as lines with gaps: what one more job is put into, and what it waits for there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from production.calc.scheduling.flow import Flow
from production.calc.scheduling.insertion import Board, Line, Piece
from production.calc.scheduling.problem import NO_LIMIT, Job, Problem, Slot, Wait


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


def laid(problem: Problem, places: Iterable[Placed]) -> Board:
    """The machines with what is scheduled on them, seen from now: what should have begun by now begins now.

    Whoever is in the way of that goes later on the same machine, in the same turn, as
    `insertion.kept_in_order` does; what runs goes on from now. Where nothing is overdue and no machine is
    down, every place is where it was scheduled.
    """
    board = Board(problem)
    in_turn = sorted(places, key=lambda place: (place.center, place.machine, not place.begun, place.start))
    for (center, machine), row in groupby(in_turn, key=lambda place: (place.center, place.machine)):
        line = board.lines.get((center, machine))
        if line is not None:
            _lay(line, list(row), problem.now)
    return board


def _lay(line: Line, row: list[Placed], now: int) -> None:
    passed, blocks = line.working.passed, list(line.pieces)
    found: list[Piece] = []
    edge = passed(now)
    for place in row:
        if place.begun or place.start < now:
            low, length = edge, place.work
        else:
            low = passed(place.start)
            length = passed(place.end) - low
            low = max(low, edge)
        if not place.begun:
            low = _behind(blocks, low, length)
        edge = max(edge, low + length)
        if length > 0:
            found.append((low, low + length, place.group, int(place.spared), -1))
    if not blocks:
        line.pieces = found
        return
    line.pieces = []
    for low, high, group, spared, _job in sorted(found):
        line.add((low, high, group, spared, -1))
    for block in blocks:
        line.add(block)


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
