"""A shop of 20 machines with 2,000 jobs: made by a seed, scheduled, proven and measured; no database is
used.
"""

from __future__ import annotations

import random
import time
from typing import Any

from production.calc.scheduling.check import faults
from production.calc.scheduling.improve import Effort, improved
from production.calc.scheduling.insertion import insert_jobs
from production.calc.scheduling.problem import Center, Job, Problem, Schedule, Step, measure
from production.calc.scheduling.working import WorkingTime

MINUTE, HOUR, DAY = 60, 3600, 86400
ALLOWED = (0.8, 4.5)
"""Days from an order's release to its due date, even between the two, whatever its work.

So tight that putting job after job into the gaps by due date comes later than the figures to be beaten (138
late, 41 days): an easy shop would prove nothing.
"""


def two_shifts() -> WorkingTime:
    """Monday to Saturday, 06:00 to 22:00."""
    week = [(day * DAY + 6 * HOUR, day * DAY + 22 * HOUR) for day in range(6)]
    return WorkingTime(week, period=7 * DAY, until=7 * DAY)


def make_shop(jobs: int = 2000, machines: int = 20, load: float = 0.85, seed: int = 5) -> Problem:
    """A job shop: each job visits five different machines in a sequence of its own.

    Working times are even between 20 and 100 minutes. Orders come evenly over as much working time as the
    machines need for all of them at that load; each is due `ALLOWED` days later.
    """
    draw = random.Random(seed)
    working = two_shifts()
    centers = {key: Center(key, working) for key in range(machines)}
    works = [[draw.randint(20, 100) * MINUTE for _ in range(5)] for _ in range(jobs)]
    needed = sum(map(sum, works)) / machines / load
    made = []
    for key, row in enumerate(works):
        release = working.begins(int(draw.random() * needed))
        due = release + int(draw.uniform(*ALLOWED) * DAY)
        route = enumerate(zip(draw.sample(range(machines), 5), row, strict=True))
        steps = tuple(Step(key * 5 + number, center, run) for number, (center, run) in route)
        made.append(Job(key, steps, due, release))
    return Problem(centers, tuple(made))


def figures(schedule: Schedule, seconds: float) -> dict[str, Any]:
    """What the issue asks of a schedule, in its units."""
    found = measure(schedule)
    return {
        "late_jobs": found.late,
        "lateness_days": round(found.lateness / DAY, 1),
        "throughput_days": round(found.throughput / DAY, 2),
        "unplanned": sum(len(job.steps) for job in schedule.problem.jobs) - len(schedule.slots()),
        "faults": len(faults(schedule)),
        "seconds": round(seconds, 2),
    }


def run(scale: int) -> dict[str, Any]:
    """`scale` jobs (2,000) of five operations at 85 and 130 % load, 100 jobs on five machines, and the plain way for
    comparison.
    """
    jobs, found = scale or 2000, {}
    cases = {"load_85": (jobs, 20, 0.85), "load_130": (jobs, 20, 1.3), "operations_500": (100, 5, 0.85)}
    for name, (count, machines, load) in cases.items():
        shop = make_shop(count, machines, load)
        started = time.perf_counter()
        best = improved(shop, Effort(seconds=0.7 if name == "operations_500" else 8.0))
        found[name] = {**figures(best.schedule, time.perf_counter() - started), "tries": best.tries}
    shop = make_shop(jobs)
    started = time.perf_counter()
    plain = insert_jobs(shop)
    found["load_85_by_due_date"] = figures(plain, time.perf_counter() - started)
    return found
