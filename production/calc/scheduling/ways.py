"""What-ifs of one problem: another calendar, another center for a step, a job in two halves. Nothing is
changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from production.calc.scheduling.problem import Job, Problem, Schedule, Step
from production.calc.scheduling.working import Interval, WorkingTime


def with_working(problem: Problem, times: dict[int, WorkingTime]) -> Problem:
    """The same shop with other working hours at some centers."""
    centers = {
        key: replace(center, working=times[key]) if key in times else center
        for key, center in problem.centers.items()
    }
    return replace(problem, centers=centers)


def with_step(problem: Problem, old: Step, new: Step) -> Problem:
    """The same shop with one step done otherwise."""
    jobs = tuple(
        replace(job, steps=tuple(new if step.key == old.key else step for step in job.steps))
        if any(step.key == old.key for step in job.steps)
        else job
        for job in problem.jobs
    )
    return replace(problem, jobs=jobs)


def with_halves(problem: Problem, job_key: int) -> Problem:
    """The same shop with a job in two: each half has its set-ups, and half of every run that has not begun.

    The second half stands last among the jobs; its keys are the first's, below zero.
    """
    jobs: list[Job] = []
    second: list[Job] = []
    for job in problem.jobs:
        if job.key != job_key:
            jobs.append(job)
            continue
        half = tuple(
            step if step.fixed else replace(step, run=max(1, (step.run + 1) // 2)) for step in job.steps
        )
        rest = tuple(
            replace(step, key=-step.key, run=max(1, step.run // 2)) for step in job.steps if not step.fixed
        )
        jobs.append(replace(job, steps=half))
        second.append(replace(job, key=-job.key, steps=rest))
    return replace(problem, jobs=(*jobs, *second))


def end_of(schedule: Schedule, job_key: int) -> int:
    """When a job, with its second half where it has one, is done."""
    ends = zip(schedule.problem.jobs, schedule.ends(), strict=True)
    return max(end for job, end in ends if abs(job.key) == job_key)


def used(schedule: Schedule, center: int, extra: Iterable[Interval]) -> int:
    """How many machine seconds of some hours a center's operations use."""
    slots = [slot for slot in schedule.slots() if slot.center == center and slot.step.fixed is None]
    return sum(max(0, min(slot.end, end) - max(slot.start, start)) for start, end in extra for slot in slots)
