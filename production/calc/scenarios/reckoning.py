"""Material plan and finite schedule of a picture together: when each demand is really served.

The plan says what to make; what it wants made becomes jobs beside the work orders, so that new demand needs
machines too. Where parts come later in the schedule than the plan said, what is made of them begins later
and the shop is scheduled again, a bounded number of times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from production.calc.planning.engine import NEVER, Plan, plan
from production.calc.planning.model import Ints
from production.calc.planning.pegging import DEMAND, ORDER, PART, RECEIPT
from production.calc.scenarios.picture import Picture, units
from production.calc.scheduling.improve import Effort, improved
from production.calc.scheduling.problem import Job, Schedule, Step

MOST_JOBS, LAST_DAY, ROUNDS = 3_000, 180, 3
_LONG_AGO = -(1 << 20)


@dataclass(frozen=True)
class Reckoned:
    """A picture played through.

    `job_at` is a planned order's place among the jobs; `due` the day of each planned order, `receipt_day`
    of each open supply, `served` of each demand (`NEVER` when it is not).
    """

    picture: Picture
    plan: Plan
    schedule: Schedule
    job_at: Mapping[int, int]
    work_job_at: Mapping[int, int]
    due: Ints
    receipt_day: Ints
    served: Ints

    def late_days(self) -> Ints:
        """How many days after its day each demand is served; 0 on time, `NEVER` when never."""
        wanted = self.picture.model.demands.day
        late = np.maximum(self.served - wanted, 0)
        late[self.served <= np.maximum(wanted, 0)] = 0
        late[self.served >= NEVER] = NEVER
        return late


def reckon(picture: Picture, effort: Effort | None = None) -> Reckoned:
    """Plan, schedule, and bring both together.

    Raises: PlanningError.
    """
    effort = effort or usual_effort(picture)
    made = plan(picture.model)
    jobs = _jobs(picture, made)
    found = _Round(picture, made, jobs, effort)
    for _ in range(ROUNDS - 1):
        later = found.later_jobs()
        if not later:
            break
        found = _Round(picture, made, {**jobs, **later}, effort)
        jobs = found.jobs
    return found.result()


def usual_effort(picture: Picture) -> Effort:
    """The more there is to schedule, the fewer tries of repair.

    The limit in seconds is far away: today and a scenario must get the same search, however busy the machine.
    """
    steps = sum(len(job.steps) for job in picture.problem.jobs) + 1
    return Effort(tries=min(1500, 300_000 // steps), seconds=30.0)


def _jobs(picture: Picture, made: Plan) -> dict[int, Job]:
    """Planned orders that need machines, as jobs; by their number in the plan, the first to begin first."""
    wanted = [
        at
        for at in np.argsort(made.release, kind="stable").tolist()
        if picture.is_made[made.node[at]]
        and picture.recipes.get(picture.items[made.node[at]])
        and made.release[at] <= LAST_DAY
    ]
    return {at: _job(picture, made, at) for at in wanted[:MOST_JOBS]}


def _job(picture: Picture, made: Plan, at: int) -> Job:
    node, key = int(made.node[at]), -(at + 1)
    quantity = units(int(made.quantity[at]))
    steps = tuple(
        Step(
            key * 100 - number,
            step.center,
            run=step.outside or max(1, round(step.run_each * quantity)),
            setup=0 if step.outside else step.setup,
            group=step.group,
            after=step.after,
            queue=step.queue,
            lot=0 if step.outside else round(step.run_each * step.lot_each),
        )
        for number, step in enumerate(picture.recipes[picture.items[node]])
    )
    release = picture.second_of(int(made.release[at]))
    return Job(key, steps, picture.second_of(int(made.wanted[at]) + 1), max(0, release))


class _Round:
    """The shop scheduled once with the planned jobs as they are known, and the days that follow."""

    def __init__(self, picture: Picture, made: Plan, jobs: dict[int, Job], effort: Effort) -> None:
        self.picture, self.made, self.jobs = picture, made, jobs
        own = picture.problem.jobs
        problem = replace(picture.problem, jobs=(*own, *jobs.values()))
        self.schedule = improved(problem, effort).schedule
        ends = self.schedule.ends()
        self.work_job_at = {job.key: at for at, job in enumerate(own)}
        self.job_at = {at: len(own) + n for n, at in enumerate(jobs)}
        self.job_day = {at: max(0, picture.day_of(ends[place])) for at, place in self.job_at.items()}
        self.receipt_day = np.maximum(picture.model.receipts.day, 0)
        for receipt, key in picture.job_of.items():
            if key in self.work_job_at:
                self.receipt_day[receipt] = max(0, picture.day_of(ends[self.work_job_at[key]]))
        self._days()

    def _days(self) -> None:
        """From the deepest level up: when planned orders come, when their parts are there, who is served."""
        made, demands = self.made, self.picture.model.demands
        level = made.level[made.node] if len(made) else np.zeros(0, dtype=np.int64)
        self.due, self.ready = made.due.copy(), np.full(len(made), _LONG_AGO)
        covered, served = np.full(len(demands), _LONG_AGO), np.zeros(len(demands))
        for depth in range(len(made.pegs) - 1, -1, -1):
            for at in np.nonzero(level == depth)[0].tolist():
                self.due[at] = self._due(at)
            pegs = made.pegs[depth]
            day = np.zeros(len(pegs), dtype=np.int64)
            for kind, days in ((RECEIPT, self.receipt_day), (ORDER, self.due)):
                chosen = pegs.supply_kind == kind
                day[chosen] = days[pegs.supply[chosen]]
            parts, whole = pegs.need_kind == PART, pegs.need_kind == DEMAND
            np.maximum.at(self.ready, pegs.need[parts], day[parts])
            np.maximum.at(covered, pegs.need[whole], day[whole])
            served += np.bincount(pegs.need[whole], weights=pegs.quantity[whole], minlength=len(demands))
        self.served = np.where(served < demands.quantity, NEVER, covered)

    def _due(self, at: int) -> int:
        if at in self.job_day:
            return self.job_day[at]
        lead = int(self.picture.model.nodes.lead[self.made.node[at]])
        return max(int(self.made.due[at]), int(self.ready[at]) + lead)

    def later_jobs(self) -> dict[int, Job]:
        """Jobs whose parts come only after they may begin, with the day on which they do."""
        found = {}
        for at, job in self.jobs.items():
            there = self.picture.second_of(int(self.ready[at])) if self.ready[at] > 0 else 0
            if job.steps and there > max(job.release, job.steps[0].material_at):
                first = replace(job.steps[0], material_at=there)
                found[at] = replace(job, steps=(first, *job.steps[1:]))
        return found

    def result(self) -> Reckoned:
        return Reckoned(
            self.picture, self.made, self.schedule, self.job_at, self.work_job_at, self.due,
            self.receipt_day, self.served,
        )  # fmt: skip
