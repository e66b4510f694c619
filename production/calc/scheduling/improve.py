"""The schedule of a whole shop: the best of several plays of it, then repaired where jobs are late.

The same input with the same effort gives the same schedule; the limit in seconds only ever ends the search
earlier.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from production.calc.scheduling.dispatch import Rule, dispatch
from production.calc.scheduling.problem import Problem, Schedule
from production.calc.scheduling.repair import Repair
from production.calc.scheduling.waits import explain

DAY = 86400


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search: tries of repair, a limit in seconds that ends them earlier, and the seed of chance.

    `late` is what one more late job counts, in seconds of lateness.
    """

    tries: int = 6000
    seconds: float = 8.0
    seed: int = 1
    late: float = DAY / 2


@dataclass(frozen=True, slots=True)
class Found:
    """The best schedule and how it was come by."""

    schedule: Schedule
    cost: float
    tries: int
    ran_out: bool


_RULES = (Rule("mod", 1.0), Rule("mod", 2.0), Rule("atc", 1.5, 2.5))


def improved(problem: Problem, effort: Effort | None = None) -> Found:
    """Everything planned: nobody is left out, however great the load."""
    effort = effort or Effort()
    started = time.monotonic()
    best: Repair | None = None
    for rule in _RULES:
        repair = Repair(dispatch(problem, rule), effort.late, effort.seed)
        if best is None or repair.total() < best.total():
            best = repair
        if time.monotonic() - started > effort.seconds / 2:
            break
    assert best is not None  # noqa: S101 - there are rules
    tries = 0
    while tries < effort.tries and best.wrong and time.monotonic() - started < effort.seconds:
        best.once()
        tries += 1
    return Found(explain(best.schedule), best.total(), tries, bool(best.wrong) and tries < effort.tries)
