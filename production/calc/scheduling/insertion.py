"""Places in the gaps of what is planned already: job by job, forward from now or backward from the promise.

Serial generation (Kolisch 1996, "Serial and parallel resource-constrained project scheduling methods
revisited"): what is placed stays, so that a job put in last never moves another; its date is what a full
plan gives to a new demand of the lowest priority.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from production.calc.scheduling.dispatch import kept_place, outside
from production.calc.scheduling.flow import Flow, latest_end
from production.calc.scheduling.problem import NO_LIMIT, Center, Job, Problem, Schedule, Slot, Step
from production.calc.scheduling.working import WorkingTime

Piece = tuple[int, int, str, int, int]
"""Working time passed at its beginning and end, its group, whether its own set-up was spared, and its job
or -1.
"""


class Line:
    """One machine's day in working time: pieces that do not overlap, by beginning."""

    __slots__ = ("pieces", "working")

    def __init__(self, working: WorkingTime) -> None:
        self.working = working
        self.pieces: list[Piece] = []

    def take(self, start: int, end: int, group: str = "", spared: bool = False, job: int = -1) -> None:
        """Something is there from one instant to another.

        What is fixed may overlap what else is fixed or a time the machine is down: together they are one
        piece, so that whoever looks for a gap may look at the nearest piece alone.
        """
        low, high = self.working.passed(start), self.working.passed(end)
        if high > low:
            self.add((low, high, group, int(spared), job))

    def add(self, piece: Piece) -> None:
        """Put a piece of working time on the line; what it meets becomes one piece with it."""
        low, high = piece[:2]
        first = last = bisect_left(self.pieces, (low,))
        if first and self.pieces[first - 1][1] > low:
            first -= 1
        while last < len(self.pieces) and self.pieces[last][0] < high:
            last += 1
        self.pieces[first:last] = [_joined([piece, *self.pieces[first:last]]) if last > first else piece]

    def can_give(self, start: int, gone: set[int]) -> bool:
        """Whether what begins then may go away: nobody behind it, but those who go too, spared a set-up by
        it.
        """
        index = bisect_left(self.pieces, (start, 0)) + 1
        return index >= len(self.pieces) or not self.pieces[index][3] or self.pieces[index][4] in gone

    def give(self, start: int) -> Piece:
        """Take away what begins then, in working time."""
        return self.pieces.pop(bisect_left(self.pieces, (start, 0)))

    def _fits(self, index: int, step: Step) -> tuple[int, bool]:
        """The work of a step in the gap before a piece; refused where that piece spared its set-up by what
        is before.
        """
        group = self.pieces[index - 1][2] if index else ""
        setup = 0 if step.group and group == step.group else step.setup
        breaks = index < len(self.pieces) and self.pieces[index][3] and self.pieces[index][2] != step.group
        return setup, not breaks

    def forward(self, ready: int, step: Step) -> tuple[int, int, int]:
        """The earliest place from an instant on: working time at beginning and end, and the set-up in it."""
        pieces, now = self.pieces, self.working.passed(ready)
        index = bisect_right(pieces, (now, 1 << 62))
        if index and pieces[index - 1][1] > now:
            now = pieces[index - 1][1]
        while True:
            setup, fits = self._fits(index, step)
            end = now + setup + step.run
            if fits and (index >= len(pieces) or end <= pieces[index][0]):
                return now, end, setup
            now = max(now, pieces[index][1])
            index += 1

    def backward(self, limit: int, earliest: int, step: Step) -> tuple[int, int, int] | None:
        """The latest place that ends by an instant and does not begin before another; none when there is
        none.
        """
        pieces, end, low = self.pieces, self.working.passed(limit), self.working.passed(earliest)
        index = bisect_left(pieces, (end, -1))
        while True:
            setup, fits = self._fits(index, step)
            start = end - setup - step.run
            if start < low:
                return None
            if fits and (index == 0 or start >= pieces[index - 1][1]):
                return start, end, setup
            if index == 0:
                return None
            index -= 1
            end = min(end, pieces[index][0])


def _joined(pieces: list[Piece]) -> Piece:
    """One piece over all of these; of the same group only where they all are, else set up for nobody."""
    groups = {piece[2] for piece in pieces}
    low, high = min(piece[0] for piece in pieces), max(piece[1] for piece in pieces)
    return low, high, groups.pop() if len(groups) == 1 else "", 0, -1


class Board:
    """The lines of all machines with what is on them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.lines = {
            (key, number): Line(center.working)
            for key, center in problem.centers.items()
            for number in range(center.machines)
        }
        for key, center in problem.centers.items():
            for number, start, end in center.down:
                self.lines[key, number].take(start, end)

    def copy(self) -> Board:
        """The same lines, to try something on."""
        twin = Board.__new__(Board)
        twin.problem, twin.lines = self.problem, {}
        for key, line in self.lines.items():
            other = twin.lines[key] = Line(line.working)
            other.pieces = list(line.pieces)
        return twin

    def occupy(self, slots: Iterable[Slot]) -> None:
        """Put placed operations on their machines."""
        for slot in slots:
            if self.problem.centers[slot.center].machines != NO_LIMIT:
                spared = slot.setup < slot.step.setup and slot.step.fixed is None
                self.lines[slot.center, slot.machine].take(
                    slot.start, slot.end, slot.step.group, spared, slot.job
                )

    def put(self, slot: Slot) -> None:
        """Put one operation on its machine."""
        self.occupy((slot,))

    def remove(self, slots: Iterable[Slot]) -> None:
        """Take placed operations off their machines; fixed ones stay."""
        for slot in slots:
            center = self.problem.centers[slot.center]
            if center.machines != NO_LIMIT and slot.step.fixed is None:
                self.lines[slot.center, slot.machine].give(center.working.passed(slot.start))

    def forward(self, job: Job, index: int) -> list[Slot]:
        """Each step as early as it goes, in the gaps."""
        flow, row = Flow(self.problem, job), []
        for number, step in enumerate(job.steps):
            slot = self._earliest(step, index, number, flow.ready(step))
            if step.fixed is None:
                self.put(slot)
            row.append(slot)
            flow.take(slot)
        return row

    def backward(self, job: Job, index: int) -> list[Slot] | None:
        """Each step as late as its successor allows; nothing stays placed when the job would have to begin
        too early.

        Each is on its machine before the next is sought: an earlier step of the job must not come between a
        later one and what spares it the set-up.
        """
        row: list[Slot] = []
        floor = Flow(self.problem, job).ready(job.steps[0]) if job.steps else 0
        for number in range(len(job.steps) - 1, -1, -1):
            step = job.steps[number]
            limit = latest_end(self.problem, step, row[-1]) if row else job.due - step.after
            slot = self._latest(step, index, number, limit, max(floor, step.material_at))
            if slot is None or step.fixed is not None:
                self.remove(row)
                return None
            self.put(slot)
            row.append(slot)
        row.reverse()
        return row

    def _earliest(self, step: Step, index: int, number: int, ready: int) -> Slot:
        center = self.problem.centers[step.center]
        if step.fixed is not None:
            return kept_place(step, index, number)
        if center.machines == NO_LIMIT:
            return outside(step, index, number, center.working, ready)
        ready = max(ready, step.material_at)
        place, machine = min(
            (self.lines[center.key, machine].forward(ready, step), machine)
            for machine in range(center.machines)
        )
        return _slot(center, step, (index, number), (machine, place))

    def again(self, step: Step, index: int, number: int, ready: int, machine: int) -> Slot:
        """One step from an instant on, on the machine where it was unless another has a place earlier."""
        center = self.problem.centers[step.center]
        if step.fixed is not None or center.machines == NO_LIMIT or not 0 <= machine < center.machines:
            slot = self._earliest(step, index, number, ready)
        else:
            ready = max(ready, step.material_at)
            places = [
                (self.lines[center.key, one].forward(ready, step), one) for one in range(center.machines)
            ]
            place, machine = min(places, key=lambda found: (found[0][0], found[1] != machine, found[1]))
            slot = _slot(center, step, (index, number), (machine, place))
        if step.fixed is None:
            self.put(slot)
        return slot

    def _latest(self, step: Step, index: int, number: int, limit: int, floor: int) -> Slot | None:
        center = self.problem.centers[step.center]
        if center.machines == NO_LIMIT:
            work = step.setup + step.run
            end = center.working.passed(limit)
            if end - work < center.working.passed(floor):
                return None
            place = (end - work, end, step.setup)
            return _slot(center, step, (index, number), (0, place))
        best: tuple[int, int, tuple[int, int, int]] | None = None
        for machine in range(center.machines):
            found = self.lines[center.key, machine].backward(limit, floor, step)
            if found is not None and (best is None or found[0] > best[0]):
                best = (found[0], machine, found)
        if best is None:
            return None
        return _slot(center, step, (index, number), best[1:])


def _slot(center: Center, step: Step, job: tuple[int, int], where: tuple[int, tuple[int, int, int]]) -> Slot:
    machine, (start, end, setup) = where
    begins, ends = center.working.begins(start), center.working.ends(end)
    return Slot(step, *job, center.key, machine, begins, ends, setup)


def insert_jobs(problem: Problem, order: Iterable[int] | None = None, *, backward: bool = False) -> Schedule:
    """Job after job into the gaps, in order of due dates unless another order is given.

    Backward: as late as the promise allows, so that goods and money do not lie about; forward where that is
    too late already.
    """
    board, schedule = Board(problem), Schedule(problem, [[] for _ in problem.jobs])
    for job in problem.jobs:
        for step in job.steps:
            if step.fixed is not None and problem.centers[step.center].machines != NO_LIMIT:
                kept = step.fixed
                board.lines[step.center, kept.machine].take(kept.start, kept.end, step.group)
    if order is None:
        order = sorted(range(len(problem.jobs)), key=lambda i: (problem.jobs[i].due, problem.jobs[i].key))
    for index in order:
        job = problem.jobs[index]
        row = board.backward(job, index) if backward else None
        schedule.by_job[index] = row if row is not None else board.forward(job, index)
    return schedule


def kept_in_order(problem: Problem, before: dict[int, tuple[int, int]]) -> Schedule:
    """The schedule of before (machine and beginning by step) with as little change as what stays now demands.

    Nothing begins earlier than it did, and everything on its machine where it can: only who is in the way of
    something fixed, or behind it, goes later. A step that was nowhere comes last.
    """
    board, schedule = Board(problem), Schedule(problem, [[] for _ in problem.jobs])
    flows, order = [Flow(problem, job) for job in problem.jobs], list[tuple[int, int, int]]()
    for index, job in enumerate(problem.jobs):
        turn = 0
        for number, step in enumerate(job.steps):
            turn = max(turn, before.get(step.key, (0, 1 << 60))[1])
            order.append((turn, index, number))
            if step.fixed is not None and problem.centers[step.center].machines != NO_LIMIT:
                kept = step.fixed
                board.lines[step.center, kept.machine].take(kept.start, kept.end, step.group)
    for _turn, index, number in sorted(order):
        step = problem.jobs[index].steps[number]
        machine, start = before.get(step.key, (-1, 0))
        slot = board.again(step, index, number, max(flows[index].ready(step), start), machine)
        flows[index].take(slot)
        schedule.by_job[index].append(slot)
    return schedule


def added(schedule: Schedule, job: Job) -> list[Slot]:
    """Where one more job would go without moving anything: the answer to "by when could you?"."""
    board = Board(schedule.problem)
    board.occupy(schedule.slots())
    return board.forward(job, len(schedule.by_job))
