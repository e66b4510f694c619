"""Forward schedule by looking at the shop as it would work: whoever is free takes the most pressing that
waits.

Parallel generation of a non-delay schedule (Giffler & Thompson 1960, "Algorithms for solving production
scheduling problems"; Pinedo, *Scheduling*, ch. 14). Which of the waiting is most pressing says the modified
operation due date (Baker & Bertrand 1982, "A dynamic priority rule for scheduling against due dates": what
can still be on time by its due date, what cannot by its shortness) or the apparent tardiness cost with set-
ups (Lee, Bhaskaran & Pinedo 1997).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from math import exp
from typing import Any

from production.calc.scheduling.flow import Flow
from production.calc.scheduling.problem import NO_LIMIT, Job, Problem, Schedule, Slot, Step
from production.calc.scheduling.working import WorkingTime


@dataclass(frozen=True, slots=True)
class Rule:
    """How the pressing is told: `look` is how far ahead a due date presses (ATC) in mean operation times;
    `flow` how much longer than its pure working time the rest of a job is expected to take.
    """

    name: str = "mod"
    flow: float = 2.0
    look: float = 2.0


@dataclass(slots=True)
class Machine:
    """A machine while the shop is played through."""

    center: int
    number: int
    blocks: list[tuple[int, int, str]] = field(default_factory=list)
    next_block: int = 0
    free_at: int = 0
    group: str = ""


@dataclass(slots=True)
class Waiting:
    """An operation in the queue of its center."""

    job: int
    number: int
    step: Step
    goal: float
    weight: float
    work: int


def remaining(job: Job) -> list[int]:
    """Pure working, transport and queue time behind each step, less what overlaps with it."""
    found, left = [], 0
    for step in reversed(job.steps):
        shared = step.run - step.lot if 0 < step.lot < step.run else 0
        found.append(max(0, left + step.after - shared))
        left = found[-1] + step.setup + step.run + step.queue
    return found[::-1]


class Shop:
    """One play of the shop. `goals` are the due dates it works towards, one a job (the promises unless
    given).
    """

    def __init__(
        self,
        problem: Problem,
        rule: Rule,
        goals: list[float] | None = None,
        weights: list[float] | None = None,
    ) -> None:
        self.problem, self.rule = problem, rule
        self.goals = goals if goals is not None else [float(job.due) for job in problem.jobs]
        self.weights = weights if weights is not None else [job.weight for job in problem.jobs]
        self.result = Schedule(problem, [[] for _ in problem.jobs])
        self.machines = {
            key: [Machine(key, number, free_at=problem.now) for number in range(center.machines)]
            for key, center in problem.centers.items()
        }
        self.queues: dict[int, list[Waiting]] = {key: [] for key in problem.centers}
        self.events: list[tuple[int, int, Waiting | None]] = []
        self.rest = [remaining(job) for job in problem.jobs]
        self.flows = [Flow(problem, job) for job in problem.jobs]
        # an hour of work takes more than an hour where the shop is not always open: goals count real time
        self.slow = {key: _slowness(center.working, problem.now) for key, center in problem.centers.items()}
        works = [step.setup + step.run for job in problem.jobs for step in job.steps] or [1]
        self.mean = max(1.0, sum(works) / len(works))

    def play(self) -> Schedule:
        """Until everything has its place."""
        self._block()
        for index in range(len(self.problem.jobs)):
            self._advance(index, 0)
        events, pop = self.events, heapq.heappop
        while events:
            at = events[0][0]
            touched: set[int] = set()
            while events and events[0][0] == at:
                _at, center, waiting = pop(events)
                if waiting is not None:
                    self.queues[center].append(waiting)
                touched.add(center)
            for center in sorted(touched):
                self._serve(center, at)
        return self.result

    def _block(self) -> None:
        for job in self.problem.jobs:
            for step in job.steps:
                if step.fixed is not None and self.problem.centers[step.center].machines != NO_LIMIT:
                    kept = step.fixed
                    machine = self.machines[step.center][kept.machine]
                    machine.blocks.append((kept.start, kept.end, step.group))
        for key, center in self.problem.centers.items():
            for number, start, end in center.down:
                self.machines[key][number].blocks.append((start, end, ""))
            for machine in self.machines[key]:
                machine.blocks.sort()
                for _start, end, _group in machine.blocks:
                    self._wake(key, end)

    def _wake(self, center: int, at: int, waiting: Waiting | None = None) -> None:
        at = max(at, self.problem.now)
        opens = self.problem.centers[center].working.opens(at)
        heapq.heappush(self.events, _Event((opens, center, waiting)))

    def _advance(self, index: int, number: int) -> None:
        """The job's next step becomes ready; fixed ones and those outside have their place at once."""
        job, row, flow = self.problem.jobs[index], self.result.by_job[index], self.flows[index]
        while number < len(job.steps):
            step = job.steps[number]
            center = self.problem.centers[step.center]
            if step.fixed is not None:
                row.append(kept_place(step, index, number))
                flow.take(row[-1])
            elif center.machines == NO_LIMIT:
                row.append(outside(step, index, number, center.working, flow.ready(step)))
                flow.take(row[-1])
            else:
                goal = self.goals[index] - self.rule.flow * self.rest[index][number] * self.slow[step.center]
                work = step.setup + step.run
                waiting = Waiting(index, number, step, goal, self.weights[index], work)
                self._wake(step.center, max(flow.ready(step), step.material_at), waiting)
                return
            number += 1

    def _serve(self, center: int, at: int) -> None:
        queue = self.queues[center]
        if not queue:
            return
        free = []
        for machine in self.machines[center]:
            if machine.free_at <= at:
                blocks = machine.blocks
                while machine.next_block < len(blocks) and blocks[machine.next_block][1] <= at:
                    machine.group = blocks[machine.next_block][2]
                    machine.next_block += 1
                if machine.next_block >= len(blocks) or blocks[machine.next_block][0] > at:
                    free.append(machine)
        while free and queue:
            taken = self._best(queue, free, at)
            if taken is None:
                return
            index, machine, end, setup = taken
            waiting = queue[index]
            queue[index] = queue[-1]
            queue.pop()
            free.remove(machine)
            self._start(waiting, machine, at, end, setup)

    def _best(
        self, queue: list[Waiting], free: list[Machine], at: int
    ) -> tuple[int, Machine, int, int] | None:
        """Which of the waiting goes on which machine now; none when nothing fits before what is fixed."""
        working = self.problem.centers[free[0].center].working
        groups = {machine.group for machine in free}
        blocked = [m for m in free if m.next_block < len(m.blocks)]
        if not blocked:
            index = self._pick(queue, groups, at)
            return self._on(queue, index, free, working, at)
        order = sorted(
            range(len(queue)), key=lambda i: (self._urgency(queue[i], groups, at), queue[i].step.key)
        )
        for index in order:
            found = self._on(queue, index, free, working, at)
            if found is not None:
                return found
        return None

    def _on(
        self, queue: list[Waiting], index: int, free: list[Machine], working: WorkingTime, at: int
    ) -> tuple[int, Machine, int, int] | None:
        step = queue[index].step
        if step.group:
            free = sorted(free, key=lambda machine: (machine.group != step.group, machine.number))
        for machine in free:
            setup = 0 if step.group and machine.group == step.group else step.setup
            end = working.finish(at, setup + step.run)
            if machine.next_block >= len(machine.blocks) or end <= machine.blocks[machine.next_block][0]:
                return index, machine, end, setup
        return None

    def _pick(self, queue: list[Waiting], groups: set[str], at: int) -> int:
        if len(queue) == 1:
            return 0
        if self.rule.name == "atc" or any(groups):
            return min(
                range(len(queue)), key=lambda i: (self._urgency(queue[i], groups, at), queue[i].step.key)
            )
        best, chosen, key = float("inf"), 0, 0
        slow = self.slow[queue[0].step.center]
        for index, waiting in enumerate(queue):
            soonest = at + waiting.work * slow
            value = waiting.goal if waiting.goal > soonest else soonest
            if value < best or (value == best and waiting.step.key < key):
                best, chosen, key = value, index, waiting.step.key
        return chosen

    def _urgency(self, waiting: Waiting, groups: set[str], at: int) -> float:
        """The smaller, the more pressing."""
        step = waiting.step
        setup = 0 if step.group and step.group in groups else step.setup
        work = setup + step.run
        slow = self.slow[step.center]
        if self.rule.name == "atc":
            slack = max(0.0, waiting.goal - at - work * slow)
            scale = self.rule.look * self.mean * slow
            return -waiting.weight / max(1, work) * exp(-min(slack / scale, 60.0)) * exp(-setup / self.mean)
        return max(waiting.goal + setup * slow, at + work * slow)

    def _start(self, waiting: Waiting, machine: Machine, at: int, end: int, setup: int) -> None:
        step = waiting.step
        slot = Slot(step, waiting.job, waiting.number, step.center, machine.number, at, end, setup)
        self.result.by_job[waiting.job].append(slot)
        machine.free_at, machine.group = end, step.group
        self._wake(step.center, end)
        self.flows[waiting.job].take(slot)
        self._advance(waiting.job, waiting.number + 1)


class _Event(tuple[Any, ...]):
    """What happens when: by time, then center; who is served first never hangs on the heap's order."""

    __slots__ = ()

    def __lt__(self, other: tuple[Any, ...]) -> bool:
        return self[0] < other[0] or (self[0] == other[0] and self[1] < other[1])


def _slowness(working: WorkingTime, now: int) -> float:
    """How much real time an hour of work takes: 24 hours of a week by its working hours."""
    week = 7 * 86400
    worked = working.between(now, now + week)
    return week / worked if worked else 7.0


def kept_place(step: Step, job: int, number: int) -> Slot:
    """The place of an operation that stays where it is."""
    assert step.fixed is not None  # noqa: S101 - asked of fixed ones only
    kept = step.fixed
    return Slot(step, job, number, step.center, kept.machine, kept.start, kept.end, step.setup)


def outside(step: Step, job: int, number: int, working: WorkingTime, ready: int) -> Slot:
    """The place of an operation that waits for no machine."""
    start = working.opens(max(ready, step.material_at))
    return Slot(
        step, job, number, step.center, 0, start, working.finish(start, step.setup + step.run), step.setup
    )


def dispatch(
    problem: Problem,
    rule: Rule | None = None,
    goals: list[float] | None = None,
    weights: list[float] | None = None,
) -> Schedule:
    """A feasible schedule of everything, in one play of the shop."""
    return Shop(problem, rule or Rule(), goals, weights).play()
