"""How the work of a job comes from one operation to the next: moved, lying before the work center, or lot
by lot while the operation before still runs.

Queue and move are time by the clock (they go on at night), as inter-operation times are: the pieces of an
operation are moved, lie before the next work center, and then may begin. Where pieces are handed on in
transfer lots (operations overlap: Vollmann, Berry, Whybark & Jacobs, *Manufacturing Planning and Control*,
"operation overlapping"), the next operation begins with the first lot and never runs out of pieces: each
lot is there before it is its turn. Work outside the house goes there and comes back as a whole.
"""

from __future__ import annotations

from production.calc.scheduling.problem import NO_LIMIT, Job, Problem, Slot, Step, Wait

MOST_LOTS = 24
"""Small lots after the first are handed on together, so that an operation of many pieces stays cheap."""


def lots(step: Step) -> list[int]:
    """How much of the run is done when each lot is handed on; one lot where all goes on at once."""
    run, first = step.run, step.lot
    if not 0 < first < run:
        return [run]
    size = max(first, -(-run // MOST_LOTS))
    return [*range(first, run, size), run]


def overlaps(problem: Problem, step: Step, after: Step) -> bool:
    """Whether an operation may begin while the one before it still runs: both in the house, on machines."""
    return (
        0 < step.lot < step.run
        and problem.centers[step.center].machines != NO_LIMIT
        and problem.centers[after.center].machines != NO_LIMIT
    )


class Flow:
    """A job on its way through its operations, in their sequence."""

    __slots__ = ("_before", "_first", "_last", "_moved", "problem")

    def __init__(self, problem: Problem, job: Job) -> None:
        self.problem = problem
        self._first = self._last = job.release
        self._moved = 0
        self._before: Slot | None = None

    @property
    def last(self) -> int:
        """When all that is placed so far has been moved on."""
        return self._last

    def ready(self, step: Step) -> int:
        """When the next operation may begin, but for its material and its machine; never before now."""
        before, now = self._before, self.problem.now
        if before is None or not before.step.lot or not overlaps(self.problem, before.step, step):
            at = self._last + step.queue
        else:
            at = max(self._first + step.queue, self._behind(before, step))
        return at if at > now else now

    def _behind(self, before: Slot, step: Step) -> int:
        """The earliest beginning with which every lot has come when it is its turn."""
        own, other = self.problem.centers[step.center].working, self.problem.centers[before.center].working
        begun = other.passed(before.end) - before.step.run
        found = used = 0
        for done in lots(before.step):
            came = other.ends(max(0, begun + done)) + before.step.after
            if done == before.step.run:
                came = max(came, self._last)
            work = own.passed(came + step.queue) - step.run * used // before.step.run
            found, used = max(found, work), done
        return own.begins(found)

    def take(self, slot: Slot) -> None:
        """An operation has its place: what comes next waits for it."""
        step = slot.step
        self._last = max(self._last, slot.end + step.after)
        first = slot.end
        if 0 < step.lot < step.run:
            working = self.problem.centers[slot.center].working
            first = max(slot.start, working.ends(max(0, working.passed(slot.end) - step.run + step.lot)))
        self._first = max(self._first, first + step.after)
        self._before, self._moved = slot, step.after

    def reason(self, step: Step) -> Wait:
        """What the next operation waits for when it begins as soon as it may: the last that was missing."""
        if self._before is None:
            if self._last + step.queue <= self.problem.now:
                return Wait.NONE
            return Wait.QUEUE if step.queue else Wait.RELEASE
        if step.queue:
            return Wait.QUEUE
        return Wait.MOVE if self._moved else Wait.PREDECESSOR


def latest_end(problem: Problem, step: Step, after: Slot) -> int:
    """By when an operation must be done for the placed next one to find its pieces; below zero when never."""
    way = step.after + after.step.queue
    if not overlaps(problem, step, after.step):
        return after.start - way
    own, other = problem.centers[step.center].working, problem.centers[after.center].working
    begins, used, found = other.passed(after.start), 0, 1 << 62
    for done in lots(step):
        turn = after.start
        if used:
            turn = other.begins(begins + after.step.run * used // step.run)
        if turn <= way:
            return -1
        found, used = min(found, own.passed(turn - way) + step.run - done), done
    return own.ends(found)
