"""Late jobs made earlier by taking a few jobs out and putting them back in another order.

Iterated greedy (Ruiz & Stützle 2007, "A simple and effective iterated greedy algorithm for the permutation
flowshop scheduling problem", EJOR 177), with insertion into gaps as the repair and the jobs in the late
one's way as what is taken out. A change touches a handful of jobs, so that thousands are tried in a second.
"""

from __future__ import annotations

import random
from bisect import bisect_right

from production.calc.scheduling.flow import Flow
from production.calc.scheduling.insertion import Board
from production.calc.scheduling.problem import NO_LIMIT, Schedule, Slot

NEAREST = 8
"""How many operations directly before a late one may have to make way for it."""


class Repair:
    """A schedule under repair: its board, its places and what each job costs."""

    def __init__(self, schedule: Schedule, late: float, seed: int) -> None:
        self.schedule, self.problem, self.late = schedule, schedule.problem, late
        self.draw = random.Random(seed)  # noqa: S311 - chance, not secrecy
        self.board = Board(self.problem)
        self.board.occupy(schedule.slots())
        self.costs = [self._cost(index, row) for index, row in enumerate(schedule.by_job)]
        self.wrong = [index for index in range(len(self.costs)) if self._late(index)]

    def total(self) -> float:
        """What the schedule costs."""
        return sum(self.costs)

    def _end(self, index: int, row: list[Slot]) -> int:
        return max((slot.end + slot.step.after for slot in row), default=self.problem.jobs[index].release)

    def _late(self, index: int) -> bool:
        return self._end(index, self.schedule.by_job[index]) > self.problem.jobs[index].due

    def _cost(self, index: int, row: list[Slot]) -> float:
        job, end = self.problem.jobs[index], self._end(index, row)
        over = end - job.due
        return (job.weight * (over + self.late) if over > 0 else 0.0) + (end - job.release) * 1e-6

    def _in_the_way(self, index: int) -> list[int]:
        """Jobs that stand before a late one on the machines it waits for."""
        found: list[int] = []
        job = self.problem.jobs[index]
        flow = Flow(self.problem, job)
        for slot in self.schedule.by_job[index]:
            center = self.problem.centers[slot.center]
            ready = max(flow.ready(slot.step), slot.step.material_at)
            if (
                center.machines != NO_LIMIT
                and slot.step.fixed is None
                and slot.start > center.working.opens(ready)
            ):
                passed = center.working.passed(slot.start)
                low = center.working.passed(ready)
                for machine in range(center.machines):
                    pieces = self.board.lines[slot.center, machine].pieces
                    at = bisect_right(pieces, (passed, -1))
                    nearest = max(0, at - NEAREST)
                    while at > nearest and pieces[at - 1][1] > low:
                        at -= 1
                        if pieces[at][4] >= 0:
                            found.append(pieces[at][4])
            flow.take(slot)
        return [
            other for other in dict.fromkeys(found) if other != index and self.problem.jobs[other] is not job
        ]

    def once(self) -> bool:
        """One try: a late job and some in its way go out and come back, the late one first. Says if it was
        kept.
        """
        if not self.wrong:
            return False
        index = self.draw.choice(self.wrong)
        others = self._in_the_way(index)
        count = min(len(others), self.draw.randint(1, 5))
        chosen = self.draw.sample(others, count) if others else []
        gone = {index, *chosen}
        before = [(number, self.schedule.by_job[number]) for number in (index, *chosen)]
        if not self._lift(before, gone):
            return False
        old = sum(self.costs[number] for number, _row in before)
        order = [index, *sorted(chosen, key=lambda number: (self.problem.jobs[number].due, number))]
        if self.draw.random() < 0.3:
            self.draw.shuffle(order)
        placed, new = [], 0.0
        for number in order:
            row = self.board.forward(self.problem.jobs[number], number)
            placed.append((number, row))
            new += self._cost(number, row)
            if new > old:
                break
        if new > old:
            for _number, row in placed:
                self.board.remove(row)
            for _number, row in before:
                self.board.occupy(slot for slot in row if slot.step.fixed is None)
            return False
        for number, row in placed:
            self.schedule.by_job[number] = row
            self.costs[number] = self._cost(number, row)
        if new < old:
            late = {number for number in gone if self._late(number)}
            self.wrong = [number for number in self.wrong if number not in gone] + sorted(late)
        return True

    def _lift(self, rows: list[tuple[int, list[Slot]]], gone: set[int]) -> bool:
        """Take jobs off the board; refused when somebody who stays spared a set-up by one of them."""
        for _number, row in rows:
            for slot in row:
                center = self.problem.centers[slot.center]
                if slot.step.group and center.machines != NO_LIMIT and slot.end > slot.start:
                    line = self.board.lines[slot.center, slot.machine]
                    if not line.can_give(center.working.passed(slot.start), gone):
                        return False
        for _number, row in rows:
            self.board.remove(row)
        return True
