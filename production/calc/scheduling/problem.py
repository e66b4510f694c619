"""What is to be scheduled, and what a schedule is: plain records in whole seconds from a common beginning."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from production.calc.scheduling.working import WorkingTime

NO_LIMIT = 0


class Wait(StrEnum):
    """Why an operation does not begin earlier."""

    NONE = ""
    FIXED = "fixed"
    RELEASE = "release"
    MATERIAL = "material"
    PREDECESSOR = "predecessor"
    MOVE = "move"
    QUEUE = "queue"
    CAPACITY = "capacity"
    CALENDAR = "calendar"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Center:
    """A work center: equal machines on one calendar; without machines it takes any number at a time
    (outside).

    `down` are times when one machine (its number from 0) cannot be used: (machine, start, end).
    """

    key: int
    working: WorkingTime
    machines: int = 1
    down: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """Where an operation is and stays: it runs already, or a planner locked it."""

    machine: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """An operation that is still to be done.

    `run` (a second at least) and `setup` are working time on a machine; the set-up falls away directly
    behind an operation of the same `group`. `material_at` is when the last of its components is there;
    `after` the transport to the next step; `queue` how long its pieces lie before its work center first.
    `lot` is the run time of the pieces that are handed on together: the next step may begin with the first
    of them; 0 hands on all at once.
    """

    key: int
    center: int
    run: int
    setup: int = 0
    group: str = ""
    material_at: int = 0
    after: int = 0
    fixed: Fixed | None = None
    queue: int = 0
    lot: int = 0

    def __post_init__(self) -> None:
        if self.run < 1 or min(self.setup, self.after, self.queue, self.lot) < 0:
            raise ValueError("an operation takes a second at least, and no other time of it is negative")


@dataclass(frozen=True, slots=True)
class Job:
    """A work order: its open operations in their sequence, its promise and what a day of lateness weighs."""

    key: int
    steps: tuple[Step, ...]
    due: int
    release: int = 0
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Centers by key and the jobs; nothing begins before `now` but what is fixed."""

    centers: dict[int, Center]
    jobs: tuple[Job, ...]
    now: int = 0


@dataclass(slots=True)
class Slot:
    """An operation's place; `work` of `setup + run` lies between start and end."""

    step: Step
    job: int
    number: int
    center: int
    machine: int
    start: int
    end: int
    setup: int
    wait: Wait = Wait.NONE
    wait_since: int = 0
    behind: int | None = None


@dataclass(slots=True)
class Schedule:
    """Places of all operations: `by_job[job][number]`, jobs as they stand in the problem."""

    problem: Problem
    by_job: list[list[Slot]] = field(default_factory=list)

    def slots(self) -> list[Slot]:
        """All places."""
        return [slot for row in self.by_job for slot in row]

    def by_machine(self) -> dict[tuple[int, int], list[Slot]]:
        """The places on each machine by beginning; centers without a limit are left out."""
        found: dict[tuple[int, int], list[Slot]] = {}
        for slot in self.slots():
            if self.problem.centers[slot.center].machines != NO_LIMIT:
                found.setdefault((slot.center, slot.machine), []).append(slot)
        for row in found.values():
            row.sort(key=lambda slot: (slot.start, slot.end))
        return found

    def ends(self) -> list[int]:
        """When each job is done."""
        return [
            max((slot.end + slot.step.after for slot in row), default=job.release)
            for row, job in zip(self.by_job, self.problem.jobs, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Measure:
    """How good a schedule is; times in seconds."""

    late: int
    lateness: int
    weighted: float
    makespan: int
    throughput: float
    setups: int


def measure(schedule: Schedule) -> Measure:
    """Jobs late, by how much in all, the last end, the mean time from a job's first beginning to its end."""
    late = lateness = makespan = setups = 0
    weighted = through = 0.0
    for job, end, row in zip(schedule.problem.jobs, schedule.ends(), schedule.by_job, strict=True):
        over = end - job.due
        makespan = max(makespan, end)
        if over > 0:
            late += 1
            lateness += over
            weighted += over * job.weight
        if row:
            through += end - row[0].start
            setups += sum(1 for slot in row if slot.setup)
    return Measure(late, lateness, weighted, makespan, through / max(1, len(schedule.by_job)), setups)
